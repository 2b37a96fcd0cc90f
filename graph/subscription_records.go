package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/live"
)

// owned follows the records of whoever the viewer is told of, as long as that is the
// same: who acts as somebody else meanwhile is told nothing.
func owned[T any](
	ctx context.Context, r *Resolver, name, prefix string, resumeAfter *string,
	whose func(ctx context.Context) (string, error),
	event func(ctx context.Context, record, cursor string) (*T, error),
) (<-chan *T, error) {
	owner, err := whose(ctx)
	if err != nil {
		return nil, err
	}
	return records[T]{
		follows: follows{name, []any{owner}, resumeAfter},
		topics:  []live.Topic{{Prefix: prefix, Of: owner}},
		event: func(ctx context.Context, record, cursor string) (*T, error) {
			if now, err := whose(ctx); err != nil || now != owner {
				return nil, err
			}
			return event(ctx, record, cursor)
		},
	}.follow(ctx, r)
}

func (r *Resolver) followAwards(ctx context.Context, resumeAfter *string) (<-chan *model.AwardChanged, error) {
	return owned(ctx, r, "awardChanged", id.Award, resumeAfter, r.Credentials.Followed,
		func(ctx context.Context, record, cursor string) (*model.AwardChanged, error) {
			award, err := r.loaders(ctx).awards.Load(ctx, record)
			if award == nil || err != nil {
				return nil, err
			}
			return &model.AwardChanged{Cursor: cursor, Award: award}, nil
		})
}

func (r *Resolver) followSubmissions(ctx context.Context, resumeAfter *string) (<-chan *model.SubmissionUpdated, error) {
	return owned(ctx, r, "submissionUpdated", id.Submission, resumeAfter, r.Assessments.Followed,
		func(ctx context.Context, record, cursor string) (*model.SubmissionUpdated, error) {
			submission, err := r.Assessments.Shown(ctx, record)
			if submission == nil || err != nil {
				return nil, err
			}
			return &model.SubmissionUpdated{Cursor: cursor, Submission: submission}, nil
		})
}

func (r *Resolver) followContacts(ctx context.Context, resumeAfter *string) (<-chan *model.ContactRequestUpdated, error) {
	return owned(ctx, r, "contactRequestUpdated", id.ContactRequest, resumeAfter, r.Employers.FollowedContacts,
		func(ctx context.Context, record, cursor string) (*model.ContactRequestUpdated, error) {
			found, err := r.Employers.ContactsByID(ctx, []string{record})
			if err != nil || found[record] == nil {
				return nil, err
			}
			return &model.ContactRequestUpdated{Cursor: cursor, ContactRequest: found[record]}, nil
		})
}

func (r *Resolver) followSearch(ctx context.Context, search, resumeAfter *string) (<-chan *model.SavedSearchMatched, error) {
	whose := func(ctx context.Context) (string, error) { return r.Employers.FollowedSearch(ctx, search) }
	return owned(ctx, r, "savedSearchMatched", id.SearchMatch, resumeAfter, whose,
		func(ctx context.Context, record, cursor string) (*model.SavedSearchMatched, error) {
			found, err := r.Employers.SearchMatchesByID(ctx, []string{record})
			if err != nil || found[record] == nil {
				return nil, err
			}
			return &model.SavedSearchMatched{Cursor: cursor, Match: found[record]}, nil
		})
}

func (r *Resolver) followInbox(ctx context.Context, resumeAfter *string) (<-chan *model.NotificationReceived, error) {
	return owned(ctx, r, "notificationReceived", id.Notification, resumeAfter, r.Notify.Followed,
		func(ctx context.Context, record, cursor string) (*model.NotificationReceived, error) {
			found, err := r.Notify.NotificationsByID(ctx, []string{record})
			if err != nil || found[record] == nil {
				return nil, err
			}
			return &model.NotificationReceived{Cursor: cursor, Notification: found[record]}, nil
		})
}
