package graph

import (
	"context"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/employer"
)

func (r *createPostingPayloadResolver) Warnings(ctx context.Context, obj *model.CreatePostingPayload) ([]*employer.Warning, error) {
	list, err := r.Employers.Warnings(ctx, obj.Posting, inLanguage(ctx, nil))
	return pointers(list), err
}

func (r *mutationResolver) CreatePosting(ctx context.Context, input employer.CreatePostingInput) (*model.CreatePostingPayload, error) {
	posting, read, err := r.Employers.CreatePosting(ctx, input)
	return payload(ctx, err, model.CreatePostingPayload{Posting: posting, Proposals: read})
}

func (r *mutationResolver) UpdatePosting(ctx context.Context, input model.UpdatePostingInput) (*model.UpdatePostingPayload, error) {
	posting, err := r.Employers.UpdatePosting(ctx, updatePosting(input))
	return payload(ctx, err, model.UpdatePostingPayload{Posting: posting})
}

func (r *mutationResolver) OpenPosting(ctx context.Context, input employer.OpenPostingInput) (*model.OpenPostingPayload, error) {
	posting, err := r.Employers.OpenAgain(ctx, input)
	return payload(ctx, err, model.OpenPostingPayload{Posting: posting})
}

func (r *mutationResolver) PausePosting(ctx context.Context, input employer.MovePostingInput) (*model.PausePostingPayload, error) {
	posting, err := r.Employers.PausePosting(ctx, input)
	return payload(ctx, err, model.PausePostingPayload{Posting: posting})
}

func (r *mutationResolver) ResumePosting(ctx context.Context, input employer.MovePostingInput) (*model.ResumePostingPayload, error) {
	posting, err := r.Employers.ResumePosting(ctx, input)
	return payload(ctx, err, model.ResumePostingPayload{Posting: posting})
}

func (r *mutationResolver) FillPosting(ctx context.Context, input employer.MovePostingInput) (*model.FillPostingPayload, error) {
	posting, err := r.Employers.FillPosting(ctx, input)
	return payload(ctx, err, model.FillPostingPayload{Posting: posting})
}

func (r *mutationResolver) ClosePosting(ctx context.Context, input employer.ClosePostingInput) (*model.ClosePostingPayload, error) {
	posting, err := r.Employers.ClosePosting(ctx, input)
	return payload(ctx, err, model.ClosePostingPayload{Posting: posting})
}

func (r *payResolver) Minimum(ctx context.Context, obj *employer.Pay) (*model.Money, error) {
	return money(obj.MinimumCents, obj.Currency), nil
}

func (r *payResolver) Maximum(ctx context.Context, obj *employer.Pay) (*model.Money, error) {
	return money(obj.MaximumCents, obj.Currency), nil
}

func (r *postingResolver) Description(ctx context.Context, obj *db.Posting) (*model.LocalizedText, error) {
	return &model.LocalizedText{Text: obj.Description, Language: obj.Language}, nil
}

func (r *postingResolver) Employer(ctx context.Context, obj *db.Posting) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.EmployerID)
}

func (r *postingResolver) Status(ctx context.Context, obj *db.Posting) (enum.PostingStatus, error) {
	return r.Employers.Status(obj), nil
}

func (r *postingResolver) Occupation(ctx context.Context, obj *db.Posting) (*db.Occupation, error) {
	return r.occupation(ctx, obj.OccupationCode, obj.OccupationTitle)
}

func (r *postingResolver) Place(ctx context.Context, obj *db.Posting) (*db.Place, error) {
	return loadOptional(ctx, r.loaders(ctx).places, obj.PlaceID)
}

func (r *postingResolver) ClosedAt(ctx context.Context, obj *db.Posting) (*time.Time, error) {
	return r.Employers.EndedAt(obj), nil
}

func (r *postingResolver) ExpiresOn(ctx context.Context, obj *db.Posting) (*time.Time, error) {
	return employer.LastDay(obj), nil
}

func (r *postingResolver) PayShown(ctx context.Context, obj *db.Posting) (bool, error) {
	return employer.PayOf(obj) != nil, nil
}

func (r *postingResolver) Pay(ctx context.Context, obj *db.Posting) (*employer.Pay, error) {
	return employer.PayOf(obj), nil
}

func (r *postingResolver) PaySentence(ctx context.Context, obj *db.Posting, language *string) (string, error) {
	return employer.PayOf(obj).Sentence(inLanguage(ctx, language)), nil
}

func (r *postingResolver) HoursPerWeek(ctx context.Context, obj *db.Posting) (*employer.Hours, error) {
	return employer.HoursOf(obj), nil
}

