package assessment_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/ent/db/evidence"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/blob"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// drafts has an earner begin a draft.
func (p *panel) drafts(t testing.TB, earner string) *assessment.Submission {
	t.Helper()
	as := p.Self(t, earner)
	enrolled := world.Must(p.Assessments.Enroll(as, p.enrolls()))(t)
	return world.Must(p.Assessments.StartSubmission(as, assessment.StartSubmissionInput{Enrollment: &enrolled.ID}))(t)
}

func said(to, text string) assessment.AddEvidenceInput {
	return assessment.AddEvidenceInput{Submission: to, EvidenceItem: assessment.EvidenceItem{Part: "overview", Text: &text}}
}

func sends(to, name string, content io.Reader, size int64) assessment.AddEvidenceInput {
	return assessment.AddEvidenceInput{Submission: to, EvidenceItem: assessment.EvidenceItem{
		Part: "overview", File: &assessment.File{Name: name, Size: size, Content: content},
	}}
}

// stored lists the files that are kept.
func (p *panel) keepsFilesIn(t testing.TB) (dir string) {
	t.Helper()
	dir = t.TempDir()
	p.Assessments.Blobs = world.Must(blob.Open(dir))(t)
	return dir
}

func files(t testing.TB, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAnItemIsOneThingWithinItsBounds(t *testing.T) {
	t.Parallel()
	p := newPanel(t, func(d *submission.Definition) {
		d.Parts = append(d.Parts, submission.Part{Key: "words", Title: submission.Text{"en": "Words"}, Kinds: []submission.EvidenceKind{submission.TextEvidence}, Most: 1})
	})
	ana := p.Earner(t)
	as, of := p.Self(t, ana), p.drafts(t, ana)
	for name, tt := range map[string]struct {
		item assessment.EvidenceItem
		want []string
	}{
		"nothing":         {assessment.EvidenceItem{Part: "overview"}, []string{"INVALID text"}},
		"two things":      {assessment.EvidenceItem{Part: "overview", Text: world.Ptr("x"), Link: world.Ptr("https://example.org")}, []string{"INVALID text"}},
		"blank":           {assessment.EvidenceItem{Part: "overview", Text: world.Ptr(" \n")}, []string{"INVALID text"}},
		"too long":        {assessment.EvidenceItem{Part: "overview", Text: world.Ptr(strings.Repeat("ñ", 20_001))}, []string{"INVALID text"}},
		"a long title":    {assessment.EvidenceItem{Part: "overview", Title: world.Ptr(strings.Repeat("x", 201)), Text: world.Ptr("x")}, []string{"INVALID title"}},
		"http":            {assessment.EvidenceItem{Part: "overview", Link: world.Ptr("http://example.org")}, []string{"INVALID link"}},
		"javascript":      {assessment.EvidenceItem{Part: "overview", Link: world.Ptr("javascript:alert(1)")}, []string{"INVALID link"}},
		"no host":         {assessment.EvidenceItem{Part: "overview", Link: world.Ptr("https:///x")}, []string{"INVALID link"}},
		"a password":      {assessment.EvidenceItem{Part: "overview", Link: world.Ptr("https://ana:secret@example.org")}, []string{"INVALID link"}},
		"no such part":    {assessment.EvidenceItem{Part: "video", Text: world.Ptr("x")}, []string{"INVALID part"}},
		"not of its kind": {assessment.EvidenceItem{Part: "words", Link: world.Ptr("https://example.org")}, []string{"INVALID link"}},
	} {
		_, _, err := p.Assessments.AddEvidence(as, assessment.AddEvidenceInput{Submission: of.ID, EvidenceItem: tt.item})
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if n := p.DB().Evidence.Query().CountX(p.Ctx); n != 0 {
		t.Errorf("%d items were written", n)
	}
	words := assessment.AddEvidenceInput{Submission: of.ID, EvidenceItem: assessment.EvidenceItem{Part: "words", Text: world.Ptr(strings.Repeat("ñ", 20_000))}}
	if _, _, err := p.Assessments.AddEvidence(as, words); err != nil {
		t.Fatal(err)
	}
	_, _, err := p.Assessments.AddEvidence(as, words)
	if diff := cmp.Diff([]string{"LIMIT part"}, world.Problems(t, err)); diff != "" {
		t.Errorf("a second of one: %s", diff)
	}
}

func TestAPartIsNeverFilledBeyondItsBoundByManyAtOnce(t *testing.T) {
	t.Parallel()
	p := newPanel(t, func(d *submission.Definition) { d.Parts[0].Most = 3 })
	ana := p.Earner(t)
	as, of := p.Self(t, ana), p.drafts(t, ana)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() { _, _, _ = p.Assessments.AddEvidence(as, said(of.ID, "more")) })
	}
	all.Wait()
	if n := p.DB().Evidence.Query().CountX(p.Ctx); n != 3 {
		t.Errorf("%d items are kept", n)
	}
	if row := p.row(t, of.ID); row.Revision != 4 {
		t.Errorf("three changes make it revision %d", row.Revision)
	}
}

