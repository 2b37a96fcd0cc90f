package employer_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
	"github.com/stackmatch/stackmatch/search"
)

// asks has an earner ask something of work.
func (v *town) asks(t *testing.T, earner string, in account.SetWorkConditionsInput) {
	t.Helper()
	world.Must(v.Accounts.SetWorkConditions(v.Self(t, earner), in))(t)
}

func hours(least, most float64) *employer.Hours {
	return &employer.Hours{Minimum: &least, Maximum: &most}
}

// TestAPostingThatDoesNotMeetWhatAnEarnerAsksListsThemNowhere: rows, totals, tiers,
// facets, relaxations and nodes are those of a world without them.
func TestAPostingThatDoesNotMeetWhatAnEarnerAsksListsThemNowhere(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.crew(t, 6, func(e *account.NewEarner) { e.Place = v.zip })
	choosy := v.Earner(t, func(e *account.NewEarner) { e.Place, e.Remote = v.zip, true })
	v.Award(t, choosy, v.forklift)
	far := v.Place(t, enum.PlaceZIP, "31501", 31.2, -82.3, v.county)
	paid := func(most string) func(*employer.CreatePostingInput) {
		return func(in *employer.CreatePostingInput) {
			in.Pay = &employer.PayInput{Maximum: &most, Unit: enum.PayHour, Currency: "USD"}
		}
	}
	for name, tt := range map[string]struct {
		asks   account.SetWorkConditionsInput
		offer  func(*employer.CreatePostingInput)
		listed bool
	}{
		"asks nothing":        {account.SetWorkConditionsInput{}, func(*employer.CreatePostingInput) {}, true},
		"paid enough":         {account.SetWorkConditionsInput{PayFloor: world.Ptr("16.80")}, paid("17.50"), true},
		"paid less":           {account.SetWorkConditionsInput{PayFloor: world.Ptr("17.50")}, paid("17.49"), false},
		"pay is not said":     {account.SetWorkConditionsInput{PayFloor: world.Ptr("2")}, func(*employer.CreatePostingInput) {}, false},
		"a shift in common":   {account.SetWorkConditionsInput{Shifts: []enum.Shift{enum.ShiftDay, enum.ShiftNight}}, func(in *employer.CreatePostingInput) { in.Shifts = []enum.Shift{enum.ShiftNight} }, true},
		"no shift in common":  {account.SetWorkConditionsInput{Shifts: []enum.Shift{enum.ShiftDay}}, func(in *employer.CreatePostingInput) { in.Shifts = []enum.Shift{enum.ShiftNight} }, false},
		"shifts are not said": {account.SetWorkConditionsInput{Shifts: []enum.Shift{enum.ShiftDay}}, func(*employer.CreatePostingInput) {}, true},
		"hours enough":        {account.SetWorkConditionsInput{HoursAtLeast: world.Ptr(28)}, func(in *employer.CreatePostingInput) { in.HoursPerWeek = hours(20, 30) }, true},
		"too few hours":       {account.SetWorkConditionsInput{HoursAtLeast: world.Ptr(31)}, func(in *employer.CreatePostingInput) { in.HoursPerWeek = hours(20, 30) }, false},
		"too many hours":      {account.SetWorkConditionsInput{HoursAtMost: world.Ptr(19)}, func(in *employer.CreatePostingInput) { in.HoursPerWeek = hours(20, 30) }, false},
		"near":                {account.SetWorkConditionsInput{TravelMinutes: world.Ptr(15)}, func(in *employer.CreatePostingInput) { in.Place = &v.zip }, true},
		"far":                 {account.SetWorkConditionsInput{TravelMinutes: world.Ptr(60)}, func(in *employer.CreatePostingInput) { in.Place = &far }, false},
		"far, and remote":     {account.SetWorkConditionsInput{TravelMinutes: world.Ptr(60)}, func(in *employer.CreatePostingInput) { in.Place, in.Remote = &far, true }, true},
		"far, with time":      {account.SetWorkConditionsInput{TravelMinutes: world.Ptr(240)}, func(in *employer.CreatePostingInput) { in.Place = &far }, true},
	} {
		in := v.driver(t)
		tt.offer(&in)
		posting := v.posting(v.miller, t, in)
		v.asks(t, choosy, account.SetWorkConditionsInput{})
		before := world.Must(v.Candidates(v.miller, wanting(posting.ID)))(t)
		v.asks(t, choosy, tt.asks)
		got := world.Must(v.Candidates(v.miller, wanting(posting.ID)))(t)
		want := before.TotalCount
		if !tt.listed {
			want--
		}
		if got.TotalCount != want || len(got.Nodes) != want || counted(got) != want {
			t.Errorf("%s: %d rows of %d, %d in facets; want %d", name, len(got.Nodes), got.TotalCount, counted(got), want)
		}
		world.Must(v.ClosePosting(v.miller, employer.ClosePostingInput{ID: posting.ID}))(t)
	}
}

