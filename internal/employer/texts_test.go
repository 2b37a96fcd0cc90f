package employer_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
	"github.com/stackmatch/stackmatch/search"
)

func textIDs(texts []search.Text) []string {
	ids := make([]string, len(texts))
	for i, text := range texts {
		ids[i] = text.ID
	}
	slices.Sort(ids)
	return ids
}

func TestOpenPostingsAreFoundByWhatTheySayAskAndWhoHires(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	open, closed, theirs := v.posting(v.miller, t, v.driver(t)).ID, v.posting(v.miller, t, v.driver(t)).ID, v.posting(v.stranger, t, v.driver(t)).ID
	world.Must(v.ClosePosting(v.miller, employer.ClosePostingInput{ID: closed}))(t)
	for name, tt := range map[string]struct{ ids, want []string }{
		"by id":       {[]string{open, closed, "pst_none"}, []string{open}},
		"by employer": {[]string{v.mill.ID}, []string{open}},
		"of no kind":  {[]string{v.forklift.ID}, nil},
	} {
		if diff := cmp.Diff(tt.want, textIDs(world.Must(v.LoadTexts(v.Ctx, tt.ids))(t)), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	var paged []string
	for after := ""; ; {
		texts := world.Must(v.PageTexts(v.Ctx, after, 1))(t)
		if len(texts) == 0 {
			break
		}
		after = texts[0].ID
		paged = append(paged, after)
	}
	if want := slices.Sorted(slices.Values([]string{open, theirs})); !slices.Equal(paged, want) {
		t.Errorf("paged %v, want %v", paged, want)
	}
	v.index(t)
	for words, want := range map[string]int{"driver": 2, "pallets": 2, "Mill": 1, "drive forklifts (es)": 2, "surgeon": 0} {
		if got := len(v.readPostings(t, employer.PostingsInput{Search: words, Page: page.Args{First: 10}}, nil)); got != want {
			t.Errorf("%q finds %d, want %d", words, got, want)
		}
	}
}
