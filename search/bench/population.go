package bench

import (
	"context"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
	"github.com/stackmatch/stackmatch/search"
)

// The synthetic world's measures.
const (
	credentialCount = 600
	skillCount      = 2000
	stackCount      = 80
	wordCount       = 400
	countyCount     = 150
	zipsPerCounty   = 6
	orgCount        = 20
	monthCount      = 48
	ownLevels       = 0.03 // share of awards with levels of their own
	pageSize        = 5000
	idLength        = 30
)

// population is a catalog and its earners, in columns.
type population struct {
	count   int
	catalog *matching.Catalog
	skills  []string // most held first
	words   []string
	places  []search.Place
	paths   [][]string

	// terms are the distinct holdings; vocabulary numbers them as terms does.
	terms      []string
	vocabulary *matching.Vocabulary
	// Earner i holds held[starts[i]:starts[i+1]].
	starts []uint32
	held   []uint16
	ids    []byte // idLength each

	path     []uint16 // plus one; 0 is none
	remote   []bool
	audience []uint8 // 0 everyone, 1 employers, 2+ one organization
	blocked  []uint8 // an organization plus one, 0 for none
	month    []uint8
	stacks   [][]string // nil for nearly all
}

func newPopulation(count int, seed uint64) (*population, error) {
	rng := rand.New(rand.NewPCG(seed, 7)) //nolint:gosec // a population that a seed gives again
	p := &population{count: count}
	versions, err := p.addCatalog(rng)
	if err != nil {
		return nil, err
	}
	if err := p.addTerms(rng, versions); err != nil {
		return nil, err
	}
	p.addPlaces()
	p.addEarners(rng, versions)
	return p, nil
}

// zipf draws small numbers often.
func zipf(rng *rand.Rand, n int) func() int {
	z := rand.NewZipf(rng, 1.07, 8, uint64(n-1))
	return func() int { return int(z.Uint64()) }
}

func (p *population) addCatalog(rng *rand.Rand) ([]matching.Version, error) {
	for i := range skillCount {
		p.skills = append(p.skills, fmt.Sprintf("skl_%04d", i))
	}
	for i := range wordCount {
		p.words = append(p.words, fmt.Sprintf("word%d", i))
	}
	skill, word := zipf(rng, skillCount), zipf(rng, wordCount)
	var versions []matching.Version
	for i := range credentialCount {
		v := matching.Version{ID: fmt.Sprintf("ver_%026d", i), Credential: fmt.Sprintf("mcr_%026d", i), Current: true, Words: map[string]int{}}
		taken := map[int]bool{}
		for range 2 + rng.IntN(4) {
			if s := skill(); !taken[s] {
				taken[s] = true
				v.Pairs = append(v.Pairs, matching.Pair{Skill: p.skills[s], Level: matching.Level(rng.IntN(5))})
			}
		}
		for range 12 {
			v.Words[p.words[word()]] += 1 + rng.IntN(3)
		}
		versions = append(versions, v)
	}
	var err error
	p.catalog, err = matching.NewCatalog(versions, stacksOf(rng, versions), taxonomy.New(p.relations(rng)))
	return versions, err
}

// relations make a forest of skills four deep, with some neighbors.
func (p *population) relations(rng *rand.Rand) []taxonomy.Relation {
	var all []taxonomy.Relation
	for i := 40; i < skillCount; i++ {
		all = append(all, taxonomy.Relation{From: p.skills[i], To: p.skills[rng.IntN(i/4+1)], Kind: taxonomy.Broader})
		if rng.IntN(3) == 0 {
			all = append(all, taxonomy.Relation{From: p.skills[i], To: p.skills[rng.IntN(skillCount)], Kind: taxonomy.Related})
		}
	}
	return all
}

func stacksOf(rng *rand.Rand, versions []matching.Version) []matching.Stack {
	draw := zipf(rng, len(versions))
	var stacks []matching.Stack
	for i := range stackCount {
		rule := matching.Rule{Op: matching.OpAllOf}
		taken := map[int]bool{}
		for len(rule.Of) < 3 {
			if v := draw(); !taken[v] {
				taken[v] = true
				rule.Of = append(rule.Of, matching.Rule{Op: matching.OpPart, Credential: versions[v].Credential})
			}
		}
		stacks = append(stacks, matching.Stack{ID: fmt.Sprintf("stk_%026d", i), Rule: rule})
	}
	return stacks
}

// addTerms numbers the holdings: each version as it stands, then two profiles of
// each with other levels.
func (p *population) addTerms(rng *rand.Rand, versions []matching.Version) error {
	for _, v := range versions {
		p.terms = append(p.terms, p.catalog.Term(matching.Held{Version: v.ID, Credential: v.Credential, Pairs: v.Pairs}))
	}
	known := map[string]bool{}
	for _, v := range versions {
		for range 2 {
			own := slices.Clone(v.Pairs)
			own[0].Level = matching.Level(rng.IntN(5))
			term := p.catalog.Term(matching.Held{Version: v.ID, Credential: v.Credential, Pairs: own})
			if strings.Contains(term, "|") && !known[term] {
				known[term] = true
				p.terms = append(p.terms, term)
			}
		}
	}
	var err error
	p.vocabulary, _, err = matching.NewVocabulary().Extend(p.terms, p.catalog)
	return err
}

