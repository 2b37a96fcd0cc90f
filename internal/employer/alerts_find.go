package employer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/db/savedsearch"
	"github.com/stackmatch/stackmatch/ent/db/savedsearchmatch"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// refresh brings the compiled searches up to date with what changed: all of them
// with another catalog, else those that changed or whose posting did.
func (a *Alerts) refresh(ctx context.Context, of touched) error {
	catalog, err := a.Employers.Catalog.Matching(ctx)
	if err != nil {
		return fmt.Errorf("load catalog: %w", err)
	}
	if a.searches == nil || a.searches.catalog != catalog {
		return a.load(ctx)
	}
	if len(of.searches)+len(of.postings) == 0 {
		return nil
	}
	rows, err := a.Employers.DB.SavedSearch.Query().
		Where(savedsearch.Or(savedsearch.IDIn(of.searches.ids()...), savedsearch.PostingIDIn(of.postings.ids()...))).All(ctx)
	if err != nil {
		return fmt.Errorf("load saved searches: %w", err)
	}
	for _, row := range rows {
		a.searches.drop(row.ID)
	}
	rows = slices.DeleteFunc(rows, func(row *db.SavedSearch) bool { return row.Paused || row.RemovedAt != nil })
	return a.compile(ctx, rows)
}

// passed are the people whose holdings reach a search's tier by themselves.
type passed struct {
	of     *standingSearch
	people []dossier.Dossier
}

// find lists, by search, those of the earners who reach its tier and of whom it has
// not told that yet.
func (a *Alerts) find(ctx context.Context, earners set) ([]findings, error) {
	people, err := dossier.Load(ctx, a.Employers.DB, a.searches.catalog, earners.ids())
	if err != nil {
		return nil, fmt.Errorf("load earners: %w", err)
	}
	known, err := a.known(ctx, earners)
	if err != nil {
		return nil, err
	}
	bySearch := map[string]*passed{}
	var credits []matching.Credit
	for _, person := range people {
		held := person.Counting(a.Employers.Now())
		for _, one := range a.searches.reach(held) {
			told := known[matchOf{one.row.ID, person.Earner.ID}]
			if told == TierQualified.rank() {
				continue
			}
			credits = one.plan.Credits(credits[:0], held)
			tier := one.plan.Tier(credits)
			if tier < one.tier || tierOf(tier).rank() <= told {
				continue
			}
			if bySearch[one.row.ID] == nil {
				bySearch[one.row.ID] = &passed{of: one}
			}
			bySearch[one.row.ID].people = append(bySearch[one.row.ID].people, person)
		}
	}
	return a.confirm(ctx, bySearch)
}

// known is the best tier that searches have told of earners, as ranks order tiers.
func (a *Alerts) known(ctx context.Context, earners set) (map[matchOf]int, error) {
	rows, err := a.Employers.DB.SavedSearchMatch.Query().Where(savedsearchmatch.EarnerIDIn(earners.ids()...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load matches of saved searches: %w", err)
	}
	out := make(map[matchOf]int, len(rows))
	for _, row := range rows {
		of := matchOf{row.SearchID, row.EarnerID}
		out[of] = max(out[of], Tier(row.Tier).rank())
	}
	return out, nil
}

// confirm asks of those who pass what their holdings do not say: whether they show
// themselves to who asks, whether the conditions of both sides are met, and the
// search's filter. What many searches share is loaded once.
func (a *Alerts) confirm(ctx context.Context, bySearch map[string]*passed) ([]findings, error) {
	rows := make([]*db.SavedSearch, 0, len(bySearch))
	for _, p := range bySearch {
		rows = append(rows, p.of.row)
	}
	slices.SortFunc(rows, func(x, y *db.SavedSearch) int { return strings.Compare(x.ID, y.ID) })
	askers, err := a.askers(ctx, rows)
	if err != nil {
		return nil, err
	}
	postings, err := a.postingsOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	if err := a.locate(ctx, askers, bySearch); err != nil {
		return nil, err
	}
	var out []findings
	for _, row := range rows {
		who, still := askers[row.MembershipID]
		if !still {
			continue
		}
		reached, err := a.reachedOf(ctx, bySearch[row.ID], who, postings)
		if err != nil {
			return nil, err
		}
		if len(reached) > 0 {
			out = append(out, findings{row, reached, true})
		}
	}
	return out, nil
}

// searcher is who asked a search, and from where.
type searcher struct {
	asker
	place *db.Place
}

// askers are who asked searches, by membership: those who still may.
func (a *Alerts) askers(ctx context.Context, of []*db.SavedSearch) (map[string]searcher, error) {
	need := set{}
	for _, row := range of {
		need.add(row.MembershipID)
	}
	rows, err := a.Employers.DB.Membership.Query().Where(membership.IDIn(need.ids()...)).
		WithOrganization(func(q *db.OrganizationQuery) { q.WithPlace() }).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load members: %w", err)
	}
	out := make(map[string]searcher, len(rows))
	for _, row := range rows {
		of := row.Edges.Organization
		m := auth.Membership{ID: row.ID, Organization: of.ID, Role: auth.Role(row.Role), Vouched: of.VouchedByID != nil}
		for _, kind := range of.Kinds {
			m.Kinds = append(m.Kinds, string(kind))
		}
		viewer := auth.Viewer{Account: row.AccountID, Acting: &m, Memberships: []auth.Membership{m}}
		if auth.Can(auth.With(ctx, viewer), auth.SaveSearches) {
			who := asker{viewer: viewer, asOf: a.Employers.Now(), catalog: a.searches.catalog, at: whereabouts{}}
			out[row.ID] = searcher{who, of.Edges.Place}
		}
	}
	return out, nil
}

