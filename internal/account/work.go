package account

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/earnercondition"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// SetWorkConditionsInput is what an earner asks of work from now on: what is left
// out is not asked.
type SetWorkConditionsInput struct {
	// PayFloor is dollars an hour.
	PayFloor                  *string
	Shifts                    []enum.Shift
	HoursAtLeast, HoursAtMost *int
	TravelMinutes             *int
}

// WorkConditions is what an earner asks of work, as it is held against postings.
type WorkConditions struct {
	PayFloor                        *string
	Shifts                          []enum.Shift
	HoursAtLeast, HoursAtMost       *int
	TravelMinutes, TravelKilometers *int
}

// Bounds of what may be asked of work.
const (
	maxPayFloor      = 500_00
	maxHours         = 80
	maxTravelMinutes = 240
)

// SetWorkConditions decides what the viewer, an earner, asks of work. It acts as
// consent does: from the next request on, postings that do not meet it do not list
// them, and no employer can tell why.
func (s *Service) SetWorkConditions(ctx context.Context, in SetWorkConditionsInput) (*WorkConditions, error) {
	if err := auth.Require(ctx, auth.SeekWork); err != nil {
		return nil, err
	}
	asked, err := in.check()
	if err != nil {
		return nil, err
	}
	self := auth.From(ctx).ActingEarner()
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if _, err := s.deciding(ctx, tx, self); err != nil {
			return err
		}
		if _, err := tx.EarnerCondition.Delete().Where(earnercondition.EarnerID(self)).Exec(ctx); err != nil {
			return fmt.Errorf("forget conditions: %w", err)
		}
		if err := store.Insert(ctx, tx, conditionRows(self, asked)); err != nil {
			return fmt.Errorf("write conditions: %w", err)
		}
		// The feed tells of a change where a row is written; of what was only
		// forgotten it is told here.
		if err := store.Changed(ctx, enum.SubjectEarner, self); err != nil {
			return err
		}
		return audit.Write(ctx, tx, s.Now(), "earner.set_conditions", enum.SubjectEarner, self)
	})
	if err != nil {
		return nil, err
	}
	return workConditions(asked), nil
}

// WorkConditionsOf is what the viewer asks of work; nil of everybody else.
func (s *Service) WorkConditionsOf(ctx context.Context, of *Earner) (*WorkConditions, error) {
	if !of.Self {
		return nil, nil //nolint:nilnil // null is how the schema says "not yours to know"
	}
	row, err := s.DB.Earner.Query().Where(earner.ID(of.ID)).WithConditions().Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("load conditions: %w", err)
	}
	return workConditions(dossier.WorkConditions(row)), nil
}

// check reads the conditions, in the steps in which they are held.
func (in SetWorkConditionsInput) check() (consent.WorkConditions, error) {
	var w consent.WorkConditions
	var errs []error
	if in.PayFloor != nil {
		dollars, err := strconv.ParseFloat(*in.PayFloor, 64)
		if err != nil || dollars <= 0 || dollars*100 > maxPayFloor {
			errs = append(errs, problem.New(problem.Invalid, "a pay floor is more than 0 and at most %d dollars an hour", maxPayFloor/100).
				Spanish("un pago mínimo es mayor que 0 y como máximo %d dólares por hora", maxPayFloor/100).At("payFloor"))
		}
		w.PayFloor = int(dollars*100 + 0.5)
	}
	for i, shift := range in.Shifts {
		if !slices.Contains(shift.Values(), string(shift)) {
			errs = append(errs, problem.New(problem.Invalid, "%q is no shift", shift).
				Spanish("%q no es un turno", shift).At("shifts", strconv.Itoa(i)))
		}
		w.Shifts = append(w.Shifts, string(shift))
	}
	slices.Sort(w.Shifts)
	w.Shifts = slices.Compact(w.Shifts)
	errs = append(errs, bounded(in.HoursAtLeast, maxHours, "hoursAtLeast", &w.HoursLeast),
		bounded(in.HoursAtMost, maxHours, "hoursAtMost", &w.HoursMost),
		bounded(in.TravelMinutes, maxTravelMinutes, "travelMinutes", &w.TravelMinutes))
	if err := problem.Join(errs...); err != nil {
		return w, err
	}
	w = w.InSteps()
	if w.HoursMost > 0 && w.HoursLeast > w.HoursMost {
		return w, problem.New(problem.Invalid, "at least %d hours a week and at most %d meets nothing", w.HoursLeast, w.HoursMost).
			Spanish("al menos %d horas por semana y como máximo %d no se cumple nunca", w.HoursLeast, w.HoursMost).At("hoursAtMost")
	}
	return w, nil
}

func bounded(n *int, most int, path string, into *int) error {
	if n == nil {
		return nil
	}
	if *n < 1 || *n > most {
		return problem.New(problem.Invalid, "%d is not from 1 to %d", *n, most).Spanish("%d no está entre 1 y %d", *n, most).At(path)
	}
	*into = *n
	return nil
}

func conditionRows(self string, w consent.WorkConditions) []*db.EarnerCondition {
	var rows []*db.EarnerCondition
	add := func(kind enum.EarnerConditionKind, amount, unit, value string) {
		rows = append(rows, &db.EarnerCondition{EarnerID: self, Kind: kind, Amount: optional(amount), Unit: unit, Value: value})
	}
	if w.PayFloor > 0 {
		add(enum.EarnerPayFloor, dollars(w.PayFloor), "USD per hour", "")
	}
	for _, shift := range w.Shifts {
		add(enum.EarnerShift, "", "", shift)
	}
	if w.HoursLeast > 0 {
		add(enum.EarnerHours, strconv.Itoa(w.HoursLeast), dossier.HoursAtLeast, "")
	}
	if w.HoursMost > 0 {
		add(enum.EarnerHours, strconv.Itoa(w.HoursMost), dossier.HoursAtMost, "")
	}
	if w.TravelMinutes > 0 {
		add(enum.EarnerTravelMinutes, strconv.Itoa(w.TravelMinutes), "minutes", "")
	}
	return rows
}

func dollars(cents int) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }

func workConditions(w consent.WorkConditions) *WorkConditions {
	out := &WorkConditions{
		Shifts: []enum.Shift{}, HoursAtLeast: some(w.HoursLeast), HoursAtMost: some(w.HoursMost),
		TravelMinutes: some(w.TravelMinutes), TravelKilometers: some(w.TravelKm()),
	}
	if w.PayFloor > 0 {
		floor := dollars(w.PayFloor)
		out.PayFloor = &floor
	}
	for _, shift := range w.Shifts {
		out.Shifts = append(out.Shifts, enum.Shift(shift))
	}
	return out
}

// some is a number that is said; nil for 0.
func some(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}
