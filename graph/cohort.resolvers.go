package graph

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/assessment"
)

func (r *cohortResolver) Organization(ctx context.Context, obj *db.Cohort) (*db.Organization, error) {
	panic(fmt.Errorf("not implemented: Organization - organization"))
}

func (r *cohortResolver) MicroCredentials(ctx context.Context, obj *db.Cohort) ([]*db.MicroCredential, error) {
	panic(fmt.Errorf("not implemented: MicroCredentials - microCredentials"))
}

func (r *cohortResolver) Membership(ctx context.Context, obj *db.Cohort) (*db.CohortMember, error) {
	panic(fmt.Errorf("not implemented: Membership - membership"))
}

func (r *cohortResolver) MemberCount(ctx context.Context, obj *db.Cohort) (*int, error) {
	panic(fmt.Errorf("not implemented: MemberCount - memberCount"))
}

func (r *cohortResolver) Progress(ctx context.Context, obj *db.Cohort) ([]*assessment.CohortProgress, error) {
	panic(fmt.Errorf("not implemented: Progress - progress"))
}

func (r *cohortResolver) Members(ctx context.Context, obj *db.Cohort, first int, after *string) (*model.CohortMemberConnection, error) {
	panic(fmt.Errorf("not implemented: Members - members"))
}

func (r *cohortProgressResolver) MicroCredential(ctx context.Context, obj *assessment.CohortProgress) (*db.MicroCredential, error) {
	panic(fmt.Errorf("not implemented: MicroCredential - microCredential"))
}

func (r *cohortProgressResolver) NotStarted(ctx context.Context, obj *assessment.CohortProgress) (*int, error) {
	panic(fmt.Errorf("not implemented: NotStarted - notStarted"))
}

func (r *cohortProgressResolver) Enrolled(ctx context.Context, obj *assessment.CohortProgress) (*int, error) {
	panic(fmt.Errorf("not implemented: Enrolled - enrolled"))
}

func (r *cohortProgressResolver) Submitted(ctx context.Context, obj *assessment.CohortProgress) (*int, error) {
	panic(fmt.Errorf("not implemented: Submitted - submitted"))
}

func (r *cohortProgressResolver) Returned(ctx context.Context, obj *assessment.CohortProgress) (*int, error) {
	panic(fmt.Errorf("not implemented: Returned - returned"))
}

func (r *cohortProgressResolver) Awarded(ctx context.Context, obj *assessment.CohortProgress) (*int, error) {
	panic(fmt.Errorf("not implemented: Awarded - awarded"))
}

func (r *memberProgressResolver) MicroCredential(ctx context.Context, obj *assessment.MemberProgress) (*db.MicroCredential, error) {
	panic(fmt.Errorf("not implemented: MicroCredential - microCredential"))
}

func (r *mutationResolver) CreateCohort(ctx context.Context, input assessment.CreateCohortInput) (*model.CreateCohortPayload, error) {
	panic(fmt.Errorf("not implemented: CreateCohort - createCohort"))
}

func (r *mutationResolver) CloseCohort(ctx context.Context, input model.CloseCohortInput) (*model.CloseCohortPayload, error) {
	panic(fmt.Errorf("not implemented: CloseCohort - closeCohort"))
}

func (r *mutationResolver) JoinCohort(ctx context.Context, input assessment.JoinCohortInput) (*model.JoinCohortPayload, error) {
	panic(fmt.Errorf("not implemented: JoinCohort - joinCohort"))
}

func (r *mutationResolver) LeaveCohort(ctx context.Context, input model.LeaveCohortInput) (*model.LeaveCohortPayload, error) {
	panic(fmt.Errorf("not implemented: LeaveCohort - leaveCohort"))
}

func (r *mutationResolver) SetCohortSharing(ctx context.Context, input assessment.SetCohortSharingInput) (*model.SetCohortSharingPayload, error) {
	panic(fmt.Errorf("not implemented: SetCohortSharing - setCohortSharing"))
}

func (r *queryResolver) Cohort(ctx context.Context, id string) (*db.Cohort, error) {
	panic(fmt.Errorf("not implemented: Cohort - cohort"))
}

func (r *queryResolver) Cohorts(ctx context.Context, first int, after *string) (*model.CohortConnection, error) {
	panic(fmt.Errorf("not implemented: Cohorts - cohorts"))
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
