package assessment_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// offering adds one of the panel's micro-credential.
func (p *panel) offering(t testing.TB, edit func(*catalog.OfferingInput)) *db.Offering {
	t.Helper()
	in := catalog.OfferingInput{MicroCredential: p.of.ID, Provider: p.college.ID, Delivery: enum.DeliveryOnline, Language: "en"}
	edit(&in)
	return world.Must(p.Catalog.AddOffering(p.Ctx, in))(t)
}

func (p *panel) enrolls(edit ...func(*assessment.EnrollInput)) assessment.EnrollInput {
	in := assessment.EnrollInput{MicroCredential: p.of.ID}
	for _, change := range edit {
		change(&in)
	}
	return in
}

func TestAnEnrollmentIsInTheCurrentVersionOfTheOnlyIssuer(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana := p.Earner(t)
	row := world.Must(p.Assessments.Enroll(p.Self(t, ana), p.enrolls()))(t)
	if row.EarnerID != ana || row.VersionID != *p.of.CurrentVersionID || row.IssuerID != p.college.ID || row.Status != enum.EnrollmentActive {
		t.Errorf("enrolled as %v", row)
	}
	said := p.DB().AuditEntry.Query().Where(auditentry.KindEQ(enum.SubjectEnrollment), auditentry.Subject(row.ID)).OnlyX(p.Ctx)
	if said.Action != "enrollment.create" {
		t.Errorf("the trail says %s", said.Action)
	}
}

func TestWhatCannotBeEarnedIsSaidWithItsPlace(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana := p.Earner(t)
	other := p.MicroCredential(t, p.elsewhere, "Other", nil)
	elsewhere := world.Must(p.Catalog.AddOffering(p.Ctx, catalog.OfferingInput{
		MicroCredential: other.ID, Provider: p.elsewhere.ID, Delivery: enum.DeliveryOnline, Language: "en",
	}))(t)
	day := p.Clock.Now().AddDate(0, 0, -1)
	over := p.offering(t, func(in *catalog.OfferingInput) { in.EndsOn = &day })
	retired := p.MicroCredential(t, p.college, "Retired", nil)
	draft := p.MicroCredential(t, p.college, "Draft", nil)
	p.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return errors.Join(
			tx.MicroCredential.UpdateOneID(retired.ID).SetStatus(enum.Retired).Exec(ctx),
			tx.MicroCredential.UpdateOneID(draft.ID).SetStatus(enum.Draft).Exec(ctx),
		)
	})
	for name, tt := range map[string]struct {
		as   world.Viewer
		in   assessment.EnrollInput
		want []string
	}{
		"nothing": {p.Self(t, ana), assessment.EnrollInput{MicroCredential: "mcr_none"}, []string{"NOT_FOUND microCredential"}},
		"retired": {p.Self(t, ana), assessment.EnrollInput{MicroCredential: retired.ID}, []string{"CONFLICT microCredential"}},
		"a draft": {p.Self(t, ana), assessment.EnrollInput{MicroCredential: draft.ID}, []string{"NOT_FOUND microCredential"}},
		"over":    {p.Self(t, ana), p.enrolls(func(in *assessment.EnrollInput) { in.Offering = &over.ID }), []string{"CONFLICT offering"}},
		"everything": {p.Self(t, ana), p.enrolls(func(in *assessment.EnrollInput) {
			in.Offering, in.Issuer, in.Cohort = &elsewhere.ID, &p.elsewhere.ID, world.Ptr("coh_1")
		}), []string{"NOT_FOUND cohort", "NOT_FOUND issuer", "NOT_FOUND offering"}},
		"anonymous":  {t.Context(), p.enrolls(), []string{"UNAUTHENTICATED"}},
		"an issuer":  {p.manager, p.enrolls(), []string{"FORBIDDEN"}},
		"the system": {p.Ctx, p.enrolls(), []string{"FORBIDDEN"}},
	} {
		_, err := p.Assessments.Enroll(tt.as, tt.in)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if n := p.DB().Enrollment.Query().CountX(p.Ctx); n != 0 {
		t.Errorf("%d enrollments were written", n)
	}
}

