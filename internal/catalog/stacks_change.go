package catalog

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/db/stackpart"
	"github.com/stackmatch/stackmatch/ent/db/stackversion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// ReviseStackInput is the next version of a stack.
type ReviseStackInput struct {
	Stack            string
	Title            text.Localized
	Description      text.Localized
	Rule             StackRuleInput
	ClientMutationID *string
}

// ReviseStack publishes the next version of a stack of the viewer's organization; of
// a draft, the first. Who has completed the stack keeps it. Repeated with the same
// ClientMutationID within a day, it returns the stack.
func (s *Service) ReviseStack(ctx context.Context, in ReviseStackInput) (*db.Stack, error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "publishStackVersion", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(call.Check(), problem.Under(in.Rule.check(), "rule")); err != nil {
		return nil, err
	}
	version := StackVersionInput{Title: in.Title, Description: in.Description, Rule: in.Rule.rule()}
	row, err := s.ownStack(ctx, s.DB, in.Stack)
	if err != nil {
		return nil, err
	}
	// Before the rule changes: who completed the stack by the last change of its rule
	// is to have a record of that.
	if err := s.settle(ctx, row.ID); err != nil {
		return nil, err
	}
	made, err := repeat.Once(ctx, s.DB, call, repeat.Record[*db.Stack]{
		Load: loadStack,
		Make: func(ctx context.Context, tx *db.Client) (string, *db.Stack, error) {
			if err := in.Rule.said(s.revise(ctx, tx, row.ID, version), "rule"); err != nil {
				return "", nil, err
			}
			made, err := loadStack(ctx, tx, row.ID)
			return row.ID, made, err
		},
	})
	if err != nil {
		return nil, err
	}
	return made, s.settle(ctx, made.ID)
}

// revise publishes the next version of a stack that is not retired.
func (s *Service) revise(ctx context.Context, tx *db.Client, key string, in StackVersionInput) error {
	row, err := s.ownStack(ctx, tx, key)
	if err != nil {
		return err
	}
	if row.Status == enum.Retired {
		return stackRetired(row)
	}
	if err := problem.Join(in.check(row.CertifiesID, s.Now()), in.names().check(ctx, tx)); err != nil {
		return err
	}
	if row.CurrentVersionID != nil {
		_, err = s.publishStackVersion(ctx, tx, row, in)
		return err
	}
	// What was never published is no version.
	draft := stackversion.StackID(row.ID)
	if _, err := tx.StackPart.Delete().Where(stackpart.HasStackVersionWith(draft)).Exec(ctx); err != nil {
		return fmt.Errorf("forget parts of a draft: %w", err)
	}
	if _, err := tx.StackVersion.Delete().Where(draft).Exec(ctx); err != nil {
		return fmt.Errorf("forget a draft: %w", err)
	}
	first, err := s.writeStackVersion(ctx, tx, row.ID, 1, in)
	if err != nil {
		return err
	}
	if _, err := makeStackCurrent(ctx, tx, first); err != nil {
		return err
	}
	return audit.Write(ctx, tx, s.Now(), "stack.publish", enum.SubjectStack, row.ID)
}

func stackRetired(row *db.Stack) error {
	return problem.New(problem.Conflict, "this stack is retired").
		Spanish("esta serie está retirada").At("stack").With(row)
}

// RetireStackInput says which stack.
type RetireStackInput struct {
	Stack string
}

// RetireStack ends a stack: nobody completes it from now on, and who has completed
// it keeps it. Retiring twice is a Conflict.
func (s *Service) RetireStack(ctx context.Context, in RetireStackInput) (*db.Stack, error) {
	return s.changeStack(ctx, in.Stack, "stack.retire", func(context.Context, *db.Client, *db.Stack) (func(*db.StackUpdate), error) {
		return func(u *db.StackUpdate) { u.SetStatus(enum.Retired).SetRetiredAt(s.Now()) }, nil
	})
}

// SetStackPolicyInput says what becomes of a stack's completions; what is nil stays.
type SetStackPolicyInput struct {
	Stack        string
	Policy       *enum.StackPolicy
	AwardsItself *bool
}

// SetStackPolicy says what a revoked part does from now on to those who completed the
// stack, and whether it awards by itself what it certifies: then those who have
// completed it are awarded that too.
func (s *Service) SetStackPolicy(ctx context.Context, in SetStackPolicyInput) (*db.Stack, error) {
	if in.Policy != nil {
		if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
			return nil, err
		}
		if err := checkOneOf(*in.Policy, "policy"); err != nil {
			return nil, err
		}
	}
	return s.changeStack(ctx, in.Stack, "stack.policy", func(ctx context.Context, tx *db.Client, row *db.Stack) (func(*db.StackUpdate), error) {
		if in.AwardsItself != nil && *in.AwardsItself {
			of := StackInput{Owner: row.OwnerID, Certifies: row.CertifiesID, AwardsItself: true}
			if err := of.checkAwards(ctx, tx); err != nil {
				return nil, err
			}
		}
		return func(u *db.StackUpdate) { u.SetNillablePolicy(in.Policy).SetNillableAwardsItself(in.AwardsItself) }, nil
	})
}

// changeStack changes a stack of the viewer's organization that is not retired. Of
// two retirements at the same time the second is refused: it asks and writes in one
// statement.
func (s *Service) changeStack(
	ctx context.Context, key string, action audit.Action,
	prepare func(context.Context, *db.Client, *db.Stack) (func(*db.StackUpdate), error),
) (made *db.Stack, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.ownStack(ctx, tx, key)
		if err != nil {
			return err
		}
		set, err := prepare(ctx, tx, row)
		if err != nil {
			return err
		}
		update := tx.Stack.Update().Where(stack.ID(key), stack.StatusNEQ(enum.Retired))
		set(update)
		n, err := update.Save(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", action, err)
		}
		if n == 0 {
			return stackRetired(row)
		}
		if made, err = loadStack(ctx, tx, key); err != nil {
			return err
		}
		if s.Completions != nil {
			// KEEP decides what counts of the completions.
			if err := s.Completions.StackChanges(ctx, tx, key); err != nil {
				return err
			}
		}
		return audit.Write(ctx, tx, s.Now(), action, enum.SubjectStack, key)
	})
	if err != nil {
		return nil, err
	}
	return made, s.settle(ctx, key)
}