func (p *population) addPlaces() {
	for c := range countyCount {
		lat, lon := 30+float64(c/15)*0.7, -90+float64(c%15)*0.8
		state := fmt.Sprintf("plc_s%025d", c/15)
		county := fmt.Sprintf("plc_c%025d", c)
		if c%15 == 0 {
			p.places = append(p.places, search.Place{ID: state, Lat: lat, Lon: lon})
		}
		p.places = append(p.places, search.Place{ID: county, Lat: lat, Lon: lon})
		p.paths = append(p.paths, []string{county, state})
		for z := range zipsPerCounty {
			zip := fmt.Sprintf("plc_z%025d", c*zipsPerCounty+z)
			p.places = append(p.places, search.Place{ID: zip, Lat: lat + 0.1*float64(z), Lon: lon + 0.05*float64(z)})
			p.paths = append(p.paths, []string{zip, county, state})
		}
	}
}

func (p *population) addEarners(rng *rand.Rand, versions []matching.Version) {
	n := p.count
	p.starts = make([]uint32, 1, n+1)
	p.path, p.remote = make([]uint16, n), make([]bool, n)
	p.audience, p.blocked, p.month = make([]uint8, n), make([]uint8, n), make([]uint8, n)
	p.stacks = make([][]string, n)
	draw, path := zipf(rng, len(versions)), zipf(rng, len(p.paths))
	byVersion := map[string][]uint16{}
	for id := len(versions); id < len(p.terms); id++ {
		version, _, _ := strings.Cut(p.terms[id], "|")
		byVersion[version] = append(byVersion[version], uint16(id))
	}
	var held []matching.Held
	for i := range n {
		p.ids = append(p.ids, earnerID(uint64(i)+1)...)
		from := len(p.held)
		for range 3 + rng.IntN(10) {
			id := uint16(draw())
			if own := byVersion[p.terms[id]]; len(own) > 0 && rng.Float64() < ownLevels {
				id = own[rng.IntN(len(own))]
			}
			if !slices.Contains(p.held[from:], id) {
				p.held = append(p.held, id)
			}
		}
		p.starts = append(p.starts, uint32(len(p.held)))
		held = held[:0]
		for _, id := range p.held[from:] {
			held = append(held, p.vocabulary.Held(uint32(id)))
		}
		p.stacks[i] = p.catalog.Completed(held)
		if rng.IntN(20) > 0 {
			p.path[i] = uint16(path()) + 1
		}
		p.remote[i] = rng.IntN(3) == 0
		p.month[i] = uint8(math.Sqrt(rng.Float64()) * monthCount)
		p.addConsent(rng, i)
	}
}

func (p *population) addConsent(rng *rand.Rand, i int) {
	switch r := rng.IntN(100); {
	case r < 8:
		p.audience[i] = 1
	case r < 12:
		p.audience[i] = uint8(2 + rng.IntN(orgCount))
	}
	if rng.IntN(50) == 0 {
		p.blocked[i] = uint8(1 + rng.IntN(orgCount))
	}
}

// earnerID is as long as a real one, and not in the order of making.
func earnerID(n uint64) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], n*0x9E3779B97F4A7C15)
	binary.BigEndian.PutUint64(b[8:], n)
	return "ern_" + strings.ToLower(base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))
}

func orgID(n int) string       { return fmt.Sprintf("org_%026d", n) }
func monthName(m uint8) string { return fmt.Sprintf("%04d-%02d", 2022+int(m)/12, 1+int(m)%12) }

func (p *population) id(i int) string            { return string(p.ids[i*idLength : (i+1)*idLength]) }
func (p *population) listPlaces() []search.Place { return p.places }

func (p *population) document(i int) search.Document {
	d := search.Document{
		Earner: p.id(i), Stacks: p.stacks[i], Remote: p.remote[i],
		LatestMonth: monthName(p.month[i]), Audience: []string{search.Everyone},
	}
	for _, id := range p.held[p.starts[i]:p.starts[i+1]] {
		d.Held = append(d.Held, p.terms[id])
	}
	if p.path[i] > 0 {
		d.Places = p.paths[p.path[i]-1]
	}
	switch a := p.audience[i]; {
	case a == 1:
		d.Audience = []string{search.ForKind("EMPLOYER")}
	case a > 1:
		d.Audience = []string{search.ForOrganization(orgID(int(a) - 2))}
	}
	if p.blocked[i] > 0 {
		d.Blocked = []string{orgID(int(p.blocked[i]) - 1)}
	}
	return d
}

func (p *population) pages() func(context.Context) ([]search.Document, error) {
	next := 0
	return func(context.Context) ([]search.Document, error) {
		var page []search.Document
		for ; next < p.count && len(page) < pageSize; next++ {
			page = append(page, p.document(next))
		}
		return page, nil
	}
}
