package submission_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
)

func TestAValidDefinitionComesBackAsItWasStored(t *testing.T) {
	t.Parallel()
	want := welding()
	raw, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := submission.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEachFaultOfADefinitionIsNamedAtItsPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		spoil func(*submission.Definition)
		want  []string
	}{
		{"no mode", func(d *submission.Definition) { d.Modes = nil }, []string{
			"modes: say how this is assessed", "exam: an exam needs the mode EXAM",
		}},
		{"modes twice and unknown", func(d *submission.Definition) {
			d.Modes = append(d.Modes, submission.Exam, "HEARSAY")
		}, []string{"modes.2: this is there already", "modes.3: this is none of those that there are"}},
		{"too many modes", func(d *submission.Definition) { d.Modes = make([]submission.Mode, 1000) }, []string{
			"modes: at most 4, each once", "exam: an exam needs the mode EXAM",
		}},
		{"no exam", func(d *submission.Definition) { d.Exam = nil }, []string{"exam: say which exam it is"}},
		{"exam", func(d *submission.Definition) {
			d.Exam = &submission.Examination{PassScore: "101", MaxScore: "100"}
		}, []string{"exam.name: this text has 1 to 200 characters", "exam.passScore: nobody can reach a pass score above the highest score"}},
		{"scores", func(d *submission.Definition) {
			d.Exam = &submission.Examination{Name: "x", PassScore: "much", MaxScore: "-1"}
		}, []string{"exam.passScore: a score is a decimal such as 72.5", "exam.maxScore: a score is a decimal such as 72.5"}},
		{"assessors", func(d *submission.Definition) { d.Assessors = 3 }, []string{"assessors: 1 or 2 assessors judge independently"}},
		{"parts", func(d *submission.Definition) {
			d.Parts[0].Key, d.Parts[0].Most = "Overview!", 51
			d.Parts[1].Kinds = []submission.EvidenceKind{"SMELL", submission.FileEvidence, submission.FileEvidence}
		}, []string{
			"parts.0.key: a key has up to 64 lower-case letters, digits and hyphens", "parts.0.most: a part has 1 to 50 items",
			"parts.1.kinds.0: this is none of those that there are", "parts.1.kinds.2: this is there already",
		}},
		{"too many parts", func(d *submission.Definition) { d.Parts = make([]submission.Part, 21) }, []string{
			"parts: there are 0 to 20 of these, not 21",
		}},
		{"keys", func(d *submission.Definition) {
			d.Criteria[1].Key, d.Criteria[2].Key = "seam", "exam"
			d.Criteria[0].Levels[2].Key = "poor"
		}, []string{
			"criteria.0.levels.2.key: this is there already", "criteria.1.key: this is there already", `criteria.2.key: "exam" is the exam's own key`,
		}},
		{"titles", func(d *submission.Definition) {
			d.Criteria[0].Title = nil
			d.Criteria[1].Title = submission.Text{"en": " ", "ES": "Velocidad"}
			d.Criteria[2].Title = submission.Text{"en": strings.Repeat("é", 201)}
		}, []string{
			"criteria.0.title: give a title in at least one language",
			"criteria.1.title: languages are tags in lower case, such as en or es-mx", "criteria.1.title.en: this text has 1 to 200 characters",
			"criteria.2.title.en: this text has 1 to 200 characters",
		}},
		{"texts", func(d *submission.Definition) {
			d.Parts[0].Prompt = submission.Text{"en": strings.Repeat("é", 5001)}
			d.Criteria[0].Description = submission.Text{"en": "\xff"}
			d.Criteria[0].Levels[0].Description = languages(21)
		}, []string{
			"parts.0.prompt.en: this text has 1 to 5000 characters",
			"criteria.0.description.en: this text has 1 to 5000 characters",
			"criteria.0.levels.0.description: at most 20 languages",
		}},
		{"levels", func(d *submission.Definition) {
			d.Criteria[0].Levels = d.Criteria[0].Levels[:1]
			d.Criteria[1].Meets = 0
			d.Criteria[2].Meets = 3
		}, []string{
			"criteria.0.levels: there are 2 to 6 of these, not 1",
			"criteria.0.meets: say which level meets the criterion, counted from 1",
			"criteria.1.meets: say which level meets the criterion, counted from 1",
			"criteria.2.meets: say which level meets the criterion, counted from 1",
		}},
		{"skill levels", func(d *submission.Definition) {
			d.Criteria[0].Skill = ""
			d.Criteria[1].Levels[0].SkillLevel, d.Criteria[1].Levels[1].SkillLevel = 5, 2
			d.Criteria[2].Skill = strings.Repeat("x", 101)
		}, []string{
			"criteria.0.skill: name the skill that the levels are of",
			"criteria.1.levels.0.skillLevel: a level in a skill is 1 to 4, or 0 for none",
			"criteria.1.levels.1.skillLevel: levels are listed lowest first",
			"criteria.2.skill: this is no skill's id",
		}},
		{"part", func(d *submission.Definition) { d.Criteria[2].Part = "reflection" }, []string{"criteria.2.part: there is no such part"}},
		{"no rubric", func(d *submission.Definition) { d.Criteria = nil }, []string{"criteria: say by which criteria this is judged"}},
		{"too long a rubric", func(d *submission.Definition) { d.Criteria = make([]submission.Criterion, 41) }, []string{
			"criteria: there are 0 to 40 of these, not 41",
		}},
	} {
		d := welding()
		c.spoil(&d)
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			checkProblems(t, submission.Validate(d), c.want...)
		})
	}
}

