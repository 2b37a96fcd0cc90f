package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/search"
)

// candidateRow is a row of a list, as far as anything may be filtered by it.
type candidateRow struct {
	id, place          string
	score              any
	remote, interested bool
	holds, stacks      []string
	newest             string
}

// rowsOf asks for a whole list, and holds its counts against its rows.
func (w *world) rowsOf(t *testing.T, posting, words string, filter map[string]any) []candidateRow {
	t.Helper()
	w.clock.Advance(time.Minute) // as fast as they may
	out := w.get(t, "employer", candidatesQuery, map[string]any{"id": posting, "first": 50, "filter": filter, "search": words})
	at := func(path ...any) []any { return append([]any{"posting", "candidates"}, path...) }
	var rows []candidateRow
	counted := map[string]int{}
	for i := range out.list(at("nodes")...) {
		r := candidateRow{id: out.text(at("nodes", i, "id")...), place: out.text(at("nodes", i, "place", "name")...), score: out.at(at("nodes", i, "match", "score")...)}
		r.remote, _ = out.at(at("nodes", i, "remote")...).(bool)
		r.interested, _ = out.at(at("nodes", i, "interested")...).(bool)
		for j := range out.list(at("nodes", i, "awards")...) {
			title := out.text(at("nodes", i, "awards", j, "microCredential", "title")...)
			if !slices.Contains(r.holds, title) {
				r.holds = append(r.holds, title)
				counted["microCredentials microCredential title "+title]++
			}
			r.newest = max(r.newest, out.text(at("nodes", i, "awards", j, "earnedMonth")...))
		}
		for j := range out.list(at("nodes", i, "completedStacks")...) {
			r.stacks = append(r.stacks, out.text(at("nodes", i, "completedStacks", j, "title")...))
			counted["stacks stack title "+r.stacks[j]]++
		}
		if r.place != "" {
			counted["places place name "+r.place]++
		}
		rows = append(rows, r)
	}
	if n := out.number(at("totalCount")...); n != len(rows) {
		t.Errorf("%v: %d are counted, and %d listed", filter, n, len(rows))
	}
	told := map[string]int{}
	for _, of := range [][3]string{{"microCredentials", "microCredential", "title"}, {"stacks", "stack", "title"}, {"places", "place", "name"}} {
		for i := range out.list(at("facets", of[0])...) {
			told[strings.Join(of[:], " ")+" "+out.text(at("facets", of[0], i, of[1], of[2])...)] = out.number(at("facets", of[0], i, "count")...)
		}
	}
	if fmt.Sprint(told) != fmt.Sprint(counted) {
		t.Errorf("%v: the facets tell %v, the rows %v", filter, told, counted)
	}
	return rows
}

