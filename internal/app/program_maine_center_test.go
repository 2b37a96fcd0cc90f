package app_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/roster"
)

// The re-entry center, as whoever wrote the file there called it.
const center = "Example Returning Citizens Program"

// signs is a roster of results that were reached in the center, signed there.
func (m *maine) signs(key keys.Private) string {
	m.t.Helper()
	csv := "micro_credential,recipient,name,reference,earned_on,result.Exam,note\n"
	for i, name := range []string{"Rook Fernwater", "Sable Pinecove", "Tarn Hollyridge"} {
		csv += fmt.Sprintf("\"Computer Support Specialist, Level 1\",,%s,R-%d,%s,%d,%s\n", name, i, m.day(-40+i), 80+i, center)
	}
	csv += fmt.Sprintf("\"Computer Support Specialist, Level 1\",brannock@example.org,,,%s,91,%s\n", m.day(-38), center)
	csv += fmt.Sprintf("\"Computer Support Specialist, Level 1\",nobody@example.org,,,%s,91,%s\n", m.day(-38), center)
	signed, err := roster.Sign([]byte(csv), key)
	if err != nil {
		m.t.Fatal(err)
	}
	return signed
}

// importsWhatCameByHand has the campus import the center's results six weeks later,
// with the days on which they were reached. One of those who have no account claims
// theirs. Nobody is told of the center.
func (m *maine) importsWhatCameByHand() {
	m.t.Helper()
	key, err := keys.Generate(keys.Ed25519, rand.Reader)
	if err != nil {
		m.t.Fatal(err)
	}
	name := "results.csv"
	input := vars{"file": file{name, m.signs(key)}}
	m.issuer.fails("importRoster", input, "INVALID file")
	m.issuer.does("registerOfflineKey", vars{"name": "The second laptop", "publicKey": key.PublicKey().Multibase()}, "key { retiredAt }")
	m.wait(14 * 24 * time.Hour)
	const imported = `roster { signed created unchanged failed rows { line outcome problem { code path } award { earnedAt source earner { id } } } }
		claimCodes { line name reference code award { id } }`
	got := m.issuer.does("importRoster", input, imported)
	m.importedRows(got, "CREATED", m.day(-54))
	codes := at[[]any](m.t, got, "claimCodes")
	if len(codes) != 3 || at[string](m.t, got, "claimCodes.1.name") != "Sable Pinecove" {
		m.t.Fatalf("the codes are %v", codes)
	}
	again := m.issuer.does("importRoster", input, imported)
	m.importedRows(again, "UNCHANGED", m.day(-54))
	if codes := at[[]any](m.t, again, "claimCodes"); len(codes) != 0 {
		m.t.Errorf("the codes are told again: %v", codes)
	}
	changed := strings.Replace(input["file"].(file).content, ".", ".A", 1)
	m.issuer.fails("importRoster", vars{"file": file{name, changed}}, "INVALID file")
	m.claims(at[string](m.t, got, "claimCodes.1.code"), at[string](m.t, got, "claimCodes.1.award.id"))
}

// importedRows asserts what came of the five rows: three wait, Brannock has an
// award of an earlier day, too, and one has opened nothing to the campus.
func (m *maine) importedRows(got answer, outcome, first string) {
	m.t.Helper()
	var rows []string
	for _, node := range at[[]any](m.t, got, "roster.rows") {
		row := answer{Data: node.(map[string]any)}
		said := fmt.Sprint(row.Data["outcome"])
		if row.Data["award"] != nil {
			said += " " + at[string](m.t, row, "award.earnedAt")[:10]
		}
		rows = append(rows, said)
	}
	earned, err := time.Parse(time.DateOnly, first)
	if err != nil {
		m.t.Fatal(err)
	}
	var want []string
	for _, day := range []int{0, 1, 2, 2} {
		want = append(want, outcome+" "+earned.AddDate(0, 0, day).Format(time.DateOnly))
	}
	if diff := cmp.Diff(append(want, "FAILED"), rows); diff != "" {
		m.t.Errorf("the rows are otherwise (-want +got):\n%s\n%v", diff, got.Data)
	}
	if !at[bool](m.t, got, "roster.signed") || at[float64](m.t, got, "roster.failed") != 1 {
		m.t.Errorf("the roster is %v", got.Data)
	}
	if code := at[string](m.t, got, "roster.rows.4.problem.code"); code != "NOT_FOUND" {
		m.t.Errorf("the last row is %s", code)
	}
}

