package employer_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/requirement"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// full is a posting with everything in it.
func (v *town) full(t *testing.T) *db.Posting {
	t.Helper()
	in := v.driver(t)
	in.Occupation, in.NeededOn = world.Ptr("53-7051.00"), world.Ptr(time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC))
	in.Conditions = []employer.ConditionInput{{Kind: enum.ConditionPay, Text: "pay"}}
	return v.posting(v.miller, t, in)
}

func TestAnUpdateLeavesWhatIsAbsentAndClearsWhatIsNull(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	made := v.full(t)
	v.Clock.Advance(time.Hour)
	left := world.Must(v.UpdatePosting(v.miller, employer.UpdatePostingInput{ID: made.ID, Revision: 1}))(t)
	if got, want := []any{left.Title, left.OccupationCode, *left.PlaceID, left.NeededOn.Unix(), left.Revision, left.UpdatedAt.Unix()},
		[]any{made.Title, "53-7051.00", v.zip, made.NeededOn.Unix(), 2, v.Clock.Now().Unix()}; !cmp.Equal(got, want) {
		t.Errorf("left %v, want %v", got, want)
	}
	if got := v.parts(t, made.ID); !cmp.Equal(got, []int{2, 1}) {
		t.Errorf("left %v requirements and conditions", got)
	}
	cleared := world.Must(v.UpdatePosting(v.miller, employer.UpdatePostingInput{
		ID: made.ID, Revision: 2, Occupation: employer.Change[string]{Given: true}, Place: employer.Change[string]{Given: true},
		NeededOn: employer.Change[time.Time]{Given: true}, SetConditions: true,
	}))(t)
	if cleared.OccupationCode != "" || cleared.PlaceID != nil || cleared.NeededOn != nil || cleared.Revision != 3 {
		t.Errorf("cleared to %v", cleared)
	}
	if got := v.parts(t, made.ID); !cmp.Equal(got, []int{2, 0}) {
		t.Errorf("left %v requirements and conditions", got)
	}
	set := world.Must(v.UpdatePosting(v.miller, employer.UpdatePostingInput{
		ID: made.ID, Revision: 3, Title: world.Ptr("New"), Description: world.Ptr(""), Language: world.Ptr("es"), Remote: world.Ptr(true),
		Place:        employer.Change[string]{Given: true, To: &v.county},
		Requirements: []employer.RequirementInput{asksStack(v.stack)}, SetRequirements: true,
	}))(t)
	if got := []any{set.Title, set.Description, set.Language, set.Remote, *set.PlaceID, set.Revision}; !cmp.Equal(got, []any{"New", "", "es", true, v.county, 4}) {
		t.Errorf("set %v", got)
	}
	asked := world.Must(v.RequirementsByPosting(v.miller, []string{made.ID}, "en"))(t)[made.ID]
	if len(asked) != 1 || asked[0].Label(nil) != "Warehouse" {
		t.Errorf("asked %v", asked)
	}
}

// parts counts a posting's requirements and conditions.
func (v *town) parts(t *testing.T, posting string) []int {
	t.Helper()
	return []int{
		world.Must(v.Store.Client.Requirement.Query().Where(requirement.PostingID(posting)).Count(v.Ctx))(t),
		len(world.Must(v.ConditionsByPosting(v.Ctx, []string{posting}))(t)[posting]),
	}
}

