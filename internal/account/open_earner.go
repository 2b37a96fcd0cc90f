package account

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/claimcode"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// OpenEarnerInput opens a record for somebody without e-mail and phone, who consented
// on paper.
type OpenEarnerInput struct {
	Name     string
	Language *string
	Place    *string
	// GuardianUntil is the day until which a guardian has to agree; nil for an adult.
	GuardianUntil *time.Time
	// PaperConsent is true where the viewer saw the paper, with the signature.
	PaperConsent bool
	// Until is when the consent to coaching ends; nil for as long as it is not withdrawn.
	Until            *time.Time
	ClientMutationID *string
}

// Opened is an earner's record that waits to be claimed.
type Opened struct {
	Earner *db.Earner
	// Code claims the record; it is told once, so that a repeated call has none.
	Code string
}

// OpenEarner opens an earner's record, hidden from everybody but the viewer's
// organization, which gets a grant for coaching as signed on paper.
func (s *Service) OpenEarner(ctx context.Context, in OpenEarnerInput) (*Opened, error) {
	if err := auth.Require(ctx, auth.OpenEarnerAccount); err != nil {
		return nil, err
	}
	in.Name = strings.TrimSpace(in.Name)
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "openEarnerAccount", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(in.check(s.Now()), call.Check()); err != nil {
		return nil, err
	}
	return repeat.Once(ctx, s.DB, call, repeat.Record[*Opened]{
		Load: func(ctx context.Context, tx *db.Client, key string) (*Opened, error) {
			row, err := tx.Earner.Get(ctx, key)
			if err != nil {
				return nil, fmt.Errorf("load earner: %w", err)
			}
			return &Opened{Earner: row}, nil
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *Opened, error) {
			made, err := s.openEarner(ctx, tx, in)
			if err != nil {
				return "", nil, err
			}
			return made.Earner.ID, made, nil
		},
	})
}

func (in OpenEarnerInput) check(now time.Time) error {
	errs := []error{checkPersonName(in.Name), checkLanguage(in.Language)}
	if !in.PaperConsent {
		errs = append(errs, problem.New(problem.Invalid, "have the consent signed on paper first, and keep the paper").
			Spanish("haga firmar antes el consentimiento en papel, y guarde el papel").At("paperConsent"))
	}
	if in.GuardianUntil != nil && in.GuardianUntil.After(now.AddDate(18, 0, 0)) {
		errs = append(errs, problem.New(problem.Invalid, "a guardian is needed for 18 years at most").
			Spanish("un tutor hace falta 18 años como máximo").At("guardianUntil"))
	}
	if in.Until != nil && !in.Until.After(now) {
		errs = append(errs, problem.New(problem.Invalid, "a consent ends in the future").
			Spanish("un consentimiento termina en el futuro").At("until"))
	}
	return problem.Join(errs...)
}

func (s *Service) openEarner(ctx context.Context, tx *db.Client, in OpenEarnerInput) (*Opened, error) {
	viewer, now := auth.From(ctx), s.Now()
	e := NewEarner{
		ID: s.IDs.Mint(id.Earner), CreatedAt: now, OpenedBy: viewer.Account, PaperConsentAt: &now,
		Name: in.Name, Language: languageOr(in.Language), GuardianUntil: in.GuardianUntil,
	}
	if in.Place != nil {
		there, err := tx.Place.Query().Where(place.ID(*in.Place)).Exist(ctx)
		if err != nil {
			return nil, fmt.Errorf("look up a place: %w", err)
		}
		if !there {
			return nil, problem.New(problem.NotFound, "there is no place %q", *in.Place).Spanish("no hay ningún lugar %q", *in.Place).At("place")
		}
		e.Place = *in.Place
	}
	var err error
	if e.ClaimCode, err = claimcode.Make(s.Random); err != nil {
		return nil, err
	}
	if err := s.register(ctx, tx, []NewEarner{e}); err != nil {
		return nil, err
	}
	err = tx.Grant.Create().SetID(s.IDs.Mint(id.Grant)).SetCreatedAt(now).SetEarnerID(e.ID).SetOrganizationID(viewer.Organization()).
		SetPurpose(consent.Coaching).SetFields(consent.Coaching.MayOpen()).SetSource(enum.GrantByPaper).SetWitnessID(viewer.Account).
		SetNillableUntil(in.Until).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("write the consent on paper: %w", err)
	}
	row, err := tx.Earner.Get(ctx, e.ID)
	if err != nil {
		return nil, fmt.Errorf("load earner: %w", err)
	}
	return &Opened{Earner: row, Code: e.ClaimCode}, audit.Write(ctx, tx, now, "earner.open", enum.SubjectEarner, e.ID)
}

// ReissueEarnerCode makes another code for a record that nobody has claimed, for the
// organization whose grant for coaching stands; the one before is worth nothing.
func (s *Service) ReissueEarnerCode(ctx context.Context, key string) (*Opened, error) {
	if err := auth.Require(ctx, auth.OpenEarnerAccount); err != nil {
		return nil, err
	}
	code, err := claimcode.Make(s.Random)
	if err != nil {
		return nil, err
	}
	made := &Opened{Code: code}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		n, err := tx.Earner.Update().Where(earner.ID(key), s.granted(ctx), earner.ErasedAtIsNil(), earner.AccountIDIsNil(), earner.PaperConsentAtNotNil()).
			SetClaimCodeHash(claimcode.Hash(code)).Save(ctx)
		if err != nil {
			return fmt.Errorf("reissue a code: %w", err)
		}
		if n == 0 {
			return problem.New(problem.NotFound, "no record that you opened waits here to be claimed").
				Spanish("aquí no espera ningún registro que usted haya abierto").At("earner")
		}
		if made.Earner, err = tx.Earner.Get(ctx, key); err != nil {
			return fmt.Errorf("load earner: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "earner.reissue_code", enum.SubjectEarner, key)
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}
