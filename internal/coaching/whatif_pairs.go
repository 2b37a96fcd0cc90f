package coaching

import (
	"context"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/planner"
	"github.com/stackmatch/stackmatch/search"
)

// whatIf is what a what-if reckons with.
type whatIf struct {
	catalog  *matching.Catalog
	terms    *terms
	now      time.Time
	today    time.Time
	in       WhatIfInput
	center   *db.Place
	places   map[string]*db.Place
	full     map[string]bool
	people   []*dossier.Dossier
	postings []openPosting
	// offered are the micro-credentials that may be added.
	offered map[string]bool
	load    planner.Caseload

	qualified int
}

// keepPostings keeps those in the region: at a place near its center, or remote.
func (w *whatIf) keepPostings(open []openPosting) {
	for _, p := range open {
		if w.center == nil || p.row.Remote || p.row.Edges.Place != nil && w.near(p.row.Edges.Place) {
			w.postings = append(w.postings, p)
		}
	}
}

func (w *whatIf) near(at *db.Place) bool {
	return at != nil && search.Distance(at.Latitude, at.Longitude, w.center.Latitude, w.center.Longitude) <= float64(w.in.Region.WithinKm)
}

// offer finds what may be earned under the question's conditions.
func (w *whatIf) offer() {
	w.offered = map[string]bool{}
	for _, id := range w.terms.ids {
		if e := w.terms.credentials[id]; w.offers(e) {
			w.offered[id] = true
			w.load.Offers = append(w.load.Offers, planner.Offer{Credential: id, Needs: e.needs})
		}
	}
}

// offers tells whether a micro-credential may be earned: in an offering to come that
// suits, or at one's own pace.
func (w *whatIf) offers(e *earnable) bool {
	for _, row := range e.offerings {
		started := row.StartsOn != nil && row.StartsOn.Before(w.today)
		if started || over(row, w.today) || w.full[row.ID] {
			continue
		}
		o := Option{Languages: []string{row.Language}, Delivery: []enum.Delivery{row.Delivery}}
		if w.suits(o) && (o.online() || w.center == nil || row.PlaceID != nil && w.near(w.places[*row.PlaceID])) {
			return true
		}
	}
	own := Option{Languages: e.version.Languages, Delivery: e.version.Delivery}
	if e.by != nil || len(e.offerings) > 0 && !own.online() {
		return false // what a stack certifies is earned by the stack
	}
	return w.suits(own) && (w.center == nil || own.online())
}

func (w *whatIf) suits(o Option) bool {
	return (!w.in.OnlineOnly || o.online()) && (len(w.in.Languages) == 0 || o.in(w.in.Languages))
}

// look finds the pairs that lack little, until nobody waits for the answer.
func (w *whatIf) look(ctx context.Context) error {
	asked := make([]lacking, len(w.postings))
	for i, p := range w.postings {
		asked[i] = w.closers(p.plan)
	}
	credits := make([]matching.Credit, 0, matching.MaxRequirements)
	for i, who := range w.people {
		if err := ctx.Err(); err != nil {
			return err
		}
		held := who.Counting(w.now)
		w.load.Earners = append(w.load.Earners, credentialsOf(held))
		for j, p := range w.postings {
			if slices.Contains(who.Subject.Blocked, p.row.EmployerID) {
				continue
			}
			credits = w.credits(credits[:0], p.plan, who, held)
			w.consider(planner.Lack{Earner: i, Posting: j}, credits, &asked[j], held)
		}
	}
	return nil
}

// credits are what an earner has for each requirement, on the day that it is needed.
func (w *whatIf) credits(into []matching.Credit, plan *matching.Plan, who *dossier.Dossier, held []matching.Held) []matching.Credit {
	if plan.NeededOn() == "" {
		return plan.Credits(into, held)
	}
	for _, r := range plan.Explain(who.Evidence(), w.now).Requirements {
		into = append(into, r.Credit)
	}
	return into
}

func credentialsOf(held []matching.Held) []string {
	out := make([]string, len(held))
	for i, h := range held {
		out[i] = h.Credential
	}
	return out
}

// full is the credit of a requirement that is met.
const full matching.Credit = 100

// lacking is what would close each must-have of a posting.
type lacking struct {
	plan *matching.Plan
	// demands are places in the caseload's; -1 for what nothing offered closes, and for
	// a stack: what completes it depends on what is held.
	demands []int
	stacks  []string
}

func (w *whatIf) closers(plan *matching.Plan) lacking {
	asks := plan.Posting().Requirements
	l := lacking{plan: plan, demands: make([]int, len(asks)), stacks: make([]string, len(asks))}
	for r, ask := range asks {
		l.demands[r] = -1
		if plan.Musts()&(1<<r) == 0 {
			continue
		}
		if l.stacks[r] = ask.Stack; ask.Stack == "" {
			l.demands[r] = w.demand(plan.Closing(r))
		}
	}
	return l
}

// demand is the place of a demand that any of these closes; -1 where none is offered.
func (w *whatIf) demand(by []string) int {
	by = slices.DeleteFunc(by, func(id string) bool { return !w.offered[id] })
	if len(by) == 0 {
		return -1
	}
	w.load.Demands = append(w.load.Demands, by)
	return len(w.load.Demands) - 1
}

// consider counts a pair, and keeps it where at most mostUnmet must-haves are unmet,
// each of which something offered would close.
func (w *whatIf) consider(lack planner.Lack, credits []matching.Credit, l *lacking, held []matching.Held) {
	var unmet [mostUnmet]int
	n := 0
	for r, c := range credits {
		if l.plan.Musts()&(1<<r) == 0 || c == full {
			continue
		}
		if n == mostUnmet {
			return
		}
		unmet[n] = r
		n++
	}
	if n == 0 {
		w.qualified++
		return
	}
	for _, r := range unmet[:n] {
		demand := l.demands[r]
		if l.stacks[r] != "" {
			demand = w.demand(w.completes(l, r, held))
		}
		if demand < 0 {
			return
		}
		lack.Demands = append(lack.Demands, demand)
	}
	w.load.Lacks = append(w.load.Lacks, lack)
}

// completes lists what would complete a stack asked by itself, beside what is held.
func (w *whatIf) completes(l *lacking, r int, held []matching.Held) []string {
	parts := slices.Clone(w.catalog.PartsOf(l.stacks[r]))
	if certified := w.terms.certified[l.stacks[r]]; certified != "" {
		parts = append(parts, certified)
	}
	slices.Sort(parts)
	return slices.DeleteFunc(slices.Compact(parts), func(id string) bool {
		if !w.offered[id] {
			return true
		}
		version := w.terms.credentials[id].version.ID
		more := append(slices.Clone(held), matching.Held{Version: version, Credential: id, Pairs: w.catalog.Pairs(version)})
		return l.plan.Credits(nil, more)[r] < full
	})
}
