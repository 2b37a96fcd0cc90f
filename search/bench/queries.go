package bench

import (
	"math/rand/v2"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/search"
)

// kind is one kind of queries; each adds to what all have: skills, text and a filter.
type kind struct {
	name string
	add  func(q *search.Query, p *population, rng *rand.Rand)
}

//nolint:gochecknoglobals // a table
var kinds = []kind{
	{"skills, filters and text", func(*search.Query, *population, *rand.Rand) {}},
	{"with distance", func(q *search.Query, p *population, rng *rand.Rand) { q.Filter.Near = near(p, rng, 100) }},
	{"with facets", func(q *search.Query, _ *population, _ *rand.Rand) { q.Want.Facets = true }},
	{"qualified only", func(q *search.Query, _ *population, _ *rand.Rand) {
		q.Filter.Tiers = []matching.Tier{matching.Qualified}
	}},
	{"everything", func(q *search.Query, p *population, rng *rand.Rand) {
		q.Filter.Near = near(p, rng, 250)
		q.Want = search.Want{Facets: true, Relaxations: true, Steps: true}
	}},
}

func near(p *population, rng *rand.Rand, km float64) *search.Near {
	at := p.places[rng.IntN(len(p.places)/4)] // where most earners are
	return &search.Near{Lat: at.Lat, Lon: at.Lon, Km: km}
}

// query is the i-th query of a kind: every other one is broad.
func (k kind) query(p *population, seed uint64, i int) (search.Query, error) {
	rng := rand.New(rand.NewPCG(seed, uint64(1000+i))) //nolint:gosec // repeatable
	plan, err := matching.Compile(p.posting(rng, i%2 == 1), p.catalog)
	if err != nil {
		return search.Query{}, err
	}
	q := search.Query{
		Plan: plan, Catalog: p.catalog, First: 20,
		Org: orgID(rng.IntN(orgCount)), Kinds: []string{"EMPLOYER"},
	}
	for b := range q.Draw {
		q.Draw[b] = byte(rng.Uint32())
	}
	if i%4 < 2 {
		q.Filter.Since = monthName(monthCount / 4)
	} else {
		remote := true
		q.Filter.Remote = &remote
	}
	k.add(&q, p, rng)
	return q, nil
}

// posting asks for 3 to 8 skills: the ones that many hold when it is broad.
func (p *population) posting(rng *rand.Rand, broad bool) matching.Posting {
	var post matching.Posting
	from, to := 150, skillCount
	if broad {
		from, to = 0, 200
	}
	for _, s := range rng.Perm(to - from)[:3+rng.IntN(6)] {
		post.Requirements = append(post.Requirements, matching.Requirement{
			Skill: p.skills[from+s], Level: matching.Level(rng.IntN(5)),
			Importance: matching.Required, Weight: 1 + rng.IntN(20),
		})
	}
	for range 3 {
		held := p.vocabulary.Held(uint32(rng.IntN(credentialCount / 4)))
		post.Recognized = append(post.Recognized, held.Credential)
	}
	for range 2 {
		post.Words = append(post.Words, p.words[rng.IntN(wordCount)])
	}
	return post
}
