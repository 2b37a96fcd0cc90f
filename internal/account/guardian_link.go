package account

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Guardians is what guardians do by their links: agree or refuse, and later take
// back what they agreed to.
type Guardians struct{ Accounts *Service }

// Ask is what a guardian's link asks.
func (g Guardians) Ask(ctx context.Context, token, language string) (link.Question, error) {
	s := g.Accounts
	row, err := s.Links.Find(ctx, s.DB, token, enum.LinkGuardian)
	if err != nil {
		return link.Question{}, err
	}
	if id.Prefix(row.Subject) == id.Grant {
		return withdrawQuestion(language), nil
	}
	earner, _, err := s.guardianOf(row.Subject)
	if err != nil {
		return link.Question{}, err
	}
	of, err := s.deciding(ctx, s.DB, earner)
	if err != nil {
		return link.Question{}, err
	}
	return agreeQuestion(language, of.Name), nil
}

// Do does what a guardian answered.
func (g Guardians) Do(ctx context.Context, token string, given link.Given) (link.Outcome, error) {
	s := g.Accounts
	row, err := s.Links.Find(ctx, s.DB, token, enum.LinkGuardian)
	if err != nil {
		return link.Outcome{}, err
	}
	do := s.answerAsGuardian
	if id.Prefix(row.Subject) == id.Grant {
		do = s.withdrawAsGuardian
	}
	if given.Answer == answerKeep {
		return outcomeOf(given.Language, answerKeep), nil
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		used, err := s.Links.Use(ctx, tx, token, enum.LinkGuardian)
		if err != nil {
			return err
		}
		return do(ctx, tx, used.Subject, given)
	})
	if err != nil {
		return link.Outcome{}, err
	}
	return outcomeOf(given.Language, given.Answer), nil
}

func (s *Service) answerAsGuardian(ctx context.Context, tx *db.Client, subject string, given link.Given) error {
	earner, to, err := s.guardianOf(subject)
	if err != nil {
		return err
	}
	row, err := s.deciding(ctx, tx, earner)
	if err != nil {
		return err
	}
	switch given.Answer {
	case answerAgree:
		if given.Fields.Get(fieldGuardian) == "" {
			return problem.New(problem.Invalid, "tick that you are a parent or guardian").
				Spanish("marque que es madre, padre o tutor").At(fieldGuardian)
		}
		if row.AccountID != nil {
			// It may have become theirs since it was asked.
			if err := checkNotOwn(ctx, tx, *row.AccountID, to); err != nil {
				return err
			}
		}
		return s.agreeAsGuardian(ctx, tx, row, to, given.Language)
	case answerRefuse:
		return s.guardianAnswered(ctx, tx, row.ID, "earner.guardian_refuse")
	}
	return problem.New(problem.Invalid, "agree or refuse").Spanish("indique si está de acuerdo o se niega").At("answer")
}

func (s *Service) agreeAsGuardian(ctx context.Context, tx *db.Client, row *db.Earner, to reach, language string) error {
	made, err := s.grantAsGuardian(ctx, tx, row, enum.GrantByGuardianLink, nil)
	if err != nil {
		return err
	}
	token, err := s.Links.Make(ctx, tx, link.New{Purpose: enum.LinkGuardian, Subject: made.ID, For: made.Until.Sub(s.Now())})
	if err != nil {
		return err
	}
	if err := s.send(ctx, tx, to, "", language, wordsGuardianAgreed, s.linkTo(token)); err != nil {
		return err
	}
	return s.guardianAnswered(ctx, tx, row.ID, "earner.guardian_agree")
}

// grantAsGuardian writes a guardian's agreement, which lasts as long as it is needed.
func (s *Service) grantAsGuardian(ctx context.Context, tx *db.Client, row *db.Earner, source enum.GrantSource, witness *string) (*db.Grant, error) {
	if !dossier.Subject(row).NeedsGuardian(s.Now()) {
		return nil, noGuardianNeeded()
	}
	made, err := tx.Grant.Create().SetID(s.IDs.Mint(id.Grant)).SetCreatedAt(s.Now()).SetEarnerID(row.ID).
		SetPurpose(consent.Guardian).SetFields([]consent.Field{}).SetSource(source).SetNillableWitnessID(witness).SetUntil(*row.GuardianUntil).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write a guardian's agreement: %w", err)
	}
	return made, nil
}

func (s *Service) withdrawAsGuardian(ctx context.Context, tx *db.Client, subject string, given link.Given) error {
	if given.Answer != answerWithdraw {
		return problem.New(problem.Invalid, "say whether to take it back").Spanish("indique si lo retira").At("answer")
	}
	row, err := tx.Grant.Query().Where(grant.ID(subject)).Only(ctx)
	if err != nil {
		return fmt.Errorf("load a guardian's agreement: %w", err)
	}
	return s.endGuardians(ctx, tx, row.EarnerID)
}

// endGuardians ends what any guardian of an earner agreed to: one who takes it back
// is heard.
func (s *Service) endGuardians(ctx context.Context, tx *db.Client, earner string) error {
	err := tx.Grant.Update().Where(grant.EarnerID(earner), grant.PurposeEQ(consent.Guardian), grant.WithdrawnAtIsNil()).
		SetWithdrawnAt(s.Now()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("end a guardian's agreement: %w", err)
	}
	return s.guardianAnswered(ctx, tx, earner, "earner.guardian_end")
}

func (s *Service) guardianAnswered(ctx context.Context, tx *db.Client, earner string, action audit.Action) error {
	if err := s.Post.TellEarner(ctx, tx, earner, inbox.Notice{Kind: enum.NoticeGuardianAnswered, Subject: earner}); err != nil {
		return err
	}
	return audit.Write(ctx, tx, s.Now(), action, enum.SubjectEarner, earner)
}
