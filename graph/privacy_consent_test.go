package graph_test

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// consents says of each field in which states of an earner's consent a viewer sees it:
// by type, field and viewer.
type consents map[string]map[string]map[string]rights

// readConsents reads the table's second part.
func readConsents(t *testing.T) consents {
	t.Helper()
	file, err := os.Open("testdata/privacy.yaml")
	must(t, err)
	defer func() { _ = file.Close() }()
	parts := yaml.NewDecoder(file, yaml.Strict())
	must(t, parts.Decode(&map[string]map[string]rights{}))
	var table struct {
		Groups  map[string][]string
		Consent consents
	}
	must(t, parts.Decode(&table))
	return table.Consent
}

const (
	hideMe    = `setVisibility(input: {visibility: HIDDEN}) { problems { message code } }`
	endIt     = `withdrawContact(input: {id: $contact}) { problems { message code } }`
	blockIt   = `blockOrganization(input: {organization: $maker}) { problems { message code } }`
	openMe    = `setVisibility(input: {visibility: OPEN}) { problems { message code } }`
	everyPart = "NAME, CONTACT, DATES, EVIDENCE, AWARDS, PLACE"
)

// accepting is an answer to the employer that opens some fields until tomorrow.
func accepting(fields string) string {
	return `answerContact(input: {id: $contact, accept: true, fields: [` + fields + `], until: $tomorrow}) { problems { message code } }`
}

// decisions are what an earner does to get to each state of consent.
var decisions = map[string][]string{
	"hidden": {hideMe}, "anonymous": nil, "open": {openMe},
	"name": {accepting("NAME")}, "contact": {accepting("NAME, CONTACT")}, "dates": {accepting("NAME, DATES")},
	"evidence": {accepting("NAME, EVIDENCE")}, "awards": {accepting("NAME, AWARDS")}, "place": {accepting("NAME, PLACE")},
	"withdrawn": {accepting(everyPart), endIt}, "expired": {accepting(everyPart)}, "blocked": {accepting(everyPart), blockIt},
	"kept": {accepting(everyPart), hideMe}, "minor": {accepting(everyPart)}, "erased": {accepting(everyPart)},
}

// showsEverything gives each field of Privata's a value that it could tell.
func (w *world) showsEverything(t *testing.T) {
	t.Helper()
	w.showEvidence(t, w.earners["Privata"], w.awards["Privata/2"])
	w.write(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Address.Create().SetAccountID(w.accounts["self"]).SetKind(enum.AddressPhone).
			SetValue("+19125550123").SetVerifiedAt(w.now()).Exec(ctx)
	})
	w.do(t, "self", `mutation($award: ID!, $claim: ID!, $maker: ID!, $rival: ID!) {
		publishAward(input: {id: $award}) { problems { message } }
		setMatching(input: {showNonCounting: true}) { problems { message } }
		addClaim(input: {microCredential: $claim}) { problems { message } }
		one: showInterest(input: {posting: $maker}) { problems { message } }
		other: showInterest(input: {posting: $rival}) { problems { message } } }`,
		map[string]any{"award": w.awards["Privata/2"], "claim": w.addAssessed(t, "Driving"), "maker": w.postings["Maker"], "rival": w.postings["Rival"]})
}

// decides has Privata come to a state of consent with the employer that asked her.
func (w *world) decides(t *testing.T, state, contact string) {
	t.Helper()
	tomorrow := w.now().AddDate(0, 0, 1).Format("2006-01-02")
	for _, step := range decisions[state] {
		w.do(t, "self", strings.NewReplacer("$contact", strconv.Quote(contact), "$maker", strconv.Quote(w.orgs["Maker"]), "$tomorrow", strconv.Quote(tomorrow)).Replace("mutation { "+step+" }"), nil)
	}
	switch state {
	case "expired":
		w.clock.Advance(72 * time.Hour)
	case "minor":
		w.write(t, func(ctx context.Context, tx *db.Client) error {
			return tx.Earner.UpdateOneID(w.earners["Privata"]).SetGuardianUntil(w.now().AddDate(1, 0, 0)).Exec(ctx)
		})
	case "erased":
		w.erases(t)
	}
}

// erases has Privata erase herself, which takes her out of everything at once.
func (w *world) erases(t *testing.T) {
	t.Helper()
	erase := `mutation($c: String) { eraseMe(input: {confirmation: $c}) { confirmation problems { message } } }`
	first := w.do(t, "self", erase, nil)
	w.do(t, "self", erase, map[string]any{"c": first.text("eraseMe", "confirmation")})
	must(t, w.app.Accounts.RunDataJobs(w.ctx))
}

// looks is Privata as somebody finds her: the row of a list, the same by its id, and
// the candidate of a contact.
type looks struct{ row, node, contact map[string]any }

const candidateParts = `id alias name email phone place { name } remote interested claims { title } completedStacks { title } match { score }
	awards { id microCredential { title } issuer { name } earnedMonth expiryMonth verified publicUrl earnedOn expiresOn evidence { text } }`

