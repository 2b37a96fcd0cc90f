package graph_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/store"
)

// visits sends a request for a path as a viewer, with headers in pairs.
func (w *world) visits(t *testing.T, viewer, method, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	if viewer != "" {
		token, err := w.app.Tokens.Mint(auth.TokenRequest{Account: w.accounts[viewer]})
		must(t, err)
		request.Header.Set("Authorization", "Bearer "+token)
	}
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, request)
	return recorder
}

// told is an answer without what is another in each.
func told(a *httptest.ResponseRecorder, path string) string {
	header := maps.Clone(a.Header())
	delete(header, "X-Request-Id")
	return fmt.Sprint(a.Code, header, strings.ReplaceAll(a.Body.String(), path[strings.LastIndex(path, "/")+1:], "ID"))
}

// pageOf is the path of a plan's page.
func pageOf(t *testing.T, saved answer) string {
	t.Helper()
	page, err := url.Parse(saved.text("savePlan", "plan", "page"))
	must(t, err)
	return page.Path
}

const savePage = `mutation($in: SavePlanInput!) { savePlan(input: $in) { plan { page } problems { code message path } } }`

// savesPage has Privata keep a plan, and gives the path of its page.
func (w *world) savesPage(t *testing.T) string {
	t.Helper()
	w.lose(t, w.awards["Privata/0"])
	return pageOf(t, w.do(t, "self", savePage, map[string]any{"in": map[string]any{
		"name": "Privata learns", "goal": map[string]any{"requirements": []any{w.asksSkill("Drive a forklift", 2)}},
	}}))
}

func TestThePageOfAPlanIsForItsEarnerAndTheirCoachAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.savesPage(t)
	none := "/plans/pln_00000000000000000000000000"
	missing := func(viewer string) string { return told(w.visits(t, viewer, http.MethodGet, none), none) }
	for name, account := range viewers {
		got := w.visits(t, account, http.MethodGet, path)
		if name == "self" || name == "coach" {
			if got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "Privata learns") {
				t.Errorf("%s reads %d %s", name, got.Code, got.Body)
			}
			continue
		}
		if diff := cmp.Diff(missing("self"), told(got, path)); got.Code != http.StatusNotFound || diff != "" {
			t.Errorf("%s is answered otherwise than of a plan that is not there (-want +got):\n%s", name, diff)
		}
	}
	must(t, store.InTx(w.ctx, w.app.Store.Client, func(ctx context.Context, tx *db.Client) error {
		return tx.Grant.Update().SetWithdrawnAt(w.now()).Exec(ctx)
	}))
	if diff := cmp.Diff(missing("coach"), told(w.visits(t, "coach", http.MethodGet, path), path)); diff != "" {
		t.Errorf("after the consent the coach is answered otherwise (-want +got):\n%s", diff)
	}
	if got := w.visits(t, "self", http.MethodGet, path); got.Code != http.StatusOK {
		t.Errorf("after the consent the earner is answered %d", got.Code)
	}
	w.do(t, "self", `mutation($id: ID!) { dropPlan(input: {id: $id}) { id problems { message } } }`, map[string]any{"id": path[len("/plans/"):]})
	if diff := cmp.Diff(missing("self"), told(w.visits(t, "self", http.MethodGet, path), path)); diff != "" {
		t.Errorf("dropped, it is answered otherwise (-want +got):\n%s", diff)
	}
}

