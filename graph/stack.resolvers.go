package graph

import (
	"context"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/matching"
)

func (r *earnerResolver) StackProgress(ctx context.Context, obj *account.Earner, stack string) (*credential.StackProgress, error) {
	return optional(r.Credentials.StackProgress(ctx, obj.ID, stack))
}

func (r *earnerResolver) StacksInProgress(ctx context.Context, obj *account.Earner, first int, after *string) (*model.StackProgressConnection, error) {
	return connect(stacksInProgress)(unopened(r.Credentials.StacksInProgress(ctx, obj.ID, pageArgs(first, after))))
}

func (r *mutationResolver) CreateStack(ctx context.Context, input catalog.CreateStackInput) (*model.CreateStackPayload, error) {
	made, err := r.Catalog.CreateStack(ctx, input)
	return payload(ctx, err, model.CreateStackPayload{Stack: made})
}

func (r *mutationResolver) PublishStackVersion(ctx context.Context, input catalog.ReviseStackInput) (*model.PublishStackVersionPayload, error) {
	made, err := r.Catalog.ReviseStack(ctx, input)
	r.loaders(ctx).restacked(input.Stack)
	return payload(ctx, err, model.PublishStackVersionPayload{Stack: made})
}

func (r *mutationResolver) RetireStack(ctx context.Context, input catalog.RetireStackInput) (*model.RetireStackPayload, error) {
	made, err := r.Catalog.RetireStack(ctx, input)
	r.loaders(ctx).restacked(input.Stack)
	return payload(ctx, err, model.RetireStackPayload{Stack: made})
}

func (r *mutationResolver) SetStackPolicy(ctx context.Context, input catalog.SetStackPolicyInput) (*model.SetStackPolicyPayload, error) {
	made, err := r.Catalog.SetStackPolicy(ctx, input)
	r.loaders(ctx).restacked(input.Stack)
	return payload(ctx, err, model.SetStackPolicyPayload{Stack: made})
}

func (r *mutationResolver) CreatePathway(ctx context.Context, input catalog.CreatePathwayInput) (*model.CreatePathwayPayload, error) {
	made, err := r.Catalog.CreatePathway(ctx, input)
	return payload(ctx, err, model.CreatePathwayPayload{Pathway: made})
}

func (r *pathwayResolver) GoalStack(ctx context.Context, obj *db.Pathway) (*db.Stack, error) {
	return loadOptional(ctx, r.loaders(ctx).stacks, obj.GoalStackID)
}

func (r *pathwayResolver) GoalPosting(ctx context.Context, obj *db.Pathway) (*db.Posting, error) {
	return loadOptional(ctx, r.loaders(ctx).postings, obj.GoalPostingID)
}

func (r *queryResolver) StackProgress(ctx context.Context, stack string, earner *string) (*credential.StackProgress, error) {
	return optional(r.Credentials.StackProgress(ctx, earnerOr(ctx, earner), stack))
}

func (r *queryResolver) PathwayProgress(ctx context.Context, pathway string, earner *string) (*credential.PathwayProgress, error) {
	return optional(r.Credentials.PathwayProgress(ctx, earnerOr(ctx, earner), pathway))
}

func (r *stackResolver) Versions(ctx context.Context, obj *db.Stack) ([]*db.StackVersion, error) {
	return r.loaders(ctx).versionsOfStack.Load(ctx, obj.ID)
}

func (r *stackCompletionResolver) Version(ctx context.Context, obj *db.StackCompletion) (int, error) {
	v, err := r.loaders(ctx).stackVersions.Load(ctx, obj.StackVersionID)
	if err != nil {
		return 0, err
	}
	return v.Number, nil
}

func (r *stackCompletionResolver) Award(ctx context.Context, obj *db.StackCompletion) (*db.Award, error) {
	return loadOptional(ctx, r.loaders(ctx).awards, obj.AwardID)
}

func (r *stackProgressResolver) Numerator(ctx context.Context, obj *credential.StackProgress) (string, error) {
	return strconv.FormatInt(obj.Numerator, 10), nil
}

func (r *stackProgressResolver) Denominator(ctx context.Context, obj *credential.StackProgress) (string, error) {
	return strconv.FormatInt(obj.Denominator, 10), nil
}

func (r *stackProgressResolver) Remaining(ctx context.Context, obj *credential.StackProgress) (*credential.StackWay, error) {
	ways := obj.Ways()
	if len(ways) == 0 {
		return nil, nil
	}
	return &ways[0], nil
}

