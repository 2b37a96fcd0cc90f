package graph_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// outcome is an error's code, a problem's, or "ok".
func (a answer) outcome(field string) string {
	if code := a.code(); code != "" {
		return code
	}
	if code := a.text(field, "problems", 0, "code"); code != "" {
		return code
	}
	return "ok"
}

// everyone is who a role test asks as: those of the privacy table, and who runs
// the service.
func everyone() map[string]string {
	all := maps.Clone(viewers)
	all["operator"] = "operator"
	return all
}

// TestWhoMayDoWhatWithBadges asks as everyone: whom a test does not list is
// forbidden it, and the anonymous are told to sign in. Who may not is told the same
// of what is there and of what is not.
func TestWhoMayDoWhatWithBadges(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	imported := w.imports(t, "Welding")
	alignment := w.get(t, "self", `query($id: ID!) { award(id: $id) { alignments { id } } }`, map[string]any{"id": imported}).text("award", "alignments", 0, "id")
	sheet := w.get(t, "self", `mutation($id: ID!) { publishSkillsSheet(input: {awards: [$id]}) { sheet { id } } }`, map[string]any{"id": imported}).text("publishSkillsSheet", "sheet", "id")
	all := func(outcome string) map[string]string {
		same := map[string]string{}
		for viewer := range everyone() {
			same[viewer] = outcome
		}
		return same
	}
	with := func(base map[string]string, more map[string]string) map[string]string {
		maps.Copy(base, more)
		return base
	}
	mine := map[string]string{"self": "ok", "other_earner": "NOT_FOUND"}
	issuers := map[string]string{"issuer": "ok", "other_issuer": "NOT_FOUND"}
	for _, op := range []struct {
		ask  string
		id   string
		want map[string]string
	}{
		{`mutation($id: String!) { verifyBadge(input: {text: $id}) { report { verdict } problems { code } } }`, w.badges["Welding"], all("ok")},
		{`mutation($id: String!) { importBadge(input: {text: $id}) { award { id } problems { code message } } }`, w.badges["Welding"], map[string]string{"self": "ok", "other_earner": "INVALID"}},
		{`mutation($id: String!) { importBadges(input: {badges: [{text: $id}]}) { results { award { id } problems { message } } problems { code } } }`, w.badges["Welding"], map[string]string{"self": "ok", "other_earner": "ok"}},
		{`mutation($id: ID!) { recheckAward(input: {id: $id}) { award { id } problems { code message } } }`, imported, with(all("NOT_FOUND"), map[string]string{"self": "ok", "issuer": "ok", "operator": "ok"})},
		{`mutation($id: ID!) { recheckAward(input: {id: $id}) { award { id } problems { code message } } }`, w.awards["Privata/0"], with(all("NOT_FOUND"), map[string]string{"self": "CONFLICT", "issuer": "CONFLICT", "operator": "CONFLICT"})},
		{`mutation($id: ID!) { issueAward(input: {earner: $id, microCredential: "` + w.credentials["Safety"] + `"}) { award { id } problems { code message } } }`, w.earners["Privata"], issuers},
		{`mutation($id: ID!) { suspendAward(input: {id: $id, reason: "x"}) { award { id } problems { code message } } }`, w.awards["Privata/0"], issuers},
		{`mutation($id: ID!) { reinstateAward(input: {id: $id, reason: "x"}) { award { id } problems { code message } } }`, w.awards["Privata/0"], issuers},
		{`mutation($id: ID!) { remapAlignment(input: {id: $id, skill: "` + w.skills["Grind"] + `"}) { alignment { skill { label } } problems { code message } } }`, alignment, map[string]string{
			"issuer": "ok", "developer": "ok", "operator": "ok", "other_issuer": "NOT_FOUND", "admin": "NOT_FOUND",
		}},
		{`mutation($id: String!) { trustIssuer(input: {uri: $id}) { issuer { uri } problems { code } } }`, w.stranger.did, map[string]string{"operator": "ok"}},
		{`mutation($id: String!) { distrustIssuer(input: {uri: $id}) { issuer { uri } problems { code } } }`, w.stranger.did, map[string]string{"operator": "ok"}},
		{`query { knownIssuers { nodes { uri name note organization { name } trustedAt } } }`, "", map[string]string{"operator": "ok"}},
		{`query { alignments { nodes { id } } }`, "", map[string]string{"issuer": "ok", "other_issuer": "ok", "developer": "ok", "admin": "ok", "operator": "ok"}},
		{`query { issuerKeys { id fragment } }`, "", map[string]string{"issuer": "ok", "other_issuer": "ok", "admin": "ok", "operator": "ok"}},
		{`query { issuerKeys(service: true) { id fragment } }`, "", map[string]string{"operator": "ok"}},
		{`mutation { rotateIssuerKey(input: {algorithm: ED25519}) { key { id } problems { code } } }`, "", map[string]string{"issuer": "ok", "other_issuer": "ok", "admin": "ok", "operator": "ok"}},
		{`mutation { rotateIssuerKey(input: {algorithm: P256, service: true, compromised: true}) { key { id } problems { code } } }`, "", map[string]string{"operator": "ok"}},
		{`mutation($id: ID!) { publishAward(input: {id: $id}) { award { publicUrl } problems { code message } } }`, w.awards["Privata/0"], mine},
		{`mutation($id: ID!) { unpublishAward(input: {id: $id}) { award { publicUrl } problems { code message } } }`, w.awards["Privata/0"], mine},
		{`mutation($id: ID!) { publishSkillsSheet(input: {awards: [$id]}) { sheet { url } problems { code message } } }`, w.awards["Privata/0"], mine},
		{`mutation($id: ID!) { withdrawSkillsSheet(input: {id: $id}) { sheet { url } problems { code message } } }`, sheet, mine},
		{`mutation($id: String!) { beginDid(input: {did: $id}) { challenge problems { code } } }`, w.stranger.did, map[string]string{"self": "ok", "other_earner": "ok"}},
		{`mutation($id: String!) { proveDid(input: {did: $id, token: "x"}) { did problems { code } } }`, w.stranger.did, map[string]string{"self": "INVALID", "other_earner": "INVALID"}},
	} {
		field := regexp.MustCompile(`\{ (\w+)`).FindStringSubmatch(op.ask)[1]
		missing := op.id[:min(len(op.id), 4)] + strings.Repeat("0", 26)
		for _, viewer := range slices.Sorted(maps.Keys(everyone())) {
			want := op.want[viewer]
			switch {
			case want == "" && viewer == "anonymous":
				want = "UNAUTHENTICATED"
			case want == "":
				want = "FORBIDDEN"
			}
			out := w.ask(t, everyone()[viewer], op.ask, map[string]any{"id": op.id})
			if got := out.outcome(field); got != want {
				t.Errorf("%s asks %s: %s, want %s: %s", viewer, op.ask, got, want, out.raw)
			}
			if want != "NOT_FOUND" && want != "FORBIDDEN" && want != "UNAUTHENTICATED" {
				continue
			}
			none := w.ask(t, everyone()[viewer], op.ask, map[string]any{"id": missing})
			if got, want := strings.ReplaceAll(none.raw, missing, "ID"), strings.ReplaceAll(out.raw, op.id, "ID"); op.id != "" && got != want {
				t.Errorf("%s tells what is missing from what is not theirs by %s:\n%s\n%s", viewer, op.ask, got, want)
			}
		}
	}
}

