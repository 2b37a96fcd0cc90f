package graph_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/id"
)

// apart has so much time pass that what one did is told from what another did.
func (w *world) apart() { w.clock.Advance(97*time.Minute + 13*time.Second + 1234567) }

// employs has an employer do with its candidates whatever it can: a saved search, a
// webhook, a shortlist with notes, and contacts with all who are listed.
func (w *world) employs(t *testing.T, viewer, org string) {
	t.Helper()
	w.apart()
	w.done(t, viewer, `mutation($id: ID!) { saveSearch(input: {name: "Good ones", posting: $id, tier: QUALIFIED}) { savedSearch { id } problems { message code } } }`,
		map[string]any{"id": w.postings[org]})
	w.apart()
	page := w.get(t, viewer, candidatesQuery, map[string]any{"id": w.postings[org], "first": 50})
	for i := range page.list("posting", "candidates", "nodes") {
		vars := map[string]any{"posting": w.postings[org], "who": page.text("posting", "candidates", "nodes", i, "id")}
		w.done(t, viewer, `mutation($posting: ID!, $who: ID!) { addToShortlist(input: {posting: $posting, candidates: [$who]}) { results { entry { id } problems { message code } } problems { message code } } }`, vars)
		w.apart()
		w.done(t, viewer, `mutation($posting: ID!, $who: ID!) { requestContact(input: {posting: $posting, candidate: $who, message: "Come and see us."}) { contact { id } problems { message code } } }`, vars)
		w.apart()
	}
}

// answersAll has an earner accept, decline and end contacts with both employers: each
// in one request for both.
func (w *world) answersAll(t *testing.T) {
	t.Helper()
	pending := func(viewer string) []string {
		var ids []string
		mine := w.get(t, viewer, `{ contactRequests(filter: {status: [PENDING]}, first: 10) { nodes { id } } }`, nil)
		for i := range mine.list("contactRequests", "nodes") {
			ids = append(ids, mine.text("contactRequests", "nodes", i, "id"))
		}
		return ids
	}
	all := func(viewer, step string, ids []string) {
		var asks []string
		for i, one := range ids {
			asks = append(asks, fmt.Sprintf(step, i, one))
		}
		w.done(t, viewer, "mutation { "+strings.Join(asks, " ")+" }", nil)
		w.apart()
	}
	mine, theirs := pending("self"), pending("other_earner")
	if len(mine) != 2 || len(theirs) != 2 {
		t.Fatalf("%d and %d contacts are asked for, want 2 each", len(mine), len(theirs))
	}
	all("self", `a%d: answerContact(input: {id: %q, accept: true, fields: [NAME]}) { problems { message code } }`, mine)
	all("other_earner", `a%d: answerContact(input: {id: %q, accept: false}) { problems { message code } }`, theirs)
	all("self", `a%d: withdrawContact(input: {id: %q}) { problems { message code } }`, mine)
	var shown []string
	for i, org := range []string{"Maker", "Rival"} {
		shown = append(shown, fmt.Sprintf(`a%d: showInterest(input: {posting: %q}) { problems { message code } }`, i, w.postings[org]))
	}
	w.done(t, "self", "mutation { "+strings.Join(shown, " ")+" }", nil)
	w.apart()
}

// reaches has a candidate reach the tier of both saved searches, and both be told.
func (w *world) reaches(t *testing.T) {
	t.Helper()
	made := w.done(t, "issuer", `mutation($of: ID!, $who: ID!) { issueAward(input: {earner: $who, microCredential: $of}) { award { id } problems { message code } } }`,
		map[string]any{"of": w.credentials["Safety"], "who": w.earners["Plain"]})
	if made.text("issueAward", "award", "id") == "" {
		t.Fatal(made.raw)
	}
	w.sync(t)
	w.tells(t)
	w.apart()
}

// tells has saved searches and webhooks follow the feed to its end.
func (w *world) tells(t *testing.T) {
	t.Helper()
	if w.alerts == nil {
		w.alerts = &employer.Alerts{Employers: w.app.Employers, Feed: w.app.Notify.Feed}
	}
	for _, once := range []func(context.Context) (bool, error){w.alerts.Once, w.app.Notify.FanOutOnce} {
		for more := true; more; {
			var err error
			more, err = once(w.ctx)
			must(t, err)
		}
	}
}

