package credential_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestRowsThatCannotStandAreReportedAndTheOthersKept(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	now, earner, skill := c.Clock.Now(), c.Earner(t), c.Skill(t, "drive forklifts")
	there := c.Award(t, earner, c.safety)
	twice := c.IDs.Mint(id.Award)
	var rows []credential.NewAward
	var want []string
	for _, tt := range []struct {
		change func(*credential.NewAward)
		want   []string
	}{
		{func(*credential.NewAward) {}, nil},
		{func(a *credential.NewAward) { a.Version = "ver_none" }, []string{"NOT_FOUND version"}},
		{func(a *credential.NewAward) { a.Earner = "ern_none" }, []string{"NOT_FOUND earner"}},
		{func(a *credential.NewAward) { a.Issuer = "org_none" }, []string{"NOT_FOUND issuer"}},
		{func(a *credential.NewAward) { a.Source, a.Verified, a.Status = "", "SURE", "GONE" }, []string{"INVALID source", "INVALID status", "INVALID verified"}},
		{func(a *credential.NewAward) { a.EarnedAt = time.Time{} }, []string{"INVALID earnedAt"}},
		{func(a *credential.NewAward) { a.EarnedAt = now.Add(1) }, []string{"INVALID earnedAt"}},
		{func(a *credential.NewAward) { a.ExpiresAt = &a.EarnedAt }, []string{"INVALID expiresAt"}},
		{func(a *credential.NewAward) { a.RevokedAt = &now }, []string{"INVALID revokedAt"}},
		{func(a *credential.NewAward) { a.Status = enum.AwardRevoked }, []string{"INVALID revokedAt"}},
		{func(a *credential.NewAward) { a.Status, a.RevokedAt = enum.AwardRevoked, world.Ptr(a.EarnedAt.Add(-1)) }, []string{"INVALID revokedAt"}},
		{func(a *credential.NewAward) { a.Pairs = []matching.Pair{{Skill: skill}, {Skill: "skl_none"}} }, []string{"NOT_FOUND pairs.1.skill"}},
		{func(a *credential.NewAward) { a.Pairs = []matching.Pair{{Skill: skill, Level: 5}, {Skill: skill}} }, []string{"INVALID pairs.0", "INVALID pairs.1"}},
		{func(a *credential.NewAward) { a.ID = "awd_x" }, []string{"INVALID id"}},
		{func(a *credential.NewAward) { a.ID = there }, []string{"CONFLICT id"}},
		{func(a *credential.NewAward) { a.ID = twice }, nil},
		{func(a *credential.NewAward) { a.ID = twice }, []string{"CONFLICT id"}},
		{func(a *credential.NewAward) { a.Earner, a.Pairs = "", []matching.Pair{{Skill: skill, Level: 4}} }, nil},
	} {
		row := credential.NewAward{
			Earner: earner, Version: *c.forklift.CurrentVersionID, Issuer: c.college.ID,
			Source: enum.SourceImported, Verified: enum.Verified, EarnedAt: now.AddDate(0, -1, 0),
		}
		tt.change(&row)
		rows = append(rows, row)
		want = append(want, strings.Join(tt.want, ", "))
	}
	refused := world.Must(c.Credentials.Record(c.Ctx, rows))(t)
	got := make([]string, len(rows))
	for _, r := range refused {
		got[r.Row] = strings.Join(world.Problems(t, r.Err), ", ")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !slices.IsSortedFunc(refused, func(a, b credential.RowProblem) int { return a.Row - b.Row }) {
		t.Error("the report is out of order")
	}
	kept := world.Must(c.DB().Award.Query().Where(award.SourceEQ(enum.SourceImported)).WithPairs().All(c.Ctx))(t)
	if len(kept) != 3 {
		t.Fatalf("%d were kept, want 3", len(kept))
	}
	for _, row := range kept {
		if row.Status != enum.AwardActive || row.MicroCredentialID != c.forklift.ID || !row.Shown || row.OwnPairs != (len(row.Edges.Pairs) == 1) {
			t.Errorf("kept as %v with %v", row, row.Edges.Pairs)
		}
	}
}

func TestRecordingIsForTheService(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	if _, err := c.Credentials.Record(c.issuer, nil); !problem.Is(err, problem.Forbidden) {
		t.Errorf("an issuer records: %v", err)
	}
}
