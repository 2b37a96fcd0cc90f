package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
)

// routes are the paths beside the API at which something has an id.
var routes = []string{
	"/awards/%s", "/awards/%s/ob3.json", "/awards/%s/badge.png", "/sheets/%s", "/status/%s", "/issuers/%s", "/issuers/%s/did.json", "/achievements/%s",
	"/endorsements/%s", "/exports/%s", "/evidence/%s", "/links/%s", "/shortlists/%s.csv", "/shortlists/%s.json", "/shortlists/%s",
}

// privateIDs are ids of what is one person's or one tenant's, that an employer may
// have, or may have guessed, and the path of a copy of somebody's data.
func (w *world) privateIDs(t *testing.T) (ids map[string]string, export string) {
	t.Helper()
	h := w.holds(t)
	sent := w.upload(t, "self", `mutation($of: ID!, $file: Upload!) { submitEvidence(input: {microCredential: $of, items: [{part: "overview", file: $file}]}) {
		submission { id evidence { id url } } problems { message path } } }`, map[string]any{"of": w.addAssessed(t, "Driving"), "file": nil}, "variables.file", "a report of Geheim")
	w.showEvidence(t, w.earners["Privata"], w.awards["Privata/2"])
	job := w.do(t, "self", `mutation { exportMyData { job { id } problems { message } } }`, nil).text("exportMyData", "job", "id")
	must(t, w.app.Accounts.RunDataJobs(w.ctx))
	made := w.do(t, "self", `mutation($id: ID!) { publishSkillsSheet(input: {awards: [$id]}) { sheet { id } problems { message } } }`, map[string]any{"id": w.awards["Privata/0"]})
	theirs := w.get(t, "rival", candidatesQuery, map[string]any{"id": w.postings["Rival"], "first": 1})
	ids = map[string]string{
		"a candidate": h.candidate, "a contact": h.contact, "an entry": h.entry, "a match": h.match, "a job": job,
		"a rival's candidate": theirs.text("posting", "candidates", "nodes", 0, "id"), "a candidate's award": theirs.text("posting", "candidates", "nodes", 0, "awards", 0, "id"),
		"a submission": sent.text("submitEvidence", "submission", "id"), "a file": sent.text("submitEvidence", "submission", "evidence", 0, "id"),
		"a sheet":   made.text("publishSkillsSheet", "sheet", "id"),
		"an earner": w.earners["Privata"], "who hides": w.earners["Hiding"], "an award": w.awards["Privata/2"], "an account": w.accounts["self"],
		"a membership": w.get(t, "employer", `{ colleagues { id } }`, nil).text("colleagues", 0, "id"), "a blocked employer's posting": w.postings["Blocked"], "an unknown one's": w.postings["Unknown"],
	}
	w.write(t, func(ctx context.Context, tx *db.Client) error {
		ids["published evidence"] = tx.Evidence.Query().Order(db.Desc("id")).FirstX(ctx).ID
		return nil
	})
	path := w.get(t, "self", `{ dataJobs { nodes { url } } }`, nil).text("dataJobs", "nodes", 0, "url")
	return ids, pathFrom(path, "/exports/")
}

// pathFrom is the path of an address, from what it begins with.
func pathFrom(address, start string) string {
	_, rest, _ := strings.Cut(address, start)
	return start + rest
}

// told is an answer without what differs from one request to the next, and without
// the id that was asked for.
func (f fetched) told(id string) string {
	var lines []string
	for name, values := range f.Header {
		if name != "X-Request-Id" && name != "Date" {
			lines = append(lines, name+": "+strings.Join(values, ","))
		}
	}
	slices.Sort(lines)
	return strings.ReplaceAll(fmt.Sprint(f.StatusCode, lines, f.body), id, "ID")
}

func TestNoRouteTellsAnEmployerOfAPersonOrOfAnothersList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ids, export := w.privateIDs(t)
	if own := w.fetch(t, "self", export); own.StatusCode != http.StatusOK {
		t.Fatalf("the earner's own copy: %d", own.StatusCode)
	}
	tenants := map[string]string{"employer": w.postings["Maker"], "rival": w.postings["Rival"]}
	for viewer, own := range tenants {
		if list := w.fetch(t, viewer, "/shortlists/"+own+".csv"); list.StatusCode != http.StatusOK {
			t.Errorf("%s's own list: %d", viewer, list.StatusCode)
		}
	}
	for _, viewer := range []string{"employer", "rival", "blocked", "unvouched", "other_earner", "stranger_coach", ""} {
		asked := map[string]string{"the employer's posting": tenants["employer"], "the rival's posting": tenants["rival"]}
		for name, id := range ids {
			asked[name] = id
		}
		for name, id := range asked {
			if id == tenants[viewer] || name == "a blocked employer's posting" && viewer == "blocked" {
				continue
			}
			if id == "" {
				t.Fatalf("there is no id of %s", name)
			}
			for _, route := range routes {
				none := missing(id)
				of, not := w.fetch(t, viewer, fmt.Sprintf(route, id)), w.fetch(t, viewer, fmt.Sprintf(route, none))
				if got, want := of.told(id), not.told(none); got != want || of.StatusCode < 400 {
					t.Errorf("%q asks %s for %s: %s; for nothing %s", viewer, route, name, got, want)
				}
			}
		}
	}
}

func TestPublicPagesNameNobodyAndForgetWhatIsTakenBack(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	made := w.do(t, "issuer", `mutation($earner: ID!, $of: ID!) { issueAward(input: {earner: $earner, microCredential: $of, evidence: [{name: "A bandage"}]}) { award { id } problems { message } } }`,
		map[string]any{"earner": w.earners["Privata"], "of": w.credentials["First Aid"]})
	vars := map[string]any{"id": made.text("issueAward", "award", "id")}
	page := w.do(t, "self", `mutation($id: ID!) { publishAward(input: {id: $id}) { award { publicUrl } problems { message } } }`, vars).text("publishAward", "award", "publicUrl")
	page = pathFrom(page, "/awards/")
	unmasks := w.unmasking()
	badge := w.fetch(t, "employer", page, "Accept", "application/json")
	list := regexp.MustCompile(`/status/[\w-]+`).FindString(badge.body)
	if list == "" {
		t.Fatalf("the badge has no list: %d %s", badge.StatusCode, badge.body)
	}
	for _, path := range []string{page, list, "/issuers/" + w.orgs["College"], "/achievements/" + w.versions["First Aid"]} {
		got := w.fetch(t, "employer", path)
		if found := unmasks.FindString(got.body); got.StatusCode != http.StatusOK || found != "" {
			t.Errorf("%s: %d, tells %q: %s", path, got.StatusCode, found, got.body)
		}
	}
	w.do(t, "self", `mutation($id: ID!) { unpublishAward(input: {id: $id}) { problems { message } } }`, vars)
	token := strings.TrimPrefix(page, "/awards/")
	none := strings.Repeat("z", len(token))
	if got, want := w.fetch(t, "employer", page).told(token), w.fetch(t, "employer", "/awards/"+none).told(none); got != want {
		t.Errorf("taken back, it tells %s; of nothing %s", got, want)
	}
}
