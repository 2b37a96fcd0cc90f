package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/change"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

func afterSeq(seq int64) predicate.Change { return change.IDGT(seq) }

// stored compares records by what is stored of them.
var stored = cmp.Options{
	cmpopts.IgnoreUnexported(db.Earner{}, db.Award{}, db.AwardPair{}, db.Grant{}, db.Skill{}, db.ProtectedAttributes{}),
	cmp.FilterPath(func(p cmp.Path) bool { return strings.HasPrefix(p.Last().String(), ".Edges") }, cmp.Ignore()),
}

func ptr[T any](v T) *T { return &v }

func TestInsertStoresEveryFieldAsItIs(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	world(t, s)
	at := testkit.Start.Add(time.Microsecond)
	earner := &db.Earner{
		ID: "ern_9", CreatedAt: at, Name: "Someone \"else\"", Language: "es", PlacePrecision: enum.PrecisionZIP, Remote: true,
		Visibility: consent.Anonymous, Reach: consent.Granted, GuardianUntil: ptr(at.Add(time.Hour)), ClaimCodeHash: ptr("ab"),
	}
	awd := &db.Award{
		ID: "awd_9", CreatedAt: at, EarnerID: ptr("ern_9"), VersionID: "ver_1", MicroCredentialID: "mcr_1", IssuerID: "org_1",
		Source: enum.SourceIssued, Status: enum.AwardActive, Verification: enum.Verified, EarnedAt: at,
		ExpiresAt: ptr(at.Add(48 * time.Hour)), Shown: true, OwnPairs: true,
	}
	grant := &db.Grant{
		ID: "grt_9", CreatedAt: at, EarnerID: "ern_9", OrganizationKind: ptr(enum.OrgEmployer), Purpose: consent.Matching,
		Fields: []consent.Field{consent.Name, consent.Awards}, Source: enum.GrantByEarner,
	}
	skl := &db.Skill{
		ID: "skl_9", CreatedAt: at, FrameworkID: "frm_1", URI: "u", Name: "weld", Status: enum.SkillActive,
		Description: text.EnEs("join metal", "unir metal"),
	}
	who := &db.ProtectedAttributes{EarnerID: "ern_9", BirthYear: ptr(1990), PellEligible: ptr(false), RecordedAt: at}
	seen := len(feed(t, s))
	write(t, s, func(ctx context.Context, tx *db.Client) error {
		return firstOf(
			func() error { return store.Insert(ctx, tx, []*db.Earner{earner}) },
			func() error { return store.Insert(ctx, tx, []*db.Award{awd}) },
			func() error {
				return store.Insert(ctx, tx, []*db.AwardPair{{AwardID: "awd_9", SkillID: "skl_1", Level: 3}, {AwardID: "awd_9", SkillID: "skl_2"}})
			},
			func() error { return store.Insert(ctx, tx, []*db.Grant{grant}) },
			func() error { return store.Insert(ctx, tx, []*db.Skill{skl}) },
			func() error { return store.Insert(ctx, tx, []*db.ProtectedAttributes{who}) },
			func() error { return store.Insert(ctx, tx, []*db.Earner(nil)) },
		)
	})
	ctx := t.Context()
	for name, diff := range map[string]string{
		"earner": cmp.Diff(earner, s.Client.Earner.GetX(ctx, "ern_9"), stored),
		"award":  cmp.Diff(awd, s.Client.Award.GetX(ctx, "awd_9"), stored),
		"grant":  cmp.Diff(grant, s.Client.Grant.GetX(ctx, "grt_9"), stored),
		"skill":  cmp.Diff(skl, s.Client.Skill.GetX(ctx, "skl_9"), stored),
		"protected": cmp.Diff(who, s.Client.ProtectedAttributes.Query().OnlyX(ctx), stored,
			cmpopts.IgnoreFields(db.ProtectedAttributes{}, "ID")),
		"pairs": cmp.Diff(2, s.Client.AwardPair.Query().CountX(ctx)),
		"feed":  cmp.Diff([]string{"earner ern_9", "award awd_9", "skill skl_9"}, feed(t, s)[seen:]),
	} {
		if diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestInsertRefusesWhatNoRecordMayHold(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	world(t, s)
	err := store.InTx(t.Context(), s.Client, func(ctx context.Context, tx *db.Client) error {
		for name, err := range map[string]error{
			"unknown value":               store.Insert(ctx, tx, []*db.Earner{{ID: "ern_9", CreatedAt: testkit.Start, Visibility: "EVERYWHERE"}}),
			"time not set":                store.Insert(ctx, tx, []*db.Framework{{ID: "frm_9"}}),
			"not a record":                store.Insert(ctx, tx, []*struct{ ID string }{{"x"}}),
			"without its own transaction": store.Insert(t.Context(), tx, []*db.Framework{{ID: "frm_9", CreatedAt: testkit.Start}}),
		} {
			if err == nil {
				t.Errorf("%s: accepted", name)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestInsertMissingLeavesWhatIsThere(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	world(t, s)
	write(t, s, func(ctx context.Context, tx *db.Client) error {
		return store.InsertMissing(ctx, tx, []*db.Earner{
			{ID: "ern_1", CreatedAt: testkit.Start, Name: "Other", PlacePrecision: enum.PrecisionNone, Visibility: consent.Open, Reach: consent.Everyone},
			{ID: "ern_3", CreatedAt: testkit.Start, Name: "New", PlacePrecision: enum.PrecisionNone, Visibility: consent.Open, Reach: consent.Everyone},
		})
	})
	if got := s.Client.Earner.GetX(t.Context(), "ern_1").Name; got != "Somebody" {
		t.Errorf("got %q, want the old name", got)
	}
	if got := s.Client.Earner.GetX(t.Context(), "ern_3").Name; got != "New" {
		t.Errorf("got %q, want the new earner", got)
	}
}

func TestUpsertWritesOverWhatIsThere(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	world(t, s)
	write(t, s, func(ctx context.Context, tx *db.Client) error {
		return store.Upsert(ctx, tx, []*db.Skill{
			{ID: "skl_other", CreatedAt: testkit.Start.Add(time.Hour), FrameworkID: "frm_1", URI: "skl_1", Name: "renamed", Status: enum.SkillDeprecated},
		}, skill.FieldFrameworkID, skill.FieldURI)
	})
	got := s.Client.Skill.GetX(t.Context(), "skl_1")
	if got.Name != "renamed" || got.Status != enum.SkillDeprecated || !got.CreatedAt.Equal(testkit.Start) {
		t.Errorf("got %v", got)
	}
}

func TestEveryRecordCanBeInserted(t *testing.T) {
	t.Parallel()
	all := store.ShapesOfAll()
	if len(all) != len(recordNames()) {
		t.Errorf("got %d shapes, want %d", len(all), len(recordNames()))
	}
	for _, err := range all {
		if err != nil {
			t.Error(err)
		}
	}
}

func TestPagesOfAKeysetHoldEveryRowOnce(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	world(t, s)
	write(t, s, func(ctx context.Context, tx *db.Client) error {
		var rows []*db.Skill
		for i := range 25 {
			rows = append(rows, &db.Skill{
				ID: fmt.Sprintf("skl_k%02d", i), CreatedAt: testkit.Start, FrameworkID: "frm_1",
				URI: fmt.Sprint(i), Name: string(rune('a' + i%3)), Status: enum.SkillActive,
			})
		}
		return store.Insert(ctx, tx, rows)
	})
	after := store.After[predicate.Skill](skill.FieldName, skill.FieldID)
	before := store.Before[predicate.Skill](skill.FieldName, skill.FieldID)
	up, err := walk(t.Context(), s, after, db.Asc(skill.FieldName, skill.FieldID))
	if err != nil {
		t.Fatal(err)
	}
	down, err := walk(t.Context(), s, before, db.Desc(skill.FieldName, skill.FieldID))
	if err != nil {
		t.Fatal(err)
	}
	if len(up) != 27 || len(down) != 27 {
		t.Fatalf("walked %d up, %d down; want 27", len(up), len(down))
	}
	for i := range up {
		if up[i] != down[26-i] {
			t.Errorf("row %d: %s going up, %s going down", i, up[i], down[26-i])
		}
	}
}

func walk(ctx context.Context, s *store.Store, next func(...any) predicate.Skill, order skill.OrderOption) ([]string, error) {
	var ids []string
	query := s.Client.Skill.Query()
	for {
		rows, err := query.Order(order).Limit(4).All(ctx)
		if err != nil || len(rows) == 0 {
			return ids, err
		}
		for _, row := range rows {
			ids = append(ids, row.ID)
		}
		last := rows[len(rows)-1]
		if len(ids) > 100 {
			return nil, errors.New("the walk does not end")
		}
		query = s.Client.Skill.Query().Where(next(last.Name, last.ID))
	}
}

func BenchmarkInsertEarnersWithFiveAwards(b *testing.B) {
	s := testkit.Store(b)
	world(b, s)
	n := 0
	for b.Loop() {
		write(b, s, func(ctx context.Context, tx *db.Client) error {
			var earners []*db.Earner
			var awards []*db.Award
			for range 1000 {
				n++
				e := fmt.Sprintf("ern_b%09d", n)
				earners = append(earners, &db.Earner{
					ID: e, CreatedAt: testkit.Start, Name: "x", PlacePrecision: enum.PrecisionCounty,
					Visibility: consent.Anonymous, Reach: consent.Everyone, Language: "en",
				})
				for a := range 5 {
					awards = append(awards, &db.Award{
						ID: fmt.Sprintf("awd_b%09d%d", n, a), CreatedAt: testkit.Start, EarnerID: &e,
						VersionID: "ver_1", MicroCredentialID: "mcr_1", IssuerID: "org_1", Source: enum.SourceIssued, Status: enum.AwardActive,
						Verification: enum.Verified, EarnedAt: testkit.Start, Shown: true,
					})
				}
			}
			if err := store.Insert(ctx, tx, earners); err != nil {
				return err
			}
			return store.Insert(ctx, tx, awards)
		})
	}
	b.ReportMetric(float64(n*6)/b.Elapsed().Seconds(), "rows/s")
}
