package badge

import (
	"maps"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

const (
	schoolDID  = "did:web:forest.example"
	schoolFile = "https://forest.example/.well-known/did.json"
	schoolURL  = "https://forest.example/issuer"
	otherDID   = "did:web:mallory.example"
	otherFile  = "https://mallory.example/.well-known/did.json"
)

// edit changes a document a little.
type edit func(map[string]any)

func setting(value any, steps ...string) edit {
	return func(doc map[string]any) { set(doc, value, steps...) }
}

// first gives the first verification method of a controller document.
func first(doc map[string]any) map[string]any {
	return doc["verificationMethod"].([]any)[0].(map[string]any)
}

func TestOnlyTheIssuersOwnDocumentBindsAKey(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519).at(schoolDID)
	for name, c := range map[string]struct {
		change  edit
		verdict Verdict
		reason  Reason
	}{
		"listed":     {nil, Valid, ""},
		"not listed": {setting([]any{}, "assertionMethod"), Invalid, ReasonKeyNotAuthorized},
		"listed to log in with": {func(d map[string]any) {
			d["authentication"], d["assertionMethod"] = d["assertionMethod"], []any{}
		}, Invalid, ReasonKeyNotAuthorized},
		"embedded under assertionMethod alone": {func(d map[string]any) {
			d["assertionMethod"] = d["verificationMethod"]
			delete(d, "verificationMethod")
		}, Valid, ""},
		"controlled by another": {func(d map[string]any) { first(d)["controller"] = otherDID }, Invalid, ReasonKeyNotAuthorized},
		"under another name":    {func(d map[string]any) { first(d)["id"] = schoolDID + "#other" }, Invalid, ReasonKeyNotInDocument},
		"another key": {func(d map[string]any) {
			first(d)["publicKeyMultibase"] = newMaker(t, "x", keys.Ed25519).key.PublicKey().Multibase()
		}, Invalid, ReasonSignatureInvalid},
		"withdrawn":           {func(d map[string]any) { first(d)["revoked"] = "2026-02-01T00:00:00Z" }, Invalid, ReasonKeyRevoked},
		"past its time":       {func(d map[string]any) { first(d)["expires"] = "2026-02-01T00:00:00Z" }, Invalid, ReasonKeyExpired},
		"within its time":     {func(d map[string]any) { first(d)["expires"] = "2036-02-01T00:00:00Z" }, Valid, ""},
		"of another DID":      {setting(otherDID, "id"), Indeterminate, ReasonKeyNotResolvable},
		"known by other name": {func(d map[string]any) { d["id"], d["alsoKnownAs"] = otherDID, []any{schoolDID} }, Indeterminate, ReasonKeyNotResolvable},
		"no id":               {func(d map[string]any) { delete(d, "id") }, Indeterminate, ReasonKeyNotResolvable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docs := Documents{schoolFile: school.document(c.change)}
			r := check(t, bytesOf(t, school.sign(t, school.award())), docs, Policy{}, c.verdict, c.reason)
			if (r.IssuerBound == Yes) != (c.verdict == Valid || c.reason == ReasonSignatureInvalid) {
				t.Errorf("bound %s", r.IssuerBound)
			}
		})
	}
}

func TestAGoodSignatureByAnotherProvesNothing(t *testing.T) {
	t.Parallel()
	school, mallory := newMaker(t, "school", keys.Ed25519), newMaker(t, "mallory", keys.Ed25519)
	docs := Documents{
		schoolFile: school.at(schoolDID).document(nil), otherFile: mallory.at(otherDID).document(nil),
		schoolURL: school.at(schoolURL).document(nil),
	}
	spelled := mallory
	spelled.method = schoolURL + "#" + mallory.key.PublicKey().Multibase()
	bare := school
	bare.method = school.id
	bareOther := mallory
	bareOther.method = mallory.id
	for name, c := range map[string]struct {
		signer  maker
		issuer  string
		verdict Verdict
		reason  Reason
	}{
		"the issuer's did:key":                  {school, school.id, Valid, ""},
		"the issuer's did:key without fragment": {bare, school.id, Valid, ""},
		"another's did:key without fragment":    {bareOther, school.id, Invalid, ReasonIssuerMismatch},
		"another's did:key":                     {mallory, school.id, Invalid, ReasonIssuerMismatch},
		"another's did:key for a did:web":       {mallory, schoolDID, Invalid, ReasonIssuerMismatch},
		"another's did:web":                     {mallory.at(otherDID), schoolDID, Invalid, ReasonIssuerMismatch},
		"a key spelled in the fragment":         {spelled, schoolURL, Invalid, ReasonKeyNotInDocument},
		"an https controller document":          {school.at(schoolURL), schoolURL, Valid, ""},
		"an issuer that nobody can be":          {mallory, "urn:uuid:0e3a4d1c-0000-4000-8000-000000000000", Indeterminate, ReasonIssuerNotProven},
		"an address with another case":          {school.at(schoolURL), "https://FOREST.example/issuer", Invalid, ReasonIssuerMismatch},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := school.award()
			set(doc, c.issuer, "issuer", "id")
			r := check(t, bytesOf(t, c.signer.sign(t, doc)), docs, Policy{}, c.verdict, c.reason)
			if r.ProofOK != Yes && c.reason != ReasonKeyNotInDocument {
				t.Errorf("proof %s: the signature itself is good", r.ProofOK)
			}
		})
	}
}

