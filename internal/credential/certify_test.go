package credential_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/blob"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

const pdf = "%PDF-1.7\n% Ana Example, OSHA 10\n"

// body is a certifying body that is not here itself, and its certification.
func (o *office) body(t *testing.T) (*db.Organization, *db.MicroCredential) {
	t.Helper()
	body := world.Must(o.Catalog.AddOrganization(o.Ctx, catalog.OrganizationInput{Name: "OSHA", Kinds: []enum.OrganizationKind{enum.OrgIssuer}}))(t)
	return body, world.Must(o.Catalog.PublishMicroCredential(o.Ctx, catalog.MicroCredentialInput{
		Kind: enum.KindCertification, Developer: body.ID, Issuers: []string{body.ID},
		Version: catalog.VersionInput{Title: text.En("OSHA 10"), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline}},
	}))(t)
}

func (o *office) certifies(of *db.MicroCredential, edit ...func(*credential.RecordCertificationInput)) credential.RecordCertificationInput {
	in := credential.RecordCertificationInput{
		Earner: o.ana, MicroCredential: of.ID, EarnedAt: o.Clock.Now().AddDate(0, -2, 0), Number: world.Ptr("36-004"),
		Document: credential.File{Name: "Ana's card.pdf", Content: []byte(pdf)},
	}
	for _, change := range edit {
		change(&in)
	}
	return in
}

// operatorLets has the college verify for a body.
func (o *office) operatorLets(t *testing.T, body *db.Organization) {
	t.Helper()
	service := world.Must(o.Catalog.AddOrganization(o.Ctx, catalog.OrganizationInput{Name: "Service", Kinds: []enum.OrganizationKind{enum.OrgService}}))(t)
	world.Must(o.Credentials.Delegate(o.Member(t, auth.Admin, service), credential.DelegateInput{
		Issuer: &body.ID, Delegate: o.college.ID, Kind: enum.DelegateVerify,
	}))(t)
}

