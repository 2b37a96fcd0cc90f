package credential

import (
	"context"
	"encoding/json"
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/unclaimedaward"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// UnclaimedInput says whom an award is for who has no record here, or none that is
// open to the issuer. They claim it with a code.
type UnclaimedInput struct {
	Name string
	// Reference is the issuer's own number for them.
	Reference string
	// Email is where the issuer may send the code; nothing here does.
	Email *string
}

func (in UnclaimedInput) check() error {
	var errs []error
	for _, t := range []struct{ path, text string }{{"name", in.Name}, {"reference", in.Reference}} {
		if line(t.text) == "" || utf8.RuneCountInString(t.text) > maxLine {
			errs = append(errs, problem.New(problem.Invalid, "this is one line of 1 to %d characters", maxLine).
				Spanish("esto es una línea de 1 a %d caracteres", maxLine).At(t.path))
		}
	}
	if in.Email != nil {
		if at, err := mail.ParseAddress(*in.Email); err != nil || at.Address != *in.Email || len(*in.Email) > maxLine {
			errs = append(errs, problem.New(problem.Invalid, "this is no e-mail address").
				Spanish("esto no es una dirección de correo electrónico").At("email"))
		}
	}
	return problem.Join(errs...)
}

// Recipient is whom an unclaimed award is for, as its issuer has said.
type Recipient struct {
	Name, Reference string
	Email           *string
}

// keptUnclaimed is how a recipient is stored, with what the award rests on.
type keptUnclaimed struct {
	Name      string     `json:"name"`
	Reference string     `json:"reference"`
	Email     *string    `json:"email,omitempty"`
	Detail    keptDetail `json:"detail"`
}

// keepUnclaimed seals whom an award is for under the service's key: the recipient
// has none yet.
func (s *Service) keepUnclaimed(ctx context.Context, tx *db.Client, award string, to UnclaimedInput, d Detail) error {
	plain, err := json.Marshal(keptUnclaimed{
		Name: line(to.Name), Reference: line(to.Reference), Email: to.Email, Detail: keptOf(d),
	})
	if err != nil {
		return fmt.Errorf("write an award's recipient: %w", err)
	}
	row := &db.UnclaimedAward{AwardID: award, Content: s.Vault.Seal(boundToUnclaimed(award), plain)}
	if err := store.Insert(ctx, tx, []*db.UnclaimedAward{row}); err != nil {
		return fmt.Errorf("keep an award's recipient: %w", err)
	}
	return nil
}

func (s *Service) openUnclaimed(row *db.UnclaimedAward) (kept keptUnclaimed, err error) {
	plain, err := s.Vault.Open(boundToUnclaimed(row.AwardID), row.Content)
	if err != nil {
		return kept, err
	}
	if err := json.Unmarshal(plain, &kept); err != nil {
		return kept, fmt.Errorf("read an award's recipient: %w", err)
	}
	return kept, nil
}

// checkWaits refuses an award that waits already for the same reference of the
// issuer's: of the same micro-credential and day, be it by a roster. Who they are is
// sealed, so that those of the day are opened.
func (s *Service) checkWaits(ctx context.Context, tx *db.Client, p placing) error {
	if p.unclaimed == nil {
		return nil
	}
	if err := store.Lock(ctx, "awards that wait of "+p.by.issuer); err != nil {
		return err
	}
	earned, _ := p.dates(p.of, s.Now())
	day := earned.Truncate(24 * time.Hour)
	rows, err := tx.UnclaimedAward.Query().Where(unclaimedaward.HasAwardWith(
		award.IssuerID(p.by.issuer), award.MicroCredentialID(p.of.MicroCredentialID), award.EarnerIDIsNil(),
		award.StatusNEQ(enum.AwardRevoked), award.EarnedAtGTE(day), award.EarnedAtLT(day.Add(24*time.Hour)),
	)).All(ctx)
	if err != nil {
		return fmt.Errorf("look for the same award that waits: %w", err)
	}
	for _, row := range rows {
		kept, err := s.openUnclaimed(row)
		if err != nil {
			return err
		}
		if !strings.EqualFold(kept.Reference, line(p.unclaimed.Reference)) {
			continue
		}
		there, err := loadAward(ctx, tx, row.AwardID)
		if err != nil {
			return err
		}
		return problem.New(problem.Conflict, "this award waits for this reference already, of the same day").
			Spanish("este logro ya espera a esta referencia, del mismo día").At("unclaimed", "reference").With(there)
	}
	return nil
}

func boundToUnclaimed(award string) string { return "recipient of award " + award }

// Recipients tells of awards that nobody has claimed whom they are for: to their
// issuer, and to who awarded them in its name. Others are not in the answer.
func (s *Service) Recipients(ctx context.Context, awards []string) (map[string]*Recipient, error) {
	if !auth.Can(ctx, auth.ViewIssuedAwards) {
		return nil, nil //nolint:nilnil // none is what others see
	}
	rows, err := s.DB.UnclaimedAward.Query().
		Where(unclaimedaward.AwardIDIn(awards...), unclaimedaward.HasAwardWith(award.EarnerIDIsNil(), awardedBy(ctx))).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load recipients of awards: %w", err)
	}
	out := make(map[string]*Recipient, len(rows))
	for _, row := range rows {
		kept, err := s.openUnclaimed(row)
		if err != nil {
			return nil, err
		}
		out[row.AwardID] = &Recipient{kept.Name, kept.Reference, kept.Email}
	}
	return out, nil
}
