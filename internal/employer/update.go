package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/postingcondition"
	"github.com/stackmatch/stackmatch/ent/db/requirement"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// UpdatePosting changes a posting of the organization that the viewer acts for.
// A posting changed since Revision is a Conflict that carries it as it stands.
func (s *Service) UpdatePosting(ctx context.Context, in UpdatePostingInput) (*db.Posting, error) {
	if err := auth.Require(ctx, auth.UpdatePosting); err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	requirements, err := s.resolve(ctx, in.Requirements, languageIn(in.Language))
	if err != nil {
		return nil, err
	}
	if in.Place.To != nil {
		if err := s.checkPlace(ctx, *in.Place.To); err != nil {
			return nil, err
		}
	}
	var changed *db.Posting
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if _, err := own(ctx, tx, in.ID, &in.Revision); err != nil {
			return err
		}
		changed, err = s.change(ctx, tx, in, requirements)
		return err
	})
	return changed, err
}

// ClosePosting closes a posting of the organization that the viewer acts for.
func (s *Service) ClosePosting(ctx context.Context, in ClosePostingInput) (closed *db.Posting, err error) {
	if err := auth.Require(ctx, auth.ClosePosting); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := own(ctx, tx, in.ID, nil)
		if err != nil {
			return err
		}
		if row.Status == enum.PostingClosed {
			return problem.New(problem.Conflict, "this posting is closed already").
				Spanish("esta oferta ya está cerrada").At("id").With(row)
		}
		now := s.Now()
		closed, err = tx.Posting.UpdateOne(row).
			SetStatus(enum.PostingClosed).SetClosedAt(now).SetUpdatedAt(now).AddRevision(1).Save(ctx)
		if err != nil {
			return fmt.Errorf("close posting: %w", err)
		}
		return audit.Write(ctx, tx, now, "posting.close", enum.SubjectPosting, row.ID)
	})
	return closed, err
}

func (in UpdatePostingInput) check() error {
	var errs []error
	if in.Title != nil {
		errs = append(errs, checkTitle(*in.Title))
	}
	if in.Description != nil {
		errs = append(errs, checkLength(*in.Description, maxDescription, "description"))
	}
	errs = append(errs, checkOccupation(in.Occupation.To))
	if in.SetRequirements {
		errs = append(errs, checkRequirements(in.Requirements))
	}
	return problem.Join(append(errs, checkConditions(in.Conditions))...)
}

// own is the viewer's organization's posting, at a revision where one is given.
func own(ctx context.Context, tx *db.Client, id string, revision *int) (*db.Posting, error) {
	row, err := tx.Posting.Query().
		Where(posting.ID(id), posting.EmployerID(auth.From(ctx).Organization())).Only(ctx)
	if db.IsNotFound(err) {
		return nil, noPosting(id)
	}
	if err != nil {
		return nil, fmt.Errorf("load posting: %w", err)
	}
	if revision != nil && row.Revision != *revision {
		return nil, problem.New(problem.Conflict, "this posting is at revision %d, you read %d; read it again", row.Revision, *revision).
			Spanish("esta oferta está en la revisión %d, usted leyó la %d; léala de nuevo", row.Revision, *revision).
			At("revision").With(row)
	}
	return row, nil
}

func (s *Service) change(ctx context.Context, tx *db.Client, in UpdatePostingInput, requirements []Requirement) (*db.Posting, error) {
	if in.SetRequirements {
		if _, err := tx.Requirement.Delete().Where(requirement.PostingID(in.ID)).Exec(ctx); err != nil {
			return nil, fmt.Errorf("clear requirements: %w", err)
		}
		if err := s.writeRequirements(ctx, tx, in.ID, requirements); err != nil {
			return nil, err
		}
	}
	if in.SetConditions {
		if _, err := tx.PostingCondition.Delete().Where(postingcondition.PostingID(in.ID)).Exec(ctx); err != nil {
			return nil, fmt.Errorf("clear conditions: %w", err)
		}
		if err := writeConditions(ctx, tx, in.ID, in.Conditions); err != nil {
			return nil, err
		}
	}
	changed, err := in.apply(tx.Posting.UpdateOneID(in.ID)).SetUpdatedAt(s.Now()).AddRevision(1).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("change posting: %w", err)
	}
	return changed, audit.Write(ctx, tx, s.Now(), "posting.update", enum.SubjectPosting, in.ID)
}

func (in UpdatePostingInput) apply(u *db.PostingUpdateOne) *db.PostingUpdateOne {
	u.SetNillableTitle(in.Title).SetNillableDescription(in.Description).
		SetNillableLanguage(in.Language).SetNillableRemote(in.Remote)
	switch {
	case in.Occupation.To != nil:
		u.SetOccupationCode(*in.Occupation.To).ClearOccupationTitle()
	case in.Occupation.Given:
		u.ClearOccupationCode().ClearOccupationTitle()
	}
	switch {
	case in.Place.To != nil:
		u.SetPlaceID(*in.Place.To)
	case in.Place.Given:
		u.ClearPlaceID()
	}
	switch {
	case in.NeededOn.To != nil:
		u.SetNeededOn(*in.NeededOn.To)
	case in.NeededOn.Given:
		u.ClearNeededOn()
	}
	return u
}

func (s *Service) checkPlace(ctx context.Context, id string) error {
	exists, err := s.DB.Place.Query().Where(place.ID(id)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up place: %w", err)
	}
	if !exists {
		return problem.New(problem.NotFound, "there is no place %q", id).Spanish("no hay ningún lugar %q", id).At("place")
	}
	return nil
}

func languageIn(code *string) string {
	if code == nil {
		return "en"
	}
	return *code
}
