package graph

import (
	"context"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/page"
)

func (r *awardResolver) PublicURL(ctx context.Context, obj *db.Award) (*string, error) {
	if !own(ctx, obj) {
		return nil, nil // null is how the schema says "not for you"
	}
	return r.Credentials.PublicURL(obj), nil
}

func (r *awardResolver) Badge(ctx context.Context, obj *db.Award, form credential.Form) (*credential.File, error) {
	return fileOrNull(r.Credentials.Badge(ctx, obj.ID, form))
}

func (r *awardResolver) Original(ctx context.Context, obj *db.Award) (*credential.File, error) {
	return fileOrNull(r.Credentials.Original(ctx, obj.ID))
}

func (r *badgeFileResolver) Text(ctx context.Context, obj *credential.File) (*string, error) {
	return textOf(obj), nil
}

func (r *badgeFileResolver) Base64(ctx context.Context, obj *credential.File) (string, error) {
	return base64Of(obj), nil
}

func (r *earnerResolver) SkillsSheets(ctx context.Context, obj *account.Earner, first int, after *string) (*model.SkillsSheetConnection, error) {
	if !obj.Self {
		return skillsSheets(page.Page[*db.SkillsSheet]{}), nil
	}
	return connect(skillsSheets)(r.Credentials.SheetsOf(ctx, pageArgs(first, after)))
}

func (r *earnerResolver) Dids(ctx context.Context, obj *account.Earner) ([]string, error) {
	if !obj.Self {
		return nil, nil // empty is what the schema says "not yours" with
	}
	return r.Credentials.DIDs(ctx)
}

func (r *earnerResolver) LearnerRecord(ctx context.Context, obj *account.Earner) (*credential.File, error) {
	if !obj.Self {
		return nil, nil // null is how the schema says "not yours"
	}
	return fileOrNull(r.Credentials.LearnerRecord(ctx, credential.FormJSON))
}

func (r *mutationResolver) PublishAward(ctx context.Context, input credential.PublishAwardInput) (*model.PublishAwardPayload, error) {
	award, err := r.Credentials.PublishAward(ctx, input)
	return payload(ctx, err, model.PublishAwardPayload{Award: award})
}

func (r *mutationResolver) UnpublishAward(ctx context.Context, input credential.UnpublishAwardInput) (*model.UnpublishAwardPayload, error) {
	award, err := r.Credentials.UnpublishAward(ctx, input)
	return payload(ctx, err, model.UnpublishAwardPayload{Award: award})
}

func (r *mutationResolver) PublishSkillsSheet(ctx context.Context, input credential.PublishSheetInput) (*model.PublishSkillsSheetPayload, error) {
	sheet, err := r.Credentials.PublishSheet(ctx, input)
	return payload(ctx, err, model.PublishSkillsSheetPayload{Sheet: sheet})
}

func (r *mutationResolver) WithdrawSkillsSheet(ctx context.Context, input credential.WithdrawSheetInput) (*model.WithdrawSkillsSheetPayload, error) {
	sheet, err := r.Credentials.WithdrawSheet(ctx, input)
	return payload(ctx, err, model.WithdrawSkillsSheetPayload{Sheet: sheet})
}

func (r *mutationResolver) BeginDid(ctx context.Context, input model.BeginDidInput) (*model.BeginDidPayload, error) {
	challenge, err := r.Credentials.BeginDID(ctx, input.Did)
	if err != nil {
		return payload(ctx, err, model.BeginDidPayload{})
	}
	audience := r.Credentials.Base.String()
	return payload(ctx, nil, model.BeginDidPayload{Challenge: &challenge, Audience: &audience})
}

func (r *mutationResolver) ProveDid(ctx context.Context, input credential.ProveDIDInput) (*model.ProveDidPayload, error) {
	proven, err := r.Credentials.ProveDID(ctx, input)
	if err != nil {
		return payload(ctx, err, model.ProveDidPayload{})
	}
	return payload(ctx, nil, model.ProveDidPayload{Did: &proven.Value})
}

func (r *skillsSheetResolver) URL(ctx context.Context, obj *db.SkillsSheet) (string, error) {
	return r.Credentials.SheetURL(obj), nil
}

func (r *skillsSheetResolver) Awards(ctx context.Context, obj *db.SkillsSheet) ([]*db.Award, error) {
	found, err := r.loaders(ctx).awards.LoadAll(ctx, obj.Awards)
	return slices.DeleteFunc(found, func(a *db.Award) bool { return a == nil }), err
}

func (r *Resolver) BadgeFile() generated.BadgeFileResolver { return &badgeFileResolver{r} }

func (r *Resolver) SkillsSheet() generated.SkillsSheetResolver { return &skillsSheetResolver{r} }

type (
	badgeFileResolver   struct{ *Resolver }
	skillsSheetResolver struct{ *Resolver }
)
