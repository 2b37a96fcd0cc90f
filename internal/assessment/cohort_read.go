package assessment

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/cohort"
	"github.com/stackmatch/stackmatch/ent/db/cohortcredential"
	"github.com/stackmatch/stackmatch/ent/db/cohortmember"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
)

// CohortsByID gives those of the cohorts that the viewer leads or is in.
func (s *Service) CohortsByID(ctx context.Context, ids []string) (map[string]*db.Cohort, error) {
	rows, err := s.DB.Cohort.Query().Where(cohort.IDIn(ids...), s.seenCohort(ctx)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load cohorts: %w", err)
	}
	out := make(map[string]*db.Cohort, len(rows))
	for _, row := range rows {
		out[row.ID] = row
	}
	return out, nil
}

// Cohorts lists the cohorts that the viewer leads, or is in, newest first.
func (s *Service) Cohorts(ctx context.Context, args page.Args) (page.Page[*db.Cohort], error) {
	none := page.Page[*db.Cohort]{}
	if err := args.Check(); err != nil {
		return none, err
	}
	where := []predicate.Cohort{s.seenCohort(ctx)}
	scope := auth.From(ctx).Key() + " cohorts"
	if args.After != "" {
		at, err := s.position(scope, args.After)
		if err != nil {
			return none, err
		}
		where = append(where, store.Before[predicate.Cohort](cohort.FieldCreatedAt, cohort.FieldID)(at...))
	}
	rows, err := s.DB.Cohort.Query().Where(where...).Order(db.Desc(cohort.FieldCreatedAt, cohort.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list cohorts: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(row *db.Cohort) []string { return positionOf(row.CreatedAt, row.ID) }), nil
}

// seenCohort keeps what the viewer leads or, as an earner, is in.
func (s *Service) seenCohort(ctx context.Context) predicate.Cohort {
	viewer := auth.From(ctx)
	switch {
	case viewer.System:
		return cohort.IDNEQ("")
	case viewer.Organization() != "" && auth.Can(ctx, auth.RunCohort):
		return cohort.OrganizationID(viewer.Organization())
	case auth.Can(ctx, auth.JoinCohort):
		return cohort.HasMembersWith(cohortmember.EarnerID(viewer.ActingEarner()), cohortmember.LeftAtIsNil())
	}
	return cohort.IDEQ("")
}

// Leads tells whether the viewer leads a cohort.
func (s *Service) Leads(ctx context.Context, row *db.Cohort) bool {
	viewer := auth.From(ctx)
	return viewer.System || auth.Can(ctx, auth.RunCohort) && row.OrganizationID == viewer.Organization()
}

// CredentialsByCohort gives the micro-credentials of cohorts that the viewer may
// see, in order.
func (s *Service) CredentialsByCohort(ctx context.Context, ids []string) (map[string][]string, error) {
	rows, err := s.DB.CohortCredential.Query().
		Where(cohortcredential.CohortIDIn(ids...), cohortcredential.HasCohortWith(s.seenCohort(ctx))).
		Order(cohortcredential.ByPosition()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load micro-credentials of cohorts: %w", err)
	}
	out := make(map[string][]string, len(ids))
	for _, row := range rows {
		out[row.CohortID] = append(out[row.CohortID], row.MicroCredentialID)
	}
	return out, nil
}

// MembershipsByCohort gives the viewer's own memberships, as an earner.
func (s *Service) MembershipsByCohort(ctx context.Context, ids []string) (map[string]*db.CohortMember, error) {
	out := map[string]*db.CohortMember{}
	if !auth.Can(ctx, auth.JoinCohort) {
		return out, nil
	}
	rows, err := s.DB.CohortMember.Query().Where(
		cohortmember.CohortIDIn(ids...), cohortmember.EarnerID(auth.From(ctx).ActingEarner()), cohortmember.LeftAtIsNil(),
	).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load memberships of cohorts: %w", err)
	}
	for _, row := range rows {
		out[row.CohortID] = row
	}
	return out, nil
}
