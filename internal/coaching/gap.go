package coaching

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// GapInput asks what is missing for a goal.
type GapInput struct {
	Goal Goal
	// Earner is by default the viewer. Holding are competencies in the place of
	// somebody's awards.
	Earner  *string
	Holding []matching.Pair
	// By is the day by which what expires is told; nil is the goal's, or half a year.
	By *time.Time
}

// Gap is what is missing for a goal, and what would close it.
type Gap struct {
	// Posting is the goal, where it is one.
	Posting      *db.Posting
	Requirements []GapRequirement
	// Match is that of a posting; nil for another goal.
	Match *matching.Match
	// Reached says that everything needed is proven.
	Reached  bool
	By       time.Time
	Renewals []Renewal
}

// GapRequirement is how something asked for is met.
type GapRequirement struct {
	Ask  Ask
	Must bool
	// Match is how the awards meet it.
	Match matching.RequirementMatch
	// ClosedBy would meet it; none where it is met.
	ClosedBy []GapWay
}

// GapWay is a micro-credential that would close a requirement, or be a part of that.
type GapWay struct {
	MicroCredential string
	// Completes says that it alone closes the requirement.
	Completes bool
	Options   []Option
	// Missing are the prerequisites that are not held.
	Missing []string
}

// Renewal is an award that counts today and expires before the day asked about.
type Renewal struct {
	Award     *db.Award
	ExpiresAt time.Time
	Options   []Option
	// Asks are what then is met less, or no more.
	Asks []Ask
}

// renewAhead is how long ahead what expires is told by default.
const renewAhead = 182 * 24 * time.Hour

// maxWays is how many micro-credentials are named for each requirement.
const maxWays = 20

// Gap tells what is missing for a goal: to anybody for competencies that they name;
// of an earner's awards to the earner and who coaches them.
func (s *Service) Gap(ctx context.Context, in GapInput) (*Gap, error) {
	if in.Earner != nil && in.Holding != nil {
		return nil, problem.New(problem.Invalid, "ask for an earner, or for competencies held").
			Spanish("pregunte por una persona o por competencias").At("holding")
	}
	if in.Holding != nil {
		nobody := ""
		in.Earner = &nobody
	}
	q, err := s.question(ctx, in.Earner, in.Goal, Limits{})
	if err != nil {
		return nil, err
	}
	if in.Holding != nil {
		if err := s.hold(ctx, q, in.Holding); err != nil {
			return nil, err
		}
	}
	return q.gap(in.By), nil
}

func (q *question) gap(by *time.Time) *Gap {
	g := &Gap{Posting: q.target.posting, By: q.by(by), Reached: true}
	held := q.who.held(q.catalog, q.asOf)
	for i, match := range q.target.explained(q.who.awards, q.asOf) {
		r := GapRequirement{Ask: q.target.asks[i].Ask, Must: q.target.asks[i].must, Match: match}
		if match.Credit < fullCredit {
			r.ClosedBy = q.ways(i, held)
			g.Reached = g.Reached && !r.Must
		}
		g.Requirements = append(g.Requirements, r)
	}
	if q.target.posting != nil {
		match := q.target.plans[0].Explain(q.who.awards, q.asOf)
		g.Match = &match
	}
	g.Renewals = q.renewals(g.By)
	return g
}

// fullCredit is the credit of what is met.
const fullCredit matching.Credit = 100

// by is the day by which what expires is told.
func (q *question) by(asked *time.Time) time.Time {
	switch {
	case asked != nil:
		return *asked
	case q.target.neededOn.After(q.asOf):
		return q.target.neededOn
	}
	return q.today.Add(renewAhead)
}

// maxOffered is how many offerings are told of each micro-credential.
const maxOffered = 64

// told are all ways to earn something, of very many offerings the first.
func (q *question) told(e *earnable) []Option {
	offered := 0
	return slices.DeleteFunc(q.optionsOf(e), func(o Option) bool {
		if o.Kind != OptionOffering {
			return false
		}
		offered++
		return offered > maxOffered
	})
}

// ways lists the micro-credentials that would close a requirement: by themselves
// first, then parts of a stack that are not held.
func (q *question) ways(i int, held []string) []GapWay {
	ask := q.target.asks[i]
	full := q.closing(ask)
	all := full
	if ask.Stack != "" {
		all = append(slices.Clone(full), slices.DeleteFunc(q.parts(ask.Stack), func(id string) bool { return slices.Contains(held, id) })...)
	}
	var out []GapWay
	for _, credential := range all {
		e := q.terms.credentials[credential]
		if e == nil || len(out) == maxWays {
			continue
		}
		way := GapWay{MicroCredential: credential, Completes: slices.Contains(full, credential), Options: q.told(e)}
		if prior, ok := q.prior(e); ok {
			way.Options = append(way.Options, prior)
		}
		for _, need := range e.needs {
			if !slices.Contains(held, need) {
				way.Missing = append(way.Missing, need)
			}
		}
		out = append(out, way)
	}
	return out
}

// renewals are the awards that count today and no more by a day.
func (q *question) renewals(by time.Time) []Renewal {
	var out []Renewal
	before := q.target.explained(q.who.awards, q.asOf)
	for _, a := range q.who.awards {
		row := q.who.rows[a.ID]
		if row == nil || a.ExpiresAt.IsZero() || a.State(q.asOf) != matching.Counting || !a.ExpiresAt.Before(by) || q.outlived(a, by) {
			continue
		}
		r := Renewal{Award: row, ExpiresAt: a.ExpiresAt}
		if e := q.terms.credentials[a.Credential]; e != nil {
			r.Options = q.told(e)
		}
		rest := slices.DeleteFunc(slices.Clone(q.who.awards), func(o matching.Award) bool { return o.ID == a.ID })
		for i, match := range q.target.explained(rest, q.asOf) {
			if match.Credit < before[i].Credit {
				r.Asks = append(r.Asks, q.target.asks[i].Ask)
			}
		}
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b Renewal) int {
		if c := a.ExpiresAt.Compare(b.ExpiresAt); c != 0 {
			return c
		}
		return strings.Compare(a.Award.ID, b.Award.ID)
	})
	return out
}

// outlived tells whether another award of the same micro-credential counts longer.
func (q *question) outlived(a matching.Award, by time.Time) bool {
	return slices.ContainsFunc(q.who.awards, func(o matching.Award) bool {
		return o.ID != a.ID && o.Credential == a.Credential && o.State(q.asOf) == matching.Counting &&
			(o.ExpiresAt.IsZero() || !o.ExpiresAt.Before(by))
	})
}
