package graph

import (
	"context"
	"fmt"

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
	panic(fmt.Errorf("not implemented: StackProgress - stackProgress"))
}

func (r *earnerResolver) StacksInProgress(ctx context.Context, obj *account.Earner, first int, after *string) (*model.StackProgressConnection, error) {
	panic(fmt.Errorf("not implemented: StacksInProgress - stacksInProgress"))
}

func (r *mutationResolver) CreateStack(ctx context.Context, input catalog.CreateStackInput) (*model.CreateStackPayload, error) {
	panic(fmt.Errorf("not implemented: CreateStack - createStack"))
}

func (r *mutationResolver) PublishStackVersion(ctx context.Context, input catalog.ReviseStackInput) (*model.PublishStackVersionPayload, error) {
	panic(fmt.Errorf("not implemented: PublishStackVersion - publishStackVersion"))
}

func (r *mutationResolver) RetireStack(ctx context.Context, input catalog.RetireStackInput) (*model.RetireStackPayload, error) {
	panic(fmt.Errorf("not implemented: RetireStack - retireStack"))
}

func (r *mutationResolver) SetStackPolicy(ctx context.Context, input catalog.SetStackPolicyInput) (*model.SetStackPolicyPayload, error) {
	panic(fmt.Errorf("not implemented: SetStackPolicy - setStackPolicy"))
}

func (r *mutationResolver) CreatePathway(ctx context.Context, input catalog.CreatePathwayInput) (*model.CreatePathwayPayload, error) {
	panic(fmt.Errorf("not implemented: CreatePathway - createPathway"))
}

func (r *pathwayResolver) GoalStack(ctx context.Context, obj *db.Pathway) (*db.Stack, error) {
	panic(fmt.Errorf("not implemented: GoalStack - goalStack"))
}

func (r *pathwayResolver) GoalPosting(ctx context.Context, obj *db.Pathway) (*db.Posting, error) {
	panic(fmt.Errorf("not implemented: GoalPosting - goalPosting"))
}

func (r *queryResolver) StackProgress(ctx context.Context, stack string, earner *string) (*credential.StackProgress, error) {
	panic(fmt.Errorf("not implemented: StackProgress - stackProgress"))
}

func (r *queryResolver) PathwayProgress(ctx context.Context, pathway string, earner *string) (*credential.PathwayProgress, error) {
	panic(fmt.Errorf("not implemented: PathwayProgress - pathwayProgress"))
}

func (r *stackResolver) Versions(ctx context.Context, obj *db.Stack) ([]*db.StackVersion, error) {
	panic(fmt.Errorf("not implemented: Versions - versions"))
}

func (r *stackCompletionResolver) Version(ctx context.Context, obj *db.StackCompletion) (int, error) {
	panic(fmt.Errorf("not implemented: Version - version"))
}

func (r *stackCompletionResolver) Award(ctx context.Context, obj *db.StackCompletion) (*db.Award, error) {
	panic(fmt.Errorf("not implemented: Award - award"))
}

func (r *stackProgressResolver) Numerator(ctx context.Context, obj *credential.StackProgress) (string, error) {
	panic(fmt.Errorf("not implemented: Numerator - numerator"))
}

func (r *stackProgressResolver) Denominator(ctx context.Context, obj *credential.StackProgress) (string, error) {
	panic(fmt.Errorf("not implemented: Denominator - denominator"))
}

func (r *stackProgressResolver) Remaining(ctx context.Context, obj *credential.StackProgress) (*credential.StackWay, error) {
	panic(fmt.Errorf("not implemented: Remaining - remaining"))
}

func (r *stackProgressResolver) Alternatives(ctx context.Context, obj *credential.StackProgress, first int) ([]*credential.StackWay, error) {
	panic(fmt.Errorf("not implemented: Alternatives - alternatives"))
}

func (r *stackVersionResolver) Title(ctx context.Context, obj *db.StackVersion, language *string) (string, error) {
	panic(fmt.Errorf("not implemented: Title - title"))
}

func (r *stackVersionResolver) Description(ctx context.Context, obj *db.StackVersion, language *string) (*model.LocalizedText, error) {
	panic(fmt.Errorf("not implemented: Description - description"))
}

func (r *stackVersionResolver) Rule(ctx context.Context, obj *db.StackVersion) (*matching.Rule, error) {
	panic(fmt.Errorf("not implemented: Rule - rule"))
}

func (r *stackWayResolver) Price(ctx context.Context, obj *credential.StackWay) (*model.Money, error) {
	panic(fmt.Errorf("not implemented: Price - price"))
}

func (r *stackWayResolver) UnknownPrices(ctx context.Context, obj *credential.StackWay) (int, error) {
	panic(fmt.Errorf("not implemented: UnknownPrices - unknownPrices"))
}

func (r *stackWayResolver) EffortMinutes(ctx context.Context, obj *credential.StackWay) (*int, error) {
	panic(fmt.Errorf("not implemented: EffortMinutes - effortMinutes"))
}

func (r *stackWayResolver) UnknownEfforts(ctx context.Context, obj *credential.StackWay) (int, error) {
	panic(fmt.Errorf("not implemented: UnknownEfforts - unknownEfforts"))
}

func (r *createPathwayInputResolver) Title(ctx context.Context, obj *catalog.CreatePathwayInput, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Title - title"))
}

func (r *createPathwayInputResolver) Description(ctx context.Context, obj *catalog.CreatePathwayInput, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Description - description"))
}

func (r *createStackInputResolver) Title(ctx context.Context, obj *catalog.CreateStackInput, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Title - title"))
}

func (r *createStackInputResolver) Description(ctx context.Context, obj *catalog.CreateStackInput, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Description - description"))
}

func (r *pathwayStepInputResolver) Note(ctx context.Context, obj *catalog.PathwayStepInput, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Note - note"))
}

func (r *publishStackVersionInputResolver) Title(ctx context.Context, obj *catalog.ReviseStackInput, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Title - title"))
}

func (r *publishStackVersionInputResolver) Description(ctx context.Context, obj *catalog.ReviseStackInput, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Description - description"))
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
