package graph_test

import (
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/catalog"
)

// member opens an account in a role.
func (w *world) member(t *testing.T, name, organization string, role enum.Role) {
	t.Helper()
	made, err := w.app.Accounts.Open(w.ctx, account.NewAccount{
		Name: "Account " + name, Language: "en",
		Memberships: []account.NewMembership{{Organization: w.orgs[organization], Role: role}},
	})
	must(t, err)
	w.accounts[name] = made.ID
}

func (w *world) organization(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		made, err := w.app.Catalog.AddOrganization(w.ctx, catalog.OrganizationInput{Name: name, Kinds: []enum.OrganizationKind{enum.OrgRecognizer}})
		must(t, err)
		w.orgs[name] = made.ID
		w.member(t, name, name, enum.RoleRecognizer)
	}
}

// done gives a mutation's answer, which has no problems.
func (w *world) done(t *testing.T, viewer, query string, variables map[string]any) answer {
	t.Helper()
	out := w.get(t, viewer, query, variables)
	if strings.Contains(out.raw, `"code"`) {
		t.Fatalf("%s: %s", query, out.raw)
	}
	return out
}

const askWorth = `query($mc: ID, $stack: ID, $for: ID, $at: Date, $earned: Date) {
	worth(microCredential: $mc, stack: $stack, for: $for, at: $at, earnedOn: $earned) {
		at earnedOn more credits { organization { name } credits }
		items { ...item } withStack { ...item }
	}
}
fragment item on WorthItem {
	organization { name } at { name } inherited through { organization { name } } kind hiring amount unit
	course program minimumGrade residency scope condition throughSkill { label } level status inForce keptFromBefore since until
	recognition { id kind status accepts { id } holdsAt { name } }
}`

// worthLines are the items of an answer, a line each.
func worthLines(a answer, list string) []string {
	var out []string
	for i := range a.list("worth", list) {
		in := func(path ...any) any { return a.at(append([]any{"worth", list, i}, path...)...) }
		line := fmt.Sprintf("%v at %v: %v", in("organization", "name"), in("at", "name"), in("kind"))
		for _, member := range []string{"hiring", "amount", "unit"} {
			if v := in(member); v != nil {
				line += fmt.Sprint(" ", v)
			}
		}
		if in("inForce") != true {
			line += fmt.Sprintf(", %v", in("status"))
		}
		if in("keptFromBefore") == true {
			line += ", kept"
		}
		out = append(out, line)
	}
	return out
}

func sameLines(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// TestAnAgreementIsProposedPutInForceAcceptedAndEnded goes the way of Maine's and
// ACE's stories through the API alone.
func TestAnAgreementIsProposedPutInForceAcceptedAndEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.organization(t, "System", "Campus", "Elsewhere")
	w.done(t, "System", `mutation($part: ID!) { setAffiliation(input: {organization: $part, kind: CAMPUS}) {
		organization { affiliations { of { name } kind } } problems { code } } }`, map[string]any{"part": w.orgs["Campus"]})
	made := w.done(t, "System", `mutation($mc: ID!) { recognize(input: {
		microCredential: $mc, kind: CREDIT, amount: 3, course: "CIS 100", minimumGrade: "C", status: PROPOSED,
		condition: [{text: "Confirmed at enrollment", language: "en"}, {text: "Se confirma al inscribirse", language: "es"}], clientMutationId: "once"
	}) { recognition { id status unit course holdsAt { name } condition(language: "es") } problems { code } } }`, map[string]any{"mc": w.credentials["Forklift"]})
	id := made.text("recognize", "recognition", "id")
	sameLines(t, "as made", []string{
		made.text("recognize", "recognition", "status"), made.text("recognize", "recognition", "unit"),
		made.text("recognize", "recognition", "holdsAt", 0, "name"), made.text("recognize", "recognition", "condition"),
	}, "PROPOSED", "credits", "Campus", "Se confirma al inscribirse")
	at := func(org string, more ...any) []string {
		variables := map[string]any{"mc": w.credentials["Forklift"], "for": w.orgs[org]}
		for i := 0; i < len(more); i += 2 {
			variables[more[i].(string)] = more[i+1]
		}
		return worthLines(w.get(t, "", askWorth, variables), "items")
	}
	sameLines(t, "proposed", at("Campus"), "System at Campus: CREDIT 3 credits, PROPOSED")
	w.done(t, "System", `mutation($id: ID!) { putInForce(input: {id: $id}) { recognition { status validFrom } problems { code } } }`, map[string]any{"id": id})
	sameLines(t, "in force", at("Campus"), "System at Campus: CREDIT 3 credits")
	sameLines(t, "elsewhere", at("Elsewhere"))
	accepted := w.done(t, "Elsewhere", `mutation($id: ID!) { recognize(input: {accepts: $id, amount: "2"}) {
		recognition { id kind accepts { id acceptedBy { nodes { organization { name } } } } microCredential { id } } problems { code } } }`, map[string]any{"id": id})
	if got := accepted.text("recognize", "recognition", "accepts", "acceptedBy", "nodes", 0, "organization", "name"); got != "Elsewhere" {
		t.Errorf("accepted by %s", got)
	}
	sameLines(t, "accepted", at("Elsewhere"), "Elsewhere at Elsewhere: CREDIT 2 credits")
	w.done(t, "System", `mutation($id: ID!) { endRecognition(input: {id: $id, reason: "Reviewed"}) {
		recognition { status endedAt endReason } problems { code } } }`, map[string]any{"id": id})
	today := w.now().Format("2006-01-02")
	sameLines(t, "ended", at("Elsewhere"), "Elsewhere at Elsewhere: CREDIT 2 credits, ENDED")
	sameLines(t, "ended, earned before", at("Elsewhere", "earned", today), "Elsewhere at Elsewhere: CREDIT 2 credits, ENDED, kept")
	again := w.get(t, "System", `mutation($id: ID!) { endRecognition(input: {id: $id}) { problems { code path } } }`, map[string]any{"id": id})
	if got := again.outcome("endRecognition"); got != "CONFLICT" {
		t.Errorf("ended twice: %s", got)
	}
}

