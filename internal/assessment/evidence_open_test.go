package assessment_test

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// told is a submission that says whose it is wherever one can say it.
type told struct {
	*panel
	ana   string
	as    world.Viewer // Ana
	coach world.Viewer // whom Ana let in
	row   *db.Submission
	file  string // the id of her file
	shown string // the submission's id for the college's assessors
}

func newTold(t *testing.T) *told {
	t.Helper()
	p := newPanel(t)
	board := p.Organization(t, "Board", nil, enum.OrgWorkforceBoard)
	w := &told{panel: p, coach: p.Member(t, auth.Coach, board)}
	w.ana = p.Earner(t, func(e *account.NewEarner) {
		e.Name = "Ana Torres"
		e.Grants = []consent.Grant{{Organization: board.ID, Purpose: consent.Coaching, Fields: []consent.Field{consent.Awards, consent.Name}}}
	})
	w.as = p.Self(t, w.ana)
	enrolled := world.Must(p.Assessments.Enroll(w.as, p.enrolls()))(t)
	done := world.Must(p.Assessments.Submit(w.as, assessment.SubmitInput{Enrollment: &enrolled.ID, Items: []assessment.EvidenceItem{
		{Part: "overview", Title: world.Ptr("Torres drives"), Text: world.Ptr("I am Ana Torres. Call +1 912 555 0100.")},
		{Part: "overview", Title: world.Ptr("File"), File: &assessment.File{Name: "Ana Torres.txt", Size: 5, Content: strings.NewReader("hello")}},
	}}))(t)
	w.row = done.Submission.Row
	for _, item := range world.Must(p.Assessments.EvidenceBySubmission(w.as, []string{w.row.ID}))(t)[w.row.ID] {
		if item.Row.Blob != nil {
			w.file = item.ID
		}
	}
	w.shown = p.shown(t, p.rita, w.row)
	return w
}

// sees is the evidence that a viewer sees under an id.
func (w *told) sees(t testing.TB, as world.Viewer, id string) []*assessment.Evidence {
	t.Helper()
	items := world.Must(w.Assessments.EvidenceBySubmission(as, []string{id}))(t)[id]
	// The text, then the file: the clock stands, and ids of one instant have no order.
	slices.SortFunc(items, func(a, b *assessment.Evidence) int { return strings.Compare(a.Row.MediaType, b.Row.MediaType) })
	return items
}

