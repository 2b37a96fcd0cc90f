package assessment_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestASubmissionIsBegunFilledAndSubmittedInOneCallOrInMany(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	_, once := p.submits(t, "I drove.")
	ana := p.Earner(t)
	as, of := p.Self(t, ana), p.drafts(t, ana)
	world.Must(first(p.Assessments.AddEvidence(as, said(of.ID, "I drove."))))(t)
	steps := world.Must(p.Assessments.Submit(as, assessment.SubmitInput{Submission: &of.ID}))(t).Submission.Row
	for name, row := range map[string]*db.Submission{"once": once, "steps": steps} {
		if row.State != enum.SubmissionSubmitted || row.Attempt != 1 || row.Mode != enum.ModePortfolio || row.OrganizationID != p.college.ID ||
			row.SubmittedAt == nil || !row.SubmittedAt.Equal(p.Clock.Now()) || row.Flagged {
			t.Errorf("%s: %v", name, row)
		}
		// Monday, March 2: the 14th business day after it is Friday, March 20.
		if got := row.DueAt.In(mustZone(t)).Format(time.RFC3339); got != "2026-03-20T23:59:59-04:00" {
			t.Errorf("%s: due at %s", name, got)
		}
	}
	var trail []string
	for _, e := range p.DB().AuditEntry.Query().Where(auditentry.Subject(of.ID)).Order(auditentry.ByID()).AllX(p.Ctx) {
		trail = append(trail, e.Action)
	}
	if diff := cmp.Diff([]string{"submission.start", "evidence.add", "submission.submit"}, trail); diff != "" {
		t.Error(diff)
	}
}

func mustZone(t testing.TB) *time.Location {
	t.Helper()
	return world.Must(time.LoadLocation("America/New_York"))(t)
}

