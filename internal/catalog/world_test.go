package catalog_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/auth/system"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit"
	"github.com/stackmatch/stackmatch/internal/vault"
	"github.com/stackmatch/stackmatch/search"
)

// world is a catalog on a database of its own, and what fills it.
type world struct {
	*catalog.Service
	ctx   context.Context // the system's
	store *store.Store
	clock *testkit.Clock
	texts *search.Texts
	// inTx is the context of the transaction that tx runs in.
	inTx context.Context
	// skills by label
	skills    map[string]string
	framework string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	clock := testkit.NewClock()
	s := testkit.StoreAt(t, clock)
	cursors, err := page.NewSealer([]byte("a key for the tests of catalog"))
	if err != nil {
		t.Fatal(err)
	}
	texts, err := search.OpenTexts(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = texts.Close() })
	w := &world{
		Service: &catalog.Service{
			DB: s.Client, IDs: testkit.IDs(clock), Now: clock.Now, Texts: texts, Cursors: cursors,
			Vault: must(vault.New([32]byte{1}, testkit.Random("documents")))(t),
		},
		ctx: system.Context(t.Context()), store: s, clock: clock, texts: texts, skills: map[string]string{},
	}
	importer := w.importer()
	if w.framework, err = importer.UpsertFramework(w.ctx, catalog.FrameworkInput{Code: "lifts", Name: "Lifting"}); err != nil {
		t.Fatal(err)
	}
	w.addSkills(t, "drive forklifts/conducir carretillas", "lift loads/levantar cargas", "check loads", "weld/soldar")
	return w
}

func (w *world) importer() *catalog.SkillImporter {
	return &catalog.SkillImporter{DB: w.DB, IDs: w.IDs}
}

// addSkills adds skills by their labels: English, and Spanish after a slash.
func (w *world) addSkills(t *testing.T, labels ...string) {
	t.Helper()
	ins := make([]catalog.SkillInput, len(labels))
	for i, l := range labels {
		en, es, both := cut(l)
		ins[i] = catalog.SkillInput{URI: "x:" + en, Texts: []catalog.SkillText{{Language: "en", Label: en}}}
		if both {
			ins[i].Texts = append(ins[i].Texts, catalog.SkillText{Language: "es", Label: es})
		}
	}
	if _, err := w.importer().UpsertSkills(w.ctx, w.framework, ins); err != nil {
		t.Fatal(err)
	}
	rows, err := w.DB.Skill.Query().All(w.ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		w.skills[row.Name] = row.ID
	}
}

// cut divides a label into its languages.
func cut(label string) (en, es string, both bool) {
	for i := range label {
		if label[i] == '/' {
			return label[:i], label[i+1:], true
		}
	}
	return label, "", false
}

func localized(label string) text.Localized {
	en, es, both := cut(label)
	if both {
		return text.EnEs(en, es)
	}
	return text.En(en)
}

func (w *world) organization(t *testing.T, name string, kinds ...enum.OrganizationKind) *db.Organization {
	t.Helper()
	if kinds == nil {
		kinds = []enum.OrganizationKind{enum.OrgIssuer}
	}
	return must(w.AddOrganization(w.ctx, catalog.OrganizationInput{Name: name, Kinds: kinds}))(t)
}

// version says a title and asserts skills, by label, at levels.
func (w *world) version(title string, asserts map[string]int) catalog.VersionInput {
	in := catalog.VersionInput{
		Title: localized(title), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline},
	}
	for _, label := range sortedKeys(asserts) {
		in.Competencies = append(in.Competencies, catalog.CompetencyInput{Skill: w.skills[label], Level: asserts[label]})
	}
	return in
}

func (w *world) microCredential(t *testing.T, by *db.Organization, title string, asserts map[string]int) *db.MicroCredential {
	t.Helper()
	return must(w.PublishMicroCredential(w.ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: by.ID, Issuers: []string{by.ID}, Version: w.version(title, asserts),
	}))(t)
}

