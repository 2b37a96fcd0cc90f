package catalog_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/ent/db/importoriginal"
	"github.com/stackmatch/stackmatch/ent/db/recognition"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/blob"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func TestOldKindsAreKeptByTheirNewNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	m := w.microCredential(t, org, "M", nil)
	for old, want := range map[enum.RecognitionKind]string{
		"HIRE": "HIRING PREFERRED", "INTERVIEW": "HIRING INTERVIEW_GUARANTEED", "PAY": "WAGE_STEP", "RANK": "RANK_CHANGE",
	} {
		made := w.recognition(t, catalog.RecognitionInput{Organization: org.ID, MicroCredential: &m.ID, Kind: old})
		got := string(made.Kind)
		if made.Hiring != nil {
			got += " " + string(*made.Hiring)
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", old, got, want)
		}
	}
}

func TestARecognitionSaysWhatItsKindTakes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org, other := w.organization(t, "A"), w.organization(t, "B")
	m := w.microCredential(t, org, "M", nil)
	s := w.stack(t, org, "S", m)
	theirs := w.recognition(t, catalog.RecognitionInput{Organization: other.ID, MicroCredential: &m.ID, Kind: enum.RecognizedCredit, Amount: ptr("3")})
	mine := w.recognition(t, catalog.RecognitionInput{Organization: org.ID, MicroCredential: &m.ID, Kind: enum.RecognizedCredit})
	recognizer := as(t, auth.Recognizer, org)
	for name, c := range map[string]struct {
		change func(*catalog.RecognitionInput)
		want   []string
	}{
		"hiring unsaid": {func(r *catalog.RecognitionInput) { r.Kind = enum.RecognizedHiring }, []string{"INVALID hiring"}},
		"hiring, unknown": {func(r *catalog.RecognitionInput) {
			r.Kind, r.Hiring = enum.RecognizedHiring, ptr(enum.HiringValue("MAYBE"))
		}, []string{"INVALID hiring"}},
		"hiring of a credit": {func(r *catalog.RecognitionInput) { r.Hiring = ptr(enum.HiringRequired) }, []string{"INVALID hiring"}},
		"days in hours":      {func(r *catalog.RecognitionInput) { r.Kind, r.Amount, r.Unit = enum.RecognizedPDDays, ptr("2"), "hours" }, []string{"INVALID unit"}},
		"a course of a raise": {func(r *catalog.RecognitionInput) {
			r.Kind, r.Course, r.Program, r.MinimumGrade, r.Residency = enum.RecognizedWageStep, "c", "p", "C", "r"
		}, []string{"INVALID course", "INVALID minimumGrade", "INVALID program", "INVALID residency"}},
		"too long": {func(r *catalog.RecognitionInput) {
			long := strings.Repeat("ñ", 201)
			r.Unit, r.Amount, r.Course, r.Program, r.MinimumGrade = long, ptr("1"), long, long, long
			r.Kind, r.Residency, r.Source = enum.RecognizedCredit, strings.Repeat("x", 1001), "https://example.org/"+strings.Repeat("x", 1000)
		}, []string{
			"INVALID course", "INVALID minimumGrade", "INVALID program", "INVALID residency", "INVALID source",
			"INVALID unit", "INVALID unit",
		}},
		"no source":      {func(r *catalog.RecognitionInput) { r.Source = "javascript:alert(1)" }, []string{"INVALID source"}},
		"ended already":  {func(r *catalog.RecognitionInput) { r.Status = enum.RecognitionEnded }, []string{"INVALID status"}},
		"scope":          {func(r *catalog.RecognitionInput) { r.ScopeKind = "PLANET" }, []string{"INVALID scopeKind"}},
		"two things":     {func(r *catalog.RecognitionInput) { r.Stack = &s.ID }, []string{"INVALID microCredential"}},
		"a level of it":  {func(r *catalog.RecognitionInput) { r.Level = 2 }, []string{"INVALID level"}},
		"nothing there":  {func(r *catalog.RecognitionInput) { r.MicroCredential = ptr("mcr_0") }, []string{"NOT_FOUND microCredential"}},
		"no version":     {func(r *catalog.RecognitionInput) { r.MicroCredential, r.Version = nil, ptr("ver_0") }, []string{"NOT_FOUND version"}},
		"no skill":       {func(r *catalog.RecognitionInput) { r.MicroCredential, r.Skill, r.Level = nil, ptr("skl_0"), 9 }, []string{"INVALID level", "NOT_FOUND skill"}},
		"no recognition": {func(r *catalog.RecognitionInput) { r.MicroCredential, r.Accepts = nil, ptr("rec_0") }, []string{"NOT_FOUND accepts"}},
		"one's own":      {func(r *catalog.RecognitionInput) { r.MicroCredential, r.Accepts = nil, &mine.ID }, []string{"INVALID accepts"}},
		"another kind": {func(r *catalog.RecognitionInput) {
			r.MicroCredential, r.Accepts, r.Kind = nil, &theirs.ID, enum.RecognizedAdmission
		}, []string{"INVALID kind"}},
	} {
		in := catalog.RecognitionInput{MicroCredential: &m.ID, Kind: enum.RecognizedCredit}
		c.change(&in)
		_, err := w.RecordRecognition(recognizer, in)
		if diff := cmp.Diff(c.want, problems(t, err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestARecognitionSentAgainIsMadeOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	m := w.microCredential(t, org, "M", nil)
	ctx := as(t, auth.Recognizer, org)
	in := catalog.RecognitionInput{MicroCredential: &m.ID, Kind: enum.RecognizedAdmission, ClientMutationID: ptr("once"), Document: file("%PDF-1.7 agreement")}
	first, again := must(w.RecordRecognition(ctx, in))(t), must(w.RecordRecognition(ctx, in))(t)
	if first.ID != again.ID {
		t.Errorf("%s and %s", first.ID, again.ID)
	}
	in.Document = file("%PDF-1.7 another")
	_, err := w.RecordRecognition(ctx, in)
	expect(t, "with another document", problems(t, err), "CONFLICT clientMutationId")
}

func TestADocumentIsSealedAndReadByItsOrganizationAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org, other := w.organization(t, "A"), w.organization(t, "B")
	m := w.microCredential(t, org, "M", nil)
	const agreement = "%PDF-1.7 the agreement"
	ctx := as(t, auth.Recognizer, org)
	made := must(w.RecordRecognition(ctx, catalog.RecognitionInput{MicroCredential: &m.ID, Kind: enum.RecognizedAdmission, Document: file(agreement)}))(t)
	kept := w.DB.ImportOriginal.Query().Where(importoriginal.ID(*made.DocumentID)).OnlyX(w.ctx)
	if bytes.Contains(kept.Content, []byte("agreement")) {
		t.Error("it is kept in the open")
	}
	got := must(w.RecognitionDocument(ctx, made.ID))(t)
	if string(got.Content) != agreement || got.MediaType != "application/pdf" || got.FileName != "agreement.pdf" {
		t.Errorf("got %+v", got)
	}
	_, err := w.RecognitionDocument(as(t, auth.Recognizer, other), made.ID)
	expect(t, "another's", problems(t, err), "NOT_FOUND id")
	if _, err := w.RecognitionDocument(as(t, auth.Employer, org), made.ID); !problem.Is(err, problem.Forbidden) {
		t.Errorf("in another role: %v", err)
	}
	for name, content := range map[string]string{"html": "\x00<html>", "a program": "\x7fELF\x01", "nothing": "", "not UTF-8": "\xff\xfe"} {
		_, err := w.RecordRecognition(ctx, catalog.RecognitionInput{MicroCredential: &m.ID, Kind: enum.RecognizedAdmission, Document: file(content)})
		expect(t, name, problems(t, err), "INVALID document")
	}
	_, err = w.RecordRecognition(ctx, catalog.RecognitionInput{MicroCredential: &m.ID, Kind: enum.RecognizedAdmission, Document: file(strings.Repeat("x", 6<<20))})
	expect(t, "too large", problems(t, err), "LIMIT document")
}

func TestADocumentInWhichAScannerFindsSomethingIsNotKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	m := w.microCredential(t, org, "M", nil)
	files := must(blob.Open(t.TempDir()))(t)
	files.Scanner = must(blob.NewCommand("grep -qv EICAR", 0))(t) // it finds no other line
	w.Files = files
	ctx := as(t, auth.Recognizer, org)
	in := catalog.RecognitionInput{MicroCredential: &m.ID, Kind: enum.RecognizedAdmission, Document: file("%PDF-1.7 EICAR")}
	_, err := w.RecordRecognition(ctx, in)
	expect(t, "infected", problems(t, err), "INVALID document")
	if kept := w.DB.Recognition.Query().CountX(w.ctx) + w.DB.ImportOriginal.Query().CountX(w.ctx); kept != 0 {
		t.Errorf("it left %d records", kept)
	}
	in.Document = file("%PDF-1.7 agreement")
	must(w.RecordRecognition(ctx, in))(t)
}

