package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/store"
)

// paths publishes a pathway, and gives its path.
func (w *world) paths(t *testing.T, in catalog.PathwayInput) string {
	t.Helper()
	in.Owner = w.orgs["College"]
	made, err := w.app.Catalog.PublishPathway(w.ctx, in)
	must(t, err)
	return "/pathways/" + made.ID
}

// wayToWork leads to an occupation by a stack of a group and, if one likes, first aid.
func (w *world) wayToWork(t *testing.T) string {
	t.Helper()
	part := func(name string) matching.Rule {
		return matching.Rule{Op: matching.OpPart, Credential: w.credentials[name]}
	}
	stack, err := w.app.Catalog.PublishStack(w.ctx, catalog.StackInput{Owner: w.orgs["College"], Version: catalog.StackVersionInput{
		Title: text.EnEs("Grouped", "Por grupos"), PublishedAt: w.now().AddDate(-1, 0, 0),
		Rule: matching.Rule{Op: matching.OpAllOf, Of: []matching.Rule{
			part("Safety"), {Op: matching.OpKOf, K: 1, Of: []matching.Rule{part("Forklift"), part("First Aid")}},
		}},
	}})
	must(t, err)
	hostile := `Way <script>alert(1)</script>`
	return w.paths(t, catalog.PathwayInput{
		Title: text.EnEs(hostile, "Ruta"), Description: text.EnEs("About the way.", "De qué trata la ruta."),
		Goal: enum.GoalOccupation, Occupation: "53-7051", OccupationTitle: "Truck Operators",
		Steps: []catalog.PathwayStepInput{
			{Stack: &stack.ID, Note: text.EnEs("First of all", "Antes que nada")}, {MicroCredential: ptr(w.credentials["First Aid"]), Optional: true},
		},
	})
}

const wantsHTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

func TestAPathwayIsAPageToPeopleAndCTDLToPrograms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.wayToWork(t)
	for language, wanted := range map[string][]string{
		"en": {"Way &lt;script&gt;", "College", "Truck Operators", "1. Grouped", "a stack", "First of all", "First Aid</a>", "optional", "4 h"},
		"es": {"Ruta", "Por grupos", "una serie", "Antes que nada", "First Aid (es)</a>", "opcional"},
	} {
		got := w.visits(t, "", http.MethodGet, path, "Accept", wantsHTML, "Accept-Language", language)
		if got.Code != http.StatusOK || got.Header().Get("Content-Type") != "text/html; charset=utf-8" || got.Header().Get("Content-Language") != language {
			t.Fatalf("%s: %d %v", language, got.Code, got.Header())
		}
		for _, words := range append(wanted, `href="`+path+`.jsonld"`) {
			if !strings.Contains(got.Body.String(), words) {
				t.Errorf("%s: lacks %q", language, words)
			}
		}
		if vary := strings.Join(got.Header().Values("Vary"), ", "); !strings.Contains(vary, "Accept, Accept-Language") {
			t.Errorf("%s: varies by %q", language, vary)
		}
		runsNothing(t, got.Body)
	}
	named := w.visits(t, "", http.MethodGet, path+".jsonld", "Accept", wantsHTML)
	asked := w.visits(t, "", http.MethodGet, path, "Accept", "application/ld+json")
	if diff := cmp.Diff(named.Body.String(), asked.Body.String()); diff != "" || !json.Valid(named.Body.Bytes()) {
		t.Errorf("by its name and by its type it differs (-name +type):\n%s", diff)
	}
	for name, got := range map[string]http.Header{"named": named.Header(), "asked": asked.Header()} {
		if got.Get("Content-Type") != "application/ld+json" || got.Get("Access-Control-Allow-Origin") != "*" || got.Get("ETag") == "" || got.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: headers %v", name, got)
		}
	}
}

