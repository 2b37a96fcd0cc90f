package assessment_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func (p *panel) cohort(t testing.TB, edit ...func(*assessment.CreateCohortInput)) *assessment.CreatedCohort {
	t.Helper()
	in := assessment.CreateCohortInput{Name: "Spring", MicroCredentials: []string{p.of.ID}}
	for _, change := range edit {
		change(&in)
	}
	return world.Must(p.Assessments.CreateCohort(p.manager, in))(t)
}

// joins has a new earner join.
func (p *panel) joins(t testing.TB, of *assessment.CreatedCohort, name string, shares bool) (earner string, as context.Context) {
	t.Helper()
	earner = p.Earner(t, func(e *account.NewEarner) { e.Name = name })
	as = p.Self(t, earner)
	world.Must(p.Assessments.JoinCohort(as, assessment.JoinCohortInput{Code: of.Code, Shares: shares}))(t)
	return earner, as
}

func TestACohortIsItsOrganizationsAndHasACodeThatIsToldOnce(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	in := assessment.CreateCohortInput{Name: " Spring ", MicroCredentials: []string{p.of.ID}, ClientMutationID: world.Ptr("once")}
	made := world.Must(p.Assessments.CreateCohort(p.manager, in))(t)
	if made.Cohort.Name != "Spring" || made.Cohort.OrganizationID != p.college.ID || len(made.Code) != 14 ||
		strings.Contains(made.Cohort.String(), strings.ReplaceAll(made.Code, "-", "")) {
		t.Errorf("made %v", made)
	}
	again := world.Must(p.Assessments.CreateCohort(p.manager, in))(t)
	if again.Cohort.ID != made.Cohort.ID || again.Code != "" {
		t.Errorf("repeated: %v", again)
	}
	yesterday := p.Clock.Now().AddDate(0, 0, -1)
	_, err := p.Assessments.CreateCohort(p.manager, assessment.CreateCohortInput{
		Name: " ", MicroCredentials: []string{p.of.ID, p.of.ID}, StartsOn: world.Ptr(p.Clock.Now()), EndsOn: &yesterday,
	})
	if diff := cmp.Diff([]string{"INVALID endsOn", "INVALID microCredentials.1", "INVALID name"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	_, err = p.Assessments.CreateCohort(p.manager, assessment.CreateCohortInput{Name: "X", MicroCredentials: []string{"mcr_none"}})
	if diff := cmp.Diff([]string{"NOT_FOUND microCredentials.0"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	_, err = p.Assessments.CreateCohort(p.manager, assessment.CreateCohortInput{Name: "Group \u202eA", MicroCredentials: []string{p.of.ID}})
	if diff := cmp.Diff([]string{"INVALID name"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	for name, as := range map[string]context.Context{"an assessor": p.rita, "an earner": p.Self(t, p.Earner(t)), "the system": p.Ctx} {
		_, err := p.Assessments.CreateCohort(as, in)
		if diff := cmp.Diff([]string{"FORBIDDEN"}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestOneJoinsByTheCodeWhileItIsOpen(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	today := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	made := p.cohort(t, func(in *assessment.CreateCohortInput) { in.EndsOn = &today })
	as := p.Self(t, p.Earner(t))
	typed := strings.ToLower(strings.ReplaceAll(made.Code, "-", " "))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { world.Must(p.Assessments.JoinCohort(as, assessment.JoinCohortInput{Code: typed}))(t) })
	}
	all.Wait()
	if m := p.DB().CohortMember.Query().OnlyX(p.Ctx); m.Shares || m.LeftAt != nil {
		t.Errorf("joined as %v", m)
	}
	p.Clock.Advance(days(1))
	_, err := p.Assessments.JoinCohort(p.Self(t, p.Earner(t)), assessment.JoinCohortInput{Code: made.Code})
	if diff := cmp.Diff([]string{"CONFLICT code"}, world.Problems(t, err)); diff != "" {
		t.Errorf("after its end: %s", diff)
	}
	open := p.cohort(t)
	world.Must(p.Assessments.CloseCohort(p.manager, open.Cohort.ID))(t)
	world.Must(p.Assessments.CloseCohort(p.manager, open.Cohort.ID))(t)
	_, err = p.Assessments.JoinCohort(as, assessment.JoinCohortInput{Code: open.Code})
	if diff := cmp.Diff([]string{"CONFLICT code"}, world.Problems(t, err)); diff != "" {
		t.Errorf("once it is closed: %s", diff)
	}
	_, err = p.Assessments.CloseCohort(p.Member(t, auth.Issuer, p.elsewhere), made.Cohort.ID)
	if diff := cmp.Diff([]string{"NOT_FOUND id"}, world.Problems(t, err)); diff != "" {
		t.Errorf("another's: %s", diff)
	}
}

func TestWhoGuessesCodesIsSoonRefused(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	made := p.cohort(t)
	as := p.Self(t, p.Earner(t))
	try := func(code string) []string {
		_, err := p.Assessments.JoinCohort(as, assessment.JoinCohortInput{Code: code})
		return world.Problems(t, err)
	}
	for i := range 10 {
		if diff := cmp.Diff([]string{"NOT_FOUND code"}, try(fmt.Sprintf("2222-2222-222%d", i))); diff != "" {
			t.Fatalf("guess %d: %s", i, diff)
		}
	}
	for _, code := range []string{"2222-2222-2222", made.Code} {
		if diff := cmp.Diff([]string{"LIMIT code"}, try(code)); diff != "" {
			t.Error(diff)
		}
	}
	p.joins(t, made, "Another", false)
	p.Clock.Advance(time.Hour)
	if got := try(made.Code); len(got) != 0 {
		t.Errorf("an hour later: %v", got)
	}
}

func TestAnEnrollmentInACohortIsOfItsMember(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	made := p.cohort(t)
	_, as := p.joins(t, made, "Ana", true)
	in := p.enrolls(func(in *assessment.EnrollInput) { in.Cohort = &made.Cohort.ID })
	if row := world.Must(p.Assessments.Enroll(as, in))(t); row.CohortID == nil {
		t.Errorf("enrolled as %v", row)
	}
	ben, left := p.joins(t, made, "Ben", true)
	world.Must(p.Assessments.LeaveCohort(left, made.Cohort.ID))(t)
	other := in
	other.MicroCredential = p.MicroCredential(t, p.college, "Other", nil).ID
	for name, tt := range map[string]struct {
		as world.Viewer
		in assessment.EnrollInput
	}{"who left": {p.Self(t, ben), in}, "a stranger": {p.Self(t, p.Earner(t)), in}, "in something else": {as, other}} {
		_, err := p.Assessments.Enroll(tt.as, tt.in)
		if diff := cmp.Diff([]string{"NOT_FOUND cohort"}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// names are the members whom a lead sees.
func (p *panel) names(t testing.TB, as world.Viewer, of *db.Cohort) []string {
	t.Helper()
	names := []string{}
	args := page.Args{First: 1}
	for {
		found := world.Must(p.Assessments.MembersOf(as, of, args))(t)
		for _, m := range found.Items {
			names = append(names, fmt.Sprintf("%s %s", m.Name, m.Progress[0].Progress))
		}
		if !found.HasNext {
			return names
		}
		args.After = found.Cursors[0]
	}
}

func TestALeadSeesWhoSharesFromTheNextRequestOnAndNobodyElse(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	made := p.cohort(t)
	ana, asAna := p.joins(t, made, "Ana", true)
	_, asBen := p.joins(t, made, "Ben", false)
	p.joins(t, made, "Cy", true)
	p.submitsAs(t, ana, "I drove.", "en")
	want := func(what string, list ...string) {
		t.Helper()
		if diff := cmp.Diff(list, p.names(t, p.manager, made.Cohort)); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	want("at first", "Ana SUBMITTED", "Cy NOT_STARTED")
	world.Must(p.Assessments.SetCohortSharing(asBen, assessment.SetCohortSharingInput{ID: made.Cohort.ID, Shares: true}))(t)
	want("once Ben shares", "Ana SUBMITTED", "Ben NOT_STARTED", "Cy NOT_STARTED")
	world.Must(p.Assessments.SetCohortSharing(asAna, assessment.SetCohortSharingInput{ID: made.Cohort.ID}))(t)
	world.Must(p.Assessments.LeaveCohort(asBen, made.Cohort.ID))(t)
	want("after Ana and Ben", "Cy NOT_STARTED")
	world.Must(p.Assessments.JoinCohort(asBen, assessment.JoinCohortInput{Code: made.Code}))(t)
	want("back, he shares nothing", "Cy NOT_STARTED")
	for name, as := range map[string]world.Viewer{
		"an assessor of it": p.rita, "another's lead": p.Member(t, auth.Issuer, p.elsewhere), "a member": asAna, "nobody": t.Context(),
	} {
		if got := p.names(t, as, made.Cohort); len(got) > 0 {
			t.Errorf("%s sees %v", name, got)
		}
		progress := world.Must(p.Assessments.ProgressByCohort(as, []string{made.Cohort.ID}))(t)
		counts := world.Must(p.Assessments.CountsByCohort(as, []string{made.Cohort.ID}))(t)
		if len(progress) > 0 || len(counts) > 0 {
			t.Errorf("%s counts %v of %v", name, progress, counts)
		}
		seen := world.Must(p.Assessments.CohortsByID(as, []string{made.Cohort.ID}))(t)
		listed := world.Must(p.Assessments.Cohorts(as, page.Args{First: 5}))(t)
		if member := name == "a member"; (len(seen) == 1) != member || (len(listed.Items) == 1) != member {
			t.Errorf("%s sees %v and lists %v", name, seen, listed.Items)
		}
	}
	if _, err := p.Assessments.LeaveCohort(p.Self(t, p.Earner(t)), made.Cohort.ID); len(world.Problems(t, err)) != 1 {
		t.Errorf("a stranger leaves with %v", err)
	}
}

// counts are a lead's, "?" for what is held back, in the order of Progresses.
func (p *panel) counts(t testing.TB, of *db.Cohort) string {
	t.Helper()
	progress := world.Must(p.Assessments.ProgressByCohort(p.manager, []string{of.ID}))(t)[of.ID]
	var said []string
	for _, step := range assessment.Progresses() {
		if n := progress[0].Counts[step]; n != nil {
			said = append(said, fmt.Sprint(*n))
		} else {
			said = append(said, "?")
		}
	}
	return strings.Join(said, " ")
}

func TestCountsTellOfNobodyWhoDoesNotShare(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	made := p.cohort(t)
	expect := func(what, want string) {
		t.Helper()
		if got := p.counts(t, made.Cohort); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	expect("of nobody", "0 0 0 0 0")
	ana, _ := p.joins(t, made, "Ana", true)
	world.Must(p.Assessments.Enroll(p.Self(t, ana), p.enrolls()))(t)
	expect("of one who shares", "0 1 0 0 0")
	var others []context.Context
	for i := range 4 {
		_, as := p.joins(t, made, fmt.Sprintf("Other %d", i), false)
		others = append(others, as)
		expect("with a few who do not share", "? ? ? ? ?")
	}
	_, as := p.joins(t, made, "Fifth", false)
	others = append(others, as)
	expect("of five who do the same", "5 1 0 0 0")
	row := world.Must(p.Assessments.Enroll(others[0], p.enrolls()))(t)
	expect("of whom one is further", "? ? 0 0 0")
	world.Must(p.Assessments.WithdrawEnrollment(others[0], row.ID))(t)
	for _, as := range others {
		world.Must(p.Assessments.SetCohortSharing(as, assessment.SetCohortSharingInput{ID: made.Cohort.ID, Shares: true}))(t)
	}
	expect("once all share", "5 1 0 0 0")
	if n := world.Must(p.Assessments.CountsByCohort(p.manager, []string{made.Cohort.ID}))(t)[made.Cohort.ID]; *n != 6 {
		t.Errorf("%d are in it", *n)
	}
}

func TestProgressIsHowFarOneIs(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	made := p.cohort(t)
	expect := func(what, want string) {
		t.Helper()
		if got := p.counts(t, made.Cohort); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	ana, as := p.joins(t, made, "Ana", true)
	expect("joined", "1 0 0 0 0")
	row := p.submitsAs(t, ana, "I drove.", "en")
	expect("submitted", "0 0 1 0 0")
	shown := p.claims(t, p.rita, row)
	expect("claimed", "0 0 1 0 0")
	world.Must(p.Assessments.Decide(p.rita, sendBack(shown)))(t)
	expect("returned", "0 0 0 1 0")
	world.Must(p.Assessments.Submit(as, assessment.SubmitInput{Submission: &row.ID}))(t)
	world.Must(p.Assessments.Decide(p.rita, accept(p.claims(t, p.rita, row))))(t)
	expect("awarded", "0 0 0 0 1")
	p.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Award.Update().SetStatus(enum.AwardRevoked).Exec(ctx)
	})
	expect("revoked", "1 0 0 0 0")
	p.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Earner.UpdateOneID(ana).SetName("").SetErasedAt(p.Clock.Now()).Exec(ctx)
	})
	expect("erased", "0 0 0 0 0")
	if got := p.names(t, p.manager, made.Cohort); len(got) > 0 {
		t.Errorf("an erased member is shown: %v", got)
	}
}
