package employer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/cohort"
	"github.com/stackmatch/stackmatch/ent/db/cohortmember"
	"github.com/stackmatch/stackmatch/ent/db/hiringevent"
	"github.com/stackmatch/stackmatch/ent/db/hiringeventearner"
	"github.com/stackmatch/stackmatch/ent/db/hiringeventemployer"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Event is a hiring event as one viewer may see it: its host, an invited employer, or
// a member of its cohort.
type Event struct {
	*db.HiringEvent
	// Cohort is nil for employers.
	Cohort *string
	// Employers are all that are invited; to an employer, itself alone.
	Employers []string
	// JoinedCount is how many members joined; nil for all but the host.
	JoinedCount *int
	// Joined tells whether the viewer joined; nil for all but members.
	Joined *bool
}

// EventsByID gives those of the hiring events that the viewer may see.
func (s *Service) EventsByID(ctx context.Context, ids []string) (map[string]*Event, error) {
	rows, err := withGuests(s.DB.HiringEvent.Query().Where(hiringevent.IDIn(ids...), s.seenEvent(ctx))).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load hiring events: %w", err)
	}
	out := make(map[string]*Event, len(rows))
	for _, row := range rows {
		out[row.ID] = event(ctx, row)
	}
	return out, nil
}

// Events lists the hiring events that the viewer may see, newest first.
func (s *Service) Events(ctx context.Context, args page.Args) (page.Page[*Event], error) {
	none := page.Page[*Event]{}
	if auth.From(ctx).Anonymous() {
		return none, auth.Require(ctx, auth.HostHiringEvents)
	}
	if err := args.Check(); err != nil {
		return none, err
	}
	scope := auth.From(ctx).Key() + " hiring events"
	rest, err := page.Past(s.Cursors, scope, args, store.Before[predicate.HiringEvent](hiringevent.FieldCreatedAt, hiringevent.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := withGuests(s.DB.HiringEvent.Query().Where(s.seenEvent(ctx)).Where(rest...)).
		Order(db.Desc(hiringevent.FieldCreatedAt, hiringevent.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list hiring events: %w", err)
	}
	cut := page.Cut(rows, args, s.Cursors, scope, func(row *db.HiringEvent) []string { return page.Instant(row.CreatedAt, row.ID) })
	return page.Map(cut, func(row *db.HiringEvent) *Event { return event(ctx, row) }), nil
}

func withGuests(q *db.HiringEventQuery) *db.HiringEventQuery {
	return q.WithEmployers(func(q *db.HiringEventEmployerQuery) { q.Order(hiringeventemployer.ByID()) }).
		WithEarners(func(q *db.HiringEventEarnerQuery) { q.Where(hiringeventearner.LeftAtIsNil()) })
}

// seenEvent keeps the hiring events that the viewer may see.
func (s *Service) seenEvent(ctx context.Context) predicate.HiringEvent {
	viewer := auth.From(ctx)
	switch {
	case auth.Can(ctx, auth.HostHiringEvents) && viewer.Organization() != "":
		return hiringevent.OrganizationID(viewer.Organization())
	case auth.Can(ctx, auth.ContactCandidates) && viewer.Organization() != "":
		return hiringevent.HasEmployersWith(hiringeventemployer.OrganizationID(viewer.Organization()))
	case viewer.ActingEarner() != "":
		return hiringevent.HasCohortWith(cohort.HasMembersWith(
			cohortmember.EarnerID(viewer.ActingEarner()), cohortmember.LeftAtIsNil()))
	}
	return hiringevent.ID("") // nobody's
}

// event is a record, loaded with its guests, as the viewer sees it.
func event(ctx context.Context, row *db.HiringEvent) *Event {
	viewer := auth.From(ctx)
	out := &Event{HiringEvent: row}
	self, host := viewer.ActingEarner(), viewer.Organization() == row.OrganizationID
	for _, guest := range row.Edges.Employers {
		if host || self != "" || guest.OrganizationID == viewer.Organization() {
			out.Employers = append(out.Employers, guest.OrganizationID)
		}
	}
	if host || self != "" {
		out.Cohort = &row.CohortID
	}
	if host {
		n := len(row.Edges.Earners)
		out.JoinedCount = &n
	}
	if self != "" {
		joined := slices.ContainsFunc(row.Edges.Earners, func(e *db.HiringEventEarner) bool { return e.EarnerID == self })
		out.Joined = &joined
	}
	return out
}

// runs tells whether employers are shown who joined, at now: from the first day to the
// last, in UTC.
func runs(row *db.HiringEvent, now time.Time) bool {
	return row.CanceledAt == nil && !now.Before(row.StartsOn) && now.Before(endOfDay(row.EndsOn))
}

// loadEvent reads an event with its guests, as far as the viewer may see it.
func (s *Service) loadEvent(ctx context.Context, tx *db.Client, id string) (*db.HiringEvent, error) {
	row, err := withGuests(tx.HiringEvent.Query().Where(hiringevent.ID(id), s.seenEvent(ctx))).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no hiring event %q", short(id)).
			Spanish("no hay ninguna feria de empleo %q", short(id)).At("event")
	}
	if err != nil {
		return nil, fmt.Errorf("load hiring event: %w", err)
	}
	return row, nil
}

// stillAhead refuses to change what was canceled, or is past.
func (s *Service) stillAhead(row *db.HiringEvent) error {
	if row.CanceledAt != nil || !s.Now().Before(endOfDay(row.EndsOn)) {
		return problem.New(problem.Conflict, "this hiring event is over").Spanish("esta feria de empleo ha terminado").At("event")
	}
	return nil
}
