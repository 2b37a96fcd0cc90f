package employer_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestAPostingThatSaysTheSameIsFlagged(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	first := v.posting(v.miller, t, v.driver(t))
	again := v.driver(t)
	again.Title, again.Description = "  DRIVER! ", "Other words."
	second := v.posting(v.miller, t, again)
	if second.DuplicateOfID == nil || *second.DuplicateOfID != first.ID || first.DuplicateOfID != nil {
		t.Errorf("duplicates of %v and %v", first.DuplicateOfID, second.DuplicateOfID)
	}
	for name, edit := range map[string]func(*employer.CreatePostingInput){
		"another title":  func(in *employer.CreatePostingInput) { in.Title = "Drivers" },
		"anywhere":       func(in *employer.CreatePostingInput) { in.Remote = true },
		"another level":  func(in *employer.CreatePostingInput) { in.Requirements[0].Ask.Skill.Level = world.Ptr(2) },
		"fewer asked":    func(in *employer.CreatePostingInput) { in.Requirements = in.Requirements[:1] },
		"less important": func(in *employer.CreatePostingInput) { in.Requirements[1].Importance = in.Requirements[0].Importance },
	} {
		in := v.driver(t)
		edit(&in)
		if made := v.posting(v.miller, t, in); made.DuplicateOfID != nil {
			t.Errorf("%s: a duplicate of %s", name, *made.DuplicateOfID)
		}
	}
	if made := v.posting(v.stranger, t, v.driver(t)); made.DuplicateOfID != nil {
		t.Errorf("another employer's is a duplicate of %s", *made.DuplicateOfID)
	}
	if got := postingIDs(world.Must(v.PossibleDuplicates(v.miller, first))(t)); !cmp.Equal(got, []string{second.ID}) {
		t.Errorf("duplicates are %v", got)
	}
	if got := world.Must(v.PossibleDuplicates(v.stranger, first))(t); got != nil {
		t.Errorf("a stranger is told of duplicates %v", got)
	}
	renamed := world.Must(v.UpdatePosting(v.miller, employer.UpdatePostingInput{ID: second.ID, Revision: 1, Title: world.Ptr("Night driver")}))(t)
	if renamed.DuplicateOfID != nil || renamed.Revision != 2 {
		t.Errorf("renamed, it is a duplicate of %v at revision %d", renamed.DuplicateOfID, renamed.Revision)
	}
}