func languages(n int) submission.Text {
	texts := submission.Text{}
	for i := range n {
		texts[fmt.Sprintf("en-x%d", i+10)] = "text"
	}
	return texts
}

func TestAnExamAloneNeedsNoRubric(t *testing.T) {
	t.Parallel()
	d := submission.Definition{Modes: []submission.Mode{submission.Exam}, Exam: &submission.Examination{Name: "Forklift"}}
	if err := submission.Validate(d); err != nil {
		t.Error(err)
	}
	want := []submission.Criterion{{Key: "exam", Required: true, Meets: 2}}
	got := d.Rubric()
	if len(got) != 1 || got[0].Key != want[0].Key || !got[0].Required || got[0].Meets != 2 {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestAPartHasTenItemsWhereNothingIsSaid(t *testing.T) {
	t.Parallel()
	parts := welding().Parts
	if got := [2]int{parts[0].Limit(), parts[1].Limit()}; got != [2]int{1, 10} {
		t.Errorf("got %v, want 1 and 10", got)
	}
}

func TestOnlyBlindModesAreJudgedByTwo(t *testing.T) {
	t.Parallel()
	got := map[submission.Mode]int{}
	for _, m := range submission.Modes() {
		got[m] = welding().Needed(m)
	}
	want := map[submission.Mode]int{submission.Portfolio: 2, submission.Prior: 2, submission.Observed: 1, submission.Exam: 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := (submission.Definition{}).Needed(submission.Prior); n != 1 {
		t.Errorf("got %d, want 1 where nothing is said", n)
	}
}

func TestWhatIsNoDefinitionIsRefused(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		``, `null`, `[]`, `{`, `"x"`, `{"modes": ["PRIOR"], "rubric": []}`, `{"modes": "PRIOR"}`, `{"modes": []} {}`,
		`{"modes": ["EXAM"], "exam": {"name": "x", "passScore": 72.5}}`, `{"modes": ["EXAM"], "exam": {"name": "x"}} x`,
		strings.Repeat(`[`, 100_000), `{"parts":` + strings.Repeat(`[`, 1_000_000), strings.Repeat(" ", 3<<20),
	} {
		d, err := submission.Parse(json.RawMessage(raw))
		if problem.As(err) == nil {
			t.Errorf("%.40s: got %+v, %v, want a problem", raw, d, err)
		}
	}
}

// FuzzParse holds that whatever is accepted is valid, comes back the same when it
// is stored again, and has a rubric that can be met.
func FuzzParse(f *testing.F) {
	raw, err := json.Marshal(welding())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(`{"modes":["PRIOR"],"criteria":[{"key":"a","title":{"en":"A"},"meets":1,"levels":[]}]}`))
	f.Add([]byte(`{"modes":["EXAM"],"exam":{"name":"x","passScore":"1.5"},"assessors":2}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := submission.Parse(raw)
		if err != nil {
			if problem.As(err) == nil {
				t.Fatalf("got %v, want a problem", err)
			}
			return
		}
		stored, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		again, err := submission.Parse(stored)
		if err != nil {
			t.Fatalf("not valid again: %v", err)
		}
		if twice, err := json.Marshal(again); err != nil || string(twice) != string(stored) {
			t.Fatalf("got %s, %v, want %s", twice, err, stored)
		}
		best := map[string]string{}
		for _, c := range d.Rubric() {
			best[c.Key] = c.Levels[len(c.Levels)-1].Key
		}
		if v := d.Judge(best); !v.Met || d.Judge(nil).Met {
			t.Fatalf("got %+v for the best scores, %+v for none", v, d.Judge(nil))
		}
	})
}
