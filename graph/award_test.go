package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const awardMutation = `mutation($in: AwardMicroCredentialInput!) { awardMicroCredential(input: $in) {
	award { id earner { id } recipient { name reference } } claimCode problems { code path message } } }`

// waits has the college award somebody who has no account.
func (w *world) waits(t *testing.T, reference string) (award, code string) {
	t.Helper()
	out := w.get(t, "issuer", awardMutation, map[string]any{"in": map[string]any{
		"microCredential": w.credentials["Safety"], "unclaimed": map[string]any{"name": "Wanda Geheim", "reference": reference},
	}})
	award, code = out.text("awardMicroCredential", "award", "id"), out.text("awardMicroCredential", "claimCode")
	if award == "" || code == "" || out.text("awardMicroCredential", "award", "recipient", "name") != "Wanda Geheim" {
		t.Fatal(out.raw)
	}
	return award, code
}

// TestWhoMayDoWhatWithAwards asks as everyone: whom a test does not list is forbidden
// it, and the anonymous are told to sign in.
func TestWhoMayDoWhatWithAwards(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	waiting, _ := w.waits(t, "1")
	delegation := w.get(t, "issuer", `mutation($to: ID!) { delegate(input: {delegate: $to, kind: VERIFY}) { delegation { id } problems { message } } }`,
		map[string]any{"to": w.orgs["Board"]}).text("delegate", "delegation", "id")
	key := w.get(t, "issuer", `mutation { registerOfflineKey(input: {name: "Laptop", publicKey: "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"}) { key { id } problems { message } } }`, nil).
		text("registerOfflineKey", "key", "id")
	if delegation == "" || key == "" {
		t.Fatal("there is no delegation, or no key")
	}
	issuers := map[string]string{"issuer": "ok", "other_issuer": "NOT_FOUND"}
	for _, op := range []struct {
		ask, id string
		want    map[string]string
	}{
		{`mutation($id: ID!) { awardMicroCredential(input: {earner: $id, microCredential: "` + w.credentials["Safety"] + `"}) { award { id } problems { code } } }`, w.earners["Plain"], issuers},
		{`mutation($id: ID!) { awardMicroCredentials(input: {microCredential: $id, recipients: []}) { results { index } problems { code } } }`, w.credentials["Safety"], map[string]string{"issuer": "INVALID", "other_issuer": "INVALID"}},
		{`mutation($id: ID!) { reissueClaimCode(input: {award: $id}) { award { id } claimCode problems { code } } }`, waiting, issuers},
		{`mutation($id: String!) { claimAward(input: {code: $id}) { award { id } problems { code } } }`, "AAAA-BBBB-CCCC", map[string]string{"self": "NOT_FOUND", "other_earner": "NOT_FOUND"}},
		{`mutation($id: ID!) { renewAward(input: {award: $id}) { award { id } problems { code } } }`, w.awards["Plain/0"], issuers},
		{`mutation($id: ID!) { delegate(input: {delegate: $id, kind: AWARD}) { delegation { id } problems { code } } }`, w.orgs["Maker"], map[string]string{"issuer": "ok", "other_issuer": "ok", "admin": "ok"}},
		{`mutation($id: ID!) { withdrawDelegation(input: {id: $id}) { delegation { id } problems { code } } }`, delegation, map[string]string{"issuer": "ok", "other_issuer": "NOT_FOUND", "admin": "ok"}},
		{`mutation($id: ID!) { retireOfflineKey(input: {id: $id}) { key { id } problems { code } } }`, key, map[string]string{"issuer": "ok", "other_issuer": "NOT_FOUND", "admin": "NOT_FOUND"}},
		{`query($id: ID) { offlineKeys { id } node(id: $id) { id } }`, delegation, map[string]string{"issuer": "ok", "other_issuer": "ok", "admin": "ok"}},
		{`{ delegations { nodes { id } } }`, "", map[string]string{"issuer": "ok", "other_issuer": "ok", "admin": "ok", "coach": "ok", "stranger_coach": "ok", "assessor": "ok"}},
		{`{ rosters { nodes { id } } }`, "", map[string]string{"issuer": "ok", "other_issuer": "ok"}},
		{`{ expiringAwards { nodes { id } } }`, "", map[string]string{"issuer": "ok", "other_issuer": "ok", "self": "ok", "other_earner": "ok"}},
	} {
		ask := strings.Replace(op.ask, "query($id: ID)", "query($id: ID!)", 1)
		field := strings.Fields(strings.TrimLeft(ask[strings.Index(ask, "{")+1:], " "))[0]
		field, _, _ = strings.Cut(field, "(")
		var vars map[string]any
		if op.id != "" {
			vars = map[string]any{"id": op.id}
		}
		for viewer, account := range viewers {
			want := op.want[viewer]
			switch {
			case want != "":
			case viewer == "anonymous":
				want = "UNAUTHENTICATED"
			default:
				want = "FORBIDDEN"
			}
			if got := w.ask(t, account, ask, vars).outcome(field); got != want {
				t.Errorf("%s: %s: got %s, want %s", viewer, field, got, want)
			}
		}
	}
}

