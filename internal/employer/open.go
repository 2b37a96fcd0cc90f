package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// OpenPostings are the open, public postings of employers whom somebody vouches for,
// with their places, in the order of their ids, and what they ask, compiled, by id:
// what anybody may read. What is compiled is remembered, so that the next call asks
// for the rows alone.
func (s *Service) OpenPostings(ctx context.Context, catalog *matching.Catalog) ([]*db.Posting, map[string]*matching.Plan, error) {
	rows, err := s.DB.Posting.Query().
		Where(openAt(s.Now()), posting.AudienceEQ(enum.AudiencePublic), posting.HasEmployerWith(organization.VouchedByIDNotNil())).
		WithPlace().Order(posting.ByID()).All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("load open postings: %w", err)
	}
	questions, err := s.compiled(ctx, catalog, rows)
	if err != nil {
		return nil, nil, err
	}
	plans := make(map[string]*matching.Plan, len(questions))
	kept := rows[:0]
	for _, row := range rows {
		if q := questions[row.ID]; q != nil {
			plans[row.ID] = q.plan
			kept = append(kept, row)
		}
	}
	return kept, plans, nil
}

// AskedBy is a posting that the viewer may see, with what it asks, compiled.
func (s *Service) AskedBy(ctx context.Context, catalog *matching.Catalog, id string) (*db.Posting, *matching.Plan, error) {
	visible, err := s.visibleTo(ctx)
	if err != nil {
		return nil, nil, err
	}
	row, err := s.DB.Posting.Query().Where(posting.ID(id), visible).WithPlace().Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil, noPosting(id)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("load posting: %w", err)
	}
	questions, err := s.compiled(ctx, catalog, []*db.Posting{row})
	if err != nil {
		return nil, nil, err
	}
	if questions[id] == nil {
		return nil, nil, noPosting(id)
	}
	return row, questions[id].plan, nil
}

// HiredFor is the posting of a contact in which the viewer, an earner, was offered the
// work or hired, with what it asks, compiled: whatever became of the posting.
func (s *Service) HiredFor(ctx context.Context, catalog *matching.Catalog, contact string) (*db.Posting, *matching.Plan, error) {
	if err := auth.Require(ctx, auth.AnswerContact); err != nil {
		return nil, nil, err
	}
	row, err := withSides(s.DB.ContactRequest.Query().
		Where(contactrequest.ID(contact), contactrequest.EarnerID(auth.From(ctx).ActingEarner()))).Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, nil, fmt.Errorf("load contact: %w", err)
	}
	if err != nil || !trains(contactStanding(row, s.Now())) {
		return nil, nil, problem.New(problem.NotFound, "there is no contact %q in which you were offered work", short(contact)).
			Spanish("no hay ningún contacto %q en el que le ofrecieran trabajo", short(contact))
	}
	at, err := s.DB.Posting.Query().Where(posting.ID(row.PostingID)).WithPlace().Only(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("load posting: %w", err)
	}
	questions, err := s.compiled(ctx, catalog, []*db.Posting{at})
	if err != nil {
		return nil, nil, err
	}
	if questions[at.ID] == nil {
		return nil, nil, noPosting(at.ID)
	}
	return at, questions[at.ID].plan, nil
}

// trains tells whether one may be trained for the work of a contact that stands there.
func trains(status enum.ContactStatus) bool {
	return status == enum.ContactOffered || status == enum.ContactHired
}
