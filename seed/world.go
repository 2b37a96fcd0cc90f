package seed

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// world is what people are drawn from, prepared once.
type world struct {
	now          time.Time
	rural, metro pool[home]
	// credentials and stacks are by program; the empty program is all of them.
	credentials map[string]pool[*earnable]
	stacks      map[string]pool[*goal]
	byKey       map[string]*earnable
	employers   []string
}

// home is where somebody lives, and the program that reaches them there.
type home struct {
	key     string
	program string
	rural   bool
}

// earnable is a published micro-credential with its versions' days.
type earnable struct {
	*MicroCredential
	published []time.Time
	pairs     [][]matching.Pair
}

// goal is a published stack that people work toward.
type goal struct {
	*Stack
	certifies *earnable
}

// pool draws values by weight.
type pool[T any] struct {
	values []T
	sums   []float64 // cumulative
}

func (p *pool[T]) add(v T, weight float64) {
	total := weight
	if len(p.sums) > 0 {
		total += p.sums[len(p.sums)-1]
	}
	p.values, p.sums = append(p.values, v), append(p.sums, total)
}

func (p pool[T]) pick(r *rand.Rand) T {
	u := r.Float64() * p.sums[len(p.sums)-1]
	return p.values[min(sort.SearchFloat64s(p.sums, u), len(p.values)-1)]
}

// programs names, for a state, the program that reaches people there.
var programs = map[string]string{"GA": "georgia", "KY": "kentucky", "ME": "maine", "TN": "tennessee"}

// shared is the program of what is offered everywhere.
const shared = "national"

func newWorld(c *Catalog, now time.Time) *world {
	w := &world{now: now, credentials: map[string]pool[*earnable]{}, stacks: map[string]pool[*goal]{}, byKey: map[string]*earnable{}}
	for _, p := range c.Places {
		if p.Residents == 0 {
			continue
		}
		h := home{key: p.Key, program: programs[p.State], rural: p.Rural()}
		if h.rural {
			w.rural.add(h, float64(p.Residents))
		} else {
			w.metro.add(h, float64(p.Residents))
		}
	}
	for _, o := range c.Organizations {
		if o.VouchedBy != "" && slices.Contains(o.Kinds, enum.OrgEmployer) {
			w.employers = append(w.employers, o.Key)
		}
	}
	w.addCredentials(c, now)
	w.addStacks(c)
	return w
}

// addCredentials ranks what is published by its weight; a person draws by Zipf's
// law over the ranks: a few are held by many, most by few.
func (w *world) addCredentials(c *Catalog, now time.Time) {
	var all []*earnable
	for i := range c.MicroCredentials {
		m := &c.MicroCredentials[i]
		if m.Status != enum.Published {
			continue
		}
		found := &earnable{MicroCredential: m}
		for _, v := range m.Versions {
			found.published = append(found.published, v.Published(now))
			found.pairs = append(found.pairs, v.Pairs())
		}
		all = append(all, found)
		w.byKey[m.Key] = found
	}
	slices.SortFunc(all, func(a, b *earnable) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.Key, b.Key))
	})
	fill(w.credentials, all, func(m *earnable) string { return m.Program })
}

// addStacks ranks stacks by their length: short ones are worked toward most.
func (w *world) addStacks(c *Catalog) {
	var all []*goal
	for i := range c.Stacks {
		if s := &c.Stacks[i]; s.Status == enum.Published {
			all = append(all, &goal{Stack: s, certifies: w.byKey[s.Certifies]})
		}
	}
	slices.SortFunc(all, func(a, b *goal) int {
		return cmp.Or(cmp.Compare(len(Parts(a.Rule.Rule)), len(Parts(b.Rule.Rule))), strings.Compare(a.Key, b.Key))
	})
	fill(w.stacks, all, func(s *goal) string { return s.Program })
}

// fill makes a pool for each program, with what is shared, and one of all.
func fill[T any](pools map[string]pool[T], ranked []T, program func(T) string) {
	for _, name := range []string{"", "georgia", "kentucky", "maine", "tennessee"} {
		var p pool[T]
		for _, v := range ranked {
			if name == "" || program(v) == name || program(v) == shared {
				p.add(v, math.Pow(float64(len(p.values)+1), -0.9))
			}
		}
		pools[name] = p
	}
}
