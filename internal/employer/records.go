package employer

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/db/stackversion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/dossier"
)

// maxFacets is how many values of a facet, and steps, can be asked for.
const maxFacets = 100

// records are the public records that a page of candidates names, by id.
type records struct {
	credentials   map[string]*db.MicroCredential
	organizations map[string]*db.Organization
	places        map[string]*db.Place
	skills        map[string]*db.Skill
	stacks        map[string]*db.Stack
	stackTitles   map[string]text.Localized
	// reach is where accounts are reached who opened that; base begins the addresses
	// of public pages.
	reach map[string]addressed
	base  func() string
}

// recordsOf loads what the page names: a constant number of statements,
// whatever its size.
func (s *Service) recordsOf(ctx context.Context, found *ranked) (*records, error) {
	need := newIDs()
	for _, r := range found.rows {
		need.places.add(r.hit.Place)
		for _, a := range r.person.Rows {
			need.credentials.add(a.MicroCredentialID)
			need.organizations.add(a.IssuerID)
		}
		need.stacks.add(r.match.Stacks...)
		for _, c := range r.match.Contributions {
			need.stacks.add(c.Stack)
		}
		for _, m := range r.match.Requirements {
			for _, p := range m.Proofs {
				need.skills.add(p.Skill)
			}
		}
	}
	for _, c := range head(found.counts.Facets.Credentials, maxFacets) {
		need.credentials.add(c.ID)
	}
	for _, c := range head(found.counts.Facets.Stacks, maxFacets) {
		need.stacks.add(c.ID)
	}
	for _, c := range head(found.counts.Facets.Places, maxFacets) {
		need.places.add(c.ID)
	}
	for _, c := range head(found.counts.Steps, maxFacets) {
		need.credentials.add(c.Credential)
	}
	out, err := s.load(ctx, need)
	if err != nil {
		return nil, err
	}
	people := make([]dossier.Dossier, len(found.rows))
	for i, r := range found.rows {
		people[i] = r.person
	}
	out.base = s.Base
	out.reach, err = s.reachOf(ctx, people)
	return out, err
}

// listed tells whether the catalog has what an award is of, and by whom. What is
// known from badges alone may be known from one person's: its ids and names would
// tell two employers that they see the same.
func (r *records) listed(row *db.Award) bool {
	of, by := r.credentials[row.MicroCredentialID], r.organizations[row.IssuerID]
	return of != nil && of.Status != enum.Draft && by != nil && by.Listed
}

// set is ids, each once; "" is none.
type set map[string]struct{}

func (s set) add(ids ...string) {
	for _, id := range ids {
		if id != "" {
			s[id] = struct{}{}
		}
	}
}

func (s set) ids() []string { return slices.Sorted(maps.Keys(s)) }

// needed are the ids of public records to load.
type needed struct{ credentials, organizations, places, skills, stacks set }

func newIDs() needed { return needed{set{}, set{}, set{}, set{}, set{}} }

func (s *Service) load(ctx context.Context, need needed) (*records, error) {
	credentials, err := s.DB.MicroCredential.Query().Where(microcredential.IDIn(need.credentials.ids()...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load micro-credentials: %w", err)
	}
	organizations, err := s.DB.Organization.Query().Where(organization.IDIn(need.organizations.ids()...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load issuers: %w", err)
	}
	for _, row := range organizations {
		withoutSite(row)
	}
	places, err := s.DB.Place.Query().Where(place.IDIn(need.places.ids()...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load places: %w", err)
	}
	skills, err := s.DB.Skill.Query().Where(skill.IDIn(need.skills.ids()...)).WithLabels().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load skills: %w", err)
	}
	stacks, err := s.DB.Stack.Query().Where(stack.IDIn(need.stacks.ids()...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load stacks: %w", err)
	}
	titles, err := s.stackTitles(ctx, stacks)
	if err != nil {
		return nil, err
	}
	return &records{
		credentials:   byID(credentials, func(r *db.MicroCredential) string { return r.ID }),
		organizations: byID(organizations, func(r *db.Organization) string { return r.ID }),
		places:        byID(places, func(r *db.Place) string { return r.ID }),
		skills:        byID(skills, func(r *db.Skill) string { return r.ID }),
		stacks:        byID(stacks, func(r *db.Stack) string { return r.ID }),
		stackTitles:   titles,
	}, nil
}

// withoutSite takes away the place of a re-entry program: where people live who
// leave custody is nobody's to know.
func withoutSite(row *db.Organization) *db.Organization {
	if slices.Contains(row.Kinds, enum.OrgReentry) {
		row.PlaceID = nil
	}
	return row
}

func (s *Service) stackTitles(ctx context.Context, stacks []*db.Stack) (map[string]text.Localized, error) {
	versions := set{}
	for _, row := range stacks {
		if row.CurrentVersionID != nil {
			versions.add(*row.CurrentVersionID)
		}
	}
	rows, err := s.DB.StackVersion.Query().Where(stackversion.IDIn(versions.ids()...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load titles of stacks: %w", err)
	}
	out := make(map[string]text.Localized, len(rows))
	for _, row := range rows {
		out[row.StackID] = row.Title
	}
	return out, nil
}

func byID[T any](rows []T, id func(T) string) map[string]T {
	out := make(map[string]T, len(rows))
	for _, row := range rows {
		out[id(row)] = row
	}
	return out
}
