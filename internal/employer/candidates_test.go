package employer_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// hide has an earner withdraw.
func (v *town) hide(t *testing.T, earner string) {
	t.Helper()
	world.Must(v.Accounts.SetVisibility(v.Self(t, earner), account.SetVisibilityInput{Visibility: consent.Hidden}))(t)
}

func (v *town) revoke(t *testing.T, award string) {
	t.Helper()
	world.Must(v.Credentials.Revoke(v.Member(t, auth.Issuer, v.college), credential.RevokeAwardInput{ID: award, Reason: "a slip"}))(t)
}

// known tells who each candidate is: the mask of the employer, undone by the order
// in which the index lists earners.
func (v *town) known(ctx context.Context, t *testing.T, posting string, earners []string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, earner := range earners {
		v.ranker.meanwhile = func() { v.hide(t, earner) }
		before := idsOf(v.page(ctx, t, posting, 100, "").Nodes)
		v.ranker.meanwhile = nil
		world.Must(v.Accounts.SetVisibility(v.Self(t, earner), account.SetVisibilityInput{Visibility: consent.Anonymous}))(t)
		for _, id := range idsOf(v.page(ctx, t, posting, 100, "").Nodes) {
			if !slices.Contains(before, id) {
				out[id] = earner
			}
		}
	}
	return out
}

func TestPagesOfCandidatesAreOneList(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.crew(t, 23)
	posting := v.posting(v.miller, t, v.driver(t)).ID
	whole := v.page(v.miller, t, posting, 100, "")
	if len(whole.Nodes) != 23 || whole.TotalCount != 23 || whole.PageInfo.HasNextPage || whole.PageInfo.HasPreviousPage {
		t.Fatalf("the whole list has %d of %d", len(whole.Nodes), whole.TotalCount)
	}
	// 8 hold both, 15 the first alone: equal scores share a rank.
	if first, last := whole.Nodes[0].Match, whole.Nodes[22].Match; first.Rank != 1 || last.Rank != 9 || whole.Nodes[7].Match.Rank != 1 {
		t.Errorf("ranks go from %d to %d", first.Rank, last.Rank)
	}
	for _, first := range []int{1, 2, 5, 22, 23} {
		if diff := cmp.Diff(briefly(whole.Nodes), briefly(v.read(v.miller, t, posting, first))); diff != "" {
			t.Errorf("by %d: %s", first, diff)
		}
	}
	if none := v.page(v.miller, t, posting, 0, ""); len(none.Nodes) != 0 || !none.PageInfo.HasNextPage || none.TotalCount != 23 {
		t.Errorf("a page of none is %v", none)
	}
	for i, e := range whole.Edges {
		if e.Node.ID != whole.Nodes[i].ID {
			t.Error("edges and nodes differ")
		}
	}
}

func TestWhoWithdrawsWhileAPageIsMadeIsMadeUpFor(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	earners := v.crew(t, 9)
	posting := v.posting(v.miller, t, v.driver(t)).ID
	who := v.known(v.miller, t, posting, earners)
	before := idsOf(v.page(v.miller, t, posting, 100, "").Nodes)
	gone := before[1]
	v.ranker.meanwhile = func() { v.hide(t, who[gone]) }
	found := v.page(v.miller, t, posting, 4, "")
	if diff := cmp.Diff(without(before, gone)[:4], idsOf(found.Nodes)); diff != "" {
		t.Error(diff)
	}
	if found.TotalCount != 8 || found.TierCounts.Near+found.TierCounts.Partial+found.TierCounts.Qualified != 8 || !found.PageInfo.HasNextPage {
		t.Errorf("it counts %d, %v", found.TotalCount, found.TierCounts)
	}
	if last := found.Nodes[3].Match.Rank; last != 3 {
		t.Errorf("the fourth row has rank %d, want 3: two are ahead", last)
	}
}

func TestWhoLosesAnAwardWhileAPageIsMadeFallsBehind(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	earners := v.crew(t, 2)
	third := v.Earner(t)
	v.Award(t, third, v.forklift)
	extra := v.Award(t, third, v.safety)
	posting := v.posting(v.miller, t, v.driver(t)).ID
	who := v.known(v.miller, t, posting, append(earners, third))
	v.ranker.meanwhile = func() { v.revoke(t, extra) }
	found := v.page(v.miller, t, posting, 1, "")
	if got := who[found.Nodes[0].ID]; got != earners[0] {
		t.Errorf("first is %s, want who still holds both", got)
	}
	rest := v.page(v.miller, t, posting, 5, *found.PageInfo.EndCursor)
	if len(rest.Nodes) != 2 || rest.Nodes[0].Match.Rank != 2 || rest.Nodes[1].Match.Rank != 2 {
		t.Errorf("the rest is %v", briefly(rest.Nodes))
	}
}

