package page_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/internal/page"
)

func TestScopesDifferByViewerListAndQuestion(t *testing.T) {
	t.Parallel()
	type filter struct{ Kinds []string }
	scope := func(viewer string, question ...any) string {
		t.Helper()
		s, err := page.Scope(viewer, question...)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	base := scope("anonymous", "stacks", filter{[]string{"a"}})
	if again := scope("anonymous", "stacks", filter{[]string{"a"}}); again != base {
		t.Errorf("the same question: got %q and %q", base, again)
	}
	for name, other := range map[string]string{
		"viewer": scope("acc_1", "stacks", filter{[]string{"a"}}),
		"list":   scope("anonymous", "pathways", filter{[]string{"a"}}),
		"filter": scope("anonymous", "stacks", filter{[]string{"b"}}),
		"none":   scope("anonymous", "stacks", filter{}),
	} {
		if other == base {
			t.Errorf("another %s has the same scope", name)
		}
	}
	if _, err := page.Scope("anonymous", func() {}); err == nil {
		t.Error("a question that cannot be written was accepted")
	}
}