func TestAPathwayIsAskedAboutByTheMethodsOfHTTP(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.wayToWork(t)
	get := w.visits(t, "", http.MethodGet, path+".jsonld")
	head := w.visits(t, "", http.MethodHead, path+".jsonld")
	if head.Code != http.StatusOK || head.Body.Len() != 0 || head.Header().Get("ETag") != get.Header().Get("ETag") || head.Header().Get("Content-Length") != fmt.Sprint(get.Body.Len()) {
		t.Errorf("HEAD is answered %d %v", head.Code, head.Header())
	}
	if again := w.visits(t, "", http.MethodGet, path+".jsonld", "If-None-Match", get.Header().Get("ETag")); again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("asked again: %d, %d bytes", again.Code, again.Body.Len())
	}
	options := w.visits(t, "", http.MethodOptions, path, "Origin", "https://elsewhere.example", "Access-Control-Request-Method", "GET")
	if options.Code != http.StatusNoContent || options.Header().Get("Access-Control-Allow-Origin") != "*" || options.Header().Get("Allow") != "GET, HEAD, OPTIONS" {
		t.Errorf("OPTIONS is answered %d %v", options.Code, options.Header())
	}
	if post := w.visits(t, "", http.MethodPost, path); post.Code != http.StatusMethodNotAllowed || post.Header().Get("Allow") != "GET, HEAD, OPTIONS" {
		t.Errorf("POST is answered %d %v", post.Code, post.Header())
	}
}

func TestAPathwayThatIsNotPublishedIsNotThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.wayToWork(t)
	none := "/pathways/pth_00000000000000000000000000"
	for _, status := range []enum.CatalogStatus{enum.Draft, enum.Retired} {
		must(t, store.InTx(w.ctx, w.app.Store.Client, func(ctx context.Context, tx *db.Client) error {
			return tx.Pathway.UpdateOneID(strings.TrimPrefix(path, "/pathways/")).SetStatus(status).Exec(ctx)
		}))
		for _, accept := range []string{wantsHTML, "application/ld+json"} {
			for _, viewer := range []string{"", "self", "issuer", "developer"} {
				for _, ending := range []string{"", ".jsonld"} {
					want := told(w.visits(t, viewer, http.MethodGet, none+ending, "Accept", accept), none)
					got := w.visits(t, viewer, http.MethodGet, path+ending, "Accept", accept)
					if diff := cmp.Diff(want, told(got, path)); diff != "" || got.Code != http.StatusNotFound {
						t.Errorf("%s %s%s to %q: %d, otherwise than what is not there (-want +got):\n%s", status, accept, ending, viewer, got.Code, diff)
					}
				}
			}
		}
	}
}

func TestThePathwaysCTDLIsWellFormed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	onlyOptional := w.paths(t, catalog.PathwayInput{
		Title: text.Localized{"es": "Si quiere"}, Goal: enum.GoalStack, Stack: ptr(w.stacks["Ready"]),
		Steps: []catalog.PathwayStepInput{{MicroCredential: ptr(w.credentials["First Aid"]), Optional: true}},
	})
	for path, conditions := range map[string]int{w.wayToWork(t): 3, onlyOptional: 0} {
		got := w.visits(t, "", http.MethodGet, path+".jsonld")
		var document struct {
			Context string           `json:"@context"`
			ID      string           `json:"@id"`
			Graph   []map[string]any `json:"@graph"`
		}
		must(t, json.Unmarshal(got.Body.Bytes(), &document))
		if document.Context != "https://credreg.net/ctdl/schema/context/json" || document.ID != "https://portal.example"+path+".jsonld" {
			t.Errorf("it is %q in %q", document.ID, document.Context)
		}
		check := &ctdlCheck{world: w, T: t, nodes: map[string]map[string]any{}, ctids: map[string]bool{}}
		check.document("https://portal.example"+path, document.Graph)
		if check.conditions != conditions {
			t.Errorf("%s has %d conditions, want %d: %s", path, check.conditions, conditions, got.Body)
		}
	}
}

// ctdlCheck is what a document has been found to hold.
type ctdlCheck struct {
	*testing.T
	*world
	nodes      map[string]map[string]any
	ctids      map[string]bool
	conditions int
}