func (r *stackProgressResolver) Alternatives(ctx context.Context, obj *credential.StackProgress, first int) ([]*credential.StackWay, error) {
	ways := obj.Ways()
	if len(ways) == 0 {
		return nil, nil
	}
	return pointers(ways[1:min(len(ways), 1+first)]), nil
}

func (r *stackVersionResolver) Title(ctx context.Context, obj *db.StackVersion, language *string) (string, error) {
	title, _ := obj.Title.In(inLanguage(ctx, language))
	return title, nil
}

func (r *stackVersionResolver) Description(ctx context.Context, obj *db.StackVersion, language *string) (*model.LocalizedText, error) {
	return localized(ctx, obj.Description, language), nil
}

func (r *stackVersionResolver) Rule(ctx context.Context, obj *db.StackVersion) (*matching.Rule, error) {
	return rule(obj)
}

func (r *stackWayResolver) Price(ctx context.Context, obj *credential.StackWay) (*model.Money, error) {
	if obj.Unpriced == len(obj.MicroCredentials) {
		return nil, nil
	}
	return money(&obj.PriceCents, "USD"), nil
}

func (r *stackWayResolver) UnknownPrices(ctx context.Context, obj *credential.StackWay) (int, error) {
	return obj.Unpriced, nil
}

func (r *stackWayResolver) EffortMinutes(ctx context.Context, obj *credential.StackWay) (*int, error) {
	if obj.Untimed == len(obj.MicroCredentials) {
		return nil, nil
	}
	minutes := int(obj.Minutes)
	return &minutes, nil
}

func (r *stackWayResolver) UnknownEfforts(ctx context.Context, obj *credential.StackWay) (int, error) {
	return obj.Untimed, nil
}

func (r *createPathwayInputResolver) Title(ctx context.Context, obj *catalog.CreatePathwayInput, data []*text.Said) error {
	return localizedInput(&obj.Title, data)
}

func (r *createPathwayInputResolver) Description(ctx context.Context, obj *catalog.CreatePathwayInput, data []*text.Said) error {
	return localizedInput(&obj.Description, data)
}

func (r *createStackInputResolver) Title(ctx context.Context, obj *catalog.CreateStackInput, data []*text.Said) error {
	return localizedInput(&obj.Title, data)
}

func (r *createStackInputResolver) Description(ctx context.Context, obj *catalog.CreateStackInput, data []*text.Said) error {
	return localizedInput(&obj.Description, data)
}

func (r *pathwayStepInputResolver) Note(ctx context.Context, obj *catalog.PathwayStepInput, data []*text.Said) error {
	return localizedInput(&obj.Note, data)
}

func (r *publishStackVersionInputResolver) Title(ctx context.Context, obj *catalog.ReviseStackInput, data []*text.Said) error {
	return localizedInput(&obj.Title, data)
}

func (r *publishStackVersionInputResolver) Description(ctx context.Context, obj *catalog.ReviseStackInput, data []*text.Said) error {
	return localizedInput(&obj.Description, data)
}

func (r *Resolver) StackCompletion() generated.StackCompletionResolver {
	return &stackCompletionResolver{r}
}

func (r *Resolver) StackProgress() generated.StackProgressResolver { return &stackProgressResolver{r} }

func (r *Resolver) StackVersion() generated.StackVersionResolver { return &stackVersionResolver{r} }

func (r *Resolver) StackWay() generated.StackWayResolver { return &stackWayResolver{r} }

func (r *Resolver) CreatePathwayInput() generated.CreatePathwayInputResolver {
	return &createPathwayInputResolver{r}
}

func (r *Resolver) CreateStackInput() generated.CreateStackInputResolver {
	return &createStackInputResolver{r}
}

func (r *Resolver) PathwayStepInput() generated.PathwayStepInputResolver {
	return &pathwayStepInputResolver{r}
}

func (r *Resolver) PublishStackVersionInput() generated.PublishStackVersionInputResolver {
	return &publishStackVersionInputResolver{r}
}

type (
	stackCompletionResolver          struct{ *Resolver }
	stackProgressResolver            struct{ *Resolver }
	stackVersionResolver             struct{ *Resolver }
	stackWayResolver                 struct{ *Resolver }
	createPathwayInputResolver       struct{ *Resolver }
	createStackInputResolver         struct{ *Resolver }
	pathwayStepInputResolver         struct{ *Resolver }
	publishStackVersionInputResolver struct{ *Resolver }
)
