package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func (r *mutationResolver) AddToShortlist(ctx context.Context, input employer.AddToShortlistInput) (*model.AddToShortlistPayload, error) {
	results, err := r.Employers.AddToShortlist(ctx, input)
	return payload(ctx, err, model.AddToShortlistPayload{Results: orEmpty(results)})
}

func (r *mutationResolver) MoveOnShortlist(ctx context.Context, input employer.MoveOnShortlistInput) (*model.MoveOnShortlistPayload, error) {
	results, err := r.Employers.MoveOnShortlist(ctx, input)
	return payload(ctx, err, model.MoveOnShortlistPayload{Results: orEmpty(results)})
}

func (r *mutationResolver) AssignOnShortlist(ctx context.Context, input employer.AssignOnShortlistInput) (*model.AssignOnShortlistPayload, error) {
	results, err := r.Employers.AssignOnShortlist(ctx, input)
	return payload(ctx, err, model.AssignOnShortlistPayload{Results: orEmpty(results)})
}

func (r *mutationResolver) RemoveFromShortlist(ctx context.Context, input employer.RemoveFromShortlistInput) (*model.RemoveFromShortlistPayload, error) {
	results, err := r.Employers.RemoveFromShortlist(ctx, input)
	return payload(ctx, err, model.RemoveFromShortlistPayload{Results: orEmpty(results)})
}

func (r *mutationResolver) NoteOnShortlist(ctx context.Context, input employer.NoteOnShortlistInput) (*model.NoteOnShortlistPayload, error) {
	note, err := r.Employers.NoteOnShortlist(ctx, input)
	return payload(ctx, err, model.NoteOnShortlistPayload{Note: note})
}

func (r *mutationResolver) DeleteNote(ctx context.Context, input employer.DeleteNoteInput) (*model.DeleteNotePayload, error) {
	err := r.Employers.DeleteNote(ctx, input)
	return payload(ctx, err, model.DeleteNotePayload{ID: deletedID(input.ID, err)})
}

func (r *queryResolver) Shortlist(ctx context.Context, posting string, stage *enum.ShortlistStage, assignee *string, first int, after *string) (*model.ShortlistConnection, error) {
	list, err := optional(r.Employers.Shortlist(ctx, employer.ShortlistInput{
		Posting: posting, Stage: stage, Assignee: assignee, Page: pageArgs(first, after),
	}))
	if list == nil || err != nil {
		return nil, err
	}
	return shortlist(list), nil
}

func (r *queryResolver) Colleagues(ctx context.Context) ([]*employer.Colleague, error) {
	return r.Employers.Colleagues(ctx)
}

func (r *shortlistEntryResolver) Posting(ctx context.Context, obj *db.ShortlistEntry) (*db.Posting, error) {
	return r.loaders(ctx).postings.Load(ctx, obj.PostingID)
}

func (r *shortlistEntryResolver) Candidate(ctx context.Context, obj *db.ShortlistEntry) (*employer.Candidate, error) {
	return r.loaders(ctx).entryCandidates.Load(ctx, obj.ID)
}

func (r *shortlistEntryResolver) Assignee(ctx context.Context, obj *db.ShortlistEntry) (*employer.Colleague, error) {
	return loadOptional(ctx, r.loaders(ctx).colleagues, obj.AssigneeID)
}

func (r *shortlistEntryResolver) AddedBy(ctx context.Context, obj *db.ShortlistEntry) (*employer.Colleague, error) {
	return r.loaders(ctx).colleagues.Load(ctx, obj.AddedByID)
}

func (r *shortlistEntryResolver) Notes(ctx context.Context, obj *db.ShortlistEntry) ([]*db.ShortlistNote, error) {
	return r.loaders(ctx).shortlistNotes.Load(ctx, obj.ID)
}

func (r *shortlistEntryResolver) History(ctx context.Context, obj *db.ShortlistEntry) ([]*db.ShortlistMove, error) {
	return r.loaders(ctx).shortlistMoves.Load(ctx, obj.ID)
}

func (r *shortlistMoveResolver) By(ctx context.Context, obj *db.ShortlistMove) (*employer.Colleague, error) {
	return r.loaders(ctx).colleagues.Load(ctx, obj.ActorID)
}

func (r *shortlistNoteResolver) Author(ctx context.Context, obj *db.ShortlistNote) (*employer.Colleague, error) {
	return r.loaders(ctx).colleagues.Load(ctx, obj.AuthorID)
}

func (r *shortlistResultResolver) Problems(ctx context.Context, obj *employer.ShortlistResult) ([]model.Problem, error) {
	return mapped(obj.Problems, func(p *problem.Problem) model.Problem { return payloadProblem(ctx, p) }), nil
}

func (r *Resolver) ShortlistEntry() generated.ShortlistEntryResolver {
	return &shortlistEntryResolver{r}
}

func (r *Resolver) ShortlistMove() generated.ShortlistMoveResolver { return &shortlistMoveResolver{r} }

func (r *Resolver) ShortlistNote() generated.ShortlistNoteResolver { return &shortlistNoteResolver{r} }

func (r *Resolver) ShortlistResult() generated.ShortlistResultResolver {
	return &shortlistResultResolver{r}
}

type (
	shortlistEntryResolver  struct{ *Resolver }
	shortlistMoveResolver   struct{ *Resolver }
	shortlistNoteResolver   struct{ *Resolver }
	shortlistResultResolver struct{ *Resolver }
)