func TestOfSeveralIssuersOneIsNamedOrDelivers(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	of := world.Must(p.Catalog.PublishMicroCredential(p.Ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: p.college.ID, Issuers: []string{p.college.ID, p.elsewhere.ID},
		Version: catalog.VersionInput{Title: text.EnEs("Shared", "Compartida"), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline}},
	}))(t)
	at := world.Must(p.Catalog.AddOffering(p.Ctx, catalog.OfferingInput{
		MicroCredential: of.ID, Provider: p.elsewhere.ID, Delivery: enum.DeliveryOnline, Language: "en",
	}))(t)
	_, err := p.Assessments.Enroll(p.Self(t, p.Earner(t)), assessment.EnrollInput{MicroCredential: of.ID})
	if diff := cmp.Diff([]string{"INVALID issuer"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	delivered := world.Must(p.Assessments.Enroll(p.Self(t, p.Earner(t)), assessment.EnrollInput{MicroCredential: of.ID, Offering: &at.ID}))(t)
	named := world.Must(p.Assessments.Enroll(p.Self(t, p.Earner(t)), assessment.EnrollInput{MicroCredential: of.ID, Offering: &at.ID, Issuer: &p.college.ID}))(t)
	if delivered.IssuerID != p.elsewhere.ID || named.IssuerID != p.college.ID {
		t.Errorf("delivered by %s, named %s", delivered.IssuerID, named.IssuerID)
	}
}

func TestWhatIsAskedForBeforeIsHeldAndCounts(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	first, advised := p.MicroCredential(t, p.college, "First", nil), p.MicroCredential(t, p.college, "Advised", nil)
	next := world.Must(p.Catalog.PublishMicroCredential(p.Ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: p.college.ID, Issuers: []string{p.college.ID}, Version: catalog.VersionInput{
			Title: text.EnEs("Next", "Siguiente"), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline},
			Prerequisites: []catalog.PrerequisiteInput{{MicroCredential: first.ID}, {MicroCredential: advised.ID, Advised: true}},
			Assessment: &submission.Definition{
				Modes: []submission.Mode{submission.Prior},
				Criteria: []submission.Criterion{{Key: "shown", Title: submission.Text{"en": "Shown"}, Meets: 2, Levels: []submission.Level{
					{Key: "no", Title: submission.Text{"en": "No"}}, {Key: "yes", Title: submission.Text{"en": "Yes"}},
				}}},
			},
		},
	}))(t)
	ana, ben := p.Earner(t), p.Earner(t)
	yesterday := p.Clock.Now().AddDate(0, 0, -1)
	p.Award(t, ben, first, func(a *credential.NewAward) { a.ExpiresAt = &yesterday })
	for _, without := range []string{ana, ben} {
		_, err := p.Assessments.Enroll(p.Self(t, without), assessment.EnrollInput{MicroCredential: next.ID})
		if ps := problem.As(err); len(ps) != 1 || ps[0].Kind != problem.Conflict || ps[0].Message != "earn this first: First" ||
			cmp.Diff([]string{first.ID}, ps[0].Suggestions) != "" {
			t.Errorf("without what counts: %v", err)
		}
		_, err = p.Assessments.StartSubmission(p.Self(t, without), assessment.StartSubmissionInput{MicroCredential: &next.ID, Prior: world.Ptr(true)})
		if !problem.Is(err, problem.Conflict) {
			t.Errorf("by experience, without what counts: %v", err)
		}
	}
	p.Award(t, ana, first)
	world.Must(p.Assessments.Enroll(p.Self(t, ana), assessment.EnrollInput{MicroCredential: next.ID}))(t)
}

func TestOfManyWhoWantTheLastSeatOneHasIt(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	at := p.offering(t, func(in *catalog.OfferingInput) { in.Seats = world.Ptr(2) })
	in := p.enrolls(func(in *assessment.EnrollInput) { in.Offering = &at.ID })
	first := world.Must(p.Assessments.Enroll(p.Self(t, p.Earner(t)), in))(t)
	viewers := make([]context.Context, 6)
	for i := range viewers {
		viewers[i] = p.Self(t, p.Earner(t))
	}
	errs := make([]error, len(viewers))
	var all sync.WaitGroup
	for i, as := range viewers {
		all.Go(func() { _, errs[i] = p.Assessments.Enroll(as, in) })
	}
	all.Wait()
	seated := 0
	for _, err := range errs {
		switch {
		case err == nil:
			seated++
		case cmp.Diff([]string{"LIMIT offering"}, world.Problems(t, err)) != "":
			t.Errorf("refused with %v", err)
		}
	}
	if n := p.DB().Enrollment.Query().CountX(p.Ctx); seated != 1 || n != 2 {
		t.Errorf("%d got the last seat, %d are enrolled", seated, n)
	}
	world.Must(p.Assessments.WithdrawEnrollment(p.Self(t, first.EarnerID), first.ID))(t)
	world.Must(p.Assessments.Enroll(p.Self(t, p.Earner(t)), in))(t)
}

