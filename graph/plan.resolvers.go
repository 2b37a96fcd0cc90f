package graph

import (
	"context"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/planner"
)

func (r *blockedWayResolver) MicroCredential(ctx context.Context, obj *coaching.BlockedWay) (*db.MicroCredential, error) {
	return r.loaders(ctx).microCredentials.Load(ctx, obj.MicroCredential)
}

func (r *blockedWayResolver) Missing(ctx context.Context, obj *coaching.BlockedWay) ([]*db.MicroCredential, error) {
	return r.microCredentialsOf(ctx, obj.Missing)
}

func (r *contactRequestResolver) Plan(ctx context.Context, obj *employer.Contact) (*coaching.SharedPlan, error) {
	if !obj.Trains {
		return nil, nil
	}
	return r.loaders(ctx).sharedPlans.Load(ctx, obj.ID)
}

func (r *gapResolver) Posting(ctx context.Context, obj *coaching.Gap) (*db.Posting, error) {
	return r.goalPosting(ctx, obj.Posting)
}

func (r *gapResolver) Tier(ctx context.Context, obj *coaching.Gap) (*employer.Tier, error) {
	return matchTier(obj.Match), nil
}

func (r *gapResolver) Score(ctx context.Context, obj *coaching.Gap) (*float64, error) {
	return matchScore(obj.Match), nil
}

func (r *gapRequirementResolver) Requirement(ctx context.Context, obj *coaching.GapRequirement) (*employer.Requirement, error) {
	return r.requirement(ctx, obj.Ask)
}

func (r *gapRequirementResolver) Reason(ctx context.Context, obj *coaching.GapRequirement) (string, error) {
	return obj.Reason(spokenIn(ctx)), nil
}

func (r *gapWayResolver) MicroCredential(ctx context.Context, obj *coaching.GapWay) (*db.MicroCredential, error) {
	return r.loaders(ctx).microCredentials.Load(ctx, obj.MicroCredential)
}

func (r *gapWayResolver) Missing(ctx context.Context, obj *coaching.GapWay) ([]*db.MicroCredential, error) {
	return r.microCredentialsOf(ctx, obj.Missing)
}

func (r *gapWayResolver) Worth(ctx context.Context, obj *coaching.GapWay) (*catalog.Worth, error) {
	return r.loaders(ctx).worthToBe.Load(ctx, obj.MicroCredential)
}

func (r *learningOptionResolver) Price(ctx context.Context, obj *coaching.Option) (*model.Money, error) {
	return money(obj.Cents, obj.Currency), nil
}

func (r *learningOptionResolver) Provider(ctx context.Context, obj *coaching.Option) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.Provider)
}

func (r *mutationResolver) SavePlan(ctx context.Context, input coaching.SavePlanInput) (*model.SavePlanPayload, error) {
	plan, err := r.Coaching.SavePlan(ctx, input)
	return payload(ctx, err, model.SavePlanPayload{Plan: plan})
}

func (r *mutationResolver) DropPlan(ctx context.Context, input coaching.DropPlanInput) (*model.DropPlanPayload, error) {
	err := r.Coaching.DropPlan(ctx, input)
	r.loaders(ctx).savedPlans.Clear(input.ID)
	return payload(ctx, err, model.DropPlanPayload{ID: &input.ID})
}

func (r *mutationResolver) SharePlan(ctx context.Context, input coaching.SharePlanInput) (*model.SharePlanPayload, error) {
	plan, err := r.Coaching.SharePlan(ctx, input)
	return payload(ctx, err, model.SharePlanPayload{Plan: plan})
}

func (r *outdatedReasonResolver) MicroCredential(ctx context.Context, obj *coaching.OutdatedReason) (*db.MicroCredential, error) {
	return loadOptional(ctx, r.loaders(ctx).microCredentials, obj.MicroCredential)
}

func (r *planResolver) Price(ctx context.Context, obj *coaching.Plan) (*model.Money, error) {
	return money(&obj.Cents, planDollars), nil
}

