package credential_test

import (
	"bytes"
	"fmt"
	stdimage "image"
	"image/png"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/image"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// record is a learner record around badges, as they are.
func (m *maker) record(t *testing.T, email string, badges ...[]byte) []byte {
	t.Helper()
	r := issue.CLRRecord{
		ID: "urn:uuid:00000000-0000-4000-8000-0000000000c1", Name: "Record", Issuer: issue.Issuer{ID: m.did, Name: m.name},
		Identifiers: m.award(email).Identifiers, ValidFrom: m.f.Clock.Now().AddDate(0, 0, -1),
	}
	for _, content := range badges {
		r.Credentials = append(r.Credentials, world.Must(strictjson.Object(content))(t))
	}
	doc := world.Must(issue.CLR(r))(t)
	return world.Must(issue.Sign(doc, m.method, m.key, m.f.Clock.Now(), m.f.contexts))(t)
}

// numbered gives a badge another id.
func numbered(n int) func(*issue.Award) {
	return func(a *issue.Award) { a.ID = fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-0000000001%02d", n) }
}

func TestOfARecordEveryGoodPartIsKeptAndTheOthersSayWhy(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	keeper, school, stranger := f.maker(t, "Keeper of records"), f.maker(t, "Trade school"), f.maker(t, "Stranger")
	f.trusts(t, school)
	good := school.badge(t, anaMail, numbered(1))
	content := keeper.record(t, anaMail,
		good,
		tampered(t, school.badge(t, anaMail, numbered(2)), "name", "Brain surgery"),
		school.badge(t, benMail, numbered(3)),
		stranger.badge(t, anaMail, numbered(4)),
	)
	before := f.records(t)
	got := f.imports(t, f.asAna, content)
	if got.Award != nil || got.Report.Format != badge.CLR2 || got.Report.Verdict != badge.Invalid ||
		outcome(*got.Report, badge.CheckEmbedded) != "FAIL embedded-credential-invalid" {
		t.Errorf("the record itself: %v %+v", got.Award, got.Report)
	}
	var parts []string
	for _, p := range got.Parts {
		line := fmt.Sprint(p.Path, " ", p.Report.Verdict, " ", p.Award != nil)
		if p.Award != nil {
			line += fmt.Sprint(" ", p.Award.Verification)
		}
		if p.Err != nil {
			line += fmt.Sprint(" ", world.Problems(t, p.Err))
		}
		parts = append(parts, line)
	}
	want := []string{
		"/credentialSubject/verifiableCredential/0 VALID true VERIFIED",
		"/credentialSubject/verifiableCredential/1 INVALID false [INVALID badge]",
		"/credentialSubject/verifiableCredential/2 INVALID false [INVALID badge]",
		"/credentialSubject/verifiableCredential/3 VALID true UNVERIFIED",
	}
	if diff := cmp.Diff(want, parts); diff != "" {
		t.Error(diff)
	}
	if outcome(got.Parts[2].Report, badge.CheckRecipient) != "FAIL recipient-mismatch" {
		t.Errorf("another person's: %+v", got.Parts[2].Report)
	}
	after := f.records(t)
	if after["awards"]-before["awards"] != 2 || after["originals"]-before["originals"] != 3 {
		t.Errorf("kept %v", after)
	}
	original := world.Must(f.Credentials.Original(f.asAna, got.Parts[0].Award.ID))(t)
	if want := world.Must(strictjson.Object(good))(t); !sameJSON(t, original.Content, want) {
		t.Errorf("the part's original is %s", original.Content)
	}
	// Alone it is the same award.
	if again := f.imports(t, f.asAna, good); again.Award.ID != got.Parts[0].Award.ID {
		t.Error("the part alone is another award")
	}
}

func sameJSON(t *testing.T, content []byte, want map[string]any) bool {
	t.Helper()
	return cmp.Equal(world.Must(strictjson.Object(content))(t), want)
}

func TestARecordOfOnlyBadPartsLeavesNoTrace(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Keeper of records")
	content := m.record(t, benMail, m.badge(t, benMail, numbered(1)), m.badge(t, benMail, numbered(2)))
	before := f.records(t)
	got, err := f.Credentials.ImportBadge(f.asAna, given(content))
	if diff := cmp.Diff([]string{"INVALID badge"}, world.Problems(t, err)); diff != "" {
		t.Fatal(diff)
	}
	if len(got.Parts) != 2 || got.Parts[0].Err == nil || got.Report == nil {
		t.Errorf("got %+v", got)
	}
	if diff := cmp.Diff(before, f.records(t)); diff != "" {
		t.Errorf("it left (-before +after):\n%s", diff)
	}
}

// onePixel is a PNG.
func onePixel(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, stdimage.NewGray(stdimage.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestABakedBadgeIsTheBadge(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	content := m.badge(t, anaMail)
	baked, _, err := image.Bake(onePixel(t), content, image.OpenBadges3)
	if err != nil {
		t.Fatal(err)
	}
	got := world.Must(f.Credentials.ImportBadge(f.asAna, credential.BadgeSource{File: &credential.File{Name: "badge.png", Content: baked}}))(t)
	if got.Report.Container != badge.PNG || got.Award == nil {
		t.Fatalf("got %+v", got)
	}
	original := world.Must(f.Credentials.Original(f.asAna, got.Award.ID))(t)
	if !bytes.Equal(original.Content, baked) || original.MediaType != "image/png" {
		t.Errorf("the original is %s of %d bytes", original.MediaType, len(original.Content))
	}
	if again := f.imports(t, f.asAna, content); again.Award.ID != got.Award.ID {
		t.Error("the badge without its image is another award")
	}
}

func TestATokenIsABadge(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	a := m.award(anaMail)
	a.SubjectID = "urn:uuid:00000000-0000-4000-8000-00000000000a"
	doc := world.Must(issue.Credential(a))(t)
	token := world.Must(issue.JWT(doc, m.method, m.key))(t)
	file := &credential.File{Content: []byte("\n" + token + "\n")}
	got := world.Must(f.Credentials.ImportBadge(f.asAna, credential.BadgeSource{File: file}))(t)
	if got.Report.Format != badge.OpenBadge3JWT || got.Award == nil {
		t.Fatalf("got %+v", got)
	}
	if o := world.Must(f.Credentials.Original(f.asAna, got.Award.ID))(t); o.MediaType != "application/jwt" || o.Name != "badge.jwt" {
		t.Errorf("the original is %s, %s", o.Name, o.MediaType)
	}
}
