package jobad

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// told writes down what was read of an ad, a line for each phrase and condition.
func told(ad Ad) []string {
	var out []string
	for _, p := range ad.Phrases {
		s := []string{"wish", "want", "must"}[p.Importance] + " " + p.Of(ad.Text)
		if p.Level > 0 {
			s += fmt.Sprint(" L", p.Level)
		}
		if p.Years > 0 {
			s += fmt.Sprintf(" %gy", p.Years)
		}
		if p.Duty {
			s += " duty"
		}
		out = append(out, s)
	}
	for _, c := range ad.Conditions {
		s := string(c.Kind) + " " + c.Of(ad.Text)
		if c.Minimum+c.Maximum != "" {
			s += " = " + c.Minimum + ".." + c.Maximum + " " + c.Unit
		}
		if c.Claimed {
			s += " by law"
		}
		out = append(out, s)
	}
	return out
}

func TestAnAdIsReadInPhrasesAndConditions(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		ad   string
		want []string
	}{
		"HTML with headings and lists": {
			`<h2>Requirements</h2><ul><li>3+ years of experience with <b>SQL</b></li><li>Advanced Excel</li></ul><p><strong>Nice to have:</strong></p><ul><li>Python</li></ul><h3>Benefits</h3><ul><li>Health insurance</li></ul>`,
			[]string{"want SQL 3y", "want Excel L3", "wish Python", "EXPERIENCE 3+ years of experience with SQL = 3.. years"},
		},
		"HTML escaped twice": {
			`&amp;lt;p&amp;gt;Must know C&amp;amp;amp;C++ &amp;amp;amp; Go&amp;lt;/p&amp;gt;`,
			[]string{"must know C&C++ & Go"},
		},
		"sentences that ran together": {
			"Familiar with editorial voice and aestheticLoves food.Researching blogs for JavaScriptKnowledge of ASP.NET requiredExcellent communication skills",
			[]string{"want editorial voice and aesthetic L1", "want Loves food", "want Researching blogs for JavaScript", "must ASP.NET", "want communication"},
		},
		"headings within a line": {
			"Minimum Requirements:Minimum of 1 year customer service experiencePreferred Qualifications:Forklift operation",
			[]string{"must customer service 1y", "wish Forklift operation", "EXPERIENCE Minimum of 1 year customer service experience = 1.. years"},
		},
		"how much each part is wanted": {
			"PC skills required (Word and Excel preferred)",
			[]string{"must PC", "wish Word and Excel"},
		},
		"a list that ends in its importance": {
			"TIG welding, MIG welding and brazing a plus.",
			[]string{"wish TIG welding", "wish MIG welding and brazing"},
		},
		"duties": {
			"What you'll do\n• Load trucks\n• Drive a forklift",
			[]string{"want Load trucks duty", "want Drive a forklift duty"},
		},
		"a competitive salary is nothing": {
			"Competitive salary and benefits. Salary commensurate with experience.", nil,
		},
		"what nobody needs is nothing": {
			"No experience with Java required. You do not need to know Python. No forklift certification necessary. No degree is needed, but welding is. You don’t have to travel 25%.",
			[]string{"want but welding"},
		},
		"what is not needed may be nice to have": {"Knowledge of welding is not required. SQL.", []string{"wish welding is not", "want SQL"}},
		"pay beside what says little of it":      {"Competitive salary, $21-24 per hour", []string{"PAY $21-24 per hour = 21..24 USD per hour"}},
		"no less than some is asked for":         {"No fewer than two years required of Java experience", []string{"must No fewer than 2y", "must Java 2y", "EXPERIENCE two years required of Java experience = 2.. years"}},
		"what nobody needs, in Spanish": {
			"Requisitos:\nNo se requiere experiencia en Java.\nNo necesita saber Python.\nNo hace falta carné de conducir.\nNo es imprescindible el inglés.\nSoldadura TIG",
			[]string{"wish No es imprescindible el inglés", "want Soldadura TIG"},
		},
		"pay": {
			"Manages a budget of $5 million in sales\nPay: $15.50 - $18 per hour.",
			[]string{"want Manages a budget of $5 million in sales", "PAY $15.50 - $18 per hour = 15.5..18 USD per hour"},
		},
		"pay in thousands":                 {"Salary $40 - 50k per year", []string{"PAY Salary $40 - 50k per year = 40000..50000 USD per year"}},
		"pay of which one is in thousands": {"Salary $40k - 55 per year. Pay $40,000 to $30,000", []string{"PAY Salary $40k - 55 per year = 40000..55000 USD per year", "PAY Pay $40,000 to $30,000 = 40000.. USD"}},
		"a law without a name":             {"Background check required by state law.", []string{"BACKGROUND_CHECK Background check by law"}},
		"an age":                           {"Must be at least 21 years of age", []string{"MINIMUM_AGE at least 21 years of age = 21.. years"}},
		"an age and older":                 {"18 years or older", []string{"MINIMUM_AGE 18 years or older = 18.. years"}},
		"no age":                           {"Serves at least 21 or more customers", []string{"want Serves at least 21 or more customers"}},
		"a degree and its field": {
			"Bachelor of Science in Petroleum Engineering or a related field is required, with Python.",
			[]string{"want Python", "EDUCATION Bachelor of Science in Petroleum Engineering or a related field"},
		},
		"licenses, travel, shifts and hours": {
			"Valid driver's license. Willing to travel up to 25% of the time. Able to work night and weekend shifts. 30-40 hours per week.",
			[]string{
				"DRIVING_LICENSE Valid driver's license", "TRAVEL Willing to travel up to 25% of the time = ..25 percent",
				"SHIFT Able to work night and weekend shifts", "HOURS 30-40 hours per week = 30..40 hours per week",
			},
		},
		"travel as an industry":  {"Experience in travel agencies", []string{"want travel agencies"}},
		"years that are no work": {"No accidents in the last three years", []string{"want No accidents in the last three years"}},
		"Spanish": {
			"Requisitos:\n- Experiencia mínima de 2 años en soldadura TIG\n- Mayor de 18 años\n- Licencia de conducir vigente\n- Conocimientos avanzados de Excel\nSe valorará:\n- Inglés\nOfrecemos:\n- Salario competitivo",
			[]string{
				"want soldadura TIG 2y", "want Excel L3", "wish Inglés",
				"EXPERIENCE mínima de 2 años en soldadura TIG = 2.. years", "MINIMUM_AGE Mayor de 18 años = 18.. years", "DRIVING_LICENSE Licencia de conducir vigente",
			},
		},
		"questions as headings": {
			"¿Qué harás?\n• Soldar tuberías\n¿Qué buscamos?\n• Carné de conducir B\n• Soldadura TIG\n¿Qué ofrecemos?\n• Formación en soldadura",
			[]string{"want Soldar tuberías duty", "want Soldadura TIG", "DRIVING_LICENSE Carné de conducir B"},
		},
		"pay as Spain writes it": {"Salario: 1.350 € brutos al mes", []string{"PAY 1.350 € brutos al mes = 1350.. EUR per month"}},
		"masks":                  {"Welding, see #URL_86fd830a95a64e2b30ceed829e63fd384c289e4f01e3c93608b42a84f6e662dd#, <ORGANIZATION>, +1 555 0100", []string{"want Welding", "want see"}},
		"nothing":                {" \n\t<p></p>", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, told(Read(tt.ad, ""))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// The ads of testdata/es, each with what a person reads in it.
func TestAdsInSpanishAreReadAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	ads, err := filepath.Glob("testdata/es/*.txt")
	if err != nil || len(ads) < 5 {
		t.Fatalf("%d ads, %v", len(ads), err)
	}
	for _, path := range ads {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(strings.TrimSuffix(path, ".txt") + ".want")
		if err != nil {
			t.Fatal(err)
		}
		ad := Read(string(source), "")
		if diff := cmp.Diff(strings.Split(strings.TrimSpace(string(want)), "\n"), told(ad)); diff != "" || ad.Language != "es" {
			t.Errorf("%s, in %s (-want +got):\n%s", path, ad.Language, diff)
		}
	}
}

func TestAScriptIsNotRead(t *testing.T) {
	t.Parallel()
	if got := Plain(`<p>Weld</p><script>alert("x")</script><style>p{}</style><!-- no --><p>Cut</p>`); got != "Weld\nCut" {
		t.Errorf("got %q", got)
	}
}

func TestATextWithoutEndIsReadInPart(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"one-word lines": strings.Repeat("Weld\n", MaxText/5), "lists": strings.Repeat("x1, ", MaxText/4), "one word": strings.Repeat("a", MaxText),
		"ages": strings.Repeat("at least 18 years of age; ", MaxText/26), "pays": strings.Repeat("$1 - $2 per hour\n", MaxText/17), "points": strings.Repeat("a.B", MaxText/3),
	} {
		for _, language := range []string{"en", "es"} {
			if ad := Read(source, language); len(ad.Phrases) > maxPhrases || len(ad.Conditions) > maxConditions {
				t.Errorf("%s in %s: %d phrases, %d conditions", name, language, len(ad.Phrases), len(ad.Conditions))
			}
		}
	}
	late := Read(strings.Repeat("a\n", maxSentences)+"Welding", "en")
	if len(late.Phrases) != 0 {
		t.Errorf("past the last sentence it reads %q", told(late))
	}
}

