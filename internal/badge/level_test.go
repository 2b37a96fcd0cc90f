package badge

import (
	"slices"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// graded is a badge with a rubric, of which the holder reached the lowest level.
func graded(m maker, low, high map[string]any) map[string]any {
	doc := m.award()
	level := func(id string, more map[string]any) map[string]any {
		return with(map[string]any{"id": id, "type": []any{"RubricCriterionLevel"}, "name": id}, more)
	}
	set(doc, []any{map[string]any{
		"id": "urn:result:1", "type": []any{"ResultDescription"}, "name": "Grade", "resultType": "RubricCriterionLevel",
		"rubricCriterionLevel": []any{level("urn:level:low", low), level("urn:level:high", high)},
	}}, "credentialSubject", "achievement", "resultDescription")
	set(doc, []any{map[string]any{
		"type": []any{"Result"}, "resultDescription": "urn:result:1", "achievedLevel": "urn:level:low",
	}}, "credentialSubject", "result")
	return doc
}

// turned puts the rubric upside down.
func turned(doc map[string]any) {
	d := doc["credentialSubject"].(map[string]any)["achievement"].(map[string]any)["resultDescription"].([]any)[0]
	slices.Reverse(d.(map[string]any)["rubricCriterionLevel"].([]any))
}

// The order of a list is not among the statements that an RDF signature covers,
// so that the turned badge verifies. It must not raise anybody's level.
func TestARubricTurnedUpsideDownRaisesNobody(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	for name, c := range map[string]struct {
		low, high map[string]any
		want      int
	}{
		"without numbers":   {nil, nil, 0},
		"by points":         {map[string]any{"points": "1"}, map[string]any{"points": "10"}, 1},
		"by level":          {map[string]any{"level": "1"}, map[string]any{"level": "2"}, 1},
		"the higher first":  {map[string]any{"points": "5"}, map[string]any{"points": "1"}, 2},
		"by the same":       {map[string]any{"points": "1"}, map[string]any{"points": "1"}, 0},
		"by words":          {map[string]any{"level": "Basic"}, map[string]any{"level": "Expert"}, 0},
		"one of them by it": {map[string]any{"points": "1"}, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			signed := school.sign(t, graded(school, c.low, c.high))
			for _, content := range [][]byte{bytesOf(t, signed), retold(t, signed, turned)} {
				r := check(t, content, nil, Policy{}, Valid, "")
				if got := r.Credential.Results[0].Level; got != c.want {
					t.Errorf("level %d, want %d", got, c.want)
				}
			}
		})
	}
}

func TestWhereTheTextIsSignedItsOrderCounts(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	doc := graded(school, nil, nil)
	jcs := school.options()
	jcs["cryptosuite"] = "eddsa-jcs-2022"
	signed := school.signWith(t, doc, jcs)
	for _, content := range [][]byte{bytesOf(t, signed), school.token(t, doc, nil, nil)} {
		if r := check(t, content, nil, Policy{}, Valid, ""); r.Credential.Results[0].Level != 1 {
			t.Errorf("level %d", r.Credential.Results[0].Level)
		}
	}
	check(t, retold(t, signed, turned), nil, Policy{}, Invalid, ReasonSignatureInvalid)
}

func TestOfSeveralSubjectsNoneIsTheHolder(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	doc := map[string]any{
		"@context": []any{contextVC2}, "id": "urn:x:y", "type": []any{"VerifiableCredential"}, "issuer": school.id,
		"credentialSubject": []any{map[string]any{"id": "did:example:a"}, map[string]any{"id": "did:example:b"}},
	}
	content := bytesOf(t, school.sign(t, doc))
	for _, did := range []string{"did:example:a", "did:example:b"} {
		check(t, content, nil, Policy{Recipient: &Recipient{DIDs: []string{did}}}, Indeterminate, ReasonRecipientUnknown)
	}
}
