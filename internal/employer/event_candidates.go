package employer

import (
	"context"
	"fmt"
	"slices"
	"sort"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/hiringeventearner"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/search"
)

// maxAttending is how many of those who joined an event are ranked: the first.
const maxAttending = 500

// EventCandidatesInput asks who of an event matches a posting.
type EventCandidatesInput struct {
	Event, Posting string
	Page           page.Args
	Language       string
	// Fields are what is read of the candidates, by the API's names.
	Fields []string
}

// EventCandidates ranks those who joined a hiring event, to which the viewer's
// organization is invited, for one of its open postings, while the event runs. No row
// shows a place: they meet at the event.
func (s *Service) EventCandidates(ctx context.Context, in EventCandidatesInput) (page.Page[*Candidate], error) {
	none := page.Page[*Candidate]{}
	if err := auth.Require(ctx, auth.ContactCandidates); err != nil {
		return none, err
	}
	if err := in.Page.Check(); err != nil {
		return none, err
	}
	a, err := s.asker(ctx, in.Language)
	if err != nil {
		return none, err
	}
	q, err := s.askedBy(ctx, s.DB, a, in.Posting)
	if err != nil {
		return none, err
	}
	if err := s.label(ctx, q.requirements, in.Language); err != nil {
		return none, err
	}
	rows, err := s.attending(ctx, q, in.Event)
	if err != nil {
		return none, err
	}
	return s.eventPage(ctx, q, rows, in)
}

// attending are those who joined an event and match, best first.
func (s *Service) attending(ctx context.Context, q *question, id string) ([]row, error) {
	found, err := s.EventsByID(ctx, []string{id})
	if err != nil || found[id] == nil || !runs(found[id].HiringEvent, q.asOf) {
		return nil, err
	}
	joined := found[id].Edges.Earners
	slices.SortFunc(joined, func(a, b *db.HiringEventEarner) int { return a.JoinedAt.Compare(b.JoinedAt) })
	ids := make([]string, 0, maxAttending)
	for _, e := range head(joined, maxAttending) {
		ids = append(ids, e.EarnerID)
	}
	people, err := dossier.Load(ctx, s.DB, q.catalog, ids)
	if err != nil {
		return nil, fmt.Errorf("load candidates: %w", err)
	}
	if err := s.locate(ctx, q.asker, people); err != nil {
		return nil, err
	}
	draw := matching.NewDrawKey(s.DrawKey, q.id, q.viewer.Organization(), q.asOf)
	var rows []row
	for _, p := range people {
		match, listed := q.match(p)
		if !listed || !q.agreed(p) {
			continue
		}
		key := matching.Key{Tier: match.Tier, Points: match.Points, Draw: matching.Draw(draw, p.Earner.ID), Earner: p.Earner.ID}
		rows = append(rows, row{hit: search.Hit{Key: key}, person: p, match: match})
	}
	sort.Slice(rows, func(i, j int) bool { return rows[i].hit.Key.Before(rows[j].hit.Key) })
	return rows, nil
}

// agreed tells whether an earner's consent to be matched names the viewer's
// organization, and stands: it was given by joining, and may be withdrawn by itself.
func (a asker) agreed(p dossier.Dossier) bool {
	return slices.ContainsFunc(p.Subject.Grants, func(g consent.Grant) bool {
		return g.Organization == a.viewer.Organization() && g.Purpose == consent.Matching && g.Live(a.asOf)
	})
}

// eventPage is a page of the rows. The cursor is the last row's place in them and its
// key, so that a list that has changed goes on behind it.
func (s *Service) eventPage(ctx context.Context, q *question, rows []row, in EventCandidatesInput) (page.Page[*Candidate], error) {
	none := page.Page[*Candidate]{}
	scope, err := page.Scope(q.viewer.Key(), "event candidates", in.Event, in.Posting)
	if err != nil {
		return none, err
	}
	from := position{Drawn: q.asOf}
	total, start := len(rows), 0
	if in.Page.After != "" {
		if from, err = openPosition(s.Cursors, scope, in.Page.After); err != nil {
			return none, err
		}
		start = sort.Search(len(rows), func(i int) bool { return from.Key.Before(rows[i].hit.Key) })
	}
	shown := rows[start:]
	records, err := s.recordsOf(ctx, &ranked{rows: head(shown, in.Page.First), counts: &search.Result{}})
	if err != nil {
		return none, err
	}
	out := page.Page[*Candidate]{HasNext: len(shown) > in.Page.First, HasPrevious: in.Page.After != "", Total: &total}
	var earners []string
	for _, r := range head(shown, in.Page.First) {
		from = from.next(r.hit.Key)
		one, err := q.candidate(r, from.Rank, records)
		if err != nil {
			return none, err
		}
		cursor, err := from.seal(s.Cursors, scope)
		if err != nil {
			return none, err
		}
		out.Items, out.Cursors = append(out.Items, &one), append(out.Cursors, cursor)
		earners = append(earners, r.person.Earner.ID)
	}
	return out, s.shown(ctx, in.Posting, in.Fields, earners...)
}

// atEvent tells whether a person is shown to the viewer's organization at an event
// that runs now.
func (s *Service) atEvent(ctx context.Context, tx *db.Client, a asker, id string, p dossier.Dossier) (bool, error) {
	row, err := s.loadEvent(ctx, tx, id)
	if err != nil {
		return false, err
	}
	if !runs(row, a.asOf) || !a.shownTo(p) || !a.agreed(p) {
		return false, nil
	}
	joined, err := tx.HiringEventEarner.Query().Where(
		hiringeventearner.EventID(id), hiringeventearner.EarnerID(p.Earner.ID), hiringeventearner.LeftAtIsNil()).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("look up who joined: %w", err)
	}
	return joined, nil
}
