package issue_test

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/proof"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

const proofMethod = issuerDID + "#key-1"

// keyOf is the key of a method: the college's, or the service's.
func keyOf(t testing.TB, method string) keys.Private {
	t.Helper()
	if method == serviceDID+"#key-1" {
		return private(t, keys.Ed25519, 5)
	}
	return private(t, keys.Ed25519, 1)
}

// signed signs as the issuer that the document names.
func signed(t testing.TB, document map[string]any) []byte {
	t.Helper()
	method := proofMethod
	if issuer, ok := document["issuer"].(map[string]any); ok {
		method = issuer["id"].(string) + "#key-1"
	}
	return must[[]byte](t)(issue.Sign(document, method, keyOf(t, method), issued, jsonld.Builtin()))
}

// read decodes a document that is well-formed.
func read(t testing.TB, document []byte) map[string]any {
	t.Helper()
	return must[map[string]any](t)(strictjson.Object(document))
}

// proven says whether a document and the credentials inside have proofs, all of
// the keys that they name.
func proven(t testing.TB, document map[string]any) error {
	t.Helper()
	proofs, err := proof.Proofs(document)
	if err != nil {
		return err
	}
	if len(proofs) == 0 {
		return errors.New("no proof")
	}
	subject, _ := document["credentialSubject"].(map[string]any)
	parts, _ := subject["verifiableCredential"].([]any)
	for _, part := range parts {
		if err := proven(t, part.(map[string]any)); err != nil {
			return err
		}
	}
	for _, p := range proofs {
		method, _ := p["verificationMethod"].(string)
		if err := proof.Verify(document, p, keyOf(t, method).PublicKey(), jsonld.Builtin()); err != nil {
			return err
		}
	}
	return nil
}

func TestSignedDocumentsAreThoseThatWereReviewed(t *testing.T) {
	t.Parallel()
	golden(t, "credential-signed.json", signed(t, must[map[string]any](t)(issue.Credential(award()))))
	golden(t, "clr-signed.json", signed(t, must[map[string]any](t)(issue.CLR(record(t)))))
}

func TestSigningChangesNothingButTheProof(t *testing.T) {
	t.Parallel()
	document := must[map[string]any](t)(issue.Credential(suspendable()))
	once, again := signed(t, document), signed(t, document)
	if string(once) != string(again) {
		t.Errorf("got\n%s\nand\n%s", once, again)
	}
	if document["proof"] != nil {
		t.Error("the argument has a proof now")
	}
	got := read(t, once)
	if err := proven(t, got); err != nil {
		t.Error(err)
	}
	delete(got, "proof")
	if diff := cmp.Diff(document, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// record is a CLR of two badges that make a stack.
func record(t testing.TB) issue.CLRRecord {
	t.Helper()
	second := smallest()
	second.SubjectID = award().SubjectID
	return issue.CLRRecord{
		ID: "urn:uuid:0192f3a4-5b6c-7d8e-8f90-000000000010", Name: "Learner's record",
		Issuer: service(), SubjectID: award().SubjectID,
		Credentials: []map[string]any{
			read(t, signed(t, must[map[string]any](t)(issue.Credential(award())))),
			read(t, signed(t, must[map[string]any](t)(issue.Credential(second)))),
		},
		Achievements: []issue.Achievement{{
			ID: "https://badges.example.edu/stacks/stk_1", Name: "Workshop", Description: "Works in a workshop.",
			Criteria: "Both badges.",
		}},
		Associations: []issue.Association{
			{Type: "isPartOf", Source: welding, Target: "https://badges.example.edu/stacks/stk_1"},
			{Type: "precedes", Source: welding, Target: second.Achievement.ID},
		},
		ValidFrom: issued,
	}
}

func TestEveryDocumentWithAProofCanBeSigned(t *testing.T) {
	t.Parallel()
	type document = map[string]any
	doc := must[document](t)
	for name, document := range map[string]document{
		"badge":                 doc(issue.Credential(award())),
		"badge in both lists":   doc(issue.Credential(suspendable())),
		"badge of few words":    doc(issue.Credential(smallest())),
		"badge with its schema": doc(issue.Credential(withSchema())),
		"status list":           doc(issue.StatusList(revocationList(t, 5))),
		"learner's record":      doc(issue.CLR(record(t))),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := proven(t, read(t, signed(t, document))); err != nil {
				t.Error(err)
			}
		})
	}
}

