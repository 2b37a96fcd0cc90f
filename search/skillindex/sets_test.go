package skillindex

import (
	"encoding/csv"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/search/evaluate"
)

// judged is a development set with the skills that its index has.
type judged struct {
	name   string
	set    *evaluate.Set
	skills []Skill
}

// sharedData is where the development sets are, on machines that have them.
var sharedData = filepath.Join("..", "..", "..", "shared", "data")

var shortName = map[string]string{
	"skillx_house_validation": "house", "skillx_tech_validation": "tech", "skillskape_dev": "skillskape",
}

// englishSets are sentences of job advertisements that people gave ESCO's skills.
func englishSets(t testing.TB) []judged {
	t.Helper()
	var all []judged
	for _, name := range []string{"skillx_house_validation", "skillx_tech_validation", "skillskape_dev"} {
		dir := filepath.Join(sharedData, "relevance", name)
		if _, err := os.Stat(dir); err != nil {
			t.Skip("the development sets are not on this machine")
		}
		set, err := evaluate.Read(filepath.Join(dir, "corpus.jsonl"), filepath.Join(dir, "queries.jsonl"), filepath.Join(dir, "qrels.tsv"))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, judged{shortName[name], set, skillsOf(set.Documents)})
	}
	return all
}

func skillsOf(documents []evaluate.Document) []Skill {
	skills := make([]Skill, len(documents))
	for i, d := range documents {
		skills[i] = Skill{ID: d.ID, Labels: []Label{{Text: d.Text}}}
	}
	return skills
}

// told gives skills the descriptions that ESCO has for their labels.
func told(t *testing.T, skills []Skill) []Skill {
	t.Helper()
	descriptions := map[string]string{}
	for _, row := range readTable(t, "skills_en-us.csv") {
		descriptions[row["preferredLabel"]] = row["description"]
	}
	out := slices.Clone(skills)
	for i, s := range out {
		if text := descriptions[s.Labels[0].Text]; text != "" {
			out[i].Descriptions = []Description{{Text: text, Language: English}}
		}
	}
	return out
}

// heldOut says of which concepts tools/skillvectors learned no Spanish label.
func heldOut(concept string) bool { return crc32.ChecksumIEEE([]byte(concept))%10 == 0 }

// concept is a skill of ESCO.
type concept struct {
	id, english, spanish string
	alternatives         []string // Spanish
}

func readConcepts(t *testing.T) []concept {
	t.Helper()
	names := map[string]string{}
	for _, row := range readTable(t, "skills_en-us.csv") {
		names[row["conceptUri"]] = strings.TrimSpace(row["preferredLabel"])
	}
	var all []concept
	for _, row := range readTable(t, "skills_es.csv") {
		c := concept{id: row["conceptUri"], english: names[row["conceptUri"]], spanish: strings.TrimSpace(row["preferredLabel"])}
		for line := range strings.Lines(row["altLabels"]) {
			if line = strings.TrimSpace(line); line != "" && line != c.spanish {
				c.alternatives = append(c.alternatives, line)
			}
		}
		if c.english != "" && c.spanish != "" {
			all = append(all, c)
		}
	}
	return all
}

func readTable(t testing.TB, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedData, "esco", "v1.0", name))
	if err != nil {
		t.Skip("ESCO is not on this machine")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]string
	for _, row := range rows[1:] {
		values := map[string]string{}
		for i, column := range rows[0] {
			values[column] = row[i]
		}
		all = append(all, values)
	}
	return all
}

// bothLanguages are ESCO's skills with their English and Spanish labels.
func bothLanguages(t testing.TB) []Skill {
	t.Helper()
	var all []Skill
	at := map[string]int{}
	for _, name := range []string{"skills_en-us.csv", "skills_es.csv"} {
		language := Language(name[len("skills_"):][:2])
		for _, row := range readTable(t, name) {
			id := row["conceptUri"]
			if _, known := at[id]; !known {
				at[id] = len(all)
				all = append(all, Skill{ID: id, Framework: "esco"})
			}
			s := &all[at[id]]
			s.Labels = append(s.Labels, Label{Text: strings.TrimSpace(row["preferredLabel"]), Language: language})
			for line := range strings.Lines(row["altLabels"]) {
				s.Labels = append(s.Labels, Label{Text: strings.TrimSpace(line), Language: language, Kind: Alternative})
			}
		}
	}
	return all
}

// spanishSets ask by labels that no index has and nothing was learned from: an
// alternative one among Spanish labels, and Spanish ones among English labels.
func spanishSets(t *testing.T) []judged {
	t.Helper()
	same := judged{name: "es to es", set: &evaluate.Set{Grades: map[string]map[string]int{}}}
	cross := judged{name: "es to en", set: &evaluate.Set{Grades: map[string]map[string]int{}}}
	ask := func(j *judged, c concept, text string) {
		j.set.Queries = append(j.set.Queries, evaluate.Query{ID: c.id, Text: text})
		j.set.Grades[c.id] = map[string]int{c.id: 1}
	}
	for _, c := range readConcepts(t) {
		labels := append([]string{c.spanish}, c.alternatives...)
		if heldOut(c.id) {
			ask(&cross, c, c.spanish)
			if len(c.alternatives) > 0 {
				ask(&same, c, labels[len(labels)-1])
				labels = labels[:len(labels)-1]
			}
		}
		same.add(c.id, labels)
		cross.add(c.id, []string{c.english})
	}
	return []judged{same, cross}
}

func (j *judged) add(id string, labels []string) {
	s := Skill{ID: id, Labels: []Label{{Text: labels[0]}}}
	for _, l := range labels[1:] {
		s.Labels = append(s.Labels, Label{Text: l, Kind: Alternative})
	}
	j.skills = append(j.skills, s)
	j.set.Documents = append(j.set.Documents, evaluate.Document{ID: id, Text: labels[0], Labels: labels[1:]})
}

// fewer keeps one query of so many.
func (j judged) fewer(of int) judged {
	s := *j.set
	s.Queries = nil
	for i, q := range j.set.Queries {
		if i%of == 0 {
			s.Queries = append(s.Queries, q)
		}
	}
	j.set = &s
	return j
}
