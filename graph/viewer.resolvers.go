package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
)

func (r *membershipResolver) Organization(ctx context.Context, obj *auth.Membership) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.Organization)
}

func (r *queryResolver) Viewer(ctx context.Context) (*auth.Viewer, error) {
	viewer := auth.From(ctx)
	if viewer.Anonymous() {
		return nil, nil // null is how the schema says "anonymous"
	}
	return &viewer, nil
}

func (r *viewerResolver) Name(ctx context.Context, obj *auth.Viewer) (string, error) {
	account, err := r.loaders(ctx).accounts.Load(ctx, obj.Account)
	if err != nil {
		return "", err
	}
	return account.DisplayName, nil
}

func (r *viewerResolver) Role(ctx context.Context, obj *auth.Viewer) (*auth.Role, error) {
	return orNull(obj.Role()), nil
}

func (r *viewerResolver) Organization(ctx context.Context, obj *auth.Viewer) (*db.Organization, error) {
	return loadOptional(ctx, r.loaders(ctx).organizations, orNull(obj.Organization()))
}

func (r *viewerResolver) Memberships(ctx context.Context, obj *auth.Viewer) ([]*auth.Membership, error) {
	return pointers(obj.Memberships), nil
}

func (r *viewerResolver) Earner(ctx context.Context, obj *auth.Viewer) (*account.Earner, error) {
	return loadOptional(ctx, r.loaders(ctx).earners, orNull(obj.Earner))
}

func (r *viewerResolver) Permissions(ctx context.Context, obj *auth.Viewer) ([]string, error) {
	held := auth.Held(auth.With(ctx, *obj))
	names := make([]string, len(held))
	for i, p := range held {
		names[i] = p.String()
	}
	return names, nil
}

func (r *Resolver) Membership() generated.MembershipResolver { return &membershipResolver{r} }

func (r *Resolver) Viewer() generated.ViewerResolver { return &viewerResolver{r} }

type (
	membershipResolver struct{ *Resolver }
	viewerResolver     struct{ *Resolver }
)
