package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
)

func (r *subscriptionResolver) CandidatesChanged(ctx context.Context, posting string, resumeAfter *string) (<-chan *model.CandidatesChanged, error) {
	return r.followCandidates(ctx, posting, resumeAfter)
}

func (r *subscriptionResolver) AwardChanged(ctx context.Context, resumeAfter *string) (<-chan *model.AwardChanged, error) {
	return r.followAwards(ctx, resumeAfter)
}

func (r *subscriptionResolver) SubmissionUpdated(ctx context.Context, resumeAfter *string) (<-chan *model.SubmissionUpdated, error) {
	return r.followSubmissions(ctx, resumeAfter)
}

func (r *subscriptionResolver) ContactRequestUpdated(ctx context.Context, resumeAfter *string) (<-chan *model.ContactRequestUpdated, error) {
	return r.followContacts(ctx, resumeAfter)
}

func (r *subscriptionResolver) SavedSearchMatched(ctx context.Context, search *string, resumeAfter *string) (<-chan *model.SavedSearchMatched, error) {
	return r.followSearch(ctx, search, resumeAfter)
}

func (r *subscriptionResolver) NotificationReceived(ctx context.Context, resumeAfter *string) (<-chan *model.NotificationReceived, error) {
	return r.followInbox(ctx, resumeAfter)
}

func (r *Resolver) Subscription() generated.SubscriptionResolver { return &subscriptionResolver{r} }

type subscriptionResolver struct{ *Resolver }
