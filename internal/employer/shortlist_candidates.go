package employer

import (
	"context"
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
	out := map[string]*Candidate{}
	if !auth.Can(ctx, auth.KeepShortlists) || !auth.Can(ctx, auth.RankCandidates) {
		return out, nil
	}
	rows, err := s.DB.ShortlistEntry.Query().Where(ownEntries(ctx), shortlistentry.IDIn(entries...)).
		Order(shortlistentry.ByPostingID(), shortlistentry.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load shortlist entries: %w", err)
	}
	if len(rows) == 0 {
		return out, nil
	}
	a, err := s.asker(ctx, language)
	if err != nil {
		return nil, err
	}
	questions, err := s.entryQuestions(ctx, a, rows)
	if err != nil {
		return nil, err
	}
	people, err := s.entryPeople(ctx, a, rows)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		person, there := people[row.EarnerID]
		if !there {
			continue
		}
		q := questions[row.PostingID]
		match, listed := q.match(person)
		if !listed {
			continue
		}
		key := matching.Key{Tier: match.Tier, Points: match.Points, Earner: person.Earner.ID}
		if out[row.ID], err = s.placed(ctx, q, rowOf(key, person, match), language); err != nil {
			return nil, err
		}
		if err := s.shown(ctx, row.PostingID, fields, row.EarnerID); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func rowOf(key matching.Key, person dossier.Dossier, match matching.Match) row {
	return row{hit: search.Hit{Key: key}, person: person, match: match}
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
