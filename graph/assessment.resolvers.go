package graph

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/submission"
)

func (r *assessmentHolidayResolver) Name(ctx context.Context, obj *db.Holiday) (*string, error) {
	panic(fmt.Errorf("not implemented: Name - name"))
}

func (r *assessorWorkResolver) Feedback(ctx context.Context, obj *assessment.Work) (*string, error) {
	panic(fmt.Errorf("not implemented: Feedback - feedback"))
}

func (r *mutationResolver) ClaimSubmission(ctx context.Context, input assessment.ClaimInput) (*model.ClaimSubmissionPayload, error) {
	panic(fmt.Errorf("not implemented: ClaimSubmission - claimSubmission"))
}

func (r *mutationResolver) ReleaseSubmission(ctx context.Context, input assessment.ReleaseInput) (*model.ReleaseSubmissionPayload, error) {
	panic(fmt.Errorf("not implemented: ReleaseSubmission - releaseSubmission"))
}

func (r *mutationResolver) ScoreSubmission(ctx context.Context, input assessment.ScoreSubmissionInput) (*model.ScoreSubmissionPayload, error) {
	panic(fmt.Errorf("not implemented: ScoreSubmission - scoreSubmission"))
}

func (r *mutationResolver) DecideSubmission(ctx context.Context, input assessment.DecideInput) (*model.DecideSubmissionPayload, error) {
	panic(fmt.Errorf("not implemented: DecideSubmission - decideSubmission"))
}

func (r *mutationResolver) DeclareConflict(ctx context.Context, input assessment.ConflictInput) (*model.DeclareConflictPayload, error) {
	panic(fmt.Errorf("not implemented: DeclareConflict - declareConflict"))
}

func (r *mutationResolver) SaveComment(ctx context.Context, input assessment.SaveCommentInput) (*model.SaveCommentPayload, error) {
	panic(fmt.Errorf("not implemented: SaveComment - saveComment"))
}

func (r *mutationResolver) DeleteComment(ctx context.Context, input assessment.DeleteCommentInput) (*model.DeleteCommentPayload, error) {
	panic(fmt.Errorf("not implemented: DeleteComment - deleteComment"))
}

func (r *mutationResolver) RecordObservations(ctx context.Context, input assessment.RecordObservationsInput) (*model.RecordObservationsPayload, error) {
	panic(fmt.Errorf("not implemented: RecordObservations - recordObservations"))
}

func (r *mutationResolver) RecordExamResults(ctx context.Context, input assessment.RecordExamResultsInput) (*model.RecordExamResultsPayload, error) {
	panic(fmt.Errorf("not implemented: RecordExamResults - recordExamResults"))
}

func (r *mutationResolver) UpdateAssessmentSettings(ctx context.Context, input model.UpdateAssessmentSettingsInput) (*model.UpdateAssessmentSettingsPayload, error) {
	panic(fmt.Errorf("not implemented: UpdateAssessmentSettings - updateAssessmentSettings"))
}

func (r *queryResolver) Submissions(ctx context.Context, filter *assessment.QueueFilter, first int, after *string) (*assessment.QueuePage, error) {
	panic(fmt.Errorf("not implemented: Submissions - submissions"))
}

func (r *queryResolver) SavedComments(ctx context.Context, microCredential *string, criterion *string) ([]*db.SavedComment, error) {
	panic(fmt.Errorf("not implemented: SavedComments - savedComments"))
}

func (r *queryResolver) AssessmentSettings(ctx context.Context) (*assessment.Settings, error) {
	panic(fmt.Errorf("not implemented: AssessmentSettings - assessmentSettings"))
}

func (r *queryResolver) AssessmentAgreement(ctx context.Context, microCredential string, version *int) (*assessment.Agreement, error) {
	panic(fmt.Errorf("not implemented: AssessmentAgreement - assessmentAgreement"))
}

func (r *recordedResultResolver) Problems(ctx context.Context, obj *assessment.RecordedResult) ([]model.Problem, error) {
	panic(fmt.Errorf("not implemented: Problems - problems"))
}

func (r *savedCommentResolver) MicroCredential(ctx context.Context, obj *db.SavedComment) (*db.MicroCredential, error) {
	panic(fmt.Errorf("not implemented: MicroCredential - microCredential"))
}

func (r *savedCommentResolver) Criterion(ctx context.Context, obj *db.SavedComment) (*string, error) {
	panic(fmt.Errorf("not implemented: Criterion - criterion"))
}

func (r *submissionResolver) Alias(ctx context.Context, obj *assessment.Submission) (*string, error) {
	panic(fmt.Errorf("not implemented: Alias - alias"))
}

func (r *submissionResolver) Standing(ctx context.Context, obj *assessment.Submission) (*submission.Standing, error) {
	panic(fmt.Errorf("not implemented: Standing - standing"))
}

func (r *submissionResolver) SubmittedOn(ctx context.Context, obj *assessment.Submission) (*time.Time, error) {
	panic(fmt.Errorf("not implemented: SubmittedOn - submittedOn"))
}

func (r *submissionResolver) Work(ctx context.Context, obj *assessment.Submission) (*assessment.Work, error) {
	panic(fmt.Errorf("not implemented: Work - work"))
}

func (r *submissionResolver) Observer(ctx context.Context, obj *assessment.Submission) (*string, error) {
	panic(fmt.Errorf("not implemented: Observer - observer"))
}

func (r *submissionQueueConnectionResolver) Edges(ctx context.Context, obj *assessment.QueuePage) ([]*model.SubmissionEdge, error) {
	panic(fmt.Errorf("not implemented: Edges - edges"))
}

func (r *submissionQueueConnectionResolver) Nodes(ctx context.Context, obj *assessment.QueuePage) ([]*assessment.Submission, error) {
	panic(fmt.Errorf("not implemented: Nodes - nodes"))
}

func (r *submissionQueueConnectionResolver) PageInfo(ctx context.Context, obj *assessment.QueuePage) (*page.Info, error) {
	panic(fmt.Errorf("not implemented: PageInfo - pageInfo"))
}

func (r *submissionQueueConnectionResolver) TotalCount(ctx context.Context, obj *assessment.QueuePage) (int, error) {
	panic(fmt.Errorf("not implemented: TotalCount - totalCount"))
}

func (r *Resolver) AssessmentHoliday() generated.AssessmentHolidayResolver {
	return &assessmentHolidayResolver{r}
}

func (r *Resolver) AssessorWork() generated.AssessorWorkResolver { return &assessorWorkResolver{r} }

func (r *Resolver) RecordedResult() generated.RecordedResultResolver {
	return &recordedResultResolver{r}
}

func (r *Resolver) SavedComment() generated.SavedCommentResolver { return &savedCommentResolver{r} }

func (r *Resolver) SubmissionQueueConnection() generated.SubmissionQueueConnectionResolver {
	return &submissionQueueConnectionResolver{r}
}

type (
	assessmentHolidayResolver         struct{ *Resolver }
	assessorWorkResolver              struct{ *Resolver }
	recordedResultResolver            struct{ *Resolver }
	savedCommentResolver              struct{ *Resolver }
	submissionQueueConnectionResolver struct{ *Resolver }
)