func TestWhatEmployersSayOfThemselvesAsksForNothing(t *testing.T) {
	t.Parallel()
	for _, sentence := range []string{
		"We are a fast-growing company with a great team.", "Acme is the leading provider of welding equipment in the Southeast.", "Our clients love our customer service.",
		"Founded in 1988, with over 30 office locations.", "Join our award-winning team of accounting professionals!", "Competitive salary, 401(k), medical, dental.",
		"Please send your resume and a cover letter to jobs@acme.example.", "If you are interested, apply with your portfolio.", "You'll enjoy a fun, dynamic working environment.",
		"Acme is an Equal Opportunity Employer.", "All qualified applicants will receive consideration for employment without regard to race, color, religion, sex or national origin.",
		"The Welder will be based in our Savannah office.", "Somos una empresa líder en logística.", "Nuestros clientes confían en nuestra contabilidad.",
		"Importante empresa del sector metalúrgico selecciona personal para su taller.", "Ofrecemos contrato indefinido y buen ambiente de trabajo.",
		"Interesados enviar CV a la dirección empleo@acme.example.", "Creemos en la igualdad de oportunidades.", "Salario según convenio.", "Incorporación inmediata a la plantilla.",
	} {
		if ad := Read(sentence, ""); len(ad.Phrases) > 0 {
			t.Errorf("%q asks for %q", sentence, told(ad))
		}
	}
	for _, sentence := range []string{
		"Our company is looking for a welder with TIG experience.", "We are seeking someone who knows accounting.", "The ideal candidate is an organized person with knowledge of our platform.",
		"Somos una empresa que busca personas con experiencia en soldadura.",
	} {
		if ad := Read(sentence, ""); len(ad.Phrases) == 0 {
			t.Errorf("%q asks for nothing", sentence)
		}
	}
}

