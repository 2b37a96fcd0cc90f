package credential

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/claimcode"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// AwardInput is an award to be made: to an Earner, or to somebody Unclaimed.
type AwardInput struct {
	Earner          *string
	Unclaimed       *UnclaimedInput
	MicroCredential string
	// OnBehalfOf is an issuer that lets the viewer's organization award in its name;
	// by default that organization awards itself.
	OnBehalfOf *string
	// EarnedAt is by default now.
	EarnedAt *time.Time
	// ExpiresAt is by default as the micro-credential says.
	ExpiresAt        *time.Time
	Evidence         []EvidenceInput
	Results          []ResultInput
	ClientMutationID *string
}

// issue is the input as one award of an earner's says it.
func (in AwardInput) issue() IssueAwardInput {
	out := IssueAwardInput{
		MicroCredential: in.MicroCredential, EarnedAt: in.EarnedAt, ExpiresAt: in.ExpiresAt, Evidence: in.Evidence, Results: in.Results,
	}
	if in.Earner != nil {
		out.Earner = *in.Earner
	}
	return out
}

// Awarded is an award that was made. ClaimCode is of one that waits to be claimed;
// it is told this once, and empty when the same call is repeated.
type Awarded struct {
	Award     *db.Award
	ClaimCode string
}

// AwardMicroCredential gives somebody a micro-credential, in its current version. An
// earner has opened their record to the viewer's organization, or holds an award of
// it; anybody else claims the award with a code. The same award again, of the same
// day, is a Conflict.
func (s *Service) AwardMicroCredential(ctx context.Context, in AwardInput) (*Awarded, error) {
	if err := auth.Require(ctx, auth.IssueAward); err != nil {
		return nil, err
	}
	by := awarderOf(ctx, in.OnBehalfOf)
	of, unknown := s.awardable(ctx, by, in.MicroCredential)
	return s.award(ctx, in, by, of, unknown)
}

// award is AwardMicroCredential once its micro-credential is looked up: unknown is
// why it may not be awarded, if it may not.
func (s *Service) award(ctx context.Context, in AwardInput, by awarder, of *db.MicroCredentialVersion, unknown error) (*Awarded, error) {
	call := repeat.Call{
		Viewer: auth.From(ctx).Key(), Mutation: "awardMicroCredential", Key: in.ClientMutationID, Input: in, Now: s.Now(),
	}
	one := in.issue()
	var unreachable error
	if unknown == nil || by.delegate() == nil {
		// Else one could learn whom an issuer for which one may not act has to do with.
		unreachable = s.checkRecipient(ctx, by, in)
	}
	err := problem.Join(
		call.Check(), unknown, unreachable, one.check(s.Now()), s.checkElsewhere(in.Evidence), one.checkAgainst(of, s.Now()),
	)
	if err != nil {
		return nil, err
	}
	p := placing{IssueAwardInput: one, of: of, by: by, unclaimed: in.Unclaimed}
	return repeat.Once(ctx, s.DB, call, repeat.Record[*Awarded]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*Awarded, error) {
			row, err := loadAward(ctx, tx, id)
			return &Awarded{Award: row}, err
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *Awarded, error) {
			if err := s.checkWaits(ctx, tx, p); err != nil {
				return "", nil, err
			}
			made, err := s.placeOnce(ctx, tx, p)
			if err != nil {
				return "", nil, err
			}
			return made.Award.ID, made, nil
		},
	})
}

// checkRecipient wants exactly one, who may be given something.
func (s *Service) checkRecipient(ctx context.Context, by awarder, in AwardInput) error {
	switch {
	case (in.Earner == nil) == (in.Unclaimed == nil):
		return problem.New(problem.Invalid, "say to whom: either an earner, or somebody who will claim it").
			Spanish("diga a quién: o una persona con expediente, o alguien que lo reclamará").At("earner")
	case in.Unclaimed != nil:
		return problem.Under(in.Unclaimed.check(), "unclaimed")
	}
	return s.checkReachable(ctx, by, *in.Earner)
}

// placeOnce writes an award, unless its earner has it already.
func (s *Service) placeOnce(ctx context.Context, tx *db.Client, p placing) (*Awarded, error) {
	made := &Awarded{}
	if p.unclaimed != nil {
		var err error
		if made.ClaimCode, err = claimcode.Make(s.Random); err != nil {
			return nil, err
		}
		p.code = made.ClaimCode
	} else {
		there, err := s.sameDay(ctx, tx, p)
		if err != nil {
			return nil, err
		}
		if there != nil {
			return nil, problem.New(problem.Conflict, "this earner has this award already, of the same day: renew it instead").
				Spanish("esta persona ya tiene este logro, del mismo día: renuévelo").At("earner").With(there)
		}
	}
	row, err := s.place(ctx, tx, p)
	made.Award = row
	return made, err
}

// sameDay is the award that an earner has already: of the same issuer and
// micro-credential, of the same day, and one that counts. No index can hold that, for
// it is allowed again once the first is revoked: those who award to the same earner
// follow one another instead, so that of two at once the second finds the first.
func (s *Service) sameDay(ctx context.Context, tx *db.Client, p placing) (*db.Award, error) {
	if err := store.Lock(ctx, "awards of "+p.Earner); err != nil {
		return nil, err
	}
	earned, _ := p.dates(p.of, s.Now())
	day := earned.Truncate(24 * time.Hour)
	row, err := tx.Award.Query().Where(
		award.EarnerID(p.Earner), award.IssuerID(p.by.issuer), award.MicroCredentialID(p.of.MicroCredentialID),
		award.StatusEQ(enum.AwardActive), award.VerificationEQ(enum.Verified), award.SourceNEQ(enum.SourceClaimed),
		award.EarnedAtGTE(day), award.EarnedAtLT(day.Add(24*time.Hour)),
		award.Or(award.ExpiresAtIsNil(), award.ExpiresAtGT(s.Now())),
	).WithPairs().Order(award.ByID()).First(ctx)
	if db.IsNotFound(err) {
		return nil, nil //nolint:nilnil // none is the usual case
	}
	if err != nil {
		return nil, fmt.Errorf("look for the same award: %w", err)
	}
	return row, nil
}
