package graph

import (
	"context"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
)

func (r *addressResolver) Lapsed(ctx context.Context, obj *db.Address) (bool, error) {
	return r.Accounts.Lapsed(obj), nil
}

func (r *invitationResolver) Organization(ctx context.Context, obj *db.Invitation) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.OrganizationID)
}

func (r *invitationResolver) Role(ctx context.Context, obj *db.Invitation) (auth.Role, error) {
	return auth.Role(obj.Role), nil
}

func (r *invitationResolver) Address(ctx context.Context, obj *db.Invitation) (string, error) {
	return obj.Value, nil
}

func (r *memberResolver) Role(ctx context.Context, obj *db.Membership) (auth.Role, error) {
	return auth.Role(obj.Role), nil
}

func (r *memberResolver) Name(ctx context.Context, obj *db.Membership) (string, error) {
	found, err := r.loaders(ctx).accounts.Load(ctx, obj.AccountID)
	if err != nil {
		return "", err
	}
	return found.DisplayName, nil
}

func (r *memberResolver) Since(ctx context.Context, obj *db.Membership) (*time.Time, error) {
	return &obj.CreatedAt, nil
}

func (r *memberResolver) Own(ctx context.Context, obj *db.Membership) (bool, error) {
	return obj.AccountID == auth.From(ctx).Account, nil
}

func (r *mutationResolver) RequestSignIn(ctx context.Context, input account.RequestSignInInput) (*model.RequestSignInPayload, error) {
	err := r.Accounts.RequestSignIn(ctx, input)
	return payload(ctx, err, model.RequestSignInPayload{Requested: err == nil})
}

func (r *mutationResolver) SignIn(ctx context.Context, input model.SignInInput) (*model.SignInPayload, error) {
	in, err := r.Accounts.SignIn(ctx, input.Token)
	return payload(ctx, err, model.SignInPayload{Bearer: bearer(in), Viewer: viewerOf(in), Registers: in == nil && err == nil})
}

func (r *mutationResolver) Register(ctx context.Context, input account.RegisterInput) (*model.RegisterPayload, error) {
	in, err := r.Accounts.SelfRegister(ctx, input)
	return payload(ctx, err, model.RegisterPayload{Bearer: bearer(in), Viewer: viewerOf(in)})
}

func (r *mutationResolver) SignOutEverywhere(ctx context.Context, input model.SignOutEverywhereInput) (*model.SignOutEverywherePayload, error) {
	err := r.Accounts.SignOutEverywhere(ctx)
	return payload(ctx, err, model.SignOutEverywherePayload{SignedOut: err == nil})
}

func (r *mutationResolver) UpdateAccount(ctx context.Context, input account.UpdateAccountInput) (*model.UpdateAccountPayload, error) {
	if err := r.Accounts.UpdateAccount(ctx, input); err != nil {
		return payload(ctx, err, model.UpdateAccountPayload{})
	}
	viewer := auth.From(ctx)
	return &model.UpdateAccountPayload{Viewer: &viewer, Problems: []model.Problem{}}, nil
}

func (r *mutationResolver) AddAddress(ctx context.Context, input account.AddAddressInput) (*model.AddAddressPayload, error) {
	pending, err := r.Accounts.AddAddress(ctx, input)
	if pending == nil {
		return payload(ctx, err, model.AddAddressPayload{})
	}
	return payload(ctx, err, model.AddAddressPayload{Address: &pending.Value, ExpiresAt: &pending.ExpiresAt})
}

func (r *mutationResolver) VerifyAddress(ctx context.Context, input model.VerifyAddressInput) (*model.VerifyAddressPayload, error) {
	confirmed, err := r.Accounts.VerifyAddress(ctx, input.Token)
	return payload(ctx, err, model.VerifyAddressPayload{Address: confirmed})
}

func (r *mutationResolver) RemoveAddress(ctx context.Context, input model.RemoveAddressInput) (*model.RemoveAddressPayload, error) {
	left, err := r.Accounts.RemoveAddress(ctx, input.Address)
	return payload(ctx, err, model.RemoveAddressPayload{Addresses: left})
}

func (r *mutationResolver) PreferAddress(ctx context.Context, input model.PreferAddressInput) (*model.PreferAddressPayload, error) {
	all, err := r.Accounts.PreferAddress(ctx, input.Address)
	return payload(ctx, err, model.PreferAddressPayload{Addresses: all})
}

func (r *mutationResolver) RegisterOrganization(ctx context.Context, input account.RegisterOrganizationInput) (*model.RegisterOrganizationPayload, error) {
	made, roles, err := r.Accounts.RegisterOrganization(ctx, input)
	return payload(ctx, err, model.RegisterOrganizationPayload{Organization: made, Memberships: pointers(roles)})
}

func (r *mutationResolver) AskForVouching(ctx context.Context, input model.AskForVouchingInput) (*model.AskForVouchingPayload, error) {
	asked, err := r.Accounts.AskForVouching(ctx)
	return payload(ctx, err, model.AskForVouchingPayload{Organization: asked})
}

