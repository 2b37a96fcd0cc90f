package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/credential"
)

func (r *awardResolver) Recipient(ctx context.Context, obj *db.Award) (*credential.Recipient, error) {
	return r.loaders(ctx).recipients.Load(ctx, obj.ID)
}

func (r *awardResolver) Delegate(ctx context.Context, obj *db.Award) (*db.Organization, error) {
	if !own(ctx, obj) && !issued(ctx, obj) && !delegated(ctx, obj) {
		return nil, nil // null is how the schema says "not for you"
	}
	return loadOptional(ctx, r.loaders(ctx).organizations, obj.DelegateID)
}

func (r *awardResolver) Renews(ctx context.Context, obj *db.Award) (*db.Award, error) {
	return loadOptional(ctx, r.loaders(ctx).awards, obj.RenewsID)
}

func (r *awardResolver) RenewedBy(ctx context.Context, obj *db.Award) (*db.Award, error) {
	return r.loaders(ctx).renewals.Load(ctx, obj.ID)
}

func (r *awardResolver) Document(ctx context.Context, obj *db.Award) (*credential.File, error) {
	return fileOrNull(r.Credentials.Document(ctx, obj.ID))
}

func (r *delegationResolver) Issuer(ctx context.Context, obj *db.Delegation) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.IssuerID)
}

func (r *delegationResolver) Delegate(ctx context.Context, obj *db.Delegation) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.DelegateID)
}

func (r *delegationResolver) MicroCredential(ctx context.Context, obj *db.Delegation) (*db.MicroCredential, error) {
	return loadOptional(ctx, r.loaders(ctx).microCredentials, obj.MicroCredentialID)
}

func (r *mutationResolver) AwardMicroCredential(ctx context.Context, input credential.AwardInput) (*model.AwardMicroCredentialPayload, error) {
	made, err := r.Credentials.AwardMicroCredential(ctx, input)
	award, code := awarded(made)
	return payload(ctx, err, model.AwardMicroCredentialPayload{Award: award, ClaimCode: code})
}

func (r *mutationResolver) AwardMicroCredentials(ctx context.Context, input credential.AwardManyInput) (*model.AwardMicroCredentialsPayload, error) {
	made, err := r.Credentials.AwardMicroCredentials(ctx, input)
	if err != nil {
		return payload(ctx, err, model.AwardMicroCredentialsPayload{})
	}
	rows, err := awardedRows(ctx, made)
	return payload(ctx, err, model.AwardMicroCredentialsPayload{Results: rows})
}

func (r *mutationResolver) ClaimAward(ctx context.Context, input credential.ClaimAwardInput) (*model.ClaimAwardPayload, error) {
	award, err := r.Credentials.ClaimAward(ctx, input)
	return payload(ctx, err, model.ClaimAwardPayload{Award: award})
}

func (r *mutationResolver) ReissueClaimCode(ctx context.Context, input credential.ReissueClaimCodeInput) (*model.ReissueClaimCodePayload, error) {
	made, err := r.Credentials.ReissueClaimCode(ctx, input)
	award, code := awarded(made)
	return payload(ctx, err, model.ReissueClaimCodePayload{Award: award, ClaimCode: code})
}

func (r *mutationResolver) RenewAward(ctx context.Context, input credential.RenewAwardInput) (*model.RenewAwardPayload, error) {
	award, err := r.Credentials.RenewAward(ctx, input)
	return payload(ctx, err, model.RenewAwardPayload{Award: award})
}

func (r *mutationResolver) RecordCertification(ctx context.Context, input model.RecordCertificationInput) (*model.RecordCertificationPayload, error) {
	certification, err := recordCertification(input)
	if err != nil {
		return payload(ctx, err, model.RecordCertificationPayload{})
	}
	award, err := r.Credentials.RecordCertification(ctx, certification)
	return payload(ctx, err, model.RecordCertificationPayload{Award: award})
}

