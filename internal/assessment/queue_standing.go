package assessment

import (
	"context"
	"slices"
	"sort"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// QueueClock says how the deadlines of one organization's queue stand.
type QueueClock struct {
	timing timing
	now    time.Time
}

// QueueClocks are the clocks of organizations' queues.
func (s *Service) QueueClocks(ctx context.Context, organizations []string) (map[string]*QueueClock, error) {
	timings, err := timingsOf(ctx, s.DB, organizations)
	if err != nil {
		return nil, err
	}
	clocks := make(map[string]*QueueClock, len(timings))
	for organization, timing := range timings {
		clocks[organization] = &QueueClock{timing: timing, now: s.Now()}
	}
	return clocks, nil
}

// Standing is how the deadline of a submission stands; false while nothing is to
// be decided.
func (c *QueueClock) Standing(row *db.Submission) (submission.Standing, bool) {
	if !toDecide(row.State) {
		return "", false
	}
	return c.timing.Standing(c.now, row.DueAt), true
}

// SubmittedOn is the day on which a submission was submitted last, where it is
// assessed; nil before it was.
func (c *QueueClock) SubmittedOn(row *db.Submission) *time.Time {
	if row.SubmittedAt == nil {
		return nil
	}
	day := c.timing.dayOf(*row.SubmittedAt)
	return &day
}

// whereStanding keeps the deadlines that stand so now: those of a stretch of time.
func (s *Service) whereStanding(ctx context.Context, standing submission.Standing) ([]predicate.Submission, error) {
	timing, err := timingOf(ctx, s.DB, auth.From(ctx).Organization())
	if err != nil {
		return nil, err
	}
	var where []predicate.Submission
	at := slices.Index(urgency, standing)
	if at > 0 {
		where = append(where, entsubmission.DueAtGTE(timing.firstDue(s.Now(), at)))
	}
	if at < len(urgency)-1 {
		where = append(where, entsubmission.DueAtLT(timing.firstDue(s.Now(), at+1)))
	}
	return where, nil
}

// urgency is the order of the standings: the later a deadline, the further down.
var urgency = []submission.Standing{submission.Escalated, submission.Overdue, submission.DueSoon, submission.OnTime}

// farAway is more days than a few business days ever take.
const farAway = 2048

// firstDue is the earliest deadline of that urgency, or of less, to the second.
func (t timing) firstDue(now time.Time, urgent int) time.Time {
	is := func(due time.Time) bool { return slices.Index(urgency, t.Standing(now, due)) >= urgent }
	now = now.Truncate(time.Second)
	// From near to far, as counting business days takes its time.
	back, ahead := 1, 1
	for back < farAway && is(now.AddDate(0, 0, -back)) {
		back *= 2
	}
	for ahead < farAway && !is(now.AddDate(0, 0, ahead)) {
		ahead *= 2
	}
	start, end := now.AddDate(0, 0, -back), now.AddDate(0, 0, ahead)
	n := sort.Search(int(end.Sub(start)/time.Second), func(i int) bool {
		return is(start.Add(time.Duration(i) * time.Second))
	})
	return start.Add(time.Duration(n) * time.Second)
}
