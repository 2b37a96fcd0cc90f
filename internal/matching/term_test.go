package matching

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func termCatalog(t fataler) *Catalog {
	return world{versions: []Version{
		{ID: "v1", Credential: "c1", Pairs: []Pair{{"b", 2}, {"a", 0}, {"b", 2}}},
		{ID: "v2", Credential: "c2"},
		{ID: "odd|id,=%7C", Credential: "c3", Pairs: []Pair{{"a=1,b", 3}}},
	}}.catalog(t)
}

func TestTerms(t *testing.T) {
	t.Parallel()
	c := termCatalog(t)
	for _, test := range []struct {
		held Held
		want string
	}{
		{Held{"v1", "c1", []Pair{{"a", 0}, {"b", 2}}}, "v1"},
		{Held{"v1", "c1", []Pair{{"b", 2}, {"a", 0}, {"a", 0}}}, "v1"},
		{Held{"v1", "c1", []Pair{{"b", 3}, {"a", 0}}}, "v1|a=0,b=3"},
		{Held{"v1", "c1", nil}, "v1|"},
		{Held{"v2", "c2", nil}, "v2"},
		{Held{"v2", "c2", []Pair{{"a", 4}, {"a", 1}}}, "v2|a=1,a=4"},
		{Held{"odd|id,=%7C", "c3", []Pair{{"a=1,b", 3}}}, "odd%7Cid%2C%3D%257C"},
		{Held{"odd|id,=%7C", "c3", []Pair{{"a=1,b", 2}}}, "odd%7Cid%2C%3D%257C|a%3D1%2Cb=2"},
	} {
		got := c.Term(test.held)
		if got != test.want {
			t.Errorf("term of %v: %q, want %q", test.held, got, test.want)
		}
		back, err := c.ParseTerm(got)
		test.held.Pairs = sortedPairs(test.held.Pairs)
		if diff := cmp.Diff(test.held, back); err != nil || diff != "" {
			t.Errorf("%q read back: %v %s", got, err, diff)
		}
	}
}

func TestWhatIsNoTermIsRefused(t *testing.T) {
	t.Parallel()
	c := termCatalog(t)
	for _, term := range []string{"", "v9", "v9|a=1", "v1|a", "v1|a=", "v1|a=5", "v1|a=-1", "v1|=1", "v1|a=1,", "v1|a=1|b=2", "v1|a=999"} {
		if h, err := c.ParseTerm(term); err == nil {
			t.Errorf("%q is %v", term, h)
		}
	}
}

func FuzzParseTerm(f *testing.F) {
	for _, term := range []string{"v1", "v1|", "v2|a=1,b=0", "odd%7Cid%2C%3D%257C|a%3D1%2Cb=2", "v1|b=1,a=1", "v1|a=01"} {
		f.Add(term)
	}
	c := termCatalog(f)
	f.Fuzz(func(t *testing.T, term string) {
		h, err := c.ParseTerm(term)
		if err != nil {
			return
		}
		normal := c.Term(h)
		again, err := c.ParseTerm(normal)
		if err != nil {
			t.Fatalf("%q means %q, which is no term: %v", term, normal, err)
		}
		if diff := cmp.Diff(h, again); diff != "" || c.Term(again) != normal {
			t.Fatalf("%q means %q, which means something else: %s", term, normal, diff)
		}
	})
}

func TestACatalogRefusesWhatContradictsItself(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		world world
		want  string
	}{
		{world{versions: []Version{{ID: "v"}}}, "an id is missing"},
		{world{versions: []Version{{ID: "v", Credential: "c"}, {ID: "v", Credential: "d"}}}, "there twice"},
		{world{versions: []Version{{ID: "v", Credential: "c", Current: true}, {ID: "w", Credential: "c", Current: true}}}, "two current versions"},
		{world{versions: []Version{{ID: "v", Credential: "c", Pairs: []Pair{{"a", 5}}}}}, "level 5"},
		{world{stacks: []Stack{{ID: "s", Rule: all()}}}, `rule of stack "s"`},
		{world{stacks: []Stack{{ID: "s", Rule: part("a")}, {ID: "s", Rule: part("b")}}}, "there twice"},
	} {
		_, err := NewCatalog(test.world.versions, test.world.stacks, nil)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %q", err, test.want)
		}
	}
}