// draft begins a micro-credential, as one of its developer's accounts.
func (w *world) draft(t *testing.T, by *db.Organization, title string) *db.MicroCredential {
	t.Helper()
	viewer := auth.From(as(t, auth.Developer, by))
	viewer.Account = w.IDs.Mint(id.Account)
	w.tx(t, func(tx *db.Client) error {
		return tx.Account.Create().SetID(viewer.Account).SetCreatedAt(w.Now()).SetDisplayName("Author").Exec(w.inTx)
	})
	return must(w.CreateMicroCredential(auth.With(t.Context(), viewer), catalog.CreateMicroCredentialInput{
		Kind: enum.KindMicroCredential, Content: w.version(title, nil),
	}))(t)
}

func (w *world) stack(t *testing.T, by *db.Organization, title string, parts ...*db.MicroCredential) *db.Stack {
	t.Helper()
	return must(w.PublishStack(w.ctx, catalog.StackInput{
		Owner: by.ID, Version: catalog.StackVersionInput{Title: localized(title), Rule: allOf(parts...)},
	}))(t)
}

func allOf(parts ...*db.MicroCredential) matching.Rule {
	rule := matching.Rule{Op: matching.OpAllOf}
	for _, p := range parts {
		rule.Of = append(rule.Of, matching.Rule{Op: matching.OpPart, Credential: p.ID})
	}
	return rule
}

func (w *world) recognition(t *testing.T, in catalog.RecognitionInput) *db.Recognition {
	t.Helper()
	if in.Kind == "" && in.Accepts == nil {
		in.Kind = enum.RecognizedHire
	}
	if in.Status == "" {
		in.Status = enum.RecognitionInForce
	}
	return must(w.RecordRecognition(w.ctx, in))(t)
}

// tx writes what no service writes.
func (w *world) tx(t *testing.T, write func(tx *db.Client) error) {
	t.Helper()
	err := store.InTx(w.ctx, w.DB, func(ctx context.Context, tx *db.Client) error {
		w.inTx = ctx
		return write(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// index has the text index follow what was written so far.
func (w *world) index(t *testing.T) {
	t.Helper()
	after, done := "", false
	err := w.texts.Rebuild(t.Context(), func(ctx context.Context) ([]search.Text, error) {
		if done {
			return nil, nil
		}
		texts, err := w.PageTexts(ctx, after, 3)
		if done = len(texts) < 3; !done {
			after = texts[len(texts)-1].ID
		}
		return texts, err
	}, search.Position{Epoch: "test"})
	if err != nil {
		t.Fatal(err)
	}
	must(w.FindSkills(w.ctx, nil))(t)
}

// as is a context of a member of an organization.
func as(t *testing.T, role auth.Role, of *db.Organization) context.Context {
	t.Helper()
	m := auth.Membership{ID: "mem_1", Organization: of.ID, Role: role, Vouched: true}
	for _, k := range of.Kinds {
		m.Kinds = append(m.Kinds, string(k))
	}
	return auth.With(t.Context(), auth.Viewer{Account: "acc_1", Acting: &m, Memberships: []auth.Membership{m}})
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// problems lists the problems of an error as "KIND path", sorted.
func problems(t *testing.T, err error) []string {
	t.Helper()
	ps := problem.As(err)
	if err != nil && ps == nil {
		t.Fatalf("no problem but %v", err)
	}
	out := make([]string, len(ps))
	for i, p := range ps {
		if p.MessageES == "" && p.Kind != problem.Forbidden && p.Kind != problem.Unauthenticated {
			t.Errorf("%q is not said in Spanish", p.Message)
		}
		out[i] = fmt.Sprintf("%s %s", p.Kind, dotted(p.Path))
	}
	slices.Sort(out)
	return out
}

func dotted(path []string) string {
	s := ""
	for i, p := range path {
		if i > 0 {
			s += "."
		}
		s += p
	}
	return s
}

func ptr[T any](v T) *T { return &v }
