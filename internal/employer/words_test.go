package employer_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// searched are a posting's candidates with words in mind.
func (v *town) searched(ctx context.Context, t *testing.T, posting, words string) *employer.Candidates {
	t.Helper()
	return world.Must(v.Candidates(ctx, employer.CandidatesInput{
		Posting: posting, Search: words, Language: "en", Page: page.Args{First: 20},
	}))(t)
}

// textOf is the TEXT part of a match; false where nothing was searched for.
func textOf(m employer.Match) (employer.Contribution, bool) {
	for _, c := range m.Contributions {
		if c.Part == matching.PartText {
			return c, true
		}
	}
	return employer.Contribution{}, false
}

// markedIn says where a search's words stand in what a candidate is shown to hold.
func markedIn(t *testing.T, c employer.Contribution) []string {
	t.Helper()
	var out []string
	for _, award := range world.Must(c.Words(t.Context()))(t) {
		for _, text := range award.Texts {
			s := string(text.Field) + " " + text.Text + ":"
			for _, m := range text.Marks {
				s += " " + m.Words
			}
			out = append(out, s)
		}
	}
	return out
}

func TestWordsAreMarkedWhereTheyStandInWhatIsHeld(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	earner := v.Earner(t)
	v.Award(t, earner, v.forklift)
	v.Award(t, earner, v.safety)
	posting := v.posting(v.miller, t, v.driver(t)).ID
	for words, want := range map[string][]string{
		"forklift":          {"NAME Forklift: Forklift", "SKILL drive forklifts: forklifts"},
		"forklft":           {"NAME Forklift: Forklift", "SKILL drive forklifts: forklifts"},
		"skill:forklift":    {"SKILL drive forklifts: forklifts"},
		`"keep safe"`:       {"SKILL keep safe: keep safe"},
		`"safe keep"`:       nil,
		"name:safety drive": {"NAME Safety: Safety", "SKILL drive forklifts: drive"},
		"criteria:safety":   nil,
		"zebra":             nil,
		"nombre:forklift":   {"NAME Forklift: Forklift"},
	} {
		found := v.searched(v.miller, t, posting, words)
		if len(found.Nodes) != 1 || found.TotalCount != 1 {
			t.Fatalf("%s: %d candidates: words filter nobody", words, found.TotalCount)
		}
		text, _ := textOf(found.Nodes[0].Match)
		got := map[string]bool{}
		for _, s := range markedIn(t, text) {
			got[s] = true
		}
		for _, s := range want {
			if !got[s] {
				t.Errorf("%s: %q is not marked in %v", words, s, got)
			}
		}
		if len(got) != len(want) || (text.Points > 0) != (len(want) > 0) {
			t.Errorf("%s: marked %v for %v points, want %v", words, got, text.Points, want)
		}
	}
	if _, is := textOf(v.searched(v.miller, t, posting, " ").Nodes[0].Match); is {
		t.Error("nothing was searched for, and words score")
	}
}

func TestWordsTellNothingOfWhatIsNotShown(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	plain, lost, named := v.Earner(t), v.Earner(t), v.Earner(t, func(e *account.NewEarner) { e.Name = "Safety Keeper" })
	for _, earner := range []string{plain, lost, named} {
		v.Award(t, earner, v.forklift)
	}
	posting := v.posting(v.miller, t, v.driver(t)).ID
	ids := v.known(v.miller, t, posting, []string{plain, lost, named})
	award := v.Award(t, lost, v.safety)
	v.revoke(t, award)
	// Nobody holds it: its words are known, and give nothing.
	for _, words := range []string{"safety", `"keep safe"`, "name:safety", "Keeper", "somebody"} {
		found := v.searched(v.miller, t, posting, words)
		if len(found.Nodes) != 3 {
			t.Fatalf("%q: %d candidates, want all three", words, len(found.Nodes))
		}
		of := map[string]string{}
		for _, c := range found.Nodes {
			text, _ := textOf(c.Match)
			of[ids[c.ID]] = fmt.Sprint(c.Match.Score, c.Match.Rank, text.Points, text.Possible, markedIn(t, text))
		}
		if of[plain] != of[lost] || of[plain] != of[named] || !strings.Contains(of[plain], " 0 ") {
			t.Errorf("%q tells who lost it, or what they are called: %v", words, of)
		}
	}
	if _, err := v.Candidates(v.stranger, employer.CandidatesInput{Posting: posting, Search: "safety", Page: page.Args{First: 5}}); err == nil {
		t.Error("a stranger searched another's posting")
	}
}

