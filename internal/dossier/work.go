package dossier

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/employment"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
)

// The units that tell the two ends of an earner's hours apart.
const (
	HoursAtLeast = "hours per week at least"
	HoursAtMost  = "hours per week at most"
)

// WorkConditions is what the earner asks of work, in the steps in which it is held.
// The record must have its conditions loaded.
func WorkConditions(row *db.Earner) consent.WorkConditions {
	var w consent.WorkConditions
	for _, c := range row.Edges.Conditions {
		switch c.Kind {
		case enum.EarnerPayFloor:
			w.PayFloor = max(w.PayFloor, amount(c, 100))
		case enum.EarnerShift:
			w.Shifts = append(w.Shifts, c.Value)
		case enum.EarnerTravelMinutes:
			w.TravelMinutes = amount(c, 1)
		case enum.EarnerHours:
			if c.Unit == HoursAtMost {
				w.HoursMost = amount(c, 1)
			} else {
				w.HoursLeast = amount(c, 1)
			}
		}
	}
	return w.InSteps()
}

// amount is a condition's decimal, times a whole number. What is none was never let in.
func amount(c *db.EarnerCondition, times float64) int {
	if c.Amount == nil {
		return 0
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(*c.Amount), 64)
	if err != nil || n < 0 || n > math.MaxInt32 {
		return 0
	}
	return int(math.Ceil(n*times - 1e-6))
}

// staff lists, by earner, the organizations that show them internal postings.
func staff(ctx context.Context, client *db.Client, earners []string) (map[string][]string, error) {
	if len(earners) == 0 {
		return nil, nil //nolint:nilnil // nobody is anybody's staff
	}
	rows, err := client.Employment.Query().
		Where(employment.EarnerIDIn(earners...), employment.Internal(true), employment.EndedAtIsNil()).
		Order(db.Asc(employment.FieldOrganizationID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load employments: %w", err)
	}
	out := map[string][]string{}
	for _, row := range rows {
		out[row.EarnerID] = append(out[row.EarnerID], row.OrganizationID)
	}
	return out, nil
}