func (r *postingResolver) DuplicateOf(ctx context.Context, obj *db.Posting) (*db.Posting, error) {
	if !r.Employers.Owns(ctx, obj) {
		return nil, nil // null is how the schema says "not yours"
	}
	return loadOptional(ctx, r.loaders(ctx).postings, obj.DuplicateOfID)
}

func (r *postingResolver) PossibleDuplicates(ctx context.Context, obj *db.Posting) ([]*db.Posting, error) {
	return r.Employers.PossibleDuplicates(ctx, obj)
}

func (r *postingResolver) Template(ctx context.Context, obj *db.Posting) (*string, error) {
	return orNull(obj.Template), nil
}

func (r *postingResolver) MustHaves(ctx context.Context, obj *db.Posting, within *enum.DistanceRing) ([]*employer.MustHave, error) {
	list, err := r.Employers.MustHaves(ctx, obj, within, inLanguage(ctx, nil))
	if list == nil {
		return nil, err // null is how the schema says "not yours"
	}
	return pointers(list), err
}

func (r *postingResolver) Outlook(ctx context.Context, obj *db.Posting, within *enum.DistanceRing, language *string) ([]string, error) {
	return r.Employers.Outlook(ctx, obj, within, inLanguage(ctx, language))
}

func (r *postingResolver) Warnings(ctx context.Context, obj *db.Posting, language *string) ([]*employer.Warning, error) {
	list, err := r.Employers.Warnings(ctx, obj, inLanguage(ctx, language))
	return pointers(list), err
}

func (r *postingResolver) Requirements(ctx context.Context, obj *db.Posting) ([]*employer.Requirement, error) {
	list, err := r.loaders(ctx).requirements.Load(ctx, obj.ID)
	return pointers(list), err
}

func (r *postingResolver) Conditions(ctx context.Context, obj *db.Posting) ([]*db.PostingCondition, error) {
	return r.loaders(ctx).conditions.Load(ctx, obj.ID)
}

func (r *postingResolver) Candidates(ctx context.Context, obj *db.Posting, search *string, filter *employer.CandidateFilter, first int, after *string) (*employer.Candidates, error) {
	if !r.Employers.MayRank(ctx, obj) {
		return nil, nil // null is how the schema says "not yours"
	}
	return r.Employers.Candidates(ctx, employer.CandidatesInput{
		Posting: obj.ID, Search: value(search), Filter: value(filter),
		Page: pageArgs(first, after), Language: inLanguage(ctx, nil), Want: wanted(ctx),
		Fields: readOfCandidates(ctx), CountsOnly: !readsRows(ctx),
	})
}

func (r *postingConditionResolver) Unit(ctx context.Context, obj *db.PostingCondition) (*string, error) {
	return orNull(obj.Unit), nil
}

func (r *postingConditionResolver) LegalRule(ctx context.Context, obj *db.PostingCondition) (*employer.LegalRule, error) {
	return employer.LegalRuleOf(obj), nil
}

func (r *queryResolver) Posting(ctx context.Context, id string) (*db.Posting, error) {
	return optional(r.Employers.Posting(ctx, id))
}

func (r *queryResolver) Postings(ctx context.Context, filter *employer.PostingFilter, search *string, first int, after *string) (*model.PostingConnection, error) {
	return connect(postings)(r.Employers.Postings(ctx, employer.PostingsInput{
		Filter: value(filter), Search: value(search), Language: inLanguage(ctx, nil), Page: pageArgs(first, after),
	}))
}

func (r *updatePostingPayloadResolver) Warnings(ctx context.Context, obj *model.UpdatePostingPayload) ([]*employer.Warning, error) {
	list, err := r.Employers.Warnings(ctx, obj.Posting, inLanguage(ctx, nil))
	return pointers(list), err
}

func (r *Resolver) CreatePostingPayload() generated.CreatePostingPayloadResolver {
	return &createPostingPayloadResolver{r}
}

func (r *Resolver) Pay() generated.PayResolver { return &payResolver{r} }

func (r *Resolver) Posting() generated.PostingResolver { return &postingResolver{r} }

func (r *Resolver) PostingCondition() generated.PostingConditionResolver {
	return &postingConditionResolver{r}
}

func (r *Resolver) UpdatePostingPayload() generated.UpdatePostingPayloadResolver {
	return &updatePostingPayloadResolver{r}
}

type (
	createPostingPayloadResolver struct{ *Resolver }
	payResolver                  struct{ *Resolver }
	postingResolver              struct{ *Resolver }
	postingConditionResolver     struct{ *Resolver }
	updatePostingPayloadResolver struct{ *Resolver }
)
