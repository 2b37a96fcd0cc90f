package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/employer"
)

func (r *hiringEventResolver) Organization(ctx context.Context, obj *employer.Event) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.OrganizationID)
}

func (r *hiringEventResolver) Cohort(ctx context.Context, obj *employer.Event) (*db.Cohort, error) {
	return loadOptional(ctx, r.loaders(ctx).cohorts, obj.Cohort)
}

func (r *hiringEventResolver) Employers(ctx context.Context, obj *employer.Event) ([]*db.Organization, error) {
	return r.loaders(ctx).organizations.LoadAll(ctx, obj.Employers)
}

func (r *hiringEventResolver) Candidates(ctx context.Context, obj *employer.Event, posting string, first int, after *string) (*model.HiringEventCandidateConnection, error) {
	if !auth.Can(ctx, auth.ContactCandidates) {
		return nil, nil // null is how the schema says "not yours"
	}
	return connect(eventCandidates)(r.Resolver.Employers.EventCandidates(ctx, employer.EventCandidatesInput{
		Event: obj.ID, Posting: posting, Page: pageArgs(first, after), Language: inLanguage(ctx, nil), Fields: readOfCandidates(ctx),
	}))
}

func (r *mutationResolver) OpenHiringEvent(ctx context.Context, input employer.OpenEventInput) (*model.OpenHiringEventPayload, error) {
	event, err := r.Employers.OpenEvent(ctx, input)
	return payload(ctx, err, model.OpenHiringEventPayload{Event: event})
}

func (r *mutationResolver) InviteToHiringEvent(ctx context.Context, input employer.EventGuestsInput) (*model.InviteToHiringEventPayload, error) {
	event, err := r.Employers.InviteToEvent(ctx, input)
	return payload(ctx, err, model.InviteToHiringEventPayload{Event: event})
}

func (r *mutationResolver) UninviteFromHiringEvent(ctx context.Context, input employer.EventGuestsInput) (*model.UninviteFromHiringEventPayload, error) {
	event, err := r.Employers.UninviteFromEvent(ctx, input)
	return payload(ctx, err, model.UninviteFromHiringEventPayload{Event: event})
}

func (r *mutationResolver) CancelHiringEvent(ctx context.Context, input model.CancelHiringEventInput) (*model.CancelHiringEventPayload, error) {
	event, err := r.Employers.CancelEvent(ctx, input.Event)
	return payload(ctx, err, model.CancelHiringEventPayload{Event: event})
}

func (r *mutationResolver) JoinHiringEvent(ctx context.Context, input model.JoinHiringEventInput) (*model.JoinHiringEventPayload, error) {
	event, err := r.Employers.JoinEvent(ctx, input.Event)
	return payload(ctx, err, model.JoinHiringEventPayload{Event: event})
}

func (r *mutationResolver) LeaveHiringEvent(ctx context.Context, input model.LeaveHiringEventInput) (*model.LeaveHiringEventPayload, error) {
	event, err := r.Employers.LeaveEvent(ctx, input.Event)
	return payload(ctx, err, model.LeaveHiringEventPayload{Event: event})
}

func (r *queryResolver) HiringEvent(ctx context.Context, id string) (*employer.Event, error) {
	return r.loaders(ctx).events.Load(ctx, id)
}

func (r *queryResolver) HiringEvents(ctx context.Context, first int, after *string) (*model.HiringEventConnection, error) {
	return connect(hiringEvents)(r.Employers.Events(ctx, pageArgs(first, after)))
}

func (r *Resolver) HiringEvent() generated.HiringEventResolver { return &hiringEventResolver{r} }

type hiringEventResolver struct{ *Resolver }