// kept are the ids of the rows that something keeps.
func kept(rows []candidateRow, keep func(candidateRow) bool) string {
	var out []string
	for _, r := range rows {
		if keep(r) {
			out = append(out, r.id)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func everyRow(candidateRow) bool { return true }

// spread puts people where few live, and a posting where the many do.
func (w *world) spread(t *testing.T) (posting string) {
	t.Helper()
	for i, name := range []string{"Far", "Lone"} {
		made, err := w.app.Catalog.AddPlaces(w.ctx, []catalog.PlaceInput{{
			Kind: enum.PlaceZIP, Code: "3149" + fmt.Sprint(i), Name: name, State: "GA", FIPS: "13051", Latitude: 31.5 + float64(i), Longitude: -81.4, Parent: ptr(w.places["Chatham County"]),
		}})
		must(t, err)
		w.places[name] = made[0]
	}
	for i := range 9 {
		at := "Far"
		if i > 5 {
			at = "Lone"
		}
		w.addPerson(t, 40+i, person{name: fmt.Sprint(at, i), holds: []credential.NewAward{w.award("Forklift", w.now().AddDate(0, -i, 0))}, change: func(e *account.NewEarner) {
			e.Place = w.places[at]
			if i == 8 {
				e.Precision = enum.PrecisionNone
			}
		}})
	}
	w.sync(t)
	made := w.done(t, "employer", `mutation($place: ID!, $skill: ID!) { createPosting(input: {title: "Driver", place: $place, requirements: [{ask: {skill: {skill: $skill}}}]}) { posting { id } problems { message code } } }`,
		map[string]any{"place": w.places["31401"], "skill": w.skills["Drive a forklift"]})
	return made.text("createPosting", "posting", "id")
}

func TestFiltersAndFacetsTellNoMoreThanTheRowsShow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	posting := w.spread(t)
	// Safety and First Aid, Privata's newest, are hidden; what was completed with one is too.
	w.do(t, "self", `mutation($a: ID!, $b: ID!, $p: ID!) { setMatching(input: {awards: [{award: $a, shown: false}, {award: $b, shown: false}]}) { problems { message } }
		showInterest(input: {posting: $p}) { problems { message } } }`, map[string]any{"a": w.awards["Privata/1"], "b": w.awards["Privata/2"], "p": posting})
	w.do(t, "other_earner", `mutation($p: ID!) { showInterest(input: {posting: $p}) { problems { message } } }`, map[string]any{"p": w.postings["Rival"]})
	rows := w.rowsOf(t, posting, "", nil)
	shared := map[string]int{}
	for _, r := range rows {
		shared[r.place]++
	}
	for place, n := range shared {
		if place != "" && n < 5 {
			t.Errorf("%s is shown of %d", place, n)
		}
	}
	if shared["Chatham County"] != 8 || shared[""] != 1 {
		t.Fatalf("the places shown are %v", shared)
	}
	same := func(name string, filter map[string]any, keep func(candidateRow) bool) {
		t.Helper()
		if got, want := kept(w.rowsOf(t, posting, "", filter), everyRow), kept(rows, keep); got != want {
			t.Errorf("%s keeps %s, by the rows %s", name, got, want)
		}
	}
	for back := range 26 {
		for _, day := range []int{1, 15, 28} {
			since := time.Date(w.now().Year(), w.now().Month()-time.Month(back), day, 0, 0, 0, 0, time.UTC)
			same("earnedSince", map[string]any{"earnedSince": since.Format("2006-01-02")}, func(r candidateRow) bool { return r.newest >= since.Format("2006-01") })
		}
	}
	centers := map[string][2]float64{"31401": {32.07, -81.09}, "Chatham County": {31.97, -81.09}}
	for ring, km := range map[string]float64{"KM_10": 10, "KM_25": 25, "KM_50": 50, "KM_100": 100, "KM_250": 250} {
		same(ring, map[string]any{"within": ring}, func(r candidateRow) bool {
			c, ok := centers[r.place]
			return ok && search.Distance(32.07, -81.09, c[0], c[1]) <= km
		})
	}
	same("interested", map[string]any{"interested": true}, func(r candidateRow) bool { return r.interested })
	same("remote", map[string]any{"remote": true}, func(r candidateRow) bool { return r.remote })
	for _, name := range []string{"Forklift", "Safety", "First Aid"} {
		same(name, map[string]any{"microCredentials": []string{w.credentials[name]}}, func(r candidateRow) bool { return slices.Contains(r.holds, name) })
	}
	same("stacks", map[string]any{"stacksCompleted": []string{w.stacks["Ready"]}}, func(r candidateRow) bool { return slices.Contains(r.stacks, "Ready") })
	// A word of the catalog takes its share of the score; one that is in no text, none.
	w.addAssessed(t, "Quokka")
	w.sync(t)
	for word, like := range map[string]string{"First": "Quokka", "Geheim": "qqqqzzzz", "Privata": "qqqqzzzz", "GeheimGender": "qqqqzzzz", "Chatham": "qqqqzzzz", "1971": "qqqqzzzz"} {
		if got, want := fmt.Sprint(w.rowsOf(t, posting, word, nil)), fmt.Sprint(w.rowsOf(t, posting, like, nil)); got != want {
			t.Errorf("the word %q moves a row: %s, %q %s", word, got, like, want)
		}
	}
	before := fmt.Sprint(w.rowsOf(t, posting, "First", nil))
	w.do(t, "self", `mutation($a: ID!) { setMatching(input: {awards: [{award: $a, shown: true}]}) { problems { message } } }`, map[string]any{"a": w.awards["Privata/2"]})
	if fmt.Sprint(w.rowsOf(t, posting, "First", nil)) == before {
		t.Error("a word of what is shown moves nothing")
	}
}