// wanting asks for every count.
func wanting(posting string) employer.CandidatesInput {
	in := asking(posting, 100, "")
	in.Want = search.Want{Facets: true, Relaxations: true, Steps: true}
	return in
}

// counted is how many rows the facets say to hold the forklift micro-credential.
func counted(found *employer.Candidates) int {
	most := 0
	for _, c := range found.Facets.MicroCredentials(10) {
		most = max(most, c.Count)
	}
	return most
}

// TestACandidateWhoAsksForMoreIsNoNode: what an id finds is what a list does.
func TestACandidateWhoAsksForMoreIsNoNode(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.crew(t, 5, func(e *account.NewEarner) { e.Place = v.zip })
	traveler := v.crew(t, 1, func(e *account.NewEarner) { e.Place = v.zip })[0]
	in := v.driver(t)
	in.Place = &v.zip
	rows := v.read(v.miller, t, v.posting(v.miller, t, in).ID, 100)
	v.asks(t, traveler, account.SetWorkConditionsInput{TravelMinutes: world.Ptr(30)})
	found := world.Must(v.CandidatesByID(v.miller, idsOf(rows), "en"))(t)
	if len(found) != 6 {
		t.Errorf("of six nearby, %d are found", len(found))
	}
	v.asks(t, traveler, account.SetWorkConditionsInput{PayFloor: world.Ptr("10")})
	found = world.Must(v.CandidatesByID(v.miller, idsOf(rows), "en"))(t)
	if len(found) != 5 {
		t.Errorf("with one who asks for pay that is not said, %d are found", len(found))
	}
}

// TestAnAdHocQuestionIsHeldAsAPostingThatSaysNothing.
func TestAnAdHocQuestionIsHeldAsAPostingThatSaysNothing(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	crew := v.crew(t, 6, func(e *account.NewEarner) { e.Place = v.zip })
	v.asks(t, crew[0], account.SetWorkConditionsInput{PayFloor: world.Ptr("12.50")})
	v.asks(t, crew[1], account.SetWorkConditionsInput{Shifts: []enum.Shift{enum.ShiftDay}})
	v.asks(t, crew[2], account.SetWorkConditionsInput{TravelMinutes: world.Ptr(15)})
	in := asking("", 100, "")
	in.Requirements = v.driver(t).Requirements
	if got := world.Must(v.Candidates(v.miller, in))(t); got.TotalCount != 5 {
		t.Errorf("%d found, want all but the one with a pay floor", got.TotalCount)
	}
}

// TestInternalPostingsListOnlyStaff: who works there and wants to be found for it.
func TestInternalPostingsListOnlyStaff(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	crew := v.crew(t, 4)
	internal := v.driver(t)
	internal.Audience = enum.AudienceInternal
	posting := v.posting(v.miller, t, internal)
	public := v.posting(v.miller, t, v.driver(t))
	works := func(earner string, of *db.Organization, in account.SetPresentEmployerInput) {
		in.Organization = of.ID
		if in.Internal {
			v.Joins(t, earner, of)
		}
		world.Must(v.Accounts.SetPresentEmployer(v.Self(t, earner), in))(t)
	}
	works(crew[0], v.mill, account.SetPresentEmployerInput{Internal: true})
	works(crew[1], v.mill, account.SetPresentEmployerInput{})
	works(crew[2], v.other, account.SetPresentEmployerInput{Internal: true})
	if got := len(v.read(v.miller, t, posting.ID, 100)); got != 1 {
		t.Errorf("%d are listed for an internal posting, want one", got)
	}
	if got := len(v.read(v.miller, t, public.ID, 100)); got != 3 {
		t.Errorf("%d are listed for a public posting, want all but who works there and never wants to be seen", got)
	}
	works(crew[0], v.mill, account.SetPresentEmployerInput{Internal: true, Ended: true})
	if got := len(v.read(v.miller, t, posting.ID, 100)); got != 0 {
		t.Errorf("%d are listed after the employment ended", got)
	}
}

// recommended are the postings that an earner is recommended, in order.
func (v *town) recommended(ctx context.Context, t *testing.T, in employer.RecommendedInput) []*employer.Recommended {
	t.Helper()
	in.Language = "en"
	if in.Page.First == 0 {
		in.Page.First = 2
	}
	var all []*employer.Recommended
	for {
		found := world.Must(v.Recommended(ctx, in))(t)
		all = append(all, found.Items...)
		if !found.HasNext {
			return all
		}
		in.Page.After = found.Cursors[len(found.Cursors)-1]
	}
}

