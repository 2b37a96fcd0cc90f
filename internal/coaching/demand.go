package coaching

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/search"
)

// UnmetDemandInput asks what postings ask for in vain.
type UnmetDemandInput struct {
	// Region keeps postings at a place in it; nil keeps all.
	Region *Region
	Page   page.Args
}

// UnmetDemand is a must-have that open postings ask for and that nothing in the
// catalog proves.
type UnmetDemand struct {
	// Ask is what is asked: a skill with or without a level, any of some
	// micro-credentials, or a stack.
	Ask matching.Requirement
	// Postings ask for it, of so many Employers.
	Postings, Employers int
	// Counties has them by the county that they are in, most postings first.
	Counties []CountyDemand
	// Examples are some of the postings, by id.
	Examples []string
}

// CountyDemand is how many postings of a county ask for something.
type CountyDemand struct {
	// County is nil for postings that are remote, or whose place is in no county.
	County              *string
	Postings, Employers int
}

// UnmetDemand lists the must-haves of open postings that no published micro-credential
// proves, nor any part of the stack that is asked, what most postings ask for first.
// Postings are public: nothing here is about a person.
func (s *Service) UnmetDemand(ctx context.Context, in UnmetDemandInput) (page.Page[*UnmetDemand], error) {
	none := page.Page[*UnmetDemand]{}
	if err := problem.Join(auth.Require(ctx, auth.ViewUnmetDemand), in.Page.Check(), in.Region.check()); err != nil {
		return none, err
	}
	scope, err := page.Scope(auth.From(ctx).Key(), "unmet demand", in.Region)
	if err != nil {
		return none, err
	}
	all, err := s.unmetDemand(ctx, in.Region)
	if err != nil {
		return none, err
	}
	if in.Page.After != "" {
		at, err := s.Cursors.OpenPosition(scope, in.Page.After, 3)
		if err != nil {
			return none, err
		}
		all = slices.DeleteFunc(all, func(d *UnmetDemand) bool { return slices.Compare(d.position(), at) <= 0 })
	}
	return page.Cut(all[:min(len(all), in.Page.Limit())], in.Page, s.Cursors, scope, (*UnmetDemand).position), nil
}

// position is where it stands in the list, as texts that sort as it does.
func (d *UnmetDemand) position() []string {
	falling := func(n int) string { return fmt.Sprintf("%09d", 999_999_999-n) }
	return []string{falling(d.Postings), falling(d.Employers), askKey(d.Ask)}
}

// askKey names what is asked: equal asks have the same.
func askKey(r matching.Requirement) string {
	return strings.Join([]string{r.Skill, strconv.Itoa(int(r.Level)), r.Stack, strings.Join(slices.Sorted(slices.Values(r.AnyOf)), ",")}, "|")
}

func (s *Service) unmetDemand(ctx context.Context, region *Region) ([]*UnmetDemand, error) {
	center, err := s.center(ctx, region)
	if err != nil {
		return nil, err
	}
	catalog, terms, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	open, err := s.openPostings(ctx, catalog)
	if err != nil {
		return nil, err
	}
	counties, err := s.counties(ctx, open)
	if err != nil {
		return nil, err
	}
	found := map[string]*demanded{}
	for _, p := range open {
		if at := p.row.Edges.Place; center != nil &&
			(at == nil || search.Distance(at.Latitude, at.Longitude, center.Latitude, center.Longitude) > float64(region.WithinKm)) {
			continue
		}
		for _, ask := range unprovable(p.plan, terms) {
			key := askKey(ask)
			if found[key] == nil {
				found[key] = &demanded{ask: ask, in: map[string]*inCounty{}}
			}
			found[key].add(p.row, counties[p.row.ID])
		}
	}
	out := make([]*UnmetDemand, 0, len(found))
	for _, d := range found {
		out = append(out, d.told())
	}
	slices.SortFunc(out, func(a, b *UnmetDemand) int { return slices.Compare(a.position(), b.position()) })
	return out, nil
}

// unprovable lists the must-haves of a posting that no published micro-credential
// meets, nor helps to complete the stack that is asked.
func unprovable(plan *matching.Plan, terms *terms) []matching.Requirement {
	provable := uint32(0)
	for _, step := range plan.Steps() {
		if terms.credentials[step.Credential] != nil {
			provable |= step.Full | step.Stacks
		}
	}
	var out []matching.Requirement
	for r, ask := range plan.Posting().Requirements {
		if plan.Musts()&(1<<r) != 0 && provable&(1<<r) == 0 {
			out = append(out, ask)
		}
	}
	return out
}

// demanded gathers what is asked in vain.
type demanded struct {
	ask matching.Requirement
	in  map[string]*inCounty // by county, "" for none
}

type inCounty struct {
	postings  []string
	employers map[string]bool
}

func (d *demanded) add(row *db.Posting, county string) {
	if d.in[county] == nil {
		d.in[county] = &inCounty{employers: map[string]bool{}}
	}
	d.in[county].postings = append(d.in[county].postings, row.ID)
	d.in[county].employers[row.EmployerID] = true
}

func (d *demanded) told() *UnmetDemand {
	out := &UnmetDemand{Ask: d.ask}
	employers := map[string]bool{}
	for county, n := range d.in {
		one := CountyDemand{Postings: len(n.postings), Employers: len(n.employers)}
		if county != "" {
			one.County = &county
		}
		out.Counties = append(out.Counties, one)
		out.Postings += len(n.postings)
		out.Examples = append(out.Examples, n.postings...)
		for e := range n.employers {
			employers[e] = true
		}
	}
	out.Employers = len(employers)
	slices.SortFunc(out.Counties, func(a, b CountyDemand) int {
		return cmp.Or(cmp.Compare(b.Postings, a.Postings), cmp.Compare(b.Employers, a.Employers), strings.Compare(value(a.County), value(b.County)))
	})
	slices.Sort(out.Examples)
	out.Examples = out.Examples[:min(len(out.Examples), maxExamples)]
	return out
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// counties gives the county that a posting's place is, or lies in, by posting.
func (s *Service) counties(ctx context.Context, open []openPosting) (map[string]string, error) {
	var parents []string
	for _, p := range open {
		if at := p.row.Edges.Place; at != nil && at.ParentID != nil {
			parents = append(parents, *at.ParentID)
		}
	}
	slices.Sort(parents)
	ids, err := s.DB.Place.Query().Where(place.IDIn(slices.Compact(parents)...), place.KindEQ(enum.PlaceCounty)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("load counties: %w", err)
	}
	out := map[string]string{}
	for _, p := range open {
		at := p.row.Edges.Place
		switch {
		case at == nil:
		case at.Kind == enum.PlaceCounty:
			out[p.row.ID] = at.ID
		case at.ParentID != nil && slices.Contains(ids, *at.ParentID):
			out[p.row.ID] = *at.ParentID
		}
	}
	return out, nil
}
