package graph

import (
	"context"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/outcome"
)

func (r *mutationResolver) RecordOutcome(ctx context.Context, input outcome.RecordOutcomeInput) (*model.RecordOutcomePayload, error) {
	made, err := r.Outcomes.RecordOutcome(ctx, input)
	return payload(ctx, err, model.RecordOutcomePayload{Outcome: made})
}

func (r *mutationResolver) WithdrawOutcome(ctx context.Context, input outcome.WithdrawOutcomeInput) (*model.WithdrawOutcomePayload, error) {
	if err := r.Outcomes.WithdrawOutcome(ctx, input); err != nil {
		return payload(ctx, err, model.WithdrawOutcomePayload{})
	}
	return payload(ctx, nil, model.WithdrawOutcomePayload{ID: &input.ID})
}

func (r *outcomeResolver) Organization(ctx context.Context, obj *db.ProtectedOutcome) (*db.Organization, error) {
	return loadOptional(ctx, r.loaders(ctx).organizations, obj.OrganizationID)
}

func (r *outcomeResolver) Awards(ctx context.Context, obj *db.ProtectedOutcome) ([]*db.Award, error) {
	ids, err := r.loaders(ctx).outcomeAwards.Load(ctx, obj.ID)
	if err != nil {
		return nil, err
	}
	found, err := r.loaders(ctx).awards.LoadAll(ctx, ids)
	return slices.DeleteFunc(found, func(a *db.Award) bool { return a == nil }), err
}

func (r *outcomeResolver) HourlyWage(ctx context.Context, obj *db.ProtectedOutcome) (*model.Money, error) {
	return money(obj.WageCents, obj.WageCurrency), nil
}

func (r *outcomeResolver) Detail(ctx context.Context, obj *db.ProtectedOutcome) (*string, error) {
	return orNull(obj.Detail), nil
}

func (r *outcomeResolver) Source(ctx context.Context, obj *db.ProtectedOutcome) (*string, error) {
	return orNull(obj.Source), nil
}

func (r *outcomeResolver) Program(ctx context.Context, obj *db.ProtectedOutcome) (*db.Organization, error) {
	return loadOptional(ctx, r.loaders(ctx).organizations, obj.ProgramID)
}

func (r *outcomeResolver) Withdrawable(ctx context.Context, obj *db.ProtectedOutcome) (bool, error) {
	return outcome.RecordedBy(obj, auth.From(ctx)), nil
}

func (r *programCountRowResolver) MicroCredential(ctx context.Context, obj *outcome.CountRow) (*db.MicroCredential, error) {
	return loadOptional(ctx, r.loaders(ctx).microCredentials, obj.Credential)
}

func (r *programCountsResolver) Organization(ctx context.Context, obj *outcome.Counts) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.Organization)
}

func (r *programCountsResolver) MicroCredential(ctx context.Context, obj *outcome.Counts) (*db.MicroCredential, error) {
	return loadOptional(ctx, r.loaders(ctx).microCredentials, obj.MicroCredential)
}

func (r *programCountsResolver) From(ctx context.Context, obj *outcome.Counts) (employer.YearMonth, error) {
	return employer.YearMonth(obj.From), nil
}

func (r *programCountsResolver) Until(ctx context.Context, obj *outcome.Counts) (employer.YearMonth, error) {
	return employer.YearMonth(obj.Until), nil
}

func (r *queryResolver) MyOutcomes(ctx context.Context, first int, after *string) (*model.OutcomeConnection, error) {
	return connect(outcomes)(r.Outcomes.MyOutcomes(ctx, pageArgs(first, after)))
}

func (r *queryResolver) ProgramCounts(ctx context.Context, organization string, microCredential *string, from *employer.YearMonth, until *employer.YearMonth, by *outcome.Grouping) (*outcome.Counts, error) {
	return optional(r.Outcomes.ProgramCounts(ctx, outcome.CountsInput{
		Organization: organization, MicroCredential: microCredential, From: (*string)(from), Until: (*string)(until), By: by,
	}))
}

func (r *Resolver) Outcome() generated.OutcomeResolver { return &outcomeResolver{r} }

func (r *Resolver) ProgramCountRow() generated.ProgramCountRowResolver {
	return &programCountRowResolver{r}
}

func (r *Resolver) ProgramCounts() generated.ProgramCountsResolver { return &programCountsResolver{r} }

type (
	outcomeResolver         struct{ *Resolver }
	programCountRowResolver struct{ *Resolver }
	programCountsResolver   struct{ *Resolver }
)
