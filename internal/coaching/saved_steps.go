package coaching

import (
	"context"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// bestSteps are those of the best plan.
func (s *Service) bestSteps(ctx context.Context, q *question, in Asked) ([]*db.SavedPlanStep, error) {
	weights, err := in.Objective.weights()
	if err != nil {
		return nil, err
	}
	found, err := s.answer(ctx, q, weights, PlanInput{Asked: in})
	switch {
	case err != nil:
		return nil, err
	case found.Reached:
		return nil, problem.New(problem.Conflict, "nothing is missing for this goal: there is nothing to plan").
			Spanish("no falta nada para esta meta: no hay nada que planear").At("goal")
	case found.Plan == nil:
		return nil, problem.New(problem.Invalid, "there is no plan within these limits: ask plan why").
			Spanish("no hay ningún plan dentro de estos límites: pregunte a plan por qué").At("limits")
	}
	steps := make([]*db.SavedPlanStep, len(found.Plan.Steps))
	for i, step := range found.Plan.Steps {
		steps[i] = savedStep(step.MicroCredential, step.Option)
		steps[i].StartsOn, steps[i].FinishesOn = step.StartsOn, step.FinishesOn
	}
	return steps, nil
}

// chosen are steps chosen by hand, each with an option that there is.
func (q *question) chosen(steps []ChosenStep) ([]*db.SavedPlanStep, error) {
	out := make([]*db.SavedPlanStep, len(steps))
	var errs []error
	seen := map[string]bool{}
	for i, step := range steps {
		at := []string{"steps", strconv.Itoa(i)}
		e := q.terms.credentials[step.MicroCredential]
		switch {
		case e == nil:
			errs = append(errs, noCredential(step.MicroCredential).At(append(at, "microCredential")...))
			continue
		case seen[e.id]:
			errs = append(errs, problem.New(problem.Invalid, "this is a step already").Spanish("esto ya es un paso").At(at...))
			continue
		}
		seen[e.id] = true
		o, ok := q.option(e, step)
		if !ok {
			errs = append(errs, problem.New(problem.NotFound, "it cannot be earned in this way").
				Spanish("no se puede obtener de esta forma").At(append(at, "offering")...))
			continue
		}
		out[i] = savedStep(e.id, o)
		out[i].StartsOn, out[i].FinishesOn = o.StartsOn, o.EndsOn
	}
	return out, problem.Join(errs...)
}

func (q *question) option(e *earnable, step ChosenStep) (*Option, bool) {
	if step.Prior {
		o, ok := q.prior(e)
		return &o, ok
	}
	for _, o := range q.optionsOf(e) {
		if step.Offering == nil && o.Kind == OptionOwnPace || step.Offering != nil && o.id == *step.Offering {
			return &o, true
		}
	}
	// What a stack awards by itself is earned in no way of its own.
	return nil, step.Offering == nil && e.by != nil
}

// savedStep is a step as it is kept; without an option, a stack awards it.
func savedStep(credential string, o *Option) *db.SavedPlanStep {
	row := &db.SavedPlanStep{MicroCredentialID: credential}
	if o == nil {
		return row
	}
	row.Prior, row.Minutes, row.PriceCents, row.PriceCurrency = o.Kind == OptionPrior, o.Minutes, o.Cents, o.Currency
	if o.Offering != nil {
		row.OfferingID = &o.Offering.ID
	}
	return row
}