func TestOldKindsAreTakenAndNeverReturned(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for old, want := range map[string]string{"HIRE": "HIRING PREFERRED", "INTERVIEW": "HIRING INTERVIEW_GUARANTEED", "PAY": "WAGE_STEP", "RANK": "RANK_CHANGE"} {
		out := w.done(t, "recognizer", `mutation($mc: ID!, $kind: RecognitionKind) { recognize(input: {microCredential: $mc, kind: $kind}) {
			recognition { kind hiring } problems { code } } }`, map[string]any{"mc": w.credentials["Safety"], "kind": old})
		got := strings.TrimSpace(out.text("recognize", "recognition", "kind") + " " + out.text("recognize", "recognition", "hiring"))
		if got != want {
			t.Errorf("%s: got %q, want %q", old, got, want)
		}
	}
}

func TestWhatAnAwardIsWorthIsSeenByWhoSeesIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.done(t, "recognizer", `mutation($skill: ID!) { recognize(input: {skill: $skill, level: 2, kind: HIRING, hiring: REQUIRED}) { recognition { id level skill { label } } problems { code } } }`,
		map[string]any{"skill": w.skills["Work safely"]})
	ask := `query($id: ID!) { node(id: $id) { ... on Award { worth { items { kind hiring throughSkill { label } level } } } } }`
	out := w.get(t, "self", ask, map[string]any{"id": w.awards["Privata/1"]})
	if got := fmt.Sprint(out.at("node", "worth", "items")); got != "[map[hiring:REQUIRED kind:HIRING level:2 throughSkill:map[label:Work safely]]]" {
		t.Errorf("got %s", got)
	}
	if out := w.get(t, "rival", ask, map[string]any{"id": w.awards["Privata/1"]}); out.at("node") != nil {
		t.Errorf("a rival sees %s", out.raw)
	}
	revoked := w.done(t, "issuer", `mutation($id: ID!) { revokeAward(input: {id: $id, reason: "x"}) { award { worth { items { kind } } } problems { code } } }`,
		map[string]any{"id": w.awards["Privata/1"]})
	if got := revoked.list("revokeAward", "award", "worth", "items"); len(got) != 0 {
		t.Errorf("revoked, it is worth %v", got)
	}
}

func TestADocumentIsSentAndReadBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	out := w.upload(t, "recognizer", `mutation($mc: ID!, $file: Upload) { recognize(input: {microCredential: $mc, kind: ADMISSION, document: $file}) {
		recognition { id document { fileName mediaType sha256 } } problems { code message } } }`,
		map[string]any{"mc": w.credentials["Safety"], "file": nil}, "variables.file", "%PDF-1.7 the agreement")
	id := out.text("recognize", "recognition", "id")
	if got := out.text("recognize", "recognition", "document", "mediaType"); got != "application/pdf" || id == "" {
		t.Fatalf("got %s", out.raw)
	}
	ask := `query($id: ID!) { recognitionFile(recognition: $id) { mediaType content } }`
	read := w.get(t, "recognizer", ask, map[string]any{"id": id})
	content, err := base64.StdEncoding.DecodeString(read.text("recognitionFile", "content"))
	if err != nil || string(content) != "%PDF-1.7 the agreement" {
		t.Errorf("got %q, %v", content, err)
	}
	for _, viewer := range []string{"employer", "admin", "self", ""} {
		if out := w.ask(t, viewer, ask, map[string]any{"id": id}); out.at("recognitionFile") != nil {
			t.Errorf("%s reads %s", viewer, out.raw)
		}
	}
}

