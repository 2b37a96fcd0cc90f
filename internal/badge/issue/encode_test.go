package issue_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

func TestMembersFollowTheOrderInWhichTheyAreRead(t *testing.T) {
	t.Parallel()
	document := map[string]any{
		"proof": []any{map[string]any{"proofValue": "z", "type": "DataIntegrityProof", "created": "now"}},
		"zebra": nil, "aardvark": true, "issuer": "i", "type": "t", "id": "<&>\u2028", "@context": []any{},
		"n": json.Number("1.50"), "x": map[string]any{},
	}
	const want = `{"@context":[],"id":"<&>\u2028","type":"t","issuer":"i","aardvark":true,"n":1.50,"x":{},"zebra":null,` +
		`"proof":[{"type":"DataIntegrityProof","created":"now","proofValue":"z"}]}`
	if diff := cmp.Diff(want, string(must[[]byte](t)(issue.Encode(document)))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestWhatIsEncodedReadsBackTheSame(t *testing.T) {
	t.Parallel()
	document := must[map[string]any](t)(issue.Credential(suspendable()))
	back := must[map[string]any](t)(strictjson.Object(must[[]byte](t)(issue.Encode(document))))
	if diff := cmp.Diff(document, back); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestWhatIsNoJSONIsNotEncoded(t *testing.T) {
	t.Parallel()
	for _, value := range []any{math.NaN(), func() {}, json.Number("one"), []any{math.Inf(1)}} {
		if got, err := issue.Encode(map[string]any{"value": value}); err == nil {
			t.Errorf("%T: got %s", value, got)
		}
	}
}
