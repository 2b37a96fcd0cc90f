package outcome_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/outcome"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestARaiseIsRecordedInOneStep(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	college, works := w.Organization(t, "College", nil, enum.OrgCollege, enum.OrgIssuer), w.Organization(t, "Works", nil, enum.OrgEmployer)
	welding, self := w.MicroCredential(t, college, "Welding", map[string]int{"weld": 1}), newPerson(t, w)
	held := w.Award(t, self.id, welding)
	world.Must(w.Assessments.Enroll(self.ctx, assessment.EnrollInput{MicroCredential: welding.ID}))(t)
	feed := outbox.New(w.Store)
	before := world.Must(feed.Head(w.Ctx))(t)
	in := outcome.RecordOutcomeInput{
		Kind: enum.OutcomeWageRaised, On: w.Clock.Now(), Organization: &works.ID, Awards: []string{held, held},
		HourlyWage: world.Ptr("19.25"), Detail: world.Ptr("Welder II"), ClientMutationID: world.Ptr("once"),
	}
	made := world.Must(w.Outcomes.RecordOutcome(self.ctx, in))(t)
	if made.EarnerID != self.id || *made.ProgramID != college.ID || *made.WageCents != 1925 || !made.On.Equal(on(2026, 3, 2)) {
		t.Errorf("recorded %v", made)
	}
	if again := world.Must(w.Outcomes.RecordOutcome(self.ctx, in))(t); again.ID != made.ID {
		t.Error("the same call recorded another")
	}
	rests := world.Must(w.Outcomes.AwardsByOutcome(self.ctx, []string{made.ID}))(t)
	if diff := cmp.Diff(map[string][]string{made.ID: {held}}, rests); diff != "" {
		t.Error(diff)
	}
	if after := world.Must(feed.Head(w.Ctx))(t); after != before {
		t.Error("the feed tells that something protected has changed")
	}
}

