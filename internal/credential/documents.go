package credential

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/search"
)

// Load gives the documents of the earners that are to be found; the others have
// none. It serves the index's loop and asks nobody's permission.
func (s *Service) Load(ctx context.Context, earners []string) ([]search.Document, error) {
	catalog, err := s.Catalog.Matching(ctx)
	if err != nil {
		return nil, fmt.Errorf("load catalog: %w", err)
	}
	people, err := dossier.Load(ctx, s.DB, catalog, earners)
	if err != nil {
		return nil, err
	}
	return s.documents(ctx, catalog, people)
}

// Page gives the documents of the next earners after an id, and the id after
// which to go on; "" at the end.
func (s *Service) Page(ctx context.Context, after string, limit int) (documents []search.Document, next string, err error) {
	catalog, err := s.Catalog.Matching(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("load catalog: %w", err)
	}
	people, err := dossier.Page(ctx, s.DB, catalog, after, limit)
	if err != nil {
		return nil, "", err
	}
	if len(people) == limit {
		next = people[limit-1].Earner.ID
	}
	documents, err = s.documents(ctx, catalog, people)
	return documents, next, err
}

func (s *Service) documents(ctx context.Context, catalog *matching.Catalog, people []dossier.Dossier) ([]search.Document, error) {
	places, err := dossier.Places(ctx, s.DB, people)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	var out []search.Document
	for _, p := range people {
		if doc, ok := document(p, catalog, now); ok {
			doc.Places = dossier.Chain(p.Earner, places)
			out = append(out, doc)
		}
	}
	return out, nil
}

// document is the earner as the index holds them: nobody, where nothing counts
// or nobody may see them.
func document(p dossier.Dossier, catalog *matching.Catalog, now time.Time) (search.Document, bool) {
	held := p.Counting(now)
	audience := p.Subject.Audience(now)
	if len(held) == 0 || len(audience) == 0 {
		return search.Document{}, false
	}
	doc := search.Document{
		Earner: p.Earner.ID, Stacks: catalog.Completed(held), Remote: p.Earner.Remote,
		Audience: audience, Blocked: p.Subject.Blocked, Staff: p.Staff,
		Asks: search.Asks{
			Pay: p.Work.PayFloor, Shifts: p.Work.Shifts, Least: p.Work.HoursLeast, Most: p.Work.HoursMost, TravelKm: p.Work.TravelKm(),
		},
	}
	for _, h := range held {
		doc.Held = append(doc.Held, catalog.Term(h))
	}
	slices.Sort(doc.Held)
	doc.Held = slices.Compact(doc.Held)
	doc.Until, doc.LatestMonth = spans(p.Awards, now)
	return doc, true
}

// spans tells until when each micro-credential is held, for those that end, and
// the month of the newest award.
func spans(awards []matching.Award, now time.Time) (until []search.Until, latest string) {
	last := map[string]string{} // "" is for ever
	for _, a := range awards {
		if a.State(now) != matching.Counting {
			continue
		}
		day, known := last[a.Credential]
		if !known || (day != "" && (a.Until() == "" || a.Until() > day)) {
			last[a.Credential] = a.Until()
		}
		latest = max(latest, a.EarnedAt.UTC().Format("2006-01"))
	}
	for _, credential := range slices.SortedFunc(maps.Keys(last), strings.Compare) {
		if day := last[credential]; day != "" {
			until = append(until, search.Until{Credential: credential, Day: day})
		}
	}
	return until, latest
}
