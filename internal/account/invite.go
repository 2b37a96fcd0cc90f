package account

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/invitation"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	links "github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

const (
	// inviteFor is how long an invitation may be accepted.
	inviteFor = 14 * 24 * time.Hour
	// maxInvitations wait at a time.
	maxInvitations = 200
)

// InviteMemberInput asks somebody to take a role in the organization that the viewer
// acts for.
type InviteMemberInput struct {
	Address          string
	Role             auth.Role
	Language         *string
	ClientMutationID *string
}

// InviteMember sends an invitation to an address, with a link that accepts it. Who
// signs in with the address finds it too. Whether anybody has the address is not told.
func (s *Service) InviteMember(ctx context.Context, in InviteMemberInput) (*db.Invitation, error) {
	if err := auth.Require(ctx, auth.AdministerOrganization); err != nil {
		return nil, err
	}
	viewer := auth.From(ctx)
	to, err := readAddress(in.Address)
	err = problem.Join(err, checkRole(viewer, in.Role))
	call := repeat.Call{Viewer: viewer.Key(), Mutation: "inviteMember", Key: in.ClientMutationID, Input: []any{to.kind, to.value, in.Role, in.Language}, Now: s.Now()}
	if err := problem.Join(err, checkLanguage(in.Language), call.Check()); err != nil {
		return nil, err
	}
	return repeat.Once(ctx, s.DB, call, repeat.Record[*db.Invitation]{
		Load: func(ctx context.Context, tx *db.Client, key string) (*db.Invitation, error) {
			return tx.Invitation.Get(ctx, key)
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.Invitation, error) {
			made, err := s.invite(ctx, tx, viewer, to, in)
			if err != nil {
				return "", nil, err
			}
			return made.ID, made, nil
		},
	})
}

// checkRole refuses what no member of the viewer's organization is.
func checkRole(viewer auth.Viewer, role auth.Role) error {
	switch {
	case !slices.Contains(enum.Role("").Values(), string(role)):
		return problem.New(problem.Invalid, "%q is no role that a member has", role).
			Spanish("%q no es un rol que tenga un miembro", role).At("role")
	case viewer.Acting != nil && !slices.Contains(auth.RolesIn(viewer.Acting.Kinds), role):
		return problem.New(problem.Invalid, "members of an employer are EMPLOYER, RECOGNIZER or ADMIN; whoever runs the service says what else an organization is").
			Spanish("los miembros de una empresa son EMPLOYER, RECOGNIZER o ADMIN; quien administra el servicio dice qué más es una organización").At("role")
	}
	return nil
}

func (s *Service) invite(ctx context.Context, tx *db.Client, viewer auth.Viewer, to reach, in InviteMemberInput) (*db.Invitation, error) {
	if err := store.Lock(ctx, "invitations of "+viewer.Organization()); err != nil {
		return nil, err
	}
	waiting, err := tx.Invitation.Query().Where(s.waiting(), invitation.OrganizationID(viewer.Organization())).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load invitations: %w", err)
	}
	if len(waiting) >= maxInvitations {
		return nil, problem.New(problem.Limit, "%d invitations wait already: withdraw some first", maxInvitations).
			Spanish("ya hay %d invitaciones pendientes: retire antes algunas", maxInvitations)
	}
	role := enum.Role(in.Role)
	if slices.ContainsFunc(waiting, func(i *db.Invitation) bool { return i.Kind == to.kind && i.Value == to.value && i.Role == role }) {
		return nil, problem.New(problem.Conflict, "an invitation to this role waits at this address already").
			Spanish("ya hay una invitación a este rol pendiente en esta dirección").At("address")
	}
	now := s.Now()
	made, err := tx.Invitation.Create().SetID(s.IDs.Mint(id.Invitation)).SetCreatedAt(now).SetOrganizationID(viewer.Organization()).
		SetRole(role).SetKind(to.kind).SetValue(to.value).SetInvitedByID(viewer.Account).SetExpiresAt(now.Add(inviteFor)).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write an invitation: %w", err)
	}
	return made, s.tellInvited(ctx, tx, made, to, languageOr(in.Language))
}

