package credential

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/delegation"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// DelegateInput says who may act in an issuer's name, and in what.
type DelegateInput struct {
	// Issuer is by default the organization that the viewer acts for. Who administers
	// the service may have others verify for an issuer that nobody acts for here.
	Issuer   *string
	Delegate string
	Kind     enum.DelegationKind
	// MicroCredential is by default all that the issuer may award.
	MicroCredential *string
	// Until is its first moment without it; by default it holds until withdrawn.
	Until *time.Time
}

// Delegate lets an organization award in an issuer's name, or record what the issuer
// awarded elsewhere.
func (s *Service) Delegate(ctx context.Context, in DelegateInput) (made *db.Delegation, err error) {
	if err := auth.Require(ctx, auth.DelegateIssuing); err != nil {
		return nil, err
	}
	issuer := auth.From(ctx).Organization()
	if in.Issuer != nil {
		issuer = *in.Issuer
	}
	err = problem.Join(s.checkIssuer(ctx, issuer, in.Kind), s.checkDelegate(ctx, issuer, in.Delegate), in.check(s.Now()), s.checkScope(ctx, issuer, in.MicroCredential))
	if err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		made, err = s.delegate(ctx, tx, issuer, in)
		return err
	})
	return made, err
}

func (in DelegateInput) check(now time.Time) error {
	var errs []error
	if !slices.Contains(in.Kind.Values(), string(in.Kind)) {
		errs = append(errs, problem.New(problem.Invalid, "there is no kind %q", in.Kind).Spanish("no hay ningún tipo %q", in.Kind).At("kind"))
	}
	if in.Until != nil && !in.Until.After(now) {
		errs = append(errs, problem.New(problem.Invalid, "a delegation ends at a time to come").
			Spanish("una delegación termina en un momento futuro").At("until"))
	}
	return problem.Join(errs...)
}

// checkIssuer wants one's own organization or, of who administers the service, an
// issuer for which nobody here could say so itself.
func (s *Service) checkIssuer(ctx context.Context, issuer string, kind enum.DelegationKind) error {
	if issuer == auth.From(ctx).Organization() {
		return nil
	}
	may := auth.Can(ctx, auth.AdministerService) && kind == enum.DelegateVerify
	if may {
		var err error
		if may, err = s.nobodyActsFor(ctx, issuer); err != nil {
			return fmt.Errorf("look up issuer: %w", err)
		}
	}
	if !may {
		return problem.New(problem.NotFound, "there is no issuer %q for which you may say this", issuer).
			Spanish("no hay ningún emisor %q por el que usted pueda decirlo", issuer).At("issuer")
	}
	return nil
}

// nobodyActsFor tells whether an organization is here, and has none who could
// delegate.
func (s *Service) nobodyActsFor(ctx context.Context, issuer string) (bool, error) {
	is, err := s.DB.Organization.Query().Where(organization.ID(issuer)).Exist(ctx)
	if err != nil || !is {
		return false, err
	}
	some, err := s.DB.Membership.Query().
		Where(membership.OrganizationID(issuer), membership.RoleIn(enum.RoleIssuer, enum.RoleAdmin)).Exist(ctx)
	return !some, err
}

func (s *Service) checkDelegate(ctx context.Context, issuer, delegate string) error {
	if delegate == issuer {
		return problem.New(problem.Invalid, "an issuer needs no leave to act for itself").
			Spanish("un emisor no necesita permiso para actuar por sí mismo").At("delegate")
	}
	is, err := s.DB.Organization.Query().Where(organization.ID(delegate), organization.Listed(true)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up organization: %w", err)
	}
	if !is {
		return problem.New(problem.NotFound, "there is no organization %q", delegate).
			Spanish("no hay ninguna organización %q", delegate).At("delegate")
	}
	return nil
}

// checkScope wants a micro-credential that the issuer may award.
func (s *Service) checkScope(ctx context.Context, issuer string, microCredential *string) error {
	if microCredential == nil {
		return nil
	}
	is, err := s.DB.MicroCredential.Query().Where(
		microcredential.ID(*microCredential), microcredential.StatusEQ(enum.Published), microcredential.HasIssuersWith(organization.ID(issuer)),
	).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up micro-credential: %w", err)
	}
	if !is {
		return problem.New(problem.NotFound, "there is no micro-credential %q that the issuer may award", *microCredential).
			Spanish("no hay ninguna microcredencial %q que el emisor pueda otorgar", *microCredential).At("microCredential")
	}
	return nil
}

func (s *Service) delegate(ctx context.Context, tx *db.Client, issuer string, in DelegateInput) (*db.Delegation, error) {
	// One after the other: a second of the same would outlive the withdrawal of the first.
	if err := store.Lock(ctx, "delegations of "+issuer); err != nil {
		return nil, err
	}
	scope := delegation.MicroCredentialIDIsNil()
	if in.MicroCredential != nil {
		scope = delegation.MicroCredentialID(*in.MicroCredential)
	}
	there, err := tx.Delegation.Query().
		Where(delegation.IssuerID(issuer), delegation.DelegateID(in.Delegate), delegation.KindEQ(in.Kind), scope, live(s.Now())).First(ctx)
	switch {
	case err == nil:
		return nil, problem.New(problem.Conflict, "this is delegated already: withdraw it first, to change it").
			Spanish("esto ya está delegado: retírelo antes, para cambiarlo").At("delegate").With(there)
	case !db.IsNotFound(err):
		return nil, fmt.Errorf("look up delegation: %w", err)
	}
	made, err := tx.Delegation.Create().SetID(s.IDs.Mint(id.Delegation)).SetCreatedAt(s.Now()).
		SetIssuerID(issuer).SetDelegateID(in.Delegate).SetKind(in.Kind).
		SetNillableMicroCredentialID(in.MicroCredential).SetNillableUntil(in.Until).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write delegation: %w", err)
	}
	return made, audit.Write(ctx, tx, s.Now(), "delegation.create", enum.SubjectDelegation, made.ID)
}

// WithdrawDelegationInput says which.
type WithdrawDelegationInput struct {
	ID string
}

// WithdrawDelegation ends a delegation, at once: the issuer's or, if it wants it no
// more, the delegate's. What was awarded stays. Doing so again is no problem.
func (s *Service) WithdrawDelegation(ctx context.Context, in WithdrawDelegationInput) (withdrawn *db.Delegation, err error) {
	if err := auth.Require(ctx, auth.DelegateIssuing); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		n, err := tx.Delegation.Update().Where(delegation.ID(in.ID), delegationsSeen(ctx), delegation.WithdrawnAtIsNil()).
			SetWithdrawnAt(s.Now()).Save(ctx)
		if err != nil {
			return fmt.Errorf("withdraw delegation: %w", err)
		}
		withdrawn, err = tx.Delegation.Query().Where(delegation.ID(in.ID), delegationsSeen(ctx)).Only(ctx)
		if db.IsNotFound(err) {
			return problem.New(problem.NotFound, "there is no delegation %q", in.ID).
				Spanish("no hay ninguna delegación %q", in.ID).At("id")
		}
		if err != nil {
			return fmt.Errorf("load delegation: %w", err)
		}
		if n == 0 {
			return nil
		}
		return audit.Write(ctx, tx, s.Now(), "delegation.withdraw", enum.SubjectDelegation, in.ID)
	})
	if err != nil {
		return nil, err
	}
	return withdrawn, nil
}