func TestAStaleRevisionChangesNothing(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana := p.Earner(t)
	as, of := p.Self(t, ana), p.drafts(t, ana)
	first, item, err := p.Assessments.AddEvidence(as, said(of.ID, "one"))
	if err != nil || first.Row.Revision != 2 {
		t.Fatalf("%v, %v", first, err)
	}
	in := said(of.ID, "two")
	in.Revision = world.Ptr(1)
	_, _, err = p.Assessments.AddEvidence(as, in)
	if diff := cmp.Diff([]string{"CONFLICT revision"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	_, err = p.Assessments.RemoveEvidence(as, assessment.RemoveEvidenceInput{ID: item.ID, Revision: world.Ptr(1)})
	if diff := cmp.Diff([]string{"CONFLICT revision"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	_, err = p.Assessments.Submit(as, assessment.SubmitInput{Submission: &of.ID, Revision: world.Ptr(1)})
	if diff := cmp.Diff([]string{"CONFLICT revision"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	world.Must(p.Assessments.RemoveEvidence(as, assessment.RemoveEvidenceInput{ID: item.ID, Revision: world.Ptr(2)}))(t)
}

func TestAnothersSubmissionIsNotThere(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana := p.Earner(t)
	of := p.drafts(t, ana)
	_, item, err := p.Assessments.AddEvidence(p.Self(t, ana), said(of.ID, "mine"))
	if err != nil {
		t.Fatal(err)
	}
	other := p.Self(t, p.Earner(t))
	_, _, add := p.Assessments.AddEvidence(other, said(of.ID, "x"))
	_, _, file := p.Assessments.AddEvidence(other, sends(of.ID, "x", strings.NewReader("x"), 1))
	_, remove := p.Assessments.RemoveEvidence(other, assessment.RemoveEvidenceInput{ID: item.ID})
	_, submit := p.Assessments.Submit(other, assessment.SubmitInput{Submission: &of.ID})
	_, withdraw := p.Assessments.Withdraw(other, of.ID)
	_, publish := p.Assessments.PublishEvidence(other, assessment.PublishEvidenceInput{ID: item.ID, Published: true})
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"add": {add, "NOT_FOUND submission"}, "send": {file, "NOT_FOUND submission"}, "remove": {remove, "NOT_FOUND id"},
		"submit": {submit, "NOT_FOUND submission"}, "withdraw": {withdraw, "NOT_FOUND id"}, "publish": {publish, "NOT_FOUND id"},
	} {
		if diff := cmp.Diff([]string{tt.want}, world.Problems(t, tt.err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if n := p.DB().Evidence.Query().CountX(p.Ctx); n != 1 {
		t.Errorf("%d items are kept", n)
	}
}

// breaking is a file whose sender leaves half-way.
type breaking struct{ left int }

var errLeft = errors.New("the sender left")

func (b *breaking) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, errLeft
	}
	n := min(b.left, len(p))
	for i := range p[:n] {
		p[i] = 'a'
	}
	b.left -= n
	return n, nil
}

func TestAnUploadThatBreaksOffLeavesNothing(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	dir := p.keepsFilesIn(t)
	ana := p.Earner(t)
	as, of := p.Self(t, ana), p.drafts(t, ana)
	if _, _, err := p.Assessments.AddEvidence(as, sends(of.ID, "film.txt", &breaking{300_000}, 600_000)); !errors.Is(err, errLeft) {
		t.Errorf("it broke off with %v", err)
	}
	text := "words"
	_, err := p.Assessments.Submit(as, assessment.SubmitInput{Submission: &of.ID, Items: []assessment.EvidenceItem{
		{Part: "overview", File: &assessment.File{Name: "whole.txt", Size: 5, Content: strings.NewReader("whole")}},
		{Part: "overview", Text: &text},
		{Part: "overview", File: &assessment.File{Name: "half.txt", Size: 600_000, Content: &breaking{300_000}}},
	}})
	if !errors.Is(err, errLeft) {
		t.Errorf("among others, it broke off with %v", err)
	}
	if kept, rows := files(t, dir), p.DB().Evidence.Query().CountX(p.Ctx); len(kept) != 0 || rows != 0 {
		t.Errorf("%v and %d rows are left", kept, rows)
	}
	if row := p.row(t, of.ID); row.State != enum.SubmissionDraft || row.Revision != 1 {
		t.Errorf("it is %s at revision %d", row.State, row.Revision)
	}
}

func TestAFileWhoseRowIsRefusedIsRemoved(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	dir := p.keepsFilesIn(t)
	ana := p.Earner(t)
	as, of := p.Self(t, ana), p.drafts(t, ana)
	file := &assessment.File{Name: "a.txt", Size: 5, Content: strings.NewReader("whole")}
	_, err := p.Assessments.Submit(as, assessment.SubmitInput{Submission: &of.ID, Items: []assessment.EvidenceItem{
		{Part: "overview", File: file}, {Part: "none", Text: world.Ptr("x")},
	}})
	if diff := cmp.Diff([]string{"INVALID items.1.part"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	if kept := files(t, dir); len(kept) != 0 {
		t.Errorf("%v is left", kept)
	}
	p.Assessments.MaxFile = 4
	_, _, err = p.Assessments.AddEvidence(as, sends(of.ID, "a.txt", strings.NewReader("whole"), 5))
	if diff := cmp.Diff([]string{"LIMIT file"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	_, _, err = p.Assessments.AddEvidence(as, sends(of.ID, "a.html", strings.NewReader("<html><script>"), 4))
	if diff := cmp.Diff([]string{"LIMIT file"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	p.Assessments.MaxFile = 0
	_, _, err = p.Assessments.AddEvidence(as, sends(of.ID, "a.html", strings.NewReader("<!DOCTYPE html><html><script>"), 4))
	if diff := cmp.Diff([]string{"INVALID file"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	if kept := files(t, dir); len(kept) != 0 {
		t.Errorf("%v is left", kept)
	}
}

func TestTheFilesOfASubmissionAreBoundedTogether(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana := p.Earner(t)
	as, of := p.Self(t, ana), p.drafts(t, ana)
	world.Must(first(p.Assessments.AddEvidence(as, sends(of.ID, "a.txt", strings.NewReader("a"), 1))))(t)
	p.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Evidence.Update().SetUntilAttempt(1).Exec(ctx)
	})
	_, _, err := p.Assessments.AddEvidence(as, sends(of.ID, "b.txt", strings.NewReader("b"), 500<<20))
	if diff := cmp.Diff([]string{"LIMIT file"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}

func first[T, U any](v T, _ U, err error) (T, error) { return v, err }

func TestEvidenceIsSealedUnderTheEarnersKey(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	dir := p.keepsFilesIn(t)
	ana := p.Earner(t)
	as, of := p.Self(t, ana), p.drafts(t, ana)
	const secret = "GEHEIM Ana Torres"
	world.Must(first(p.Assessments.AddEvidence(as, said(of.ID, secret))))(t)
	in := sends(of.ID, secret+".txt", strings.NewReader(secret), int64(len(secret)))
	in.Title = world.Ptr(secret)
	world.Must(first(p.Assessments.AddEvidence(as, in)))(t)
	for _, row := range p.DB().Evidence.Query().AllX(p.Ctx) {
		if bytes.Contains(row.Content, []byte("GEHEIM")) {
			t.Errorf("the record says %q", row.Content)
		}
	}
	for _, path := range files(t, dir) {
		if content := world.Must(os.ReadFile(path))(t); bytes.Contains(content, []byte("GEHEIM")) || strings.Contains(path, "GEHEIM") {
			t.Errorf("%s says it", path)
		}
	}
	for _, entry := range p.DB().AuditEntry.Query().Where(auditentry.KindEQ(enum.SubjectSubmission)).AllX(p.Ctx) {
		if strings.Contains(entry.String(), "GEHEIM") {
			t.Errorf("the trail says %s", entry)
		}
	}
	// Without the key, nothing opens.
	p.Tx(t, func(ctx context.Context, tx *db.Client) error { _, err := tx.EarnerKey.Delete().Exec(ctx); return err })
	left := world.Must(p.Assessments.EvidenceBySubmission(as, []string{of.ID}))(t)
	if len(left[of.ID]) != 0 {
		t.Errorf("without a key it reads %v", left[of.ID])
	}
}

func TestWhatWasNeverSubmittedIsGoneWhenItIsRemovedAndTheRestStays(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	dir := p.keepsFilesIn(t)
	ana := p.Earner(t)
	as, of := p.Self(t, ana), p.drafts(t, ana)
	_, kept, err := p.Assessments.AddEvidence(as, said(of.ID, "the first attempt"))
	if err != nil {
		t.Fatal(err)
	}
	_, file, err := p.Assessments.AddEvidence(as, sends(of.ID, "a.txt", strings.NewReader("file"), 4))
	if err != nil {
		t.Fatal(err)
	}
	world.Must(p.Assessments.RemoveEvidence(as, assessment.RemoveEvidenceInput{ID: file.ID}))(t)
	if left := files(t, dir); len(left) != 0 {
		t.Errorf("its file is left: %v", left)
	}
	world.Must(p.Assessments.Submit(as, assessment.SubmitInput{Submission: &of.ID}))(t)
	_, err = p.Assessments.RemoveEvidence(as, assessment.RemoveEvidenceInput{ID: kept.ID})
	if diff := cmp.Diff([]string{"CONFLICT submission"}, world.Problems(t, err)); diff != "" {
		t.Errorf("while it is with the assessors: %s", diff)
	}
	world.Must(p.Assessments.Decide(p.rita, sendBack(p.claims(t, p.rita, of.Row))))(t)

	world.Must(p.Assessments.RemoveEvidence(as, assessment.RemoveEvidenceInput{ID: kept.ID}))(t)
	_, err = p.Assessments.RemoveEvidence(as, assessment.RemoveEvidenceInput{ID: kept.ID})
	if diff := cmp.Diff([]string{"NOT_FOUND id"}, world.Problems(t, err)); diff != "" {
		t.Errorf("twice: %s", diff)
	}
	world.Must(first(p.Assessments.AddEvidence(as, said(of.ID, "the second attempt"))))(t)
	var spans [][2]int
	for _, row := range p.DB().Evidence.Query().Order(evidence.ByID()).AllX(p.Ctx) {
		until := 0
		if row.UntilAttempt != nil {
			until = *row.UntilAttempt
		}
		spans = append(spans, [2]int{row.SinceAttempt, until})
	}
	if diff := cmp.Diff([][2]int{{1, 1}, {2, 0}}, spans); diff != "" {
		t.Error(diff)
	}
}
