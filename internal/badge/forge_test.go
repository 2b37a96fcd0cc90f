package badge

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/proof"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

// maker is somebody who signs: an issuer, an endorser, an impostor.
type maker struct {
	id     string
	method string
	key    keys.Private
}

// seeded gives randomness that is the same for one name, every time.
func seeded(name string) *rand.ChaCha8 {
	var seed [32]byte
	copy(seed[:], name)
	return rand.NewChaCha8(seed)
}

// newMaker makes somebody whose identifier is their key.
func newMaker(t testing.TB, name string, algorithm keys.Algorithm) maker {
	t.Helper()
	key, err := keys.Generate(algorithm, seeded(name))
	if err != nil {
		t.Fatal(err)
	}
	m := maker{key: key, id: key.PublicKey().DIDOf()}
	m.method = m.id + "#" + strings.TrimPrefix(m.id, "did:key:")
	return m
}

// at gives the same person under an identifier that has to be looked up, and
// the document that is found there.
func (m maker) at(id string) maker {
	m.id, m.method = id, id+"#key"
	return m
}

// document is the controller document of a maker; change edits it.
func (m maker) document(change func(map[string]any)) Document {
	doc := map[string]any{
		"@context": []any{"https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"},
		"id":       m.id,
		"verificationMethod": []any{map[string]any{
			"id": m.method, "type": "Multikey", "controller": m.id,
			"publicKeyMultibase": m.key.PublicKey().Multibase(),
		}},
		"assertionMethod": []any{m.method},
	}
	if change != nil {
		change(doc)
	}
	return served(doc)
}

// served is a document as a host answers with it.
func served(doc any) Document {
	body, err := json.Marshal(doc)
	if err != nil {
		panic(err)
	}
	return Document{Status: 200, ContentType: "application/json", Body: body}
}

const contextOB303 = contextsOB3 + "-3.0.3.json"

// award is a badge of the maker's, not signed yet.
func (m maker) award() map[string]any {
	return map[string]any{
		"@context":  []any{contextVC2, contextOB303},
		"id":        "urn:uuid:11111111-2222-4333-8444-555555555555",
		"type":      []any{"VerifiableCredential", "OpenBadgeCredential"},
		"issuer":    map[string]any{"id": m.id, "type": []any{"Profile"}, "name": "Forest School"},
		"validFrom": "2026-01-10T09:00:00Z",
		"name":      "Chainsaw Safety",
		"credentialSubject": map[string]any{
			"id":   "did:example:holder",
			"type": []any{"AchievementSubject"},
			"achievement": map[string]any{
				"id": "https://forest.example/achievements/saw", "type": []any{"Achievement"},
				"name": "Chainsaw Safety", "description": "Works safely with a chainsaw.",
				"criteria": map[string]any{"narrative": "A practical test."},
			},
		},
	}
}

// endorsement is the maker's endorsement of something.
func (m maker) endorsement(of string) map[string]any {
	return map[string]any{
		"@context":  []any{contextVC2, contextOB303},
		"id":        "urn:uuid:99999999-2222-4333-8444-555555555555",
		"type":      []any{"VerifiableCredential", "EndorsementCredential"},
		"issuer":    map[string]any{"id": m.id, "type": []any{"Profile"}, "name": "Guild"},
		"validFrom": "2026-01-10T09:00:00Z",
		"name":      "Endorsement",
		"credentialSubject": map[string]any{
			"id": of, "type": []any{"EndorsementSubject"}, "endorsementComment": "Well done.",
		},
	}
}

// options are those of a proof by the maker.
func (m maker) options() map[string]any {
	suite := "eddsa-rdfc-2022"
	if m.key.PublicKey().Algorithm() == keys.P256 {
		suite = "ecdsa-rdfc-2019"
	}
	return map[string]any{
		"type": "DataIntegrityProof", "cryptosuite": suite, "created": "2026-01-15T10:00:00Z",
		"verificationMethod": m.method, "proofPurpose": "assertionMethod",
	}
}

// sign adds the maker's proof to a document, as it is decoded from JSON.
func (m maker) sign(t testing.TB, doc map[string]any) map[string]any {
	t.Helper()
	return m.signWith(t, doc, m.options())
}

func (m maker) signWith(t testing.TB, doc, options map[string]any) map[string]any {
	t.Helper()
	signed, err := proof.Sign(doc, options, m.key, jsonld.Builtin())
	if err != nil {
		t.Fatalf("sign: %v", err)
	}
	return signed
}

// token signs a document as a token; the claims are those of the document, and
// then what is given.
func (m maker) token(t testing.TB, doc, header, claims map[string]any) []byte {
	t.Helper()
	all := maps.Clone(doc)
	all["iss"], all["jti"] = m.id, doc["id"]
	maps.Copy(all, claims)
	for name, value := range all {
		if value == nil {
			delete(all, name)
		}
	}
	h := map[string]any{"typ": "JWT", "kid": m.method}
	maps.Copy(h, header)
	for name, value := range h {
		if value == nil {
			delete(h, name)
		}
	}
	payload, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jose.Sign(payload, h, m.key)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(token)
}

// decoded gives a document as a reader sees it.
func decoded(t testing.TB, doc map[string]any) map[string]any {
	t.Helper()
	out, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	o, err := strictjson.Object(out)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// bytesOf writes a document.
func bytesOf(t testing.TB, doc map[string]any) []byte {
	t.Helper()
	out, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// set changes a value deep in a document: the steps lead to it.
func set(doc map[string]any, value any, steps ...string) {
	for _, step := range steps[:len(steps)-1] {
		doc = doc[step].(map[string]any)
	}
	doc[steps[len(steps)-1]] = value
}

// check verifies a badge and compares the verdict and the first reason.
func check(t testing.TB, content []byte, docs Documents, p Policy, verdict Verdict, reason Reason) Report {
	t.Helper()
	if p.Now.IsZero() {
		p.Now = testClock
	}
	r := Verify(Parse(content), docs, p)
	var got Reason
	if d := r.Deciding(); len(d) > 0 {
		got = d[0].Reason
	}
	if r.Verdict != verdict || got != reason {
		t.Errorf("%s %q, want %s %q: %s", r.Verdict, got, verdict, reason, told(r))
	}
	return r
}