func TestACoachRecordsForWhoOpenedTheirAwards(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	board, college := w.Organization(t, "Board", nil, enum.OrgWorkforceBoard), w.Organization(t, "College", nil, enum.OrgCollege)
	welding := w.MicroCredential(t, college, "Welding", map[string]int{"weld": 1})
	open, closed := newPerson(t, w, board), newPerson(t, w)
	theirs := w.Award(t, closed.id, welding)
	coach := w.Member(t, auth.Coach, board)
	record := func(ctx context.Context, earner *string, awards ...string) []string {
		_, err := w.Outcomes.RecordOutcome(ctx, outcome.RecordOutcomeInput{Earner: earner, Kind: enum.OutcomeHired, On: w.Clock.Now(), Awards: awards})
		return world.Problems(t, err)
	}
	for name, c := range map[string]struct {
		ctx  context.Context
		of   *string
		rest []string
		want []string
	}{
		"a coach, of who opened":          {coach, &open.id, nil, []string{}},
		"a coach, of who did not":         {coach, &closed.id, nil, []string{"NOT_FOUND earner"}},
		"a coach, of nobody":              {coach, world.Ptr("ern_none"), nil, []string{"NOT_FOUND earner"}},
		"a coach, who names nobody":       {coach, nil, nil, []string{"INVALID earner"}},
		"a coach elsewhere":               {w.Member(t, auth.Coach, college), &open.id, nil, []string{"NOT_FOUND earner"}},
		"an issuer":                       {w.Member(t, auth.Issuer, board), &open.id, nil, []string{"FORBIDDEN"}},
		"an earner, of another":           {closed.ctx, &open.id, nil, []string{"NOT_FOUND earner"}},
		"an earner, resting on another's": {open.ctx, nil, []string{theirs}, []string{"NOT_FOUND awards"}},
		"nobody":                          {t.Context(), &open.id, nil, []string{"UNAUTHENTICATED"}},
	} {
		if diff := cmp.Diff(c.want, record(c.ctx, c.of, c.rest...)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	only := world.Must(w.DB().ProtectedOutcome.Query().Only(w.Ctx))(t)
	if *only.ProgramID != board.ID || only.EarnerID != open.id {
		t.Errorf("recorded %v", only)
	}
}

func TestEverythingWrongWithAnOutcomeIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	self, long := newPerson(t, w), strings.Repeat("x", 201)
	_, err := w.Outcomes.RecordOutcome(self.ctx, outcome.RecordOutcomeInput{
		Kind: "FIRED", On: w.Clock.Now().AddDate(0, 0, 1), HourlyWage: world.Ptr("a lot"), WeeklyHours: world.Ptr(-1.0),
		Detail: &long, Source: &long, Awards: make([]string, 51), ClientMutationID: world.Ptr(""),
	})
	want := []string{
		"INVALID awards", "INVALID clientMutationId", "INVALID detail", "INVALID hourlyWage", "INVALID kind",
		"INVALID on", "INVALID source", "INVALID weeklyHours",
	}
	if diff := cmp.Diff(want, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}

func TestOutcomesAreListedToTheirEarnerAlone(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	board := w.Organization(t, "Board", nil, enum.OrgWorkforceBoard)
	self, other := newPerson(t, w, board), newPerson(t, w)
	coach := w.Member(t, auth.Coach, board)
	for _, days := range []int{3, 1, 2} {
		world.Must(w.Outcomes.RecordOutcome(coach, outcome.RecordOutcomeInput{
			Earner: &self.id, Kind: enum.OutcomeInterviewed, On: w.Clock.Now().AddDate(0, 0, -days),
		}))(t)
	}
	var days []int
	args := page.Args{First: 2}
	for range 2 {
		listed := world.Must(w.Outcomes.MyOutcomes(self.ctx, args))(t)
		for _, row := range listed.Items {
			days = append(days, row.On.Day())
		}
		args.After = listed.Cursors[len(listed.Cursors)-1]
	}
	if diff := cmp.Diff([]int{1, 28, 27}, days); diff != "" {
		t.Error(diff)
	}
	if listed := world.Must(w.Outcomes.MyOutcomes(other.ctx, page.Args{First: 2}))(t); len(listed.Items) != 0 {
		t.Error("another sees them")
	}
	if _, err := w.Outcomes.MyOutcomes(other.ctx, args); err == nil {
		t.Error("another's cursor is taken")
	}
	_, err := w.Outcomes.MyOutcomes(coach, page.Args{First: 2})
	if diff := cmp.Diff([]string{"FORBIDDEN"}, world.Problems(t, err)); diff != "" {
		t.Errorf("who recorded them: %s", diff)
	}
}

func TestWhoRecordedAnOutcomeWithdrawsIt(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	board := w.Organization(t, "Board", nil, enum.OrgWorkforceBoard)
	welding := w.MicroCredential(t, board, "Welding", map[string]int{"weld": 1})
	self, coach := newPerson(t, w, board), w.Member(t, auth.Coach, board)
	held := w.Award(t, self.id, welding)
	made := world.Must(w.Outcomes.RecordOutcome(coach, outcome.RecordOutcomeInput{
		Earner: &self.id, Kind: enum.OutcomeHired, On: w.Clock.Now(), Awards: []string{held},
	}))(t)
	in := outcome.WithdrawOutcomeInput{ID: made.ID}
	for name, ctx := range map[string]context.Context{"the earner": self.ctx, "a colleague": w.Member(t, auth.Coach, board)} {
		if diff := cmp.Diff([]string{"NOT_FOUND id"}, world.Problems(t, w.Outcomes.WithdrawOutcome(ctx, in))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if err := w.Outcomes.WithdrawOutcome(coach, in); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"NOT_FOUND id"}, world.Problems(t, w.Outcomes.WithdrawOutcome(coach, in))); diff != "" {
		t.Errorf("twice: %s", diff)
	}
	if n := world.Must(w.DB().ProtectedOutcomeAward.Query().Count(w.Ctx))(t); n != 0 {
		t.Errorf("%d of its awards are left", n)
	}
}

func TestAnAwardThatItsEarnerDoesNotShowIsNoneToACoach(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	board := w.Organization(t, "Board", nil, enum.OrgWorkforceBoard)
	welding := w.MicroCredential(t, board, "Welding", map[string]int{"weld": 1})
	self := newPerson(t, w, board)
	held := w.Award(t, self.id, welding)
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Award.UpdateOneID(held).SetShown(false).Exec(ctx)
	})
	in := outcome.RecordOutcomeInput{Earner: &self.id, Kind: enum.OutcomeHired, On: w.Clock.Now(), Awards: []string{held}}
	_, err := w.Outcomes.RecordOutcome(w.Member(t, auth.Coach, board), in)
	if diff := cmp.Diff([]string{"NOT_FOUND awards"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	if _, err := w.Outcomes.RecordOutcome(self.ctx, in); err != nil {
		t.Errorf("the earner: %v", err)
	}
}