func TestThePageOfAPlanIsKeptByNobodyAndInTheLanguageAskedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.savesPage(t)
	for asked, want := range map[string][]string{
		"en-US, es;q=0.5": {"en", "The plan of Privata Geheim", "1. Forklift</h2>", "0 of 1 steps done"},
		"es-MX":           {"es", "El plan de Privata Geheim", "1. Forklift (es)</h2>", "0 de 1 pasos hechos"},
	} {
		got := w.visits(t, "self", http.MethodGet, path, "Accept-Language", asked)
		if header := got.Header().Get("Content-Language"); header != want[0] {
			t.Errorf("%s: Content-Language is %q, want %q", asked, header, want[0])
		}
		for _, words := range append(want[1:], `<html lang="`+want[0]+`">`) {
			if !strings.Contains(got.Body.String(), words) {
				t.Errorf("%s: lacks %q", asked, words)
			}
		}
		for name, value := range map[string]string{
			"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow, noarchive", "Content-Type": "text/html; charset=utf-8",
			"X-Content-Type-Options": "nosniff", "ETag": "", "Access-Control-Allow-Origin": "",
		} {
			if said := got.Header().Get(name); said != value {
				t.Errorf("%s: %s is %q, want %q", asked, name, said, value)
			}
		}
		if vary := strings.Join(got.Header().Values("Vary"), ", "); !strings.Contains(vary, "Authorization, X-Acting-For, Accept-Language") {
			t.Errorf("%s: varies by %q", asked, vary)
		}
	}
	get, head := w.visits(t, "coach", http.MethodGet, path), w.visits(t, "coach", http.MethodHead, path)
	if head.Code != http.StatusOK || head.Body.Len() != 0 || head.Header().Get("Content-Length") != fmt.Sprint(get.Body.Len()) {
		t.Errorf("HEAD is answered %d, %d bytes, Content-Length %q of %d", head.Code, head.Body.Len(), head.Header().Get("Content-Length"), get.Body.Len())
	}
	if post := w.visits(t, "self", http.MethodPost, path); post.Code != http.StatusMethodNotAllowed || post.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST is answered %d, %v", post.Code, post.Header())
	}
}

func TestThePageOfAPlanRunsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hostile := `</title></style><script>alert(1)</script><img src=x onerror=alert(1)> "'` + "`"
	made, err := w.app.Catalog.PublishMicroCredential(w.ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: w.orgs["College"], Issuers: []string{w.orgs["College"]},
		Version: catalog.VersionInput{Title: text.EnEs(hostile, hostile), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline}},
	})
	must(t, err)
	_, err = w.app.Catalog.AddReadinessNote(w.ctx, catalog.ReadinessNoteInput{MicroCredential: &made.ID, Kind: enum.ReadyDevice, Note: text.EnEs(hostile, hostile)})
	must(t, err)
	offered, err := w.app.Catalog.AddOffering(w.ctx, catalog.OfferingInput{
		MicroCredential: made.ID, Provider: w.orgs["College"], Delivery: enum.DeliveryOnline, Language: "en", Schedule: text.EnEs(hostile, hostile),
	})
	must(t, err)
	saved := w.do(t, "self", savePage, map[string]any{"in": map[string]any{
		"name": hostile, "goal": map[string]any{"requirements": []any{w.asksSkill("Give first aid", 4)}},
		"steps": []any{map[string]any{"microCredential": made.ID, "offering": offered.ID}},
	}})
	got := w.visits(t, "self", http.MethodGet, pageOf(t, saved))
	if n := strings.Count(got.Body.String(), "alert(1)"); n < 4*2 {
		t.Errorf("it says %d of what it was told: %s", n, got.Body)
	}
	if policy := got.Header().Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "script-src") {
		t.Errorf("policy %q", policy)
	}
	runsNothing(t, got.Body)
}

// runsNothing fails where a page has anything that a browser would run or load.
func runsNothing(t *testing.T, page io.Reader) {
	t.Helper()
	parsed, err := html.Parse(page)
	must(t, err)
	for n := range parsed.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if slices.Contains([]string{"script", "img", "iframe", "object", "embed", "form"}, n.Data) {
			t.Errorf("the page has a %s", n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(strings.TrimSpace(strings.ToLower(a.Val)), "javascript:") {
				t.Errorf("the page has %s=%q", a.Key, a.Val)
			}
		}
	}
}

