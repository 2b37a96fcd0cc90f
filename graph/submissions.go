package graph

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/graph/scalar"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/page"
)

// assessments are the loaders of what is assessed, and of cohorts.
type assessments struct {
	submissions             *loader[*assessment.Submission]
	enrollments             *loader[*db.Enrollment]
	enrolledOfferings       *loader[*db.Offering]
	evidence                *loader[[]*assessment.Evidence]
	attempts                *loader[[]*assessment.Attempt]
	publishedEvidence       *loader[[]*assessment.Evidence]
	submissionsByEnrollment *loader[[]*assessment.Submission]
	firstEnrollments        *firstPages[*db.Enrollment]
	firstSubmissions        *firstPages[*assessment.Submission]
	cohorts                 *loader[*db.Cohort]
	cohortCredentials       *loader[[]string]
	cohortMemberships       *loader[*db.CohortMember]
	cohortProgress          *loader[[]assessment.CohortProgress]
	cohortCounts            *loader[*int]
	queueClocks             *loader[*assessment.QueueClock]
	work                    *loader[*assessment.Work]
}

func (r *Resolver) newAssessments(wait time.Duration) assessments {
	a := r.Assessments
	return assessments{
		submissions:             gather(wait, a.SubmissionsByID),
		enrollments:             gather(wait, a.EnrollmentsByID),
		enrolledOfferings:       gather(wait, a.OfferingsByID),
		evidence:                gather(wait, a.EvidenceBySubmission),
		attempts:                gather(wait, a.AttemptsBySubmission),
		publishedEvidence:       gather(wait, a.PublishedByAward),
		submissionsByEnrollment: gather(wait, a.SubmissionsByEnrollment),
		firstEnrollments:        &firstPages[*db.Enrollment]{wait: wait, load: a.EnrollmentsByEarner},
		firstSubmissions:        &firstPages[*assessment.Submission]{wait: wait, load: a.SubmissionsByEarner},
		cohorts:                 gather(wait, a.CohortsByID),
		cohortCredentials:       gather(wait, a.CredentialsByCohort),
		cohortMemberships:       gather(wait, a.MembershipsByCohort),
		cohortProgress:          gather(wait, a.ProgressByCohort),
		cohortCounts:            gather(wait, a.CountsByCohort),
		queueClocks:             gather(wait, a.QueueClocks),
		work:                    gather(wait, a.WorkBySubmission),
	}
}

// changed has a submission that was changed be loaded anew: a request may change it
// twice.
func (r *Resolver) changed(ctx context.Context, of *assessment.Submission) *assessment.Submission {
	if of != nil {
		l := r.loaders(ctx)
		l.submissions.Clear(of.ID)
		l.evidence.Clear(of.ID)
		l.attempts.Clear(of.ID)
		l.work.Clear(of.ID)
	}
	return of
}

func (r *Resolver) versionNumber(ctx context.Context, version string) (int, error) {
	v, err := r.loaders(ctx).versions.Load(ctx, version)
	if err != nil {
		return 0, err
	}
	return v.Number, nil
}

// addEvidence is the input as the service reads it.
func addEvidence(in model.AddEvidenceInput) assessment.AddEvidenceInput {
	return assessment.AddEvidenceInput{
		Submission: in.Submission, Revision: in.Revision.Value(), EvidenceItem: assessment.EvidenceItem{
			Part: in.Part, Title: in.Title.Value(), Text: in.Text.Value(), Link: in.Link.Value(), File: uploadedFile(in.File),
		},
	}
}

// submitEvidence is the input as the service reads it.
func submitEvidence(in model.SubmitEvidenceInput) assessment.SubmitInput {
	return assessment.SubmitInput{
		Submission: in.Submission.Value(), Revision: in.Revision.Value(), Enrollment: in.Enrollment.Value(),
		MicroCredential: in.MicroCredential.Value(), Issuer: in.Issuer.Value(), Prior: in.Prior.Value(),
		Language: in.Language.Value(), ClientMutationID: in.ClientMutationID.Value(),
		Items: mapped(in.Items.Value(), func(item *model.EvidenceItemInput) assessment.EvidenceItem {
			return assessment.EvidenceItem{
				Part: item.Part, Title: item.Title.Value(), Text: item.Text.Value(), Link: item.Link.Value(), File: uploadedFile(item.File),
			}
		}),
	}
}

// uploadedFile is a file as the service takes it; nil for none.
func uploadedFile(file graphql.Omittable[*scalar.Upload]) *assessment.File {
	upload := file.Value()
	if upload == nil {
		return nil
	}
	return &assessment.File{Name: upload.Name, Size: upload.Size, Content: upload.Open()}
}

func whole(n *int64) *int {
	if n == nil {
		return nil
	}
	out := int(*n)
	return &out
}

func enrollments(p page.Page[*db.Enrollment]) *model.EnrollmentConnection {
	return &model.EnrollmentConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Enrollment) *model.EnrollmentEdge {
		return &model.EnrollmentEdge{Cursor: cursor, Node: node}
	})}
}

func submissions(p page.Page[*assessment.Submission]) *model.SubmissionConnection {
	return &model.SubmissionConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *assessment.Submission) *model.SubmissionEdge {
		return &model.SubmissionEdge{Cursor: cursor, Node: node}
	})}
}

func cohorts(p page.Page[*db.Cohort]) *model.CohortConnection {
	return &model.CohortConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Cohort) *model.CohortEdge {
		return &model.CohortEdge{Cursor: cursor, Node: node}
	})}
}

func cohortMembers(p page.Page[*assessment.CohortMember]) *model.CohortMemberConnection {
	return &model.CohortMemberConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *assessment.CohortMember) *model.CohortMemberEdge {
		return &model.CohortMemberEdge{Cursor: cursor, Node: node}
	})}
}
