package credential

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
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
// cannot stand are reported, in their order, and left out; the others are kept.
func (s *Service) Record(ctx context.Context, rows []NewAward) ([]RowProblem, error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	catalog, err := s.Catalog.Matching(ctx)
	if err != nil {
		return nil, fmt.Errorf("load catalog: %w", err)
	}
	var good []numbered
	var refused []RowProblem
	for i, row := range rows {
		if err := row.check(catalog, s.Now()); err != nil {
			refused = append(refused, RowProblem{i, err})
			continue
		}
		good = append(good, numbered{row, i})
	}
	for batch := range slices.Chunk(good, batchSize) {
		unfit, err := s.recordBatch(ctx, catalog, batch)
		refused = append(refused, unfit...)
		if err != nil {
			return refused, err
		}
	}
	slices.SortFunc(refused, func(a, b RowProblem) int { return a.Row - b.Row })
	return refused, nil
}

// numbered is a row with its place among those given.
type numbered struct {
	NewAward
	at int
}

// recordBatch writes what stands of a batch. Mostly that is all of it: what rows
// name is looked up only where the database has refused them.
func (s *Service) recordBatch(ctx context.Context, catalog *matching.Catalog, batch []numbered) ([]RowProblem, error) {
	write := func(batch []numbered) error {
		return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
			return s.record(ctx, tx, catalog, batch)
		})
	}
	refusal := write(batch)
	if refusal == nil {
		return nil, nil
	}
	fit, unfit, err := s.sift(ctx, batch)
	if err != nil {
		return nil, err
	}
	if len(unfit) == 0 {
		return nil, refusal
	}
	return unfit, write(fit)
}

func (s *Service) record(ctx context.Context, tx *db.Client, catalog *matching.Catalog, batch []numbered) error {
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
	return s.followIn(ctx, tx, catalog, awards)
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