func (r *planResolver) Value(ctx context.Context, obj *coaching.Plan) (string, error) {
	return strconv.FormatInt(obj.Value, 10), nil
}

func (r *planAnswerResolver) Posting(ctx context.Context, obj *coaching.PlanAnswer) (*db.Posting, error) {
	return r.goalPosting(ctx, obj.Posting)
}

func (r *planAnswerResolver) Bound(ctx context.Context, obj *coaching.PlanAnswer) (string, error) {
	return strconv.FormatInt(obj.Bound, 10), nil
}

func (r *planObstacleResolver) Requirement(ctx context.Context, obj *coaching.Obstacle) (*employer.Requirement, error) {
	if obj.Ask == nil {
		return nil, nil
	}
	return r.requirement(ctx, *obj.Ask)
}

func (r *planObstacleResolver) Limit(ctx context.Context, obj *coaching.Obstacle) (*planner.Measure, error) {
	return orNull(obj.Limit), nil
}

func (r *planObstacleResolver) Reason(ctx context.Context, obj *coaching.Obstacle) (string, error) {
	label := ""
	if obj.Ask != nil {
		asked, err := r.requirement(ctx, *obj.Ask)
		if err != nil {
			return "", err
		}
		if asked != nil {
			label = asked.Label(nil)
		}
	}
	return obj.Reason(spokenIn(ctx), label), nil
}

func (r *planStepResolver) MicroCredential(ctx context.Context, obj *coaching.PlanStep) (*db.MicroCredential, error) {
	return r.loaders(ctx).microCredentials.Load(ctx, obj.MicroCredential)
}

func (r *planStepResolver) Closes(ctx context.Context, obj *coaching.PlanStep) ([]*employer.Requirement, error) {
	return r.requirementsOf(ctx, obj.Closes)
}

func (r *planStepResolver) Completes(ctx context.Context, obj *coaching.PlanStep) ([]*db.Stack, error) {
	found, err := r.loaders(ctx).stacks.LoadAll(ctx, obj.Completes)
	return present(found), err
}

func (r *planStepResolver) TierAfter(ctx context.Context, obj *coaching.PlanStep) (*employer.Tier, error) {
	return matchTier(obj.Match), nil
}

func (r *planStepResolver) ScoreAfter(ctx context.Context, obj *coaching.PlanStep) (*float64, error) {
	return matchScore(obj.Match), nil
}

func (r *planStepResolver) Opens(ctx context.Context, obj *coaching.PlanStep, first int) (*model.OpenedPostings, error) {
	opened, err := obj.Opens(ctx)
	if err != nil {
		return nil, err
	}
	return &model.OpenedPostings{Count: len(opened), Postings: opened[:min(len(opened), max(first, 0), maxOpened)]}, nil
}

func (r *planStepResolver) Worth(ctx context.Context, obj *coaching.PlanStep) (*catalog.Worth, error) {
	return r.loaders(ctx).worthToBe.Load(ctx, obj.MicroCredential)
}

func (r *planStepResolver) Readiness(ctx context.Context, obj *coaching.PlanStep) ([]*db.ReadinessNote, error) {
	if obj.Option == nil {
		return nil, nil
	}
	return r.readinessOf(ctx, obj.MicroCredential, obj.Option.Offering)
}

func (r *queryResolver) Gap(ctx context.Context, goal coaching.Goal, earner *string, holding []*catalog.CompetencyInput, by *time.Time) (*coaching.Gap, error) {
	return optional(r.Coaching.Gap(ctx, coaching.GapInput{Goal: goal, Earner: earner, Holding: pairsOf(holding), By: by}))
}

