package credential_test

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/image"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// files are the files of a published award.
var files = []string{"", "/badge.json", "/badge.jwt", "/badge.png", "/badge.svg", "/ob2.json"}

func named(in *credential.PublishAwardInput) { in.ShowName = true }

func showing(places ...int) func(*credential.PublishAwardInput) {
	return func(in *credential.PublishAwardInput) { in.Evidence = places }
}

func TestAnAwardIsPublicFromItsPublicationToItsEnd(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t).ID
	if row := world.Must(o.Credentials.Award(o.asAna, award))(t); o.Credentials.PublicURL(row) != nil {
		t.Error("it has an address before it is published")
	}
	path := o.publish(t, award)
	if token := strings.TrimPrefix(path, "/awards/"); len(token) != 32 || strings.Contains(token, award[4:]) {
		t.Errorf("the token is %q", token)
	}
	there := func(want int) {
		t.Helper()
		for _, file := range files {
			if d := o.at(t, o.Credentials.Base.String()+path+file); d.Status != want {
				t.Errorf("%s: %d, want %d", file, d.Status, want)
			}
		}
		_, err := o.Credentials.PublicAward(t.Context(), strings.TrimPrefix(path, "/awards/"))
		if (err == nil) != (want == 200) || (err != nil && !problem.Is(err, problem.NotFound)) {
			t.Errorf("the page: %v", err)
		}
	}
	there(200)
	if again := o.publish(t, award, named); again != path {
		t.Errorf("published again, it is at %s", again)
	}
	hidden := world.Must(o.Credentials.UnpublishAward(o.asAna, credential.UnpublishAwardInput{ID: award}))(t)
	if hidden.PublicToken != nil || hidden.PublicName != "" {
		t.Errorf("hidden as %v", hidden)
	}
	there(404)
	world.Must(o.Credentials.UnpublishAward(o.asAna, credential.UnpublishAwardInput{ID: award}))(t)
	if anew := o.publish(t, award); anew == path {
		t.Error("its old address leads there again")
	}
	there(404)
	trail := world.Must(audit.Of(o.Ctx, o.DB(), enum.SubjectAward, award, 0, 10))(t)
	var actions []string
	for _, entry := range trail {
		actions = append(actions, entry.Action)
	}
	if diff := cmp.Diff([]string{"award.publish", "award.unpublish", "award.publish", "award.publish", "award.issue"}, actions); diff != "" {
		t.Error(diff)
	}
	path = o.publish(t, award)
	there(200)
	o.erase(t, o.ana)
	there(404)
}

func TestOnlyChosenEvidenceIsPublic(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t, with("Drive", "Test", "Report")).ID
	for name, tt := range map[string]struct {
		choose []int
		shown  []string
	}{
		"none":  {nil, nil},
		"some":  {[]int{2, 0, 2}, []string{"Drive", "Report"}},
		"all":   {[]int{0, 1, 2}, []string{"Drive", "Test", "Report"}},
		"fewer": {[]int{1}, []string{"Test"}},
	} {
		path := o.publish(t, award, showing(tt.choose...))
		page := world.Must(o.Credentials.PublicAward(t.Context(), strings.TrimPrefix(path, "/awards/")))(t)
		if diff := cmp.Diff(tt.shown, names(page.Evidence)); diff != "" {
			t.Errorf("%s: the page: %s", name, diff)
		}
		for _, hidden := range []string{"Drive", "Test", "Report"} {
			if raw := world.Must(json.Marshal(page))(t); bytes.Contains(raw, []byte("It says "+hidden)) != slices.Contains(tt.shown, hidden) {
				t.Errorf("%s: the page and %q: %s", name, hidden, raw)
			}
		}
		for _, file := range files {
			d := o.at(t, o.Credentials.Base.String()+path+file)
			r := o.verify(t, d.Body)
			is(t, name+" "+file, r, badge.Valid, "")
			if diff := cmp.Diff(tt.shown, names(r.Credential.Evidence)); diff != "" {
				t.Errorf("%s%s: %s", name, file, diff)
			}
			if again := o.at(t, o.Credentials.Base.String()+path+file); !bytes.Equal(d.Body, again.Body) {
				t.Errorf("%s%s: the bytes differ", name, file)
			}
		}
		if got := o.at(t, o.Credentials.Base.String()+path).Body; bytes.Equal(got, o.badge(t, award, credential.FormJSON)) != (name == "all") {
			t.Errorf("%s: the public badge and the earner's are the same: %t", name, name != "all")
		}
	}
}

// What is shown is signed by the present key, which did not exist before it was made.
func TestWhatIsShownInPartIsSignedByThePresentKey(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t, with("Drive", "Test")).ID
	o.badge(t, award, credential.FormJSON)
	o.Clock.Advance(time.Hour)
	o.rotates(t, enum.KeyEd25519)
	rotated := o.Clock.Now()
	o.Clock.Advance(time.Hour)
	d := o.at(t, o.Credentials.Base.String()+o.publish(t, award, showing(0)))
	is(t, "shown", o.verify(t, d.Body), badge.Valid, "")
	for _, want := range []string{`#ed25519-2"`, `"created":"` + rotated.UTC().Format(time.RFC3339) + `"`} {
		if !strings.Contains(string(d.Body), want) {
			t.Errorf("%s is not in %s", want, d.Body)
		}
	}
}

