package graph_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/protectedattributes"
)

// sealed are cursors and the reader's own names of notifications, which differ each
// time and are as long each time.
var sealed = regexp.MustCompile(`"(startCursor|endCursor|cursor)":"[^"]*"|ntf_[\w-]+`)

// TestWhoSomebodyIsMovesNoByteThatAnEmployerReads swaps what the law protects, and
// the names, of everybody who is not open.
func TestWhoSomebodyIsMovesNoByteThatAnEmployerReads(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employsQuietly(t, "employer", "Maker")
	crawl := func() map[string]string {
		bodies := map[string]string{}
		for query, out := range w.crawl(t, "employer", map[string]string{"posting": w.postings["Maker"]}, w.postings["Maker"]).answers {
			bodies[query] = sealed.ReplaceAllStringFunc(out.raw, func(s string) string { return strings.Repeat("x", len(s)) })
		}
		return bodies
	}
	before := crawl()
	if len(before) < 20 {
		t.Fatalf("the crawl has %d answers", len(before))
	}
	for name, earner := range w.earners {
		if name == "Openly" || name == "Contacted" {
			continue
		}
		w.write(t, func(ctx context.Context, tx *db.Client) error {
			if err := tx.ProtectedAttributes.Update().Where(protectedattributes.EarnerID(earner)).
				SetBirthYear(1950).SetGender("Other gender").SetEthnicityRace("Other race").SetPrimaryLanguage("vi").Exec(ctx); err != nil {
				return err
			}
			return tx.Earner.UpdateOneID(earner).SetName("Zzyzx " + name + " of quite another length").SetLanguage("es").Exec(ctx)
		})
	}
	for _, account := range []string{"self", "other_earner"} {
		w.write(t, func(ctx context.Context, tx *db.Client) error {
			return tx.Account.UpdateOneID(w.accounts[account]).SetLocale("es").Exec(ctx)
		})
	}
	w.sync(t)
	after := crawl()
	if len(after) != len(before) {
		t.Errorf("%d answers, then %d", len(before), len(after))
	}
	for query, body := range before {
		if after[query] != body {
			at := 0
			for at < min(len(body), len(after[query])) && body[at] == after[query][at] {
				at++
			}
			around := func(s string) string { return s[max(0, min(at, len(s))-100):min(len(s), at+100)] }
			t.Errorf("%s:\n%s\nthen\n%s", query[:min(200, len(query))], around(body), around(after[query]))
		}
	}
}