// claims has one who has an account by now claim theirs, with the code that came by
// hand: it is worth what it was worth then, and says nothing of where it was earned.
func (m *maine) claims(code, award string) {
	m.t.Helper()
	sable, other := m.earner("Sable Pinecove", "sable@example.org"), m.earner("Ebb Larkwater", "ebb@example.org")
	other.fails("claimAward", vars{"code": "ABCD-EFGH-JKLM"}, "NOT_FOUND code")
	got := sable.does("claimAward", vars{"code": strings.ToLower(code)}, "award { id earnedAt status counts source microCredentialVersion { number } }")
	want := map[string]any{
		"id": award, "earnedAt": m.day(-53) + "T00:00:00Z", "status": "ACTIVE", "counts": true, "source": "ISSUED",
		"microCredentialVersion": map[string]any{"number": 1.},
	}
	if diff := cmp.Diff(want, got.Data["award"]); diff != "" {
		m.t.Errorf("the award is otherwise (-want +got):\n%s", diff)
	}
	other.fails("claimAward", vars{"code": code}, "NOT_FOUND code")
	sable.sees(`query ($stack: ID!, $id: ID!, $for: ID!) { stackProgress(stack: $stack) { percent } viewer { earner { place { id } } }
		award(id: $id) { worth(for: $for) { credits { credits } } } }`, vars{"stack": m.stack, "id": award, "for": m.organization(m.campuses[2])},
		`{"stackProgress": {"percent": 33}, "viewer": {"earner": {"place": null}}, "award": {"worth": {"credits": [{"credits": "3"}]}}}`)
	m.tellsNothingOfTheCenter(sable, award)
}

// tellsNothingOfTheCenter asserts that nothing of an award, nor of its page or the
// file that it came in, says where it was earned.
func (m *maine) tellsNothingOfTheCenter(earner person, award string) {
	m.t.Helper()
	page := at[string](m.t, earner.does("publishAward", vars{"id": award}, "award { publicUrl }"), "award.publicUrl")
	status, body := m.anybody().opens(page)
	if status != http.StatusOK || !strings.Contains(body, "Level 1") || strings.Contains(body, "Returning") || strings.Contains(body, "Sable") {
		m.t.Errorf("%s: %d %s", page, status, body)
	}
	for _, viewer := range []person{earner, m.issuer, m.as(auth.Coach, "coach@example.org"), m.anybody()} {
		got := viewer.asks(`query ($id: ID!) { node(id: $id) { ... on Award { id issuer { name } delegate { name } recipient { name reference }
			earner { id place { id } } evidence { name description } results { name value } document { fileName } worth { items { kind } } } }
			auditTrail(subject: $id) { nodes { action description actor { organization { name } } } } }`, vars{"id": award})
		text, err := json.Marshal(got.Data)
		if err != nil {
			m.t.Fatal(err)
		}
		if strings.Contains(string(text), "Returning") || strings.Contains(string(text), "Sable") {
			m.t.Errorf("%s is told of the center: %s", viewer.role, text)
		}
	}
	rosters := m.issuer.asks(`{ rosters(first: 5) { nodes { rows { problem { message } } } } }`, nil)
	if text, _ := json.Marshal(rosters.Data); strings.Contains(string(text), "Returning") {
		m.t.Errorf("the rosters tell of the center: %s", text)
	}
	m.anybody().sees(`query ($id: ID!) { node(id: $id) { ... on Organization { name place { id } homepage } } }`, vars{"id": m.organization(center)},
		`{"node": {"name": "`+center+`", "place": null, "homepage": null}}`)
}
