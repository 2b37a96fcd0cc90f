package employer

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/postingcondition"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/requirement"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// UpdatePosting changes a posting of the organization that the viewer acts for.
// A posting changed since Revision is a Conflict that carries it as it stands.
func (s *Service) UpdatePosting(ctx context.Context, in UpdatePostingInput) (changed *db.Posting, err error) {
	if err := auth.Require(ctx, auth.UpdatePosting); err != nil {
		return nil, err
	}
	requirements, err := s.check(ctx, in)
	if err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		changed, err = s.change(ctx, tx, in, requirements)
		return err
	})
	return changed, err
}

// check gives the requirements that are to replace the others, if any are.
func (s *Service) check(ctx context.Context, in UpdatePostingInput) ([]Requirement, error) {
	var errs []error
	var requirements []Requirement
	for _, member := range in.Cleared {
		errs = append(errs, problem.New(problem.Invalid, "%s cannot be cleared; leave it out to keep it", member).
			Spanish("%s no se puede vaciar; omítalo para conservarlo", member).At(member))
	}
	if in.Title != nil {
		errs = append(errs, checkTitle(*in.Title))
	}
	if in.Description != nil {
		errs = append(errs, checkLength(*in.Description, maxDescription, "description"))
	}
	errs = append(errs, checkOccupation(in.Occupation.To))
	if in.Place.To != nil {
		errs = append(errs, s.checkPlace(ctx, *in.Place.To))
	}
	if in.SetRequirements {
		resolved, err := s.resolve(ctx, in.Requirements, languageIn(in.Language))
		requirements, errs = resolved, append(errs, err)
	}
	if in.SetConditions {
		errs = append(errs, checkConditions(in.Conditions))
	}
	errs = append(errs, in.terms().check(), checkLastDay(in.ExpiresOn.To, s.Now()))
	return requirements, problem.Join(errs...)
}

// change compares the revision and changes the posting in one statement, so that
// of two changes of one revision the second is refused.
func (s *Service) change(ctx context.Context, tx *db.Client, in UpdatePostingInput, requirements []Requirement) (*db.Posting, error) {
	before, err := loadOwn(ctx, tx, in.ID)
	if err != nil {
		return nil, err
	}
	update := in.apply(tx.Posting.Update())
	in.applyTerms(update.Mutation(), before, s.Now())
	n, err := update.Where(own(ctx, in.ID), posting.Revision(in.Revision)).
		SetUpdatedAt(s.Now()).AddRevision(1).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("change posting: %w", err)
	}
	row, err := loadOwn(ctx, tx, in.ID)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, problem.New(problem.Conflict, "this posting is at revision %d, you read %d; read it again", row.Revision, in.Revision).
			Spanish("esta oferta está en la revisión %d, usted leyó la %d; léala de nuevo", row.Revision, in.Revision).
			At("revision").With(row)
	}
	if err := s.replace(ctx, tx, in, requirements); err != nil {
		return nil, err
	}
	if in.Title != nil || in.Place.Given || in.SetRequirements {
		if row, err = s.markAgain(ctx, tx, row); err != nil {
			return nil, err
		}
	}
	return row, audit.Write(ctx, tx, s.Now(), "posting.update", enum.SubjectPosting, in.ID)
}

// own keeps the posting if it is the viewer's organization's.
func own(ctx context.Context, id string) predicate.Posting {
	return posting.And(posting.ID(id), posting.EmployerID(auth.From(ctx).Organization()))
}

func loadOwn(ctx context.Context, tx *db.Client, id string) (*db.Posting, error) {
	row, err := tx.Posting.Query().Where(own(ctx, id)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, noPosting(id)
	}
	if err != nil {
		return nil, fmt.Errorf("load posting: %w", err)
	}
	return row, nil
}

// replace writes the requirements and conditions anew that are given.
func (s *Service) replace(ctx context.Context, tx *db.Client, in UpdatePostingInput, requirements []Requirement) error {
	if in.SetRequirements {
		if _, err := tx.Requirement.Delete().Where(requirement.PostingID(in.ID)).Exec(ctx); err != nil {
			return fmt.Errorf("clear requirements: %w", err)
		}
		if err := s.writeRequirements(ctx, tx, in.ID, requirements); err != nil {
			return err
		}
	}
	if in.SetConditions {
		if _, err := tx.PostingCondition.Delete().Where(postingcondition.PostingID(in.ID)).Exec(ctx); err != nil {
			return fmt.Errorf("clear conditions: %w", err)
		}
		return writeConditions(ctx, tx, in.ID, in.Conditions)
	}
	return nil
}

func (in UpdatePostingInput) apply(u *db.PostingUpdate) *db.PostingUpdate {
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

// applyTerms changes what the posting offers. before is the posting at the
// revision that was read: the update matches no other.
func (in UpdatePostingInput) applyTerms(m *db.PostingMutation, before *db.Posting, now time.Time) {
	if in.ExpiresOn.Given {
		setOrClear(expiryOf(in.ExpiresOn.To), m.SetExpiresAt, m.ClearExpiresAt)
	}
	if in.Audience != nil {
		m.SetAudience(*in.Audience)
	}
	if in.SetShifts {
		m.SetShifts(distinct(in.Shifts))
	}
	if in.SetBenefits {
		m.SetBenefits(in.Benefits)
	}
	if !in.Pay.Given && !in.HoursPerWeek.Given {
		return
	}
	pay, hours := PayOf(before), HoursOf(before)
	if in.Pay.Given {
		pay = in.Pay.To.stored()
	}
	if in.HoursPerWeek.Given {
		hours = in.HoursPerWeek.To
		setHours(m, hours)
	}
	setPay(m, before, pay, hours, now)
}

func (s *Service) checkPlace(ctx context.Context, id string) error {
	exists, err := s.DB.Place.Query().Where(place.ID(id)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up place: %w", err)
	}
	if !exists {
		return problem.New(problem.NotFound, "there is no place %q", short(id)).Spanish("no hay ningún lugar %q", short(id)).At("place")
	}
	return nil
}

func languageIn(code *string) string {
	if code == nil {
		return defaultLanguage
	}
	return *code
}