func TestThePageOfTheLargestPlanIsSmall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var steps []any
	for i := range 100 {
		title := fmt.Sprint(i, " ", chatter(190))
		made, err := w.app.Catalog.PublishMicroCredential(w.ctx, catalog.MicroCredentialInput{
			Kind: enum.KindMicroCredential, Developer: w.orgs["College"], Issuers: []string{w.orgs["College"]},
			Version: catalog.VersionInput{Title: text.EnEs(title, title), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline}},
		})
		must(t, err)
		offered, err := w.app.Catalog.AddOffering(w.ctx, catalog.OfferingInput{
			MicroCredential: made.ID, Provider: w.orgs["College"], Delivery: enum.DeliveryOnline, Language: "en",
			Schedule: text.EnEs(chatter(9_000), chatter(9_000)), EffortMinutes: ptr(1 + rand.IntN(90_000)),
			Price: &catalog.Price{Cents: rand.Int64N(900_000), Currency: "USD"}, StartsOn: ptr(w.now().AddDate(0, 0, 3*i+1)),
		})
		must(t, err)
		for range 3 {
			for _, in := range []catalog.ReadinessNoteInput{{MicroCredential: &made.ID}, {Offering: &offered.ID}} {
				in.Kind, in.Note = enum.ReadyTransport, text.EnEs(chatter(1_900), chatter(1_900))
				_, err := w.app.Catalog.AddReadinessNote(w.ctx, in)
				must(t, err)
			}
		}
		steps = append(steps, map[string]any{"microCredential": made.ID, "offering": offered.ID})
	}
	saved := w.do(t, "self", savePage, map[string]any{"in": map[string]any{
		"name": chatter(200), "goal": map[string]any{"requirements": []any{w.asksSkill("Give first aid", 4)}}, "steps": steps,
	}})
	for _, language := range []string{"en", "es"} {
		got := w.visits(t, "self", http.MethodGet, pageOf(t, saved), "Accept-Language", language, "Accept-Encoding", "gzip")
		if got.Code != http.StatusOK || got.Header().Get("Content-Encoding") != "gzip" || got.Body.Len() >= 15_000 {
			t.Errorf("%s: %d, %q, %d bytes", language, got.Code, got.Header().Get("Content-Encoding"), got.Body.Len())
		}
		unpacked, err := gzip.NewReader(bytes.NewReader(got.Body.Bytes()))
		must(t, err)
		whole, err := io.ReadAll(unpacked)
		must(t, err)
		if n := strings.Count(string(whole), "<h2"); n != 100 {
			t.Errorf("%s: it has %d steps", language, n)
		}
	}
}

// chatter is a text of words.
func chatter(n int) string {
	words := strings.Fields("a bring the course learn welding forklift computer bus child language evening own at with of near room before every month paper")
	var out strings.Builder
	for out.Len() < n {
		fmt.Fprint(&out, words[rand.IntN(len(words))], rand.IntN(10), " ")
	}
	return strings.TrimSpace(out.String()[:n])
}

func TestThePageOfAPlanSaysWhereItLeads(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.addAssessed(t, "Driving")
	for _, award := range []string{"Privata/0", "Privata/1"} {
		w.lose(t, w.awards[award])
	}
	occupation := w.forkliftJobs(t)
	inside := w.done(t, "employer", `mutation($skill: ID!) { createPosting(input: {title: "Inside only", audience: INTERNAL, requirements: [{ask: {skill: {skill: $skill}}}]}) { posting { id } problems { message } } }`,
		map[string]any{"skill": w.skills["Drive a forklift"]}).text("createPosting", "posting", "id")
	must(t, store.InTx(w.ctx, w.app.Store.Client, func(ctx context.Context, tx *db.Client) error {
		return tx.Employment.Create().SetID(w.app.Accounts.IDs.Mint("emp")).SetCreatedAt(w.now()).SetEarnerID(w.earners["Privata"]).SetOrganizationID(w.orgs["Maker"]).SetInternal(true).Exec(ctx)
	}))
	for _, c := range []struct {
		goal             map[string]any
		en, es, forCoach string
	}{
		{map[string]any{"occupation": occupation}, "Truck Operators", "Operadores", "Truck Operators"},
		{map[string]any{"stack": w.stacks["Ready"]}, "Ready", "Preparado", "Ready"},
		{map[string]any{"posting": w.postings["Maker"]}, "Forklift operator", "Forklift operator", "Forklift operator"},
		// The coach may not know where the earner works.
		{map[string]any{"posting": inside}, "Inside only", "Inside only", ""},
	} {
		saved := w.do(t, "self", savePage, map[string]any{"in": map[string]any{"name": "Privata learns", "goal": c.goal}})
		path := pageOf(t, saved)
		en, es := w.visits(t, "self", http.MethodGet, path).Body.String(), w.visits(t, "self", http.MethodGet, path, "Accept-Language", "es").Body.String()
		if !strings.Contains(en, ">"+c.en+"</strong>") || !strings.Contains(es, ">"+c.es+"</strong>") {
			t.Errorf("%v: the page does not say %q and %q", c.goal, c.en, c.es)
		}
		coach := w.visits(t, "coach", http.MethodGet, path).Body.String()
		if !strings.Contains(coach, "Privata learns") || strings.Contains(coach, c.en) != (c.forCoach != "") {
			t.Errorf("%v: the coach reads %s", c.goal, coach)
		}
	}
}