func TestBadgesRecordsAreNodesForWhomTheyAreFor(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	award := w.imports(t, "Welding")
	found := w.get(t, "self", `mutation($id: ID!) { publishSkillsSheet(input: {awards: [$id]}) { sheet { id awards { alignments { id } } } } }`, map[string]any{"id": award})
	issuer := w.get(t, "operator", `{ knownIssuers { nodes { id } } }`, nil).text("knownIssuers", "nodes", 0, "id")
	for kind, node := range map[string]struct {
		id   string
		whom []string
	}{
		"SkillsSheet":    {found.text("publishSkillsSheet", "sheet", "id"), []string{"self"}},
		"BadgeAlignment": {found.text("publishSkillsSheet", "sheet", "awards", 0, "alignments", 0, "id"), []string{"self", "issuer", "developer", "operator"}},
		"KnownIssuer":    {issuer, []string{"operator"}},
	} {
		for viewer, account := range everyone() {
			out := w.get(t, account, `query($id: ID!) { node(id: $id) { id __typename } }`, map[string]any{"id": node.id})
			if got, want := out.text("node", "__typename") == kind, slices.Contains(node.whom, viewer); got != want || (out.at("node") != nil) != want {
				t.Errorf("%s finds the %s: %s, want it found: %v", viewer, kind, out.raw, want)
			}
		}
	}
}

func TestAnOrganizationSaysWhetherItIssues(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	for name, want := range map[string]string{
		"College": "did:web:portal.example:issuers:" + w.orgs["College"] + " true", "Other College": "did:web:portal.example:issuers:" + w.orgs["Other College"] + " true",
		"Maker": "<nil> false", "Board": "<nil> false",
	} {
		out := w.get(t, "", `query($id: ID!) { node(id: $id) { ... on Organization { did trustedIssuer } } }`, map[string]any{"id": w.orgs[name]})
		if got := fmt.Sprint(out.at("node", "did"), " ", out.at("node", "trustedIssuer")); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

func TestADIDIsProvenBySigningAChallenge(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	if out := w.proves(t, "self", w.stranger); out.text("proveDid", "did") != w.stranger.did {
		t.Errorf("got %s", out.raw)
	}
	if out := w.proves(t, "other_earner", w.stranger); out.text("proveDid", "problems", 0, "code") != "CONFLICT" {
		t.Errorf("another account's: %s", out.raw)
	}
	for viewer, account := range viewers {
		out := w.get(t, account, `query($id: ID!) { earner(id: $id) { dids } }`, map[string]any{"id": w.earners["Privata"]})
		if got := len(out.list("earner", "dids")); got != map[string]int{"self": 1}[viewer] {
			t.Errorf("%s sees %d DIDs", viewer, got)
		}
	}
}

func TestAlignmentsAreTheirDevelopersToSee(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	w.imports(t, "Welding")
	w.imports(t, "Stranger's")
	query := `{ alignments { nodes { target { name } } } }`
	for viewer, want := range map[string]int{"issuer": 2, "developer": 2, "operator": 4, "other_issuer": 0, "admin": 0} {
		if got := len(w.get(t, viewer, query, nil).list("alignments", "nodes")); got != want {
			t.Errorf("%s sees %d alignments, want %d", viewer, got, want)
		}
	}
}

// Who runs the service may have a badge verified again, and sees no award by that.
func TestARecheckShowsTheAwardToWhomItIsShownAnyway(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	imported := w.imports(t, "Welding")
	for viewer, sees := range map[string]bool{"self": true, "issuer": true, "operator": false} {
		out := w.get(t, viewer, `mutation($id: ID!) { recheckAward(input: {id: $id}) { award { id } report { verdict } problems { code } } }`, map[string]any{"id": imported})
		if got := out.at("recheckAward", "award") != nil; got != sees || out.text("recheckAward", "report", "verdict") != "VALID" {
			t.Errorf("%s: %s", viewer, out.raw)
		}
	}
}
