package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/offering"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/db/stackversion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// knownWays is how everything published is earned: the same for every filter. It is
// kept as long as the catalog for matching, which is read again whenever a
// micro-credential, an offering or a stack changes.
type knownWays struct {
	earned map[string]*earnedWay // by micro-credential
	rules  map[string]*matching.Rule
}

// waysMemory remembers the ways of a catalog. Its zero value is ready.
type waysMemory struct {
	mu      sync.Mutex // held while they are read: who comes meanwhile finds them
	catalog *matching.Catalog
	known   *knownWays
}

func (s *Service) knownWays(ctx context.Context) (*knownWays, error) {
	// Before they are read: what changes meanwhile has them read again.
	catalog, err := s.Matching(ctx)
	if err != nil {
		return nil, err
	}
	s.ways.mu.Lock()
	defer s.ways.mu.Unlock()
	if s.ways.catalog == catalog {
		return s.ways.known, nil
	}
	known := &knownWays{earned: map[string]*earnedWay{}, rules: map[string]*matching.Rule{}}
	for _, load := range []func(context.Context, *knownWays) error{s.loadEarned, s.loadOffered, s.loadWayRules} {
		if err := load(ctx, known); err != nil {
			return nil, err
		}
	}
	s.ways.catalog, s.ways.known = catalog, known
	return known, nil
}

// loadEarned reads the current versions: of their texts, nothing.
func (s *Service) loadEarned(ctx context.Context, known *knownWays) error {
	current, err := s.DB.MicroCredential.Query().
		Where(microcredential.StatusEQ(enum.Published), microcredential.CurrentVersionIDNotNil()).
		Select(microcredential.FieldCurrentVersionID).Strings(ctx)
	if err != nil {
		return fmt.Errorf("load micro-credentials: %w", err)
	}
	is := make(map[string]bool, len(current))
	for _, version := range current {
		is[version] = true
	}
	versions, err := s.DB.MicroCredentialVersion.Query().
		Where(microcredentialversion.HasMicroCredentialWith(microcredential.StatusEQ(enum.Published))).WithCompetencies().
		Select(microcredentialversion.FieldMicroCredentialID, microcredentialversion.FieldLanguages, microcredentialversion.FieldDelivery,
			microcredentialversion.FieldEffortMinutes, microcredentialversion.FieldPriceCents, microcredentialversion.FieldPriceCurrency).All(ctx)
	if err != nil {
		return fmt.Errorf("load versions: %w", err)
	}
	for _, row := range versions {
		if is[row.ID] {
			known.earned[row.MicroCredentialID] = &earnedWay{version: row}
		}
	}
	return nil
}

// loadOffered reads what is offered of them and has not ended.
func (s *Service) loadOffered(ctx context.Context, known *knownWays) error {
	rows, err := s.DB.Offering.Query().
		Where(offering.WithdrawnAtIsNil(), offering.Or(offering.EndsOnIsNil(), offering.EndsOnGTE(dayOf(s.Now())))).
		Order(offering.ByID()).
		Select(offering.FieldMicroCredentialID, offering.FieldDelivery, offering.FieldLanguage, offering.FieldPlaceID, offering.FieldEndsOn,
			offering.FieldEffortMinutes, offering.FieldPriceCents, offering.FieldPriceCurrency, offering.FieldLearnerCents).All(ctx)
	if err != nil {
		return fmt.Errorf("load offerings: %w", err)
	}
	for _, row := range rows {
		if of := known.earned[row.MicroCredentialID]; of != nil {
			of.offerings = append(of.offerings, row)
		}
	}
	return nil
}

func (s *Service) loadWayRules(ctx context.Context, known *knownWays) error {
	rows, err := s.DB.Stack.Query().Where(stack.StatusEQ(enum.Published), stack.CurrentVersionIDNotNil()).All(ctx)
	if err != nil {
		return fmt.Errorf("load stacks: %w", err)
	}
	current := make(map[string]string, len(rows))
	for _, row := range rows {
		current[*row.CurrentVersionID] = row.ID
	}
	versions, err := s.DB.StackVersion.Query().Where(stackversion.HasStackWith(stack.StatusEQ(enum.Published))).
		Select(stackversion.FieldRule).All(ctx)
	if err != nil {
		return fmt.Errorf("load rules: %w", err)
	}
	for _, row := range versions {
		of := current[row.ID]
		if of == "" {
			continue
		}
		var rule matching.Rule
		if err := json.Unmarshal(row.Rule, &rule); err != nil {
			return fmt.Errorf("read rule of %s: %w", row.ID, err)
		}
		known.rules[of] = &rule
	}
	return nil
}

// offered are the offerings that have not ended by today.
func (v *sieve) offered(of *earnedWay) []*db.Offering {
	ended := func(row *db.Offering) bool { return row.EndsOn != nil && row.EndsOn.Before(v.today) }
	if !slices.ContainsFunc(of.offerings, ended) {
		return of.offerings
	}
	return slices.DeleteFunc(slices.Clone(of.offerings), ended)
}