func file(content string) *catalog.DocumentInput {
	return &catalog.DocumentInput{FileName: "agreement.pdf", Read: func(most int64) ([]byte, error) {
		if int64(len(content)) > most {
			return nil, problem.New(problem.Limit, "too large").Spanish("demasiado grande")
		}
		return []byte(content), nil
	}}
}

func TestOnlyItsOrganizationChangesARecognition(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org, other := w.organization(t, "A"), w.organization(t, "B")
	m := w.microCredential(t, org, "M", nil)
	r := w.recognition(t, catalog.RecognitionInput{Organization: org.ID, MicroCredential: &m.ID, Kind: enum.RecognizedAdmission, Status: enum.RecognitionProposed, ValidUntil: day(10)})
	for who, c := range map[string]struct {
		role auth.Role
		of   *db.Organization
		want string
	}{
		"another organization": {auth.Recognizer, other, "NOT_FOUND id"}, "another role": {auth.Employer, org, "FORBIDDEN "},
	} {
		_, force := w.PutInForce(as(t, c.role, c.of), catalog.PutInForceInput{ID: r.ID})
		_, end := w.EndRecognition(as(t, c.role, c.of), catalog.EndRecognitionInput{ID: r.ID})
		expect(t, who, append(problems(t, force), problems(t, end)...), c.want, c.want)
	}
	_, late := w.PutInForce(w.ctx, catalog.PutInForceInput{ID: r.ID, ValidFrom: day(11)})
	expect(t, "after its last day", problems(t, late), "INVALID validFrom")
	_, past := w.EndRecognition(w.ctx, catalog.EndRecognitionInput{ID: r.ID, EndsOn: day(-1), Reason: strings.Repeat("x", 1001)})
	expect(t, "in the past", problems(t, past), "INVALID endsOn", "INVALID reason")
}

