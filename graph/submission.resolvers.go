package graph

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/assessment"
)

func (r *attemptScoreResolver) Comment(ctx context.Context, obj *assessment.AttemptScore) (*string, error) {
	panic(fmt.Errorf("not implemented: Comment - comment"))
}

func (r *awardResolver) PublishedEvidence(ctx context.Context, obj *db.Award) ([]*assessment.Evidence, error) {
	panic(fmt.Errorf("not implemented: PublishedEvidence - publishedEvidence"))
}

func (r *earnerResolver) Enrollments(ctx context.Context, obj *account.Earner, first int, after *string) (*model.EnrollmentConnection, error) {
	panic(fmt.Errorf("not implemented: Enrollments - enrollments"))
}

func (r *earnerResolver) Submissions(ctx context.Context, obj *account.Earner, first int, after *string) (*model.SubmissionConnection, error) {
	panic(fmt.Errorf("not implemented: Submissions - submissions"))
}

func (r *enrollmentResolver) Earner(ctx context.Context, obj *db.Enrollment) (*account.Earner, error) {
	panic(fmt.Errorf("not implemented: Earner - earner"))
}

func (r *enrollmentResolver) MicroCredential(ctx context.Context, obj *db.Enrollment) (*db.MicroCredential, error) {
	panic(fmt.Errorf("not implemented: MicroCredential - microCredential"))
}

func (r *enrollmentResolver) Version(ctx context.Context, obj *db.Enrollment) (int, error) {
	panic(fmt.Errorf("not implemented: Version - version"))
}

func (r *enrollmentResolver) Issuer(ctx context.Context, obj *db.Enrollment) (*db.Organization, error) {
	panic(fmt.Errorf("not implemented: Issuer - issuer"))
}

func (r *enrollmentResolver) Offering(ctx context.Context, obj *db.Enrollment) (*db.Offering, error) {
	panic(fmt.Errorf("not implemented: Offering - offering"))
}

func (r *enrollmentResolver) Cohort(ctx context.Context, obj *db.Enrollment) (*db.Cohort, error) {
	panic(fmt.Errorf("not implemented: Cohort - cohort"))
}

func (r *enrollmentResolver) Submissions(ctx context.Context, obj *db.Enrollment) ([]*assessment.Submission, error) {
	panic(fmt.Errorf("not implemented: Submissions - submissions"))
}

func (r *mutationResolver) Enroll(ctx context.Context, input assessment.EnrollInput) (*model.EnrollPayload, error) {
	panic(fmt.Errorf("not implemented: Enroll - enroll"))
}

func (r *mutationResolver) WithdrawEnrollment(ctx context.Context, input model.WithdrawEnrollmentInput) (*model.WithdrawEnrollmentPayload, error) {
	panic(fmt.Errorf("not implemented: WithdrawEnrollment - withdrawEnrollment"))
}

func (r *mutationResolver) StartSubmission(ctx context.Context, input assessment.StartSubmissionInput) (*model.StartSubmissionPayload, error) {
	panic(fmt.Errorf("not implemented: StartSubmission - startSubmission"))
}

func (r *mutationResolver) AddEvidence(ctx context.Context, input model.AddEvidenceInput) (*model.AddEvidencePayload, error) {
	panic(fmt.Errorf("not implemented: AddEvidence - addEvidence"))
}

func (r *mutationResolver) RemoveEvidence(ctx context.Context, input assessment.RemoveEvidenceInput) (*model.RemoveEvidencePayload, error) {
	panic(fmt.Errorf("not implemented: RemoveEvidence - removeEvidence"))
}

func (r *mutationResolver) SubmitEvidence(ctx context.Context, input model.SubmitEvidenceInput) (*model.SubmitEvidencePayload, error) {
	panic(fmt.Errorf("not implemented: SubmitEvidence - submitEvidence"))
}

