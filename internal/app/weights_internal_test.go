package app

import (
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/graph/generated"
)

func TestEveryWeightIsOfAFieldThatThereIs(t *testing.T) {
	t.Parallel()
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	for name := range weights {
		object, field, _ := strings.Cut(name, ".")
		definition := schema.Types[object]
		if definition == nil || definition.Fields.ForName(field) == nil {
			t.Errorf("%s: there is no such field", name)
		}
	}
}

func TestWhatSettlesEverybodysCompletionsCostsMoreThanALoad(t *testing.T) {
	t.Parallel()
	for _, mutation := range []string{"createStack", "publishStackVersion", "setStackPolicy", "retireStack"} {
		if got := weights["Mutation."+mutation]; got < 100 {
			t.Errorf("%s: got a weight of %d, want 100 at least", mutation, got)
		}
	}
}
