package graph_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const proposeOperation = `query($text: String!, $limit: Int = 15) { proposeRequirements(text: $text, limit: $limit) {
	text language
	requirements { skill { label } level importance must years confidence readFrom { start end words } }
	conditions { kind text minimum maximum unit importance question readFrom { words } }
} }`

func TestAnybodyHasATextTakenApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, viewer := range []string{"", "employer", "self"} {
		out := w.get(t, viewer, proposeOperation, map[string]any{"text": "<p>Must drive a forklift.</p><p>Must be at least 18 years old, by state law</p>"})
		want := map[string]any{
			"text": "Must drive a forklift.\nMust be at least 18 years old, by state law", "language": "en",
			"requirements": []any{map[string]any{
				"skill": map[string]any{"label": "Drive a forklift"}, "level": nil, "importance": "REQUIRED", "must": true, "years": nil, "confidence": 1.0,
				"readFrom": []any{map[string]any{"start": 5.0, "end": 21.0, "words": "drive a forklift"}},
			}},
			"conditions": []any{map[string]any{
				"kind": "MINIMUM_AGE", "text": "at least 18 years old", "minimum": "18", "maximum": nil, "unit": "years", "importance": "REQUIRED",
				"question": "Which law asks for it?", "readFrom": map[string]any{"words": "at least 18 years old"},
			}},
		}
		if diff := cmp.Diff(want, out.at("proposeRequirements")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", viewer, diff)
		}
	}
}
