package employer_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/notification"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// watch is a town with alerts.
type watch struct {
	*town
	alerts *employer.Alerts
}

func newWatch(t *testing.T) *watch {
	t.Helper()
	v := newTown(t)
	v.Service.Post = v.World.Post
	w := &watch{town: v}
	w.restart()
	w.run(t)
	return w
}

// restart forgets all that is kept in memory.
func (w *watch) restart() {
	w.alerts = &employer.Alerts{Employers: w.Service, Feed: outbox.New(w.Store)}
}

// run reads the feed to its end.
func (w *watch) run(t *testing.T) {
	t.Helper()
	for more := true; more; {
		more = world.Must(w.alerts.Once(w.Ctx))(t)
	}
}

// both asks for both micro-credentials.
func (w *watch) both() []employer.RequirementInput {
	return []employer.RequirementInput{asksAnyOf(w.forklift), asksAnyOf(w.safety)}
}

func (w *watch) saves(t *testing.T, as world.Viewer, edit ...func(*employer.SaveSearchInput)) *db.SavedSearch {
	t.Helper()
	in := employer.SaveSearchInput{Name: "Drivers", Requirements: w.both(), Tier: employer.TierQualified}
	for _, change := range edit {
		change(&in)
	}
	return world.Must(w.SaveSearch(as, in))(t)
}

// told counts what a search had its account told.
func (w *watch) told(of *db.SavedSearch) int {
	return w.World.DB().Notification.Query().
		Where(notification.About(of.ID), notification.AccountID(of.AccountID), notification.KindEQ(enum.NoticeSearchMatched)).CountX(w.Ctx)
}

// learns gives an earner both, and tells the second award.
func (w *watch) learns(t *testing.T, earner string) (second string) {
	t.Helper()
	w.Award(t, earner, w.forklift)
	return w.Award(t, earner, w.safety)
}

func near(in *employer.SaveSearchInput) { in.Tier = employer.TierNear }

func TestWhoNewlyReachesATierIsToldOnce(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	before := w.Earner(t)
	w.learns(t, before)
	search, other := w.saves(t, w.miller), w.saves(t, w.stranger)
	w.run(t)
	if w.told(search) != 0 {
		t.Error("who matched already was told")
	}
	w.Clock.Advance(time.Hour)
	ana := w.Earner(t)
	second := w.learns(t, ana)
	w.run(t)
	if w.told(search) != 1 || w.told(other) != 1 {
		t.Fatalf("told %d and %d times, want once each", w.told(search), w.told(other))
	}
	w.hide(t, ana)
	w.run(t)
	world.Must(w.Accounts.SetVisibility(w.Self(t, ana), account.SetVisibilityInput{Visibility: consent.Open}))(t)
	w.run(t)
	w.revoke(t, second)
	w.run(t)
	w.Award(t, ana, w.safety)
	w.restart()
	w.run(t)
	if got := w.told(search); got != 1 {
		t.Errorf("who came back was told %d times", got)
	}
	matches := world.Must(w.SearchMatches(w.miller, search, page.Args{First: 10}))(t)
	if len(matches.Items) != 2 || !matches.Items[0].Told || matches.Items[1].Told {
		t.Errorf("it lists %d", len(matches.Items))
	}
}

func TestABetterTierIsToldAgainAndAWorseOneNever(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	search := w.saves(t, w.miller, near)
	ana := w.Earner(t)
	w.Award(t, ana, w.forklift)
	w.run(t)
	if w.told(search) != 1 {
		t.Fatalf("told %d times of one who is near", w.told(search))
	}
	second := w.Award(t, ana, w.safety)
	w.run(t)
	if w.told(search) != 2 {
		t.Fatalf("told %d times of one who is qualified now", w.told(search))
	}
	w.revoke(t, second)
	w.run(t)
	if w.told(search) != 2 {
		t.Error("told of who fell behind")
	}
}

func TestNobodyIsToldOfWhomTheyMayNotSee(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(*watch, *account.NewEarner){
		"hidden":  func(_ *watch, e *account.NewEarner) { e.Visibility = consent.Hidden },
		"blocked": func(w *watch, e *account.NewEarner) { e.Blocked = []string{w.mill.ID} },
		"others":  func(_ *watch, e *account.NewEarner) { e.Reach = consent.Granted },
		"a minor": func(w *watch, e *account.NewEarner) { e.GuardianUntil = world.Ptr(w.Clock.Now().Add(time.Hour)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWatch(t)
			search := w.saves(t, w.miller)
			w.learns(t, w.Earner(t, func(e *account.NewEarner) { edit(w, e) }))
			w.run(t)
			if w.told(search) != 0 {
				t.Error("told")
			}
		})
	}
}

