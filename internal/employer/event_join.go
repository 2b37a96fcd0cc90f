package employer

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/db/hiringeventearner"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// JoinEvent has the earner who acts, a member of the event's cohort, be shown to the
// employers that are invited now, until the last day. Joining again agrees to those who
// were invited since. Employers whom they blocked are left out.
func (s *Service) JoinEvent(ctx context.Context, id string) (*Event, error) {
	return s.attend(ctx, id, "hiring_event.join", s.join)
}

// LeaveEvent has the earner who acts be shown at the event no more, from the next
// request on.
func (s *Service) LeaveEvent(ctx context.Context, id string) (*Event, error) {
	return s.attend(ctx, id, "hiring_event.leave", func(ctx context.Context, tx *db.Client, row *db.HiringEvent, self string) error {
		return s.leave(ctx, tx, row, self)
	})
}

func (s *Service) attend(ctx context.Context, id string, action audit.Action, do func(context.Context, *db.Client, *db.HiringEvent, string) error) (seen *Event, err error) {
	if err := auth.Require(ctx, auth.JoinCohort); err != nil {
		return nil, err
	}
	self := auth.From(ctx).ActingEarner()
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.loadEvent(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := do(ctx, tx, row, self); err != nil {
			return err
		}
		if err := audit.Write(ctx, tx, s.Now(), action, enum.SubjectHiringEvent, row.ID); err != nil {
			return err
		}
		if row, err = s.loadEvent(ctx, tx, id); err == nil {
			seen = event(ctx, row)
		}
		return err
	})
	return seen, err
}

func (s *Service) join(ctx context.Context, tx *db.Client, row *db.HiringEvent, self string) error {
	if err := s.stillAhead(row); err != nil {
		return err
	}
	person, err := tx.Earner.Query().Where(earner.ID(self)).WithGrants().WithBlocks().Only(ctx)
	if err != nil {
		return fmt.Errorf("load earner: %w", err)
	}
	subject := dossier.Subject(person)
	switch {
	case subject.NeedsGuardian(s.Now()):
		return problem.New(problem.Conflict, "a parent or guardian has to agree before you are shown to employers").
			Spanish("su padre, madre o tutor debe consentir antes de que se le muestre a empleadores").At("event")
	case subject.Visibility == consent.Hidden:
		return problem.New(problem.Conflict, "you are hidden: choose to be found first, anonymously or openly").
			Spanish("usted está oculto: elija antes que se le pueda encontrar, de forma anónima o abierta").At("event")
	}
	if err := s.leave(ctx, tx, row, self); err != nil {
		return err
	}
	now := s.Now()
	joined := &db.HiringEventEarner{EventID: row.ID, EarnerID: self, JoinedAt: now}
	if err := store.Upsert(ctx, tx, []*db.HiringEventEarner{joined}, hiringeventearner.FieldEventID, hiringeventearner.FieldEarnerID); err != nil {
		return fmt.Errorf("join hiring event: %w", err)
	}
	until := endOfDay(row.EndsOn)
	for _, guest := range row.Edges.Employers {
		if slices.Contains(subject.Blocked, guest.OrganizationID) {
			continue
		}
		err := tx.Grant.Create().SetID(s.IDs.Mint(id.Grant)).SetCreatedAt(now).SetEarnerID(self).
			SetOrganizationID(guest.OrganizationID).SetPurpose(consent.Matching).SetSource(enum.GrantByEarner).
			SetUntil(until).Exec(ctx)
		if err != nil {
			return fmt.Errorf("write grant: %w", err)
		}
	}
	return nil
}

func (s *Service) leave(ctx context.Context, tx *db.Client, row *db.HiringEvent, self string) error {
	for _, joined := range row.Edges.Earners {
		if joined.EarnerID != self {
			continue
		}
		if err := tx.HiringEventEarner.UpdateOneID(joined.ID).SetLeftAt(s.Now()).Exec(ctx); err != nil {
			return fmt.Errorf("leave hiring event: %w", err)
		}
		return s.endGrants(ctx, tx, row, []*db.HiringEventEarner{joined})
	}
	return nil
}

// endGrants withdraws what earners agreed to by joining: the grants that were made at
// that instant, to end with the event; to some of the employers, or to all.
func (s *Service) endGrants(ctx context.Context, tx *db.Client, row *db.HiringEvent, earners []*db.HiringEventEarner, employers ...string) error {
	for _, joined := range earners {
		where := []predicate.Grant{
			grant.EarnerID(joined.EarnerID), grant.PurposeEQ(consent.Matching), grant.CreatedAt(joined.JoinedAt),
			grant.Until(endOfDay(row.EndsOn)), grant.WithdrawnAtIsNil(),
		}
		if len(employers) > 0 {
			where = append(where, grant.OrganizationIDIn(employers...))
		}
		if err := tx.Grant.Update().Where(where...).SetWithdrawnAt(s.Now()).Exec(ctx); err != nil {
			return fmt.Errorf("withdraw grants: %w", err)
		}
	}
	return nil
}