func TestWhomAnAwardWaitsForIsItsIssuersToKnow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	award, code := w.waits(t, "geheim-7")
	query := `query($id: ID!) { award(id: $id) { id recipient { name reference } } node(id: $id) { ... on Award { recipient { name } } } nodes(ids: [$id]) { ... on Award { recipient { reference } } } }`
	for viewer, account := range viewers {
		out := w.ask(t, account, query, map[string]any{"id": award})
		sees := strings.Contains(out.raw, "Wanda") && strings.Contains(out.raw, "geheim-7")
		if sees != (viewer == "issuer") || (!sees && out.at("award") != nil) {
			t.Errorf("%s: %s", viewer, out.raw)
		}
	}
	got := w.get(t, "self", `mutation($code: String!) { claimAward(input: {code: $code}) { award { id earner { id } recipient { name } counts badge(form: JSON) { fileName } } problems { message } } }`, map[string]any{"code": strings.ToLower(code)})
	if got.text("claimAward", "award", "id") != award || got.text("claimAward", "award", "earner", "id") != w.earners["Privata"] || got.at("claimAward", "award", "recipient") != nil {
		t.Error(got.raw)
	}
	if out := w.get(t, "issuer", query, map[string]any{"id": award}); strings.Contains(out.raw, "Wanda") {
		t.Errorf("the issuer still reads %s", out.raw)
	}
	if out := w.get(t, "other_earner", `mutation($code: String!) { claimAward(input: {code: $code}) { award { id } problems { code } } }`, map[string]any{"code": code}); out.text("claimAward", "problems", 0, "code") != "NOT_FOUND" {
		t.Error(out.raw)
	}
}

func TestManyAreAwardedWithAReportByRow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	out := w.get(t, "issuer", `mutation($in: AwardMicroCredentialsInput!) { awardMicroCredentials(input: $in) {
		results { index award { id } claimCode problems { code path } } problems { code } } }`, map[string]any{"in": map[string]any{
		"microCredential": w.credentials["Safety"], "recipients": []any{
			map[string]any{"earner": w.earners["Plain"]}, map[string]any{"earner": "ern_none"}, map[string]any{"unclaimed": map[string]any{"name": "Wanda", "reference": "1"}},
		},
	}})
	got := []string{}
	for i := range out.list("awardMicroCredentials", "results") {
		row := func(path ...any) string {
			return out.text(append([]any{"awardMicroCredentials", "results", i}, path...)...)
		}
		got = append(got, fmt.Sprint(row("award", "id") != "", " ", row("claimCode") != "", " ", row("problems", 0, "code")))
	}
	if diff := cmp.Diff([]string{"true false ", "false false NOT_FOUND", "true true "}, got); diff != "" {
		t.Errorf("%s: %s", diff, out.raw)
	}
}

func TestARosterIsUploadedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	day := w.now().AddDate(0, 0, -20).Format(time.DateOnly)
	csv := "micro_credential,recipient,name,reference,earned_on\nSafety,other_earner@example.org,,," + day + "\nSafety,,Wanda Geheim,17," + day + "\nSafety,rival@example.org,,," + day + "\n"
	query := `mutation($file: Upload!) { importRoster(input: {file: $file}) { roster { id signed created unchanged failed
		rows { line outcome award { id earnedAt } problem { code path message } } good: rows(outcome: CREATED) { line } } claimCodes { line name reference code award { id } } problems { code path } } }`
	for viewer, account := range viewers {
		if viewer == "issuer" {
			continue
		}
		want := map[string]string{"anonymous": "UNAUTHENTICATED", "other_issuer": "ok"}[viewer]
		if want == "" {
			want = "FORBIDDEN"
		}
		if viewer == "other_issuer" {
			continue // may import rosters of its own
		}
		if got := w.upload(t, account, query, map[string]any{"file": nil}, "variables.file", csv).outcome("importRoster"); got != want {
			t.Errorf("%s: %s, want %s", viewer, got, want)
		}
	}
	first := w.upload(t, "issuer", query, map[string]any{"file": nil}, "variables.file", csv)
	outcomes := func(out answer) []string {
		var got []string
		for i := range out.list("importRoster", "roster", "rows") {
			got = append(got, out.text("importRoster", "roster", "rows", i, "outcome")+" "+out.text("importRoster", "roster", "rows", i, "problem", "code"))
		}
		return got
	}
	if diff := cmp.Diff([]string{"CREATED ", "CREATED ", "FAILED NOT_FOUND"}, outcomes(first)); diff != "" || len(first.list("importRoster", "claimCodes")) != 1 ||
		!strings.HasPrefix(first.text("importRoster", "roster", "rows", 0, "award", "earnedAt"), day) || len(first.list("importRoster", "roster", "good")) != 2 {
		t.Errorf("%s: %s", diff, first.raw)
	}
	again := w.upload(t, "issuer", query, map[string]any{"file": nil}, "variables.file", csv)
	if diff := cmp.Diff([]string{"UNCHANGED ", "UNCHANGED ", "FAILED NOT_FOUND"}, outcomes(again)); diff != "" || len(again.list("importRoster", "claimCodes")) != 0 {
		t.Errorf("%s: %s", diff, again.raw)
	}
	bad := w.upload(t, "issuer", query, map[string]any{"file": nil}, "variables.file", "%PDF")
	if bad.text("importRoster", "problems", 0, "code") != "INVALID" || bad.at("importRoster", "roster") != nil {
		t.Error(bad.raw)
	}
	id := first.text("importRoster", "roster", "id")
	for viewer, account := range viewers {
		out := w.ask(t, account, `query($id: ID!) { node(id: $id) { ... on Roster { id rows { award { id } } } } }`, map[string]any{"id": id})
		if sees := out.at("node") != nil; sees != (viewer == "issuer") {
			t.Errorf("%s sees the roster: %s", viewer, out.raw)
		}
	}
}