func TestOfTwoWhoPutItInForceAtOnceOneDoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	m := w.microCredential(t, org, "M", nil)
	r := w.recognition(t, catalog.RecognitionInput{Organization: org.ID, MicroCredential: &m.ID, Kind: enum.RecognizedAdmission, Status: enum.RecognitionProposed})
	errs := make([]error, 2)
	var both sync.WaitGroup
	for i := range errs {
		both.Go(func() { _, errs[i] = w.PutInForce(w.ctx, catalog.PutInForceInput{ID: r.ID}) })
	}
	both.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("got %v and %v", errs[0], errs[1])
	}
	n := w.DB.AuditEntry.Query().Where(auditentry.Subject(r.ID), auditentry.Action("recognition.put_in_force")).CountX(w.ctx)
	if n != 1 {
		t.Errorf("the trail tells of it %d times", n)
	}
}

func TestTheWholeSaysWhoBelongsToIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	whole, part := w.organization(t, "Whole"), w.organization(t, "Part")
	set := func(role auth.Role, by *db.Organization, change ...func(*catalog.SetAffiliationInput)) []string {
		in := catalog.SetAffiliationInput{Organization: part.ID, Of: whole.ID, Kind: enum.AffiliatedMember, Affiliated: true}
		for _, c := range change {
			c(&in)
		}
		_, err := w.SetAffiliation(as(t, role, by), in)
		return problems(t, err)
	}
	expect(t, "its recognizer", set(auth.Recognizer, whole), []string{}...)
	expect(t, "its admin, again", set(auth.Admin, whole), []string{}...)
	expect(t, "the part", set(auth.Admin, part), "FORBIDDEN of")
	expect(t, "an employer", set(auth.Employer, whole), "FORBIDDEN ")
	expect(t, "itself, and no kind", set(auth.Admin, whole, func(in *catalog.SetAffiliationInput) { in.Organization, in.Kind = whole.ID, "TWIN" }),
		"INVALID kind", "INVALID organization")
	expect(t, "nobody", set(auth.Admin, whole, func(in *catalog.SetAffiliationInput) { in.Organization = "org_0" }), "NOT_FOUND organization")
	if n := w.DB.Affiliation.Query().CountX(w.ctx); n != 1 {
		t.Errorf("%d affiliations", n)
	}
}

func TestAcceptancesAreListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.organization(t, "A"), w.organization(t, "B")
	m := w.microCredential(t, a, "M", nil)
	r := w.recognition(t, catalog.RecognitionInput{Organization: a.ID, MicroCredential: &m.ID, Kind: enum.RecognizedAdmission})
	accepted := w.recognition(t, catalog.RecognitionInput{Organization: b.ID, Accepts: &r.ID})
	in := catalog.RecognitionsInput{Filter: catalog.RecognitionFilter{Accepts: &r.ID}}
	in.Page.First = 5
	got := must(w.Recognitions(w.ctx, in))(t).Items
	if len(got) != 1 || got[0].ID != accepted.ID {
		t.Errorf("got %v", got)
	}
	if got := w.DB.Recognition.Query().Where(recognition.ID(accepted.ID)).OnlyX(w.ctx).Kind; got != enum.RecognizedAdmission {
		t.Errorf("an acceptance is of the kind %s", got)
	}
}
