package seed

import (
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// asked is a posting as matching reads it; keys stand for ids.
func asked(p Posting, now time.Time) matching.Posting {
	out := matching.Posting{ID: p.Key, NeededOn: inDays(now, p.NeededInDays)}
	for _, r := range p.Requirements {
		importance := matching.Required
		if r.Preferred {
			importance = matching.Preferred
		}
		out.Requirements = append(out.Requirements, matching.Requirement{
			Skill: r.Skill, Level: r.Level, AnyOf: r.AnyOf, Stack: r.Stack,
			Importance: importance, Weight: r.Weight, Legal: r.Legal != nil,
		})
	}
	return out
}

func ruledCatalog(t *testing.T, c *Catalog) *matching.Catalog {
	t.Helper()
	var relations []taxonomy.Relation
	for _, s := range c.Skills {
		for kind, others := range map[taxonomy.RelationKind][]string{taxonomy.Broader: s.Broader, taxonomy.Related: s.Related, taxonomy.Exact: s.Exact} {
			for _, other := range others {
				relations = append(relations, taxonomy.Relation{From: s.Key, To: other, Kind: kind})
			}
		}
	}
	var versions []matching.Version
	for _, m := range c.MicroCredentials {
		for _, v := range m.Versions {
			versions = append(versions, matching.Version{ID: versionID(m.Key, v.Number), Credential: m.Key, Pairs: v.Pairs()})
		}
	}
	var stacks []matching.Stack
	for _, s := range c.Stacks {
		stacks = append(stacks, matching.Stack{ID: s.Key, Certifies: s.Certifies, Rule: s.Rule.Rule})
	}
	catalog, err := matching.NewCatalog(versions, stacks, taxonomy.New(relations))
	if err != nil {
		t.Fatal(err)
	}
	return catalog
}

func versionID(key string, number int) string { return key + "/" + string(rune('0'+number)) }

func awards(c *Catalog, p Person) []matching.Award {
	var list []matching.Award
	for i, a := range p.Awards {
		m := c.microCredentials[a.MicroCredential]
		held := matching.Held{Version: versionID(m.Key, a.Version), Credential: m.Key, Pairs: m.Versions[a.Version-1].Pairs()}
		if a.Pairs != nil {
			held.Pairs = a.Pairs
		}
		list = append(list, matching.Award{
			ID: p.Key + string(rune('a'+i)), Held: held, Status: matching.Status(a.Status),
			Verified: a.Verification == enum.Verified, Claimed: a.Source == enum.SourceClaimed,
			EarnedAt: a.EarnedAt, ExpiresAt: a.ExpiresAt,
		})
	}
	return list
}

// counting is what counts of awards.
func counting(list []matching.Award, now time.Time) []matching.Held {
	var held []matching.Held
	for _, a := range list {
		if a.State(now) == matching.Counting {
			held = append(held, a.Held)
		}
	}
	return held
}

func TestHandWrittenEarnersTellTheirStory(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	catalog := ruledCatalog(t, c)
	people := map[string]Person{}
	for _, p := range c.People(testNow) {
		people[p.Key] = p
	}
	for _, tt := range []struct {
		earner, posting string
		want            matching.Tier
	}{
		{"averil", "forklift-operator-savannah", matching.Qualified},
		{"averil", "production-helper-savannah", matching.Qualified},
		{"marisel", "forklift-operator-savannah", matching.Qualified},
		{"corwin", "forklift-operator-savannah", matching.Partial}, // OSHA 10 is what it prefers
		{"corwin", "assembler-lawrenceburg", matching.Near},
		{"tolliver", "forklift-lead-savannah", matching.Near},     // CPR expired
		{"junia", "forklift-operator-savannah", matching.Partial}, // her forklift award is revoked
		{"orrin", "order-filler-garden-city", matching.Qualified},
		{"orrin", "reach-truck-garden-city", matching.Partial}, // his forklift award is suspended
		{"ansel", "data-entry-remote", matching.Qualified},
		{"petra", "it-support-lewiston", matching.Qualified},
		{"idris", "it-support-lewiston", matching.Near},
		{"idris", "help-desk-tier-1-remote", matching.Qualified},
		{"delphine", "special-education-hazard", matching.Qualified},
		{"lorcan", "special-education-hazard", matching.Partial}, // everything but the law's certificate
		{"saffira", "sensory-support-whitesburg", matching.Qualified},
		{"quilla", "lead-toddler-teacher-linden", matching.Qualified},
		{"thessaly", "lead-toddler-teacher-linden", matching.Partial}, // CPR runs out before the start
		{"caspian", "cnc-helper-statesboro", matching.Qualified},
		{"yarrow", "help-desk-nashville", matching.Unlisted},
		{"nettie", "customer-service-nashville", matching.Unlisted},
	} {
		posting, ok := c.Posting(tt.posting)
		if !ok {
			t.Fatalf("no posting %q", tt.posting)
		}
		plan, err := matching.Compile(asked(posting, testNow), catalog)
		if err != nil {
			t.Fatal(err)
		}
		match := plan.Explain(awards(c, people[tt.earner]), testNow)
		if match.Tier != tt.want {
			t.Errorf("%s for %s: tier %v with %+v, want %v", tt.earner, tt.posting, match.Tier, match.Requirements, tt.want)
		}
	}
}

func TestEveryPostingFindsSomebodyInTheDemo(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	catalog := ruledCatalog(t, c)
	people := c.People(testNow)
	for p := range Population(1, 500, c, testNow) {
		people = append(people, p)
	}
	qualified := 0
	for _, posting := range c.Postings {
		plan, err := matching.Compile(asked(posting, testNow), catalog)
		if err != nil {
			t.Fatal(err)
		}
		tiers := map[matching.Tier]int{}
		for _, p := range people {
			tiers[plan.Explain(awards(c, p), testNow).Tier]++
		}
		if listed := len(people) - tiers[matching.Unlisted]; listed < 3 {
			t.Errorf("%s lists %d", posting.Key, listed)
		}
		if tiers[matching.Qualified] > 0 {
			qualified++
		}
		t.Logf("%-36s %v", posting.Key, tiers)
	}
	if qualified < len(c.Postings)/2 {
		t.Errorf("%d of %d postings have somebody qualified", qualified, len(c.Postings))
	}
}