func (r *queryResolver) Plan(ctx context.Context, goal coaching.Goal, earner *string, objective *coaching.Objective, limits *coaching.Limits, canAlready []string, hypothetical *coaching.Hypothetical, alternatives int, frontier bool) (*coaching.PlanAnswer, error) {
	return optional(r.Coaching.Plan(ctx, coaching.PlanInput{
		Asked:  coaching.Asked{Goal: goal, Objective: value(objective), Limits: value(limits), CanAlready: canAlready},
		Earner: earner, Hypothetical: value(hypothetical), Alternatives: alternatives, Frontier: frontier,
	}))
}

func (r *queryResolver) PlanForHire(ctx context.Context, contact string, objective *coaching.Objective, limits *coaching.Limits, canAlready []string, alternatives int, frontier bool) (*coaching.PlanAnswer, error) {
	return optional(r.Coaching.Plan(ctx, coaching.PlanInput{
		Asked: coaching.Asked{
			Goal: coaching.Goal{Contact: &contact}, Objective: value(objective), Limits: value(limits), CanAlready: canAlready,
		},
		Alternatives: alternatives, Frontier: frontier,
	}))
}

func (r *queryResolver) Plans(ctx context.Context, earner *string, first int, after *string) (*model.SavedPlanConnection, error) {
	return connect(savedPlans)(unopened(r.Coaching.Plans(ctx, earner, pageArgs(first, after))))
}

func (r *renewalResolver) Requirements(ctx context.Context, obj *coaching.Renewal) ([]*employer.Requirement, error) {
	return r.requirementsOf(ctx, obj.Asks)
}

func (r *savedPlanResolver) Earner(ctx context.Context, obj *coaching.SavedPlan) (*account.Earner, error) {
	return r.loaders(ctx).earners.Load(ctx, obj.EarnerID)
}

func (r *savedPlanResolver) Posting(ctx context.Context, obj *coaching.SavedPlan) (*db.Posting, error) {
	return loadOptional(ctx, r.loaders(ctx).postings, obj.PostingID)
}

func (r *savedPlanResolver) Occupation(ctx context.Context, obj *coaching.SavedPlan) (*db.Occupation, error) {
	return loadOptional(ctx, r.loaders(ctx).occupations, obj.OccupationID)
}

func (r *savedPlanResolver) Stack(ctx context.Context, obj *coaching.SavedPlan) (*db.Stack, error) {
	return loadOptional(ctx, r.loaders(ctx).stacks, obj.StackID)
}

func (r *savedPlanResolver) Pathway(ctx context.Context, obj *coaching.SavedPlan) (*db.Pathway, error) {
	return loadOptional(ctx, r.loaders(ctx).pathways, obj.PathwayID)
}

func (r *savedPlanResolver) PriceLeft(ctx context.Context, obj *coaching.SavedPlan) (*model.Money, error) {
	left := obj.CentsLeft()
	return money(&left, planDollars), nil
}

func (r *savedPlanResolver) Organization(ctx context.Context, obj *coaching.SavedPlan) (*db.Organization, error) {
	return loadOptional(ctx, r.loaders(ctx).organizations, obj.OrganizationID)
}

func (r *savedPlanResolver) Page(ctx context.Context, obj *coaching.SavedPlan) (string, error) {
	return r.Accounts.Base() + "/plans/" + obj.ID, nil
}

func (r *savedPlanStepResolver) MicroCredential(ctx context.Context, obj *coaching.SavedStep) (*db.MicroCredential, error) {
	return r.loaders(ctx).microCredentials.Load(ctx, obj.MicroCredentialID)
}

func (r *savedPlanStepResolver) Offering(ctx context.Context, obj *coaching.SavedStep) (*db.Offering, error) {
	return obj.Edges.Offering, nil
}

func (r *savedPlanStepResolver) Price(ctx context.Context, obj *coaching.SavedStep) (*model.Money, error) {
	return money(obj.PriceCents, obj.PriceCurrency), nil
}

func (r *savedPlanStepResolver) Readiness(ctx context.Context, obj *coaching.SavedStep) ([]*db.ReadinessNote, error) {
	return r.readinessOf(ctx, obj.MicroCredentialID, obj.Edges.Offering)
}

