package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
)

func (r *queryResolver) ViewLog(ctx context.Context, first int, after *string) (*model.ViewLogConnection, error) {
	return connect(viewLog)(r.Employers.ViewLog(ctx, pageArgs(first, after)))
}

func (r *viewLogLineResolver) Organization(ctx context.Context, obj *db.ViewLogLine) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.OrganizationID)
}

func (r *viewLogLineResolver) Posting(ctx context.Context, obj *db.ViewLogLine) (*db.Posting, error) {
	return loadOptional(ctx, r.loaders(ctx).postings, orNull(obj.PostingID))
}

func (r *Resolver) ViewLogLine() generated.ViewLogLineResolver { return &viewLogLineResolver{r} }

type viewLogLineResolver struct{ *Resolver }
