package graph

import (
	"context"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/assessment"
)

func (r *attemptScoreResolver) Comment(ctx context.Context, obj *assessment.AttemptScore) (*string, error) {
	return orNull(strings.Join(obj.Comments, "\n\n")), nil
}

func (r *awardResolver) PublishedEvidence(ctx context.Context, obj *db.Award) ([]*assessment.Evidence, error) {
	return r.loaders(ctx).publishedEvidence.Load(ctx, obj.ID)
}

func (r *earnerResolver) Enrollments(ctx context.Context, obj *account.Earner, first int, after *string) (*model.EnrollmentConnection, error) {
	if after == nil {
		return connect(enrollments)(r.loaders(ctx).firstEnrollments.Load(ctx, obj.ID, first))
	}
	return connect(enrollments)(r.Assessments.EnrollmentsOf(ctx, obj.ID, pageArgs(first, after)))
}

func (r *earnerResolver) Submissions(ctx context.Context, obj *account.Earner, first int, after *string) (*model.SubmissionConnection, error) {
	if after == nil {
		return connect(submissions)(r.loaders(ctx).firstSubmissions.Load(ctx, obj.ID, first))
	}
	return connect(submissions)(r.Assessments.SubmissionsOf(ctx, obj.ID, pageArgs(first, after)))
}

func (r *enrollmentResolver) Earner(ctx context.Context, obj *db.Enrollment) (*account.Earner, error) {
	return r.loaders(ctx).earners.Load(ctx, obj.EarnerID)
}

func (r *enrollmentResolver) MicroCredential(ctx context.Context, obj *db.Enrollment) (*db.MicroCredential, error) {
	return r.loaders(ctx).microCredentials.Load(ctx, obj.MicroCredentialID)
}

func (r *enrollmentResolver) Version(ctx context.Context, obj *db.Enrollment) (int, error) {
	return r.versionNumber(ctx, obj.VersionID)
}

func (r *enrollmentResolver) Issuer(ctx context.Context, obj *db.Enrollment) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.IssuerID)
}

func (r *enrollmentResolver) Offering(ctx context.Context, obj *db.Enrollment) (*db.Offering, error) {
	return loadOptional(ctx, r.loaders(ctx).enrolledOfferings, obj.OfferingID)
}

func (r *enrollmentResolver) Cohort(ctx context.Context, obj *db.Enrollment) (*db.Cohort, error) {
	return loadOptional(ctx, r.loaders(ctx).cohorts, obj.CohortID)
}

func (r *enrollmentResolver) Submissions(ctx context.Context, obj *db.Enrollment) ([]*assessment.Submission, error) {
	return r.loaders(ctx).submissionsByEnrollment.Load(ctx, obj.ID)
}

func (r *mutationResolver) Enroll(ctx context.Context, input assessment.EnrollInput) (*model.EnrollPayload, error) {
	enrollment, err := r.Assessments.Enroll(ctx, input)
	return payload(ctx, err, model.EnrollPayload{Enrollment: enrollment})
}

func (r *mutationResolver) WithdrawEnrollment(ctx context.Context, input model.WithdrawEnrollmentInput) (*model.WithdrawEnrollmentPayload, error) {
	enrollment, err := r.Assessments.WithdrawEnrollment(ctx, input.ID)
	return payload(ctx, err, model.WithdrawEnrollmentPayload{Enrollment: enrollment})
}

func (r *mutationResolver) StartSubmission(ctx context.Context, input assessment.StartSubmissionInput) (*model.StartSubmissionPayload, error) {
	submission, err := r.Assessments.StartSubmission(ctx, input)
	return payload(ctx, err, model.StartSubmissionPayload{Submission: submission})
}

func (r *mutationResolver) AddEvidence(ctx context.Context, input model.AddEvidenceInput) (*model.AddEvidencePayload, error) {
	submission, evidence, err := r.Assessments.AddEvidence(ctx, addEvidence(input))
	return payload(ctx, err, model.AddEvidencePayload{Submission: r.changed(ctx, submission), Evidence: evidence})
}

func (r *mutationResolver) RemoveEvidence(ctx context.Context, input assessment.RemoveEvidenceInput) (*model.RemoveEvidencePayload, error) {
	submission, err := r.Assessments.RemoveEvidence(ctx, input)
	return payload(ctx, err, model.RemoveEvidencePayload{Submission: r.changed(ctx, submission)})
}

