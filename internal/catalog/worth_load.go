package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// WorthInput asks what a micro-credential or a stack is worth: one of the two.
type WorthInput struct {
	MicroCredential *string
	// Version is the number of the micro-credential's version; by default the
	// current one.
	Version *int
	Stack   *string
	// For is the organization at which; nil is everywhere.
	For *string
	// At is the day of the answer, by default today; EarnedOn the day on which it
	// was earned, nil where it is yet to be.
	At, EarnedOn *time.Time
}

// Worth answers what a micro-credential or a stack is worth, where and under which
// condition. Anybody may ask.
func (s *Service) Worth(ctx context.Context, in WorthInput) (*Worth, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	asked, err := s.asked(ctx, in)
	if err := problem.Join(err, s.checkFor(ctx, in.For)); err != nil {
		return nil, err
	}
	on := WorthDay{At: s.instantOf(in.At), Earned: dayOrNil(in.EarnedOn)}
	answers, err := s.worthOf(ctx, []worthAsk{{held: asked, on: on}}, in.For)
	if err != nil {
		return nil, err
	}
	return answers[0], nil
}

func (in WorthInput) check() error {
	var errs []error
	if (in.MicroCredential == nil) == (in.Stack == nil) {
		errs = append(errs, problem.New(problem.Invalid, "ask about a micro-credential or a stack: one of the two").
			Spanish("pregunte por una microcredencial o una serie: una de las dos").At("microCredential"))
	}
	if in.Version != nil && in.MicroCredential == nil {
		errs = append(errs, problem.New(problem.Invalid, "a version is of a micro-credential").
			Spanish("una versión es de una microcredencial").At("version"))
	}
	return problem.Join(errs...)
}

// instantOf is the instant for which a day is answered: now for today, else the
// day's first.
func (s *Service) instantOf(day *time.Time) time.Time {
	now := s.Now()
	if day == nil || dayOf(*day).Equal(dayOf(now)) {
		return now
	}
	return dayOf(*day)
}

func (s *Service) checkFor(ctx context.Context, id *string) error {
	if id == nil {
		return nil
	}
	is, err := s.DB.Organization.Query().Where(organization.ID(*id)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up organization: %w", err)
	}
	if !is {
		return problem.New(problem.NotFound, "there is no organization %q", *id).
			Spanish("no hay ninguna organización %q", *id).At("for")
	}
	return nil
}

// Held is what somebody holds, or may come to hold.
type Held struct {
	MicroCredential, Version string
	// Stack is what is complete, where no micro-credential certifies it.
	Stack string
	// Pairs are the skills proven, where they are not those that the version
	// asserts; else nil.
	Pairs []matching.Pair
}

// worthAsk is one question of several that are answered together.
type worthAsk struct {
	held Held
	on   WorthDay
}

// asked finds what a question is about.
func (s *Service) asked(ctx context.Context, in WorthInput) (Held, error) {
	if in.Stack != nil {
		row, err := s.DB.Stack.Query().Where(stack.ID(*in.Stack), stack.CurrentVersionIDNotNil()).WithCertifies().Only(ctx)
		if db.IsNotFound(err) {
			return Held{}, problem.New(problem.NotFound, "there is no stack %q", *in.Stack).
				Spanish("no hay ninguna serie %q", *in.Stack).At("stack")
		}
		if err != nil {
			return Held{}, fmt.Errorf("load stack: %w", err)
		}
		held := Held{Stack: row.ID}
		if of := row.Edges.Certifies; of != nil && of.CurrentVersionID != nil && of.Status != enum.Draft {
			held.MicroCredential, held.Version = of.ID, *of.CurrentVersionID
		}
		return held, nil
	}
	row, err := s.DB.MicroCredential.Query().
		Where(microcredential.ID(*in.MicroCredential), microcredential.CurrentVersionIDNotNil(), microcredential.Not(unlisted())).Only(ctx)
	if db.IsNotFound(err) {
		return Held{}, problem.New(problem.NotFound, "there is no micro-credential %q", *in.MicroCredential).
			Spanish("no hay ninguna microcredencial %q", *in.MicroCredential).At("microCredential")
	}
	if err != nil {
		return Held{}, fmt.Errorf("load micro-credential: %w", err)
	}
	if in.Version == nil {
		return Held{MicroCredential: row.ID, Version: *row.CurrentVersionID}, nil
	}
	version, err := s.DB.MicroCredentialVersion.Query().
		Where(microcredentialversion.MicroCredentialID(row.ID), microcredentialversion.Number(*in.Version)).OnlyID(ctx)
	if db.IsNotFound(err) {
		return Held{}, problem.New(problem.NotFound, "there is no version %d of it", *in.Version).
			Spanish("no hay una versión %d", *in.Version).At("version")
	}
	if err != nil {
		return Held{}, fmt.Errorf("load version: %w", err)
	}
	return Held{MicroCredential: row.ID, Version: version}, nil
}

// HeldSince is something that was earned on a day.
type HeldSince struct {
	Held
	EarnedOn time.Time
	// Lapsed tells that it is not held any more: it is worth nothing.
	Lapsed bool
}

// WorthOf tells what things that were earned are worth today: what is in force
// now, and what was on the day on which each was earned. It reads as much for
// many as for one.
func (s *Service) WorthOf(ctx context.Context, all []HeldSince, at *string) ([]*Worth, error) {
	if err := s.checkFor(ctx, at); err != nil {
		return nil, err
	}
	asks := make([]worthAsk, len(all))
	for i, one := range all {
		earned := dayOf(one.EarnedOn)
		asks[i] = worthAsk{held: one.Held, on: WorthDay{At: s.Now(), Earned: &earned}}
	}
	answers, err := s.worthOf(ctx, asks, at)
	for i, answer := range answers {
		if all[i].Lapsed {
			answers[i] = &Worth{At: answer.At, EarnedOn: answer.EarnedOn}
		}
	}
	return answers, err
}