// TestPostingsAreRecommendedByTheScoreThatEmployersRead, with what is missing.
func TestPostingsAreRecommendedByTheScoreThatEmployersRead(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	earner := v.crew(t, 1)[0] // holds both
	only := v.crew(t, 2)[1]   // holds the forklift's alone
	driver := v.posting(v.miller, t, v.driver(t))
	both := v.driver(t)
	both.Requirements = []employer.RequirementInput{asksAnyOf(v.forklift), asksAnyOf(v.safety)}
	strict := v.posting(v.stranger, t, both)
	nothing := v.driver(t)
	nothing.Requirements = []employer.RequirementInput{asksSkill(v.Skill(t, "bake"), 0)}
	v.posting(v.miller, t, nothing)

	self := v.Self(t, earner)
	got := v.recommended(self, t, employer.RecommendedInput{})
	if len(got) != 2 || got[0].Posting.ID != strict.ID || got[1].Posting.ID != driver.ID {
		t.Fatalf("recommended %v", got)
	}
	rows := v.read(v.stranger, t, strict.ID, 100)
	if rows[0].Match.Score != got[0].Score || rows[0].Match.Tier != got[0].Tier {
		t.Errorf("the employer reads %v %v, the earner %v %v", rows[0].Match.Score, rows[0].Match.Tier, got[0].Score, got[0].Tier)
	}
	for _, one := range v.recommended(v.Self(t, only), t, employer.RecommendedInput{}) {
		if one.Posting.ID != strict.ID {
			continue
		}
		fit := one.Requirements[1]
		if fit.Credit != 0 || len(fit.ClosedBy) != 1 || fit.ClosedBy[0].ID != v.safety.ID {
			t.Errorf("what is missing: %+v", fit)
		}
	}
	v.asks(t, earner, account.SetWorkConditionsInput{PayFloor: world.Ptr("10")})
	if got := v.recommended(self, t, employer.RecommendedInput{}); len(got) != 0 {
		t.Errorf("with a pay floor, %d postings that say no pay are recommended", len(got))
	}
	out := v.recommended(self, t, employer.RecommendedInput{Filter: employer.RecommendedFilter{LeftOut: world.Ptr(true)}})
	if len(out) != 2 || len(out[0].Unmet) != 1 || out[0].Unmet[0].Kind != enum.EarnerPayFloor {
		t.Errorf("left out: %+v", out)
	}
}

// TestInterestIsSeenByWhomItIsShown, while it is.
func TestInterestIsSeenByWhomItIsShown(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	crew := v.crew(t, 3)
	posting, other := v.posting(v.miller, t, v.driver(t)), v.posting(v.stranger, t, v.driver(t))
	self := v.Self(t, crew[0])
	for range 2 {
		world.Must(v.ShowInterest(self, employer.PostingInput{Posting: posting.ID}))(t)
	}
	interested := func(ctx context.Context, posting string) (n int) {
		for _, row := range v.read(ctx, t, posting, 100) {
			if row.Interested {
				n++
			}
		}
		return n
	}
	if mine, theirs := interested(v.miller, posting.ID), interested(v.stranger, other.ID); mine != 1 || theirs != 0 {
		t.Errorf("%d and %d are interested, want one and none", mine, theirs)
	}
	in := asking(posting.ID, 100, "")
	in.Filter.Interested = world.Ptr(true)
	if got := world.Must(v.Candidates(v.miller, in))(t); got.TotalCount != 1 {
		t.Errorf("%d are kept as interested", got.TotalCount)
	}
	told := v.World.DB().Notification.Query().AllX(v.Ctx)
	if len(told) != 1 || told[0].Kind != enum.NoticeInterestShown || told[0].Subject != posting.ID {
		t.Errorf("told %v", told)
	}
	if err := v.WithdrawInterest(self, employer.PostingInput{Posting: posting.ID}); err != nil {
		t.Fatal(err)
	}
	if n := interested(v.miller, posting.ID); n != 0 {
		t.Errorf("%d are interested after it was taken back", n)
	}
	v.asks(t, crew[1], account.SetWorkConditionsInput{PayFloor: world.Ptr("10")})
	_, err := v.ShowInterest(v.Self(t, crew[1]), employer.PostingInput{Posting: posting.ID})
	if got := world.Problems(t, err); !slices.Equal(got, []string{"CONFLICT posting"}) {
		t.Errorf("interest in what does not list them: %v", got)
	}
}

// TestASavedPostingStaysUntilItIsUnsaved, and is saved once.
func TestASavedPostingStaysUntilItIsUnsaved(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	self := v.Self(t, v.crew(t, 1)[0])
	posting := v.posting(v.miller, t, v.driver(t))
	for range 2 {
		world.Must(v.SavePosting(self, employer.PostingInput{Posting: posting.ID}))(t)
	}
	saved := world.Must(v.SavedPostings(self, asking("", 10, "").Page))(t)
	if len(saved.Items) != 1 || saved.Items[0].PostingID != posting.ID {
		t.Errorf("saved %v", saved.Items)
	}
	if !v.recommended(self, t, employer.RecommendedInput{})[0].Saved {
		t.Error("a saved posting is not said to be")
	}
	if err := v.UnsavePosting(self, employer.PostingInput{Posting: posting.ID}); err != nil {
		t.Fatal(err)
	}
	if got := world.Must(v.SavedPostings(self, asking("", 10, "").Page))(t); len(got.Items) != 0 {
		t.Errorf("still saved: %v", got.Items)
	}
}