func (r *mutationResolver) SubmitEvidence(ctx context.Context, input model.SubmitEvidenceInput) (*model.SubmitEvidencePayload, error) {
	submitted, err := r.Assessments.Submit(ctx, submitEvidence(input))
	if submitted == nil {
		return payload(ctx, err, model.SubmitEvidencePayload{Warnings: []*assessment.EvidenceWarning{}})
	}
	return payload(ctx, err, model.SubmitEvidencePayload{
		Submission: r.changed(ctx, submitted.Submission), Warnings: pointers(submitted.Warnings),
	})
}

func (r *mutationResolver) WithdrawSubmission(ctx context.Context, input model.WithdrawSubmissionInput) (*model.WithdrawSubmissionPayload, error) {
	submission, err := r.Assessments.Withdraw(ctx, input.ID)
	return payload(ctx, err, model.WithdrawSubmissionPayload{Submission: r.changed(ctx, submission)})
}

func (r *mutationResolver) PublishEvidence(ctx context.Context, input assessment.PublishEvidenceInput) (*model.PublishEvidencePayload, error) {
	evidence, err := r.Assessments.PublishEvidence(ctx, input)
	return payload(ctx, err, model.PublishEvidencePayload{Evidence: evidence})
}

func (r *queryResolver) Enrollments(ctx context.Context, organization *string, microCredential *string, status []enum.EnrollmentStatus, first int, after *string) (*model.EnrollmentConnection, error) {
	return connect(enrollments)(r.Assessments.Enrollments(ctx, assessment.EnrollmentFilter{
		Organization: organization, MicroCredential: microCredential, Statuses: status,
	}, pageArgs(first, after)))
}

func (r *queryResolver) Submission(ctx context.Context, id string) (*assessment.Submission, error) {
	return r.loaders(ctx).submissions.Load(ctx, id)
}

func (r *submissionResolver) MicroCredential(ctx context.Context, obj *assessment.Submission) (*db.MicroCredential, error) {
	return r.loaders(ctx).microCredentials.Load(ctx, obj.Row.MicroCredentialID)
}

func (r *submissionResolver) Version(ctx context.Context, obj *assessment.Submission) (int, error) {
	return r.versionNumber(ctx, obj.Row.VersionID)
}

func (r *submissionResolver) Mode(ctx context.Context, obj *assessment.Submission) (enum.AssessmentMode, error) {
	return obj.Row.Mode, nil
}

func (r *submissionResolver) Language(ctx context.Context, obj *assessment.Submission) (string, error) {
	return obj.Row.Language, nil
}

func (r *submissionResolver) State(ctx context.Context, obj *assessment.Submission) (enum.SubmissionState, error) {
	return obj.Row.State, nil
}

func (r *submissionResolver) Attempt(ctx context.Context, obj *assessment.Submission) (int, error) {
	return obj.Row.Attempt, nil
}

func (r *submissionResolver) Revision(ctx context.Context, obj *assessment.Submission) (*int, error) {
	return obj.OwnRevision(), nil
}

func (r *submissionResolver) Earner(ctx context.Context, obj *assessment.Submission) (*account.Earner, error) {
	return loadOptional(ctx, r.loaders(ctx).earners, obj.KnownEarner())
}

func (r *submissionResolver) Enrollment(ctx context.Context, obj *assessment.Submission) (*db.Enrollment, error) {
	return loadOptional(ctx, r.loaders(ctx).enrollments, obj.KnownEnrollment())
}

func (r *submissionResolver) Issuer(ctx context.Context, obj *assessment.Submission) (*db.Organization, error) {
	return loadOptional(ctx, r.loaders(ctx).organizations, obj.KnownIssuer())
}

func (r *submissionResolver) CreatedAt(ctx context.Context, obj *assessment.Submission) (*time.Time, error) {
	return obj.BegunAt(), nil
}

func (r *submissionResolver) SubmittedAt(ctx context.Context, obj *assessment.Submission) (*time.Time, error) {
	return obj.LastSubmittedAt(), nil
}

func (r *submissionResolver) DueAt(ctx context.Context, obj *assessment.Submission) (*time.Time, error) {
	return obj.DueBy(), nil
}

func (r *submissionResolver) DecidedAt(ctx context.Context, obj *assessment.Submission) (*time.Time, error) {
	return obj.LastDecidedAt(), nil
}

func (r *submissionResolver) Flagged(ctx context.Context, obj *assessment.Submission) (*bool, error) {
	return obj.KnownFlagged(), nil
}

