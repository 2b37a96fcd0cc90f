package catalog

import (
	"slices"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// WayFilter says which ways to keep; lists mean any of, members given together must
// all hold.
type WayFilter struct {
	Kinds []WayKind
	// Skills keeps what asserts one of them, itself or in a part.
	Skills []string
	// MaxMinutes and MaxPrice bound what the whole way takes, by its cheapest parts,
	// each by itself. What is unknown is not within a bound.
	MaxMinutes *int
	MaxPrice   *Price
	// Languages and Delivery keep what can be earned so, part for part.
	Languages []string
	Delivery  []enum.Delivery
	// Within keeps what needs no travel beyond it, part for part.
	Within *WayWithin
	// RecognizedFor keeps what an organization recognizes for one of these, itself or
	// a part of it; MinCredits what is worth that many credits somewhere.
	RecognizedFor []enum.RecognitionKind
	MinCredits    *float64
}

// WayWithin is a distance from a place, in a straight line.
type WayWithin struct {
	Place string
	KM    int
}

// maxFiltered is how many items a list of a filter has.
const maxFiltered = 100

func (f WayFilter) kinds() []WayKind {
	if len(f.Kinds) == 0 {
		return everyWay
	}
	kinds := slices.Clone(f.Kinds)
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// plain tells whether nothing is asked but the kind.
func (f WayFilter) plain() bool {
	return len(f.Skills)+len(f.Languages)+len(f.Delivery)+len(f.RecognizedFor) == 0 &&
		f.MaxMinutes == nil && f.MaxPrice == nil && f.Within == nil && f.MinCredits == nil
}

func (f WayFilter) check() error {
	var errs []error
	if f.MaxMinutes != nil && *f.MaxMinutes < 0 {
		errs = append(errs, problem.New(problem.Invalid, "minutes are 0 or more").
			Spanish("los minutos son 0 o más").At("filter", "maxMinutes"))
	}
	if f.MinCredits != nil && !(*f.MinCredits >= 0) {
		errs = append(errs, problem.New(problem.Invalid, "credits are 0 or more").
			Spanish("los créditos son 0 o más").At("filter", "minCredits"))
	}
	if f.Within != nil && (f.Within.KM < 1 || f.Within.KM > 20_000) {
		errs = append(errs, problem.New(problem.Invalid, "a distance is 1 to 20,000 kilometers").
			Spanish("una distancia va de 1 a 20 000 kilómetros").At("filter", "within", "km"))
	}
	if len(f.Skills) > maxFiltered || len(f.Languages) > maxFiltered {
		errs = append(errs, problem.New(problem.Invalid, "a list of a filter has at most %d items", maxFiltered).
			Spanish("una lista de un filtro tiene como máximo %d elementos", maxFiltered).At("filter"))
	}
	return problem.Join(append(errs, problem.Under(checkPrice(f.MaxPrice), "filter", "maxPrice"))...)
}

// recognizes tells whether a recognition passes for what is asked of recognitions.
func (f WayFilter) recognizes(t Terms) bool {
	if len(f.RecognizedFor) > 0 && !slices.ContainsFunc(f.RecognizedFor, func(kind enum.RecognitionKind) bool { return nowCalled(kind) == t.Kind }) {
		return false
	}
	if f.MinCredits == nil {
		return true
	}
	if t.Kind != enum.RecognizedCredit || t.Amount == nil {
		return false
	}
	amount, err := strconv.ParseFloat(*t.Amount, 64)
	return err == nil && amount >= *f.MinCredits
}

// nowCalled is what a kind that is asked for under its old name is kept as.
func nowCalled(kind enum.RecognitionKind) enum.RecognitionKind {
	switch kind {
	case enum.RecognizedHire, enum.RecognizedInterview:
		return enum.RecognizedHiring
	case enum.RecognizedPay:
		return enum.RecognizedWageStep
	case enum.RecognizedRank:
		return enum.RecognizedRankChange
	default:
		return kind
	}
}
