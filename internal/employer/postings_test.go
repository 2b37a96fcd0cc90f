package employer_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// board opens postings, three at each instant, the last opened last.
func (v *town) board(t *testing.T, n int) []*db.Posting {
	t.Helper()
	var made []*db.Posting
	for i := range n {
		if i%3 == 0 {
			v.Clock.Advance(time.Microsecond)
		}
		made = append(made, v.posting(v.miller, t, v.driver(t)))
	}
	return made
}

func postingIDs(rows []*db.Posting) []string {
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	return ids
}

// readPostings reads a list to its end; between pages, meanwhile happens.
func (v *town) readPostings(t *testing.T, in employer.PostingsInput, meanwhile func(seen []string)) []string {
	t.Helper()
	var ids []string
	for {
		p := world.Must(v.Postings(v.stranger, in))(t)
		ids = append(ids, postingIDs(p.Items)...)
		if !p.HasNext {
			return ids
		}
		if len(ids) > 100 {
			t.Fatal("the list has no end")
		}
		in.Page.After = p.Cursors[len(p.Cursors)-1]
		meanwhile(ids)
	}
}

func TestPostingsAreListedNewestFirstPageByPage(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	rows := v.board(t, 8)
	slices.SortFunc(rows, func(a, b *db.Posting) int {
		if c := b.OpenedAt.Compare(a.OpenedAt); c != 0 {
			return c
		}
		return strings.Compare(b.ID, a.ID)
	})
	want := postingIDs(rows)
	for _, first := range []int{1, 2, 3, 8, 100} {
		got := v.readPostings(t, employer.PostingsInput{Page: page.Args{First: first}}, func([]string) {})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("by %d: %s", first, diff)
		}
	}
	// Opened or closed meanwhile, the others are listed once each.
	got := v.readPostings(t, employer.PostingsInput{Page: page.Args{First: 3}}, func(seen []string) {
		v.posting(v.miller, t, v.driver(t))
		if len(seen) == 3 {
			world.Must(v.ClosePosting(v.miller, employer.ClosePostingInput{ID: seen[2]}))(t)
		}
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if p := world.Must(v.Postings(v.stranger, employer.PostingsInput{}))(t); len(p.Items) != 0 || !p.HasNext {
		t.Errorf("a page of none is %v", p)
	}
}

func TestFoundPostingsAreEachListedOnceWhateverIsClosed(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	rows := v.board(t, 7)
	v.index(t)
	in := employer.PostingsInput{Search: "driver pallets", Page: page.Args{First: 2}}
	want := v.readPostings(t, in, func([]string) {})
	if got := slices.Sorted(slices.Values(want)); !cmp.Equal(got, slices.Sorted(slices.Values(postingIDs(rows)))) {
		t.Fatalf("found %v", got)
	}
	// The last one seen is closed, with the index following.
	got := v.readPostings(t, in, func(seen []string) {
		world.Must(v.ClosePosting(v.miller, employer.ClosePostingInput{ID: seen[len(seen)-1]}))(t)
		v.index(t)
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if none := v.readPostings(t, employer.PostingsInput{Search: "surgeon", Page: page.Args{First: 2}}, nil); len(none) != 0 {
		t.Errorf("found %v", none)
	}
}

func TestPostingsAreFiltered(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	in := v.driver(t)
	mine := v.posting(v.miller, t, in).ID
	in.Remote, in.Occupation = true, world.Ptr("53-7051")
	remote := v.posting(v.stranger, t, in).ID
	done := v.posting(v.miller, t, in).ID
	world.Must(v.ClosePosting(v.miller, employer.ClosePostingInput{ID: done}))(t)
	v.index(t)
	for name, tt := range map[string]struct {
		filter employer.PostingFilter
		want   []string
	}{
		"none":         {employer.PostingFilter{}, []string{mine, remote}},
		"employers":    {employer.PostingFilter{Employers: []string{v.other.ID, "org_none"}}, []string{remote}},
		"no employers": {employer.PostingFilter{Employers: []string{}}, nil},
		"mine":         {employer.PostingFilter{Mine: world.Ptr(true)}, []string{mine, done}},
		"not mine":     {employer.PostingFilter{Mine: world.Ptr(false)}, []string{mine, remote}},
		"mine, open":   {employer.PostingFilter{Mine: world.Ptr(true), Status: []enum.PostingStatus{enum.PostingOpen}}, []string{mine}},
		"closed":       {employer.PostingFilter{Status: []enum.PostingStatus{enum.PostingClosed}}, []string{done}},
		"no status":    {employer.PostingFilter{Status: []enum.PostingStatus{}}, nil},
		"occupation":   {employer.PostingFilter{Occupation: world.Ptr("53-7")}, []string{remote}},
		"remote":       {employer.PostingFilter{Remote: world.Ptr(true)}, []string{remote}},
		"not remote":   {employer.PostingFilter{Remote: world.Ptr(false)}, []string{mine}},
	} {
		for _, words := range []string{"", "driver"} {
			if name == "closed" || name == "mine" {
				words = "" // closed postings are found no more by their words
			}
			p := world.Must(v.Postings(v.miller, employer.PostingsInput{Filter: tt.filter, Search: words, Page: page.Args{First: 10}}))(t)
			slices.Sort(tt.want)
			if got := slices.Sorted(slices.Values(postingIDs(p.Items))); !cmp.Equal(got, tt.want) {
				t.Errorf("%s %q: got %v, want %v", name, words, got, tt.want)
			}
		}
	}
}

func TestAListOfPostingsRefusesForeignCursorsAndSizes(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.board(t, 3)
	v.index(t)
	in := employer.PostingsInput{Page: page.Args{First: 1}}
	found := in
	found.Search = "driver"
	cursor := world.Must(v.Postings(v.miller, in))(t).Cursors[0]
	foundCursor := world.Must(v.Postings(v.miller, found))(t).Cursors[0]
	ask := func(ctx context.Context, in employer.PostingsInput, after string) []string {
		in.Page.After = after
		_, err := v.Postings(ctx, in)
		return world.Problems(t, err)
	}
	filtered := in
	filtered.Filter.Remote = world.Ptr(false)
	want := []string{"INVALID after"}
	for name, got := range map[string][]string{
		"another viewer's": ask(v.stranger, in, cursor), "another's, found": ask(v.stranger, found, foundCursor),
		"another filter's": ask(v.miller, filtered, cursor), "another search's": ask(v.miller, found, cursor),
		"a search's": ask(v.miller, in, foundCursor), "none": ask(v.miller, in, "x"), "none, found": ask(v.miller, found, cursor[1:]),
	} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if got := ask(v.miller, in, cursor); len(got) != 0 {
		t.Errorf("its own is refused: %v", got)
	}
	for _, first := range []int{-1, 101} {
		_, err := v.Postings(v.miller, employer.PostingsInput{Page: page.Args{First: first}})
		if diff := cmp.Diff([]string{"INVALID first"}, world.Problems(t, err)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestPostingsTakeAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.board(t, 9)
	v.index(t)
	for _, words := range []string{"", "driver"} {
		var counts []int64
		for _, first := range []int{1, 9} {
			counts = append(counts, v.statements(func(ctx context.Context) {
				world.Must(v.Postings(ctx, employer.PostingsInput{Search: words, Page: page.Args{First: first}}))(t)
			}))
		}
		if counts[0] != counts[1] {
			t.Errorf("%q: %d statements for 1, %d for 9", words, counts[0], counts[1])
		}
	}
}
