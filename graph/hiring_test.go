package graph_test

import (
	"testing"
	"time"
)

// hosts opens a hiring event of the college for two employers, three days long, with
// Privata in the cohort, and gives its id.
func (w *world) hosts(t *testing.T) (event string) {
	t.Helper()
	made := w.done(t, "issuer", `mutation($of: [ID!]!) { createCohort(input: {name: "Fall", microCredentials: $of}) { cohort { id } words: code problems { message } } }`,
		map[string]any{"of": []string{w.credentials["Forklift"]}})
	w.done(t, "self", `mutation($code: String!) { joinCohort(input: {code: $code}) { cohort { id } problems { message } } }`,
		map[string]any{"code": made.text("createCohort", "words")})
	cohort := made.text("createCohort", "cohort", "id")
	opened := w.done(t, "issuer", `mutation($cohort: ID!, $employers: [ID!]!, $from: Date!, $to: Date!) {
		openHiringEvent(input: {cohort: $cohort, title: "Fall days", startsOn: $from, endsOn: $to, employers: $employers}) {
			event { id joinedCount employers { name } } problems { message code } } }`, map[string]any{
		"cohort": cohort, "employers": []string{w.orgs["Maker"], w.orgs["Blocked"]},
		"from": w.clock.Now().Format(time.DateOnly), "to": w.clock.Now().AddDate(0, 0, 2).Format(time.DateOnly),
	})
	return opened.text("openHiringEvent", "event", "id")
}

const eventQuery = `query($id: ID!, $posting: ID!) { hiringEvent(id: $id) {
	title joined joinedCount cohort { id } employers { name } candidates(posting: $posting) { totalCount nodes { id alias name match { tier } } } } }`

func TestAHiringEventShowsWhoJoinedToWhoWasInvited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	event := w.hosts(t)
	as := func(viewer string) answer {
		return w.get(t, viewer, eventQuery, map[string]any{"id": event, "posting": w.postings["Maker"]})
	}
	shown := func() int { return len(as("employer").list("hiringEvent", "candidates", "nodes")) }
	if told := w.get(t, "self", `{ notifications(first: 5, filter: {kinds: [HIRING_EVENT]}) { nodes { subject } } hiringEvents { nodes { id joined joinedCount } } }`, nil); told.text("notifications", "nodes", 0, "subject") != event ||
		told.at("hiringEvents", "nodes", 0, "joined") != false || told.at("hiringEvents", "nodes", 0, "joinedCount") != nil {
		t.Errorf("the member of the cohort reads %s", told.raw)
	}
	if n := shown(); n != 0 {
		t.Errorf("%d are shown before anybody joined", n)
	}
	join := `mutation($id: ID!) { joinHiringEvent(input: {event: $id}) { event { joined } problems { message code } } }`
	w.done(t, "self", join, map[string]any{"id": event})
	seen := as("employer")
	if shown() != 1 || seen.at("hiringEvent", "joinedCount") != nil || seen.at("hiringEvent", "cohort") != nil || seen.text("hiringEvent", "candidates", "nodes", 0, "alias") == "" {
		t.Errorf("the invited employer reads %s", seen.raw)
	}
	if found := secretIDs.FindString(seen.raw); found != "" {
		t.Errorf("the invited employer reads the id %s", found)
	}
	if host := as("issuer"); host.at("hiringEvent", "joinedCount") != 1.0 || host.at("hiringEvent", "candidates") != nil {
		t.Errorf("the host reads %s", host.raw)
	}
	for _, outsider := range []string{"rival", "unvouched", "other_issuer", "other_earner", ""} {
		if got := as(outsider); got.at("hiringEvent") != nil {
			t.Errorf("%q reads %s", outsider, got.raw)
		}
	}
	if got := w.ask(t, "other_earner", join, map[string]any{"id": event}); got.text("joinHiringEvent", "problems", 0, "code") != "NOT_FOUND" {
		t.Errorf("who is not in the cohort joins: %s", got.raw)
	}
	// Leaving, and a block, count from the next request on.
	w.done(t, "self", `mutation($id: ID!) { leaveHiringEvent(input: {event: $id}) { event { joined } problems { message code } } }`, map[string]any{"id": event})
	if n := shown(); n != 0 {
		t.Errorf("%d are shown after leaving", n)
	}
	w.done(t, "self", join, map[string]any{"id": event})
	w.done(t, "self", `mutation($id: ID!) { blockOrganization(input: {organization: $id}) { earner { id } problems { message code } } }`, map[string]any{"id": w.orgs["Maker"]})
	if n := shown(); n != 0 {
		t.Errorf("%d are shown to whom they blocked", n)
	}
}

func TestAHiringEventEndsByTimeAndByItsHost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	event := w.hosts(t)
	w.done(t, "self", `mutation($id: ID!) { joinHiringEvent(input: {event: $id}) { event { joined } problems { message code } } }`, map[string]any{"id": event})
	shown := func() int {
		return len(w.get(t, "employer", eventQuery, map[string]any{"id": event, "posting": w.postings["Maker"]}).list("hiringEvent", "candidates", "nodes"))
	}
	if shown() != 1 {
		t.Fatal("nobody is shown while it lasts")
	}
	for _, other := range []string{"rival", "other_issuer", "employer"} {
		got := w.ask(t, other, `mutation($id: ID!) { cancelHiringEvent(input: {event: $id}) { problems { code } } }`, map[string]any{"id": event})
		if got.at("cancelHiringEvent") != nil && got.text("cancelHiringEvent", "problems", 0, "code") != "NOT_FOUND" {
			t.Errorf("%s cancels it: %s", other, got.raw)
		}
	}
	w.clock.Advance(4 * 24 * time.Hour)
	if n := shown(); n != 0 {
		t.Errorf("after its last day it shows %d", n)
	}
}

func TestAReportReachesWhoHandlesItWithoutWhoFiledIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	filed := w.done(t, "self", `mutation($of: ID!) { reportOrganization(input: {organization: $of, reason: "They asked for money."}) { report { id contacted } problems { message code } } }`,
		map[string]any{"of": w.orgs["Maker"]})
	const list = `{ reports(handled: false) { nodes { id organization { name } reason on contacted handledAt resolution } } }`
	read := w.get(t, "admin", list, nil)
	if read.text("reports", "nodes", 0, "reason") != "They asked for money." || read.text("reports", "nodes", 0, "organization", "name") != "Maker" {
		t.Errorf("who handles reports reads %s", read.raw)
	}
	if found := secretIDs.FindString(read.raw); found != "" {
		t.Errorf("who handles reports reads the id %s", found)
	}
	for _, other := range []string{"employer", "rival", "self", "coach", "issuer", "analyst"} {
		if got := w.ask(t, other, list, nil); got.at("reports") != nil {
			t.Errorf("%s reads %s", other, got.raw)
		}
	}
	w.done(t, "admin", `mutation($id: ID!) { handleReport(input: {id: $id, resolution: "Spoke with them."}) { report { handledAt } problems { message code } } }`,
		map[string]any{"id": filed.text("reportOrganization", "report", "id")})
	if left := w.get(t, "admin", list, nil).list("reports", "nodes"); len(left) != 0 {
		t.Errorf("still to be handled: %v", left)
	}
}
