package badge

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// retold changes a signed document and writes it again.
func retold(t *testing.T, signed map[string]any, change edit) []byte {
	t.Helper()
	doc := decoded(t, signed)
	change(doc)
	return bytesOf(t, doc)
}

func TestNothingCanBeAddedThatTheSignatureDoesNotCover(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	signed := school.sign(t, school.award())
	for name, c := range map[string]struct {
		change edit
		reason Reason
	}{
		"a term at the top":      {setting("1000000", "salary"), ReasonUnsignedData},
		"a term further in":      {setting("1000000", "credentialSubject", "achievement", "salary"), ReasonUnsignedData},
		"null at the top":        {setting(nil, "salary"), ReasonUnsignedData},
		"an object":              {setting(map[string]any{"id": "urn:x:y"}, "salary"), ReasonUnsignedData},
		"an empty list":          {setting([]any{}, "salary"), ReasonUnsignedData},
		"a name with a colon":    {setting("x", "ext:salary"), ReasonDataModel},
		"a type":                 {setting([]any{"VerifiableCredential", "OpenBadgeCredential", "Diploma"}, "type"), ReasonUnsignedData},
		"a relative identifier":  {setting("../saw", "credentialSubject", "achievement", "id"), ReasonDataModel},
		"an inline context":      {setting([]any{contextVC2, contextOB303, map[string]any{"salary": "urn:salary"}}, "@context"), ReasonContextNotAllowed},
		"an unknown context":     {setting([]any{contextVC2, contextOB303, "https://mallory.example/v1"}, "@context"), ReasonContextNotAllowed},
		"a context further in":   {setting(contextVC2, "credentialSubject", "@context"), ReasonContextNotAllowed},
		"an inline one there":    {setting(map[string]any{"x": "urn:x"}, "credentialSubject", "achievement", "@context"), ReasonContextNotAllowed},
		"another order":          {setting([]any{contextOB303, contextVC2}, "@context"), ReasonContextMissing},
		"no badge context":       {setting([]any{contextVC2}, "@context"), ReasonContextMissing},
		"no context":             {func(d map[string]any) { delete(d, "@context") }, ReasonContextMissing},
		"a keyword":              {setting([]any{}, "@graph"), ReasonDataModel},
		"an endorsement is data": {setting(school.endorsement("urn:x:y"), "endorsement"), ReasonSignatureInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Verify(Parse(retold(t, signed, c.change)), nil, Policy{Now: testClock})
			if r.Verdict != Invalid {
				t.Fatalf("%s, want INVALID", r.Verdict)
			}
			got := r.Deciding()[0].Reason
			if got != c.reason && (c.reason != ReasonDataModel || got != ReasonUnsignedData) {
				t.Errorf("%q, want %q: %s", got, c.reason, told(r))
			}
		})
	}
}

func TestJSONThatTwoReadersReadDifferentlyIsRefused(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	good := bytesOf(t, school.sign(t, school.award()))
	check(t, good, nil, Policy{}, Valid, "")
	for name, bad := range map[string][]byte{
		"a member twice":         bytes.Replace(good, []byte(`"name":`), []byte(`"name":"Doctor","name":`), 1),
		"twice, once escaped":    bytes.Replace(good, []byte(`"name":`), []byte(`"n\u0061me":"Doctor","name":`), 1),
		"a byte order mark":      append([]byte("\xef\xbb\xbf"), good...),
		"invalid UTF-8":          bytes.Replace(good, []byte("Forest"), []byte("For\xffst"), 1),
		"a lone surrogate":       bytes.Replace(good, []byte("Forest"), []byte(`For\ud800st`), 1),
		"more after it":          append(bytes.Clone(good), "{}"...),
		"a comment":              append([]byte("// a badge\n"), good...),
		"a number without end":   bytes.Replace(good, []byte(`"type"`), []byte(`"x":1e999,"type"`), 1),
		"ten thousand deep":      []byte(strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_000)),
		"ten thousand deep list": []byte(strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000)),
		"an array":               append(append([]byte("["), good...), ']'),
		"a string":               []byte(`"badge"`),
		"nothing":                nil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, bad, nil, Policy{}, Invalid, ReasonMalformed)
		})
	}
	other, _ := json.Marshal(map[string]any{"hello": "world"})
	check(t, other, nil, Policy{}, Invalid, ReasonNotABadge)
	check(t, bytes.Repeat([]byte(" "), 9<<20), nil, Policy{}, Invalid, ReasonMalformed)
}

// The last context of Open Badges 3.0 was published twice with different
// contents: badges signed under either are good.
func TestBothContentsOfAContextAreAccepted(t *testing.T) {
	t.Parallel()
	dir := vectorsDir(t)
	p := testPolicy(t)
	for _, v := range manifest(t, dir) {
		if v.format != "ob3-json" || v.expected != "valid" {
			continue
		}
		b := Parse(v.content(t, dir))
		p.Contexts = nil // those built in
		r := Verify(b, fixtures(t, dir).collect(t, b, Documents{}, p), p)
		if r.Verdict != Valid {
			t.Errorf("%s: %s", v.file, told(r))
		}
	}
}

func TestUnsignedIsInvalidAndAsksTheNetworkForNothing(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519).at(schoolDID)
	doc := school.award()
	doc["credentialStatus"] = map[string]any{"id": "https://forest.example/revoked", "type": "1EdTechRevocationList"}
	for name, change := range map[string]edit{
		"no proof":    func(map[string]any) {},
		"null":        setting(nil, "proof"),
		"no proof in": setting([]any{}, "proof"),
	} {
		content := retold(t, doc, change)
		check(t, content, nil, Policy{}, Invalid, ReasonNoProof)
		if needs := Parse(content).Needs(nil, Policy{Now: testClock}); len(needs) != 0 {
			t.Errorf("%s: needs %q", name, needs)
		}
	}
	check(t, retold(t, doc, setting("trust me", "proof")), nil, Policy{}, Invalid, ReasonMalformed)
}

func TestNothingIsFetchedBeforeTheContextsAreKnown(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519).at(schoolDID)
	signed := school.sign(t, school.award())
	content := retold(t, signed, setting([]any{contextVC2, contextOB303, "https://mallory.example/v1"}, "@context"))
	if needs := Parse(content).Needs(nil, Policy{Now: testClock}); len(needs) != 0 {
		t.Errorf("needs %q", needs)
	}
}
