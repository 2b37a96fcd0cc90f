package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func (r *caseNoteResolver) Author(ctx context.Context, obj *db.CaseNote) (*coaching.Coach, error) {
	return r.loaders(ctx).coaches.Load(ctx, obj.AuthorID)
}

func (r *caseResultResolver) Problems(ctx context.Context, obj *coaching.CaseResult) ([]model.Problem, error) {
	return mapped(obj.Problems, func(p *problem.Problem) model.Problem { return payloadProblem(ctx, p) }), nil
}

func (r *caseStepResolver) Coach(ctx context.Context, obj *db.CaseStep) (*coaching.Coach, error) {
	return loadOptional(ctx, r.loaders(ctx).coaches, obj.CoachID)
}

func (r *caseStepResolver) By(ctx context.Context, obj *db.CaseStep) (*coaching.Coach, error) {
	return r.loaders(ctx).coaches.Load(ctx, obj.ActorID)
}

func (r *caseTaskResolver) MicroCredential(ctx context.Context, obj *coaching.Task) (*db.MicroCredential, error) {
	return loadOptional(ctx, r.loaders(ctx).microCredentials, obj.MicroCredentialID)
}

func (r *caseTaskResolver) Organization(ctx context.Context, obj *coaching.Task) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.Organization)
}

func (r *coachingCaseResolver) Earner(ctx context.Context, obj *coaching.Case) (*account.Earner, error) {
	if !obj.Shared {
		return nil, nil // null is what the schema says of a case without a person
	}
	return r.loaders(ctx).earners.Load(ctx, obj.EarnerID)
}

func (r *coachingCaseResolver) Coach(ctx context.Context, obj *coaching.Case) (*coaching.Coach, error) {
	return loadOptional(ctx, r.loaders(ctx).coaches, obj.CoachID)
}

func (r *coachingCaseResolver) Tasks(ctx context.Context, obj *coaching.Case) ([]*coaching.Task, error) {
	return r.loaders(ctx).caseTasks.Load(ctx, obj.ID)
}

func (r *coachingCaseResolver) Notes(ctx context.Context, obj *coaching.Case) ([]*db.CaseNote, error) {
	return r.loaders(ctx).caseNotes.Load(ctx, obj.ID)
}

func (r *coachingCaseResolver) History(ctx context.Context, obj *coaching.Case) ([]*db.CaseStep, error) {
	return r.loaders(ctx).caseSteps.Load(ctx, obj.ID)
}

func (r *coachingCaseResolver) ExpiringAwards(ctx context.Context, obj *coaching.Case) ([]*db.Award, error) {
	return loadAll(ctx, r.loaders(ctx).awards, obj.Expiring)
}

func (r *coachingCaseResolver) ReturnedSubmissions(ctx context.Context, obj *coaching.Case) ([]*assessment.Submission, error) {
	return loadAll(ctx, r.loaders(ctx).submissions, obj.Returned)
}

func (r *coachingCaseResolver) NewMatches(ctx context.Context, obj *coaching.Case) ([]*db.Posting, error) {
	return loadAll(ctx, r.loaders(ctx).postings, obj.Matches)
}

func (r *countyDemandResolver) County(ctx context.Context, obj *coaching.CountyDemand) (*db.Place, error) {
	return loadOptional(ctx, r.loaders(ctx).places, obj.County)
}

func (r *mutationResolver) OpenCase(ctx context.Context, input coaching.OpenCaseInput) (*model.OpenCasePayload, error) {
	cases, err := r.Coaching.OpenCase(ctx, input)
	return payload(ctx, err, model.OpenCasePayload{Cases: append([]*coaching.Case{}, cases...)})
}

func (r *mutationResolver) ImportCaseload(ctx context.Context, input coaching.ImportCaseloadInput) (*model.ImportCaseloadPayload, error) {
	results, err := r.Coaching.ImportCaseload(ctx, input)
	return payload(ctx, err, model.ImportCaseloadPayload{Results: orEmpty(results)})
}

func (r *mutationResolver) AssignCase(ctx context.Context, input coaching.AssignCaseInput) (*model.AssignCasePayload, error) {
	results, err := r.Coaching.AssignCase(ctx, input)
	return payload(ctx, err, model.AssignCasePayload{Results: orEmpty(results)})
}