func TestAnUpdateReportsEverythingAndWritesNothing(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	made := v.full(t)
	before := v.footprint(t)
	_, err := v.UpdatePosting(v.miller, employer.UpdatePostingInput{
		ID: made.ID, Revision: 1, Title: world.Ptr(""), Occupation: employer.Change[string]{Given: true, To: world.Ptr("x")},
		Place:        employer.Change[string]{Given: true, To: world.Ptr("plc_none")},
		Requirements: []employer.RequirementInput{asksSkill("none", 7)}, SetRequirements: true,
		Conditions: []employer.ConditionInput{{}}, SetConditions: true,
	})
	want := []string{
		"INVALID conditions.0.text", "INVALID occupation", "INVALID requirements.0.ask.skill.level", "INVALID title",
		"NOT_FOUND place", "NOT_FOUND requirements.0.ask.skill.skill",
	}
	if diff := cmp.Diff(want, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(before, v.footprint(t)); diff != "" {
		t.Errorf("something was written: %s", diff)
	}
}

func TestAnUpdateOfAnotherRevisionCarriesThePostingAsItStands(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	made := v.full(t)
	world.Must(v.UpdatePosting(v.miller, employer.UpdatePostingInput{ID: made.ID, Revision: 1, Title: world.Ptr("New")}))(t)
	_, err := v.UpdatePosting(v.miller, employer.UpdatePostingInput{ID: made.ID, Revision: 1, Title: world.Ptr("Late")})
	if diff := cmp.Diff([]string{"CONFLICT revision"}, world.Problems(t, err)); diff != "" {
		t.Fatal(diff)
	}
	if current, ok := problem.As(err)[0].Current.(*db.Posting); !ok || current.Title != "New" || current.Revision != 2 {
		t.Errorf("it carries %v", problem.As(err)[0].Current)
	}
}

func TestOfUpdatesOfOneRevisionOneIsMade(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	made := v.full(t)
	var done atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := v.UpdatePosting(v.miller, employer.UpdatePostingInput{ID: made.ID, Revision: 1, Title: world.Ptr("New")})
			switch {
			case err == nil:
				done.Add(1)
			case !problem.Is(err, problem.Conflict):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := world.Must(v.Posting(v.miller, made.ID))(t).Revision; done.Load() != 1 || got != 2 {
		t.Errorf("%d updates were made, revision %d", done.Load(), got)
	}
}

func TestAnotherEmployersPostingIsNotThere(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	made := v.full(t)
	before := v.footprint(t)
	_, err := v.UpdatePosting(v.stranger, employer.UpdatePostingInput{ID: made.ID, Revision: 1, Title: world.Ptr("Mine")})
	if diff := cmp.Diff([]string{"NOT_FOUND id"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	_, err = v.ClosePosting(v.stranger, employer.ClosePostingInput{ID: made.ID})
	if diff := cmp.Diff([]string{"NOT_FOUND id"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(before, v.footprint(t)); diff != "" {
		t.Errorf("something was written: %s", diff)
	}
}

func TestAClosedPostingIsItsEmployersToSee(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	made := v.full(t)
	v.index(t)
	v.Clock.Advance(time.Hour)
	closed := world.Must(v.ClosePosting(v.miller, employer.ClosePostingInput{ID: made.ID}))(t)
	if closed.Status != enum.PostingClosed || !closed.ClosedAt.Equal(v.Clock.Now()) || closed.Revision != 2 {
		t.Errorf("closed as %v", closed)
	}
	_, err := v.ClosePosting(v.miller, employer.ClosePostingInput{ID: made.ID})
	if diff := cmp.Diff([]string{"CONFLICT id"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	all := employer.PostingsInput{Filter: employer.PostingFilter{Status: []enum.PostingStatus{enum.PostingClosed}}, Page: page.Args{First: 10}}
	mine, found := all, all
	mine.Filter = employer.PostingFilter{Mine: world.Ptr(true)}
	found.Search = "driver"
	// The index still has it: the records decide.
	for name, tt := range map[string]struct {
		sees bool
		as   world.Viewer
	}{
		"its employer": {true, v.miller}, "another": {false, v.stranger},
		"its coach": {false, v.Member(t, auth.Coach, v.mill)}, "nobody": {false, t.Context()},
	} {
		_, err := v.Posting(tt.as, made.ID)
		if got := err == nil; got != tt.sees || (err != nil && !problem.Is(err, problem.NotFound)) {
			t.Errorf("%s sees it: %v", name, err)
		}
		if got := world.Must(v.PostingsByID(tt.as, []string{made.ID}))(t); (got[made.ID] != nil) != tt.sees {
			t.Errorf("%s sees it by id: %v", name, got)
		}
		for what, in := range map[string]employer.PostingsInput{"closed": all, "mine": mine, "found": found} {
			if got := world.Must(v.Postings(tt.as, in))(t); (len(got.Items) == 1) != tt.sees {
				t.Errorf("%s sees it among %s: %v", name, what, got.Items)
			}
		}
	}
	if got := world.Must(v.Postings(v.miller, employer.PostingsInput{Page: page.Args{First: 10}}))(t); len(got.Items) != 0 {
		t.Errorf("without a filter, closed postings are listed: %v", got.Items)
	}
}
