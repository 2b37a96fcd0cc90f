package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/employer"
)

func (r *mutationResolver) SaveSearch(ctx context.Context, input employer.SaveSearchInput) (*model.SaveSearchPayload, error) {
	saved, err := r.Employers.SaveSearch(ctx, input)
	return payload(ctx, err, model.SaveSearchPayload{SavedSearch: saved})
}

func (r *mutationResolver) UpdateSavedSearch(ctx context.Context, input model.UpdateSavedSearchInput) (*model.UpdateSavedSearchPayload, error) {
	saved, err := r.Employers.UpdateSearch(ctx, employer.UpdateSearchInput{
		ID: input.ID, Revision: input.Revision, Name: input.Name.Value(), Paused: input.Paused.Value(),
	})
	return payload(ctx, err, model.UpdateSavedSearchPayload{SavedSearch: saved})
}

func (r *mutationResolver) DeleteSavedSearch(ctx context.Context, input model.DeleteSavedSearchInput) (*model.DeleteSavedSearchPayload, error) {
	err := r.Employers.DeleteSearch(ctx, input.ID)
	return payload(ctx, err, model.DeleteSavedSearchPayload{DeletedID: &input.ID})
}

func (r *queryResolver) SavedSearches(ctx context.Context, first int, after *string) (*model.SavedSearchConnection, error) {
	return connect(savedSearches)(r.Employers.SavedSearches(ctx, pageArgs(first, after)))
}

func (r *savedSearchResolver) Posting(ctx context.Context, obj *db.SavedSearch) (*db.Posting, error) {
	return loadOptional(ctx, r.loaders(ctx).postings, obj.PostingID)
}

func (r *savedSearchResolver) Requirements(ctx context.Context, obj *db.SavedSearch) ([]*employer.Requirement, error) {
	list, err := r.loaders(ctx).searchRequirements.Load(ctx, obj.ID)
	return pointers(list), err
}

func (r *savedSearchResolver) Tier(ctx context.Context, obj *db.SavedSearch) (employer.Tier, error) {
	return employer.Tier(obj.Tier), nil
}

func (r *savedSearchResolver) Matches(ctx context.Context, obj *db.SavedSearch, first int, after *string) (*model.SearchMatchConnection, error) {
	return connect(searchMatches)(r.Employers.SearchMatches(ctx, obj, pageArgs(first, after)))
}

func (r *searchMatchResolver) Search(ctx context.Context, obj *employer.SearchMatch) (*db.SavedSearch, error) {
	return r.loaders(ctx).savedSearches.Load(ctx, obj.Search)
}

func (r *searchMatchResolver) Candidate(ctx context.Context, obj *employer.SearchMatch) (*employer.Candidate, error) {
	return r.loaders(ctx).matchedCandidates.Load(ctx, obj.ID)
}

func (r *Resolver) SavedSearch() generated.SavedSearchResolver { return &savedSearchResolver{r} }

func (r *Resolver) SearchMatch() generated.SearchMatchResolver { return &searchMatchResolver{r} }

type (
	savedSearchResolver struct{ *Resolver }
	searchMatchResolver struct{ *Resolver }
)
