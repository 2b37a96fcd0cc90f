package coaching

import (
	"slices"

	"github.com/stackmatch/stackmatch/internal/planner"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// The bounds of what may be asked.
const (
	maxMinutes = 10_000_000
	maxCents   = 100_000_000_000
	maxKM      = 20_000
	maxHours   = planner.MaxPace / 60
	maxWeight  = 1_000_000
	maxNamed   = 100
)

// few refuses a list that is longer than anybody needs.
func few(n int, path ...string) error {
	if n > maxNamed {
		return problem.New(problem.Limit, "name at most %d, not %d", maxNamed, n).
			Spanish("nombre como máximo %d, no %d", maxNamed, n).At(path...)
	}
	return nil
}

func (l Limits) check() error {
	var errs []error
	within := func(n *int, least, most int, name string) {
		if n != nil && (*n < least || *n > most) {
			errs = append(errs, problem.New(problem.Invalid, "give %d to %d", least, most).
				Spanish("indique de %d a %d", least, most).At("limits", name))
		}
	}
	within(l.Minutes, 0, maxMinutes, "minutes")
	within(l.WithinKM, 1, maxKM, "withinKm")
	within(l.HoursPerWeek, 1, maxHours, "hoursPerWeek")
	if l.Cents != nil && (*l.Cents < 0 || *l.Cents > maxCents) {
		errs = append(errs, problem.New(problem.Invalid, "a price is not negative").
			Spanish("un precio no es negativo").At("limits", "price"))
	}
	if l.Languages != nil && len(l.Languages) == 0 || len(l.Languages) > 20 {
		errs = append(errs, problem.New(problem.Invalid, "name 1 to 20 languages, or leave them out").
			Spanish("nombre de 1 a 20 idiomas, u omítalos").At("limits", "languages"))
	}
	return problem.Join(errs...)
}

func (o SupposedOffering) check() error {
	var errs []error
	if !slices.Contains(o.Delivery.Values(), string(o.Delivery)) {
		errs = append(errs, problem.New(problem.Invalid, "say how it is delivered").Spanish("indique cómo se imparte").At("delivery"))
	}
	if o.Minutes != nil && (*o.Minutes < 0 || *o.Minutes > maxMinutes) || o.Cents != nil && (*o.Cents < 0 || *o.Cents > maxCents) {
		errs = append(errs, problem.New(problem.Invalid, "minutes and price are not negative").
			Spanish("los minutos y el precio no son negativos").At("minutes"))
	}
	if o.StartsOn != nil && o.EndsOn != nil && o.EndsOn.Before(*o.StartsOn) {
		errs = append(errs, problem.New(problem.Invalid, "the last day is not before the first").
			Spanish("el último día no es anterior al primero").At("endsOn"))
	}
	return problem.Join(errs...)
}

func (o Objective) weights() (planner.Weights, error) {
	switch {
	case o.Minimize != nil && o.Weights != nil:
		return planner.Weights{}, badObjective("give one measure, or weights", "indique una medida o pesos")
	case o.Weights != nil:
		w := *o.Weights
		if min(w.Minutes, w.Price, w.Count) < 0 || max(w.Minutes, w.Price, w.Count) > maxWeight || w == (Weights{}) {
			return planner.Weights{}, badObjective("weights are from 0 to 1000000, and one is above 0", "los pesos van de 0 a 1000000 y alguno es mayor que 0")
		}
		return planner.Weights{Minutes: int64(w.Minutes), Cents: int64(w.Price), Count: int64(w.Count)}, nil
	case o.Minimize == nil || *o.Minimize == MeasureMinutes:
		return planner.LeastMinutes, nil
	case *o.Minimize == MeasurePrice:
		return planner.LeastCents, nil
	}
	return planner.LeastCount, nil
}

func badObjective(en, es string) error {
	return problem.New(problem.Invalid, "%s", en).Spanish("%s", es).At("objective")
}
