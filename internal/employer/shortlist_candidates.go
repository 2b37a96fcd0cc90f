package employer

import (
	"context"
	"errors"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/shortlistentry"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/search"
)

// CandidatesByEntry gives the candidates of entries as their postings, open or not,
// list them at this instant. Who shows themselves no more, or matches no more, is
// missing. Fields are what is read of them, by the API's names.
func (s *Service) CandidatesByEntry(ctx context.Context, entries []string, language string, fields ...string) (map[string]*Candidate, error) {
	if !auth.Can(ctx, auth.KeepShortlists) || !auth.Can(ctx, auth.RankCandidates) {
		return map[string]*Candidate{}, nil
	}
	rows, err := s.DB.ShortlistEntry.Query().Where(ownEntries(ctx), shortlistentry.IDIn(entries...)).
		Order(shortlistentry.ByPostingID(), shortlistentry.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load shortlist entries: %w", err)
	}
	return s.candidatesOf(ctx, rows, language, fields, true)
}

// followed is the row of an entry's earner in what its posting asks.
type followed struct {
	entry *db.ShortlistEntry
	asked *question
	row   row
}

// candidatesOf presents the earners of entries; their rank, which costs a pass over
// the index for each, is 0 unless it is asked for.
func (s *Service) candidatesOf(ctx context.Context, entries []*db.ShortlistEntry, language string, fields []string, ranked bool) (map[string]*Candidate, error) {
	out := map[string]*Candidate{}
	if len(entries) == 0 {
		return out, nil
	}
	a, err := s.asker(ctx, language)
	if err != nil {
		return nil, err
	}
	found, err := s.follow(ctx, a, entries, language)
	if err != nil || len(found) == 0 {
		return out, err
	}
	ranks, records, err := s.place(ctx, a, found, ranked)
	if err != nil {
		return nil, err
	}
	for i, f := range found {
		shown, err := f.asked.candidate(f.row, ranks[i], records)
		if err != nil {
			return nil, err
		}
		if err := s.shown(ctx, f.entry.PostingID, fields, f.entry.EarnerID); err != nil {
			return nil, err
		}
		out[f.entry.ID] = &shown
	}
	return out, nil
}

// follow finds those of entries' earners whom their postings list now.
func (s *Service) follow(ctx context.Context, a asker, entries []*db.ShortlistEntry, language string) ([]followed, error) {
	questions, err := s.entryQuestions(ctx, a, entries)
	if err != nil {
		return nil, err
	}
	people, err := s.entryPeople(ctx, a, entries)
	if err != nil {
		return nil, err
	}
	var found []followed
	rows := map[string][]row{}
	for _, entry := range entries {
		q, person := questions[entry.PostingID], people[entry.EarnerID]
		if q == nil || person.Earner == nil {
			continue
		}
		if match, listed := q.match(person); listed {
			r := row{hit: search.Hit{Key: matching.Key{Tier: match.Tier, Points: match.Points, Earner: entry.EarnerID}}, person: person, match: match}
			found = append(found, followed{entry, q, r})
			rows[q.id] = append(rows[q.id], r)
		}
	}
	for id, q := range questions {
		if err := errors.Join(s.label(ctx, q.requirements, language), s.markInterest(ctx, q, rows[id])); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// place finds where rows show those who were found, and where these stand.
func (s *Service) place(ctx context.Context, a asker, found []followed, wanted bool) (ranks []int, out *records, err error) {
	pending, err := s.Ranker.Barrier(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("wait for the index: %w", err)
	}
	earners := make([]string, len(found))
	for i, f := range found {
		earners[i] = f.entry.EarnerID
	}
	places, err := s.Ranker.ShownPlaces(ctx, a.viewer.Organization(), a.kinds(), earners, pending)
	if err != nil {
		return nil, nil, fmt.Errorf("find where candidates are shown: %w", err)
	}
	ranks, page := make([]int, len(found)), &ranked{counts: &search.Result{}}
	for i, f := range found {
		found[i].row.hit.Place = places[f.entry.EarnerID]
		page.rows = append(page.rows, found[i].row)
		if !wanted {
			continue
		}
		if ranks[i], _, err = s.Ranker.Standing(ctx, f.asked.index(s.DrawKey, a.asOf), f.row.hit.Key, pending); err != nil {
			return nil, nil, fmt.Errorf("rank candidate: %w", err)
		}
	}
	out, err = s.recordsOf(ctx, page)
	return ranks, out, err
}

// entryQuestions are what the postings of entries ask, by posting.
func (s *Service) entryQuestions(ctx context.Context, a asker, rows []*db.ShortlistEntry) (map[string]*question, error) {
	ids := set{}
	for _, row := range rows {
		ids.add(row.PostingID)
	}
	postings, err := s.DB.Posting.Query().
		Where(posting.IDIn(ids.ids()...), posting.EmployerID(a.viewer.Organization())).
		WithPlace().WithRequirements(withAsks).Order(db.Asc(posting.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load postings: %w", err)
	}
	questions, err := a.questions(postings)
	if err != nil {
		return nil, err
	}
	return byID(questions, func(q *question) string { return q.id }), nil
}

func (s *Service) entryPeople(ctx context.Context, a asker, rows []*db.ShortlistEntry) (map[string]dossier.Dossier, error) {
	ids := set{}
	for _, row := range rows {
		ids.add(row.EarnerID)
	}
	people, err := dossier.Load(ctx, s.DB, a.catalog, ids.ids())
	if err != nil {
		return nil, fmt.Errorf("load candidates: %w", err)
	}
	if err := s.locate(ctx, a, people); err != nil {
		return nil, err
	}
	return byID(people, func(p dossier.Dossier) string { return p.Earner.ID }), nil
}