func TestWhatExpiredCountsNoMoreBeforeTheIndexKnows(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	lasting := v.crew(t, 3)
	for range 3 {
		earner := v.Earner(t)
		v.Award(t, earner, v.forklift, func(a *credential.NewAward) { a.ExpiresAt = world.Ptr(v.Clock.Now().Add(week)) })
	}
	posting := v.posting(v.miller, t, v.driver(t)).ID
	if got := v.page(v.miller, t, posting, 100, "").TotalCount; got != 6 {
		t.Fatalf("%d are listed", got)
	}
	v.Clock.Advance(week)
	found := v.page(v.miller, t, posting, 100, "")
	if len(found.Nodes) != len(lasting) || found.TotalCount != len(lasting) {
		t.Errorf("%d of %d are listed", len(found.Nodes), found.TotalCount)
	}
}

func TestBetweenTwoPagesAWithdrawalIsAnAbsence(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	earners := v.crew(t, 8)
	sole := v.Earner(t)
	soles := v.Award(t, sole, v.forklift)
	posting := v.posting(v.miller, t, v.driver(t)).ID
	who := v.known(v.miller, t, posting, append(earners, sole))
	all := idsOf(v.page(v.miller, t, posting, 100, "").Nodes)
	first := v.page(v.miller, t, posting, 3, "")
	gone := map[string]bool{all[2]: true, all[4]: true} // the cursor's own, and one ahead
	for id := range gone {
		v.hide(t, who[id])
	}
	v.revoke(t, soles)
	for id, earner := range who {
		if earner == sole {
			gone[id] = true
		}
	}
	want := slices.DeleteFunc(slices.Clone(all[3:]), func(id string) bool { return gone[id] })
	rest := v.page(v.miller, t, posting, 100, *first.PageInfo.EndCursor)
	if diff := cmp.Diff(want, idsOf(rest.Nodes)); diff != "" {
		t.Error(diff)
	}
	if rest.TotalCount != len(all)-len(gone) {
		t.Errorf("it counts %d of %d without %d", rest.TotalCount, len(all), len(gone))
	}
}

func TestACursorOfCandidatesIsForItsOwnQuestion(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.crew(t, 3)
	in := asking(v.posting(v.miller, t, v.driver(t)).ID, 1, "")
	in.Page.After = *world.Must(v.Candidates(v.miller, in))(t).PageInfo.EndCursor
	ask := func(ctx context.Context, change func(*employer.CandidatesInput)) []string {
		changed := in
		change(&changed)
		_, err := v.Candidates(ctx, changed)
		return world.Problems(t, err)
	}
	theirs := v.posting(v.stranger, t, v.driver(t)).ID
	second := v.posting(v.miller, t, v.driver(t)).ID
	for name, got := range map[string][]string{
		"a filter":        ask(v.miller, func(in *employer.CandidatesInput) { in.Filter.Remote = world.Ptr(true) }),
		"another search":  ask(v.miller, func(in *employer.CandidatesInput) { in.Search = "pallets" }),
		"another posting": ask(v.miller, func(in *employer.CandidatesInput) { in.Posting = second }),
		"ad hoc":          ask(v.miller, func(in *employer.CandidatesInput) { in.Posting, in.Requirements = "", v.driver(t).Requirements }),
		"a colleague":     ask(v.Member(t, auth.Employer, v.mill), func(*employer.CandidatesInput) {}),
		"another's":       ask(v.stranger, func(in *employer.CandidatesInput) { in.Posting = theirs }),
		"garbage":         ask(v.miller, func(in *employer.CandidatesInput) { in.Page.After = "x" }),
	} {
		if diff := cmp.Diff([]string{"INVALID after"}, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if got := ask(v.miller, func(in *employer.CandidatesInput) { in.Page.First, in.Language = 5, "es" }); len(got) != 0 {
		t.Errorf("its own is refused: %v", got)
	}
	if diff := cmp.Diff([]string{"NOT_FOUND id"}, ask(v.stranger, func(in *employer.CandidatesInput) { in.Page.After = "" })); diff != "" {
		t.Errorf("another employer asks for the posting: %s", diff)
	}
}

func TestPagesReadAcrossAWeekAreOneDraw(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.crew(t, 12)
	posting := v.posting(v.miller, t, v.driver(t)).ID
	before := v.page(v.miller, t, posting, 100, "")
	first := v.page(v.miller, t, posting, 5, "")
	v.Clock.Advance(week)
	rest := v.page(v.miller, t, posting, 100, *first.PageInfo.EndCursor)
	if diff := cmp.Diff(briefly(before.Nodes), briefly(append(first.Nodes, rest.Nodes...))); diff != "" {
		t.Error(diff)
	}
	if after := v.page(v.miller, t, posting, 100, ""); cmp.Equal(idsOf(before.Nodes), idsOf(after.Nodes)) {
		t.Error("another week drew the same lots")
	}
}
