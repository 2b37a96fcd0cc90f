package employer

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/cohort"
	"github.com/stackmatch/stackmatch/ent/db/cohortmember"
	"github.com/stackmatch/stackmatch/ent/db/hiringeventemployer"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

const (
	maxEventDays = 31
	maxGuests    = 100
)

// OpenEventInput opens a hiring event.
type OpenEventInput struct {
	// Cohort is one of the viewer's organization's.
	Cohort string
	Title  string
	// StartsOn and EndsOn are the first and the last day.
	StartsOn, EndsOn time.Time
	Employers        []string
	ClientMutationID *string
}

// OpenEvent has a college or board show those of a cohort who agree to the employers
// that it invites, for some days. The cohort's members, and the employers, are told.
func (s *Service) OpenEvent(ctx context.Context, in OpenEventInput) (*Event, error) {
	if err := auth.Require(ctx, auth.HostHiringEvents); err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "openHiringEvent", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(call.Check(), checkTitle(in.Title), s.checkDays(in)); err != nil {
		return nil, err
	}
	row, err := repeat.Once(ctx, s.DB, call, repeat.Record[*db.HiringEvent]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.HiringEvent, error) {
			return s.loadEvent(ctx, tx, id)
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.HiringEvent, error) {
			row, err := s.openEvent(ctx, tx, in)
			if err != nil {
				return "", nil, err
			}
			return row.ID, row, nil
		},
	})
	if err != nil {
		return nil, err
	}
	return event(ctx, row), nil
}

func (s *Service) checkDays(in OpenEventInput) error {
	end := endOfDay(in.EndsOn)
	if in.EndsOn.Before(in.StartsOn) || !end.After(s.Now()) || end.Sub(in.StartsOn) > maxEventDays*24*time.Hour {
		return problem.New(problem.Invalid, "an event ends today or later, and takes 1 to %d days", maxEventDays).
			Spanish("una feria termina hoy o después, y dura de 1 a %d días", maxEventDays).At("endsOn")
	}
	return nil
}

func (s *Service) openEvent(ctx context.Context, tx *db.Client, in OpenEventInput) (*db.HiringEvent, error) {
	host := auth.From(ctx).Organization()
	mine, err := tx.Cohort.Query().Where(cohort.ID(in.Cohort), cohort.OrganizationID(host)).Exist(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up cohort: %w", err)
	}
	var unknown error
	if !mine {
		unknown = problem.New(problem.NotFound, "your organization has no cohort %q", short(in.Cohort)).
			Spanish("su organización no tiene ningún grupo %q", short(in.Cohort)).At("cohort")
	}
	if err := problem.Join(unknown, checkGuests(ctx, tx, in.Employers)); err != nil {
		return nil, err
	}
	year, month, day := in.StartsOn.UTC().Date()
	made, err := tx.HiringEvent.Create().SetID(s.IDs.Mint(id.HiringEvent)).SetCreatedAt(s.Now()).
		SetOrganizationID(host).SetCohortID(in.Cohort).SetTitle(in.Title).
		SetStartsOn(time.Date(year, month, day, 0, 0, 0, 0, time.UTC)).SetEndsOn(endOfDay(in.EndsOn).AddDate(0, 0, -1)).
		SetOpenedByID(auth.From(ctx).Account).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write hiring event: %w", err)
	}
	if err := s.invite(ctx, tx, made, in.Employers); err != nil {
		return nil, err
	}
	if err := s.tellCohort(ctx, tx, made); err != nil {
		return nil, err
	}
	if err := audit.Write(ctx, tx, s.Now(), "hiring_event.open", enum.SubjectHiringEvent, made.ID); err != nil {
		return nil, err
	}
	return s.loadEvent(ctx, tx, made.ID)
}

// checkGuests wants employers that somebody vouches for.
func checkGuests(ctx context.Context, tx *db.Client, guests []string) error {
	if len(guests) > maxGuests {
		return problem.New(problem.Invalid, "invite at most %d employers", maxGuests).
			Spanish("invite como máximo a %d empleadores", maxGuests).At("employers")
	}
	rows, err := tx.Organization.Query().Where(organization.IDIn(guests...), organization.VouchedByIDNotNil()).All(ctx)
	if err != nil {
		return fmt.Errorf("look up employers: %w", err)
	}
	var errs []error
	for i, guest := range guests {
		if !slices.ContainsFunc(rows, func(row *db.Organization) bool {
			return row.ID == guest && slices.Contains(row.Kinds, enum.OrgEmployer)
		}) {
			errs = append(errs, problem.New(problem.NotFound, "there is no employer %q that somebody vouches for", short(guest)).
				Spanish("no hay ningún empleador avalado %q", short(guest)).At("employers", strconv.Itoa(i)))
		}
	}
	return problem.Join(errs...)
}

