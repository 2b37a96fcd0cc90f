package credential

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/unclaimedaward"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/claimcode"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// claimRefused is the audit's word for a wrong code.
const claimRefused audit.Action = "award.claim_refused"

// wrongCodes are those that an earner may give.
var wrongCodes = audit.Tries{Action: claimRefused, Kind: enum.SubjectEarner, Most: 10, Within: time.Hour}

// ClaimAwardInput has the code that the issuer handed over.
type ClaimAwardInput struct {
	Code string
}

// ClaimAward makes an award that waits for somebody the award of the earner who
// acts, once. After ten wrong codes within an hour none is taken, be it right.
func (s *Service) ClaimAward(ctx context.Context, in ClaimAwardInput) (claimed *db.Award, err error) {
	if err := auth.Require(ctx, auth.ClaimAward); err != nil {
		return nil, err
	}
	if n := utf8.RuneCountInString(in.Code); n < 1 || n > maxLine {
		return nil, problem.New(problem.Invalid, "a code has 1 to %d characters", maxLine).
			Spanish("un código tiene de 1 a %d caracteres", maxLine).At("code")
	}
	holder, err := s.actingEarner(ctx)
	if err != nil {
		return nil, err
	}
	var refused error
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		claimed, refused, err = s.claim(ctx, tx, holder.ID, in.Code)
		return err
	})
	if err != nil {
		return nil, err
	}
	return claimed, refused
}

// claim asks and writes in one statement: of two with the same code one has it. What
// it refuses is kept in mind, so that it is no failure of the transaction.
func (s *Service) claim(ctx context.Context, tx *db.Client, holder, code string) (claimed *db.Award, refused, err error) {
	if over, err := wrongCodes.Over(ctx, tx, s.Now(), "claims of "+holder, holder); over || err != nil {
		return nil, claimcode.TooMany(wrongCodes.Most).At("code"), err
	}
	hash := claimcode.Hash(code)
	key, err := tx.Award.Query().Where(award.ClaimCodeHash(hash)).OnlyID(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, nil, fmt.Errorf("look up code: %w", err)
	}
	n := 0
	if err == nil {
		n, err = tx.Award.Update().
			Where(award.ID(key), award.ClaimCodeHash(hash), award.EarnerIDIsNil(), award.StatusNEQ(enum.AwardRevoked)).
			SetEarnerID(holder).ClearClaimCodeHash().Save(ctx)
		if err != nil {
			return nil, nil, fmt.Errorf("claim award: %w", err)
		}
	}
	if n == 0 {
		refused := problem.New(problem.NotFound, "no award waits under this code: look whether it is typed as it was given").
			Spanish("ningún logro espera con este código: compruebe si está escrito como se lo dieron").At("code")
		return nil, refused, audit.Write(ctx, tx, s.Now(), claimRefused, enum.SubjectEarner, holder)
	}
	if err := s.takeOver(ctx, tx, holder, key); err != nil {
		return nil, nil, err
	}
	row, err := loadAward(ctx, tx, key)
	if err != nil {
		return nil, nil, err
	}
	return row, nil, s.finish(ctx, tx, row, "award.claim")
}

// takeOver seals what an award rests on under its earner's key, and forgets what
// its issuer said of them.
func (s *Service) takeOver(ctx context.Context, tx *db.Client, holder, key string) error {
	row, err := tx.UnclaimedAward.Query().Where(unclaimedaward.AwardID(key)).Only(ctx)
	if db.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("load an award's recipient: %w", err)
	}
	kept, err := s.openUnclaimed(row)
	if err != nil {
		return err
	}
	if detail := *kept.Detail.detail(); !detail.empty() {
		if err := s.keepDetail(ctx, tx, holder, key, detail); err != nil {
			return err
		}
	}
	if _, err := tx.UnclaimedAward.Delete().Where(unclaimedaward.AwardID(key)).Exec(ctx); err != nil {
		return fmt.Errorf("forget an award's recipient: %w", err)
	}
	return nil
}

// ReissueClaimCodeInput says of which award.
type ReissueClaimCodeInput struct {
	Award string
}

// ReissueClaimCode gives an award that nobody has claimed another code; the one
// before is worth nothing any more.
func (s *Service) ReissueClaimCode(ctx context.Context, in ReissueClaimCodeInput) (*Awarded, error) {
	if err := auth.Require(ctx, auth.IssueAward); err != nil {
		return nil, err
	}
	code, err := claimcode.Make(s.Random)
	if err != nil {
		return nil, err
	}
	made := &Awarded{ClaimCode: code}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		n, err := tx.Award.Update().
			Where(award.ID(in.Award), awardedBy(ctx), award.EarnerIDIsNil(), award.ClaimCodeHashNotNil(), award.StatusNEQ(enum.AwardRevoked)).
			SetClaimCodeHash(claimcode.Hash(code)).Save(ctx)
		if err != nil {
			return fmt.Errorf("reissue claim code: %w", err)
		}
		there, err := tx.Award.Query().Where(award.ID(in.Award), awardedBy(ctx)).Exist(ctx)
		switch {
		case err != nil:
			return fmt.Errorf("look up award: %w", err)
		case !there:
			return problem.New(problem.NotFound, "there is no award %q", in.Award).Spanish("no hay ningún logro %q", in.Award).At("award")
		case n == 0:
			return problem.New(problem.Conflict, "this award waits for nobody: it has its earner, or is revoked").
				Spanish("este logro no espera a nadie: tiene a su persona, o está revocado").At("award")
		}
		if err := audit.Write(ctx, tx, s.Now(), "award.reissue_code", enum.SubjectAward, in.Award); err != nil {
			return err
		}
		made.Award, err = loadAward(ctx, tx, in.Award)
		return err
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}
