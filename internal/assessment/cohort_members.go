package assessment

import (
	"context"
	"fmt"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/cohortmember"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// CohortMember is a member who shares name and progress with the cohort's lead.
type CohortMember struct {
	// Earner is who they are: for what is recorded of the group.
	Earner   string
	Name     string
	Row      *db.CohortMember
	Progress []MemberProgress
}

// MemberProgress is how far a member is with one of the cohort's micro-credentials.
type MemberProgress struct {
	MicroCredential string
	Progress        Progress
}

// MembersOf lists the members of a cohort who share, in the order in which they
// came, for who leads it.
func (s *Service) MembersOf(ctx context.Context, row *db.Cohort, args page.Args) (page.Page[*CohortMember], error) {
	none := page.Page[*CohortMember]{}
	if err := args.Check(); err != nil {
		return none, err
	}
	if !s.Leads(ctx, row) {
		return none, nil
	}
	where := []predicate.CohortMember{cohortmember.CohortID(row.ID), cohortmember.Shares(true), current()}
	scope := auth.From(ctx).Key() + " members of " + row.ID
	if args.After != "" {
		at, err := s.Cursors.OpenPosition(scope, args.After, 1)
		if err != nil {
			return none, err
		}
		after, err := strconv.Atoi(at[0])
		if err != nil {
			return none, problem.New(problem.Invalid, "this is no cursor of this list").
				Spanish("esto no es un cursor de esta lista").At("after")
		}
		where = append(where, cohortmember.IDGT(after))
	}
	rows, err := s.DB.CohortMember.Query().Where(where...).WithEarner().Order(cohortmember.ByID()).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list members: %w", err)
	}
	asked, err := s.CredentialsByCohort(ctx, []string{row.ID})
	if err != nil {
		return none, err
	}
	far, err := s.progress(ctx, rows, asked[row.ID])
	if err != nil {
		return none, err
	}
	found := page.Cut(rows, args, s.Cursors, scope, func(m *db.CohortMember) []string { return []string{strconv.Itoa(m.ID)} })
	return page.Map(found, func(m *db.CohortMember) *CohortMember {
		shown := &CohortMember{Earner: m.EarnerID, Name: m.Edges.Earner.Name, Row: m}
		for _, credential := range asked[row.ID] {
			shown.Progress = append(shown.Progress, MemberProgress{credential, far.of(m.EarnerID, credential)})
		}
		return shown
	}), nil
}