// ofEverybody are fields whose values are no person's: they tell what is asked for, or
// a small choice. A candidate's months, place and held micro-credentials are shown as
// they are; what they say together is bounded by what the earner shows.
var ofEverybody = regexp.MustCompile(`^(__typename|summary|summaryEs|earnedMonth|expiryMonth|reason|label|kind|status|text|name|title|postingTitle|message|tier|stage|role|fields|opened|url|uri|icon|language|locale|code|description|on|startsOn|endsOn|change|importance|precision|event|events|part|outlook|verifiedAt)$`)

// numberOrChoice are scores, counts and values of enums.
var numberOrChoice = regexp.MustCompile(`^([0-9.]+|[A-Z_]+)$`)

// instant is a point in time.
var instant = regexp.MustCompile(`^\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d(\.\d+)?)Z$`)

func TestTwoEmployersCannotJoinAnythingThatTheyAreToldOfAPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hooks := map[string]string{}
	for _, viewer := range []string{"employer", "rival"} {
		w.apart()
		made := w.done(t, viewer, `mutation { addWebhook(input: {url: "https://hooks.example.com/in"}) { webhook { id } problems { message code } } }`, nil)
		hooks[viewer] = made.text("addWebhook", "webhook", "id")
	}
	w.tells(t) // from where the feed ends
	w.employs(t, "employer", "Maker")
	w.employs(t, "rival", "Rival")
	w.answersAll(t)
	w.reaches(t)
	world := w.crawl(t, "", nil)
	one := w.crawl(t, "employer", map[string]string{"posting": w.postings["Maker"], "webhook": hooks["employer"]}, w.postings["Maker"])
	w.apart()
	other := w.crawl(t, "rival", map[string]string{"posting": w.postings["Rival"], "webhook": hooks["rival"]}, w.postings["Rival"])
	for _, kind := range []string{"Candidate", "ContactRequest", "SavedSearch", "SearchMatch", "ShortlistEntry"} {
		if len(one.types[kind]) == 0 || len(other.types[kind]) == 0 {
			t.Errorf("the employers were told of no %s", kind)
		}
	}
	public, mine, theirs := world.scalars(), one.scalars(), other.scalars()
	for value, field := range mine {
		if _, known := public[value]; known || ofEverybody.MatchString(field) {
			continue
		}
		if _, both := theirs[value]; !both {
			continue
		}
		if numberOrChoice.MatchString(value) {
			continue
		}
		if at := instant.FindStringSubmatch(value); at != nil && strings.HasSuffix(at[1], ":00:00") {
			continue // no more exactly than an hour
		}
		if kind := id.Prefix(value); slices.Contains([]string{"mcr", "ver", "skl", "frm", "org", "plc", "stk", "stv", "rec", "pst"}, kind) {
			continue
		}
		t.Errorf("both employers read %s %s", field, value)
	}
	joinsOfIDs(t, mine, theirs)
}

// joinsOfIDs compares the instants at which ids were minted: within a second, two of
// them were minted by the same deed of one person.
func joinsOfIDs(t *testing.T, mine, theirs map[string]string) {
	t.Helper()
	minted := map[int64]string{}
	for value := range mine {
		if at, ok := mintedAt(value); ok {
			minted[at.Unix()] = value
		}
	}
	for value := range theirs {
		at, ok := mintedAt(value)
		if other, both := minted[at.Unix()]; ok && both && other != value {
			t.Errorf("%s and %s were made in the same second", value, other)
		}
	}
}

// mintedAt is the instant in an id of a record that one employer alone may read; ids
// that tell no more than a day have none.
func mintedAt(value string) (time.Time, bool) {
	kind := id.Prefix(value)
	if !anyID.MatchString(value) || !slices.Contains([]string{"ctr", "svm", "svs", "sle", "sln", "whd", "whk", "ntf", "emp", "hev"}, kind) {
		return time.Time{}, false
	}
	raw, err := id.Parse(value, kind)
	if err != nil {
		return time.Time{}, false
	}
	var ms int64
	for _, b := range raw[:6] {
		ms = ms<<8 | int64(b)
	}
	at := time.UnixMilli(ms).UTC()
	return at, !at.Equal(at.Truncate(24 * time.Hour))
}
