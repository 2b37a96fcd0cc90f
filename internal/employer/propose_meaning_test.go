package employer_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// names adds skills that have names in one language only.
func (v *town) names(t *testing.T, language string, labels ...string) {
	t.Helper()
	importer := &catalog.SkillImporter{DB: v.World.DB(), IDs: v.World.IDs}
	framework := world.Must(importer.UpsertFramework(v.Ctx, catalog.FrameworkInput{Code: "names-" + language, Name: "Names"}))(t)
	var in []catalog.SkillInput
	for _, label := range labels {
		in = append(in, catalog.SkillInput{URI: "https://names.example/" + label, Texts: []catalog.SkillText{{Language: language, Label: label}}})
	}
	world.Must(importer.UpsertSkills(v.Ctx, framework, in))(t)
}

// labels are what a text is taken to ask for.
func (v *town) labels(t *testing.T, text string) []string {
	t.Helper()
	var out []string
	for _, r := range world.Must(v.ProposeRequirements(t.Context(), employer.ProposeInput{Text: text, Limit: 20}))(t).Requirements {
		out = append(out, r.Label)
	}
	slices.Sort(out)
	return out
}

func TestSkillsNamedInAnotherLanguageAreProposed(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		language string
		skills   []string
		ad       string
		want     []string
	}{
		"English ad, Spanish names": {
			"es",
			[]string{"primeros auxilios", "contabilidad", "servicio al cliente", "cuidar caballos", "periodismo", "tocar el piano"},
			"Requirements:\n- First aid\n- 2 years of experience in accounting\n- Excellent customer service skills\n- Competitive salary",
			[]string{"contabilidad", "primeros auxilios", "servicio al cliente"},
		},
		"Spanish ad, English names": {
			"en",
			[]string{"first aid", "accounting", "customer service", "care for horses", "journalism", "play the piano"},
			"Requisitos:\n- Primeros auxilios\n- 2 años de experiencia en contabilidad\n- Servicio al cliente\n- Salario competitivo",
			[]string{"accounting", "customer service", "first aid"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := newTown(t)
			v.names(t, tt.language, tt.skills...)
			if diff := cmp.Diff(tt.want, v.labels(t, tt.ad)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWordsThatAskForNothingProposeNothing(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.names(t, "en", "LESS", "logging", "manage a team", "work in teams", "salary administration", "customer service", "project management", "equal opportunities", "working environment",
		"history", "manage time", "energy", "R", "source", "team building", "sell services")
	for _, text := range []string{
		"Competitive salary", "We have a great team!", "A dynamic, friendly environment.", "Acme is the leading provider of customer service software.",
		"Acme is an Equal Opportunity Employer. All qualified applicants will receive consideration without regard to race, color or religion.",
		"Maintain an error rate of 2% or less", "Maintain all logs and reports", "Stable job history", "S&R duties", "Join our project management team today!",
		"Spend less time on paperwork", "Report the status of the project to management",
	} {
		if got := v.labels(t, text); len(got) > 0 {
			t.Errorf("%q proposes %q", text, got)
		}
	}
}

func TestOfTheSameWordsTheLongerNameIsMeant(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.names(t, "en", "SQL", "SQL Server", "less", "customer service", "manage customer service")
	for text, want := range map[string][]string{
		"SQL Server": {"SQL Server"}, "SQL": {"SQL"}, "SQL and SQL Server": {"SQL", "SQL Server"}, "customer service": {"customer service"},
	} {
		if diff := cmp.Diff(want, v.labels(t, "Requirements: "+text)); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", text, diff)
		}
	}
}

func TestNamesOfToolsAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.names(t, "en", "LESS", "JavaScript", "CSS", "Python", "R")
	for text, want := range map[string][]string{
		"Experience with CSS, LESS and JavaScript": {"CSS", "JavaScript", "LESS"}, "html, css, javascript": {"CSS", "JavaScript"},
		"python": {"Python"}, "Python or R": {"Python", "R"}, "Work less": nil,
	} {
		if diff := cmp.Diff(want, v.labels(t, text)); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", text, diff)
		}
	}
}

func TestANameWithoutWordsIsProposedForNothing(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.names(t, "en", "of the", "&&", "the")
	if got := v.labels(t, "Knowledge of the && and the rest of the welding"); len(got) > 0 {
		t.Errorf("got %q", got)
	}
}
