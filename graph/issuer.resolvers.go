package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/credential"
)

func (r *awardResolver) SuspensionReason(ctx context.Context, obj *db.Award) (*string, error) {
	return orNull(obj.SuspendedReason), nil
}

func (r *badgeAlignmentResolver) MicroCredential(ctx context.Context, obj *db.Alignment) (*db.MicroCredential, error) {
	return r.loaders(ctx).microCredentials.Load(ctx, obj.MicroCredentialID)
}

func (r *badgeAlignmentResolver) Target(ctx context.Context, obj *db.Alignment) (*model.AlignmentTarget, error) {
	return keptTarget(obj), nil
}

func (r *badgeAlignmentResolver) Skill(ctx context.Context, obj *db.Alignment) (*db.Skill, error) {
	return loadOptional(ctx, r.loaders(ctx).skills, obj.SkillID)
}

func (r *knownIssuerResolver) Organization(ctx context.Context, obj *db.IssuerIdentity) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.OrganizationID)
}

func (r *knownIssuerResolver) Note(ctx context.Context, obj *db.IssuerIdentity) (*string, error) {
	return orNull(obj.Note), nil
}

func (r *mutationResolver) IssueAward(ctx context.Context, input credential.IssueAwardInput) (*model.IssueAwardPayload, error) {
	award, err := r.Credentials.IssueAward(ctx, input)
	return payload(ctx, err, model.IssueAwardPayload{Award: award})
}

func (r *mutationResolver) SuspendAward(ctx context.Context, input credential.SuspendAwardInput) (*model.SuspendAwardPayload, error) {
	award, err := r.Credentials.Suspend(ctx, input)
	return payload(ctx, err, model.SuspendAwardPayload{Award: award})
}

func (r *mutationResolver) ReinstateAward(ctx context.Context, input credential.ReinstateAwardInput) (*model.ReinstateAwardPayload, error) {
	award, err := r.Credentials.Reinstate(ctx, input)
	return payload(ctx, err, model.ReinstateAwardPayload{Award: award})
}

func (r *mutationResolver) RemapAlignment(ctx context.Context, input credential.RemapAlignmentInput) (*model.RemapAlignmentPayload, error) {
	alignment, err := r.Credentials.RemapAlignment(ctx, input)
	return payload(ctx, err, model.RemapAlignmentPayload{Alignment: alignment})
}

func (r *mutationResolver) TrustIssuer(ctx context.Context, input credential.TrustIssuerInput) (*model.TrustIssuerPayload, error) {
	issuer, err := r.Credentials.TrustIssuer(ctx, input)
	return payload(ctx, err, model.TrustIssuerPayload{Issuer: issuer})
}

func (r *mutationResolver) DistrustIssuer(ctx context.Context, input credential.DistrustIssuerInput) (*model.DistrustIssuerPayload, error) {
	issuer, err := r.Credentials.DistrustIssuer(ctx, input)
	return payload(ctx, err, model.DistrustIssuerPayload{Issuer: issuer})
}

func (r *mutationResolver) RotateIssuerKey(ctx context.Context, input credential.RotateKeyInput) (*model.RotateIssuerKeyPayload, error) {
	key, err := r.Credentials.RotateKey(ctx, input)
	return payload(ctx, err, model.RotateIssuerKeyPayload{Key: key})
}

func (r *organizationResolver) Did(ctx context.Context, obj *db.Organization) (*string, error) {
	issuing, err := r.loaders(ctx).issuing.Load(ctx, obj.ID)
	return orNull(value(issuing).DID), err
}

func (r *organizationResolver) TrustedIssuer(ctx context.Context, obj *db.Organization) (bool, error) {
	issuing, err := r.loaders(ctx).issuing.Load(ctx, obj.ID)
	return value(issuing).Trusted, err
}

func (r *queryResolver) Alignments(ctx context.Context, filter *credential.AlignmentFilter, first int, after *string) (*model.BadgeAlignmentConnection, error) {
	return connect(alignments)(r.Credentials.Alignments(ctx, value(filter), pageArgs(first, after)))
}

func (r *queryResolver) KnownIssuers(ctx context.Context, filter *credential.IssuerFilter, first int, after *string) (*model.KnownIssuerConnection, error) {
	return connect(knownIssuers)(r.Credentials.KnownIssuers(ctx, value(filter), pageArgs(first, after)))
}

func (r *queryResolver) IssuerKeys(ctx context.Context, service bool) ([]*db.IssuerKey, error) {
	if service {
		return r.Credentials.IssuerKeys(ctx, "")
	}
	return r.Credentials.IssuerKeys(ctx, auth.From(ctx).Organization())
}

func (r *Resolver) BadgeAlignment() generated.BadgeAlignmentResolver {
	return &badgeAlignmentResolver{r}
}

func (r *Resolver) KnownIssuer() generated.KnownIssuerResolver { return &knownIssuerResolver{r} }

type (
	badgeAlignmentResolver struct{ *Resolver }
	knownIssuerResolver    struct{ *Resolver }
)
