package graph_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/store"
)

func TestAWithdrawnConsentIsGoneWithTheNextPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vars := map[string]any{"id": w.postings["Maker"], "first": 9}
	first := w.get(t, "employer", candidatesQuery, vars)
	whole := w.get(t, "employer", candidatesQuery, map[string]any{"id": w.postings["Maker"], "first": 50})
	last := whole.text("posting", "candidates", "nodes", 9, "id")
	w.get(t, "other_earner", `mutation { setVisibility(input: {visibility: HIDDEN}) { earner { visibility } problems { message } } }`, nil)

	after := w.get(t, "employer", candidatesQuery, map[string]any{"id": w.postings["Maker"], "first": 50})
	if got := after.number("posting", "candidates", "totalCount"); got != 9 {
		t.Errorf("%d candidates after one withdrew, want 9", got)
	}
	vars["after"] = first.text("posting", "candidates", "pageInfo", "endCursor")
	second := w.get(t, "employer", candidatesQuery, vars)
	for i := range second.list("posting", "candidates", "nodes") {
		if id := second.text("posting", "candidates", "nodes", i, "id"); id != last {
			t.Errorf("page 2 shows %s, want only %s", id, last)
		}
	}
	w.get(t, "other_earner", `mutation { setVisibility(input: {visibility: OPEN}) { problems { message } } }`, nil)
	again := w.get(t, "employer", candidatesQuery, map[string]any{"id": w.postings["Maker"], "first": 50})
	if got := again.number("posting", "candidates", "totalCount"); got != 10 {
		t.Errorf("%d candidates after they came back, want 10", got)
	}
}

func TestARevokedAwardCountsForNobodyWithTheNextRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	query := `query($id: ID!) { posting(id: $id) { candidates(first: 1) { tierCounts { qualified near partial } nodes { match { score tier } } } } }`
	vars := map[string]any{"id": w.postings["Maker"]}
	if got := w.get(t, "employer", query, vars).number("posting", "candidates", "tierCounts", "qualified"); got != 2 {
		t.Fatalf("%d qualified at first, want 2", got)
	}
	w.get(t, "issuer", `mutation($id: ID!) { revokeAward(input: {id: $id, reason: "issued in error"}) { award { status revocationReason } problems { message } } }`, map[string]any{"id": w.awards["Privata/1"]})
	if got := w.get(t, "employer", query, vars).number("posting", "candidates", "tierCounts", "qualified"); got != 1 {
		t.Errorf("%d qualified after the revocation, want 1", got)
	}
	mine := w.get(t, "self", `{ viewer { earner { awards { nodes { microCredential { title } status counts revocationReason } } } } }`, nil)
	if got := mine.text("viewer", "earner", "awards", "nodes", 1, "revocationReason"); got != "issued in error" {
		t.Errorf("the earner reads the reason %q: %s", got, mine.raw)
	}
}

func TestASuspendedAwardCountsForNobodyUntilItIsReinstated(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	query := `query($id: ID!) { posting(id: $id) { candidates(first: 1) { tierCounts { qualified } } } }`
	for _, step := range []struct {
		change string
		want   int
	}{{"suspendAward", 1}, {"reinstateAward", 2}} {
		w.get(t, "issuer", `mutation($id: ID!) { `+step.change+`(input: {id: $id, reason: "a doubt"}) { problems { message } } }`, map[string]any{"id": w.awards["Privata/1"]})
		if got := w.get(t, "employer", query, map[string]any{"id": w.postings["Maker"]}).number("posting", "candidates", "tierCounts", "qualified"); got != step.want {
			t.Errorf("%d qualified after %s, want %d", got, step.change, step.want)
		}
	}
}