func (r *mutationResolver) MoveCase(ctx context.Context, input coaching.MoveCaseInput) (*model.MoveCasePayload, error) {
	results, err := r.Coaching.MoveCase(ctx, input)
	return payload(ctx, err, model.MoveCasePayload{Results: orEmpty(results)})
}

func (r *mutationResolver) CloseCase(ctx context.Context, input coaching.CloseCaseInput) (*model.CloseCasePayload, error) {
	results, err := r.Coaching.CloseCase(ctx, input)
	return payload(ctx, err, model.CloseCasePayload{Results: orEmpty(results)})
}

func (r *mutationResolver) NoteContact(ctx context.Context, input coaching.NoteContactInput) (*model.NoteContactPayload, error) {
	results, err := r.Coaching.NoteContact(ctx, input)
	return payload(ctx, err, model.NoteContactPayload{Results: orEmpty(results)})
}

func (r *mutationResolver) CreateCaseGroup(ctx context.Context, input coaching.CreateCaseGroupInput) (*model.CreateCaseGroupPayload, error) {
	group, err := r.Coaching.CreateCaseGroup(ctx, input)
	return payload(ctx, err, model.CreateCaseGroupPayload{Group: group})
}

func (r *mutationResolver) RemoveCaseGroup(ctx context.Context, input model.RemoveCaseGroupInput) (*model.RemoveCaseGroupPayload, error) {
	err := r.Coaching.RemoveCaseGroup(ctx, input.ID)
	return payload(ctx, err, model.RemoveCaseGroupPayload{ID: deletedID(input.ID, err)})
}

func (r *mutationResolver) SetCaseGroup(ctx context.Context, input coaching.SetCaseGroupInput) (*model.SetCaseGroupPayload, error) {
	results, err := r.Coaching.SetCaseGroup(ctx, input)
	return payload(ctx, err, model.SetCaseGroupPayload{Results: orEmpty(results)})
}

func (r *mutationResolver) AddTask(ctx context.Context, input coaching.AddTaskInput) (*model.AddTaskPayload, error) {
	task, err := r.Coaching.AddTask(ctx, input)
	return payload(ctx, err, model.AddTaskPayload{Task: task})
}

func (r *mutationResolver) CompleteTask(ctx context.Context, input coaching.CompleteTaskInput) (*model.CompleteTaskPayload, error) {
	task, err := r.Coaching.CompleteTask(ctx, input)
	return payload(ctx, err, model.CompleteTaskPayload{Task: task})
}

func (r *mutationResolver) RemoveTask(ctx context.Context, input model.RemoveTaskInput) (*model.RemoveTaskPayload, error) {
	err := r.Coaching.RemoveTask(ctx, input.ID)
	return payload(ctx, err, model.RemoveTaskPayload{ID: deletedID(input.ID, err)})
}

func (r *mutationResolver) AddCaseNote(ctx context.Context, input coaching.AddCaseNoteInput) (*model.AddCaseNotePayload, error) {
	note, err := r.Coaching.AddCaseNote(ctx, input)
	return payload(ctx, err, model.AddCaseNotePayload{Note: note})
}

func (r *mutationResolver) RemoveCaseNote(ctx context.Context, input model.RemoveCaseNoteInput) (*model.RemoveCaseNotePayload, error) {
	err := r.Coaching.RemoveCaseNote(ctx, input.ID)
	return payload(ctx, err, model.RemoveCaseNotePayload{ID: deletedID(input.ID, err)})
}

func (r *ownCaseResolver) Organization(ctx context.Context, obj *coaching.OwnCase) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.OrganizationID)
}

func (r *ownCaseResolver) Notes(ctx context.Context, obj *coaching.OwnCase) ([]*db.CaseNote, error) {
	return r.loaders(ctx).caseNotes.Load(ctx, obj.ID)
}

func (r *queryResolver) Caseload(ctx context.Context, filter *coaching.CaseloadFilter, orderBy coaching.CaseloadOrder, first int, after *string) (*model.CaseloadConnection, error) {
	load, err := r.Coaching.Caseload(ctx, coaching.CaseloadInput{Filter: value(filter), OrderBy: orderBy, Page: pageArgs(first, after)})
	if err != nil {
		return nil, err
	}
	return caseload(load), nil
}

func (r *queryResolver) Coaches(ctx context.Context) ([]*coaching.Coach, error) {
	return r.Coaching.Coaches(ctx)
}