// tellInvited sends the link, and puts the invitation into the inbox of whoever has
// the address.
func (s *Service) tellInvited(ctx context.Context, tx *db.Client, made *db.Invitation, to reach, language string) error {
	of, err := tx.Organization.Get(ctx, made.OrganizationID)
	if err != nil {
		return fmt.Errorf("load organization: %w", err)
	}
	known, err := addressAt(ctx, tx, to)
	if err != nil {
		return err
	}
	if known != nil && !lapsed(known, s.Now()) {
		language = known.Edges.Account.Locale
		if err := s.Post.Tell(ctx, tx, known.AccountID, "", inbox.Notice{Kind: enum.NoticeInvited, Subject: made.ID, About: of.ID}); err != nil {
			return err
		}
	}
	token, err := s.Links.Make(ctx, tx, links.New{Purpose: enum.LinkInvitation, Subject: made.ID, For: inviteFor})
	if err != nil {
		return err
	}
	if err := s.send(ctx, tx, to, "", language, wordsInvited, s.linkTo(token), of.Name); err != nil {
		return err
	}
	return audit.Write(ctx, tx, s.Now(), "organization.invite", enum.SubjectInvitation, made.ID)
}

// waiting keeps invitations that can be accepted.
func (s *Service) waiting() predicate.Invitation {
	return invitation.And(invitation.AcceptedAtIsNil(), invitation.WithdrawnAtIsNil(), invitation.ExpiresAtGT(s.Now()))
}

// Invitations lists those that wait of the organization that the viewer acts for, in
// the order in which they were made.
func (s *Service) Invitations(ctx context.Context, args page.Args) (page.Page[*db.Invitation], error) {
	none := page.Page[*db.Invitation]{}
	if err := problem.Join(auth.Require(ctx, auth.AdministerOrganization), args.Check()); err != nil {
		return none, err
	}
	viewer := auth.From(ctx)
	scope := viewer.Key() + " invitations"
	where := []predicate.Invitation{s.waiting(), invitation.OrganizationID(viewer.Organization())}
	if args.After != "" {
		at, err := s.Cursors.OpenPosition(scope, args.After, 1)
		if err != nil {
			return none, err
		}
		where = append(where, invitation.IDGT(at[0]))
	}
	rows, err := s.DB.Invitation.Query().Where(where...).Order(invitation.ByID()).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("load invitations: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(i *db.Invitation) []string { return []string{i.ID} }), nil
}

// InvitationsToMe lists those that wait at the viewer's own addresses.
func (s *Service) InvitationsToMe(ctx context.Context) ([]*db.Invitation, error) {
	of, err := signedInTo(ctx, "see your invitations")
	if err != nil {
		return nil, err
	}
	own, err := s.DB.Address.Query().Where(s.signsIn(of)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load addresses: %w", err)
	}
	at := make([]predicate.Invitation, len(own))
	for i, a := range own {
		at[i] = invitation.And(invitation.KindEQ(a.Kind), invitation.Value(a.Value))
	}
	if len(at) == 0 {
		return nil, nil
	}
	rows, err := s.DB.Invitation.Query().Where(s.waiting(), invitation.Or(at...)).Order(invitation.ByID()).Limit(page.MaxFirst).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load invitations: %w", err)
	}
	return rows, nil
}

// WithdrawInvitation takes back an invitation that nobody accepted; its link is over.
func (s *Service) WithdrawInvitation(ctx context.Context, key string) (withdrawn *db.Invitation, err error) {
	if err := auth.Require(ctx, auth.AdministerOrganization); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		n, err := tx.Invitation.Update().Where(invitation.ID(key), s.waiting(), invitation.OrganizationID(auth.From(ctx).Organization())).
			SetWithdrawnAt(s.Now()).Save(ctx)
		if err != nil {
			return fmt.Errorf("withdraw an invitation: %w", err)
		}
		if n == 0 {
			return noInvitation("id")
		}
		if err := s.Links.Revoke(ctx, tx, enum.LinkInvitation, key); err != nil {
			return err
		}
		if withdrawn, err = tx.Invitation.Get(ctx, key); err != nil {
			return fmt.Errorf("load an invitation: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "organization.withdraw_invitation", enum.SubjectInvitation, key)
	})
	if err != nil {
		return nil, err
	}
	return withdrawn, nil
}

func noInvitation(at string) *problem.Problem {
	return problem.New(problem.NotFound, "no such invitation waits").Spanish("no hay ninguna invitación así pendiente").At(at)
}

// join makes an account a member.
func (s *Service) join(ctx context.Context, tx *db.Client, of, organization string, role enum.Role) (*db.Membership, error) {
	has, err := tx.Membership.Query().Where(membership.AccountID(of), membership.OrganizationID(organization), membership.RoleEQ(role)).Only(ctx)
	if err == nil || !db.IsNotFound(err) {
		return has, err
	}
	made, err := tx.Membership.Create().SetID(s.IDs.Mint(id.Membership)).SetCreatedAt(s.Now()).
		SetAccountID(of).SetOrganizationID(organization).SetRole(role).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("add membership: %w", err)
	}
	return made, nil
}
