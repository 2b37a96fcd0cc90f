package search

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// today is when every test asks.
var today = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// person is an earner as a plain struct: what the brute force ranks.
type person struct {
	id       string
	awards   []matching.Award
	places   []string
	remote   bool
	audience []string
	blocked  []string
	month    string
	staff    []string
	asks     Asks
}

// world is a random catalog and its people.
type world struct {
	rng         *rand.Rand
	versions    []matching.Version
	stacks      []matching.Stack
	catalog     *matching.Catalog
	credentials []string
	skills      []string
	people      map[string]*person
	places      []Place
	next        int
}

var testWords = []string{"weld", "forklift", "care", "child", "network", "safe"}

func newWorld(t testing.TB, seed uint64) *world {
	t.Helper()
	w := &world{rng: rand.New(rand.NewPCG(seed, 1)), people: map[string]*person{}}
	for i := range 14 {
		w.skills = append(w.skills, fmt.Sprintf("skill%02d", i))
	}
	var relations []taxonomy.Relation
	for range 14 {
		kind := pick(w.rng, []taxonomy.RelationKind{taxonomy.Broader, taxonomy.Broader, taxonomy.Related, taxonomy.Exact})
		relations = append(relations, taxonomy.Relation{From: pick(w.rng, w.skills), To: pick(w.rng, w.skills), Kind: kind})
	}
	for i := range 12 {
		credential := fmt.Sprintf("mcr%02d", i)
		w.credentials = append(w.credentials, credential)
		for n := range 1 + w.rng.IntN(2) {
			w.versions = append(w.versions, w.version(fmt.Sprintf("%s.v%d", credential, n), credential))
		}
		w.versions[len(w.versions)-1].Current = true
	}
	for i := range 4 {
		s := matching.Stack{ID: fmt.Sprintf("stk%d", i), Rule: w.rule(2), Former: map[string]matching.Rule{"old": w.rule(2)}}
		if w.rng.IntN(3) == 0 {
			s.Certifies = pick(w.rng, w.credentials)
		}
		w.stacks = append(w.stacks, s)
	}
	var err error
	w.catalog, err = matching.NewCatalog(w.versions, w.stacks, taxonomy.New(relations))
	if err != nil {
		t.Fatal(err)
	}
	w.addPlaces()
	return w
}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

func some[T any](rng *rand.Rand, from []T, n int) []T {
	var list []T
	for _, i := range rng.Perm(len(from))[:min(n, len(from))] {
		list = append(list, from[i])
	}
	return list
}

func (w *world) version(id, credential string) matching.Version {
	v := matching.Version{ID: id, Credential: credential, Words: map[string]int{}}
	for _, s := range some(w.rng, w.skills, 1+w.rng.IntN(3)) {
		v.Pairs = append(v.Pairs, matching.Pair{Skill: s, Level: matching.Level(w.rng.IntN(5))})
	}
	for _, word := range some(w.rng, testWords, w.rng.IntN(3)) {
		v.Words[word] = 1 + w.rng.IntN(3)
	}
	return v
}

func (w *world) rule(depth int) matching.Rule {
	r := matching.Rule{Op: pick(w.rng, []matching.Op{matching.OpAllOf, matching.OpAnyOf, matching.OpKOf})}
	parts := some(w.rng, w.credentials, 2+w.rng.IntN(2))
	for _, p := range parts {
		if depth > 1 && w.rng.IntN(3) == 0 {
			r.Of = append(r.Of, w.rule(depth-1))
			continue
		}
		r.Of = append(r.Of, matching.Rule{Op: matching.OpPart, Credential: p})
	}
	if r.Op == matching.OpKOf {
		r.K = 1 + w.rng.IntN(len(r.Of))
	}
	return r
}