func (r *mutationResolver) Delegate(ctx context.Context, input credential.DelegateInput) (*model.DelegatePayload, error) {
	delegation, err := r.Credentials.Delegate(ctx, input)
	return payload(ctx, err, model.DelegatePayload{Delegation: delegation})
}

func (r *mutationResolver) WithdrawDelegation(ctx context.Context, input credential.WithdrawDelegationInput) (*model.WithdrawDelegationPayload, error) {
	delegation, err := r.Credentials.WithdrawDelegation(ctx, input)
	return payload(ctx, err, model.WithdrawDelegationPayload{Delegation: delegation})
}

func (r *mutationResolver) ImportRoster(ctx context.Context, input model.ImportRosterInput) (*model.ImportRosterPayload, error) {
	file, err := importRoster(input)
	if err != nil {
		return payload(ctx, err, model.ImportRosterPayload{})
	}
	report, err := r.Credentials.ImportRoster(ctx, file)
	return payload(ctx, err, rosterPayload(report))
}

func (r *mutationResolver) RegisterOfflineKey(ctx context.Context, input credential.RegisterOfflineKeyInput) (*model.RegisterOfflineKeyPayload, error) {
	key, err := r.Credentials.RegisterOfflineKey(ctx, input)
	return payload(ctx, err, model.RegisterOfflineKeyPayload{Key: key})
}

func (r *mutationResolver) RetireOfflineKey(ctx context.Context, input credential.RetireOfflineKeyInput) (*model.RetireOfflineKeyPayload, error) {
	key, err := r.Credentials.RetireOfflineKey(ctx, input)
	return payload(ctx, err, model.RetireOfflineKeyPayload{Key: key})
}

func (r *queryResolver) ExpiringAwards(ctx context.Context, within int, first int, after *string) (*model.AwardConnection, error) {
	return connect(awards)(r.Credentials.ExpiringAwards(ctx, within, pageArgs(first, after)))
}

func (r *queryResolver) Delegations(ctx context.Context, first int, after *string) (*model.DelegationConnection, error) {
	return connect(delegations)(r.Credentials.Delegations(ctx, pageArgs(first, after)))
}

func (r *queryResolver) OfflineKeys(ctx context.Context) ([]*db.OfflineKey, error) {
	return r.Credentials.OfflineKeys(ctx)
}

func (r *queryResolver) Rosters(ctx context.Context, first int, after *string) (*model.RosterConnection, error) {
	return connect(rosters)(r.Credentials.Rosters(ctx, pageArgs(first, after)))
}

func (r *rosterResolver) Rows(ctx context.Context, obj *credential.RosterReport, outcome *enum.RowOutcome) ([]*credential.RosterLine, error) {
	return rosterRows(obj, outcome), nil
}

func (r *rosterClaimCodeResolver) Award(ctx context.Context, obj *credential.ClaimCode) (*db.Award, error) {
	return r.loaders(ctx).awards.Load(ctx, obj.AwardID)
}

func (r *rosterRowResolver) Award(ctx context.Context, obj *credential.RosterLine) (*db.Award, error) {
	return loadOptional(ctx, r.loaders(ctx).awards, obj.AwardID)
}

func (r *rosterRowResolver) Problem(ctx context.Context, obj *credential.RosterLine) (model.Problem, error) {
	if p := obj.Problem(); p != nil {
		return payloadProblem(ctx, p), nil
	}
	return nil, nil
}

func (r *Resolver) Delegation() generated.DelegationResolver { return &delegationResolver{r} }

func (r *Resolver) Roster() generated.RosterResolver { return &rosterResolver{r} }

func (r *Resolver) RosterClaimCode() generated.RosterClaimCodeResolver {
	return &rosterClaimCodeResolver{r}
}

func (r *Resolver) RosterRow() generated.RosterRowResolver { return &rosterRowResolver{r} }

type (
	delegationResolver      struct{ *Resolver }
	rosterResolver          struct{ *Resolver }
	rosterClaimCodeResolver struct{ *Resolver }
	rosterRowResolver       struct{ *Resolver }
)
