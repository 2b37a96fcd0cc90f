package matching

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// readRanking reads a file of testdata/rank. Its sections hold one thing a line:
//
//	catalog:  "skill A broader|related|exact B", "credential NAME: SKILL=LEVEL ...
//	          | words WORD ...", "stack NAME [certifies CREDENTIAL] = RULE"
//	posting:  "must|legal|prefer NAME weight N: skill S [level N] | credential C ... | stack S",
//	          "needed DATE", "recognized C ...", "words W ..."
//	people:   "NAME: HOLDING; HOLDING", a holding being "CREDENTIAL [with SKILL=LEVEL ...]
//	          [until DATE] [revoked|suspended|unverified|claimed]"
//	want:     see describe
func readRanking(t *testing.T, archive *txtar.Archive) ranking {
	t.Helper()
	w, r := world{}, ranking{posting: Posting{ID: "posting"}}
	for _, f := range archive.Files {
		for line := range strings.Lines(string(f.Data)) {
			line = strings.TrimRight(line, " \n")
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			switch f.Name {
			case "catalog":
				w.readCatalog(t, line)
			case "posting":
				readPosting(t, &r.posting, line)
			case "people":
				r.people = append(r.people, w.readPerson(t, line))
			case "want":
				r.want = append(r.want, evaluate(t, line))
			}
		}
	}
	r.catalog = w.catalog(t)
	return r
}

func (w *world) readCatalog(t *testing.T, line string) {
	t.Helper()
	words := strings.Fields(line)
	switch words[0] {
	case "skill":
		kind := taxonomy.RelationKind(strings.ToUpper(words[2]))
		w.relations = append(w.relations, taxonomy.Relation{From: words[1], Kind: kind, To: words[3]})
	case "credential":
		name := strings.TrimSuffix(words[1], ":")
		pairs, text, _ := strings.Cut(strings.Join(words[2:], " "), "| words")
		v := Version{ID: name + ".v1", Credential: name, Current: true, Pairs: readPairs(t, strings.Fields(pairs)), Words: map[string]int{}}
		for word := range strings.FieldsSeq(text) {
			v.Words[word]++
		}
		w.versions = append(w.versions, v)
	case "stack":
		s := Stack{ID: words[1]}
		if words[2] == "certifies" {
			s.Certifies = words[3]
		}
		_, rule, _ := strings.Cut(line, "= ")
		var rest string
		if s.Rule, rest = readRule(t, rule); rest != "" {
			t.Fatalf("rule %q: what is %q?", rule, rest)
		}
		w.stacks = append(w.stacks, s)
	default:
		t.Fatalf("catalog: what is %q?", line)
	}
}

// readRule reads "all(a, any(b, c), 2of(d, e))".
func readRule(t *testing.T, text string) (r Rule, rest string) {
	t.Helper()
	end := strings.IndexAny(text, "(,)")
	if end < 0 || text[end] != '(' {
		if end < 0 {
			end = len(text)
		}
		return Rule{Op: OpPart, Credential: strings.TrimSpace(text[:end])}, text[end:]
	}
	switch name := strings.TrimSpace(text[:end]); name {
	case "all":
		r.Op = OpAllOf
	case "any":
		r.Op = OpAnyOf
	default:
		r.Op, r.K = OpKOf, number(t, strings.TrimSuffix(name, "of"))
	}
	rest = text[end:]
	for strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, ",") {
		var part Rule
		part, rest = readRule(t, rest[1:])
		r.Of = append(r.Of, part)
	}
	return r, strings.TrimPrefix(rest, ")")
}

func readPosting(t *testing.T, p *Posting, line string) {
	t.Helper()
	words := strings.Fields(line)
	switch words[0] {
	case "needed":
		p.NeededOn = date(t, words[1])
	case "recognized":
		p.Recognized = words[1:]
	case "words":
		p.Words = words[1:]
	default:
		r := Requirement{ID: words[1], Importance: Required, Weight: number(t, strings.TrimSuffix(words[3], ":")), Legal: words[0] == "legal"}
		if words[0] == "prefer" {
			r.Importance = Preferred
		}
		switch words[4] {
		case "skill":
			r.Skill = words[5]
			if len(words) > 6 {
				r.Level = Level(number(t, words[7]))
			}
		case "credential":
			r.AnyOf = words[5:]
		case "stack":
			r.Stack = words[5]
		}
		p.Requirements = append(p.Requirements, r)
	}
}

func (w *world) readPerson(t *testing.T, line string) person {
	t.Helper()
	name, holdings, _ := strings.Cut(line, ":")
	p := person{name: name}
	for holding := range strings.SplitSeq(holdings, ";") {
		if words := strings.Fields(holding); len(words) > 0 {
			p.awards = append(p.awards, w.readAward(t, name+"/"+words[0], words))
		}
	}
	return p
}

func (w *world) readAward(t *testing.T, id string, words []string) Award {
	t.Helper()
	a := Award{ID: id, Status: Active, Verified: true}
	for _, v := range w.versions {
		if v.Credential == words[0] {
			a.Held = Held{v.ID, v.Credential, v.Pairs}
		}
	}
	if a.Version == "" {
		t.Fatalf("no credential %q", words[0])
	}
	for i := 1; i < len(words); i++ {
		switch words[i] {
		case "with":
			end := i + 1
			for end < len(words) && strings.Contains(words[end], "=") {
				end++
			}
			a.Pairs = readPairs(t, words[i+1:end])
			i = end - 1
		case "until":
			i++
			a.ExpiresAt = date(t, words[i]).AddDate(0, 0, 1)
		case "unverified":
			a.Verified = false
		case "claimed":
			a.Claimed = true
		default:
			a.Status = Status(strings.ToUpper(words[i]))
		}
	}
	return a
}

func readPairs(t *testing.T, words []string) []Pair {
	t.Helper()
	var pairs []Pair
	for _, word := range words {
		skill, level, _ := strings.Cut(word, "=")
		pairs = append(pairs, Pair{skill, Level(number(t, level))})
	}
	return pairs
}

// evaluate replaces the arithmetic after "= " by its value.
func evaluate(t *testing.T, line string) string {
	t.Helper()
	head, sum, ok := strings.Cut(line, "= ")
	if !ok {
		return line
	}
	total := int64(0)
	for term := range strings.SplitSeq(sum, "+") {
		value, rest := int64(1), "*"+strings.TrimSpace(term)
		for rest != "" {
			op := rest[0]
			end := strings.IndexAny(rest[1:], "*/") + 1
			if end == 0 {
				end = len(rest)
			}
			factor := int64(number(t, rest[1:end]))
			if op == '*' {
				value *= factor
			} else {
				value /= factor
			}
			rest = rest[end:]
		}
		total += value
	}
	return head + "= " + strconv.FormatInt(total, 10)
}

func number(t *testing.T, digits string) int {
	t.Helper()
	n, err := strconv.Atoi(digits)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func date(t *testing.T, text string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
