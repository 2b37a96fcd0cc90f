package account

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/link"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/claimcode"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

const claimRefused audit.Action = "account.claim_refused"

// wrongCodes are those that an account may give, or an address that has none yet.
var wrongCodes = audit.Tries{Action: claimRefused, Kind: enum.SubjectAccount, Most: 5, Within: time.Hour}

// ClaimAccount makes the record that a coach or instructor opened the viewer's own, by
// the code that they were given on paper. The grants stay as they were signed.
func (s *Service) ClaimAccount(ctx context.Context, code string) (claimed string, err error) {
	of, err := signedInTo(ctx, "claim a record")
	if err != nil {
		return "", err
	}
	var refused error
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if over, err := wrongCodes.Over(ctx, tx, s.Now(), "claims of "+of, of); over || err != nil {
			refused = claimcode.TooMany(wrongCodes.Most).At("code")
			return err
		}
		claimed, refused = s.takeRecord(ctx, tx, of, code)
		if problem.Is(refused, problem.NotFound) {
			return audit.Write(ctx, tx, s.Now(), claimRefused, enum.SubjectAccount, of)
		}
		if problem.As(refused) != nil {
			return nil
		}
		return refused
	})
	if err != nil {
		return "", err
	}
	return claimed, refused
}

// refuseCode refuses a code by which nobody can register: a wrong one, or any after too
// many wrong ones. There is no account yet whose tries could be counted, so they are
// those of all links to its address; the trail knows these by number.
func (s *Service) refuseCode(ctx context.Context, tx *db.Client, by *db.Link, code *string) (refused, err error) {
	if code == nil || strings.TrimSpace(*code) == "" {
		return nil, nil
	}
	lately, err := tx.Link.Query().Where(link.PurposeEQ(by.Purpose), link.Subject(by.Subject),
		link.CreatedAtGT(s.Now().Add(-wrongCodes.Within-signInFor))).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up links: %w", err)
	}
	numbers := make([]string, len(lately))
	for i, key := range lately {
		numbers[i] = linkNumber(key)
	}
	if over, err := wrongCodes.Over(ctx, tx, s.Now(), "claims of "+by.Subject, numbers...); over || err != nil {
		return claimcode.TooMany(wrongCodes.Most).At("claimCode"), err
	}
	waits, err := tx.Earner.Query().Where(waitsUnder(*code)).Exist(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up a code: %w", err)
	}
	if waits {
		return nil, nil
	}
	return noneWaits("claimCode"), audit.Write(ctx, tx, s.Now(), claimRefused, enum.SubjectAccount, linkNumber(by.ID))
}

func linkNumber(key int) string { return fmt.Sprintf("link %d", key) }

// takeRecord asks and writes in one statement: of two with the same code one has it.
func (s *Service) takeRecord(ctx context.Context, tx *db.Client, of, code string) (string, error) {
	has, err := tx.Earner.Query().Where(earner.AccountID(of)).Exist(ctx)
	if err != nil {
		return "", fmt.Errorf("look up a record: %w", err)
	}
	if has {
		return "", problem.New(problem.Conflict, "your account has an earner's record already: ask who gave you the code to award to it").
			Spanish("su cuenta ya tiene un registro: pida a quien le dio el código que lo use para otorgarle").At("code")
	}
	waiting := waitsUnder(code)
	key, err := tx.Earner.Query().Where(waiting).OnlyID(ctx)
	n := 0
	if err == nil {
		n, err = tx.Earner.Update().Where(earner.ID(key), waiting).SetAccountID(of).ClearClaimCodeHash().Save(ctx)
	}
	if err != nil && !db.IsNotFound(err) {
		return "", fmt.Errorf("claim a record: %w", err)
	}
	if n == 0 {
		return "", noneWaits("code")
	}
	return key, audit.Write(ctx, tx, s.Now(), "earner.claim", enum.SubjectEarner, key)
}

// waitsUnder keeps the record that a code claims.
func waitsUnder(code string) predicate.Earner {
	return earner.And(earner.ClaimCodeHash(claimcode.Hash(code)), earner.AccountIDIsNil(), earner.ErasedAtIsNil())
}

func noneWaits(at string) *problem.Problem {
	return problem.New(problem.NotFound, "no record waits under this code: look whether it is typed as it was given").
		Spanish("ningún registro espera con este código: compruebe si está escrito como se lo dieron").At(at)
}