func TestWhoIsTrustedAndWhatItMeansMoveRanksWithTheNextRequest(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	w.imports(t, "Stranger's")
	alignment := w.get(t, "self", `query($id: ID!) { award(id: $id) { alignments { id } } }`, map[string]any{"id": w.awards["Stranger's"]}).text("award", "alignments", 1, "id")
	count := func(skill string) int {
		return w.get(t, "employer", `query($id: ID!) { candidates(requirements: [{ask: {skill: {skill: $id}}}]) { totalCount } }`,
			map[string]any{"id": w.skills[skill]}).number("candidates", "totalCount")
	}
	vars := map[string]any{"id": alignment, "uri": w.stranger.did, "grind": w.skills["Grind"]}
	for _, step := range []struct {
		change      string
		weld, grind int
	}{
		{"nothing", 0, 0},
		{`mutation($uri: String!) { trustIssuer(input: {uri: $uri}) { problems { message } } }`, 1, 0},
		{`mutation($id: ID!, $grind: ID!) { remapAlignment(input: {id: $id, skill: $grind}) { problems { message } } }`, 1, 1},
		{`mutation($id: ID!) { remapAlignment(input: {id: $id, dismiss: true}) { problems { message } } }`, 1, 0},
		{`mutation($uri: String!) { distrustIssuer(input: {uri: $uri}) { problems { message } } }`, 0, 0},
	} {
		if strings.HasPrefix(step.change, "mutation") {
			w.get(t, "operator", step.change, vars)
		}
		if weld, grind := count("Weld"), count("Grind"); weld != step.weld || grind != step.grind {
			t.Errorf("after %s: %d can weld and %d grind, want %d and %d", step.change, weld, grind, step.weld, step.grind)
		}
	}
}

func TestABadgeRevokedAtItsIssuerIsGoneFromRanksWithTheNextVerification(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	const at = "https://lists.example/1"
	w.web.serve(at, w.college.list(t, at))
	w.badges["Listed"] = w.college.listed(t, 7, "Casting", privata, at)
	award := w.imports(t, "Listed")
	qualified := func() int {
		return w.get(t, "employer", `query($id: ID!) { candidates(requirements: [{ask: {skill: {skill: $id}}}]) { tierCounts { qualified } } }`,
			map[string]any{"id": w.skills["Weld"]}).number("candidates", "tierCounts", "qualified")
	}
	if got := qualified(); got != 1 {
		t.Fatalf("%d qualified once it was imported, want 1", got)
	}
	w.web.serve(at, w.college.list(t, at, 7))
	w.clock.Advance(25 * time.Hour)
	if checked, err := w.app.Credentials.RecheckDue(w.ctx, 10); checked != 1 || err != nil {
		t.Fatalf("%d verified again, %v, want 1", checked, err)
	}
	if got := qualified(); got != 0 {
		t.Errorf("%d qualified once it was revoked, want none", got)
	}
	mine := w.get(t, "self", `query($id: ID!) { award(id: $id) { status counts revocationReason checks { nodes { cause report { verdict checks { name reason } } } } } }`, map[string]any{"id": award})
	if got := fmt.Sprint(mine.text("award", "status"), " ", mine.at("award", "counts"), " ", mine.text("award", "checks", "nodes", 0, "cause"), " ", mine.text("award", "checks", "nodes", 0, "report", "verdict")); got != "REVOKED false SCHEDULE INVALID" {
		t.Errorf("the earner reads %s: %s", got, mine.raw)
	}
}

func TestWhatExpiresCountsUntilItDoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	query := `query($id: ID!) { candidates(requirements: [{ask: {anyOf: [$id]}}]) { totalCount nodes { match { summary } } } }`
	vars := map[string]any{"id": w.credentials["First Aid"]}
	before := w.get(t, "employer", query, vars)
	if got, want := before.text("candidates", "nodes", 0, "match", "summary"), "Has your one must-have; First Aid runs out in June."; got != want {
		t.Errorf("summary %q, want %q", got, want)
	}
	w.clock.Advance(200 * 24 * time.Hour)
	if got := w.get(t, "employer", query, vars).number("candidates", "totalCount"); got != 0 {
		t.Errorf("%d hold it after it expired, want none", got)
	}
}

func TestStatementsDoNotGrowWithThePage(t *testing.T) {
	t.Parallel()
	w := newPatientWorld(t)
	for name, ask := range map[string]struct{ viewer, query string }{
		"candidates": {"employer", candidatesQuery},
		"earners":    {"coach", `query($first: Int!) { earners(first: $first) { nodes { ` + earnerFields + ` } } }`},
		"own awards": {"self", `query($first: Int!) { viewer { earner { awards(first: $first) { nodes { ` + awardFields + ` } } } } }`},
		"catalog": {"", `query($first: Int!) {
			microCredentials(first: $first) { nodes { title developer { name } issuers { name recognitions { nodes { kind } } } competencies { skill { label framework { name } broader { label } } } offerings { provider { name } } stacks { title } } }
			organizations(first: $first) { nodes { name place { name } recognitions { nodes { kind microCredential { title } } } } }
			skills(first: $first) { nodes { label labels { text } framework { name } broader { label } path { label } } }
			found: skills(search: "a", first: $first) { edges { match { label marks { words } } node { label path { label } } } } }`},
		"postings": {"employer", `query($first: Int!) { postings(first: $first) { nodes { title employer { name } place { name } conditions { text } requirements { label ask { ... on SkillAsk { skill { label } } ... on CredentialAsk { anyOf { title } } } } } } }`},
	} {
		count := func(first int) int64 {
			ctx, counter := store.Count(t.Context())
			if out := w.askIn(ctx, t, ask.viewer, ask.query, map[string]any{"id": w.postings["Maker"], "first": first}); len(out.Errors) > 0 {
				t.Fatalf("%s: %s", name, out.raw)
			}
			return counter.Statements()
		}
		notGrowing(t, name, count)
	}
}

