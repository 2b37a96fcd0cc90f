package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/occupation"
	"github.com/stackmatch/stackmatch/ent/db/occupationskill"
	"github.com/stackmatch/stackmatch/ent/db/offering"
	"github.com/stackmatch/stackmatch/ent/db/pathway"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/db/stackversion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// loadWays reads what a filter reckons with: the published catalog, as a whole.
func (s *Service) loadWays(ctx context.Context, f WayFilter) (*sieve, error) {
	v := &sieve{
		filter: f, earned: map[string]*earnedWay{}, rules: map[string]*matching.Rule{},
		tied: map[string]bool{}, codes: map[string]string{}, recognized: map[string]bool{},
	}
	for _, load := range []func(context.Context, *sieve) error{
		s.loadEarned, s.loadWayPlaces, s.loadWayRules, s.loadWayPathways, s.loadWayOccupations, s.loadRecognized,
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

// loadEarned reads the current versions and what is offered of them.
func (s *Service) loadEarned(ctx context.Context, v *sieve) error {
	rows, err := s.DB.MicroCredential.Query().
		Where(microcredential.StatusEQ(enum.Published), microcredential.CurrentVersionIDNotNil()).All(ctx)
	if err != nil {
		return fmt.Errorf("load micro-credentials: %w", err)
	}
	current := map[string]bool{}
	for _, row := range rows {
		current[*row.CurrentVersionID] = true
	}
	versions, err := s.DB.MicroCredentialVersion.Query().
		Where(microcredentialversion.HasMicroCredentialWith(microcredential.StatusEQ(enum.Published))).WithCompetencies().All(ctx)
	if err != nil {
		return fmt.Errorf("load versions: %w", err)
	}
	for _, row := range versions {
		if current[row.ID] {
			v.earned[row.MicroCredentialID] = &earnedWay{version: row}
		}
	}
	today := dayOf(s.Now())
	offered, err := s.DB.Offering.Query().
		Where(offering.WithdrawnAtIsNil(), offering.Or(offering.EndsOnIsNil(), offering.EndsOnGTE(today))).
		Order(offering.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load offerings: %w", err)
	}
	for _, row := range offered {
		if of := v.earned[row.MicroCredentialID]; of != nil {
			of.offerings = append(of.offerings, row)
		}
	}
	return nil
}

func (s *Service) loadWayRules(ctx context.Context, v *sieve) error {
	rows, err := s.DB.Stack.Query().Where(stack.StatusEQ(enum.Published), stack.CurrentVersionIDNotNil()).All(ctx)
	if err != nil {
		return fmt.Errorf("load stacks: %w", err)
	}
	current := map[string]string{}
	for _, row := range rows {
		current[*row.CurrentVersionID] = row.ID
	}
	versions, err := s.DB.StackVersion.Query().Where(stackversion.HasStackWith(stack.StatusEQ(enum.Published))).All(ctx)
	if err != nil {
		return fmt.Errorf("load rules: %w", err)
	}
	for _, row := range versions {
		of := current[row.ID]
		if of == "" {
			continue
		}
		var rule matching.Rule
		if err := json.Unmarshal(row.Rule, &rule); err != nil {
			return fmt.Errorf("read rule of %s: %w", row.ID, err)
		}
		v.rules[of] = &rule
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