// Those without a proof say nothing either that their contexts don't define.
func TestEveryMemberOfTheOtherDocumentsIsDefined(t *testing.T) {
	t.Parallel()
	type document = map[string]any
	doc := must[document](t)
	withKeys := college()
	withKeys.ID = issuerURL
	for name, document := range map[string]document{
		"achievement":       doc(issue.AchievementDocument(achievement())),
		"profile":           doc(issue.Profile(college())),
		"profile with keys": doc(issue.Profile(withKeys, methods(t)...)),
		"DID document":      doc(issue.Controller(issuerDID, methods(t), []string{issuerURL})),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := jsonld.Builtin().Dataset(read(t, must[[]byte](t)(issue.Encode(document)))); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestWhatNoContextDefinesIsNotSigned(t *testing.T) {
	t.Parallel()
	document := must[map[string]any](t)(issue.Credential(award()))
	document["salary"] = json.Number("1000000")
	got, err := issue.Sign(document, proofMethod, private(t, keys.Ed25519, 1), issued, jsonld.Builtin())
	if err == nil {
		t.Errorf("got %s", got)
	}
}

func TestWhateverAnAwardSaysIsSigned(t *testing.T) {
	t.Parallel()
	k := private(t, keys.Ed25519, 1)
	rapid.Check(t, func(rt *rapid.T) {
		document, err := issue.Credential(drawAward(rt))
		if err != nil {
			rt.Fatal(err)
		}
		text, err := issue.Sign(document, proofMethod, k, issued, jsonld.Builtin())
		if err != nil {
			rt.Fatal(err)
		}
		got, err := strictjson.Object(text)
		if err != nil {
			rt.Fatal(err)
		}
		if err := proven(t, got); err != nil {
			rt.Fatal(err)
		}
		all := mutations(got)
		for range 8 {
			m := all[rapid.IntRange(0, len(all)-1).Draw(rt, "mutation")]
			if err := proven(t, m.document); err == nil {
				rt.Fatalf("%s: still verifies", m.what)
			}
		}
	})
}

func TestNothingOfADocumentCanBeChanged(t *testing.T) {
	t.Parallel()
	type document = map[string]any
	doc := must[document](t)
	for name, document := range map[string]document{
		"badge": doc(issue.Credential(suspendable())), "status list": doc(issue.StatusList(revocationList(t, 5))),
		"learner's record": doc(issue.CLR(record(t))),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := mutations(read(t, signed(t, document)))
			for _, m := range all {
				if err := proven(t, m.document); err == nil {
					t.Errorf("%s: still verifies", m.what)
				}
			}
			t.Logf("%d changes", len(all))
		})
	}
}

// mutation is a document with one thing changed.
type mutation struct {
	what     string
	document map[string]any
}

// mutations takes away each member and each element, and changes each value.
func mutations(document map[string]any) []mutation {
	var all []mutation
	vary(document, "", func(what string, changed any) {
		all = append(all, mutation{what, changed.(map[string]any)})
	})
	return all
}

// vary gives every variant of a value.
func vary(value any, at string, give func(what string, changed any)) {
	switch value := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			member := value[name]
			with := func(changed any) map[string]any {
				m := map[string]any{name: changed}
				for other, v := range value {
					if other != name {
						m[other] = v
					}
				}
				return m
			}
			without := with(nil)
			delete(without, name)
			give("without "+at+"/"+name, without)
			vary(member, at+"/"+name, func(what string, changed any) { give(what, with(changed)) })
		}
	case []any:
		for i, element := range value {
			place := at + "/" + strconv.Itoa(i)
			give("without "+place, slices.Delete(slices.Clone(value), i, i+1))
			vary(element, place, func(what string, changed any) {
				list := slices.Clone(value)
				list[i] = changed
				give(what, list)
			})
		}
	case string:
		give("changed "+at, value+"x")
	case bool:
		give("changed "+at, !value)
	case json.Number:
		give("changed "+at, value+"1")
	}
}
