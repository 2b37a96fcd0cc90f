package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/occupation"
	"github.com/stackmatch/stackmatch/ent/db/occupationskill"
	"github.com/stackmatch/stackmatch/ent/db/pathway"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// loadWays reads what a filter reckons with: the published catalog, as a whole.
func (s *Service) loadWays(ctx context.Context, f WayFilter) (*sieve, error) {
	known, err := s.knownWays(ctx)
	if err != nil {
		return nil, err
	}
	v := &sieve{
		filter: f, today: dayOf(s.Now()), earned: known.earned, rules: known.rules,
		tied: map[string]bool{}, codes: map[string]string{}, recognized: map[string]bool{},
	}
	for _, load := range []func(context.Context, *sieve) error{
		s.loadWayPlaces, s.loadWayPathways, s.loadWayOccupations, s.loadRecognized,
	} {
		if err := load(ctx, v); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (s *Service) loadWayPlaces(ctx context.Context, v *sieve) error {
	if v.filter.Within == nil {
		return nil
	}
	ids := []string{v.filter.Within.Place}
	for _, of := range v.earned {
		for _, row := range of.offerings {
			if row.PlaceID != nil {
				ids = append(ids, *row.PlaceID)
			}
		}
	}
	slices.Sort(ids)
	rows, err := s.DB.Place.Query().Where(place.IDIn(slices.Compact(ids)...)).All(ctx)
	if err != nil {
		return fmt.Errorf("load places: %w", err)
	}
	v.places = byID(rows, func(row *db.Place) string { return row.ID })
	if v.from = v.places[v.filter.Within.Place]; v.from == nil {
		return problem.New(problem.NotFound, "there is no place %q", v.filter.Within.Place).
			Spanish("no hay ningún lugar %q", v.filter.Within.Place).At("filter", "within", "place")
	}
	return nil
}

func (s *Service) loadWayPathways(ctx context.Context, v *sieve) (err error) {
	v.pathways, err = s.pathways(ctx, pathway.StatusEQ(enum.Published))
	return err
}

// loadWayOccupations reads which occupations pathways may lead to, and which are
// tied to a skill that is asked for.
func (s *Service) loadWayOccupations(ctx context.Context, v *sieve) error {
	var codes []string
	for _, row := range v.pathways {
		if row.OccupationCode != "" {
			codes = append(codes, row.OccupationCode, socOf(row.OccupationCode))
		}
	}
	rows, err := s.DB.Occupation.Query().
		Where(occupation.Active(true), occupation.Or(occupation.CodeIn(codes...), occupation.SocIn(nonEmpty(codes...)...))).All(ctx)
	if err != nil {
		return fmt.Errorf("load occupations: %w", err)
	}
	for _, row := range rows {
		v.codes[row.ID] = row.Code
	}
	if len(v.filter.Skills) == 0 {
		return nil
	}
	ties, err := s.DB.OccupationSkill.Query().Where(occupationskill.SkillIDIn(v.filter.Skills...)).All(ctx)
	if err != nil {
		return fmt.Errorf("load skills of occupations: %w", err)
	}
	for _, row := range ties {
		v.tied[row.OccupationID] = true
	}
	return nil
}

// loadRecognized finds what recognitions that hold today say, those that accept
// others', too.
func (s *Service) loadRecognized(ctx context.Context, v *sieve) error {
	if len(v.filter.RecognizedFor) == 0 && v.filter.MinCredits == nil {
		return nil
	}
	rows, err := s.DB.Recognition.Query().All(ctx)
	if err != nil {
		return fmt.Errorf("load recognitions: %w", err)
	}
	all := byID(rows, func(row *db.Recognition) string { return row.ID })
	for _, row := range rows {
		if row.AcceptsID != nil {
			row.Edges.Accepts = all[*row.AcceptsID]
		}
	}
	now := s.Now()
	for _, row := range rows {
		c, whole := chainOf(row)
		if !whole || !c.holds(now) || !v.filter.recognizes(c.terms()) {
			continue
		}
		switch root := c.root(); {
		case root.MicroCredentialID != nil:
			v.recognized[*root.MicroCredentialID] = true
		case root.StackID != nil:
			v.recognized[*root.StackID] = true
		case root.SkillID != nil:
			v.recognizeSkill(*root.SkillID, int(root.Level))
		}
	}
	return nil
}

// recognizeSkill has what asserts a skill that is recognized pass.
func (v *sieve) recognizeSkill(skill string, level int) {
	for key, of := range v.earned {
		for _, c := range of.version.Edges.Competencies {
			if c.SkillID == skill && int(c.Level) >= level {
				v.recognized[key] = true
			}
		}
	}
}
