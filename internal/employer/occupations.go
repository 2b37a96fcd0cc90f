package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// maxOfOccupation is from how many postings, the newest, an occupation's
// requirements are derived: more would not change what most of them ask for.
const maxOfOccupation = 1_000

// PostingsOf gives open postings that everybody may see, newest first, each with
// what it requires: those that name one of the occupation codes, and of those that
// name none, those whose title is one of the titles. Internal ones are left out for
// whoever asks, so that what an occupation asks for is the same for everybody.
func (s *Service) PostingsOf(ctx context.Context, codes, titles []string) ([]*db.Posting, error) {
	rows, err := s.DB.Posting.Query().
		Where(openAt(s.Now()), posting.AudienceEQ(enum.AudiencePublic), ofOccupation(codes, titles)).
		WithRequirements(func(q *db.RequirementQuery) { q.WithCredentials() }).
		Order(db.Desc(posting.FieldOpenedAt, posting.FieldID)).Limit(maxOfOccupation).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load postings of an occupation: %w", err)
	}
	return rows, nil
}

// OccupationPostings lists the open postings of an occupation that the viewer may
// see, newest first.
func (s *Service) OccupationPostings(ctx context.Context, codes, titles []string, args page.Args) (page.Page[*db.Posting], error) {
	none := page.Page[*db.Posting]{}
	if err := problem.Join(args.Check()); err != nil {
		return none, err
	}
	scope, err := page.Scope(auth.From(ctx).Key(), "postings of an occupation", codes, titles)
	if err != nil {
		return none, err
	}
	visible, err := s.visibleTo(ctx)
	if err != nil {
		return none, err
	}
	return s.newestPostings(ctx, PostingsInput{Page: args},
		[]predicate.Posting{openAt(s.Now()), visible, ofOccupation(codes, titles)}, scope)
}

func ofOccupation(codes, titles []string) predicate.Posting {
	unnamed := posting.Or(posting.OccupationCodeIsNil(), posting.OccupationCode(""))
	return posting.Or(
		posting.OccupationCodeIn(codes...),
		posting.And(unnamed, store.Folded[predicate.Posting](posting.FieldTitle, titles...)),
	)
}
