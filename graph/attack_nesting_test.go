package graph_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// unmasking is what no employer reads, however they ask: secret words, the ids that
// all the world would know a person by, and days of theirs.
func (w *world) unmasking() *regexp.Regexp {
	days := []string{"Geheim", "GeheimGender", "1971", `\bern_\w+`, `\bawd_\w+`, `\bgrt_\w+`}
	old := w.now().AddDate(-2, 0, -3)
	for _, at := range []time.Time{old, old.AddDate(0, 1, 4), w.now().AddDate(0, -20, -5)} {
		days = append(days, at.Format(time.DateOnly))
	}
	for _, who := range []string{"self", "other_earner"} {
		days = append(days, w.accounts[who], regexp.QuoteMeta(who+"@example.org"))
	}
	return regexp.MustCompile(strings.Join(days, "|"))
}

func TestNoEdgeLeadsAnEmployerToWhoSomebodyIs(t *testing.T) {
	t.Parallel()
	for viewer, org := range map[string]string{"employer": "Maker", "rival": "Rival", "blocked": "Blocked", "unvouched": "Unknown"} {
		t.Run(viewer, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			unmasks, contact := w.unmasking(), w.contacts(t)
			if viewer != "unvouched" {
				w.employsQuietly(t, viewer, org)
			}
			ids := []string{contact}
			for _, known := range []map[string]string{w.orgs, w.accounts, w.memberships, w.earners, w.awards, w.postings, w.credentials, w.stacks} {
				for _, one := range known {
					ids = append(ids, one)
				}
			}
			c := w.crawl(t, viewer, map[string]string{"posting": w.postings[org]}, ids...)
			open := regexp.MustCompile(`Openly Geheim|Contacted Geheim`)
			for query, out := range c.answers {
				if found := unmasks.FindString(open.ReplaceAllString(out.raw, "")); found != "" && !strings.Contains(query, found) {
					t.Errorf("%s reads %q: %s: %s", viewer, found, query[:min(200, len(query))], out.raw[:min(400, len(out.raw))])
				}
			}
			for _, kind := range []string{"Earner", "Award", "Submission", "Enrollment", "SkillsSheet"} {
				if len(c.types[kind]) > 0 {
					t.Errorf("%s resolves %s %s", viewer, kind, c.types[kind][0])
				}
			}
			if viewer != "employer" && len(c.types["ContactRequest"]) > 0 {
				t.Errorf("%s resolves a contact of another's", viewer)
			}
		})
	}
}

// employsQuietly is a saved search and a shortlist, and no contact.
func (w *world) employsQuietly(t *testing.T, viewer, org string) {
	t.Helper()
	w.done(t, viewer, `mutation($id: ID!) { saveSearch(input: {name: "Good ones", posting: $id, tier: QUALIFIED}) { savedSearch { id } problems { message code } } }`,
		map[string]any{"id": w.postings[org]})
	page := w.get(t, viewer, candidatesQuery, map[string]any{"id": w.postings[org], "first": 3})
	for i := range page.list("posting", "candidates", "nodes") {
		w.done(t, viewer, `mutation($posting: ID!, $who: ID!) { addToShortlist(input: {posting: $posting, candidates: [$who]}) { problems { message code } } }`,
			map[string]any{"posting": w.postings[org], "who": page.text("posting", "candidates", "nodes", i, "id")})
	}
}
