package catalog_test

import (
	"encoding/json"
	"testing"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
)

func TestAPathwayInCTDLNamesItsStepsAndWhatStacksAreOf(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	college := w.organization(t, "College")
	first, second, extra := w.microCredential(t, college, "First", nil), w.microCredential(t, college, "Second", nil), w.microCredential(t, college, "Extra", nil)
	stack := w.stack(t, college, "Both", first, second)
	made := must(w.PublishPathway(w.ctx, catalog.PathwayInput{
		Owner: college.ID, Title: text.EnEs("Way", "Ruta"), Goal: enum.GoalStack, Stack: &stack.ID,
		Steps: []catalog.PathwayStepInput{{Stack: &stack.ID}, {MicroCredential: &extra.ID, Optional: true}},
	}))(t)
	written := must(must(w.PublicPathway(w.ctx, made.ID))(t).CTDL("https://example.org"))(t)
	var document struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal(written, &document); err != nil {
		t.Fatal(err)
	}
	nodes := map[any]map[string]any{}
	for _, n := range document.Graph {
		nodes[n["@id"]] = n
	}
	root := nodes["https://example.org/pathways/"+made.ID]
	parts, _ := root["ceterms:hasPart"].([]any)
	for _, part := range parts {
		if nodes[part] == nil {
			t.Errorf("%v is a part and not described", part)
		}
	}
	// Two steps, the two parts of the stack, and the destination.
	if len(parts) != 5 || len(document.Graph) != 6 || root["@type"] != "ceterms:Pathway" {
		t.Errorf("got %s", written)
	}
	destination := nodes["https://example.org/pathways/"+made.ID+"#destination"]
	conditions, _ := destination["ceterms:hasCondition"].([]any)
	condition, _ := conditions[0].(map[string]any)
	if targets, _ := condition["ceterms:targetComponent"].([]any); len(targets) != 1 || condition["ceterms:requiredNumber"] != 1.0 {
		t.Errorf("the destination asks for %v", condition)
	}
	if _, err := w.PublicPathway(w.ctx, "pth_none"); len(problems(t, err)) != 1 {
		t.Errorf("a pathway that is not there: %v", err)
	}
}