func names(evidence []badge.Evidence) []string {
	var out []string
	for _, e := range evidence {
		out = append(out, e.Name)
	}
	return out
}

func TestAPageNamesNobodyWhoDoesNotWishIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t, with("Drive")).ID
	for _, show := range []bool{false, true} {
		path := o.publish(t, award, func(in *credential.PublishAwardInput) { in.ShowName = show })
		page := world.Must(o.Credentials.PublicAward(t.Context(), strings.TrimPrefix(path, "/awards/")))(t)
		if (page.Name == "Ana Example") != show || (page.Name == "") == show {
			t.Errorf("it shows %q", page.Name)
		}
		page.Name = ""
		all := string(world.Must(json.Marshal(page))(t))
		for _, file := range files {
			all += string(o.at(t, o.Credentials.Base.String()+path+file).Body)
		}
		for _, secret := range []string{"Ana", "people.example", o.ana, auth.From(o.asAna).Account} {
			if strings.Contains(all, secret) {
				t.Errorf("it has %q in it", secret)
			}
		}
	}
}

func TestAPageSaysWhatAnAwardProvesNow(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t, func(in *credential.IssueAwardInput) {
		in.Results = []credential.ResultInput{{Skill: world.Ptr(o.Skill(t, "driving")), Level: world.Ptr(3)}}
	}).ID
	path := o.publish(t, award)
	page := world.Must(o.Credentials.PublicAward(t.Context(), strings.TrimPrefix(path, "/awards/")))(t)
	if !page.Counts || page.Report.Verdict != badge.Valid || !page.CheckedAt.Equal(o.Clock.Now()) ||
		page.Issuer.ID != o.college.ID || page.Version.Edges.MicroCredential.ID != o.forklift.ID || page.URL != o.Credentials.Base.String()+path {
		t.Errorf("the page is %+v", page)
	}
	if trust := page.Report.Check(badge.CheckIssuerTrust); trust.Outcome != badge.Pass {
		t.Errorf("our own issuer is %v", trust)
	}
	got := map[string]int{}
	for _, c := range page.Competencies {
		got[c.Skill.Name] = c.Level
	}
	if diff := cmp.Diff(map[string]int{"driving": 3, "loading": 0}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]credential.Form{
		credential.FormJSON, credential.FormJWT, credential.FormPNG, credential.FormSVG, credential.FormOpenBadge2,
	}, page.Forms); diff != "" {
		t.Error(diff)
	}
}

func TestAnEarnerPublishesTheirOwn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t, with("Drive")).ID
	claim := o.Award(t, o.ana, o.forklift, func(a *credential.NewAward) { a.Source = enum.SourceClaimed })
	_, asBen := o.person(t, "ben@people.example")
	for name, tt := range map[string]struct {
		as   world.Viewer
		in   credential.PublishAwardInput
		want []string
	}{
		"another":     {asBen, credential.PublishAwardInput{ID: award}, []string{"NOT_FOUND id"}},
		"the issuer":  {o.issuer, credential.PublishAwardInput{ID: award}, []string{"FORBIDDEN"}},
		"nobody":      {t.Context(), credential.PublishAwardInput{ID: award}, []string{"UNAUTHENTICATED"}},
		"none":        {o.asAna, credential.PublishAwardInput{ID: "awd_none"}, []string{"NOT_FOUND id"}},
		"a claim":     {o.asAna, credential.PublishAwardInput{ID: claim}, []string{"CONFLICT id"}},
		"no evidence": {o.asAna, credential.PublishAwardInput{ID: award, Evidence: []int{-1, 0, 1}}, []string{"NOT_FOUND evidence.0", "NOT_FOUND evidence.2"}},
	} {
		_, err := o.Credentials.PublishAward(tt.as, tt.in)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s publishes: %s", name, diff)
		}
		if name == "a claim" || name == "no evidence" {
			continue
		}
		_, err = o.Credentials.UnpublishAward(tt.as, credential.UnpublishAwardInput{ID: tt.in.ID})
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s unpublishes: %s", name, diff)
		}
	}
	if n := world.Must(o.DB().Award.Query().All(o.Ctx))(t); n[0].PublicToken != nil || n[1].PublicToken != nil {
		t.Error("something is public")
	}
}