// document demands of a graph what CTDL does: a pathway whose parts and destination
// are described in it, each once.
func (c *ctdlCheck) document(pathway string, graph []map[string]any) {
	c.Helper()
	for _, node := range graph {
		id, _ := node["@id"].(string)
		if c.nodes[id] != nil || !strings.HasPrefix(id, pathway) {
			c.Errorf("%q is described twice, or elsewhere", id)
		}
		c.nodes[id] = node
	}
	root := c.nodes[pathway]
	if root["@type"] != "ceterms:Pathway" || len(c.refer(root, "ceterms:hasPart")) != len(graph)-1 || len(c.refer(root, "ceterms:hasDestinationComponent")) != 1 {
		c.Errorf("no pathway with all its parts and one destination: %v", root)
	}
	for id, node := range c.nodes {
		c.node(node)
		if id != pathway && !cmp.Equal(c.refer(node, "ceterms:isPartOf"), []string{pathway}) {
			c.Errorf("%s is part of %v", id, node["ceterms:isPartOf"])
		}
	}
	for _, destination := range c.refer(root, "ceterms:hasDestinationComponent") {
		if !cmp.Equal(c.refer(c.nodes[destination], "ceterms:isDestinationComponentOf"), []string{pathway}) {
			c.Errorf("%s is not the destination of the pathway", destination)
		}
	}
}

var (
	wellFormedCTID = regexp.MustCompile(`^ce-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	languageTag    = regexp.MustCompile(`^[a-z]{2}(-[A-Za-z0-9]+)?$`)
	components     = []any{"ceterms:Pathway", "ceterms:BasicComponent", "ceterms:CredentialComponent"}
)

func (c *ctdlCheck) node(node map[string]any) {
	c.Helper()
	id, _ := node["ceterms:ctid"].(string)
	if !wellFormedCTID.MatchString(id) || c.ctids[id] {
		c.Errorf("ctid %q is none, or another's", id)
	}
	c.ctids[id] = true
	if !slices.Contains(components, node["@type"]) {
		c.Errorf("a component of the type %v", node["@type"])
	}
	for term := range node {
		if !strings.HasPrefix(term, "ceterms:") && term != "@id" && term != "@type" {
			c.Errorf("%q is no term of CTDL", term)
		}
	}
	for _, term := range []string{"ceterms:name", "ceterms:description", "ceterms:componentCategory"} {
		if words, said := node[term]; said || term == "ceterms:name" {
			c.languageMap(term, words)
		}
	}
	if source, ok := node["ceterms:sourceData"].(string); ok {
		at, err := url.Parse(source)
		must(c.T, err)
		if got := c.visits(c.T, "", http.MethodGet, at.Path, "Accept", "application/ld+json"); got.Code != http.StatusOK {
			c.Errorf("%s is answered %d", source, got.Code)
		}
		if kind, _ := node["ceterms:credentialType"].(string); !strings.HasPrefix(kind, "ceterms:") {
			c.Errorf("a credential of the type %q", kind)
		}
	}
	list, _ := node["ceterms:hasCondition"].([]any)
	for _, one := range list {
		condition, _ := one.(map[string]any)
		c.conditions++
		targets, n := c.refer(condition, "ceterms:targetComponent"), condition["ceterms:requiredNumber"]
		if required, _ := n.(float64); condition["@type"] != "ceterms:ComponentCondition" || required < 1 || int(required) > len(targets) {
			c.Errorf("condition %v", condition)
		}
	}
}

func (c *ctdlCheck) languageMap(term string, words any) {
	c.Helper()
	byLanguage, _ := words.(map[string]any)
	if len(byLanguage) == 0 {
		c.Errorf("%s is %v, want texts by language", term, words)
	}
	for language, one := range byLanguage {
		if text, _ := one.(string); !languageTag.MatchString(language) || text == "" {
			c.Errorf("%s is %q in %q", term, one, language)
		}
	}
}

// refer is what a term refers to, all of which must be described.
func (c *ctdlCheck) refer(node map[string]any, term string) []string {
	c.Helper()
	var ids []string
	list, _ := node[term].([]any)
	for _, one := range list {
		id, _ := one.(string)
		if c.nodes[id] == nil {
			c.Errorf("%s names %q, which is not described", term, id)
		}
		ids = append(ids, id)
	}
	return ids
}
