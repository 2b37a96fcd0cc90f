package catalog_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func TestATitleDoesNotReadAsAnother(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	for _, title := range []string{"Forklift \u202egnilevart", "Forklift\u2066", "Fork\x1b[2Klift"} {
		content := s.content(t, title)
		_, err := s.Catalog.CreateMicroCredential(s.ana, catalog.CreateMicroCredentialInput{Kind: enum.KindMicroCredential, Content: content})
		if kind, _ := problem.KindOf(err); kind != problem.Invalid {
			t.Errorf("%q: got %v, want INVALID", title, err)
		}
	}
	s.create(t, s.content(t, "رافعة شوكية, fork-lift"))
}
