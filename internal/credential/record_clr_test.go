package credential_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// ties are the associations of a record, by the names of what they tie.
func ties(t *testing.T, content []byte) []string {
	t.Helper()
	b := badge.Parse(content)
	names := map[string]string{}
	for _, part := range b.Parts() {
		a := part.Content().Achievement
		names[a.ID] = a.Name
	}
	var out []string
	for _, a := range b.Content().Associations {
		target := names[a.Target]
		if target == "" {
			target = "a stack"
		}
		out = append(out, names[a.Source]+" "+a.Type+" "+target)
	}
	slices.Sort(out)
	return out
}

func TestARecordHoldsWhatCountsAsItWasSigned(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	first, second := o.issues(t, with("Drive")).ID, o.issues(t, func(in *credential.IssueAwardInput) { in.MicroCredential = o.safety.ID }).ID
	o.stack = o.Stack(t, o.college, "Warehouse II", o.forklift, o.safety)
	o.Stack(t, o.college, "Driving", o.forklift)
	world.Must(o.Catalog.PublishPathway(o.Ctx, catalog.PathwayInput{
		Owner: o.college.ID, Title: text.En("To the warehouse"), Goal: enum.GoalStack, Stack: &o.stack.ID,
		Steps: []catalog.PathwayStepInput{{MicroCredential: &o.safety.ID}, {MicroCredential: &o.forklift.ID}},
	}))(t)
	for _, alone := range []string{o.safety.ID, o.forklift.ID} { // nothing comes before it there
		o.Clock.Advance(time.Second)
		world.Must(o.Catalog.PublishPathway(o.Ctx, catalog.PathwayInput{
			Owner: o.college.ID, Title: text.En("Alone"), Goal: enum.GoalStack, Stack: &o.stack.ID,
			Steps: []catalog.PathwayStepInput{{MicroCredential: &alone}},
		}))(t)
	}
	world.Must(o.revokes(o.issues(t).ID, "a slip"))(t)
	file := world.Must(o.Credentials.LearnerRecord(o.asAna, credential.FormJSON))(t)
	r := o.verify(t, file.Content)
	is(t, "the record", r, badge.Valid, "")
	if r.Format != badge.CLR2 || r.Credential.Issuer.ID != "did:web:stackmatch.example" || !strings.HasPrefix(r.Credential.ID, "urn:uuid:") {
		t.Errorf("it is a %s by %v", r.Format, r.Credential.Issuer)
	}
	var parts []string
	for _, part := range badge.Parse(file.Content).Parts() {
		is(t, "a part", o.verify(t, part.Raw()), badge.Valid, "")
		parts = append(parts, part.Content().ID)
	}
	want := []string{
		badge.Parse(o.badge(t, first, credential.FormJSON)).Content().ID, badge.Parse(o.badge(t, second, credential.FormJSON)).Content().ID,
	}
	if diff := cmp.Diff(want, parts); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{
		"Forklift isPartOf a stack", "Forklift isPartOf a stack", "Safety isPartOf a stack", "Safety precedes Forklift",
	}, ties(t, file.Content)); diff != "" {
		t.Error(diff)
	}
	for _, secret := range []string{"Ana", "people.example", o.ana} {
		if strings.Contains(string(file.Content), secret) {
			t.Errorf("it has %q in it", secret)
		}
	}
	if strings.Contains(string(file.Content), `"partial"`) {
		t.Error("it is said to be partial")
	}
}

func TestAStackThatCertifiesIsItsAward(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	whole := o.MicroCredential(t, o.college, "Operator", nil)
	rule := o.Stack(t, o.college, "Operator's stack", o.forklift)
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Stack.UpdateOneID(rule.ID).SetCertifiesID(whole.ID).Exec(ctx)
	})
	o.issues(t)
	o.issues(t, func(in *credential.IssueAwardInput) { in.MicroCredential = whole.ID })
	file := world.Must(o.Credentials.LearnerRecord(o.asAna, credential.FormJSON))(t)
	is(t, "the record", o.verify(t, file.Content), badge.Valid, "")
	if diff := cmp.Diff([]string{"Forklift isPartOf Operator"}, ties(t, file.Content)); diff != "" {
		t.Error(diff)
	}
}

func TestARecordHasImportedBadgesThatFit(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Far college")
	f.trusts(t, m)
	content := m.badge(t, "ana@people.example")
	f.imports(t, f.asAna, content)
	doc := world.Must(issue.Credential(m.award("ana@people.example", func(a *issue.Award) {
		a.ID, a.SubjectID = "urn:uuid:00000000-0000-4000-8000-000000000002", "urn:uuid:00000000-0000-4000-8000-000000000003"
		a.Achievement.ID += "/2"
	})))(t)
	f.imports(t, f.asAna, []byte(world.Must(issue.JWT(doc, m.method, m.key))(t)))
	file := world.Must(f.Credentials.LearnerRecord(f.asAna, credential.FormJSON))(t)
	verified := world.Must(f.Credentials.VerifyBadge(t.Context(), given(file.Content)))(t)
	is(t, "the record", verified.Report, badge.Valid, "")
	if len(verified.Parts) != 1 || verified.Parts[0].Content.ID != "urn:uuid:00000000-0000-4000-8000-000000000001" {
		t.Errorf("it holds %v", verified.Parts)
	}
	if !strings.Contains(string(file.Content), `"partial":true`) {
		t.Error("that a token is left out is not said")
	}
}

func TestARecordIsOnesOwn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.issues(t)
	_, asBen := o.person(t, "ben@people.example")
	for name, tt := range map[string]struct {
		as   world.Viewer
		form credential.Form
		want []string
	}{
		"Ben has nothing": {asBen, credential.FormJSON, []string{"CONFLICT"}},
		"as a picture":    {o.asAna, credential.FormPNG, []string{"INVALID form"}},
		"the issuer":      {o.issuer, credential.FormJSON, []string{"FORBIDDEN"}},
		"a coach":         {o.Member(t, auth.Coach, o.college), credential.FormJSON, []string{"FORBIDDEN"}},
		"nobody":          {t.Context(), credential.FormJSON, []string{"UNAUTHENTICATED"}},
	} {
		_, err := o.Credentials.LearnerRecord(tt.as, tt.form)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