// notGrowing wants as many statements for ten rows as for five, which name every
// kind of record already. A busy machine may keep a loader waiting for too long:
// that is tried again, and what really grows grows each time.
func notGrowing(t *testing.T, name string, count func(first int) int64) {
	t.Helper()
	count(1) // warm
	var small, large int64
	for range 3 {
		if small, large = count(5), count(10); large <= small {
			return
		}
	}
	t.Errorf("%s: %d statements for 10 rows, %d for 5", name, large, small)
}

func TestPagesFollowEachOtherWithoutGapOrRepeat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	whole := w.get(t, "employer", candidatesQuery, map[string]any{"id": w.postings["Maker"], "first": 50})
	vars := map[string]any{"id": w.postings["Maker"], "first": 3}
	row := 0
	for {
		page := w.get(t, "employer", candidatesQuery, vars)
		for i := range page.list("posting", "candidates", "nodes") {
			got := fmt.Sprint(page.at("posting", "candidates", "nodes", i))
			if want := fmt.Sprint(whole.at("posting", "candidates", "nodes", row)); got != want {
				t.Fatalf("row %d: got %s, want %s", row, got, want)
			}
			row++
		}
		if more, _ := page.at("posting", "candidates", "pageInfo", "hasNextPage").(bool); !more {
			break
		}
		vars["after"] = page.text("posting", "candidates", "pageInfo", "endCursor")
	}
	if want := whole.number("posting", "candidates", "totalCount"); row != want {
		t.Errorf("%d rows over all pages, want %d", row, want)
	}
}

func TestADayNeededTellsNoMoreThanItsMonth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.get(t, "employer", `mutation($id: ID!) { createPosting(input: {title: "First aider", requirements: [{ask: {anyOf: [$id]}}]}) { posting { id } problems { message } } }`,
		map[string]any{"id": w.credentials["First Aid"]})
	posting := made.text("createPosting", "posting", "id")
	// The one who holds it shows that it runs out in June 2026.
	revision := 1
	for _, tt := range []struct {
		day  string
		want int
	}{{"2026-05-01", 1}, {"2026-05-31", 1}, {"2026-06-01", 0}, {"2026-06-15", 0}, {"2026-06-30", 0}, {"2026-07-01", 0}} {
		w.get(t, "employer", `mutation($id: ID!, $revision: Int!, $day: Date) { updatePosting(input: {id: $id, revision: $revision, neededOn: $day}) { problems { message } } }`,
			map[string]any{"id": posting, "revision": revision, "day": tt.day})
		revision++
		out := w.get(t, "employer", candidatesQuery, map[string]any{"id": posting, "first": 5})
		if got := out.number("posting", "candidates", "totalCount"); got != tt.want {
			t.Errorf("needed on %s: %d candidates, want %d", tt.day, got, tt.want)
		}
	}
}

func TestSeveralCandidatesAreFoundByTheirIDsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	list := w.get(t, "employer", candidatesQuery, map[string]any{"id": w.postings["Maker"], "first": 10})
	var ids []string
	for i := range list.list("posting", "candidates", "nodes") {
		ids = append(ids, list.text("posting", "candidates", "nodes", i, "id"))
	}
	query := `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Candidate { id match { rank score } } } }`
	found := w.get(t, "employer", query, map[string]any{"ids": append(ids, ids[0])})
	for i, id := range append(ids, ids[0]) {
		if got := found.text("nodes", i, "id"); got != id {
			t.Errorf("node %d is %q, want %q", i, got, id)
		}
		if got, want := found.at("nodes", i, "match", "score"), list.at("posting", "candidates", "nodes", i%len(ids), "match", "score"); got != want {
			t.Errorf("node %d scores %v, in the list %v", i, got, want)
		}
	}
}