func TestWordsOfAPageAreReadAtOnce(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.crew(t, 7)
	posting := v.posting(v.miller, t, v.driver(t)).ID
	count := func(first int) int64 {
		found := world.Must(v.Candidates(v.miller, employer.CandidatesInput{
			Posting: posting, Search: "forklift safety", Page: page.Args{First: first},
		}))(t)
		ctx, counter := store.Count(v.miller)
		marked := 0
		for _, c := range found.Nodes {
			text, _ := textOf(c.Match)
			marked += len(world.Must(text.Words(ctx))(t))
		}
		if len(found.Nodes) != first || marked < first {
			t.Errorf("%d candidates with %d awards that have the words", len(found.Nodes), marked)
		}
		return counter.Statements()
	}
	if one, seven := count(1), count(7); one != seven || seven > 6 {
		t.Errorf("%d statements for one candidate, %d for seven", one, seven)
	}
}

func TestWordsOfAVersionAreMarkedOnceForAllWhoHoldIt(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.crew(t, 2)
	found := v.searched(v.miller, t, v.posting(v.miller, t, v.driver(t)).ID, "forklift")
	marked := map[*employer.MarkedText]int{}
	for _, c := range found.Nodes {
		text, _ := textOf(c.Match)
		for _, award := range world.Must(text.Words(t.Context()))(t) {
			marked[&award.Texts[0]]++
		}
	}
	for _, n := range marked {
		if n != len(found.Nodes) || n < 2 {
			t.Errorf("marked for %d of %d candidates", n, len(found.Nodes))
		}
	}
	if len(marked) != 1 {
		t.Errorf("a version was marked %d times", len(marked))
	}
}

func TestAPageOfCandidatesGoesOnWhileTheCatalogsTextsChange(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.crew(t, 4)
	posting := v.posting(v.miller, t, v.driver(t)).ID
	in := employer.CandidatesInput{Posting: posting, Search: `"drive forklifts"`, Page: page.Args{First: 2}}
	first := world.Must(v.Candidates(v.miller, in))(t)
	v.MicroCredential(t, v.college, "Pallets", map[string]int{"drive forklifts": 1})
	in.Page.After = *first.PageInfo.EndCursor
	next, err := v.Candidates(v.miller, in)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(2, len(next.Nodes)); diff != "" {
		t.Errorf("the second page: %s", diff)
	}
	in.Search = "pallets"
	if _, err := v.Candidates(v.miller, in); err == nil {
		t.Error("another search took the cursor")
	}
}

func TestWordsAreBoundedAndToldWhereTheyAreGiven(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	posting := v.posting(v.miller, t, v.driver(t)).ID
	words := ""
	for i := range 65 {
		words += fmt.Sprintf("q%d ", i)
	}
	for search, kind := range map[string]problem.Kind{
		words: problem.Limit, strings.Repeat("a", 501): problem.Invalid, strings.Repeat("pallet ", 71): "",
	} {
		_, err := v.Candidates(v.miller, employer.CandidatesInput{Posting: posting, Search: search, Page: page.Args{First: 1}})
		got := problem.As(err)
		if kind == "" {
			if err != nil {
				t.Errorf("%.20s: %v", search, err)
			}
			continue
		}
		if len(got) != 1 || got[0].Kind != kind || !slices.Equal(got[0].Path, []string{"search"}) {
			t.Errorf("%.20s: %+v", search, err)
		}
	}
}
