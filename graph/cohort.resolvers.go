package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/assessment"
)

func (r *cohortResolver) Organization(ctx context.Context, obj *db.Cohort) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.OrganizationID)
}

func (r *cohortResolver) MicroCredentials(ctx context.Context, obj *db.Cohort) ([]*db.MicroCredential, error) {
	ids, err := r.loaders(ctx).cohortCredentials.Load(ctx, obj.ID)
	if err != nil {
		return nil, err
	}
	return r.loaders(ctx).microCredentials.LoadAll(ctx, ids)
}

func (r *cohortResolver) Membership(ctx context.Context, obj *db.Cohort) (*db.CohortMember, error) {
	return r.loaders(ctx).cohortMemberships.Load(ctx, obj.ID)
}

func (r *cohortResolver) MemberCount(ctx context.Context, obj *db.Cohort) (*int, error) {
	return r.loaders(ctx).cohortCounts.Load(ctx, obj.ID)
}

func (r *cohortResolver) Progress(ctx context.Context, obj *db.Cohort) ([]*assessment.CohortProgress, error) {
	progress, err := r.loaders(ctx).cohortProgress.Load(ctx, obj.ID)
	return pointers(progress), err
}

func (r *cohortResolver) Members(ctx context.Context, obj *db.Cohort, first int, after *string) (*model.CohortMemberConnection, error) {
	return connect(cohortMembers)(r.Assessments.MembersOf(ctx, obj, pageArgs(first, after)))
}

func (r *cohortProgressResolver) MicroCredential(ctx context.Context, obj *assessment.CohortProgress) (*db.MicroCredential, error) {
	return r.loaders(ctx).microCredentials.Load(ctx, obj.MicroCredential)
}

func (r *cohortProgressResolver) NotStarted(ctx context.Context, obj *assessment.CohortProgress) (*int, error) {
	return obj.Counts[assessment.ProgressNone], nil
}

func (r *cohortProgressResolver) Enrolled(ctx context.Context, obj *assessment.CohortProgress) (*int, error) {
	return obj.Counts[assessment.ProgressEnrolled], nil
}

func (r *cohortProgressResolver) Submitted(ctx context.Context, obj *assessment.CohortProgress) (*int, error) {
	return obj.Counts[assessment.ProgressSubmitted], nil
}

func (r *cohortProgressResolver) Returned(ctx context.Context, obj *assessment.CohortProgress) (*int, error) {
	return obj.Counts[assessment.ProgressReturned], nil
}

func (r *cohortProgressResolver) Awarded(ctx context.Context, obj *assessment.CohortProgress) (*int, error) {
	return obj.Counts[assessment.ProgressAwarded], nil
}

func (r *memberProgressResolver) MicroCredential(ctx context.Context, obj *assessment.MemberProgress) (*db.MicroCredential, error) {
	return r.loaders(ctx).microCredentials.Load(ctx, obj.MicroCredential)
}

func (r *mutationResolver) CreateCohort(ctx context.Context, input assessment.CreateCohortInput) (*model.CreateCohortPayload, error) {
	made, err := r.Assessments.CreateCohort(ctx, input)
	if made == nil {
		return payload(ctx, err, model.CreateCohortPayload{})
	}
	return payload(ctx, err, model.CreateCohortPayload{Cohort: made.Cohort, Code: orNull(made.Code)})
}

func (r *mutationResolver) CloseCohort(ctx context.Context, input model.CloseCohortInput) (*model.CloseCohortPayload, error) {
	cohort, err := r.Assessments.CloseCohort(ctx, input.ID)
	return payload(ctx, err, model.CloseCohortPayload{Cohort: cohort})
}

func (r *mutationResolver) JoinCohort(ctx context.Context, input assessment.JoinCohortInput) (*model.JoinCohortPayload, error) {
	cohort, err := r.Assessments.JoinCohort(ctx, input)
	return payload(ctx, err, model.JoinCohortPayload{Cohort: cohort})
}

func (r *mutationResolver) LeaveCohort(ctx context.Context, input model.LeaveCohortInput) (*model.LeaveCohortPayload, error) {
	cohort, err := r.Assessments.LeaveCohort(ctx, input.ID)
	return payload(ctx, err, model.LeaveCohortPayload{Cohort: cohort})
}

func (r *mutationResolver) SetCohortSharing(ctx context.Context, input assessment.SetCohortSharingInput) (*model.SetCohortSharingPayload, error) {
	cohort, err := r.Assessments.SetCohortSharing(ctx, input)
	return payload(ctx, err, model.SetCohortSharingPayload{Cohort: cohort})
}

func (r *queryResolver) Cohort(ctx context.Context, id string) (*db.Cohort, error) {
	return r.loaders(ctx).cohorts.Load(ctx, id)
}

func (r *queryResolver) Cohorts(ctx context.Context, first int, after *string) (*model.CohortConnection, error) {
	return connect(cohorts)(r.Assessments.Cohorts(ctx, pageArgs(first, after)))
}

func (r *Resolver) Cohort() generated.CohortResolver { return &cohortResolver{r} }

func (r *Resolver) CohortProgress() generated.CohortProgressResolver {
	return &cohortProgressResolver{r}
}

func (r *Resolver) MemberProgress() generated.MemberProgressResolver {
	return &memberProgressResolver{r}
}

type (
	cohortResolver         struct{ *Resolver }
	cohortProgressResolver struct{ *Resolver }
	memberProgressResolver struct{ *Resolver }
)
