package coaching

import (
	"fmt"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/planner"
)

// Obstacle is why there is no plan: something asked that nothing on offer can meet,
// or a limit.
type Obstacle struct {
	// Ask is what cannot be met; nil where a limit stops the plan.
	Ask     *Ask
	Blocked []BlockedWay
	// Limit is what stops it; empty where an ask does. Needed is the least that would
	// do (minutes, cents or minutes a week), and NeededBy the day for FINISH; nil where
	// that is not known, or nothing would do.
	Limit    planner.Measure
	Needed   *int64
	NeededBy *time.Time
	// Alone says that Needed does with the other limits as they are.
	Alone bool
}

// BlockedWay is a micro-credential that would help, and why it cannot be had.
type BlockedWay struct {
	MicroCredential string
	Cause           planner.Cause
	// Filters took its options away, for FILTERED_OUT.
	Filters []Filter
	// Missing are what it needs first and cannot be had either.
	Missing []string
}

// maxBlocked is how many micro-credentials are named for each obstacle.
const maxBlocked = 10

func (v *planView) obstacles(why *planner.Infeasible) []Obstacle {
	if why == nil {
		return nil
	}
	var out []Obstacle
	for _, unmet := range why.Demands {
		ask := v.target.asks[v.asks[unmet.Demand]].Ask
		o := Obstacle{Ask: &ask}
		for _, b := range unmet.Blocked[:min(len(unmet.Blocked), maxBlocked)] {
			o.Blocked = append(o.Blocked, blockedWay(b))
		}
		out = append(out, o)
	}
	for _, l := range why.Limits {
		o := Obstacle{Limit: l.Measure, Alone: l.Alone}
		switch {
		case !l.Needed.Known:
		case l.Measure == planner.Finish:
			o.NeededBy = dateOf(planner.Day(l.Needed.N))
		default:
			o.Needed = &l.Needed.N
		}
		out = append(out, o)
	}
	return out
}

func blockedWay(b planner.Blocked) BlockedWay {
	w := BlockedWay{MicroCredential: b.Credential, Cause: b.Cause, Missing: b.Needs}
	for _, r := range b.Removed {
		w.Filters = append(w.Filters, Filter(r.Filter))
	}
	return w
}

// Reason says it in a sentence; label is what is asked.
func (o Obstacle) Reason(language matching.Language, label string) string {
	en, es := o.sentences()
	if language == matching.Spanish {
		return fmt.Sprintf(es, label)
	}
	return fmt.Sprintf(en, label)
}

// sentences are of one argument, the label of what is asked or "".
func (o Obstacle) sentences() (en, es string) {
	switch {
	case o.Ask != nil && len(o.Blocked) == 0:
		return "Nothing in the catalog proves this: %s.", "Nada del catálogo demuestra esto: %s."
	case o.Ask != nil:
		return "What would prove this cannot be had as asked: %s.", "Lo que demostraría esto no se puede obtener como se pide: %s."
	case o.NeededBy != nil:
		day := o.NeededBy.Format(time.DateOnly)
		return "The earliest possible last day is " + day + ".%s", "El último día posible más temprano es " + day + ".%s"
	case o.Needed == nil:
		return "There is no plan within the limits together.%s", "No hay ningún plan dentro de los límites juntos.%s"
	}
	n := strconv.FormatInt(*o.Needed, 10)
	switch o.Limit {
	case planner.Cents:
		price := fmt.Sprintf("%d.%02d", *o.Needed/100, *o.Needed%100)
		return "It takes at least " + price + " US dollars.%s", "Cuesta al menos " + price + " dólares.%s"
	case planner.Pace:
		return "It takes at least " + n + " minutes a week.%s", "Exige al menos " + n + " minutos por semana.%s"
	default:
		return "It takes at least " + n + " minutes.%s", "Exige al menos " + n + " minutos.%s"
	}
}