func TestWhatCannotBeLookedUpStaysUnknown(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519).at(schoolDID)
	badge := bytesOf(t, school.sign(t, school.award()))
	good := school.document(nil)
	for name, c := range map[string]struct {
		doc    Document
		reason Reason
	}{
		"not fetched":   {Document{}, ReasonKeyNotResolvable},
		"no answer":     {Document{Err: "timeout"}, ReasonKeyNotResolvable},
		"server error":  {Document{Status: 503, Body: good.Body}, ReasonKeyNotResolvable},
		"not found":     {Document{Status: 404, Body: good.Body}, ReasonKeyNotResolvable},
		"not JSON":      {Document{Status: 200, Body: []byte("<html>")}, ReasonKeyNotResolvable},
		"JSON twice":    {Document{Status: 200, Body: append(good.Body, good.Body...)}, ReasonKeyNotResolvable},
		"an empty body": {Document{Status: 200}, ReasonKeyNotResolvable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, badge, Documents{schoolFile: c.doc}, Policy{}, Indeterminate, c.reason)
		})
	}
	check(t, badge, nil, Policy{}, Indeterminate, ReasonKeyNotResolvable)
	check(t, badge, Documents{schoolFile: {Blocked: "private address"}}, Policy{}, Invalid, ReasonFetchBlocked)
	if got := Parse(badge).Needs(nil, Policy{Now: testClock}); len(got) != 1 || got[0] != schoolFile {
		t.Errorf("needs %q", got)
	}
	if got := Parse(badge).Needs(Documents{schoolFile: good}, Policy{Now: testClock}); len(got) != 0 {
		t.Errorf("needs %q though all is there", got)
	}
}

func TestAPinnedControllerComesBeforeWhatIsPublished(t *testing.T) {
	t.Parallel()
	school, mallory := newMaker(t, "school", keys.Ed25519).at(schoolDID), newMaker(t, "mallory", keys.Ed25519).at(schoolDID)
	badge := bytesOf(t, school.sign(t, school.award()))
	pinned := Policy{Controllers: map[string][]byte{schoolDID: school.document(nil).Body}}
	check(t, badge, nil, pinned, Valid, "")
	check(t, badge, Documents{schoolFile: mallory.document(nil)}, pinned, Valid, "")
	forged := bytesOf(t, mallory.sign(t, mallory.award()))
	check(t, forged, Documents{schoolFile: mallory.document(nil)}, pinned, Invalid, ReasonSignatureInvalid)
}

func TestEveryProofOfASetHasToVerifyAndOneToBeTheIssuers(t *testing.T) {
	t.Parallel()
	school, mallory := newMaker(t, "school", keys.Ed25519), newMaker(t, "mallory", keys.P256)
	both := mallory.sign(t, school.sign(t, school.award()))
	check(t, bytesOf(t, both), nil, Policy{}, Valid, "")

	// The second proof alone, without the issuer's.
	alone := maps.Clone(both)
	alone["proof"] = both["proof"].([]any)[1:]
	check(t, bytesOf(t, alone), nil, Policy{}, Invalid, ReasonIssuerMismatch)

	broken := decoded(t, both)
	broken["proof"].([]any)[1].(map[string]any)["created"] = "2026-01-15T10:00:01Z"
	check(t, bytesOf(t, broken), nil, Policy{}, Invalid, ReasonSignatureInvalid)

	// The issuer's good name beside a proof that cannot be checked.
	unknown := decoded(t, alone)
	claim := school.options()
	claim["cryptosuite"], claim["proofValue"] = "bbs-2023", "u1234"
	unknown["proof"] = append(unknown["proof"].([]any), claim)
	check(t, bytesOf(t, unknown), nil, Policy{}, Indeterminate, ReasonUnsupportedSuite)
}

func TestAChainBreaksWithTheProofThatItFollows(t *testing.T) {
	t.Parallel()
	school, mallory := newMaker(t, "school", keys.Ed25519), newMaker(t, "guild", keys.Ed25519)
	first := school.options()
	first["id"] = "urn:proof:1"
	second := mallory.options()
	second["previousProof"] = "urn:proof:1"
	chain := mallory.signWith(t, school.signWith(t, school.award(), first), second)
	check(t, bytesOf(t, chain), nil, Policy{}, Valid, "")

	without := decoded(t, chain)
	without["proof"] = without["proof"].([]any)[1:]
	check(t, bytesOf(t, without), nil, Policy{}, Invalid, ReasonMalformed)

	another := decoded(t, chain)
	another["proof"].([]any)[0].(map[string]any)["created"] = "2026-01-15T10:00:01Z"
	check(t, bytesOf(t, another), nil, Policy{}, Invalid, ReasonSignatureInvalid)
}

func TestAProofHasAPurposeAndAnEnd(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	ended := school.options()
	ended["expires"] = "2026-02-01T00:00:00Z"
	check(t, bytesOf(t, school.signWith(t, school.award(), ended)), nil, Policy{}, Invalid, ReasonExpired)
	later := school.options()
	later["expires"] = "2036-02-01T00:00:00Z"
	check(t, bytesOf(t, school.signWith(t, school.award(), later)), nil, Policy{}, Valid, "")
}
