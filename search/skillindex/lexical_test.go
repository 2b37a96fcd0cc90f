package skillindex

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each finds the other, whichever is the label.
func TestOneThingIsSpelledInSeveralWays(t *testing.T) {
	t.Parallel()
	others := []string{
		"bake bread", "stack boxes", "full service", "send letters", "mail parcels", "cook rice", "teach children",
		"plan roads", "repair engines", "paint walls", "soldar tuberías", "cuidar niños", "dirigir orquestas", "directorio telefónico",
		"técnicas de venta", "trabajo en equipo", "hospital cleaning", "drive trucks", "work on ships", "time series",
	}
	for _, pair := range [][2]string{
		{"full-stack development", "fullstack development"},
		{"full stack development", "fullstack development"},
		{"full-stack", "fullstack"},
		{"e-mail", "email"},
		{"Wi-Fi networks", "wifi networks"},
		{"on-line shops", "online shops"},
		{"driver's license", "driver license"},
		{"drivers’ licenses", "driver license"},
		{"técnico/a de laboratorio", "técnica de laboratorio"},
		{"técnico/a", "técnico"},
		{"trabajador(a) social", "trabajadora social"},
		{"trabajador/a social", "trabajador social"},
		{"trabajadores/as sociales", "trabajadora social"},
		{"técnic@s de sonido", "técnico de sonido"},
		{"director técnico/directora técnica", "directora técnica"},
		{"director/a técnico/a", "director técnico"},
		{"skill(s) assessment", "skills assessment"},
		{"d'anàlisi de dades", "anàlisi de dades"},
		{"mgmt of hospitals", "management of hospitals"},
		{"admón. de fincas", "administración de fincas"},
		{"dpto. comercial", "departamento comercial"},
		{"organisation of colours", "organization of colors"}, //nolint:misspell // British, on purpose
	} {
		for _, p := range [][2]string{pair, {pair[1], pair[0]}} {
			skills := []Skill{{ID: "it", Labels: label(p[0])}}
			for _, text := range others {
				skills = append(skills, Skill{ID: text, Labels: label(text)})
			}
			hits, err := Build(skills).Search(t.Context(), Query{Text: p[1], Limit: 1})
			if err != nil {
				t.Fatal(err)
			}
			if len(hits) == 0 || hits[0].ID != "it" || hits[0].Coverage < 0.6 {
				t.Errorf("%q for %q: %+v", p[1], p[0], hits)
			}
		}
	}
}

func TestEndingsThatNameBothGendersAreLeftOut(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"técnico/a de sonido":   "tecnico de sonido",
		"trabajador(a) social":  "trabajador social",
		"trabajadores/as":       "trabajadores",
		"director/-ra":          "director",
		"técnic@s":              "tecnicos",
		"jane@example.org":      "jane example org",
		"and/or":                "and or",
		"TCP/IP":                "tcp ip",
		"n/a":                   "n a",
		"skill(s)":              "skill",
		"Java (a language)":     "java a language",
		"input/output":          "input output",
		"d'art i l'hospital":    "art i hospital",
		"O'Neill's":             "o'neill",
		"técnico/aprendiz":      "tecnico aprendiz",
		"master/a\u0301ster":    "master aster",
		"operador/a/es de grúa": "operador de grua",
	} {
		if got := strings.Join(readWords(text), " "); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestAnAbbreviationFindsWhatItStandsFor(t *testing.T) {
	t.Parallel()
	x := Build([]Skill{
		{ID: "crm", Labels: label("customer relationship management")},
		{ID: "plc", Labels: label("programmable logic controllers")},
		{ID: "prl", Labels: []Label{{Text: "prevención de riesgos laborales", Language: Spanish}}},
		{ID: "cnc", Labels: label("Computer Numerical Control (CNC)")},
		{ID: "lathe", Labels: label("CNC lathes")},
		{ID: "sap", Labels: []Label{{Text: "SAP"}, {Text: "systems applications and products", Kind: Alternative}}},
		{ID: "tree", Labels: label("collect sap of maples")},
		{ID: "fire", Labels: label("pull rescue ladders")},
		{ID: "bread", Labels: label("bake bread")},
		{ID: "cook", Labels: label("cook rice meals")},
		{ID: "car", Labels: label("repair cars")},
	})
	for _, tt := range []struct {
		query string
		begun bool
		want  string
	}{
		{"CRM", false, "crm"},
		{"crm", false, "crm"},
		{"crm", true, "crm"},
		{"experience with a CRM", false, "crm"},
		{"you program a PLC each day", false, "plc"},
		{"PRL", false, "prl"},
		{"CNC", false, "cnc"},
		{"cnc", true, "cnc"},
		{"computer numerical control lathes", true, "cnc"},
		{"computer numerical control", false, "cnc"},
		{"sap", false, "sap"},
	} {
		if got := found(t, x, Query{Text: tt.query, Begun: tt.begun}); len(got) == 0 || got[0] != tt.want {
			t.Errorf("%q: got %v, want %q first", tt.query, got, tt.want)
		}
	}
}

func TestWhatALabelAbbreviatesIsFoundByItsWords(t *testing.T) {
	t.Parallel()
	x := Build([]Skill{
		{ID: "cnc", Labels: label("Computer Numerical Control (CNC)")},
		{ID: "lathe", Labels: label("CNC lathes")},
	})
	hits, err := x.Search(t.Context(), Query{Text: "lathes with computer numerical control", Limit: 5})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range hits {
		if h.ID == "lathe" && h.Coverage > 0.85 {
			return
		}
	}
	t.Errorf("%+v", hits)
}

func TestAWordIsNoAbbreviation(t *testing.T) {
	t.Parallel()
	x := Build([]Skill{
		{ID: "can", Labels: label("clean animal nests")},
		{ID: "the", Labels: label("test hydraulic engines")},
		{ID: "bread", Labels: label("bake bread")},
	})
	for _, query := range []string{"you can bake the bread", "YOU CAN BAKE THE BREAD"} {
		hits, err := x.Search(t.Context(), Query{Text: query, Limit: 3})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range hits {
			if h.ID != "bread" && h.Score > 3 {
				t.Errorf("%q: %+v", query, h)
			}
		}
	}
}

func TestAbbreviationsAreLearnedFromLabels(t *testing.T) {
	t.Parallel()
	x := Build([]Skill{
		{ID: "a", Labels: label("Computer Numerical Control (CNC)")},
		{ID: "b", Labels: label("PLC (programmable logic controller)")},
		{ID: "c", Labels: []Label{{Text: "CRM", Kind: Alternative}, {Text: "customer relationship management"}}},
		{ID: "d", Labels: label("Java (OOP language)")},
		{ID: "e", Labels: label("use of tools (UAT)")},
	})
	got := map[string]string{}
	for abbreviation, all := range x.abbreviations.meant {
		for _, terms := range all {
			var stems []string
			for _, term := range terms {
				stems = append(stems, x.stems[term])
			}
			got[abbreviation] = strings.Join(stems, " ")
		}
	}
	want := map[string]string{"cnc": "comput numer control", "plc": "programm logic control", "crm": "custom relationship manag"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