func (s *Service) invite(ctx context.Context, tx *db.Client, row *db.HiringEvent, guests []string) error {
	slices.Sort(guests)
	rows := make([]*db.HiringEventEmployer, 0, len(guests))
	for _, guest := range slices.Compact(guests) {
		rows = append(rows, &db.HiringEventEmployer{EventID: row.ID, OrganizationID: guest, InvitedAt: s.Now()})
	}
	if err := store.InsertMissing(ctx, tx, rows); err != nil {
		return fmt.Errorf("invite employers: %w", err)
	}
	for _, guest := range rows {
		notice := inbox.Notice{Kind: enum.NoticeHiringEvent, Subject: row.ID, About: row.OrganizationID, Once: "invited " + row.ID}
		if err := s.Post.TellMembers(ctx, tx, guest.OrganizationID, []enum.Role{enum.RoleEmployer}, notice); err != nil {
			return err
		}
	}
	return nil
}

// tellCohort tells the members that they may join, or may want to join anew.
func (s *Service) tellCohort(ctx context.Context, tx *db.Client, row *db.HiringEvent) error {
	members, err := tx.CohortMember.Query().
		Where(cohortmember.CohortID(row.CohortID), cohortmember.LeftAtIsNil()).Order(cohortmember.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load members of cohort: %w", err)
	}
	for _, member := range members {
		notice := inbox.Notice{Kind: enum.NoticeHiringEvent, Subject: row.ID, About: row.OrganizationID}
		if err := s.Post.TellEarner(ctx, tx, member.EarnerID, notice); err != nil {
			return err
		}
	}
	return nil
}

// EventGuestsInput names an event of the viewer's organization, and employers.
type EventGuestsInput struct {
	Event     string
	Employers []string
}

// InviteToEvent invites more employers. Who joined before agreed to others only: they
// are told, and are shown to the new ones once they join again.
func (s *Service) InviteToEvent(ctx context.Context, in EventGuestsInput) (*Event, error) {
	return s.changeEvent(ctx, in.Event, "hiring_event.invite", func(ctx context.Context, tx *db.Client, row *db.HiringEvent) error {
		if err := checkGuests(ctx, tx, in.Employers); err != nil {
			return err
		}
		if err := s.invite(ctx, tx, row, in.Employers); err != nil {
			return err
		}
		return s.tellCohort(ctx, tx, row)
	})
}

// UninviteFromEvent takes invitations back: the employers see nobody of the event from
// the next request on.
func (s *Service) UninviteFromEvent(ctx context.Context, in EventGuestsInput) (*Event, error) {
	return s.changeEvent(ctx, in.Event, "hiring_event.uninvite", func(ctx context.Context, tx *db.Client, row *db.HiringEvent) error {
		_, err := tx.HiringEventEmployer.Delete().
			Where(hiringeventemployer.EventID(row.ID), hiringeventemployer.OrganizationIDIn(in.Employers...)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("uninvite employers: %w", err)
		}
		return s.endGrants(ctx, tx, row, row.Edges.Earners, in.Employers...)
	})
}

// CancelEvent ends an event of the viewer's organization now, with all that was agreed
// to for it.
func (s *Service) CancelEvent(ctx context.Context, id string) (*Event, error) {
	return s.changeEvent(ctx, id, "hiring_event.cancel", func(ctx context.Context, tx *db.Client, row *db.HiringEvent) error {
		if err := tx.HiringEvent.UpdateOneID(row.ID).SetCanceledAt(s.Now()).Exec(ctx); err != nil {
			return fmt.Errorf("cancel hiring event: %w", err)
		}
		if err := s.tellCohort(ctx, tx, row); err != nil {
			return err
		}
		return s.endGrants(ctx, tx, row, row.Edges.Earners)
	})
}

// changeEvent changes an event of the viewer's organization that is not over.
func (s *Service) changeEvent(ctx context.Context, id string, action audit.Action, change func(context.Context, *db.Client, *db.HiringEvent) error) (changed *Event, err error) {
	if err := auth.Require(ctx, auth.HostHiringEvents); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.loadEvent(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.stillAhead(row); err != nil {
			return err
		}
		if err := change(ctx, tx, row); err != nil {
			return err
		}
		if err := audit.Write(ctx, tx, s.Now(), action, enum.SubjectHiringEvent, row.ID); err != nil {
			return err
		}
		if row, err = s.loadEvent(ctx, tx, id); err == nil {
			changed = event(ctx, row)
		}
		return err
	})
	return changed, err
}
