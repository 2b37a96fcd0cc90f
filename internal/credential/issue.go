package credential

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// batchSize is how many awards are written in one transaction.
const batchSize = 1_000

// NewAward is an award as it was made, with its true dates.
type NewAward struct {
	// ID is given by seeds, which mint the same ids again; by default it is minted.
	ID       string
	Earner   string
	Version  string
	Issuer   string
	Source   enum.AwardSource
	Status   enum.AwardStatus
	Verified enum.Verification
	EarnedAt time.Time
	// ExpiresAt is nil where it does not expire.
	ExpiresAt *time.Time
	// RevokedReason is why, of a revoked award, which RevokedAt dates.
	RevokedReason string
	RevokedAt     *time.Time
	// Pairs are what a verified result proves, where that differs from what the
	// version asserts; nil otherwise.
	Pairs []matching.Pair
	// Withheld keeps the award out of matching, as its earner wishes.
	Withheld bool
}

// RowProblem is why a row of a batch was left out.
type RowProblem struct {
	Row int
	Err error
}

// Record writes awards that were made elsewhere or before, in batches. Rows that
// cannot stand are reported and left out; the others are kept.
func (s *Service) Record(ctx context.Context, rows []NewAward) ([]RowProblem, error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	catalog, err := s.Catalog.Matching(ctx)
	if err != nil {
		return nil, fmt.Errorf("load catalog: %w", err)
	}
	var good []NewAward
	var refused []RowProblem
	for i, row := range rows {
		if err := row.check(catalog, s.Now()); err != nil {
			refused = append(refused, RowProblem{i, err})
			continue
		}
		good = append(good, row)
	}
	for batch := range slices.Chunk(good, batchSize) {
		err := store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
			return s.record(ctx, tx, catalog, batch)
		})
		if err != nil {
			return refused, err
		}
	}
	return refused, nil
}

func (s *Service) record(ctx context.Context, tx *db.Client, catalog *matching.Catalog, batch []NewAward) error {
	awards := make([]*db.Award, len(batch))
	var pairs []*db.AwardPair
	for i, row := range batch {
		if row.ID == "" {
			row.ID = s.IDs.At(id.Award, row.EarnedAt)
		}
		awards[i] = row.row(catalog, s.Now())
		for _, p := range row.Pairs {
			pairs = append(pairs, &db.AwardPair{AwardID: row.ID, SkillID: p.Skill, Level: uint8(p.Level)})
		}
	}
	if err := store.Insert(ctx, tx, awards); err != nil {
		return fmt.Errorf("write awards: %w", err)
	}
	if err := store.Insert(ctx, tx, pairs); err != nil {
		return fmt.Errorf("write competencies of awards: %w", err)
	}
	return nil
}

// row is the award as it is stored. Its version must be known.
func (a NewAward) row(catalog *matching.Catalog, now time.Time) *db.Award {
	version, _ := catalog.Version(a.Version)
	row := &db.Award{
		ID: a.ID, CreatedAt: now, VersionID: a.Version, MicroCredentialID: version.Credential, IssuerID: a.Issuer,
		Source: a.Source, Status: cmp.Or(a.Status, enum.AwardActive), Verification: a.Verified,
		EarnedAt: a.EarnedAt, ExpiresAt: a.ExpiresAt, RevokedAt: a.RevokedAt, RevokedReason: a.RevokedReason,
		Shown: !a.Withheld, OwnPairs: a.Pairs != nil,
	}
	if a.Earner != "" {
		row.EarnerID = &a.Earner
	}
	return row
}

func (a NewAward) check(catalog *matching.Catalog, now time.Time) error {
	var errs []error
	invalid := func(at, format string, args ...any) {
		errs = append(errs, problem.New(problem.Invalid, format, args...).At(at))
	}
	if _, known := catalog.Version(a.Version); !known {
		invalid("version", "there is no published version %q", a.Version)
	}
	if a.EarnedAt.IsZero() || a.EarnedAt.After(now) {
		invalid("earnedAt", "an award is earned at a time that has passed, not at %s", a.EarnedAt.Format(time.RFC3339))
	}
	if a.ExpiresAt != nil && !a.ExpiresAt.After(a.EarnedAt) {
		invalid("expiresAt", "an award expires after it was earned")
	}
	if (a.Status == enum.AwardRevoked) != (a.RevokedAt != nil) {
		invalid("revokedAt", "a revoked award, and no other, says when it was revoked")
	}
	for i, p := range a.Pairs {
		if p.Skill == "" || p.Level > matching.MaxLevel {
			invalid("pairs."+strconv.Itoa(i), "a competency is a skill at a level of at most %d", matching.MaxLevel)
		}
	}
	return problem.Join(errs...)
}