func (r *queryResolver) CaseGroups(ctx context.Context) ([]*db.CaseGroup, error) {
	return r.Coaching.CaseGroups(ctx)
}

func (r *queryResolver) MyCoaching(ctx context.Context) ([]*coaching.OwnCase, error) {
	return r.Coaching.OwnCases(ctx)
}

func (r *queryResolver) MyTasks(ctx context.Context, done *bool, first int, after *string) (*model.CaseTaskConnection, error) {
	return connect(caseTasks)(r.Coaching.MyTasks(ctx, coaching.MyTasksInput{Done: done, Page: pageArgs(first, after)}))
}

func (r *queryResolver) EarnerPathways(ctx context.Context, search *string, pathway *string, first int, after *string) (*model.EarnerPathwayConnection, error) {
	found, err := r.Coaching.EarnerPathways(ctx, coaching.EarnerPathwaysInput{Search: value(search), Pathway: pathway, Page: pageArgs(first, after)})
	if err != nil {
		return nil, err
	}
	return earnerPathways(found), nil
}

func (r *queryResolver) WhatIf(ctx context.Context, earners []string, filter *coaching.CaseloadFilter, add int, region *coaching.Region, onlineOnly bool, languages []string, limit int) (*coaching.WhatIf, error) {
	return optional(r.Coaching.WhatIf(ctx, coaching.WhatIfInput{
		Earners: earners, Filter: value(filter), Add: add, Region: region, OnlineOnly: onlineOnly, Languages: languages, Limit: limit,
	}))
}

func (r *queryResolver) UnmetDemand(ctx context.Context, region *coaching.Region, first int, after *string) (*model.UnmetDemandConnection, error) {
	return connect(unmetDemand)(r.Coaching.UnmetDemand(ctx, coaching.UnmetDemandInput{Region: region, Page: pageArgs(first, after)}))
}

func (r *unmetDemandResolver) Ask(ctx context.Context, obj *coaching.UnmetDemand) (employer.Ask, error) {
	return r.ask(ctx, &catalog.OccupationRequirement{Skill: obj.Ask.Skill, Level: int(obj.Ask.Level), AnyOf: obj.Ask.AnyOf, Stack: obj.Ask.Stack})
}

func (r *unmetDemandResolver) Examples(ctx context.Context, obj *coaching.UnmetDemand) ([]*db.Posting, error) {
	return loadAll(ctx, r.loaders(ctx).postings, obj.Examples)
}

func (r *whatIfAdditionResolver) MicroCredentials(ctx context.Context, obj *coaching.Addition) ([]*db.MicroCredential, error) {
	return loadAll(ctx, r.loaders(ctx).microCredentials, obj.MicroCredentials)
}

func (r *whatIfAdditionResolver) Examples(ctx context.Context, obj *coaching.Addition) ([]*db.Posting, error) {
	return loadAll(ctx, r.loaders(ctx).postings, obj.Examples)
}

func (r *Resolver) CaseNote() generated.CaseNoteResolver { return &caseNoteResolver{r} }

func (r *Resolver) CaseResult() generated.CaseResultResolver { return &caseResultResolver{r} }

func (r *Resolver) CaseStep() generated.CaseStepResolver { return &caseStepResolver{r} }

func (r *Resolver) CaseTask() generated.CaseTaskResolver { return &caseTaskResolver{r} }

func (r *Resolver) CoachingCase() generated.CoachingCaseResolver { return &coachingCaseResolver{r} }

func (r *Resolver) CountyDemand() generated.CountyDemandResolver { return &countyDemandResolver{r} }

func (r *Resolver) OwnCase() generated.OwnCaseResolver { return &ownCaseResolver{r} }

func (r *Resolver) UnmetDemand() generated.UnmetDemandResolver { return &unmetDemandResolver{r} }

func (r *Resolver) WhatIfAddition() generated.WhatIfAdditionResolver {
	return &whatIfAdditionResolver{r}
}

type (
	caseNoteResolver       struct{ *Resolver }
	caseResultResolver     struct{ *Resolver }
	caseStepResolver       struct{ *Resolver }
	caseTaskResolver       struct{ *Resolver }
	coachingCaseResolver   struct{ *Resolver }
	countyDemandResolver   struct{ *Resolver }
	ownCaseResolver        struct{ *Resolver }
	unmetDemandResolver    struct{ *Resolver }
	whatIfAdditionResolver struct{ *Resolver }
)