// What was imported may name its holder anywhere.
func TestAnImportedBadgeIsHandedOutOnlyByWhoShowsAllOfIt(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Far college")
	f.trusts(t, m)
	content := m.badge(t, "ana@people.example")
	award := f.imports(t, f.asAna, content).Award.ID
	for name, tt := range map[string]struct {
		in   credential.PublishAwardInput
		want bool
	}{
		"nothing": {credential.PublishAwardInput{}, false}, "the name": {credential.PublishAwardInput{ShowName: true}, false},
		"the evidence": {credential.PublishAwardInput{Evidence: []int{0}}, false},
		"all":          {credential.PublishAwardInput{ShowName: true, Evidence: []int{0}}, true},
	} {
		tt.in.ID = award
		row := world.Must(f.Credentials.PublishAward(f.asAna, tt.in))(t)
		page := world.Must(f.Credentials.PublicAward(t.Context(), *row.PublicToken))(t)
		if page.Report == nil || page.Report.Verdict != badge.Valid || !page.CheckedAt.Equal(f.Clock.Now()) || len(page.Evidence) != len(tt.in.Evidence) {
			t.Errorf("%s: the page is %+v", name, page)
		}
		if diff := cmp.Diff(tt.want, cmp.Equal(page.Forms, []credential.Form{credential.FormJSON})); diff != "" {
			t.Errorf("%s: it is to be had as %v", name, page.Forms)
		}
		file, err := f.Credentials.PublicBadge(t.Context(), *row.PublicToken, credential.FormJSON)
		if (err == nil) != tt.want || (err == nil && !bytes.Equal(file.Content, content)) {
			t.Errorf("%s: %v", name, err)
		}
		for _, form := range []credential.Form{credential.FormJWT, credential.FormPNG, credential.FormOpenBadge2} {
			if _, err := f.Credentials.PublicBadge(t.Context(), *row.PublicToken, form); !problem.Is(err, problem.NotFound) {
				t.Errorf("%s: as %s: %v", name, form, err)
			}
		}
	}
	row := world.Must(f.Credentials.PublishAward(f.asAna, credential.PublishAwardInput{ID: award, ShowName: true, Evidence: []int{0}}))(t)
	var files []string
	for path, err := range f.Credentials.PublicPaths(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if at, is := strings.CutPrefix(path, "/awards/"+*row.PublicToken); is {
			files = append(files, at)
		}
	}
	if diff := cmp.Diff([]string{"", "/badge.json"}, files); diff != "" {
		t.Error(diff)
	}
	// A newer issue of the badge has other evidence: of that, nothing was chosen.
	f.Clock.Advance(1)
	f.imports(t, f.asAna, m.badge(t, "ana@people.example", func(a *issue.Award) { a.ValidFrom = f.Clock.Now() }))
	row = world.Must(f.DB().Award.Get(f.Ctx, award))(t)
	if page := world.Must(f.Credentials.PublicAward(t.Context(), *row.PublicToken))(t); len(page.Evidence) != 0 {
		t.Errorf("it shows %v", page.Evidence)
	}
}

// The picture is its maker's, and what a host hands out as an SVG may run scripts.
func TestOfAnImportedSVGOnlyTheBadgeIsHandedOut(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Far college")
	content := m.badge(t, "ana@people.example")
	drawing := []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(document.domain)</script></svg>`)
	award := f.imports(t, f.asAna, world.Must(image.BakeSVG(drawing, content, image.OpenBadges3))(t)).Award.ID
	row := world.Must(f.Credentials.PublishAward(f.asAna, credential.PublishAwardInput{ID: award, ShowName: true, Evidence: []int{0}}))(t)
	page := world.Must(f.Credentials.PublicAward(t.Context(), *row.PublicToken))(t)
	if diff := cmp.Diff([]credential.Form{credential.FormJSON}, page.Forms); diff != "" {
		t.Error(diff)
	}
	file := world.Must(f.Credentials.PublicBadge(t.Context(), *row.PublicToken, credential.FormJSON))(t)
	if !bytes.Equal(file.Content, content) || file.Name != "badge.json" || file.MediaType != "application/json" {
		t.Errorf("%s, %s: %s", file.Name, file.MediaType, file.Content)
	}
	if _, err := f.Credentials.PublicBadge(t.Context(), *row.PublicToken, credential.FormSVG); !problem.Is(err, problem.NotFound) {
		t.Errorf("the picture: %v", err)
	}
	if own := world.Must(f.Credentials.Original(f.asAna, award))(t); !bytes.Contains(own.Content, []byte("<script>")) {
		t.Error("the earner's own copy is not as it came")
	}
}

func TestAnAwardThatWasRecordedHasAPageAndNoBadge(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.Award(t, o.ana, o.forklift, func(a *credential.NewAward) { a.Source = enum.SourceRecorded })
	token := strings.TrimPrefix(o.publish(t, award, named), "/awards/")
	page := world.Must(o.Credentials.PublicAward(t.Context(), token))(t)
	if page.Report != nil || !page.Counts || len(page.Forms) != 0 {
		t.Errorf("the page is %+v", page)
	}
	if _, err := o.Credentials.PublicBadge(t.Context(), token, credential.FormJSON); !problem.Is(err, problem.NotFound) {
		t.Errorf("its badge: %v", err)
	}
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Award.UpdateOneID(award).ClearEarnerID().Exec(ctx)
	})
	if _, err := o.Credentials.PublicAward(t.Context(), token); !problem.Is(err, problem.NotFound) {
		t.Errorf("nobody's: %v", err)
	}
}
