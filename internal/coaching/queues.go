package coaching

import (
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// Queue is why a case should be looked at.
type Queue string

// The queues.
const (
	QueueChanged        Queue = "CHANGED_SINCE_YESTERDAY"
	QueueStalled        Queue = "STALLED"
	QueueExpiring       Queue = "EXPIRING_AWARDS"
	QueueReturned       Queue = "RETURNED_SUBMISSIONS"
	QueueNewMatches     Queue = "NEW_MATCHES"
	QueueNeverContacted Queue = "NEVER_CONTACTED"
	QueueConsentEnding  Queue = "CONSENT_ENDING"
)

// Queues lists the queues, in the order in which they are counted.
func Queues() []Queue {
	return []Queue{QueueChanged, QueueStalled, QueueExpiring, QueueReturned, QueueNewMatches, QueueNeverContacted, QueueConsentEnding}
}

// The spans of the queues.
const (
	oneDay         = 24 * time.Hour
	changedWithin  = oneDay
	stalledAfter   = 30 * oneDay
	expiringWithin = 60 * oneDay
	matchedWithin  = 7 * oneDay
	endingWithin   = 30 * oneDay
)

// queues lists those that a case is in.
func (d *desk) queues(c *Case) []Queue {
	var out []Queue
	for _, q := range Queues() {
		if d.in(c, q) {
			out = append(out, q)
		}
	}
	return out
}

func (d *desk) in(c *Case, q Queue) bool {
	switch q {
	case QueueChanged:
		return c.LastActivityAt != nil && c.LastActivityAt.After(d.now.Add(-changedWithin))
	case QueueStalled:
		return *c.Stage == enum.CaseLearning && d.still(c.StageAt) && d.still(c.LastActivityAt)
	case QueueExpiring:
		return len(c.Expiring) > 0
	case QueueReturned:
		return len(c.Returned) > 0
	case QueueNewMatches:
		return len(c.Matches) > 0
	case QueueNeverContacted:
		return c.ContactedAt == nil
	case QueueConsentEnding:
		return c.SharedUntil != nil && c.SharedUntil.Before(d.now.Add(endingWithin))
	}
	return false
}

// still tells whether nothing happened since, or ever.
func (d *desk) still(last *time.Time) bool {
	return last == nil || !last.After(d.now.Add(-stalledAfter))
}

// matches lists the open postings that an earner became QUALIFIED for within
// matchedWithin: the posting was opened since, or the award that it took was earned.
// What else they ask of work is theirs, and plays no part.
func (d *desk) matches(who *dossier.Dossier) []string {
	since := d.now.Add(-matchedWithin)
	evidence := who.Evidence()
	older := slices.DeleteFunc(slices.Clone(evidence), func(a matching.Award) bool { return a.EarnedAt.After(since) })
	now, before := counting(evidence, d.now), counting(older, d.now)
	var out []string
	for _, p := range d.postings {
		fresh := p.row.OpenedAt.After(since)
		if !fresh && len(now) == len(before) || slices.Contains(who.Subject.Blocked, p.row.EmployerID) {
			continue
		}
		if qualified(p.plan, now, evidence, d.now) && (fresh || !qualified(p.plan, before, older, d.now)) {
			out = append(out, p.row.ID)
		}
	}
	return out
}

// qualified tells whether holdings prove all must-haves of a posting. The day on which
// it needs its credentials is asked of the awards.
func qualified(plan *matching.Plan, held []matching.Held, awards []matching.Award, now time.Time) bool {
	if plan.Tier(plan.Credits(make([]matching.Credit, 0, matching.MaxRequirements), held)) != matching.Qualified {
		return false
	}
	return plan.NeededOn() == "" || plan.Explain(awards, now).Tier == matching.Qualified
}

func counting(awards []matching.Award, now time.Time) []matching.Held {
	var held []matching.Held
	for _, a := range awards {
		if a.State(now) == matching.Counting {
			held = append(held, a.Held)
		}
	}
	return held
}