func TestADocumentIsReadByItsEarnerAndItsVerifier(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	given := w.get(t, "issuer", `mutation($to: ID!) { delegate(input: {delegate: $to, kind: VERIFY}) { delegation { id issuer { name } delegate { name } kind } problems { message } } }`, map[string]any{"to": w.orgs["Board"]})
	if given.text("delegate", "delegation", "id") == "" {
		t.Fatal(given.raw)
	}
	made := w.upload(t, "coach", `mutation($file: Upload!, $earner: ID!, $of: ID!, $at: DateTime!) { recordCertification(input: {earner: $earner, microCredential: $of, earnedAt: $at, number: "36-004", document: $file}) {
		award { id source issuer { name } delegate { name } } problems { code path message } } }`,
		map[string]any{"file": nil, "earner": w.earners["Privata"], "of": w.credentials["First Aid"], "at": w.now().AddDate(0, -1, 0).Format(time.RFC3339)}, "variables.file", "%PDF-1.7\n")
	id := made.text("recordCertification", "award", "id")
	if id == "" || made.text("recordCertification", "award", "source") != "RECORDED" || made.text("recordCertification", "award", "delegate", "name") != "Board" {
		t.Fatal(made.raw)
	}
	for viewer, account := range viewers {
		out := w.ask(t, account, `query($id: ID!) { award(id: $id) { id document { fileName mediaType base64 } original { fileName } } }`, map[string]any{"id": id})
		reads := out.at("award", "document") != nil
		if want := slices.Contains([]string{"self", "coach"}, viewer); reads != want || out.at("award", "original") != nil {
			t.Errorf("%s: %s", viewer, out.raw)
		}
	}
}

func TestARenewalAndWhatItRenewsAreTied(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old := w.awards["Privata/2"]
	made := w.get(t, "issuer", `mutation($id: ID!) { renewAward(input: {award: $id}) { award { id renews { id } renewedBy { id } } problems { message } } }`, map[string]any{"id": old})
	renewal := made.text("renewAward", "award", "id")
	if renewal == "" || made.text("renewAward", "award", "renews", "id") != old || made.at("renewAward", "award", "renewedBy") != nil {
		t.Fatal(made.raw)
	}
	for viewer, account := range viewers {
		out := w.ask(t, account, `query($id: ID!) { award(id: $id) { renewedBy { id } } }`, map[string]any{"id": old})
		if sees := out.text("award", "renewedBy", "id") == renewal; sees != slices.Contains([]string{"self", "coach", "issuer"}, viewer) {
			t.Errorf("%s: %s", viewer, out.raw)
		}
	}
}

func TestWhatWasIssuedInErrorLeavesItsEarnersRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.awards["Privata/1"]
	out := w.get(t, "issuer", `mutation($id: ID!) { revokeAward(input: {id: $id, reason: "a mistake", kind: ISSUED_IN_ERROR}) { award { status revocationKind } problems { message } } }`, map[string]any{"id": id})
	if out.text("revokeAward", "award", "revocationKind") != "ISSUED_IN_ERROR" {
		t.Fatal(out.raw)
	}
	for viewer, account := range viewers {
		list := w.ask(t, account, `query($id: ID!) { earner(id: $id) { awards { nodes { id } } } }`, map[string]any{"id": w.earners["Privata"]})
		if strings.Contains(list.raw, id) {
			t.Errorf("%s lists it: %s", viewer, list.raw)
		}
		one := w.ask(t, account, `query($id: ID!) { award(id: $id) { id revocationReason } }`, map[string]any{"id": id})
		if sees := one.text("award", "revocationReason") != ""; sees != slices.Contains([]string{"self", "issuer"}, viewer) {
			t.Errorf("%s: %s", viewer, one.raw)
		}
	}
}