func (r *sharedPlanStepResolver) MicroCredential(ctx context.Context, obj *coaching.SharedStep) (*db.MicroCredential, error) {
	return r.loaders(ctx).microCredentials.Load(ctx, obj.MicroCredential)
}

func (r *sharedPlanStepResolver) Provider(ctx context.Context, obj *coaching.SharedStep) (*db.Organization, error) {
	return loadOptional(ctx, r.loaders(ctx).organizations, obj.Provider)
}

func (r *goalInputResolver) Requirements(ctx context.Context, obj *coaching.Goal, data []*employer.RequirementInput) error {
	asks, err := r.asksOf(ctx, data)
	obj.Asks = asks
	return err
}

func (r *hypotheticalOfferingInputResolver) Price(ctx context.Context, obj *coaching.SupposedOffering, data *string) error {
	n, err := cents(data)
	obj.Cents = n
	return err
}

func (r *planLimitsInputResolver) Price(ctx context.Context, obj *coaching.Limits, data *string) error {
	n, err := cents(data)
	obj.Cents = n
	return err
}

func (r *Resolver) BlockedWay() generated.BlockedWayResolver { return &blockedWayResolver{r} }

func (r *Resolver) Gap() generated.GapResolver { return &gapResolver{r} }

func (r *Resolver) GapRequirement() generated.GapRequirementResolver {
	return &gapRequirementResolver{r}
}

func (r *Resolver) GapWay() generated.GapWayResolver { return &gapWayResolver{r} }

func (r *Resolver) LearningOption() generated.LearningOptionResolver {
	return &learningOptionResolver{r}
}

func (r *Resolver) OutdatedReason() generated.OutdatedReasonResolver {
	return &outdatedReasonResolver{r}
}

func (r *Resolver) Plan() generated.PlanResolver { return &planResolver{r} }

func (r *Resolver) PlanAnswer() generated.PlanAnswerResolver { return &planAnswerResolver{r} }

func (r *Resolver) PlanObstacle() generated.PlanObstacleResolver { return &planObstacleResolver{r} }

func (r *Resolver) PlanStep() generated.PlanStepResolver { return &planStepResolver{r} }

func (r *Resolver) Renewal() generated.RenewalResolver { return &renewalResolver{r} }

func (r *Resolver) SavedPlan() generated.SavedPlanResolver { return &savedPlanResolver{r} }

func (r *Resolver) SavedPlanStep() generated.SavedPlanStepResolver { return &savedPlanStepResolver{r} }

func (r *Resolver) SharedPlanStep() generated.SharedPlanStepResolver {
	return &sharedPlanStepResolver{r}
}

func (r *Resolver) GoalInput() generated.GoalInputResolver { return &goalInputResolver{r} }

func (r *Resolver) HypotheticalOfferingInput() generated.HypotheticalOfferingInputResolver {
	return &hypotheticalOfferingInputResolver{r}
}

func (r *Resolver) PlanLimitsInput() generated.PlanLimitsInputResolver {
	return &planLimitsInputResolver{r}
}

type (
	blockedWayResolver                struct{ *Resolver }
	gapResolver                       struct{ *Resolver }
	gapRequirementResolver            struct{ *Resolver }
	gapWayResolver                    struct{ *Resolver }
	learningOptionResolver            struct{ *Resolver }
	outdatedReasonResolver            struct{ *Resolver }
	planResolver                      struct{ *Resolver }
	planAnswerResolver                struct{ *Resolver }
	planObstacleResolver              struct{ *Resolver }
	planStepResolver                  struct{ *Resolver }
	renewalResolver                   struct{ *Resolver }
	savedPlanResolver                 struct{ *Resolver }
	savedPlanStepResolver             struct{ *Resolver }
	sharedPlanStepResolver            struct{ *Resolver }
	goalInputResolver                 struct{ *Resolver }
	hypotheticalOfferingInputResolver struct{ *Resolver }
	planLimitsInputResolver           struct{ *Resolver }
)