func (r *submissionResolver) Award(ctx context.Context, obj *assessment.Submission) (*db.Award, error) {
	return loadOptional(ctx, r.loaders(ctx).awards, obj.KnownAward())
}

func (r *submissionResolver) Evidence(ctx context.Context, obj *assessment.Submission) ([]*assessment.Evidence, error) {
	return r.loaders(ctx).evidence.Load(ctx, obj.ID)
}

func (r *submissionResolver) Attempts(ctx context.Context, obj *assessment.Submission) ([]*assessment.Attempt, error) {
	return r.loaders(ctx).attempts.Load(ctx, obj.ID)
}

func (r *submissionAttemptResolver) Number(ctx context.Context, obj *assessment.Attempt) (int, error) {
	return obj.Row.Number, nil
}

func (r *submissionAttemptResolver) SubmittedAt(ctx context.Context, obj *assessment.Attempt) (*time.Time, error) {
	return obj.SubmittedWhen(), nil
}

func (r *submissionAttemptResolver) DecidedAt(ctx context.Context, obj *assessment.Attempt) (*time.Time, error) {
	return obj.DecidedWhen(), nil
}

func (r *submissionAttemptResolver) Decision(ctx context.Context, obj *assessment.Attempt) (*enum.Decision, error) {
	return obj.Row.Decision, nil
}

func (r *submissionAttemptResolver) Feedback(ctx context.Context, obj *assessment.Attempt) (*string, error) {
	return orNull(obj.Feedback), nil
}

func (r *submittedEvidenceResolver) Part(ctx context.Context, obj *assessment.Evidence) (string, error) {
	return obj.Row.Part, nil
}

func (r *submittedEvidenceResolver) Kind(ctx context.Context, obj *assessment.Evidence) (enum.EvidenceKind, error) {
	return obj.Row.Kind, nil
}

func (r *submittedEvidenceResolver) Title(ctx context.Context, obj *assessment.Evidence) (*string, error) {
	return orNull(obj.Title), nil
}

func (r *submittedEvidenceResolver) Text(ctx context.Context, obj *assessment.Evidence) (*string, error) {
	return orNull(obj.Text), nil
}

func (r *submittedEvidenceResolver) Link(ctx context.Context, obj *assessment.Evidence) (*string, error) {
	return orNull(obj.Link), nil
}

func (r *submittedEvidenceResolver) FileName(ctx context.Context, obj *assessment.Evidence) (*string, error) {
	return orNull(obj.FileName), nil
}

func (r *submittedEvidenceResolver) MediaType(ctx context.Context, obj *assessment.Evidence) (*string, error) {
	return orNull(obj.Row.MediaType), nil
}

func (r *submittedEvidenceResolver) Size(ctx context.Context, obj *assessment.Evidence) (*int, error) {
	return whole(obj.Row.Size), nil
}

func (r *submittedEvidenceResolver) Sha256(ctx context.Context, obj *assessment.Evidence) (*string, error) {
	return obj.OwnHash(), nil
}

func (r *submittedEvidenceResolver) URL(ctx context.Context, obj *assessment.Evidence) (*string, error) {
	return orNull(obj.Path()), nil
}

func (r *submittedEvidenceResolver) SinceAttempt(ctx context.Context, obj *assessment.Evidence) (int, error) {
	return obj.Row.SinceAttempt, nil
}

func (r *submittedEvidenceResolver) AddedAt(ctx context.Context, obj *assessment.Evidence) (*time.Time, error) {
	return obj.OwnAddedAt(), nil
}

func (r *submittedEvidenceResolver) PublishedAt(ctx context.Context, obj *assessment.Evidence) (*time.Time, error) {
	return obj.Row.PublishedAt, nil
}

func (r *Resolver) AttemptScore() generated.AttemptScoreResolver { return &attemptScoreResolver{r} }

func (r *Resolver) Enrollment() generated.EnrollmentResolver { return &enrollmentResolver{r} }

func (r *Resolver) Submission() generated.SubmissionResolver { return &submissionResolver{r} }

func (r *Resolver) SubmissionAttempt() generated.SubmissionAttemptResolver {
	return &submissionAttemptResolver{r}
}

func (r *Resolver) SubmittedEvidence() generated.SubmittedEvidenceResolver {
	return &submittedEvidenceResolver{r}
}

type (
	attemptScoreResolver      struct{ *Resolver }
	enrollmentResolver        struct{ *Resolver }
	submissionResolver        struct{ *Resolver }
	submissionAttemptResolver struct{ *Resolver }
	submittedEvidenceResolver struct{ *Resolver }
)
