package account

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// SetMatchingInput is what is shown of the viewer for matching, to everybody to whom
// they are shown. Nil leaves a thing as it is.
type SetMatchingInput struct {
	Awards          []ShownAward
	Place           *string
	NoPlace         bool // takes the place away
	Precision       *enum.PlacePrecision
	Remote          *bool
	Languages       []string
	ShowNonCounting *bool
	Reach           *consent.Reach
}

// ShownAward says whether an award is shown.
type ShownAward struct {
	Award string
	Shown bool
}

const (
	maxShownAwards = 500
	maxLanguages   = 20
)

// SetMatching decides what is shown of the viewer, with the next request everywhere.
func (s *Service) SetMatching(ctx context.Context, in SetMatchingInput) (changed *db.Earner, err error) {
	if err := auth.Require(ctx, auth.SetVisibility); err != nil {
		return nil, err
	}
	languages, err := in.check()
	if err != nil {
		return nil, err
	}
	self := auth.From(ctx).ActingEarner()
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.deciding(ctx, tx, self)
		if err != nil {
			return err
		}
		if err := problem.Join(in.checkPlace(ctx, tx), in.show(ctx, tx, self)); err != nil {
			return err
		}
		update := tx.Earner.UpdateOne(row).SetNillablePlaceID(in.Place).SetNillablePlacePrecision(in.Precision).
			SetNillableRemote(in.Remote).SetNillableShowNonCounting(in.ShowNonCounting).SetNillableReach(in.Reach)
		if in.NoPlace {
			update.ClearPlaceID()
		}
		if in.Languages != nil {
			update.SetLanguages(languages)
		}
		if changed, err = update.Save(ctx); err != nil {
			return fmt.Errorf("set what is shown: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "earner.set_matching", enum.SubjectEarner, self)
	})
	return changed, err
}

// check finds all that is wrong with the words of the input, and gives the languages
// as they are kept.
func (in SetMatchingInput) check() (languages []string, err error) {
	var errs []error
	if in.Precision != nil && !slices.Contains(in.Precision.Values(), string(*in.Precision)) {
		errs = append(errs, problem.New(problem.Invalid, "%q is no precision", *in.Precision).
			Spanish("%q no es una precisión", *in.Precision).At("precision"))
	}
	if in.Reach != nil && !slices.Contains(in.Reach.Values(), string(*in.Reach)) {
		errs = append(errs, problem.New(problem.Invalid, "%q is no reach", *in.Reach).
			Spanish("%q no es un alcance", *in.Reach).At("reach"))
	}
	if n := len(in.Awards); n > maxShownAwards {
		errs = append(errs, problem.New(problem.Limit, "at most %d awards at a time, not %d", maxShownAwards, n).
			Spanish("como máximo %d logros a la vez, no %d", maxShownAwards, n).At("awards"))
	}
	if n := len(in.Languages); n > maxLanguages {
		errs = append(errs, problem.New(problem.Limit, "at most %d languages, not %d", maxLanguages, n).
			Spanish("como máximo %d idiomas, no %d", maxLanguages, n).At("languages"))
	}
	for i, one := range in.Languages {
		tag, err := language.Parse(one)
		if err != nil {
			errs = append(errs, problem.New(problem.Invalid, "%q is no language tag (BCP 47)", one).
				Spanish("%q no es una etiqueta de idioma (BCP 47)", one).At("languages", strconv.Itoa(i)))
			continue
		}
		languages = append(languages, strings.ToLower(tag.String()))
	}
	slices.Sort(languages)
	return slices.Compact(languages), problem.Join(errs...)
}

func (in SetMatchingInput) checkPlace(ctx context.Context, tx *db.Client) error {
	if in.Place == nil {
		return nil
	}
	is, err := tx.Place.Query().Where(place.ID(*in.Place)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("load place: %w", err)
	}
	if !is {
		return problem.New(problem.NotFound, "there is no place %q", *in.Place).Spanish("no hay ningún lugar %q", *in.Place).At("place")
	}
	return nil
}

// show shows and hides awards: each must be the earner's own.
func (in SetMatchingInput) show(ctx context.Context, tx *db.Client, self string) error {
	if len(in.Awards) == 0 {
		return nil
	}
	ids := make([]string, len(in.Awards))
	for i, a := range in.Awards {
		ids[i] = a.Award
	}
	own, err := tx.Award.Query().Where(award.IDIn(ids...), award.EarnerID(self)).IDs(ctx)
	if err != nil {
		return fmt.Errorf("load awards: %w", err)
	}
	var errs []error
	wanted := map[bool][]string{}
	for i, a := range in.Awards {
		if !slices.Contains(own, a.Award) {
			errs = append(errs, problem.New(problem.NotFound, "there is no award %q of yours", a.Award).
				Spanish("no hay ningún logro %q suyo", a.Award).At("awards", strconv.Itoa(i), "award"))
		}
		wanted[a.Shown] = append(wanted[a.Shown], a.Award)
	}
	if err := problem.Join(errs...); err != nil {
		return err
	}
	for _, shown := range []bool{true, false} {
		err := tx.Award.Update().Where(award.IDIn(wanted[shown]...), award.EarnerID(self), award.ShownNEQ(shown)).SetShown(shown).Exec(ctx)
		if err != nil {
			return fmt.Errorf("show awards: %w", err)
		}
	}
	return nil
}
