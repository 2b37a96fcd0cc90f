package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/credential"
)

func (r *awardResolver) URI(ctx context.Context, obj *db.Award) (*string, error) {
	if !own(ctx, obj) && !issued(ctx, obj) {
		return nil, nil // null is how the schema says "not for you"
	}
	return obj.URI, nil
}

func (r *awardResolver) Evidence(ctx context.Context, obj *db.Award) ([]*model.Evidence, error) {
	detail, err := r.loaders(ctx).details.Load(ctx, obj.ID)
	return evidence(detail), err
}

func (r *awardResolver) Results(ctx context.Context, obj *db.Award) ([]*model.AwardResult, error) {
	detail, err := r.loaders(ctx).details.Load(ctx, obj.ID)
	return results(detail), err
}

func (r *awardResolver) Alignments(ctx context.Context, obj *db.Award) ([]*db.Alignment, error) {
	return r.loaders(ctx).alignments.Load(ctx, obj.ID)
}

func (r *awardResolver) LastCheck(ctx context.Context, obj *db.Award) (*db.AwardCheck, error) {
	return r.loaders(ctx).lastChecks.Load(ctx, obj.ID)
}

func (r *awardResolver) Checks(ctx context.Context, obj *db.Award, first int, after *string) (*model.AwardCheckConnection, error) {
	return connect(awardChecks)(r.Credentials.ChecksOf(ctx, obj.ID, pageArgs(first, after)))
}

func (r *awardCheckResolver) Report(ctx context.Context, obj *db.AwardCheck) (*model.VerificationReport, error) {
	kept, err := credential.ReportOf(obj)
	return report(ctx, kept), err
}

func (r *mutationResolver) VerifyBadge(ctx context.Context, input model.VerifyBadgeInput) (*model.VerifyBadgePayload, error) {
	source, err := badgeSource(input.Text, input.File, input.URL)
	if err != nil {
		return payload(ctx, err, model.VerifyBadgePayload{})
	}
	verified, err := r.Credentials.VerifyBadge(ctx, source)
	if err != nil {
		return payload(ctx, fromBadge(err), model.VerifyBadgePayload{})
	}
	return payload(ctx, nil, model.VerifyBadgePayload{
		Report: report(ctx, &verified.Report), Badge: content(verified.Content),
		Parts: mapped(verified.Parts, func(p credential.VerifiedPart) *model.VerifiedPart {
			return &model.VerifiedPart{Path: p.Path, Report: report(ctx, &p.Report), Badge: content(p.Content)}
		}),
	})
}

func (r *mutationResolver) ImportBadge(ctx context.Context, input model.ImportBadgeInput) (*model.ImportBadgePayload, error) {
	return r.importBadge(ctx, &input)
}

func (r *mutationResolver) ImportBadges(ctx context.Context, input model.ImportBadgesInput) (*model.ImportBadgesPayload, error) {
	imported, err := r.importBadges(ctx, input.Badges)
	return payload(ctx, err, model.ImportBadgesPayload{Results: imported})
}

func (r *mutationResolver) RecheckAward(ctx context.Context, input model.RecheckAwardInput) (*model.RecheckAwardPayload, error) {
	_, found, err := r.Credentials.Recheck(ctx, input.ID)
	if err != nil {
		return payload(ctx, err, model.RecheckAwardPayload{Report: report(ctx, found)})
	}
	// Not everybody who may have it verified sees it.
	seen, err := r.Credentials.AwardsByID(ctx, []string{input.ID})
	return payload(ctx, err, model.RecheckAwardPayload{Award: seen[input.ID], Report: report(ctx, found)})
}

func (r *Resolver) AwardCheck() generated.AwardCheckResolver { return &awardCheckResolver{r} }

type awardCheckResolver struct{ *Resolver }
