package app

import (
	"context"

	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// occupations have plans lead to what the catalog knows that occupations ask for.
type occupations struct{ catalog *catalog.Service }

// Asks are what an occupation asks for: a strength of a hundred hundredths is the
// greatest weight.
func (o occupations) Asks(ctx context.Context, occupation string) ([]matching.Requirement, error) {
	found, err := o.catalog.OccupationRequirements(ctx, occupation)
	if err != nil {
		return nil, err
	}
	asks := make([]matching.Requirement, len(found))
	for i, r := range found {
		asks[i] = matching.Requirement{
			Skill: r.Skill, Level: matching.Level(r.Level), AnyOf: r.AnyOf, Stack: r.Stack,
			Importance: matching.Preferred, Weight: min(max(r.Strength, 1), matching.MaxWeight),
		}
		if r.Required {
			asks[i].Importance = matching.Required
		}
	}
	return asks, nil
}

// Listed is the id of an occupation's record; "" for one that is known by its code
// alone.
func (o occupations) Listed(ctx context.Context, occupation string) (string, error) {
	found, err := o.catalog.OccupationsByID(ctx, []string{occupation})
	if err != nil || found[occupation] == nil || found[occupation].CreatedAt.IsZero() {
		return "", err
	}
	return found[occupation].ID, nil
}