// locate finds where the people are whom searches may find, for all searches of an
// asker at once.
func (a *Alerts) locate(ctx context.Context, askers map[string]searcher, bySearch map[string]*passed) error {
	people := map[string][]dossier.Dossier{}
	for _, p := range bySearch {
		people[p.of.row.MembershipID] = append(people[p.of.row.MembershipID], p.people...)
	}
	for membership, who := range askers {
		if err := a.Employers.locate(ctx, who.asker, people[membership]); err != nil {
			return err
		}
	}
	return nil
}

// reachedOf are those who pass and whom the search's viewer may see in its tier.
func (a *Alerts) reachedOf(ctx context.Context, p *passed, who searcher, postings map[string]*db.Posting) ([]tierReached, error) {
	q, err := p.of.question(who, postings)
	if err != nil {
		return nil, err
	}
	var out []tierReached
	for _, person := range p.people {
		match, listed := q.match(person)
		if listed && match.Tier >= p.of.tier {
			out = append(out, tierReached{earner: person.Earner.ID, tier: tierOf(match.Tier)})
		}
	}
	if !p.of.filtered || len(out) == 0 {
		return out, nil
	}
	return a.Employers.filtered(auth.With(ctx, who.viewer), p.of.row, out)
}

// question is what a search asks as far as its tier goes: with no words, filter or
// names.
func (one *standingSearch) question(who searcher, postings map[string]*db.Posting) (*question, error) {
	q := &question{asker: who.asker, plan: one.plan, offer: offer{at: who.place}}
	if one.row.PostingID == nil {
		return q, nil
	}
	of := postings[*one.row.PostingID]
	if of.NeededOn == nil {
		q.offer = q.offerOf(of)
		return q, nil
	}
	// What is to be valid on a day is not compiled for good: the day comes and goes.
	asked := q.askFor(of)
	return q, q.compile(&asked)
}

// filtered keeps those whom the search's filter keeps, as the index reads it.
func (s *Service) filtered(ctx context.Context, of *db.SavedSearch, found []tierReached) ([]tierReached, error) {
	in, err := searchInput(of)
	if err != nil {
		return nil, err
	}
	q, err := s.question(ctx, in.candidates())
	if problem.As(err) != nil {
		return nil, nil // what it asks about is gone: it finds nobody, and holds up nobody
	}
	if err != nil {
		return nil, err
	}
	pending, err := s.Ranker.Barrier(ctx)
	if err != nil {
		return nil, fmt.Errorf("wait for the index: %w", err)
	}
	query := q.index(s.DrawKey, q.asOf)
	query.Filter, query.First = q.filter, len(found)
	for _, r := range found {
		query.Filter.Earners = append(query.Filter.Earners, r.earner)
	}
	kept, err := s.Ranker.Candidates(ctx, query, pending)
	if err != nil {
		return nil, fmt.Errorf("rank candidates: %w", err)
	}
	return hitsOf(kept), nil
}

// askAgain lists everybody who reaches a search's tier now; nobody where its viewer
// may not ask any more.
func (a *Alerts) askAgain(ctx context.Context, row *db.SavedSearch) ([]tierReached, error) {
	askers, err := a.askers(ctx, []*db.SavedSearch{row})
	if err != nil {
		return nil, err
	}
	who, still := askers[row.MembershipID]
	if !still {
		return nil, nil
	}
	found, err := a.Employers.reachedBy(auth.With(ctx, who.viewer), row)
	if problem.Is(err, problem.NotFound) || problem.Is(err, problem.Invalid) || problem.Is(err, problem.Limit) {
		return nil, nil // as above; and of too many, nobody is told
	}
	return found, err
}
