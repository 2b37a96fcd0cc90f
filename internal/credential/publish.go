package credential

import (
	"context"
	"encoding/base32"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// PublishAwardInput says what of an award everybody may see who has its address.
type PublishAwardInput struct {
	ID string
	// ShowName puts the earner's name on the page.
	ShowName bool
	// Evidence are the places, in the award's evidence, of what is shown.
	Evidence []int
}

// PublishAward gives an award of the viewer's own a public page, at an address that
// cannot be guessed. Publishing again changes what is shown, not the address.
func (s *Service) PublishAward(ctx context.Context, in PublishAwardInput) (published *db.Award, err error) {
	if err := auth.Require(ctx, auth.PublishAward); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		published, err = s.publish(ctx, tx, in)
		return err
	})
	return published, err
}

func (s *Service) publish(ctx context.Context, tx *db.Client, in PublishAwardInput) (*db.Award, error) {
	row, err := mine(ctx, tx, in.ID)
	if err != nil {
		return nil, err
	}
	if row.Source == enum.SourceClaimed {
		return nil, problem.New(problem.Conflict, "only what somebody else says of you is published, not a claim of your own").
			Spanish("solo se publica lo que otra persona dice de usted, no una declaración propia").At("id")
	}
	if err := s.choose(ctx, tx, row, in.Evidence); err != nil {
		return nil, err
	}
	change := tx.Award.UpdateOne(row)
	if in.ShowName {
		change.SetPublicName(row.Edges.Earner.Name)
	} else {
		change.ClearPublicName()
	}
	if row.PublicToken == nil {
		token, err := s.token()
		if err != nil {
			return nil, err
		}
		change.SetPublicToken(token)
	}
	if err := change.Exec(ctx); err != nil {
		return nil, fmt.Errorf("publish award: %w", err)
	}
	if err := audit.Write(ctx, tx, s.Now(), "award.publish", enum.SubjectAward, row.ID); err != nil {
		return nil, err
	}
	return mine(ctx, tx, in.ID)
}

// choose keeps which evidence is shown.
func (s *Service) choose(ctx context.Context, tx *db.Client, row *db.Award, places []int) error {
	found, err := s.details(ctx, tx, []*db.Award{row})
	if err != nil {
		return err
	}
	detail := found[row.ID]
	if detail == nil {
		detail = &Detail{}
	}
	var errs []error
	for i, place := range places {
		if place < 0 || place >= len(detail.Evidence) {
			errs = append(errs, problem.New(problem.NotFound, "this award has no evidence number %d", place).
				Spanish("este logro no tiene ninguna evidencia número %d", place).At("evidence", strconv.Itoa(i)))
		}
	}
	if err := problem.Join(errs...); err != nil {
		return err
	}
	shown := slices.Clone(places)
	slices.Sort(shown)
	shown = slices.Compact(shown)
	if slices.Equal(shown, detail.Public) {
		return nil
	}
	detail.Public = shown
	return s.keepDetail(ctx, tx, *row.EarnerID, row.ID, *detail)
}

// UnpublishAwardInput says which award.
type UnpublishAwardInput struct {
	ID string
}

// UnpublishAward takes an award's public page away, at once. Its address never
// leads anywhere again.
func (s *Service) UnpublishAward(ctx context.Context, in UnpublishAwardInput) (hidden *db.Award, err error) {
	if err := auth.Require(ctx, auth.PublishAward); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := mine(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		if row.PublicToken == nil {
			hidden = row
			return nil
		}
		if err := tx.Award.UpdateOne(row).ClearPublicToken().ClearPublicName().Exec(ctx); err != nil {
			return fmt.Errorf("unpublish award: %w", err)
		}
		if err := audit.Write(ctx, tx, s.Now(), "award.unpublish", enum.SubjectAward, row.ID); err != nil {
			return err
		}
		hidden, err = mine(ctx, tx, in.ID)
		return err
	})
	return hidden, err
}

// mine is an award of the earner that the viewer acts as, with its pairs and its
// earner.
func mine(ctx context.Context, tx *db.Client, id string) (*db.Award, error) {
	row, err := tx.Award.Query().Where(award.ID(id), award.EarnerID(auth.From(ctx).ActingEarner())).
		WithPairs().WithEarner().Only(ctx)
	if db.IsNotFound(err) || (err == nil && erased(row)) {
		return nil, noAward(id)
	}
	if err != nil {
		return nil, fmt.Errorf("load award: %w", err)
	}
	return row, nil
}

// token is a name that cannot be guessed.
func (s *Service) token() (string, error) {
	var random [20]byte
	if _, err := io.ReadFull(s.Random, random[:]); err != nil {
		return "", fmt.Errorf("draw a token: %w", err)
	}
	return strings.ToLower(base32.StdEncoding.EncodeToString(random[:])), nil
}
