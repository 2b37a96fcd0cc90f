package account

import (
	"context"
	"fmt"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/address"
	"github.com/stackmatch/stackmatch/ent/db/invitation"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// AcceptInvitationInput has the invitation's link, or its id where the viewer has the
// address that it was sent to.
type AcceptInvitationInput struct {
	Token, ID *string
	// Name is what a new account calls itself, where the link's address has none and
	// nobody is signed in.
	Name     *string
	Language *string
}

// Accepted is what came of an invitation.
type Accepted struct {
	Membership auth.Membership
	// SignedIn is nil for who was signed in already.
	SignedIn *SignedIn
}

// AcceptInvitation makes the viewer a member. By the link nobody needs to be signed
// in: it proves the address, whose account accepts, or which gets a new one.
func (s *Service) AcceptInvitation(ctx context.Context, in AcceptInvitationInput) (done *Accepted, err error) {
	if (in.Token == nil) == (in.ID == nil) {
		return nil, problem.New(problem.Invalid, "give the link's token or the invitation's id").
			Spanish("dé el token del enlace o el id de la invitación")
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.invited(ctx, tx, in)
		if err != nil {
			return err
		}
		done = new(Accepted)
		of := auth.From(ctx).Account
		if of == "" {
			if done.SignedIn, err = s.arrive(ctx, tx, row, in); err != nil {
				return err
			}
			of = done.SignedIn.Account.ID
		}
		n, err := tx.Invitation.Update().Where(invitation.ID(row.ID), s.waiting()).SetAcceptedByID(of).SetAcceptedAt(s.Now()).Save(ctx)
		if err != nil {
			return fmt.Errorf("accept an invitation: %w", err)
		}
		if n == 0 {
			return noInvitation("id")
		}
		if err := s.Links.Revoke(ctx, tx, enum.LinkInvitation, row.ID); err != nil {
			return err
		}
		if done.Membership, err = s.joinAs(ctx, tx, of, row); err != nil {
			return err
		}
		by := ctx
		if done.SignedIn != nil {
			by = auth.With(ctx, done.SignedIn.Viewer)
		}
		return audit.Write(by, tx, s.Now(), "organization.join", enum.SubjectOrganization, row.OrganizationID)
	})
	if err != nil {
		return nil, err
	}
	if done.SignedIn != nil {
		// The token's holder is a member now.
		person, err := s.ResolveAccount(ctx, auth.Subject{Account: done.SignedIn.Account.ID, IssuedAt: s.Now()})
		if err != nil {
			return nil, err
		}
		done.SignedIn.Viewer = person.Viewer()
	}
	return done, nil
}

// joinAs makes an account a member as it was invited.
func (s *Service) joinAs(ctx context.Context, tx *db.Client, of string, row *db.Invitation) (auth.Membership, error) {
	made, err := s.join(ctx, tx, of, row.OrganizationID, row.Role)
	if err != nil {
		return auth.Membership{}, err
	}
	if made.Edges.Organization, err = tx.Organization.Get(ctx, row.OrganizationID); err != nil {
		return auth.Membership{}, fmt.Errorf("load organization: %w", err)
	}
	return asMembership(made), nil
}

// invited is the invitation that is meant: by its link, or one that waits at an
// address of the viewer's.
func (s *Service) invited(ctx context.Context, tx *db.Client, in AcceptInvitationInput) (*db.Invitation, error) {
	if in.Token != nil {
		used, err := s.Links.Find(ctx, tx, *in.Token, enum.LinkInvitation)
		if err != nil {
			return nil, err
		}
		row, err := tx.Invitation.Query().Where(invitation.ID(used.Subject), s.waiting()).Only(ctx)
		if db.IsNotFound(err) {
			return nil, noInvitation("token")
		}
		if err != nil {
			return nil, fmt.Errorf("load an invitation: %w", err)
		}
		return row, nil
	}
	of, err := signedInTo(ctx, "accept an invitation")
	if err != nil {
		return nil, err
	}
	row, err := tx.Invitation.Query().Where(invitation.ID(*in.ID), s.waiting()).Only(ctx)
	if db.IsNotFound(err) {
		return nil, noInvitation("id")
	}
	if err != nil {
		return nil, fmt.Errorf("load an invitation: %w", err)
	}
	own, err := tx.Address.Query().Where(s.signsIn(of), address.KindEQ(row.Kind), address.Value(row.Value)).Exist(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up an address: %w", err)
	}
	if !own {
		return nil, noInvitation("id")
	}
	return row, nil
}

// arrive signs in whoever has the address of an invitation, which its link proves; or
// opens their account.
func (s *Service) arrive(ctx context.Context, tx *db.Client, row *db.Invitation, in AcceptInvitationInput) (*SignedIn, error) {
	to := reach{row.Kind, row.Value}
	known, err := addressAt(ctx, tx, to)
	if err != nil {
		return nil, err
	}
	if known != nil && !lapsed(known, s.Now()) {
		return s.signedIn(ctx, tx, known.AccountID, "account.sign_in")
	}
	if known != nil {
		return nil, refusedLapsed()
	}
	name := ""
	if in.Name != nil {
		name = strings.TrimSpace(*in.Name)
	}
	if err := problem.Join(checkPersonName(name), checkLanguage(in.Language)); err != nil {
		return nil, err
	}
	of, err := s.openAt(ctx, tx, to, name, languageOr(in.Language))
	if err != nil {
		return nil, err
	}
	return s.signedIn(ctx, tx, of, "account.register")
}
