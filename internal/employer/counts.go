package employer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/offering"
	"github.com/stackmatch/stackmatch/search"
)

// count fills in what was counted over the whole result.
func (s *Service) count(ctx context.Context, q *question, found *search.Result, records *records, out *Candidates) error {
	out.Facets = facets(found.Facets, records)
	for _, r := range found.Relaxations {
		out.Relaxations = append(out.Relaxations, Relaxation{
			Requirement: q.requirements[r.Requirement], Change: r.Change, AdditionalQualified: r.AdditionalQualified,
		})
	}
	steps := head(found.Steps, maxFacets)
	starts, err := s.nextStarts(ctx, steps, q.asOf)
	if err != nil {
		return err
	}
	for _, step := range steps {
		row := records.credentials[step.Credential]
		if row == nil {
			continue
		}
		out.steps = append(out.steps, OneStep{
			MicroCredential: row, AdditionalQualified: step.AdditionalQualified, NextStart: starts[step.Credential],
		})
	}
	return nil
}

func facets(found search.Facets, records *records) Facets {
	var out Facets
	for _, c := range head(found.Credentials, maxFacets) {
		if row := records.credentials[c.ID]; row != nil {
			out.microCredentials = append(out.microCredentials, MicroCredentialCount{row, c.Count})
		}
	}
	for _, c := range head(found.Stacks, maxFacets) {
		if row := records.stacks[c.ID]; row != nil {
			out.stacks = append(out.stacks, StackCount{row, c.Count})
		}
	}
	for _, c := range head(found.Places, maxFacets) {
		if row := records.places[c.ID]; row != nil {
			out.places = append(out.places, PlaceCount{row, c.Count})
		}
	}
	return out
}

// nextStarts gives the first day ahead on which an offering of a micro-credential starts.
func (s *Service) nextStarts(ctx context.Context, steps []search.StepCount, at time.Time) (map[string]*time.Time, error) {
	if len(steps) == 0 {
		return nil, nil //nolint:nilnil // an empty map reads the same
	}
	ids := make([]string, len(steps))
	for i, step := range steps {
		ids[i] = step.Credential
	}
	rows, err := s.DB.Offering.Query().
		Where(offering.MicroCredentialIDIn(ids...), offering.StartsOnGTE(at)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load offerings: %w", err)
	}
	slices.SortFunc(rows, func(a, b *db.Offering) int { return a.StartsOn.Compare(*b.StartsOn) })
	out := map[string]*time.Time{}
	for _, row := range rows {
		if out[row.MicroCredentialID] == nil {
			out[row.MicroCredentialID] = row.StartsOn
		}
	}
	return out, nil
}
