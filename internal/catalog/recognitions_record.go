package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// RecognitionInput is what an organization says that a micro-credential or a
// stack is worth to it: exactly one of the two.
type RecognitionInput struct {
	ID string
	// Organization is by default the one that the viewer acts for.
	Organization    string
	MicroCredential *string
	Stack           *string
	Kind            enum.RecognitionKind
	// Amount is a decimal in Unit ("credits", "USD per hour"); nil where it cannot
	// be counted.
	Amount *string
	Unit   string
	// Scope says for whom or where it holds, Condition what else must be true.
	Scope, Condition text.Localized
	Status           enum.RecognitionStatus
	// ValidFrom and ValidUntil are the first and the last day.
	ValidFrom, ValidUntil *time.Time
	// Source is where the statement was read.
	Source string
}

// RecordRecognition records a recognition.
func (s *Service) RecordRecognition(ctx context.Context, in RecognitionInput) (made *db.Recognition, err error) {
	if err := auth.Require(ctx, auth.RecordRecognition); err != nil {
		return nil, err
	}
	if in.Organization, err = onBehalf(ctx, in.Organization, "organization"); err != nil {
		return nil, err
	}
	invalid := in.check()
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		names := references{
			organizations:    []reference{named(in.Organization, "organization")},
			microCredentials: namedIf(in.MicroCredential, "microCredential"),
			stacks:           namedIf(in.Stack, "stack"),
		}
		if err := problem.Join(invalid, names.check(ctx, tx)); err != nil {
			return err
		}
		made, err = s.recordRecognition(ctx, tx, in)
		return err
	})
	return made, err
}

func (in RecognitionInput) check() error {
	errs := []error{
		checkID(in.ID, id.Recognition), checkOneOf(in.Kind, "kind"), checkOneOf(in.Status, "status"),
		checkTexts(in.Scope, maxText, "scope"), checkTexts(in.Condition, maxText, "condition"),
		checkDays(in.ValidFrom, in.ValidUntil, "validUntil"),
	}
	if (in.MicroCredential == nil) == (in.Stack == nil) {
		errs = append(errs, problem.New(problem.Invalid, "recognize a micro-credential or a stack: one of the two").
			Spanish("reconozca una microcredencial o una serie: una de las dos").At("microCredential"))
	}
	if in.Amount != nil && !decimal.MatchString(*in.Amount) {
		errs = append(errs, problem.New(problem.Invalid, "an amount is a decimal such as 3 or 0.50").
			Spanish("una cantidad es un decimal como 3 o 0.50").At("amount"))
	}
	if (in.Amount == nil) != (in.Unit == "") {
		errs = append(errs, problem.New(problem.Invalid, "an amount has a unit, and a unit an amount").
			Spanish("una cantidad tiene una unidad, y una unidad una cantidad").At("unit"))
	}
	return problem.Join(errs...)
}

func (s *Service) recordRecognition(ctx context.Context, tx *db.Client, in RecognitionInput) (*db.Recognition, error) {
	now := s.Now()
	create := tx.Recognition.Create().
		SetID(s.idOr(in.ID, id.Recognition, now)).SetCreatedAt(now).
		SetOrganizationID(in.Organization).
		SetNillableMicroCredentialID(in.MicroCredential).SetNillableStackID(in.Stack).
		SetKind(in.Kind).SetNillableAmount(in.Amount).SetUnit(in.Unit).SetStatus(in.Status).
		SetNillableValidFrom(dayOrNil(in.ValidFrom)).SetNillableValidUntil(dayOrNil(in.ValidUntil)).
		SetSource(in.Source)
	if len(in.Scope) > 0 {
		create.SetScope(in.Scope)
	}
	if len(in.Condition) > 0 {
		create.SetCondition(in.Condition)
	}
	made, err := create.Save(ctx)
	if db.IsConstraintError(err) {
		return nil, conflict("a recognition", "un reconocimiento")
	}
	if err != nil {
		return nil, fmt.Errorf("write recognition: %w", err)
	}
	return made, audit.Write(ctx, tx, now, "recognition.record", enum.SubjectRecognition, made.ID)
}