func TestEveryMissingPartIsNamedAndNothingIsWritten(t *testing.T) {
	t.Parallel()
	p := newPanel(t, func(d *submission.Definition) {
		d.Parts = append(d.Parts,
			submission.Part{Key: "examples", Title: submission.Text{"en": "Examples", "es": "Ejemplos"}, Required: true},
			submission.Part{Key: "more", Title: submission.Text{"en": "More"}})
	})
	ana := p.Earner(t)
	as := p.Self(t, ana)
	world.Must(p.Assessments.Enroll(as, p.enrolls()))(t)
	_, err := p.Assessments.Submit(as, assessment.SubmitInput{MicroCredential: &p.of.ID, Items: []assessment.EvidenceItem{{Part: "more", Text: world.Ptr("x")}}})
	if diff := cmp.Diff([]string{"INVALID items.examples", "INVALID items.overview"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	if es := problem.As(err)[1].In("es"); !strings.Contains(es, "Ejemplos") {
		t.Errorf("in Spanish: %s", es)
	}
	if n, m := p.DB().Submission.Query().CountX(p.Ctx), p.DB().Evidence.Query().CountX(p.Ctx); n != 0 || m != 0 {
		t.Errorf("%d submissions and %d items were written", n, m)
	}
}

func TestWithoutAnythingThereIsNothingToSubmit(t *testing.T) {
	t.Parallel()
	p := newPanel(t, func(d *submission.Definition) { d.Parts[0].Required = false })
	ana := p.Earner(t)
	of := p.drafts(t, ana)
	_, err := p.Assessments.Submit(p.Self(t, ana), assessment.SubmitInput{Submission: &of.ID})
	if diff := cmp.Diff([]string{"INVALID items"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsAskedOfASubmissionFitsTogether(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana := p.Earner(t)
	as := p.Self(t, ana)
	text := []assessment.EvidenceItem{{Part: "overview", Text: world.Ptr("x")}}
	for name, tt := range map[string]struct {
		as   world.Viewer
		in   assessment.SubmitInput
		want []string
	}{
		"nothing":    {as, assessment.SubmitInput{}, []string{"INVALID enrollment"}},
		"both":       {as, assessment.SubmitInput{Enrollment: world.Ptr("enr_1"), MicroCredential: &p.of.ID}, []string{"INVALID enrollment"}},
		"begun":      {as, assessment.SubmitInput{Submission: world.Ptr("sub_1"), Enrollment: world.Ptr("enr_1")}, []string{"INVALID submission"}},
		"revision":   {as, assessment.SubmitInput{MicroCredential: &p.of.ID, Revision: world.Ptr(1)}, []string{"INVALID revision"}},
		"issuer":     {as, assessment.SubmitInput{Enrollment: world.Ptr("enr_1"), Issuer: &p.college.ID, Language: world.Ptr("<b>")}, []string{"INVALID issuer", "INVALID language"}},
		"too many":   {as, assessment.SubmitInput{MicroCredential: &p.of.ID, Items: make([]assessment.EvidenceItem, 101)}, []string{"LIMIT items"}},
		"items":      {as, assessment.SubmitInput{MicroCredential: &p.of.ID, Items: make([]assessment.EvidenceItem, 2)}, []string{"INVALID items.0.text", "INVALID items.1.text"}},
		"no such":    {as, assessment.SubmitInput{Submission: world.Ptr("sub_1"), Items: text}, []string{"NOT_FOUND submission"}},
		"not mine":   {as, assessment.SubmitInput{Enrollment: world.Ptr("enr_1"), Items: text}, []string{"NOT_FOUND enrollment"}},
		"no issuer":  {as, assessment.SubmitInput{MicroCredential: &p.of.ID, Issuer: &p.elsewhere.ID, Items: text}, []string{"NOT_FOUND issuer"}},
		"anonymous":  {t.Context(), assessment.SubmitInput{MicroCredential: &p.of.ID, Items: text}, []string{"UNAUTHENTICATED"}},
		"assessor":   {p.rita, assessment.SubmitInput{MicroCredential: &p.of.ID, Items: text}, []string{"FORBIDDEN"}},
		"the system": {p.Ctx, assessment.SubmitInput{MicroCredential: &p.of.ID, Items: text}, []string{"FORBIDDEN"}},
	} {
		_, err := p.Assessments.Submit(tt.as, tt.in)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestExperienceIsSubmittedWithoutAnEnrollmentWhereItIsAssessed(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	es := "ES"
	row := world.Must(p.Assessments.Submit(p.Self(t, p.Earner(t)), assessment.SubmitInput{
		MicroCredential: &p.of.ID, Language: &es, Items: []assessment.EvidenceItem{{Part: "overview", Text: world.Ptr("Diez años.")}},
	}))(t).Submission.Row
	if row.Mode != enum.ModePrior || row.EnrollmentID != nil || row.Language != "es" || row.IssuerID != p.college.ID {
		t.Errorf("submitted as %v", row)
	}
	only := func(mode submission.Mode) *db.MicroCredential {
		return p.assessed(t, "Only "+string(mode), func(d *submission.Definition) { d.Modes = []submission.Mode{mode} })
	}
	watched, written := only(submission.Observed), only(submission.Portfolio)
	for name, of := range map[string]*db.MicroCredential{"watched": watched, "portfolio": written, "not assessed": p.MicroCredential(t, p.college, "Plain", nil)} {
		_, err := p.Assessments.StartSubmission(p.Self(t, p.Earner(t)), assessment.StartSubmissionInput{MicroCredential: &of.ID})
		if diff := cmp.Diff([]string{"CONFLICT microCredential"}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	ana := p.Earner(t)
	as := p.Self(t, ana)
	enrolled := world.Must(p.Assessments.Enroll(as, assessment.EnrollInput{MicroCredential: watched.ID}))(t)
	_, err := p.Assessments.StartSubmission(as, assessment.StartSubmissionInput{Enrollment: &enrolled.ID})
	if diff := cmp.Diff([]string{"CONFLICT enrollment"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}

func TestAMicroCredentialIsEarnedThroughTheEnrollmentUnlessExperienceIsAskedFor(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	for _, prior := range []*bool{nil, world.Ptr(false), world.Ptr(true)} {
		ana := p.Earner(t)
		as := p.Self(t, ana)
		world.Must(p.Assessments.Enroll(as, p.enrolls()))(t)
		row := world.Must(p.Assessments.StartSubmission(as, assessment.StartSubmissionInput{MicroCredential: &p.of.ID, Prior: prior}))(t).Row
		if want := prior != nil && *prior; (row.Mode == enum.ModePrior) != want || (row.EnrollmentID == nil) != want {
			t.Errorf("asked %v, begun as %v", prior, row)
		}
	}
}

func TestOneSubmissionIsOpenAtATime(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana := p.Earner(t)
	as := p.Self(t, ana)
	world.Must(p.Assessments.Enroll(as, p.enrolls()))(t)
	errs := make([]error, 5)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			_, errs[i] = p.Assessments.StartSubmission(as, assessment.StartSubmissionInput{MicroCredential: &p.of.ID})
		})
	}
	all.Wait()
	refused := 0
	for _, err := range errs {
		if err != nil && cmp.Diff([]string{"CONFLICT microCredential"}, world.Problems(t, err)) == "" {
			refused++
		}
	}
	if n := p.DB().Submission.Query().CountX(p.Ctx); n != 1 || refused != 4 {
		t.Errorf("%d are open, %d were refused: %v", n, refused, errs)
	}
}

func TestOfManyWhoSubmitTheSameDraftAtOnceOneDoes(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana := p.Earner(t)
	as, of := p.Self(t, ana), p.drafts(t, ana)
	world.Must(first(p.Assessments.AddEvidence(as, said(of.ID, "x"))))(t)
	errs := make([]error, 5)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { _, errs[i] = p.Assessments.Submit(as, assessment.SubmitInput{Submission: &of.ID}) })
	}
	all.Wait()
	refused := 0
	for _, err := range errs {
		if problem.Is(err, problem.Conflict) {
			refused++
		}
	}
	if n := p.DB().SubmissionAttempt.Query().CountX(p.Ctx); n != 1 || refused != 4 {
		t.Errorf("%d attempts, %d refused: %v", n, refused, errs)
	}
}

func TestARepeatedSubmissionIsTheFirst(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	dir := p.keepsFilesIn(t)
	as := p.Self(t, p.Earner(t))
	in := func() assessment.SubmitInput {
		return assessment.SubmitInput{MicroCredential: &p.of.ID, ClientMutationID: world.Ptr("once"), Items: []assessment.EvidenceItem{
			{Part: "overview", File: &assessment.File{Name: "a.txt", Size: 4, Content: strings.NewReader("text")}},
		}}
	}
	one := world.Must(p.Assessments.Submit(as, in()))(t)
	two := world.Must(p.Assessments.Submit(as, in()))(t)
	if one.Submission.ID != two.Submission.ID || p.DB().Evidence.Query().CountX(p.Ctx) != 1 {
		t.Errorf("%s, then %s", one.Submission.ID, two.Submission.ID)
	}
	if kept := files(t, dir); len(kept) != 1 {
		t.Errorf("files are kept: %v", kept)
	}
}

func TestNamesAreWarnedOfAndRefuseNothing(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana := p.Earner(t, func(e *account.NewEarner) { e.Name = "Ana Torres" })
	done := world.Must(p.Assessments.Submit(p.Self(t, ana), assessment.SubmitInput{MicroCredential: &p.of.ID, Items: []assessment.EvidenceItem{
		{Part: "overview", Title: world.Ptr("By Torres"), Text: world.Ptr("I am ANA torres, ana@example.org.")},
		{Part: "overview", Link: world.Ptr("https://example.org/ana-torres")},
		{Part: "overview", Text: world.Ptr("Nothing here.")},
	}}))(t)
	want := []assessment.EvidenceWarning{
		{Part: "overview", Kind: submission.NameSpan, Words: "Torres"},
		{Part: "overview", Kind: submission.NameSpan, Words: "ANA torres"},
		{Part: "overview", Kind: submission.EmailSpan, Words: "ana@example.org"},
		{Part: "overview", Kind: submission.NameSpan, Words: "ana-torres"},
	}
	if diff := cmp.Diff(want, done.Warnings, cmpopts.IgnoreFields(assessment.EvidenceWarning{}, "Evidence"),
		cmpopts.SortSlices(func(a, b assessment.EvidenceWarning) bool { return a.Words < b.Words })); diff != "" {
		t.Error(diff)
	}
	if row := p.row(t, done.Submission.ID); !row.Flagged || row.State != enum.SubmissionSubmitted {
		t.Errorf("submitted as %v", row)
	}
}

func TestWhatWasReturnedIsSubmittedAgainWithTheTimeThatWasLeft(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana, row := p.submits(t, "I drove.")
	as := p.Self(t, ana)
	p.Clock.Advance(days(2)) // Wednesday
	world.Must(p.Assessments.Decide(p.rita, sendBack(p.claims(t, p.rita, row))))(t)
	p.Clock.Advance(days(28))
	again := world.Must(p.Assessments.Submit(as, assessment.SubmitInput{Submission: &row.ID, Items: []assessment.EvidenceItem{
		{Part: "overview", Text: world.Ptr("I looked over my shoulder.")},
	}}))(t).Submission.Row
	// 12 business days were left; Wednesday, April 1 and 12 business days.
	if got := again.DueAt.In(mustZone(t)).Format(time.DateOnly); again.Attempt != 2 || got != "2026-04-17" || again.DaysLeft != nil || again.DecidedAt != nil {
		t.Errorf("submitted again as %v, due on %s", again, got)
	}
	attempts := world.Must(p.Assessments.AttemptsBySubmission(as, []string{row.ID}))(t)[row.ID]
	if len(attempts) != 2 || attempts[0].Feedback != "Look over your shoulder." || *attempts[0].Row.Decision != enum.DecisionReturn ||
		attempts[1].Row.DecidedAt != nil || attempts[1].Feedback != "" {
		t.Errorf("attempts are %v", attempts)
	}
	want := []assessment.AttemptScore{{Criterion: "safe", Level: "no"}, {Criterion: "tidy", Level: "no"}}
	if diff := cmp.Diff(want, attempts[0].Scores); diff != "" {
		t.Error(diff)
	}
}

func TestAttemptsCountOnAfterARejection(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana, row := p.submits(t, "I drove.")
	as := p.Self(t, ana)
	reject := sendBack(p.claims(t, p.rita, row))
	reject.Decision = enum.DecisionReject
	world.Must(p.Assessments.Decide(p.rita, reject))(t)
	next := world.Must(p.Assessments.StartSubmission(as, assessment.StartSubmissionInput{MicroCredential: &p.of.ID}))(t)
	if next.Row.Attempt != 2 {
		t.Errorf("after a rejection it is attempt %d", next.Row.Attempt)
	}
	world.Must(p.Assessments.Withdraw(as, next.ID))(t)
	if third := world.Must(p.Assessments.StartSubmission(as, assessment.StartSubmissionInput{MicroCredential: &p.of.ID}))(t); third.Row.Attempt != 2 {
		t.Errorf("after a draft that was never submitted it is attempt %d", third.Row.Attempt)
	}
}

func TestWhatIsWithdrawnIsNobodysToAssess(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana, row := p.submits(t, "I drove.")
	as := p.Self(t, ana)
	shown := p.claims(t, p.rita, row)
	gone := world.Must(p.Assessments.Withdraw(as, row.ID))(t)
	if gone.Row.State != enum.SubmissionWithdrawn || gone.Row.DecidedAt == nil {
		t.Errorf("withdrawn as %v", gone.Row)
	}
	if _, err := p.Assessments.Decide(p.rita, accept(shown)); !problem.Is(err, problem.NotFound) {
		t.Errorf("decided with %v", err)
	}
	if n := p.DB().Assessment.Query().Where().CountX(p.Ctx); n != 1 || p.DB().Assessment.Query().OnlyX(p.Ctx).ReleasedAt == nil {
		t.Error("the claim is not released")
	}
	_, err := p.Assessments.Withdraw(as, row.ID)
	if diff := cmp.Diff([]string{"CONFLICT id"}, world.Problems(t, err)); diff != "" {
		t.Errorf("twice: %s", diff)
	}
}

func TestAcceptingAndWithdrawingAtOnceIsOneOfThem(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	for range 5 {
		ana, row := p.submits(t, "I drove.")
		as, shown := p.Self(t, ana), p.claims(t, p.rita, row)
		var all sync.WaitGroup
		var accepted, withdrawn error
		all.Go(func() { _, accepted = p.Assessments.Decide(p.rita, accept(shown)) })
		all.Go(func() { _, withdrawn = p.Assessments.Withdraw(as, row.ID) })
		all.Wait()
		now := p.row(t, row.ID)
		if (accepted == nil) == (withdrawn == nil) || (now.AwardID != nil) != (accepted == nil) || (now.State == enum.SubmissionAccepted) != (accepted == nil) {
			t.Errorf("accepted with %v, withdrawn with %v: %v", accepted, withdrawn, now)
		}
	}
}

func TestAnEndedEnrollmentTakesWhatWasSubmittedForItAlong(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana, row := p.submits(t, "I drove.")
	as := p.Self(t, ana)
	p.claims(t, p.rita, row)
	world.Must(p.Assessments.WithdrawEnrollment(as, *row.EnrollmentID))(t)
	if now := p.row(t, row.ID); now.State != enum.SubmissionWithdrawn {
		t.Errorf("it is %s", now.State)
	}
	_, err := p.Assessments.StartSubmission(as, assessment.StartSubmissionInput{Enrollment: row.EnrollmentID})
	if diff := cmp.Diff([]string{"NOT_FOUND enrollment"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}

func TestAFailureAfterSubmittingLeavesTheDraft(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana := p.Earner(t)
	of := p.drafts(t, ana)
	as := p.Self(t, ana)
	world.Must(first(p.Assessments.AddEvidence(as, said(of.ID, "x"))))(t)
	ctx, cancel := context.WithCancel(as)
	cancel()
	if _, err := p.Assessments.Submit(ctx, assessment.SubmitInput{Submission: &of.ID}); err == nil {
		t.Error("it went on for nobody")
	}
	if row := p.row(t, of.ID); row.State != enum.SubmissionDraft || p.DB().SubmissionAttempt.Query().CountX(p.Ctx) != 0 {
		t.Errorf("it is %s", row.State)
	}
}