func (r *mutationResolver) VouchForOrganization(ctx context.Context, input model.VouchForOrganizationInput) (*model.VouchForOrganizationPayload, error) {
	vouched, err := r.Accounts.VouchFor(ctx, input.Organization)
	return payload(ctx, err, model.VouchForOrganizationPayload{Organization: vouched})
}

func (r *mutationResolver) WithdrawVouching(ctx context.Context, input model.WithdrawVouchingInput) (*model.WithdrawVouchingPayload, error) {
	left, err := r.Accounts.WithdrawVouching(ctx, input.Organization)
	return payload(ctx, err, model.WithdrawVouchingPayload{Organization: left})
}

func (r *mutationResolver) InviteMember(ctx context.Context, input account.InviteMemberInput) (*model.InviteMemberPayload, error) {
	made, err := r.Accounts.InviteMember(ctx, input)
	return payload(ctx, err, model.InviteMemberPayload{Invitation: made})
}

func (r *mutationResolver) WithdrawInvitation(ctx context.Context, input model.WithdrawInvitationInput) (*model.WithdrawInvitationPayload, error) {
	withdrawn, err := r.Accounts.WithdrawInvitation(ctx, input.ID)
	return payload(ctx, err, model.WithdrawInvitationPayload{Invitation: withdrawn})
}

func (r *mutationResolver) AcceptInvitation(ctx context.Context, input account.AcceptInvitationInput) (*model.AcceptInvitationPayload, error) {
	done, err := r.Accounts.AcceptInvitation(ctx, input)
	if done == nil {
		return payload(ctx, err, model.AcceptInvitationPayload{})
	}
	return payload(ctx, err, model.AcceptInvitationPayload{Membership: &done.Membership, Bearer: bearer(done.SignedIn)})
}

func (r *mutationResolver) RemoveMember(ctx context.Context, input model.RemoveMemberInput) (*model.RemoveMemberPayload, error) {
	removed, err := r.Accounts.RemoveMember(ctx, input.ID)
	return payload(ctx, err, model.RemoveMemberPayload{Member: removed})
}

func (r *mutationResolver) OpenEarnerAccount(ctx context.Context, input account.OpenEarnerInput) (*model.OpenEarnerAccountPayload, error) {
	made, err := r.Accounts.OpenEarner(ctx, input)
	if made == nil {
		return payload(ctx, err, model.OpenEarnerAccountPayload{})
	}
	shown, err := r.loaders(ctx).earners.Load(ctx, made.Earner.ID)
	return payload(ctx, err, model.OpenEarnerAccountPayload{Earner: shown, Sheet: r.Accounts.SheetOf(made)})
}

func (r *mutationResolver) ReissueEarnerCode(ctx context.Context, input model.ReissueEarnerCodeInput) (*model.ReissueEarnerCodePayload, error) {
	made, err := r.Accounts.ReissueEarnerCode(ctx, input.Earner)
	if made == nil {
		return payload(ctx, err, model.ReissueEarnerCodePayload{})
	}
	shown, err := r.loaders(ctx).earners.Load(ctx, made.Earner.ID)
	return payload(ctx, err, model.ReissueEarnerCodePayload{Earner: shown, Sheet: r.Accounts.SheetOf(made)})
}

func (r *mutationResolver) ClaimAccount(ctx context.Context, input model.ClaimAccountInput) (*model.ClaimAccountPayload, error) {
	claimed, err := r.Accounts.ClaimAccount(ctx, input.Code)
	return payload(ctx, err, model.ClaimAccountPayload{EarnerID: orNull(claimed)})
}

func (r *queryResolver) Members(ctx context.Context, first int, after *string) (*model.MemberConnection, error) {
	return connect(members)(r.Accounts.Members(ctx, pageArgs(first, after)))
}

func (r *queryResolver) Invitations(ctx context.Context, first int, after *string) (*model.InvitationConnection, error) {
	return connect(invitations)(r.Accounts.Invitations(ctx, pageArgs(first, after)))
}

func (r *queryResolver) OrganizationsToVouch(ctx context.Context, first int, after *string) (*model.VouchRequestConnection, error) {
	return connect(vouchRequests)(r.Accounts.OrganizationsToVouch(ctx, pageArgs(first, after)))
}

func (r *viewerResolver) Language(ctx context.Context, obj *auth.Viewer) (string, error) {
	found, err := r.loaders(ctx).accounts.Load(ctx, obj.Account)
	if err != nil {
		return "", err
	}
	return found.Locale, nil
}

func (r *viewerResolver) Addresses(ctx context.Context, obj *auth.Viewer) ([]*db.Address, error) {
	return r.Accounts.Addresses(auth.With(ctx, *obj))
}

func (r *viewerResolver) Invitations(ctx context.Context, obj *auth.Viewer) ([]*db.Invitation, error) {
	return r.Accounts.InvitationsToMe(auth.With(ctx, *obj))
}

func (r *Resolver) Address() generated.AddressResolver { return &addressResolver{r} }

func (r *Resolver) Invitation() generated.InvitationResolver { return &invitationResolver{r} }

func (r *Resolver) Member() generated.MemberResolver { return &memberResolver{r} }

type (
	addressResolver    struct{ *Resolver }
	invitationResolver struct{ *Resolver }
	memberResolver     struct{ *Resolver }
)