func TestADocumentInWhichAScannerFindsSomethingIsNotKept(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	body, osha := o.body(t)
	o.operatorLets(t, body)
	files := world.Must(blob.Open(t.TempDir()))(t)
	files.Scanner = world.Must(blob.NewCommand("grep -qv EICAR", 0))(t) // it finds no other line
	o.Credentials.Files = files
	infected := o.certifies(osha, func(in *credential.RecordCertificationInput) { in.Document.Content = []byte("%PDF-1.7 EICAR") })
	_, err := o.Credentials.RecordCertification(o.issuer, infected)
	if diff := cmp.Diff([]string{"INVALID document"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	if awards, documents := o.DB().Award.Query().CountX(o.Ctx), o.DB().ImportOriginal.Query().CountX(o.Ctx); awards+documents != 0 {
		t.Errorf("it left %d awards, %d documents", awards, documents)
	}
	world.Must(o.Credentials.RecordCertification(o.issuer, o.certifies(osha)))(t)
}

func TestACertificationIsRecordedFromItsDocument(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	body, osha := o.body(t)
	if _, err := o.Credentials.RecordCertification(o.issuer, o.certifies(osha)); !problem.Is(err, problem.NotFound) {
		t.Errorf("without leave: %v", err)
	}
	o.operatorLets(t, body)
	made := world.Must(o.Credentials.RecordCertification(o.issuer, o.certifies(osha)))(t)
	if made.Source != enum.SourceRecorded || made.IssuerID != body.ID || *made.DelegateID != o.college.ID || !o.Credentials.Counts(made) || made.URI != nil {
		t.Errorf("recorded as %v", made)
	}
	coach := o.Member(t, auth.Coach, o.college)
	for name, as := range map[string]world.Viewer{"Ana": o.asAna, "the verifier": o.issuer, "its coach": coach} {
		got, err := o.Credentials.Document(as, made.ID)
		if err != nil || string(got.Content) != pdf || got.MediaType != "application/pdf" || got.Name != "document.pdf" {
			t.Errorf("%s reads %v, %v", name, got, err)
		}
		if _, err := o.Credentials.Award(as, made.ID); err != nil {
			t.Errorf("%s does not see the award: %v", name, err)
		}
	}
	_, asBen := o.person(t, "ben@people.example")
	for name, as := range map[string]world.Viewer{"another": o.other, "Ben": asBen, "nobody": t.Context(), "the body": o.Member(t, auth.Employer, body)} {
		if _, err := o.Credentials.Document(as, made.ID); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s reads it: %v", name, err)
		}
	}
	if kept := o.DB().ImportOriginal.Query().OnlyX(o.Ctx); bytes.Contains(kept.Content, []byte("OSHA")) {
		t.Error("it is stored in the open")
	}
	if _, err := o.Credentials.Original(o.asAna, made.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("it is taken for a badge: %v", err)
	}
	detail := world.Must(o.Credentials.Detail(o.asAna, []string{made.ID}))(t)[made.ID]
	if diff := cmp.Diff(&credential.Detail{Results: []badge.Result{{Name: "Number", Value: "36-004"}}}, detail); diff != "" {
		t.Error(diff)
	}
	o.erase(t, o.ana)
	if _, err := o.Credentials.Document(o.issuer, made.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("of one who is erased: %v", err)
	}
	if o.did(t, "award.record") != 1 {
		t.Error("it leaves no trail")
	}
}

func TestWhatIsRecordedOfWhomAndByWhom(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	body, osha := o.body(t)
	o.operatorLets(t, body)
	stranger := o.Earner(t, func(e *account.NewEarner) {})
	mine := o.Earner(t, opens(consent.Grant{Organization: o.college.ID}, consent.Awards))
	set := func(change func(*credential.RecordCertificationInput)) func(*credential.RecordCertificationInput) {
		return change
	}
	file := func(content string) func(*credential.RecordCertificationInput) {
		return func(in *credential.RecordCertificationInput) { in.Document.Content = []byte(content) }
	}
	for name, tt := range map[string]struct {
		as   world.Viewer
		edit func(*credential.RecordCertificationInput)
		want []string
	}{
		"a coach":            {o.Member(t, auth.Coach, o.college), set(func(in *credential.RecordCertificationInput) { in.Earner = mine }), []string{}},
		"a picture":          {o.issuer, file("\x89PNG\r\n\x1a\n"), []string{}},
		"a stranger":         {o.issuer, set(func(in *credential.RecordCertificationInput) { in.Earner = stranger }), []string{"NOT_FOUND earner"}},
		"without leave":      {o.other, set(func(*credential.RecordCertificationInput) {}), []string{"NOT_FOUND earner", "NOT_FOUND microCredential"}},
		"an earner":          {o.asAna, set(func(*credential.RecordCertificationInput) {}), []string{"FORBIDDEN"}},
		"what is assessed":   {o.issuer, set(func(in *credential.RecordCertificationInput) { in.MicroCredential = o.forklift.ID }), []string{"NOT_FOUND microCredential"}},
		"a page of the web":  {o.issuer, file("<html><script>alert(1)</script>"), []string{"INVALID document"}},
		"nothing":            {o.issuer, file(""), []string{"INVALID document"}},
		"too large":          {o.issuer, file(pdf + strings.Repeat("x", 10<<20)), []string{"LIMIT document"}},
		"ahead":              {o.issuer, set(func(in *credential.RecordCertificationInput) { in.EarnedAt = o.Clock.Now().AddDate(0, 0, 1) }), []string{"INVALID earnedAt"}},
		"with a long number": {o.issuer, set(func(in *credential.RecordCertificationInput) { in.Number = world.Ptr(strings.Repeat("1", 201)) }), []string{"INVALID number"}},
	} {
		_, err := o.Credentials.RecordCertification(tt.as, o.certifies(osha, tt.edit))
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	_, err := o.Credentials.RecordCertification(o.issuer, o.certifies(osha))
	if diff := cmp.Diff([]string{"CONFLICT earner"}, world.Problems(t, err)); diff != "" {
		t.Errorf("the same again: %s", diff)
	}
}
