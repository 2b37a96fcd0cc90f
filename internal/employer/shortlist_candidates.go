package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/shortlistentry"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/dossier"
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

// candidatesOf presents the earners of entries, as placed does.
func (s *Service) candidatesOf(ctx context.Context, entries []*db.ShortlistEntry, language string, fields []string, ranked bool) (map[string]*Candidate, error) {
	if len(entries) == 0 {
		return map[string]*Candidate{}, nil
	}
	a, err := s.asker(ctx, language)
	if err != nil {
		return nil, err
	}
	followed, err := s.follow(ctx, a, entries)
	if err != nil {
		return nil, err
	}
	return s.placed(ctx, followed, language, fields, ranked)
}

// follow finds those of entries' earners whom their postings list now.
func (s *Service) follow(ctx context.Context, a asker, entries []*db.ShortlistEntry) ([]placing, error) {
	questions, err := s.entryQuestions(ctx, a, entries)
	if err != nil {
		return nil, err
	}
	people, err := s.entryPeople(ctx, a, entries)
	if err != nil {
		return nil, err
	}
	var found []placing
	for _, entry := range entries {
		q, person := questions[entry.PostingID], people[entry.EarnerID]
		if q == nil || person.Earner == nil {
			continue
		}
		if match, listed := q.match(person); listed {
			found = append(found, placing{key: entry.ID, asked: q, posting: entry.PostingID, row: unranked(person, match)})
		}
	}
	return found, nil
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
