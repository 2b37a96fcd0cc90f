package account

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/claimcode"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
)

// batchSize is how many earners are written in one transaction.
const batchSize = 1_000

// NewEarner is an earner's record, with what they allow.
type NewEarner struct {
	// ID is given by seeds, which mint the same ids again; by default it is minted.
	ID      string
	Account string
	// OpenedBy is the account of the coach or instructor who opened the record on
	// paper; empty if the earner did.
	OpenedBy string
	// PaperConsentAt is when they saw the signature.
	PaperConsentAt *time.Time
	// ClaimCode is what the earner may claim the record with; only its hash is
	// stored.
	ClaimCode string
	Name      string
	// Language is in which advice is wanted; by default English.
	Language string
	// CreatedAt is by default now.
	CreatedAt time.Time
	Place     string
	// Precision is how exactly the place is shown; by default the county.
	Precision enum.PlacePrecision
	Remote    bool

	// Visibility is by default hidden; Reach matters to others only.
	Visibility      consent.Visibility
	Reach           consent.Reach
	GuardianUntil   *time.Time
	ShowNonCounting bool
	Grants          []consent.Grant
	Blocked         []string
	Conditions      []Condition
}

// Condition is what an earner asks of work. Employers never see it.
type Condition struct {
	Kind enum.EarnerConditionKind
	// Amount is a decimal in Unit, empty where Value is a word.
	Amount, Unit, Value string
}

// Register writes earners' records, in batches.
func (s *Service) Register(ctx context.Context, earners []NewEarner) error {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return err
	}
	for batch := range slices.Chunk(earners, batchSize) {
		err := store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
			return s.register(ctx, tx, batch)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) register(ctx context.Context, tx *db.Client, batch []NewEarner) error {
	var r registration
	for _, e := range batch {
		e = s.complete(e)
		r.earners = append(r.earners, e.row())
		for _, g := range e.Grants {
			r.grants = append(r.grants, s.grant(e, g))
		}
		for _, org := range e.Blocked {
			r.blocks = append(r.blocks, &db.Block{
				ID: s.IDs.At(id.Block, e.CreatedAt), CreatedAt: e.CreatedAt, EarnerID: e.ID, OrganizationID: org,
			})
		}
		for _, c := range e.Conditions {
			r.conditions = append(r.conditions, &db.EarnerCondition{
				EarnerID: e.ID, Kind: c.Kind, Amount: optional(c.Amount), Unit: c.Unit, Value: c.Value,
			})
		}
	}
	return r.write(ctx, tx)
}

// complete fills in what was left out.
func (s *Service) complete(e NewEarner) NewEarner {
	if e.CreatedAt.IsZero() {
		e.CreatedAt = s.Now()
	}
	if e.ID == "" {
		e.ID = s.IDs.At(id.Earner, e.CreatedAt)
	}
	return e
}

// registration is what a batch of earners comes to in rows.
type registration struct {
	earners    []*db.Earner
	grants     []*db.Grant
	blocks     []*db.Block
	conditions []*db.EarnerCondition
}

func (r registration) write(ctx context.Context, tx *db.Client) error {
	if err := store.Insert(ctx, tx, r.earners); err != nil {
		return fmt.Errorf("write earners: %w", err)
	}
	if err := store.Insert(ctx, tx, r.grants); err != nil {
		return fmt.Errorf("write grants: %w", err)
	}
	if err := store.Insert(ctx, tx, r.blocks); err != nil {
		return fmt.Errorf("write blocks: %w", err)
	}
	if err := store.Insert(ctx, tx, r.conditions); err != nil {
		return fmt.Errorf("write conditions of earners: %w", err)
	}
	return nil
}

func (e NewEarner) row() *db.Earner {
	row := &db.Earner{
		ID: e.ID, CreatedAt: e.CreatedAt, AccountID: optional(e.Account), OpenedByID: optional(e.OpenedBy),
		Name: e.Name, Language: cmp.Or(e.Language, "en"),
		PlaceID: optional(e.Place), PlacePrecision: cmp.Or(e.Precision, enum.PrecisionCounty), Remote: e.Remote,
		Visibility: cmp.Or(e.Visibility, consent.Hidden), Reach: cmp.Or(e.Reach, consent.Everyone),
		GuardianUntil: e.GuardianUntil, ShowNonCounting: e.ShowNonCounting, PaperConsentAt: e.PaperConsentAt,
	}
	if e.ClaimCode != "" {
		hash := HashClaimCode(e.ClaimCode)
		row.ClaimCodeHash = &hash
	}
	return row
}

// HashClaimCode is how a claim code is stored: as it is typed, whatever its case,
// spaces and hyphens.
func HashClaimCode(code string) string {
	return claimcode.Hash(code)
}

func (s *Service) grant(e NewEarner, g consent.Grant) *db.Grant {
	row := &db.Grant{
		ID: s.IDs.At(id.Grant, e.CreatedAt), CreatedAt: e.CreatedAt, EarnerID: e.ID,
		OrganizationID: optional(g.Organization), AccountID: optional(g.Account),
		Purpose: g.Purpose, Fields: g.Fields, Source: enum.GrantByEarner,
	}
	if g.Kind != "" {
		kind := enum.OrganizationKind(g.Kind)
		row.OrganizationKind = &kind
	}
	if !g.Until.IsZero() {
		row.Until = &g.Until
	}
	if !g.WithdrawnAt.IsZero() {
		row.WithdrawnAt = &g.WithdrawnAt
	}
	return row
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
