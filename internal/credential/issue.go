package credential

import (
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
	awards := make([]*db.AwardCreate, len(batch))
	var pairs []*db.AwardPairCreate
	for i, row := range batch {
		if row.ID == "" {
			row.ID = s.IDs.At(id.Award, row.EarnedAt)
		}
		version, _ := catalog.Version(row.Version)
		awards[i] = tx.Award.Create().
			SetID(row.ID).SetCreatedAt(s.Now()).SetEarnerID(row.Earner).
			SetVersionID(row.Version).SetMicroCredentialID(version.Credential).SetIssuerID(row.Issuer).
			SetSource(row.Source).SetStatus(row.Status).SetVerification(row.Verified).
			SetEarnedAt(row.EarnedAt).SetNillableExpiresAt(row.ExpiresAt).
			SetNillableRevokedAt(row.RevokedAt).SetRevokedReason(row.RevokedReason).
			SetShown(!row.Withheld).SetOwnPairs(row.Pairs != nil)
		for _, p := range row.Pairs {
			pairs = append(pairs, tx.AwardPair.Create().SetAwardID(row.ID).SetSkillID(p.Skill).SetLevel(uint8(p.Level)))
		}
	}
	if err := tx.Award.CreateBulk(awards...).Exec(ctx); err != nil {
		return fmt.Errorf("write awards: %w", err)
	}
	for part := range slices.Chunk(pairs, batchSize) {
		if err := tx.AwardPair.CreateBulk(part...).Exec(ctx); err != nil {
			return fmt.Errorf("write competencies of awards: %w", err)
		}
	}
	return nil
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