func (r *mutationResolver) WithdrawSubmission(ctx context.Context, input model.WithdrawSubmissionInput) (*model.WithdrawSubmissionPayload, error) {
	panic(fmt.Errorf("not implemented: WithdrawSubmission - withdrawSubmission"))
}

func (r *mutationResolver) PublishEvidence(ctx context.Context, input assessment.PublishEvidenceInput) (*model.PublishEvidencePayload, error) {
	panic(fmt.Errorf("not implemented: PublishEvidence - publishEvidence"))
}

func (r *queryResolver) Submission(ctx context.Context, id string) (*assessment.Submission, error) {
	panic(fmt.Errorf("not implemented: Submission - submission"))
}

func (r *submissionResolver) MicroCredential(ctx context.Context, obj *assessment.Submission) (*db.MicroCredential, error) {
	panic(fmt.Errorf("not implemented: MicroCredential - microCredential"))
}

func (r *submissionResolver) Version(ctx context.Context, obj *assessment.Submission) (int, error) {
	panic(fmt.Errorf("not implemented: Version - version"))
}

func (r *submissionResolver) Mode(ctx context.Context, obj *assessment.Submission) (enum.AssessmentMode, error) {
	panic(fmt.Errorf("not implemented: Mode - mode"))
}

func (r *submissionResolver) Language(ctx context.Context, obj *assessment.Submission) (string, error) {
	panic(fmt.Errorf("not implemented: Language - language"))
}

func (r *submissionResolver) State(ctx context.Context, obj *assessment.Submission) (enum.SubmissionState, error) {
	panic(fmt.Errorf("not implemented: State - state"))
}

func (r *submissionResolver) Attempt(ctx context.Context, obj *assessment.Submission) (int, error) {
	panic(fmt.Errorf("not implemented: Attempt - attempt"))
}

func (r *submissionResolver) Revision(ctx context.Context, obj *assessment.Submission) (*int, error) {
	panic(fmt.Errorf("not implemented: Revision - revision"))
}

func (r *submissionResolver) Earner(ctx context.Context, obj *assessment.Submission) (*account.Earner, error) {
	panic(fmt.Errorf("not implemented: Earner - earner"))
}

func (r *submissionResolver) Enrollment(ctx context.Context, obj *assessment.Submission) (*db.Enrollment, error) {
	panic(fmt.Errorf("not implemented: Enrollment - enrollment"))
}

func (r *submissionResolver) Issuer(ctx context.Context, obj *assessment.Submission) (*db.Organization, error) {
	panic(fmt.Errorf("not implemented: Issuer - issuer"))
}

func (r *submissionResolver) CreatedAt(ctx context.Context, obj *assessment.Submission) (*time.Time, error) {
	panic(fmt.Errorf("not implemented: CreatedAt - createdAt"))
}

func (r *submissionResolver) SubmittedAt(ctx context.Context, obj *assessment.Submission) (*time.Time, error) {
	panic(fmt.Errorf("not implemented: SubmittedAt - submittedAt"))
}

func (r *submissionResolver) DueAt(ctx context.Context, obj *assessment.Submission) (*time.Time, error) {
	panic(fmt.Errorf("not implemented: DueAt - dueAt"))
}

func (r *submissionResolver) DecidedAt(ctx context.Context, obj *assessment.Submission) (*time.Time, error) {
	panic(fmt.Errorf("not implemented: DecidedAt - decidedAt"))
}

func (r *submissionResolver) Flagged(ctx context.Context, obj *assessment.Submission) (*bool, error) {
	panic(fmt.Errorf("not implemented: Flagged - flagged"))
}

func (r *submissionResolver) Award(ctx context.Context, obj *assessment.Submission) (*db.Award, error) {
	panic(fmt.Errorf("not implemented: Award - award"))
}

func (r *submissionResolver) Evidence(ctx context.Context, obj *assessment.Submission) ([]*assessment.Evidence, error) {
	panic(fmt.Errorf("not implemented: Evidence - evidence"))
}

