package account

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// batchSize is how many earners are written in one transaction.
const batchSize = 1_000

// NewAccount is an account to be opened.
type NewAccount struct {
	// ID is given by seeds, which mint the same ids again; by default it is minted.
	ID       string
	Name     string
	Language string
	// DemoRole is the role that a demo account stands for; empty outside of demos.
	DemoRole string
	// Emails are verified addresses.
	Emails      []string
	Memberships []NewMembership
}

// NewMembership is a role in an organization.
type NewMembership struct {
	ID           string
	Organization string
	Role         enum.Role
}

// Open opens an account with verified addresses and memberships.
func (s *Service) Open(ctx context.Context, in NewAccount) (made *db.Account, err error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	if strings.TrimSpace(in.Name) == "" {
		return nil, problem.New(problem.Invalid, "an account has a name").At("name")
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		made, err = s.open(ctx, tx, in)
		return err
	})
	return made, err
}

func (s *Service) open(ctx context.Context, tx *db.Client, in NewAccount) (*db.Account, error) {
	now := s.Now()
	made, err := tx.Account.Create().
		SetID(s.orMint(in.ID, id.Account)).SetCreatedAt(now).
		SetDisplayName(in.Name).SetLocale(in.Language).SetDemoRole(in.DemoRole).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("open account: %w", err)
	}
	for _, email := range in.Emails {
		err := tx.Address.Create().SetAccountID(made.ID).SetKind(enum.AddressEmail).
			SetValue(strings.ToLower(email)).SetVerifiedAt(now).Exec(ctx)
		if db.IsConstraintError(err) {
			return nil, problem.New(problem.Conflict, "another account has the address %q", email).At("emails")
		}
		if err != nil {
			return nil, fmt.Errorf("add address: %w", err)
		}
	}
	for _, m := range in.Memberships {
		err := tx.Membership.Create().SetID(s.orMint(m.ID, id.Membership)).SetCreatedAt(now).
			SetAccountID(made.ID).SetOrganizationID(m.Organization).SetRole(m.Role).Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("add membership: %w", err)
		}
	}
	return made, nil
}

// NewEarner is an earner's record, with what they allow.
type NewEarner struct {
	ID      string
	Account string
	Name    string
	// Language is in which advice is wanted.
	Language  string
	CreatedAt time.Time
	Place     string
	Precision enum.PlacePrecision
	Remote    bool

	Visibility      consent.Visibility
	Reach           consent.Reach
	GuardianUntil   *time.Time
	ShowNonCounting bool
	Grants          []consent.Grant
	Blocked         []string
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
	earners := make([]*db.EarnerCreate, len(batch))
	var grants []*db.GrantCreate
	var blocks []*db.BlockCreate
	for i, e := range batch {
		e.ID = s.orMint(e.ID, id.Earner)
		earners[i] = tx.Earner.Create().SetID(e.ID).SetCreatedAt(e.CreatedAt).
			SetNillableAccountID(optional(e.Account)).SetName(e.Name).SetLanguage(e.Language).
			SetNillablePlaceID(optional(e.Place)).SetPlacePrecision(e.Precision).SetRemote(e.Remote).
			SetVisibility(e.Visibility).SetReach(e.Reach).SetNillableGuardianUntil(e.GuardianUntil).
			SetShowNonCounting(e.ShowNonCounting)
		for _, g := range e.Grants {
			grants = append(grants, s.grant(tx, e, g))
		}
		for _, org := range e.Blocked {
			blocks = append(blocks, tx.Block.Create().SetID(s.IDs.At(id.Block, e.CreatedAt)).
				SetCreatedAt(e.CreatedAt).SetEarnerID(e.ID).SetOrganizationID(org))
		}
	}
	if err := tx.Earner.CreateBulk(earners...).Exec(ctx); err != nil {
		return fmt.Errorf("write earners: %w", err)
	}
	for part := range slices.Chunk(grants, batchSize) {
		if err := tx.Grant.CreateBulk(part...).Exec(ctx); err != nil {
			return fmt.Errorf("write grants: %w", err)
		}
	}
	for part := range slices.Chunk(blocks, batchSize) {
		if err := tx.Block.CreateBulk(part...).Exec(ctx); err != nil {
			return fmt.Errorf("write blocks: %w", err)
		}
	}
	return nil
}

func (s *Service) grant(tx *db.Client, e NewEarner, g consent.Grant) *db.GrantCreate {
	create := tx.Grant.Create().SetID(s.IDs.At(id.Grant, e.CreatedAt)).SetCreatedAt(e.CreatedAt).
		SetEarnerID(e.ID).SetPurpose(g.Purpose).SetFields(g.Fields).
		SetNillableOrganizationID(optional(g.Organization)).SetNillableAccountID(optional(g.Account))
	if g.Kind != "" {
		create.SetOrganizationKind(enum.OrganizationKind(g.Kind))
	}
	if !g.Until.IsZero() {
		create.SetUntil(g.Until)
	}
	if !g.WithdrawnAt.IsZero() {
		create.SetWithdrawnAt(g.WithdrawnAt)
	}
	return create
}

func (s *Service) orMint(given, prefix string) string {
	if given != "" {
		return given
	}
	return s.IDs.Mint(prefix)
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
