package coaching

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/offering"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// terms are on what one earns what: prerequisites, length, prices, offerings. They
// hold nothing about a person, and are kept as long as the catalog that they go with:
// whatever changes them has the catalog read again.
type terms struct {
	// credentials that may be earned, by id, and in the order of the ids.
	credentials map[string]*earnable
	ids         []string
	// places are those of offerings, and seated the offerings that have an end of seats.
	places []string
	seated map[string]*db.Offering
	// certified has, by stack, the micro-credential that it certifies.
	certified map[string]string
}

// earnable is a published micro-credential.
type earnable struct {
	id        string
	developer string
	version   *db.MicroCredentialVersion
	needs     []string
	// offerings that are not withdrawn, by their first day; at any time first.
	offerings []*db.Offering
	// by is the rule of a stack that certifies it: completing that earns it.
	by *matching.Rule
}

// Terms remembers the terms of the catalog until it changes. The zero value is ready.
type Terms struct {
	mu      sync.Mutex
	catalog *matching.Catalog
	terms   *terms
}

func (k *Terms) known(catalog *matching.Catalog) *terms {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.catalog != catalog {
		return nil
	}
	return k.terms
}

func (k *Terms) remember(catalog *matching.Catalog, t *terms) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.catalog, k.terms = catalog, t
}

// current is the catalog with the terms that go with it.
func (s *Service) current(ctx context.Context) (*matching.Catalog, *terms, error) {
	catalog, err := s.Catalog.Matching(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("load catalog: %w", err)
	}
	if known := s.Terms.known(catalog); known != nil {
		return catalog, known, nil
	}
	t, err := s.loadTerms(ctx, catalog)
	if err != nil {
		return nil, nil, err
	}
	s.Terms.remember(catalog, t)
	return catalog, t, nil
}

func (s *Service) loadTerms(ctx context.Context, catalog *matching.Catalog) (*terms, error) {
	published := microcredential.And(microcredential.StatusEQ(enum.Published), microcredential.CurrentVersionIDNotNil())
	rows, err := s.DB.MicroCredential.Query().Where(published).Order(microcredential.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load micro-credentials: %w", err)
	}
	t := &terms{credentials: make(map[string]*earnable, len(rows)), certified: map[string]string{}, seated: map[string]*db.Offering{}}
	current := make(map[string]*earnable, len(rows)) // by version
	for _, row := range rows {
		e := &earnable{id: row.ID, developer: row.DeveloperID}
		current[*row.CurrentVersionID] = e
		t.credentials[row.ID], t.ids = e, append(t.ids, row.ID)
	}
	versions, err := s.DB.MicroCredentialVersion.Query().
		Where(microcredentialversion.HasMicroCredentialWith(published)).WithPrerequisites().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load versions: %w", err)
	}
	for _, v := range versions {
		if e := current[v.ID]; e != nil {
			e.take(v)
		}
	}
	if err := s.loadOfferings(ctx, t); err != nil {
		return nil, err
	}
	return t, s.loadBundles(ctx, catalog, t)
}

// take keeps of a version what a plan asks for, and not its texts.
func (e *earnable) take(v *db.MicroCredentialVersion) {
	for _, need := range v.Edges.Prerequisites {
		if !need.Advised && !slices.Contains(e.needs, need.MicroCredentialID) {
			e.needs = append(e.needs, need.MicroCredentialID)
		}
	}
	slices.Sort(e.needs)
	e.version = &db.MicroCredentialVersion{
		ID: v.ID, EffortMinutes: v.EffortMinutes, PriorMinutes: v.PriorMinutes, Languages: v.Languages, Delivery: v.Delivery,
		PriceCents: v.PriceCents, PriceCurrency: v.PriceCurrency, ValidityMonths: v.ValidityMonths,
	}
}

func (s *Service) loadOfferings(ctx context.Context, t *terms) error {
	rows, err := s.DB.Offering.Query().Where(offering.WithdrawnAtIsNil()).Order(offering.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load offerings: %w", err)
	}
	places := map[string]bool{}
	for _, row := range rows {
		if e := t.credentials[row.MicroCredentialID]; e != nil {
			e.offerings = append(e.offerings, row)
			if row.Seats != nil {
				t.seated[row.ID] = row
			}
			if row.PlaceID != nil && !places[*row.PlaceID] {
				places[*row.PlaceID] = true
				t.places = append(t.places, *row.PlaceID)
			}
		}
	}
	for _, e := range t.credentials {
		slices.SortStableFunc(e.offerings, compareStarts)
	}
	return nil
}

func compareStarts(a, b *db.Offering) int {
	if c := instant(a.StartsOn).Compare(instant(b.StartsOn)); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}

// loadBundles finds what stacks certify, which completing them earns.
func (s *Service) loadBundles(ctx context.Context, catalog *matching.Catalog, t *terms) error {
	rows, err := s.DB.Stack.Query().
		Where(stack.StatusNEQ(enum.Draft), stack.CertifiesIDNotNil(), stack.CurrentVersionIDNotNil()).Order(stack.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load stacks: %w", err)
	}
	for _, row := range rows {
		t.certified[row.ID] = *row.CertifiesID
		e := t.credentials[*row.CertifiesID]
		if e == nil || row.Status != enum.Published {
			continue
		}
		if rule, ok := catalog.Rule(row.ID, ""); ok {
			e.awardBy(rule)
		}
	}
	return nil
}

// awardBy has completing a rule earn it, beside those that do already.
func (e *earnable) awardBy(rule matching.Rule) {
	if e.by != nil {
		rule = matching.Rule{Op: matching.OpAnyOf, Of: []matching.Rule{*e.by, rule}}
	}
	e.by = &rule
}
