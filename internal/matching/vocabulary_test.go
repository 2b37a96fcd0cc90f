package matching

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func mustExtend(t fataler, v *Vocabulary, c *Catalog, terms ...string) (*Vocabulary, []uint32) {
	t.Helper()
	longer, ids, err := v.Extend(terms, c)
	if err != nil {
		t.Fatal(err)
	}
	return longer, ids
}

func TestAVocabularyNumbersTermsOnce(t *testing.T) {
	t.Parallel()
	c := termCatalog(t)
	v0 := NewVocabulary()
	v1, ids1 := mustExtend(t, v0, c, "v2", "v1", "v2")
	v2, ids2 := mustExtend(t, v1, c, "v1|a=3", "v1", "v2")
	if diff := cmp.Diff([][]uint32{{0, 1, 0}, {2, 1, 0}}, [][]uint32{ids1, ids2}); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	if v0.Len() != 0 || v1.Len() != 2 || v2.Len() != 3 {
		t.Errorf("lengths %d, %d, %d", v0.Len(), v1.Len(), v2.Len())
	}
	if got := v2.Term(2); got != "v1|a=3" {
		t.Errorf("term 2 is %q", got)
	}
	if diff := cmp.Diff(Held{"v1", "c1", []Pair{{"a", 3}}}, v2.Held(2)); diff != "" {
		t.Errorf("held 2 (-want +got):\n%s", diff)
	}
}

func TestAVocabularyNeverChangesForItsReaders(t *testing.T) {
	t.Parallel()
	c := termCatalog(t)
	v1, _ := mustExtend(t, NewVocabulary(), c, "v1")
	v2, _ := mustExtend(t, v1, c, "v1|a=3", "v2")
	for _, test := range []struct {
		name string
		got  []uint32
		want []uint32
	}{
		{"before", v1.OfCredential("c1"), []uint32{0}},
		{"after", v2.OfCredential("c1"), []uint32{0, 1}},
		{"not yet met", v1.OfCredential("c2"), nil},
	} {
		if !slices.Equal(test.got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, test.got, test.want)
		}
	}
	if got := len(v1.ofSkill("a")); got != 1 {
		t.Errorf("holdings of a skill, before: %d", got)
	}
}

func TestATermThatTheCatalogDoesNotKnowIsAnError(t *testing.T) {
	t.Parallel()
	c := termCatalog(t)
	v := NewVocabulary()
	if _, _, err := v.Extend([]string{"v1", "v9"}, c); err == nil {
		t.Error("no error")
	}
	if longer, ids := mustExtend(t, v, c, "v1"); longer.Len() != 1 || ids[0] != 0 {
		t.Errorf("after the error: %d terms, ids %v", longer.Len(), ids)
	}
}

func TestReadersGoOnWhileAVocabularyGrows(t *testing.T) {
	t.Parallel()
	c := termCatalog(t)
	p := mustCompile(t, Posting{Requirements: []Requirement{{Skill: "a", Importance: Required, Weight: 1}}}, c)
	v, _ := mustExtend(t, NewVocabulary(), c, "v1", "v2")
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 200 {
				b := p.Bind(v)
				if len(b.Groups(0)) != 1 || v.Term(1) != "v2" || v.Held(0).Credential != "c1" {
					t.Errorf("groups: %v", b.Groups(0))
				}
			}
		})
	}
	longer := v
	for level := range 5 {
		for _, skill := range []string{"a", "b", "x", "y"} {
			longer, _ = mustExtend(t, longer, c, c.Term(Held{"v1", "c1", []Pair{{skill, Level(level)}}}))
		}
	}
	wait.Wait()
}