// addPlaces makes two states of two counties of three ZIPs, a few kilometers apart.
func (w *world) addPlaces() {
	for s := range 2 {
		state := fmt.Sprintf("plc_s%d", s)
		w.places = append(w.places, Place{state, 30 + float64(s), -80})
		for c := range 2 {
			county := fmt.Sprintf("plc_c%d%d", s, c)
			w.places = append(w.places, Place{county, 30 + float64(s) + 0.2*float64(c), -80})
			for z := range 3 {
				w.places = append(w.places, Place{fmt.Sprintf("plc_z%d%d%d", s, c, z), 30 + float64(s) + 0.2*float64(c) + 0.05*float64(z), -80})
			}
		}
	}
}

func (w *world) path() []string {
	s, c, z := w.rng.IntN(2), w.rng.IntN(2), min(w.rng.IntN(3), w.rng.IntN(3))
	all := []string{fmt.Sprintf("plc_z%d%d%d", s, c, z), fmt.Sprintf("plc_c%d%d", s, c), fmt.Sprintf("plc_s%d", s)}
	return all[min(w.rng.IntN(5), 3):]
}

var (
	testKinds = []string{"EMPLOYER", "COLLEGE"}
	testOrgs  = []string{"org_a", "org_b", "org_c"}
)

func (w *world) newPerson() *person {
	w.next++
	p := &person{id: fmt.Sprintf("ern_%05d", w.next)}
	w.people[p.id] = p
	w.change(p)
	return p
}

// change gives a person another life.
func (w *world) change(p *person) {
	p.awards, p.month = nil, ""
	for i := range w.rng.IntN(7) {
		v := pick(w.rng, w.versions)
		a := matching.Award{
			ID:       fmt.Sprintf("%s_%d", p.id, i),
			Held:     matching.Held{Version: v.ID, Credential: v.Credential, Pairs: v.Pairs},
			Status:   matching.Active,
			Verified: true,
			EarnedAt: today.AddDate(0, -w.rng.IntN(20), 0),
		}
		if w.rng.IntN(4) == 0 && len(v.Pairs) > 0 {
			a.Pairs = []matching.Pair{{Skill: v.Pairs[0].Skill, Level: matching.Level(w.rng.IntN(5))}}
		}
		if w.rng.IntN(3) == 0 {
			a.ExpiresAt = today.AddDate(0, 0, 1+w.rng.IntN(60))
		}
		p.awards = append(p.awards, a)
		p.month = max(p.month, a.EarnedAt.Format("2006-01"))
	}
	if w.rng.IntN(2) == 0 {
		done := matching.Completion{Stack: pick(w.rng, w.stacks).ID, Version: "old"}
		p.awards = append(p.awards, w.catalog.Kept([]matching.Completion{done}, p.awards)...)
	}
	p.places = nil
	if w.rng.IntN(8) > 0 {
		p.places = w.path()
	}
	p.remote = w.rng.IntN(2) == 0
	p.audience, p.blocked = nil, nil
	switch w.rng.IntN(10) {
	case 0:
	case 1:
		p.audience = []string{ForKind(pick(w.rng, testKinds))}
	case 2:
		p.audience = []string{ForOrganization(pick(w.rng, testOrgs)), ForKind("COLLEGE")}
	default:
		p.audience = []string{Everyone}
	}
	if w.rng.IntN(8) == 0 {
		p.blocked = []string{pick(w.rng, testOrgs)}
	}
	p.staff, p.asks = some(w.rng, testOrgs, w.rng.IntN(3)), w.someAsks()
}

func (p *person) held() []matching.Held {
	var held []matching.Held
	for _, a := range p.awards {
		held = append(held, a.Held)
	}
	return held
}

// document is the person as the index is given them.
func (w *world) document(p *person) Document {
	d := Document{
		Earner: p.id, Places: p.places, Remote: p.remote,
		Audience: p.audience, Blocked: p.blocked, LatestMonth: p.month, Staff: p.staff, Asks: p.asks,
		Stacks: w.catalog.Completed(p.held()),
	}
	until := map[string]string{}
	for _, a := range p.awards {
		d.Held = append(d.Held, w.catalog.Term(a.Held))
		if w.catalog.IsKept(a.Credential) {
			continue
		}
		last := a.Until()
		if last == "" {
			last = "9999"
		}
		until[a.Credential] = max(until[a.Credential], last)
	}
	slices.Sort(d.Held)
	for credential, day := range until {
		if day != "9999" {
			d.Until = append(d.Until, Until{credential, day})
		}
	}
	return d
}