func TestWhoMayNotAskAnyMoreIsToldNothing(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*watch, *testing.T, *db.SavedSearch){
		"paused": func(w *watch, t *testing.T, of *db.SavedSearch) {
			world.Must(w.UpdateSearch(w.miller, employer.UpdateSearchInput{ID: of.ID, Revision: 1, Paused: world.Ptr(true)}))(t)
		},
		"deleted": func(w *watch, t *testing.T, of *db.SavedSearch) {
			if err := w.DeleteSearch(w.miller, of.ID); err != nil {
				t.Fatal(err)
			}
		},
		"left": func(w *watch, t *testing.T, of *db.SavedSearch) {
			w.Tx(t, func(ctx context.Context, tx *db.Client) error {
				return tx.Membership.DeleteOneID(of.MembershipID).Exec(ctx)
			})
		},
		"not vouched for": func(w *watch, t *testing.T, of *db.SavedSearch) {
			w.Tx(t, func(ctx context.Context, tx *db.Client) error {
				return tx.Organization.UpdateOneID(of.OrganizationID).ClearVouchedByID().Exec(ctx)
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWatch(t)
			search := w.saves(t, w.miller)
			w.run(t)
			end(w, t, search)
			w.learns(t, w.Earner(t))
			w.run(t)
			if w.told(search) != 0 {
				t.Error("told")
			}
		})
	}
}

func TestWhatHappenedDuringAPauseIsKnownAndNotTold(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	search := w.saves(t, w.miller)
	pause := func(revision int, paused bool) {
		world.Must(w.UpdateSearch(w.miller, employer.UpdateSearchInput{ID: search.ID, Revision: revision, Paused: &paused}))(t)
		w.run(t)
	}
	pause(1, true)
	ana := w.Earner(t)
	w.learns(t, ana)
	w.run(t)
	pause(2, false)
	world.Must(w.Accounts.SetVisibility(w.Self(t, ana), account.SetVisibilityInput{Visibility: consent.Open}))(t)
	w.run(t)
	if w.told(search) != 0 {
		t.Error("told of the time of the pause")
	}
	w.learns(t, w.Earner(t))
	w.run(t)
	if w.told(search) != 1 {
		t.Errorf("told %d times after the pause", w.told(search))
	}
}

func TestAFilterKeepsAlertsAsItKeepsRows(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	filters := map[string]employer.CandidateFilter{
		"remote": {Remote: world.Ptr(true)}, "near": {Within: world.Ptr(enum.Within50)},
		"holds": {MicroCredentials: []string{w.safety.ID}}, "stack": {StacksCompleted: []string{w.stack.ID}},
		"since": {EarnedSince: world.Ptr(w.Clock.Now().AddDate(0, -2, 0))},
	}
	searches := map[string]*db.SavedSearch{}
	for name, filter := range filters {
		searches[name] = w.saves(t, w.miller, near, func(in *employer.SaveSearchInput) { in.Filter = &filter })
	}
	for i := range 12 {
		ana := w.Earner(t, func(e *account.NewEarner) {
			e.Remote = i%2 == 0
			if i%3 > 0 {
				e.Place = w.zip
			}
		})
		w.Award(t, ana, w.forklift)
		if i%4 == 0 {
			w.Award(t, ana, w.safety)
		}
	}
	w.run(t)
	for name, filter := range filters {
		filter.Tier = []employer.Tier{employer.TierQualified, employer.TierNear}
		listed := world.Must(w.Candidates(w.miller, employer.CandidatesInput{
			Requirements: w.both(), Filter: filter, Language: "en", Page: page.Args{First: 100},
		}))(t)
		if got := w.told(searches[name]); got != listed.TotalCount {
			t.Errorf("%s: told of %d, listed are %d", name, got, listed.TotalCount)
		}
	}
}

func TestAnotherQuestionOfAPostingTellsNobodyAndHidesNobody(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	posting := w.posting(w.miller, t, employer.CreatePostingInput{Title: "Driver", Requirements: w.both()})
	search := w.saves(t, w.miller, func(in *employer.SaveSearchInput) { in.Posting, in.Requirements = &posting.ID, nil })
	half := w.Earner(t)
	w.Award(t, half, w.forklift)
	w.run(t)
	world.Must(w.UpdatePosting(w.miller, employer.UpdatePostingInput{
		ID: posting.ID, Revision: 1, SetRequirements: true, Requirements: []employer.RequirementInput{asksAnyOf(w.forklift)},
	}))(t)
	// In the same stretch of the feed: who reaches it by an award is told.
	ana := w.Earner(t)
	w.Award(t, ana, w.forklift)
	w.run(t)
	if got := w.told(search); got != 1 {
		t.Errorf("told %d times, want once: of whom the question did not make a match", got)
	}
	world.Must(w.Accounts.SetVisibility(w.Self(t, half), account.SetVisibilityInput{Visibility: consent.Open}))(t)
	w.run(t)
	if got := w.told(search); got != 1 {
		t.Errorf("told %d times: of whom the question made a match", got)
	}
}

func TestASearchOfWhatIsGoneHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	gone, search := w.saves(t, w.miller), w.saves(t, w.stranger)
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		asked := []byte(strings.ReplaceAll(string(gone.Requirements), w.safety.ID, "mcr_gone"))
		return tx.SavedSearch.UpdateOneID(gone.ID).SetRequirements(asked).Exec(ctx)
	})
	w.learns(t, w.Earner(t))
	w.run(t)
	if w.told(gone) != 0 || w.told(search) != 1 {
		t.Errorf("told %d and %d times, want of the other alone", w.told(gone), w.told(search))
	}
}

func TestTwoFollowersTellEachMatchOnce(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	search := w.saves(t, w.miller)
	const people = 20
	for range people {
		w.learns(t, w.Earner(t))
	}
	var group sync.WaitGroup
	for range 3 {
		alerts := &employer.Alerts{Employers: w.Service, Feed: outbox.New(w.Store)}
		group.Go(func() {
			for {
				if more, err := alerts.Once(w.Ctx); err != nil || !more {
					if err != nil {
						t.Error(err)
					}
					return
				}
			}
		})
	}
	group.Wait()
	w.run(t)
	if got := w.told(search); got != people {
		t.Errorf("told %d times of %d people", got, people)
	}
}

func TestAFeedThatWasPrunedLosesNobody(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	search := w.saves(t, w.miller)
	w.run(t)
	w.learns(t, w.Earner(t))
	w.Clock.Advance(time.Hour)
	world.Must(outbox.New(w.Store).Prune(w.Ctx, w.Clock.Now()))(t)
	w.restart()
	w.run(t)
	if got := w.told(search); got != 1 {
		t.Errorf("told %d times", got)
	}
}

func TestASavedSearchIsItsEmployersOwn(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	search := w.saves(t, w.miller)
	w.learns(t, w.Earner(t))
	w.run(t)
	mine := world.Must(w.SearchMatches(w.miller, search, page.Args{First: 5}))(t)
	found := world.Must(w.MatchedCandidates(w.miller, []string{mine.Items[0].ID}, "en"))(t)
	if len(found) != 1 || !strings.HasPrefix(found[mine.Items[0].ID].ID, "cnd_") {
		t.Errorf("found %v", found)
	}
	if list := world.Must(w.SavedSearches(w.stranger, page.Args{First: 5}))(t); len(list.Items) != 0 {
		t.Error("a stranger lists it")
	}
	if theirs := world.Must(w.SearchMatches(w.stranger, search, page.Args{First: 5}))(t); len(theirs.Items) != 0 {
		t.Error("a stranger lists its matches")
	}
	if byID := world.Must(w.SearchMatchesByID(w.stranger, []string{mine.Items[0].ID}))(t); len(byID) != 0 {
		t.Error("a stranger finds a match by its id")
	}
	_, err := w.UpdateSearch(w.stranger, employer.UpdateSearchInput{ID: search.ID, Revision: 1})
	if diff := cmp.Diff([]string{"NOT_FOUND id"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	_, err = w.SaveSearch(w.Member(t, auth.Coach, w.college), employer.SaveSearchInput{Name: "x", Tier: employer.TierNear})
	if diff := cmp.Diff([]string{"FORBIDDEN"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	_, err = w.SaveSearch(w.miller, employer.SaveSearchInput{Name: " ", Tier: "BEST", Posting: world.Ptr("pst_x"), Requirements: w.both()})
	if diff := cmp.Diff([]string{"INVALID name", "INVALID requirements", "INVALID tier", "NOT_FOUND posting"}, slices.Sorted(slices.Values(world.Problems(t, err)))); diff != "" {
		t.Error(diff)
	}
	_, err = w.SaveSearch(w.miller, employer.SaveSearchInput{Name: "x", Tier: employer.TierNear, Posting: world.Ptr("pst_x")})
	if diff := cmp.Diff([]string{"NOT_FOUND posting"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}

func TestAMatchsIDTellsNoInstant(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	search := w.saves(t, w.miller)
	w.learns(t, w.Earner(t))
	w.run(t)
	first := world.Must(w.SearchMatches(w.miller, search, page.Args{First: 1}))(t).Items[0].ID
	w.Clock.Advance(time.Hour)
	w.learns(t, w.Earner(t))
	w.run(t)
	second := world.Must(w.SearchMatches(w.miller, search, page.Args{First: 1}))(t).Items[0].ID
	// Twelve characters are what an id tells of when it was made.
	const stamp = len("svm_") + 9
	if first == second || first[:stamp] != second[:stamp] {
		t.Errorf("%s and %s are of one day", first, second)
	}
}
