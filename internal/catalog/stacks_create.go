package catalog

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
)

// Completions is what the service asks of those who keep who has completed a stack.
type Completions interface {
	// StackChanges tells, in the transaction of a change of a stack's rule, that those
	// who have completed it are to be found anew.
	StackChanges(ctx context.Context, tx *db.Client, stack string) error
	// SettleStack brings everybody's completion of a stack up to date.
	SettleStack(ctx context.Context, stack string) error
}

// CreateStackInput is a new stack of the viewer's organization.
type CreateStackInput struct {
	Title       text.Localized
	Description text.Localized
	Rule        StackRuleInput
	// Certifies is the micro-credential that completing the stack earns, if any.
	Certifies *string
	// Policy is by default WITHDRAW.
	Policy *enum.StackPolicy
	// AwardsItself has the stack award what it certifies, by itself.
	AwardsItself *bool
	// Publish is true by default; else it is a draft, until a version is published.
	Publish          *bool
	ClientMutationID *string
}

// CreateStack adds a stack with its first version, and publishes it unless it is a
// draft. Repeated with the same ClientMutationID within a day, it returns the first.
func (s *Service) CreateStack(ctx context.Context, in CreateStackInput) (*db.Stack, error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	owner, err := onBehalf(ctx, "", "owner")
	if err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "createStack", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	given := in.stack(owner)
	invalid := problem.Under(in.Rule.check(), "rule")
	if invalid == nil {
		invalid = in.Rule.said(unversioned(given.check(s.Now())), "rule")
	}
	if err := problem.Join(call.Check(), invalid); err != nil {
		return nil, err
	}
	made, err := repeat.Once(ctx, s.DB, call, repeat.Record[*db.Stack]{
		Load: loadStack,
		Make: func(ctx context.Context, tx *db.Client) (string, *db.Stack, error) {
			if err := problem.Join(in.Rule.said(unversioned(given.names().check(ctx, tx)), "rule"), given.checkAwards(ctx, tx)); err != nil {
				return "", nil, err
			}
			made, err := s.publishStack(ctx, tx, given)
			if err != nil {
				return "", nil, err
			}
			return made.ID, made, nil
		},
	})
	if err != nil {
		return nil, err
	}
	return made, s.settle(ctx, made.ID)
}

// stack is the input as it is published.
func (in CreateStackInput) stack(owner string) StackInput {
	out := StackInput{
		Owner: owner, Certifies: in.Certifies, Draft: in.Publish != nil && !*in.Publish,
		AwardsItself: in.AwardsItself != nil && *in.AwardsItself,
		Version:      StackVersionInput{Title: in.Title, Description: in.Description, Rule: in.Rule.rule()},
	}
	if in.Policy != nil {
		out.Policy = *in.Policy
	}
	return out
}

// unversioned has the problems of a version be of the input itself.
func unversioned(err error) error {
	ps := problem.As(err)
	if ps == nil {
		return err
	}
	errs := make([]error, len(ps))
	for i, p := range ps {
		moved := *p
		if len(p.Path) > 0 && p.Path[0] == "version" {
			moved.Path = p.Path[1:]
		}
		errs[i] = &moved
	}
	return problem.Join(errs...)
}

// checkAwards refuses a stack that awards by itself what its owner may not award, or
// nothing.
func (in StackInput) checkAwards(ctx context.Context, tx *db.Client) error {
	if !in.AwardsItself {
		return nil
	}
	if in.Certifies == nil {
		return problem.New(problem.Invalid, "a stack that awards by itself certifies a micro-credential").
			Spanish("una serie que otorga por sí misma certifica una microcredencial").At("awardsItself")
	}
	return checkMayAward(ctx, tx, in.Owner, *in.Certifies)
}

func checkMayAward(ctx context.Context, tx *db.Client, owner, microCredential string) error {
	may, err := tx.MicroCredential.Query().Where(
		microcredential.ID(microCredential), microcredential.StatusEQ(enum.Published),
		microcredential.HasIssuersWith(organization.ID(owner)),
	).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up issuers: %w", err)
	}
	if !may {
		return problem.New(problem.Invalid, "your organization is no issuer of what the stack certifies").
			Spanish("su organización no es emisora de lo que certifica la serie").At("awardsItself")
	}
	return nil
}

func loadStack(ctx context.Context, tx *db.Client, id string) (*db.Stack, error) {
	row, err := tx.Stack.Query().Where(stack.ID(id)).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("load stack: %w", err)
	}
	return row, nil
}

// settle brings completions up to date after a change of a stack has been committed.
// It goes on when the caller has gone: what it leaves out, the next change makes up
// for.
func (s *Service) settle(ctx context.Context, stack string) error {
	if s.Completions == nil {
		return nil
	}
	return s.Completions.SettleStack(context.WithoutCancel(ctx), stack)
}
