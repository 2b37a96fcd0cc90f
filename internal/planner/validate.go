package planner

import (
	"math"
	"math/bits"
	"strconv"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// The limits of a problem.
const (
	// MaxItems is how many micro-credentials there may be.
	MaxItems = 20_000
	// MaxOptions is how many ways to earn one there may be.
	MaxOptions = 1_000
	// MaxDemands is how many demands a goal may have.
	MaxDemands = 64
	// MaxPace is every minute of a week.
	MaxPace = 7 * 24 * 60
	// MaxAlternatives is how many plans one may ask for.
	MaxAlternatives = 20
)

// maxMinutes and maxDay keep the reckoning of days within 64 bits.
const (
	maxMinutes = 1 << 40
	maxDay     = 1 << 24
)

// Validate reports every problem of a problem at once. A weighted sum has to fit 64
// bits even of a plan that takes everything.
func (p Problem) Validate() error {
	var found []error
	bad := func(kind problem.Kind, en, es string, path ...string) {
		found = append(found, problem.New(kind, "%s", en).Spanish("%s", es).At(path...))
	}
	if w := p.Weights; w.Minutes < 0 || w.Cents < 0 || w.Count < 0 || w == (Weights{}) {
		bad(problem.Invalid, "a plan keeps something small: weights are not negative, and one is above 0",
			"un plan minimiza algo: los pesos no son negativos y alguno es mayor que 0", "objective")
	}
	if p.Pace < 0 || p.Pace > MaxPace {
		bad(problem.Invalid, "a week has 168 hours", "una semana tiene 168 horas", "hoursPerWeek")
	}
	if p.Today < 1 || p.Today > maxDay || p.Limits.Finish < 0 || p.Limits.Finish > maxDay {
		bad(problem.Invalid, "the day is out of range", "la fecha está fuera de rango", "finishBy")
	}
	if len(p.Demands) > MaxDemands || len(p.Items) > MaxItems {
		bad(problem.Limit, "this is too much for one plan", "esto es demasiado para un solo plan", "goal")
	}
	found = append(found, p.checkDemands()...)
	found = append(found, p.checkItems()...)
	if err := problem.Join(found...); err != nil {
		return err
	}
	if !p.fits() {
		return problem.New(problem.Limit, "the weights are too large for an exact sum").
			Spanish("los pesos son demasiado grandes para una suma exacta").At("objective")
	}
	return nil
}

func (p Problem) checkDemands() []error {
	var found []error
	for i, d := range p.Demands {
		at := []string{"goal", strconv.Itoa(i)}
		switch {
		case d.Rule != nil && (len(d.Any) > 0 || d.Fresh):
			found = append(found, problem.New(problem.Invalid, "a demand is a list or a rule").
				Spanish("una exigencia es una lista o una regla").At(at...))
		case d.Rule != nil:
			if err := checkRule(*d.Rule); err != nil {
				found = append(found, problem.Under(err, at...))
			}
		}
	}
	return found
}

// checkRule allows what a stack's effective rule has beyond its own: a level, the
// stack itself, and what it certifies.
func checkRule(r matching.Rule) error {
	if r.Op == matching.OpAnyOf && len(r.Of) > 0 && len(r.Of) <= 3 {
		rest := r.Of[len(r.Of)-1]
		if rest.Op != matching.OpPart {
			return matching.ValidateRule(rest)
		}
	}
	return matching.ValidateRule(r)
}

func (p Problem) checkItems() []error {
	var found []error
	seen := make(map[string]bool, len(p.Items))
	for i, item := range p.Items {
		bad := func(en, es string) {
			found = append(found, problem.New(problem.Invalid, "%s", en).Spanish("%s", es).At("items", strconv.Itoa(i)))
		}
		if item.Credential == "" || seen[item.Credential] {
			bad("each micro-credential is there once", "cada microcredencial aparece una vez")
		}
		seen[item.Credential] = true
		if item.By != nil && checkRule(*item.By) != nil {
			bad("the rule is none of a stack", "la regla no es la de una serie")
		}
		if len(item.Options) > MaxOptions {
			bad("these are too many ways to earn it", "son demasiadas formas de obtenerla")
		}
		for _, o := range item.Options {
			if !o.valid() {
				bad("minutes, cents and days are in range and not negative", "minutos, centavos y fechas están dentro de rango")
				break
			}
		}
	}
	return found
}

func (o Option) valid() bool {
	switch {
	case o.Minutes.Known && (o.Minutes.N < 0 || o.Minutes.N > maxMinutes):
		return false
	case o.Cents.Known && (o.Cents.N < 0 || o.Cents.N > 1<<48):
		return false
	case o.Starts < 0 || o.Ends < 0 || o.Starts > maxDay || o.Ends > maxDay:
		return false
	}
	return o.Ends == 0 || o.Starts <= o.Ends
}

// fits says that no weighted sum of options, one of each item, passes 64 bits.
func (p Problem) fits() bool {
	sum := uint64(0)
	for _, item := range p.Items {
		most := uint64(0)
		for _, o := range item.Options {
			v, ok := p.Weights.of(o)
			if !ok {
				return false
			}
			most = max(most, v)
		}
		if sum += most; sum > math.MaxInt64 {
			return false
		}
	}
	return true
}

// of is the weighted sum of one option's known amounts, false past 63 bits.
func (w Weights) of(o Option) (uint64, bool) {
	sum := uint64(w.Count)
	for _, part := range []struct {
		weight int64
		amount Amount
	}{{w.Minutes, o.Minutes}, {w.Cents, o.Cents}} {
		if !part.amount.Known {
			continue
		}
		hi, lo := bits.Mul64(uint64(part.weight), uint64(part.amount.N))
		if hi != 0 || lo > math.MaxInt64 {
			return 0, false
		}
		if sum += lo; sum > math.MaxInt64 {
			return 0, false
		}
	}
	return sum, true
}