// looksFor finds Privata, who alone holds First Aid, as a viewer.
func (w *world) looksFor(t *testing.T, viewer, org, known, contact string) (looks, string) {
	t.Helper()
	out := w.ask(t, viewers[viewer], `query($posting: ID!, $known: ID!, $contact: ID!) {
		posting(id: $posting) { candidates(first: 50) { nodes { `+candidateParts+` } } }
		known: node(id: $known) { ... on Candidate { `+candidateParts+` } }
		contact: node(id: $contact) { ... on ContactRequest { candidate { id alias name email phone place { name } awards { id } } } } }`,
		map[string]any{"posting": w.postings[org], "known": known, "contact": contact})
	var found looks
	for _, one := range out.list("posting", "candidates", "nodes") {
		if row, _ := one.(map[string]any); strings.Contains(fmt.Sprint(row), "First Aid") {
			found.row = row
		}
	}
	found.node, _ = out.at("known").(map[string]any)
	found.contact, _ = out.at("contact", "candidate").(map[string]any)
	return found, out.raw
}

// lists are the postings in which each viewer of the table looks.
var lists = map[string]string{
	"employer": "Maker", "rival": "Rival", "blocked": "Blocked", "unvouched": "Unknown", "coach": "Maker", "stranger_coach": "Maker",
}

func TestAnEarnersConsentOpensWhatThePrivacyTableSays(t *testing.T) {
	t.Parallel()
	table := readConsents(t)
	for state := range decisions {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.showsEverything(t)
			contact := w.contacts(t)
			known := map[string]string{}
			for _, viewer := range []string{"employer", "rival"} {
				before, _ := w.looksFor(t, viewer, lists[viewer], "", contact)
				known[viewer], _ = before.row["id"].(string)
			}
			w.decides(t, state, contact)
			seen := map[string]looks{}
			for viewer, org := range lists {
				id := known[viewer]
				if id == "" {
					id = known["employer"]
				}
				found, raw := w.looksFor(t, viewer, org, id, contact)
				seen[viewer] = found
				found.hold(t, table, viewer, state)
				if wrong := regexp.MustCompile(`(ern|awd|acc|grt)_\w+`).FindString(raw); wrong != "" {
					t.Errorf("%s reads %s", viewer, wrong)
				}
			}
			for _, field := range []string{"id", "alias"} {
				if one, other := seen["employer"].row[field], seen["rival"].row[field]; one != nil && one == other {
					t.Errorf("both employers read the %s %s", field, one)
				}
			}
		})
	}
}

// hold compares what was found with the table, each way that leads to it.
func (l looks) hold(t *testing.T, table consents, viewer, state string) {
	t.Helper()
	award := func(of map[string]any) map[string]any {
		all, _ := of["awards"].([]any)
		for _, one := range all {
			if a, _ := one.(map[string]any); strings.Contains(fmt.Sprint(a["microCredential"]), "First Aid") {
				return a
			}
		}
		return nil
	}
	for _, way := range []struct {
		kind, by string
		got      map[string]any
	}{
		{"Candidate", "list", l.row},
		{"Candidate", "node", l.node},
		{"ContactCandidate", "contact", l.contact},
		{"CandidateAward", "list", award(l.row)},
		{"CandidateAward", "node", award(l.node)},
	} {
		for field, row := range table[way.kind] {
			who := row[viewer]
			want := slices.Contains(who.Seen, state) || slices.Contains(who.Masked, state)
			if got := way.got[field]; tells(got) != want {
				t.Errorf("%s sees %v of %s.%s by %s; want seen: %v", viewer, got, way.kind, field, way.by, want)
			}
			if id, _ := way.got["id"].(string); slices.Contains(who.Masked, state) && !strings.HasPrefix(id, "cnd_") && !strings.HasPrefix(id, "cda_") {
				t.Errorf("%s.id is %q, no mask", way.kind, id)
			}
		}
	}
}

func TestEveryFieldOfACandidateHasARowForEachStateOfConsent(t *testing.T) {
	t.Parallel()
	table, schema := readConsents(t), schemaOf()
	for _, name := range []string{"Candidate", "CandidateAward", "ContactCandidate"} {
		for _, field := range schema.Types[name].Fields {
			if table[name][field.Name] == nil && !strings.HasPrefix(field.Name, "__") {
				t.Errorf("say in testdata/privacy.yaml, under consent, in which states %s.%s is seen", name, field.Name)
			}
		}
		for field, row := range table[name] {
			if schema.Types[name].Fields.ForName(field) == nil {
				t.Errorf("privacy.yaml lists %s.%s, which the schema has not", name, field)
			}
			for viewer, of := range row {
				if lists[viewer] == "" {
					t.Errorf("%s.%s: there is no viewer %q", name, field, viewer)
				}
				for _, state := range slices.Concat(of.Seen, of.Masked) {
					if _, ok := decisions[state]; !ok {
						t.Errorf("%s.%s: there is no state %q", name, field, state)
					}
				}
			}
		}
	}
}