func (w *world) listPlaces() []Place { return w.places }

// posting asks for n things of all kinds.
func (w *world) posting(n int) matching.Posting {
	p := matching.Posting{ID: fmt.Sprintf("pst_%d", w.rng.IntN(100))}
	skills := some(w.rng, w.skills, n)
	for i, skill := range skills {
		r := matching.Requirement{ID: fmt.Sprintf("req%d", i), Importance: matching.Required, Weight: 1 + w.rng.IntN(5)}
		switch w.rng.IntN(6) {
		case 0:
			r.AnyOf = some(w.rng, w.credentials, 1+w.rng.IntN(3))
		case 1:
			r.Stack = pick(w.rng, w.stacks).ID
		default:
			r.Skill, r.Level = skill, matching.Level(w.rng.IntN(5))
		}
		if w.rng.IntN(4) == 0 {
			r.Importance = matching.Preferred
		} else if r.Skill == "" && w.rng.IntN(4) == 0 {
			r.Legal = true
		}
		p.Requirements = append(p.Requirements, r)
	}
	p.Recognized = some(w.rng, w.credentials, w.rng.IntN(3))
	p.Words = some(w.rng, testWords, w.rng.IntN(3))
	if w.rng.IntN(3) == 0 {
		p.NeededOn = today.AddDate(0, 0, w.rng.IntN(50))
	}
	return p
}

func (w *world) query(t testing.TB) Query {
	t.Helper()
	n := 1 + w.rng.IntN(4)
	if w.rng.IntN(6) == 0 {
		n = 9 + w.rng.IntN(5)
	}
	plan, err := matching.Compile(w.posting(n), w.catalog)
	if err != nil {
		t.Fatal(err)
	}
	q := Query{
		Plan: plan, Catalog: w.catalog, Org: pick(w.rng, testOrgs), Kinds: some(w.rng, testKinds, w.rng.IntN(3)),
		First: pick(w.rng, []int{0, 1, 5, 20, 1000}),
		Want:  Want{Facets: w.rng.IntN(2) == 0, Relaxations: w.rng.IntN(2) == 0, Steps: w.rng.IntN(2) == 0},
	}
	for i := range q.Draw {
		q.Draw[i] = byte(w.rng.Uint32())
	}
	w.addFilter(&q)
	if w.rng.IntN(3) > 0 {
		q.Offer = w.offer()
	}
	for id := range w.people {
		if w.rng.IntN(60) == 0 {
			q.Exclude = append(q.Exclude, id)
		}
	}
	return q
}

func (w *world) addFilter(q *Query) {
	if w.rng.IntN(3) == 0 {
		q.Filter.Tiers = some(w.rng, []matching.Tier{matching.Partial, matching.Near, matching.Qualified}, 1+w.rng.IntN(2))
	}
	if w.rng.IntN(4) == 0 {
		at := pick(w.rng, w.places)
		q.Filter.Near = &Near{at.Lat, at.Lon, pick(w.rng, []float64{10, 25, 100})}
	}
	if w.rng.IntN(4) == 0 {
		remote := w.rng.IntN(2) == 0
		q.Filter.Remote = &remote
	}
	if w.rng.IntN(5) == 0 {
		q.Filter.Credentials = some(w.rng, w.credentials, 2)
	}
	if w.rng.IntN(5) == 0 {
		q.Filter.Stacks = []string{pick(w.rng, w.stacks).ID}
	}
	if w.rng.IntN(8) == 0 {
		q.Filter.Earners = some(w.rng, slices.Sorted(maps.Keys(w.people)), w.rng.IntN(100))
		q.Filter.Earners = append(q.Filter.Earners, "ern_none")
	}
	if w.rng.IntN(5) == 0 {
		q.Filter.Since = today.AddDate(0, -w.rng.IntN(10), 0).Format("2006-01")
	}
}
