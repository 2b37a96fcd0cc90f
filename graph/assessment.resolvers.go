package graph

import (
	"context"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
)

func (r *assessmentHolidayResolver) Name(ctx context.Context, obj *db.Holiday) (*string, error) {
	return orNull(obj.Name), nil
}

func (r *assessorWorkResolver) Feedback(ctx context.Context, obj *assessment.Work) (*string, error) {
	return orNull(obj.Feedback), nil
}

func (r *mutationResolver) ClaimSubmission(ctx context.Context, input assessment.ClaimInput) (*model.ClaimSubmissionPayload, error) {
	of, err := r.Assessments.Claim(ctx, input)
	return payload(ctx, err, model.ClaimSubmissionPayload{Submission: r.changed(ctx, of)})
}

func (r *mutationResolver) ReleaseSubmission(ctx context.Context, input assessment.ReleaseInput) (*model.ReleaseSubmissionPayload, error) {
	of, err := r.Assessments.Release(ctx, input)
	return payload(ctx, err, model.ReleaseSubmissionPayload{Submission: r.changed(ctx, of)})
}

func (r *mutationResolver) ScoreSubmission(ctx context.Context, input assessment.ScoreSubmissionInput) (*model.ScoreSubmissionPayload, error) {
	of, err := r.Assessments.Score(ctx, input)
	return payload(ctx, err, model.ScoreSubmissionPayload{Submission: r.changed(ctx, of)})
}

func (r *mutationResolver) DecideSubmission(ctx context.Context, input assessment.DecideInput) (*model.DecideSubmissionPayload, error) {
	of, err := r.Assessments.Decide(ctx, input)
	return payload(ctx, err, model.DecideSubmissionPayload{Submission: r.changed(ctx, of)})
}

func (r *mutationResolver) DeclareConflict(ctx context.Context, input assessment.ConflictInput) (*model.DeclareConflictPayload, error) {
	err := r.Assessments.DeclareConflict(ctx, input)
	return payload(ctx, err, model.DeclareConflictPayload{Declared: err == nil})
}

func (r *mutationResolver) SaveComment(ctx context.Context, input assessment.SaveCommentInput) (*model.SaveCommentPayload, error) {
	comment, err := r.Assessments.SaveComment(ctx, input)
	return payload(ctx, err, model.SaveCommentPayload{Comment: comment})
}

func (r *mutationResolver) DeleteComment(ctx context.Context, input assessment.DeleteCommentInput) (*model.DeleteCommentPayload, error) {
	err := r.Assessments.DeleteComment(ctx, input)
	return payload(ctx, err, model.DeleteCommentPayload{Deleted: deletedID(input.ID, err)})
}

func (r *mutationResolver) RecordObservations(ctx context.Context, input assessment.RecordObservationsInput) (*model.RecordObservationsPayload, error) {
	results, err := r.Assessments.RecordObservations(ctx, input)
	return payload(ctx, err, model.RecordObservationsPayload{Results: orEmpty(results)})
}

func (r *mutationResolver) RecordExamResults(ctx context.Context, input assessment.RecordExamResultsInput) (*model.RecordExamResultsPayload, error) {
	results, err := r.Assessments.RecordExamResults(ctx, input)
	return payload(ctx, err, model.RecordExamResultsPayload{Results: orEmpty(results)})
}

func (r *mutationResolver) UpdateAssessmentSettings(ctx context.Context, input model.UpdateAssessmentSettingsInput) (*model.UpdateAssessmentSettingsPayload, error) {
	set, err := r.Assessments.UpdateSettings(ctx, assessmentSettings(input))
	return payload(ctx, err, model.UpdateAssessmentSettingsPayload{Settings: set})
}

func (r *queryResolver) Submissions(ctx context.Context, filter *assessment.QueueFilter, first int, after *string) (*assessment.QueuePage, error) {
	found, err := r.Assessments.Queue(ctx, value(filter), pageArgs(first, after))
	return &assessment.QueuePage{Page: found, Filter: value(filter)}, err
}

func (r *queryResolver) SavedComments(ctx context.Context, microCredential *string, criterion *string) ([]*db.SavedComment, error) {
	return r.Assessments.SavedComments(ctx, microCredential, criterion)
}

func (r *queryResolver) AssessmentSettings(ctx context.Context) (*assessment.Settings, error) {
	return r.Assessments.Settings(ctx)
}

func (r *queryResolver) AssessmentAgreement(ctx context.Context, microCredential string, version *int) (*assessment.Agreement, error) {
	return optional(r.Assessments.Agreement(ctx, microCredential, version))
}

func (r *recordedResultResolver) Problems(ctx context.Context, obj *assessment.RecordedResult) ([]model.Problem, error) {
	return mapped(obj.Problems, func(p *problem.Problem) model.Problem { return payloadProblem(ctx, p) }), nil
}

func (r *savedCommentResolver) MicroCredential(ctx context.Context, obj *db.SavedComment) (*db.MicroCredential, error) {
	return loadOptional(ctx, r.loaders(ctx).microCredentials, obj.MicroCredentialID)
}

func (r *savedCommentResolver) Criterion(ctx context.Context, obj *db.SavedComment) (*string, error) {
	return orNull(obj.Criterion), nil
}

func (r *submissionResolver) Alias(ctx context.Context, obj *assessment.Submission) (*string, error) {
	return orNull(r.Assessments.Alias(ctx, obj)), nil
}

func (r *submissionResolver) Standing(ctx context.Context, obj *assessment.Submission) (*submission.Standing, error) {
	clock, err := r.queueClock(ctx, obj)
	if clock == nil {
		return nil, err
	}
	standing, _ := clock.Standing(obj.Row)
	return orNull(standing), nil
}

func (r *submissionResolver) SubmittedOn(ctx context.Context, obj *assessment.Submission) (*time.Time, error) {
	clock, err := r.queueClock(ctx, obj)
	if clock == nil {
		return nil, err
	}
	return clock.SubmittedOn(obj.Row), nil
}

func (r *submissionResolver) Work(ctx context.Context, obj *assessment.Submission) (*assessment.Work, error) {
	if obj.Sight != assessment.SightAssessor {
		return nil, nil // null is how the schema says "not yours"
	}
	return r.loaders(ctx).work.Load(ctx, obj.ID)
}

func (r *submissionResolver) Observer(ctx context.Context, obj *assessment.Submission) (*string, error) {
	account, err := loadOptional(ctx, r.loaders(ctx).accounts, obj.KnownObserver())
	if account == nil {
		return nil, err
	}
	return orNull(account.DisplayName), nil
}

func (r *submissionQueueConnectionResolver) Edges(ctx context.Context, obj *assessment.QueuePage) ([]*model.SubmissionEdge, error) {
	return edges(obj.Page, func(cursor string, node *assessment.Submission) *model.SubmissionEdge {
		return &model.SubmissionEdge{Cursor: cursor, Node: node}
	}), nil
}

func (r *submissionQueueConnectionResolver) Nodes(ctx context.Context, obj *assessment.QueuePage) ([]*assessment.Submission, error) {
	return obj.Items, nil
}

func (r *submissionQueueConnectionResolver) PageInfo(ctx context.Context, obj *assessment.QueuePage) (*page.Info, error) {
	return info(obj.Page), nil
}

func (r *submissionQueueConnectionResolver) TotalCount(ctx context.Context, obj *assessment.QueuePage) (int, error) {
	return r.Assessments.CountQueue(ctx, obj.Filter)
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
