package credential

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// check refuses what is wrong with an award in itself.
func (a NewAward) check(catalog *matching.Catalog, now time.Time) error {
	errs := []error{
		checkOneOf(a.Source, "source"), checkOneOf(a.Verified, "verified"), a.checkTimes(now), a.checkPairs(),
	}
	if a.Status != "" {
		errs = append(errs, checkOneOf(a.Status, "status"))
	}
	if _, err := id.Parse(a.ID, id.Award); a.ID != "" && err != nil {
		errs = append(errs, problem.New(problem.Invalid, "an id given here is %s_ and 26 characters", id.Award).
			Spanish("un id dado aquí es %s_ y 26 caracteres", id.Award).At("id"))
	}
	if _, known := catalog.Version(a.Version); !known {
		errs = append(errs, problem.New(problem.NotFound, "there is no published version %q", a.Version).
			Spanish("no hay ninguna versión publicada %q", a.Version).At("version"))
	}
	return problem.Join(errs...)
}

func (a NewAward) checkTimes(now time.Time) error {
	var errs []error
	if a.EarnedAt.IsZero() || a.EarnedAt.After(now) {
		errs = append(errs, problem.New(problem.Invalid, "an award is earned at a time that has passed").
			Spanish("un logro se obtiene en un momento ya pasado").At("earnedAt"))
	}
	if a.ExpiresAt != nil && !a.ExpiresAt.After(a.EarnedAt) {
		errs = append(errs, problem.New(problem.Invalid, "an award expires after it was earned").
			Spanish("un logro vence después de obtenerse").At("expiresAt"))
	}
	switch {
	case (a.Status == enum.AwardRevoked) != (a.RevokedAt != nil):
		errs = append(errs, problem.New(problem.Invalid, "a revoked award, and no other, says when it was revoked").
			Spanish("un logro revocado, y ningún otro, dice cuándo se revocó").At("revokedAt"))
	case a.RevokedAt != nil && (a.RevokedAt.Before(a.EarnedAt) || a.RevokedAt.After(now)):
		errs = append(errs, problem.New(problem.Invalid, "an award is revoked after it was earned, at a time that has passed").
			Spanish("un logro se revoca después de obtenerse, en un momento ya pasado").At("revokedAt"))
	}
	return problem.Join(errs...)
}

func (a NewAward) checkPairs() error {
	var errs []error
	seen := map[string]bool{}
	for i, p := range a.Pairs {
		if p.Level > matching.MaxLevel || seen[p.Skill] {
			errs = append(errs, problem.New(problem.Invalid, "a competency is a skill, each once, at a level of at most %d", matching.MaxLevel).
				Spanish("una competencia es una habilidad, cada una una vez, en un nivel de hasta %d", matching.MaxLevel).At("pairs", strconv.Itoa(i)))
		}
		seen[p.Skill] = true
	}
	return problem.Join(errs...)
}

// checkOneOf refuses what is none of a closed set's values.
func checkOneOf[C interface {
	~string
	Values() []string
}](value C, path string) error {
	if !slices.Contains(value.Values(), string(value)) {
		return problem.New(problem.Invalid, "%q is none of %v", string(value), value.Values()).
			Spanish("%q no es ninguno de %v", string(value), value.Values()).At(path)
	}
	return nil
}

// present are the ids, of those that a batch names, which exist.
type present struct{ awards, earners, issuers, skills map[string]bool }

// sift parts a batch into rows that name what exists and those that do not.
func (s *Service) sift(ctx context.Context, batch []numbered) (fit []numbered, unfit []RowProblem, err error) {
	there, err := s.present(ctx, batch)
	if err != nil {
		return nil, nil, err
	}
	for _, row := range batch {
		if err := there.check(row.NewAward); err != nil {
			unfit = append(unfit, RowProblem{row.at, err})
			continue
		}
		there.awards[row.ID] = row.ID != ""
		fit = append(fit, row)
	}
	return fit, unfit, nil
}

func (s *Service) present(ctx context.Context, batch []numbered) (there present, err error) {
	var awards, earners, issuers, skills []string
	for _, row := range batch {
		awards, earners, issuers = append(awards, row.ID), append(earners, row.Earner), append(issuers, row.Issuer)
		for _, p := range row.Pairs {
			skills = append(skills, p.Skill)
		}
	}
	for _, look := range []struct {
		into  *map[string]bool
		named []string
		find  func(ids ...string) ([]string, error)
	}{
		{&there.awards, awards, func(ids ...string) ([]string, error) { return s.DB.Award.Query().Where(award.IDIn(ids...)).IDs(ctx) }},
		{&there.earners, earners, func(ids ...string) ([]string, error) { return s.DB.Earner.Query().Where(earner.IDIn(ids...)).IDs(ctx) }},
		{&there.issuers, issuers, func(ids ...string) ([]string, error) {
			return s.DB.Organization.Query().Where(organization.IDIn(ids...)).IDs(ctx)
		}},
		{&there.skills, skills, func(ids ...string) ([]string, error) { return s.DB.Skill.Query().Where(skill.IDIn(ids...)).IDs(ctx) }},
	} {
		slices.Sort(look.named)
		found, err := look.find(slices.Compact(look.named)...)
		if err != nil {
			return there, fmt.Errorf("look up what awards name: %w", err)
		}
		*look.into = make(map[string]bool, len(found))
		for _, id := range found {
			(*look.into)[id] = true
		}
	}
	return there, nil
}

// check refuses an award that is there already, or names what is not.
func (p present) check(a NewAward) error {
	var errs []error
	if p.awards[a.ID] {
		errs = append(errs, problem.New(problem.Conflict, "there is an award with this id already").
			Spanish("ya hay un logro con este id").At("id"))
	}
	missing := func(what, whatES, id string, path ...string) {
		errs = append(errs, problem.New(problem.NotFound, "there is no %s %q", what, id).
			Spanish("no hay %s %q", whatES, id).At(path...))
	}
	if a.Earner != "" && !p.earners[a.Earner] {
		missing("earner", "ninguna persona", a.Earner, "earner")
	}
	if !p.issuers[a.Issuer] {
		missing("organization", "ninguna organización", a.Issuer, "issuer")
	}
	for i, pair := range a.Pairs {
		if !p.skills[pair.Skill] {
			missing("skill", "ninguna habilidad", pair.Skill, "pairs", strconv.Itoa(i), "skill")
		}
	}
	return problem.Join(errs...)
}
