package matching

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/problem"
)

func TestPostingsAreRefusedFieldByField(t *testing.T) {
	t.Parallel()
	good := Requirement{Skill: "a", Level: 3, Importance: Required, Weight: 10}
	changed := func(change func(*Requirement)) []Requirement {
		r := good
		change(&r)
		return []Requirement{{AnyOf: []string{"c"}, Importance: Required, Weight: 1}, r}
	}
	for _, test := range []struct {
		name     string
		requires []Requirement
		want     string // "" for a good one
	}{
		{"good", changed(func(*Requirement) {}), ""},
		{"unknown skill", changed(func(r *Requirement) { r.Skill = "never heard of" }), ""},
		{"a legal stack", changed(func(r *Requirement) { *r = Requirement{Stack: "s", Importance: Required, Weight: 100, Legal: true} }), ""},
		{"nothing asked", nil, "requirements: a posting asks for at least one thing"},
		{"no ask", changed(func(r *Requirement) { r.Skill, r.Level = "", 0 }), "requirements.1.ask: ask for exactly one"},
		{"two asks", changed(func(r *Requirement) { r.Stack = "s" }), "requirements.1.ask: ask for exactly one"},
		{"level 7", changed(func(r *Requirement) { r.Level = 7 }), "requirements.1.ask.level: a level is from 1 to 4"},
		{"level of a stack", changed(func(r *Requirement) { r.Skill, r.Stack = "", "s" }), "requirements.1.ask.level"},
		{"unnamed credential", changed(func(r *Requirement) { *r = Requirement{AnyOf: []string{""}, Importance: Required, Weight: 1} }), "requirements.1.ask.credential"},
		{"no importance", changed(func(r *Requirement) { r.Importance = "" }), "requirements.1.importance"},
		{"weight 0", changed(func(r *Requirement) { r.Weight = 0 }), "requirements.1.weight: a weight is from 1 to 100"},
		{"weight 101", changed(func(r *Requirement) { r.Weight = 101 }), "requirements.1.weight"},
		{"a legal skill", changed(func(r *Requirement) { r.Legal = true }), "requirements.1.legallyRequired"},
		{"a legal wish", changed(func(r *Requirement) {
			*r = Requirement{Stack: "s", Importance: Preferred, Weight: 1, Legal: true}
		}), "requirements.1.legallyRequired"},
		{"the same skill twice", []Requirement{good, good}, "requirements.1.ask.skill: this skill is asked for already"},
		{"25 requirements", make([]Requirement, 25), "requirements: a posting has at most 24"},
	} {
		_, err := Compile(Posting{Requirements: test.requires}, world{}.catalog(t))
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", test.name, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: got %v, want %q", test.name, err, test.want)
		case test.want != "" && problem.As(err)[0].MessageES == "":
			t.Errorf("%s: not in Spanish", test.name)
		}
	}
}

func TestEveryProblemOfAPostingIsReportedAtOnce(t *testing.T) {
	t.Parallel()
	_, err := Compile(Posting{Requirements: []Requirement{{}, {Skill: "a", Importance: Required}}}, world{}.catalog(t))
	if got := len(problem.As(err)); got != 4 {
		t.Errorf("%d problems: %v", got, err)
	}
}

func TestWordsAreCountedOnce(t *testing.T) {
	t.Parallel()
	p := Posting{Requirements: []Requirement{{Skill: "a", Importance: Required, Weight: 1}}}
	for i := range MaxWords {
		p.Words = append(p.Words, fmt.Sprint("word", i), fmt.Sprint("word", i), "")
	}
	if _, err := Compile(p, world{}.catalog(t)); err != nil {
		t.Errorf("%d words: %v", MaxWords, err)
	}
	p.Words = append(p.Words, "one more")
	if _, err := Compile(p, world{}.catalog(t)); err == nil {
		t.Errorf("%d words: no problem", MaxWords+1)
	}
}