// reads is what a viewer reads of a file; "" where it is not there for them.
func (w *told) reads(t testing.TB, as world.Viewer, id string) (content, name string) {
	t.Helper()
	file, err := w.Assessments.OpenEvidence(as, id)
	if problem.Is(err, problem.NotFound) {
		return "", ""
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	return string(world.Must(io.ReadAll(file))(t)), file.Name
}

func TestWhoJudgesBlindReadsNoNameAndKnowsNoIDThatOthersKnow(t *testing.T) {
	t.Parallel()
	w := newTold(t)
	if got := w.sees(t, w.rita, w.shown); len(got) > 0 {
		t.Errorf("before she claims it, she reads %v", got)
	}
	world.Must(w.Assessments.Claim(w.rita, assessment.ClaimInput{ID: w.shown}))(t)
	items := w.sees(t, w.rita, w.shown)
	if len(items) != 2 {
		t.Fatalf("she reads %d items", len(items))
	}
	text, file := items[0], items[1]
	if text.Title != "[name] drives" || text.Text != "I am [name]. Call [phone]." {
		t.Errorf("she reads %q: %q", text.Title, text.Text)
	}
	if diff := cmp.Diff([]submission.SpanKind{submission.NameSpan, submission.PhoneSpan}, text.Flags); diff != "" {
		t.Error(diff)
	}
	if file.FileName != "" || file.OwnHash() != nil || file.OwnAddedAt() != nil || file.ID == w.file || strings.Contains(file.Path(), w.file) {
		t.Errorf("of the file she knows %+v at %s", file, file.Path())
	}
	seen := world.Must(w.Assessments.SubmissionsByID(w.rita, []string{w.shown, w.row.ID}))(t)
	of := seen[w.shown]
	if seen[w.row.ID] != nil || of.KnownEarner() != nil || of.KnownEnrollment() != nil || of.KnownIssuer() != nil || of.BegunAt() != nil ||
		of.LastSubmittedAt() != nil || of.OwnRevision() != nil || of.KnownFlagged() == nil {
		t.Errorf("of the submission she knows %+v", of)
	}
	if got := w.sees(t, w.rita, w.row.ID); len(got) > 0 {
		t.Errorf("by the record's id she reads %v", got)
	}
	content, name := w.reads(t, w.rita, file.ID)
	if content != "hello" || name != "evidence.txt" {
		t.Errorf("she opens %q called %q", content, name)
	}
	for _, attempt := range world.Must(w.Assessments.AttemptsBySubmission(w.rita, []string{w.shown}))(t)[w.shown] {
		if attempt.SubmittedWhen() != nil || attempt.DecidedWhen() != nil {
			t.Errorf("she knows when: %v", attempt)
		}
	}
	world.Must(w.Assessments.Release(w.rita, assessment.ReleaseInput{ID: w.shown}))(t)
	if content, _ := w.reads(t, w.rita, file.ID); content != "" || len(w.sees(t, w.rita, w.shown)) > 0 {
		t.Errorf("after she released it, she reads on: %q", content)
	}
}

func TestWhoJudgesBlindIsNotToldByWhomAPhotographWasTaken(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	earner := p.enrolled(t)
	as := p.Self(t, earner)
	photo := "\xff\xd8\xff\xfe\x00\x0fby Ana Torres\xff\xdb\x00\x02\xff\xda\x00\x02"
	done := world.Must(p.Assessments.Submit(as, assessment.SubmitInput{MicroCredential: &p.of.ID, Items: []assessment.EvidenceItem{
		{Part: "overview", File: &assessment.File{Name: "me.jpg", Size: int64(len(photo)), Content: strings.NewReader(photo)}},
	}}))(t)
	w := &told{panel: p}
	shown := p.claims(t, p.rita, done.Submission.Row)
	if got, _ := w.reads(t, p.rita, w.sees(t, p.rita, shown)[0].ID); len(got) != len(photo) || strings.Contains(got, "Torres") {
		t.Errorf("she reads %q", got)
	}
	if got, _ := w.reads(t, as, w.sees(t, as, done.Submission.Row.ID)[0].ID); got != photo {
		t.Errorf("the earner reads %q", got)
	}
}

func TestEvidenceIsSeenByItsEarnerAndWhoHoldsItAlone(t *testing.T) {
	t.Parallel()
	w := newTold(t)
	world.Must(w.Assessments.Claim(w.rita, assessment.ClaimInput{ID: w.shown}))(t)
	sealed := w.sees(t, w.rita, w.shown)[1].ID
	conflicted := w.Member(t, auth.Assessor, w.college)
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Conflict.Create().SetID("cfl_1").SetCreatedAt(w.Clock.Now()).SetAccountID(auth.From(conflicted).Account).
			SetEarnerID(w.ana).SetDeclaredByID(auth.From(conflicted).Account).Exec(ctx)
	})
	for name, tt := range map[string]struct {
		as      world.Viewer
		opens   bool // the file, by the id that they were told
		stands  assessment.Sight
		listed  bool
		attempt int
	}{
		"self":                   {w.as, true, assessment.SightEarner, true, 1},
		"another earner":         {w.Self(t, w.Earner(t)), false, "", false, 0},
		"the coach":              {w.coach, false, assessment.SightCoach, true, 0},
		"a coach without":        {w.Member(t, auth.Coach, w.elsewhere), false, "", false, 0},
		"who holds it":           {w.rita, true, "", false, 0},
		"who could":              {w.omar, false, "", false, 0},
		"in conflict":            {conflicted, false, "", false, 0},
		"herself as an assessor": {alsoEarner(w.omar, w.ana), false, "", false, 0},
		"of elsewhere":           {w.stranger, false, "", false, 0},
		"the issuer":             {w.manager, false, assessment.SightIssuer, true, 1},
		"another issuer":         {w.Member(t, auth.Issuer, w.elsewhere), false, "", false, 0},
		"an employer":            {w.Member(t, auth.Employer, w.college), false, "", false, 0},
		"an analyst":             {w.Member(t, auth.Analyst, w.college), false, "", false, 0},
		"a steward":              {w.Member(t, auth.Steward, w.college), false, "", false, 0},
		"an administrator":       {w.Member(t, auth.Admin, w.college), false, "", false, 0},
		"a recognizer":           {w.Member(t, auth.Recognizer, w.college), false, "", false, 0},
		"a developer":            {w.Member(t, auth.Developer, w.college), false, "", false, 0},
		"anonymous":              {t.Context(), false, "", false, 0},
	} {
		var opened bool
		for _, id := range []string{w.file, sealed} {
			content, _ := w.reads(t, tt.as, id)
			opened = opened || content != ""
		}
		if opened != tt.opens {
			t.Errorf("%s opens the file: %v, want %v", name, opened, tt.opens)
		}
		seen := world.Must(w.Assessments.SubmissionsByID(tt.as, []string{w.row.ID}))(t)[w.row.ID]
		if (seen != nil) != (tt.stands != "") || seen != nil && seen.Sight != tt.stands {
			t.Errorf("%s sees it as %v, want %q", name, seen, tt.stands)
		}
		if got := w.sees(t, tt.as, w.row.ID); (len(got) > 0) != (tt.stands == assessment.SightEarner) {
			t.Errorf("%s reads %v", name, got)
		}
		if got := world.Must(w.Assessments.AttemptsBySubmission(tt.as, []string{w.row.ID}))(t)[w.row.ID]; len(got) != tt.attempt {
			t.Errorf("%s sees %d attempts, want %d", name, len(got), tt.attempt)
		}
		of := world.Must(w.Assessments.SubmissionsOf(tt.as, w.ana, page.Args{First: 5}))(t).Items
		by := world.Must(w.Assessments.SubmissionsByEarner(tt.as, []string{w.ana}, 5))(t)[w.ana].Items
		in := world.Must(w.Assessments.SubmissionsByEnrollment(tt.as, []string{*w.row.EnrollmentID}))(t)[*w.row.EnrollmentID]
		if (len(of) == 1) != tt.listed || (len(by) == 1) != tt.listed || (len(in) == 1) != tt.listed {
			t.Errorf("%s lists %d, %d and %d, want listed: %v", name, len(of), len(by), len(in), tt.listed)
		}
	}
}

