package proof_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/proof"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

// signed is a credential of each suite, as text, with what its key signed.
type signed struct {
	suite string
	text  []byte
	key   keys.Public
	steps proof.Steps
}

func allSigned(t testing.TB) []signed {
	t.Helper()
	var all []signed
	for i, suite := range slices.Sorted(maps.Keys(pairs)) {
		k := generate(t, pairs[suite], byte(40+i)) // a key each: one key may sign in many suites
		doc, p := sign(t, suite, k)
		steps, err := proof.StepsOf(doc, p, k.PublicKey(), jsonld.Builtin())
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, signed{suite, text, k.PublicKey(), steps})
	}
	return all
}

// holds fails if a text verifies that says something else than was signed.
func (s signed) holds(t testing.TB, text []byte) (verified bool) {
	t.Helper()
	doc, err := strictjson.Object(text)
	if err != nil {
		return false
	}
	proofs, err := proof.Proofs(doc)
	if err != nil {
		return false
	}
	for _, p := range proofs {
		if proof.Verify(doc, p, s.key, jsonld.Builtin()) != nil {
			continue
		}
		verified = true
		steps, err := proof.StepsOf(doc, p, s.key, jsonld.Builtin())
		if err != nil {
			t.Fatalf("%s: verifies, and has no canonical form: %v", s.suite, err)
		}
		if steps.Document != s.steps.Document || steps.Config != s.steps.Config || !bytes.Equal(steps.Signature, s.steps.Signature) {
			t.Fatalf("%s: verifies and says something else: %s", s.suite, text)
		}
	}
	return verified
}

func TestEveryChangedByteFailsOrChangesNothing(t *testing.T) {
	t.Parallel()
	for _, s := range allSigned(t) {
		t.Run(s.suite, func(t *testing.T) {
			t.Parallel()
			if !s.holds(t, s.text) {
				t.Fatal("does not verify unchanged")
			}
			for i := range s.text {
				for _, c := range []byte{s.text[i] ^ 1, ' ', '"'} {
					changed := bytes.Clone(s.text)
					changed[i] = c
					if c != s.text[i] && s.holds(t, changed) {
						t.Errorf("verifies with %q for %q at %d", c, s.text[i], i)
					}
				}
			}
		})
	}
}

// FuzzVerify: no text verifies that says something else than was signed.
func FuzzVerify(f *testing.F) {
	all := allSigned(f)
	for _, s := range all {
		f.Add(s.text)
	}
	chain, _ := chained(f, "eddsa-jcs-2022")
	text, err := json.Marshal(chain)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, s := range all {
			s.holds(t, text)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	for _, s := range allSigned(b) {
		b.Run(s.suite, func(b *testing.B) {
			for b.Loop() {
				doc := object(b, string(s.text))
				if err := proof.Verify(doc, proofsOf(b, doc)[0], s.key, jsonld.Builtin()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