func TestWhoCompletesAClassKeepsTheirSeatInIt(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	first := p.Clock.Now()
	for name, tt := range map[string]struct {
		startsOn *time.Time
		want     []string
	}{
		"a class of a day":        {&first, []string{"LIMIT offering"}},
		"what begins at any time": {nil, []string{}},
	} {
		at := p.offering(t, func(in *catalog.OfferingInput) { in.Seats, in.StartsOn = world.Ptr(1), tt.startsOn })
		in := p.enrolls(func(in *assessment.EnrollInput) { in.Offering = &at.ID })
		ana := world.Must(p.Assessments.Enroll(p.Self(t, p.Earner(t)), in))(t)
		world.Must(p.Assessments.RecordObservations(p.rita, p.seen(does(ana.EarnerID, "yes", "yes"))))(t)
		if got := p.DB().Enrollment.GetX(p.Ctx, ana.ID).Status; got != enum.EnrollmentCompleted {
			t.Fatalf("%s: %s, want COMPLETED", name, got)
		}
		_, err := p.Assessments.Enroll(p.Self(t, p.Earner(t)), in)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestOneIsEnrolledOnceAtATime(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana := p.Earner(t)
	as := p.Self(t, ana)
	errs := make([]error, 5)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { _, errs[i] = p.Assessments.Enroll(as, p.enrolls()) })
	}
	all.Wait()
	refused := 0
	for _, err := range errs {
		if err != nil && cmp.Diff([]string{"CONFLICT microCredential"}, world.Problems(t, err)) == "" {
			refused++
		}
	}
	row := p.DB().Enrollment.Query().OnlyX(p.Ctx)
	if refused != 4 {
		t.Errorf("%d were refused: %v", refused, errs)
	}
	_, err := p.Assessments.WithdrawEnrollment(p.Self(t, p.Earner(t)), row.ID)
	if diff := cmp.Diff([]string{"NOT_FOUND id"}, world.Problems(t, err)); diff != "" {
		t.Errorf("another's: %s", diff)
	}
	ended := world.Must(p.Assessments.WithdrawEnrollment(as, row.ID))(t)
	if ended.Status != enum.EnrollmentWithdrawn || ended.EndedAt == nil {
		t.Errorf("ended as %v", ended)
	}
	_, err = p.Assessments.WithdrawEnrollment(as, row.ID)
	if diff := cmp.Diff([]string{"CONFLICT id"}, world.Problems(t, err)); diff != "" {
		t.Errorf("twice: %s", diff)
	}
	world.Must(p.Assessments.Enroll(as, p.enrolls()))(t)
}

func TestARepeatedEnrollmentIsTheFirst(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana := p.Earner(t)
	as := p.Self(t, ana)
	in := p.enrolls(func(in *assessment.EnrollInput) { in.ClientMutationID = world.Ptr("once") })
	first := world.Must(p.Assessments.Enroll(as, in))(t)
	if again := world.Must(p.Assessments.Enroll(as, in))(t); again.ID != first.ID {
		t.Errorf("repeated, it made %s after %s", again.ID, first.ID)
	}
}

func TestEnrollmentsAreSeenByTheirEarnerTheIssuerAndWhomTheyLetIn(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	board := p.Organization(t, "Board", nil, enum.OrgWorkforceBoard)
	coach := p.Member(t, auth.Coach, board)
	ana := p.Earner(t, func(e *account.NewEarner) {
		e.Grants = []consent.Grant{{Organization: board.ID, Purpose: consent.Coaching, Fields: []consent.Field{consent.Awards}}}
	})
	shy := p.Earner(t, func(e *account.NewEarner) {
		e.Grants = []consent.Grant{{Organization: board.ID, Purpose: consent.Coaching, Fields: []consent.Field{consent.Name}}}
	})
	of := map[string]string{}
	for _, earner := range []string{ana, shy} {
		of[earner] = world.Must(p.Assessments.Enroll(p.Self(t, earner), p.enrolls()))(t).ID
	}
	for name, tt := range map[string]struct {
		as   world.Viewer
		want map[string]bool
	}{
		"self":              {p.Self(t, ana), map[string]bool{ana: true}},
		"another earner":    {p.Self(t, p.Earner(t)), nil},
		"the coach":         {coach, map[string]bool{ana: true}},
		"a strange coach":   {p.Member(t, auth.Coach, p.elsewhere), nil},
		"the issuer":        {p.manager, map[string]bool{ana: true, shy: true}},
		"another issuer":    {p.Member(t, auth.Issuer, p.elsewhere), nil},
		"who assesses":      {p.rita, nil},
		"an employer":       {p.Member(t, auth.Employer, p.college), nil},
		"an administrator":  {p.Member(t, auth.Admin, p.college), nil},
		"nobody signed in":  {t.Context(), nil},
		"the coach as none": {auth.With(t.Context(), auth.Viewer{Account: auth.From(coach).Account}), nil},
	} {
		byID := world.Must(p.Assessments.EnrollmentsByID(tt.as, []string{of[ana], of[shy]}))(t)
		first := world.Must(p.Assessments.EnrollmentsByEarner(tt.as, []string{ana, shy}, 10))(t)
		for earner, id := range of {
			listed := world.Must(p.Assessments.EnrollmentsOf(tt.as, earner, page.Args{First: 10}))(t)
			if want := tt.want[earner]; (byID[id] != nil) != want || (len(listed.Items) == 1) != want || (len(first[earner].Items) == 1) != want {
				t.Errorf("%s: %v by id, %d listed, %d in the first pages, want seen: %v", name, byID[id], len(listed.Items), len(first[earner].Items), want)
			}
		}
	}
}