func TestADraftIsItsEarnersAlone(t *testing.T) {
	t.Parallel()
	w := newTold(t)
	world.Must(w.Assessments.Withdraw(w.as, w.row.ID))(t)
	draft := world.Must(w.Assessments.StartSubmission(w.as, assessment.StartSubmissionInput{Enrollment: w.row.EnrollmentID}))(t)
	for name, tt := range map[string]struct {
		as   world.Viewer
		want int
	}{"self": {w.as, 2}, "coach": {w.coach, 1}, "issuer": {w.manager, 1}, "assessor": {w.rita, 0}} {
		seen := world.Must(w.Assessments.SubmissionsByID(tt.as, []string{draft.ID}))(t)
		of := world.Must(w.Assessments.SubmissionsOf(tt.as, w.ana, page.Args{First: 5}))(t).Items
		by := world.Must(w.Assessments.SubmissionsByEarner(tt.as, []string{w.ana}, 5))(t)[w.ana].Items
		if (len(seen) == 1) != (name == "self") || len(of) != tt.want || len(by) != tt.want {
			t.Errorf("%s sees %d, lists %d and %d", name, len(seen), len(of), len(by))
		}
	}
}

func TestWhatIsPublishedIsSeenWithTheAward(t *testing.T) {
	t.Parallel()
	w := newTold(t)
	publish := func(published bool) error {
		_, err := w.Assessments.PublishEvidence(w.as, assessment.PublishEvidenceInput{ID: w.file, Published: published})
		return err
	}
	if diff := cmp.Diff([]string{"CONFLICT id"}, world.Problems(t, publish(true))); diff != "" {
		t.Errorf("before it is accepted: %s", diff)
	}
	world.Must(w.Assessments.Claim(w.rita, assessment.ClaimInput{ID: w.shown}))(t)
	world.Must(w.Assessments.Decide(w.rita, accept(w.shown)))(t)
	award := *w.panel.row(t, w.row.ID).AwardID
	if err := publish(true); err != nil {
		t.Fatal(err)
	}
	anybody := t.Context()
	reads := func(as world.Viewer) bool {
		content, name := w.reads(t, as, w.file)
		if strings.Contains(name, "Ana") {
			t.Errorf("it is called %q", name)
		}
		return content == "hello"
	}
	if reads(anybody) || !reads(w.coach) || !reads(w.manager) || reads(w.stranger) {
		t.Error("of an award that has no page, those read it who see the award")
	}
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Award.UpdateOneID(award).SetPublicToken("token").Exec(ctx)
	})
	if !reads(anybody) {
		t.Error("with the award's page, everybody reads it")
	}
	shown := world.Must(w.Assessments.PublishedByAward(anybody, []string{award}))(t)[award]
	if len(shown) != 1 || shown[0].ID != w.file || shown[0].FileName != "" || shown[0].OwnHash() != nil || shown[0].Title != "File" {
		t.Errorf("with the award, it shows %+v", shown)
	}
	if err := publish(false); err != nil {
		t.Fatal(err)
	}
	if shown := world.Must(w.Assessments.PublishedByAward(anybody, []string{award}))(t)[award]; len(shown) > 0 || reads(anybody) {
		t.Error("it is seen although it is published no more")
	}
}

func TestAnInfectedFileIsNobodys(t *testing.T) {
	t.Parallel()
	w := newTold(t)
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Evidence.UpdateOneID(w.file).SetScan(enum.ScanInfected).Exec(ctx)
	})
	_, err := w.Assessments.OpenEvidence(w.as, w.file)
	if diff := cmp.Diff([]string{"FORBIDDEN"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	if _, err := w.Assessments.OpenEvidence(t.Context(), w.file); !problem.Is(err, problem.NotFound) {
		t.Errorf("a stranger is told %v", err)
	}
}

func TestWhatSweepAsksIsWhichFilesHaveRows(t *testing.T) {
	t.Parallel()
	w := newTold(t)
	blob := *w.DB().Evidence.GetX(w.Ctx, w.file).Blob
	known := world.Must(w.Assessments.KnownFiles(w.Ctx, []string{blob, "other"}))(t)
	if diff := cmp.Diff(map[string]bool{blob: true}, known); diff != "" {
		t.Error(diff)
	}
}
