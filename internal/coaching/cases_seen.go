package coaching

import (
	"context"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// seen is a case as the viewer may see it: as far as the earner's grant goes now.
func (d *desk) seen(ctx context.Context, row *db.CoachingCase) *Case {
	c := &Case{CoachingCase: row}
	who := d.people[row.EarnerID]
	if who == nil || !shared(ctx, who.Subject, d.now) {
		return c
	}
	c.Shared, c.Stage, c.StageAt, c.ContactedAt = true, &row.Stage, &row.StageAt, row.ContactedAt
	c.Groups = d.groups[row.ID]
	c.SharedUntil = sharedUntil(ctx, who.Subject, d.now)
	if tasks := d.tasks[row.ID]; len(tasks) > 0 {
		c.NextTask = &Task{CaseTask: tasks[0], Organization: row.OrganizationID}
	}
	if opened(ctx, who.Subject, consent.Name, d.now) {
		c.name = who.Earner.Name
	}
	if opened(ctx, who.Subject, consent.Awards, d.now) {
		d.tell(c, who)
	}
	c.Queues = d.queues(c)
	return c
}

// tell adds what follows from an earner's awards.
func (d *desk) tell(c *Case, who *dossier.Dossier) {
	c.tells = true
	c.Expiring, c.Returned, c.Matches = d.expiring(who), d.returned(who.Earner.ID), d.matches(who)
	if last := d.lastActivity(who); !last.IsZero() {
		c.LastActivityAt = &last
	}
	if plans := d.plans[who.Earner.ID]; len(plans) > 0 {
		c.Plan = progressOf(plans[0], who.Counting(d.now))
	}
}

// progressOf counts the steps of a plan whose micro-credentials are held.
func progressOf(row *db.SavedPlan, held []matching.Held) *CasePlan {
	p := &CasePlan{SavedPlan: row, Of: len(row.Edges.Steps)}
	for _, step := range row.Edges.Steps {
		if slices.ContainsFunc(held, func(h matching.Held) bool { return h.Credential == step.MicroCredentialID }) {
			p.Done++
		}
	}
	return p
}

// lastActivity is when the earner did something last, or something came of it: what
// the coach does is no activity of theirs.
func (d *desk) lastActivity(who *dossier.Dossier) (last time.Time) {
	note := func(times ...*time.Time) {
		for _, t := range times {
			if t != nil && t.After(last) && !t.After(d.now) {
				last = *t
			}
		}
	}
	for _, row := range who.Rows {
		note(&row.EarnedAt, row.RevokedAt)
		if row.Source == enum.SourceImported {
			note(&row.CreatedAt) // it came here later than it was earned
		}
	}
	for _, row := range d.submitted[who.Earner.ID] {
		note(row.SubmittedAt, row.DecidedAt)
	}
	for _, row := range d.enrolled[who.Earner.ID] {
		note(&row.CreatedAt, row.EndedAt)
	}
	for _, row := range d.plans[who.Earner.ID] {
		note(&row.ChangedAt)
	}
	return last
}

// expiring lists the counting awards that expire within expiringWithin, unless the
// same micro-credential is held for longer.
func (d *desk) expiring(who *dossier.Dossier) []string {
	var out []string
	for i, a := range who.Awards {
		soon := !a.ExpiresAt.IsZero() && a.ExpiresAt.Before(d.now.Add(expiringWithin))
		if !soon || a.State(d.now) != matching.Counting {
			continue
		}
		renewed := slices.ContainsFunc(who.Awards, func(b matching.Award) bool {
			return b.Credential == a.Credential && b.State(d.now) == matching.Counting && (b.ExpiresAt.IsZero() || b.ExpiresAt.After(a.ExpiresAt))
		})
		if !renewed {
			out = append(out, who.Rows[i].ID)
		}
	}
	return out
}

// returned lists the submissions that wait for another attempt.
func (d *desk) returned(earner string) []string {
	var out []string
	for _, row := range d.submitted[earner] {
		if row.State == enum.SubmissionReturned {
			out = append(out, row.ID)
		}
	}
	return out
}

// sharedUntil is when the last of the grants to the viewer ends by itself; nil where
// one has no end.
func sharedUntil(ctx context.Context, who consent.Subject, now time.Time) *time.Time {
	viewer := auth.From(ctx)
	var last *time.Time
	for _, g := range who.Grants {
		one := consent.Subject{Grants: []consent.Grant{g}}
		if !slices.ContainsFunc(g.Fields, func(f consent.Field) bool {
			return one.Opens(f, consent.Coaching, viewer.Organization(), viewer.Account, now)
		}) {
			continue
		}
		end := g.Until
		if end.IsZero() {
			return nil
		}
		if last == nil || end.After(*last) {
			last = &end
		}
	}
	return last
}
