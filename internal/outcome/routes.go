package outcome

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db/protectedoutcome"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/measure"
)

// HiredSince counts, of who reached the end of routes (by route and earner, when), how
// many were hired since, where that gives nobody away. Only what happened before the
// reporting period that is not over yet counts, so that no two answers differ by a day. A
// route is left out where package measure's rule hides its share (fewer people than are
// shown anywhere did, were, or were not), and where what it tells less what another one
// with a smaller id tells would be of so few: whoever asks for both could subtract. So the
// routes must be all that anybody might ask for beside each other.
func (s *Service) HiredSince(ctx context.Context, reached map[string]map[string]time.Time) (map[string]measure.Ratio, error) {
	if err := auth.Require(ctx, auth.ViewCounts); err != nil {
		return nil, err
	}
	until := s.periodAt(monthOf(s.Now())).start()
	last, err := s.lastHired(ctx, until)
	if err != nil {
		return nil, err
	}
	out := map[string]measure.Ratio{}
	var alone []route // those that could be told by themselves
	for _, id := range slices.Sorted(maps.Keys(reached)) {
		r := routeOf(reached[id], last, until)
		ratio, told := measure.Rate(r.hired(), len(r), s.least())
		if !told {
			continue
		}
		if !slices.ContainsFunc(alone, func(other route) bool { return r.tellsBeside(other, s.least()) }) {
			out[id] = ratio
		}
		alone = append(alone, r)
	}
	return out, nil
}

// lastHired is the last day before another on which earners were hired.
func (s *Service) lastHired(ctx context.Context, until time.Time) (map[string]time.Time, error) {
	rows, err := s.DB.ProtectedOutcome.Query().
		Where(protectedoutcome.KindEQ(enum.OutcomeHired), protectedoutcome.OnLT(until)).
		Select(protectedoutcome.FieldEarnerID, protectedoutcome.FieldOn).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load outcomes: %w", err)
	}
	last := make(map[string]time.Time, len(rows))
	for _, row := range rows {
		if row.On.After(last[row.EarnerID]) {
			last[row.EarnerID] = row.On
		}
	}
	return last, nil
}

// route says of who reached its end in time whether they were hired since.
type route map[string]bool

func routeOf(people, hired map[string]time.Time, until time.Time) route {
	r := route{}
	for who, at := range people {
		if at.Before(until) {
			// An outcome has a day: who was hired on the day counts.
			r[who] = !hired[who].Before(at.UTC().Truncate(24 * time.Hour))
		}
	}
	return r
}

func (r route) hired() int {
	n := 0
	for _, is := range r {
		if is {
			n++
		}
	}
	return n
}

// without are those of a route who are not on another one.
func (r route) without(other route) route {
	rest := route{}
	for who, is := range r {
		if _, both := other[who]; !both {
			rest[who] = is
		}
	}
	return rest
}

// tellsBeside says that the numbers of two routes together tell of fewer people than are
// shown: the people of one are among those of the other, so that the difference is of the
// rest, and of who counts as hired on one alone; or few are on one alone.
func (r route) tellsBeside(other route, least int) bool {
	mine, theirs := r.without(other), other.without(r)
	if len(mine) > 0 && len(theirs) > 0 {
		return len(mine) < least || len(theirs) < least
	}
	onlyHere, onlyThere := 0, 0
	for who, is := range r {
		switch there, both := other[who]; {
		case !both || is == there:
		case is:
			onlyHere++
		default:
			onlyThere++
		}
	}
	if few(onlyHere, least) || few(onlyThere, least) {
		return true
	}
	for _, rest := range []route{mine, theirs} {
		if _, told := measure.Rate(rest.hired(), len(rest), least); !told && len(rest) > 0 {
			return true
		}
	}
	return false
}

func few(n, least int) bool { return n > 0 && n < least }
