package seed

import (
	"context"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	entposting "github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/requirement"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// written is the demo as matching reads it from the database.
type written struct {
	catalog *matching.Catalog
	client  *db.Client
}

func readDemo(t *testing.T, people int) written {
	t.Helper()
	s, _ := demo(t, Options{People: people})
	c, err := (&catalog.Service{DB: s.Client, Now: s.Now}).Matching(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return written{c, s.Client}
}

func (w written) plan(ctx context.Context, t *testing.T, key string) (*matching.Plan, *db.Posting) {
	t.Helper()
	row, err := w.client.Posting.Query().Where(entposting.ID(mint(id.Posting, key))).
		WithEmployer().WithRequirements(func(q *db.RequirementQuery) { q.WithCredentials().Order(requirement.ByPosition()) }).Only(ctx)
	if err != nil {
		t.Fatal(err)
	}
	p := matching.Posting{ID: row.ID}
	if row.NeededOn != nil {
		p.NeededOn = *row.NeededOn
	}
	for _, r := range row.Edges.Requirements {
		p.Requirements = append(p.Requirements, requirementOf(r))
	}
	plan, err := matching.Compile(p, w.catalog)
	if err != nil {
		t.Fatalf("%s: %v", key, err)
	}
	return plan, row
}

func requirementOf(r *db.Requirement) matching.Requirement {
	out := matching.Requirement{
		ID: r.ID, Importance: matching.Importance(r.Importance), Weight: r.Weight,
		Level: matching.Level(r.Level), Legal: r.LegalRule != nil,
	}
	if r.SkillID != nil {
		out.Skill = *r.SkillID
	}
	if r.StackID != nil {
		out.Stack = *r.StackID
	}
	for _, m := range r.Edges.Credentials {
		out.AnyOf = append(out.AnyOf, m.ID)
	}
	return out
}

func TestWhatIsWrittenTellsTheSameStory(t *testing.T) {
	t.Parallel()
	w := readDemo(t, -1)
	for _, tt := range []struct {
		earner, posting string
		want            matching.Tier
	}{
		{"averil", "forklift-operator-savannah", matching.Qualified},
		{"corwin", "assembler-lawrenceburg", matching.Near},
		{"tolliver", "forklift-lead-savannah", matching.Near},
		{"junia", "forklift-operator-savannah", matching.Partial},
		{"orrin", "reach-truck-garden-city", matching.Partial},
		{"petra", "it-support-lewiston", matching.Qualified},
		{"lorcan", "special-education-hazard", matching.Partial},
		{"quilla", "lead-toddler-teacher-linden", matching.Qualified},
		{"thessaly", "lead-toddler-teacher-linden", matching.Partial},
		{"caspian", "cnc-helper-statesboro", matching.Qualified},
		{"yarrow", "help-desk-nashville", matching.Unlisted},
	} {
		plan, _ := w.plan(t.Context(), t, tt.posting)
		people, err := dossier.Load(t.Context(), w.client, w.catalog, []string{mint(id.Earner, tt.earner)})
		if err != nil || len(people) != 1 {
			t.Fatalf("load %s: %v, %v", tt.earner, people, err)
		}
		if got := plan.Explain(people[0].Awards, testNow); got.Tier != tt.want {
			t.Errorf("%s for %s: tier %v with %+v, want %v", tt.earner, tt.posting, got.Tier, got.Requirements, tt.want)
		}
	}
}

func TestEveryPostingHasCandidatesThatItsEmployerMaySee(t *testing.T) {
	t.Parallel()
	w := readDemo(t, DemoPeople)
	people, err := dossier.Page(t.Context(), w.client, w.catalog, "", 2*DemoPeople)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range loaded(t).Postings {
		plan, row := w.plan(t.Context(), t, p.Key)
		kinds := []string{string(enum.OrgEmployer)}
		shown := 0
		for _, d := range people {
			if d.Subject.ShownTo(row.EmployerID, kinds, testNow) && plan.Explain(d.Awards, testNow).Tier != matching.Unlisted {
				shown++
			}
		}
		if shown < 3 {
			t.Errorf("%s: %d candidates, want at least 3", p.Key, shown)
		}
	}
}