func TestBrokenLinesAreOne(t *testing.T) {
	t.Parallel()
	ad := Read("You operate forklifts in a large warehouse and\nunload trucks.", "en")
	if len(ad.Phrases) != 1 || !strings.HasSuffix(ad.Phrases[0].Of(ad.Text), "trucks") {
		t.Errorf("got %q", told(ad))
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"<ul><li>3+ years of SQL", "&amp;lt;p&amp;gt;", "Pay: $1,00.5k - $2k/hr", "aestheticLoves", "\xff\xfe", "•••", "((((((", "Requirements:Requirements:", "ñÑáÁ: años de experiencia",
		strings.Repeat("a and ", 500), strings.Repeat("<div>", 500), strings.Repeat("&amp;", 300),
	} {
		f.Add(s, "en")
		f.Add(s, "es")
	}
	f.Fuzz(func(t *testing.T, source, language string) {
		ad := Read(source, language)
		if !utf8.ValidString(ad.Text) || len(ad.Phrases) > maxPhrases {
			t.Fatalf("it reads %d phrases of %q", len(ad.Phrases), ad.Text)
		}
		spans := make([]Span, 0, len(ad.Phrases)+len(ad.Conditions))
		for _, p := range ad.Phrases {
			spans = append(spans, p.Span)
		}
		for _, c := range ad.Conditions {
			spans = append(spans, c.Span)
		}
		for _, s := range spans {
			if s.Start < 0 || s.Start >= s.End || s.End > len(ad.Text) || !utf8.ValidString(s.Of(ad.Text)) {
				t.Fatalf("%v is no part of %q", s, ad.Text)
			}
		}
	})
}