func (r *submissionResolver) Attempts(ctx context.Context, obj *assessment.Submission) ([]*assessment.Attempt, error) {
	panic(fmt.Errorf("not implemented: Attempts - attempts"))
}

func (r *submissionAttemptResolver) Number(ctx context.Context, obj *assessment.Attempt) (int, error) {
	panic(fmt.Errorf("not implemented: Number - number"))
}

func (r *submissionAttemptResolver) SubmittedAt(ctx context.Context, obj *assessment.Attempt) (*time.Time, error) {
	panic(fmt.Errorf("not implemented: SubmittedAt - submittedAt"))
}

func (r *submissionAttemptResolver) DecidedAt(ctx context.Context, obj *assessment.Attempt) (*time.Time, error) {
	panic(fmt.Errorf("not implemented: DecidedAt - decidedAt"))
}

func (r *submissionAttemptResolver) Decision(ctx context.Context, obj *assessment.Attempt) (*enum.Decision, error) {
	panic(fmt.Errorf("not implemented: Decision - decision"))
}

func (r *submissionAttemptResolver) Feedback(ctx context.Context, obj *assessment.Attempt) (*string, error) {
	panic(fmt.Errorf("not implemented: Feedback - feedback"))
}

func (r *submittedEvidenceResolver) Part(ctx context.Context, obj *assessment.Evidence) (string, error) {
	panic(fmt.Errorf("not implemented: Part - part"))
}

func (r *submittedEvidenceResolver) Kind(ctx context.Context, obj *assessment.Evidence) (enum.EvidenceKind, error) {
	panic(fmt.Errorf("not implemented: Kind - kind"))
}

func (r *submittedEvidenceResolver) Title(ctx context.Context, obj *assessment.Evidence) (*string, error) {
	panic(fmt.Errorf("not implemented: Title - title"))
}

func (r *submittedEvidenceResolver) Text(ctx context.Context, obj *assessment.Evidence) (*string, error) {
	panic(fmt.Errorf("not implemented: Text - text"))
}

func (r *submittedEvidenceResolver) Link(ctx context.Context, obj *assessment.Evidence) (*string, error) {
	panic(fmt.Errorf("not implemented: Link - link"))
}

func (r *submittedEvidenceResolver) FileName(ctx context.Context, obj *assessment.Evidence) (*string, error) {
	panic(fmt.Errorf("not implemented: FileName - fileName"))
}

func (r *submittedEvidenceResolver) MediaType(ctx context.Context, obj *assessment.Evidence) (*string, error) {
	panic(fmt.Errorf("not implemented: MediaType - mediaType"))
}

func (r *submittedEvidenceResolver) Size(ctx context.Context, obj *assessment.Evidence) (*int, error) {
	panic(fmt.Errorf("not implemented: Size - size"))
}

func (r *submittedEvidenceResolver) Sha256(ctx context.Context, obj *assessment.Evidence) (*string, error) {
	panic(fmt.Errorf("not implemented: Sha256 - sha256"))
}

func (r *submittedEvidenceResolver) URL(ctx context.Context, obj *assessment.Evidence) (*string, error) {
	panic(fmt.Errorf("not implemented: URL - url"))
}

func (r *submittedEvidenceResolver) SinceAttempt(ctx context.Context, obj *assessment.Evidence) (int, error) {
	panic(fmt.Errorf("not implemented: SinceAttempt - sinceAttempt"))
}

func (r *submittedEvidenceResolver) AddedAt(ctx context.Context, obj *assessment.Evidence) (*time.Time, error) {
	panic(fmt.Errorf("not implemented: AddedAt - addedAt"))
}

func (r *submittedEvidenceResolver) PublishedAt(ctx context.Context, obj *assessment.Evidence) (*time.Time, error) {
	panic(fmt.Errorf("not implemented: PublishedAt - publishedAt"))
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
