package credential_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// hosted is an Open Badge 2.0 as its issuer's host serves it.
var hosted = issue.Hosted2{
	Assertion: "https://old.example/assertions/1", BadgeClass: "https://old.example/welding", Issuer: "https://old.example/issuer",
}

// serveHosted serves one for an address, and gives the assertion.
func (f *fair) serveHosted(t *testing.T, email string) []byte {
	t.Helper()
	a := f.maker(t, "Old school").award(email, func(a *issue.Award) {
		a.Issuer = issue.Issuer{ID: hosted.Issuer, Name: "Old school", URL: "https://old.example", Email: "badges@old.example"}
		a.Achievement.Image = "https://old.example/welding.png"
		a.Image = a.Achievement.Image
	})
	assertion := world.Must(issue.Encode(world.Must(issue.Assertion2(a, hosted))(t)))(t)
	f.web.serve(hosted.Assertion, assertion)
	f.web.serve(hosted.BadgeClass, world.Must(issue.Encode(world.Must(issue.BadgeClass2(a.Achievement, hosted))(t)))(t))
	f.web.serve(hosted.Issuer, world.Must(issue.Encode(world.Must(issue.Issuer2(a.Issuer, hosted))(t)))(t))
	return assertion
}

func TestAHostedBadgeLivesAndEndsWithItsHost(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	content := f.serveHosted(t, anaMail)
	world.Must(f.Credentials.TrustIssuer(f.admin, credential.TrustIssuerInput{URI: hosted.Issuer}))(t)
	got := f.imports(t, f.asAna, content)
	a := got.Award
	if got.Report.Verdict != badge.Valid || got.Report.Format != badge.OpenBadge2 || !f.Credentials.Counts(a) {
		t.Fatalf("%+v, %v", got.Report, a)
	}
	if diff := cmp.Diff(map[string]int{"weld": 1}, f.pairs(t, a.ID)); diff != "" {
		t.Error(diff)
	}
	url := hosted.Assertion
	again := world.Must(f.Credentials.ImportBadge(f.asAna, credential.BadgeSource{URL: &url}))(t)
	if again.Award.ID != a.ID {
		t.Error("from its address it is another award")
	}
	f.due(t, 25*time.Hour)
	if a = f.award(t, a.ID); !f.Credentials.Counts(a) {
		t.Fatalf("the next day it is %v", a)
	}
	f.web.docs[hosted.Assertion] = badge.Document{Status: http.StatusGone}
	f.due(t, 25*time.Hour)
	if a = f.award(t, a.ID); a.Status != enum.AwardRevoked {
		t.Errorf("gone, it is %v", a)
	}
}

func TestAHostedBadgeIsWhatItsHostSays(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	content := f.serveHosted(t, benMail)
	before := f.records(t)
	// Ana writes her own address into Ben's badge.
	forged := f.maker(t, "Old school").award(anaMail).Identifiers[0]
	mine := tampered(t, content, "recipient", map[string]any{"type": "email", "hashed": true, "identity": forged.Value, "salt": forged.Salt})
	got, err := f.Credentials.ImportBadge(f.asAna, given(mine))
	if diff := cmp.Diff([]string{"INVALID badge"}, world.Problems(t, err)); diff != "" {
		t.Errorf("%s: %+v", diff, got)
	}
	f.web.turnOff(true)
	_, err = f.Credentials.ImportBadge(f.asAna, given(mine))
	if diff := cmp.Diff([]string{"UNAVAILABLE badge"}, world.Problems(t, err)); diff != "" {
		t.Errorf("unreachable: %s", diff)
	}
	shown := world.Must(f.Credentials.VerifyBadge(t.Context(), given(mine)))(t)
	if shown.Content != nil {
		t.Errorf("unreachable, it says %+v", shown.Content)
	}
	if diff := cmp.Diff(before, f.records(t)); diff != "" {
		t.Errorf("it left (-before +after):\n%s", diff)
	}
}
