package coaching

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/coachingcase"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Case is a case as one coach may see it now. Where the earner shares nothing with
// them any more, it is a row without a person: nothing of the members below but who
// follows it.
type Case struct {
	*db.CoachingCase
	// Shared says that the earner's grant opens something to the viewer.
	Shared bool
	// Stage and what follows are nil and empty where it is not.
	Stage       *enum.CaseStage
	StageAt     *time.Time
	ContactedAt *time.Time
	Groups      []*db.CaseGroup
	NextTask    *Task
	// SharedUntil is when the last grant ends by itself; nil where one has no end.
	SharedUntil *time.Time
	Queues      []Queue

	// What follows is told only where the grant opens the awards.
	LastActivityAt *time.Time
	Plan           *CasePlan
	// Expiring are the awards that soon expire, Returned the submissions that wait for
	// the earner, Matches the postings that they became QUALIFIED for of late: by id.
	Expiring, Returned, Matches []string

	name string
	// tells says that the awards are shared.
	tells bool
}

// CasePlan is how far an earner is with the plan that they follow.
type CasePlan struct {
	*db.SavedPlan
	// Done counts the steps whose micro-credential counts, Of all.
	Done, Of int
}

// Percent is the share of the steps done, in whole hundredths, rounded down.
func (p *CasePlan) Percent() int {
	if p.Of == 0 {
		return 100
	}
	return 100 * p.Done / p.Of
}

// maxCases is how many open cases an organization has at most: one request looks at
// all of them.
const maxCases = 5_000

// ownCases keeps those of the organization that the viewer acts for.
func ownCases(ctx context.Context) predicate.CoachingCase {
	return coachingcase.OrganizationID(auth.From(ctx).Organization())
}

// requireCoach wants a coach of an organization.
func requireCoach(ctx context.Context) error {
	if err := auth.Require(ctx, auth.FollowCases); err != nil {
		return err
	}
	if auth.From(ctx).Organization() == "" {
		return problem.New(problem.Forbidden, "a case is an organization's: act for one").
			Spanish("un caso es de una organización: actúe por una")
	}
	return nil
}

// shared tells whether a grant for coaching opens anything of an earner to the viewer.
func shared(ctx context.Context, who consent.Subject, now time.Time) bool {
	return slices.ContainsFunc(consent.Coaching.MayOpen(), func(f consent.Field) bool { return opened(ctx, who, f, now) })
}

// opened tells whether a grant for coaching opens a field of an earner to the viewer.
func opened(ctx context.Context, who consent.Subject, f consent.Field, now time.Time) bool {
	viewer := auth.From(ctx)
	return who.Opens(f, consent.Coaching, viewer.Organization(), viewer.Account, now)
}

// CasesByID gives those of the cases that are the viewer's organization's.
func (s *Service) CasesByID(ctx context.Context, ids []string) (map[string]*Case, error) {
	if requireCoach(ctx) != nil {
		return map[string]*Case{}, nil //nolint:nilerr // to others there is none
	}
	rows, err := s.DB.CoachingCase.Query().Where(ownCases(ctx), coachingcase.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load cases: %w", err)
	}
	cases, err := s.cases(ctx, rows)
	if err != nil {
		return nil, err
	}
	out := make(map[string]*Case, len(cases))
	for _, c := range cases {
		out[c.ID] = c
	}
	return out, nil
}

func noCase(id string) *problem.Problem {
	return problem.New(problem.NotFound, "there is no case %q", brief(id)).Spanish("no hay ningún caso %q", brief(id))
}

// brief keeps what is repeated to a caller short.
func brief(text string) string {
	const most = 60
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
