package seed

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// testNow is the seed's now in tests.
var testNow = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// loadOnce spares every test the reading; nobody changes a catalog.
var loadOnce = sync.OnceValues(Load)

func loaded(t testing.TB) *Catalog {
	t.Helper()
	c, err := loadOnce()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEmbeddedCatalogHoldsTogether(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	for what, n := range map[string][2]int{
		"micro-credentials": {len(c.MicroCredentials), 60},
		"skills":            {len(c.Skills), 150},
		"stacks":            {len(c.Stacks), 14},
		"postings":          {len(c.Postings), 28},
		"earners":           {len(c.Earners), 20},
		"offerings":         {len(c.Offerings), 20},
	} {
		if n[0] < n[1] {
			t.Errorf("%d %s, want at least %d", n[0], what, n[1])
		}
	}
}

func TestMistakesInAFileAreNamed(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ yaml, want string }{
		"unknown field":     {"stacks:\n- {key: a, rules: {}}", "unknown field"},
		"unknown reference": {"stacks:\n- {key: a, owner: nobody, title: {en: A, es: A}, description: {en: A, es: A}, rule: gone}", `no organization "nobody"`},
		"missing Spanish":   {"occupations:\n- {code: 1, title: {en: A}}", "needs English and Spanish"},
		"twice":             {"places:\n- {key: a, kind: ZIP}\n- {key: a, kind: ZIP}", "twice"},
		"unknown kind":      {"places:\n- {key: a, kind: VILLAGE}", "VILLAGE"},
		"empty group":       {"stacks:\n- {key: a, rule: {all_of: []}}", "needs a list"},
		"two operators":     {"stacks:\n- {key: a, rule: {all_of: [b], any_of: [c]}}", "a group is"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := load(fstest.MapFS{"data/a.yaml": {Data: []byte(tt.yaml)}})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
}

func TestStackRulesAndPostingsAreValid(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	for _, s := range c.Stacks {
		if err := matching.ValidateRule(s.Rule.Rule); err != nil {
			t.Errorf("%s: %v", s.Key, err)
		}
	}
	for _, p := range c.Postings {
		if err := matching.ValidatePosting(asked(p, testNow)); err != nil {
			t.Errorf("%s: %v", p.Key, err)
		}
	}
}

func TestEveryKindOfRuleIsThere(t *testing.T) {
	t.Parallel()
	ops := map[matching.Op]bool{}
	nested, acrossIssuers := false, false
	var walk func(r matching.Rule, depth int)
	walk = func(r matching.Rule, depth int) {
		ops[r.Op] = true
		nested = nested || depth > 1 && r.Op != matching.OpPart
		for _, child := range r.Of {
			walk(child, depth+1)
		}
	}
	c := loaded(t)
	for _, s := range c.Stacks {
		walk(s.Rule.Rule, 0)
		developers := map[string]bool{}
		for _, part := range Parts(s.Rule.Rule) {
			developers[c.microCredentials[part].Developer] = true
		}
		acrossIssuers = acrossIssuers || len(developers) > 2
	}
	if len(ops) != 4 || !nested || !acrossIssuers {
		t.Errorf("operators %v, nested %v, across issuers %v", ops, nested, acrossIssuers)
	}
}

func TestPostingsAskInEveryWay(t *testing.T) {
	t.Parallel()
	var level, noLevel, credential, stack, legal, preferred, remote int
	c := loaded(t)
	for _, p := range c.Postings {
		if p.Remote {
			remote++
		}
		for _, r := range p.Requirements {
			switch {
			case r.Skill != "" && r.Level > 0:
				level++
			case r.Skill != "":
				noLevel++
			case len(r.AnyOf) > 0:
				credential++
			default:
				stack++
			}
			if r.Legal != nil {
				legal++
			}
			if r.Preferred {
				preferred++
			}
		}
	}
	for what, n := range map[string]int{"level": level, "no level": noLevel, "credential": credential, "stack": stack, "legal": legal, "preferred": preferred, "remote": remote} {
		if n < 3 {
			t.Errorf("%d asks of the kind %q, want at least 3", n, what)
		}
	}
}

func TestEveryRoleHasOneDemoAccount(t *testing.T) {
	t.Parallel()
	demos := map[enum.Role]string{}
	for _, a := range loaded(t).Accounts {
		if !strings.HasSuffix(a.Email, "@example.org") {
			t.Errorf("%s: %s is no example address", a.Key, a.Email)
		}
		if !a.Demo {
			continue
		}
		if other, twice := demos[a.Role]; twice {
			t.Errorf("%s and %s both stand for %s", other, a.Key, a.Role)
		}
		demos[a.Role] = a.Key
	}
	for _, role := range append(enum.Role("").Values(), string(RoleEarner)) {
		if demos[enum.Role(role)] == "" {
			t.Errorf("no demo account for %s", role)
		}
	}
}

func TestEmployersThatPostAreInventedAndSaySo(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	for _, p := range c.Postings {
		o := c.organizations[p.Employer]
		if !o.Invented || !strings.HasPrefix(o.Name, "Example ") || !slices.Contains(o.Kinds, enum.OrgEmployer) {
			t.Errorf("%s: %s posts", p.Key, o.Name)
		}
	}
}

func TestWhatIsOnlyHopedForIsNotInForce(t *testing.T) {
	t.Parallel()
	for _, r := range loaded(t).Recognitions {
		if slices.Contains([]string{"cumberlands", "kentucky-epsb", "perry-county-schools", "letcher-county-schools"}, r.Organization) &&
			r.Status != enum.RecognitionProposed {
			t.Errorf("%s is %s, but nobody has decided it", r.Key, r.Status)
		}
	}
}

func TestKVECStackHoldsOverEighteen(t *testing.T) {
	t.Parallel()
	s, _ := loaded(t).Stack("kvec-full-stack")
	if n := len(Parts(s.Rule.Rule)); n <= 18 {
		t.Errorf("%d micro-credentials, the report says over 18", n)
	}
}