func TestAnEndorsementIsMadeListedAndWithdrawn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.done(t, "employer", `mutation($mc: ID!) { endorse(input: {microCredential: $mc, comment: "We hire them."}) {
		endorsement { id url version comment language organization { name } microCredential { title endorsements { nodes { id } } } endorsed { id } } problems { code } } }`,
		map[string]any{"mc": w.credentials["Forklift"]})
	id := made.text("endorse", "endorsement", "id")
	if made.text("endorse", "endorsement", "microCredential", "endorsements", "nodes", 0, "id") != id || made.number("endorse", "endorsement", "version") != 1 ||
		!strings.HasSuffix(made.text("endorse", "endorsement", "url"), "/endorsements/"+id) {
		t.Errorf("got %s", made.raw)
	}
	of := w.done(t, "employer", `mutation($org: ID!) { endorse(input: {organization: $org, comment: "Bueno.", language: "es"}) {
		endorsement { id endorsed { endorsements { nodes { comment language } } } } problems { code } } }`, map[string]any{"org": w.orgs["College"]})
	if got := of.text("endorse", "endorsement", "endorsed", "endorsements", "nodes", 0, "comment"); got != "Bueno." {
		t.Errorf("got %s", of.raw)
	}
	w.done(t, "employer", `mutation($id: ID!) { withdrawEndorsement(input: {id: $id}) { endorsement { withdrawnAt } problems { code } } }`, map[string]any{"id": id})
	node := `query($id: ID!) { node(id: $id) { ... on Endorsement { withdrawnAt } } }`
	if out := w.get(t, "rival", node, map[string]any{"id": id}); out.at("node") != nil {
		t.Errorf("withdrawn, others see %s", out.raw)
	}
	if out := w.get(t, "employer", node, map[string]any{"id": id}); out.at("node", "withdrawnAt") == nil {
		t.Errorf("withdrawn, who made it sees %s", out.raw)
	}
}

// TestWhoMaySayWhatSomethingIsWorth asks as everyone: whom a row does not list is
// forbidden it, and the anonymous are told to sign in.
func TestWhoMaySayWhatSomethingIsWorth(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	w.organization(t, "Somebody")
	w.member(t, "school", "Somebody", enum.RoleRecognizer)
	theirs := w.done(t, "Somebody", `mutation($mc: ID!) { recognize(input: {microCredential: $mc, kind: ADMISSION, status: PROPOSED}) { recognition { id } problems { code } } }`,
		map[string]any{"mc": w.credentials["Safety"]}).text("recognize", "recognition", "id")
	endorsed := w.done(t, "employer", `mutation($id: ID!) { endorse(input: {microCredential: $id, comment: "x"}) { endorsement { id } problems { code } } }`,
		map[string]any{"id": w.credentials["Safety"]}).text("endorse", "endorsement", "id")
	employers := map[string]string{"employer": "ok", "rival": "ok", "blocked": "ok", "unvouched": "ok", "recognizer": "INVALID"}
	for _, op := range []struct {
		ask, id string
		want    map[string]string
	}{
		{`mutation($id: ID!) { recognize(input: {microCredential: $id, kind: ADMISSION}) { problems { code } } }`, w.credentials["Safety"], map[string]string{"recognizer": "ok"}},
		{`mutation($id: ID!) { putInForce(input: {id: $id}) { problems { code } } }`, theirs, map[string]string{"recognizer": "NOT_FOUND"}},
		{`mutation($id: ID!) { endRecognition(input: {id: $id}) { problems { code } } }`, theirs, map[string]string{"recognizer": "NOT_FOUND"}},
		{`mutation($id: ID!) { setAffiliation(input: {organization: $id, kind: MEMBER}) { problems { code } } }`, w.orgs["Maker"], map[string]string{"recognizer": "ok", "admin": "ok", "operator": "ok"}},
		{`mutation($id: ID!) { endorse(input: {microCredential: $id, comment: "x"}) { problems { code } } }`, w.credentials["Safety"], employers},
		{`mutation($id: ID!) { withdrawEndorsement(input: {id: $id}) { problems { code } } }`, endorsed, map[string]string{
			"employer": "ok", "rival": "NOT_FOUND", "blocked": "NOT_FOUND", "unvouched": "NOT_FOUND", "recognizer": "NOT_FOUND",
		}},
	} {
		field := strings.Fields(strings.SplitN(op.ask, "{ ", 2)[1])[0]
		field, _, _ = strings.Cut(field, "(")
		for _, viewer := range slices.Sorted(maps.Keys(everyone())) {
			want := op.want[viewer]
			if want == "" {
				want = "FORBIDDEN"
				if viewer == "anonymous" {
					want = "UNAUTHENTICATED"
				}
			}
			if got := w.ask(t, everyone()[viewer], op.ask, map[string]any{"id": op.id}).outcome(field); got != want {
				t.Errorf("%s by %s: got %s, want %s", field, viewer, got, want)
			}
		}
	}
}
