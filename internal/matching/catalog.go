package matching

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// MaxLevel is the highest level of proficiency.
const MaxLevel Level = 4

// Catalog is an immutable snapshot of what can be earned: the versions of the
// micro-credentials, the stacks and the taxonomy. Any number of goroutines may
// use it.
type Catalog struct {
	graph    *taxonomy.Graph
	versions map[string]*Version
	// current has each micro-credential's version that is awarded now.
	current map[string]*Version
	// ofCredential, ofSkill and ofWord list versions, by id.
	ofCredential, ofSkill, ofWord map[string][]*Version
	// worded is how many versions have words: of those that nobody may know nothing
	// is to be told, not even how many they are.
	worded int
	stacks map[string]*stack
	// ofPart lists the stacks that a micro-credential is a part of or is
	// certified by, sorted by id.
	ofPart map[string][]*stack
	// ofAnyPart lists the stacks that a micro-credential is a part of under any
	// version of their rules, sorted by id.
	ofAnyPart map[string][]*stack
	// keepsAny says that completions may stand that no current rule gives.
	keepsAny bool
}

// stack is a stack with its effective rule compiled.
type stack struct {
	Stack
	rule    Rule
	program *program
	// own are the rules that were published, by version.
	own map[string]*program
	// parts are what any version of the rule names, sorted.
	parts []string
}

// NewCatalog checks and indexes a snapshot. A stack may name a micro-credential
// without versions: nobody can hold it.
func NewCatalog(versions []Version, stacks []Stack, graph *taxonomy.Graph) (*Catalog, error) {
	c := &Catalog{
		graph:        graph,
		versions:     make(map[string]*Version, len(versions)),
		current:      map[string]*Version{},
		ofCredential: map[string][]*Version{},
		ofSkill:      map[string][]*Version{},
		ofWord:       map[string][]*Version{},
		stacks:       make(map[string]*stack, len(stacks)),
		ofPart:       map[string][]*stack{},
		ofAnyPart:    map[string][]*stack{},
	}
	sorted := slices.Clone(versions)
	slices.SortFunc(sorted, func(a, b Version) int { return strings.Compare(a.ID, b.ID) })
	for i := range sorted {
		if err := c.addVersion(&sorted[i]); err != nil {
			return nil, err
		}
	}
	for _, s := range slices.SortedFunc(slices.Values(stacks), func(a, b Stack) int { return strings.Compare(a.ID, b.ID) }) {
		if err := c.addStack(s); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *Catalog) addVersion(v *Version) error {
	switch {
	case v.ID == "" || v.Credential == "":
		return fmt.Errorf("catalog: version %q of micro-credential %q: an id is missing", v.ID, v.Credential)
	case c.versions[v.ID] != nil:
		return fmt.Errorf("catalog: version %q is there twice", v.ID)
	case v.Current && c.current[v.Credential] != nil:
		return fmt.Errorf("catalog: micro-credential %q has two current versions", v.Credential)
	}
	pairs, err := normalPairs(v.Pairs)
	if err != nil {
		return fmt.Errorf("catalog: version %q: %w", v.ID, err)
	}
	v.Pairs = pairs
	c.versions[v.ID] = v
	c.ofCredential[v.Credential] = append(c.ofCredential[v.Credential], v)
	if v.Current {
		c.current[v.Credential] = v
	}
	for i, pair := range pairs {
		if i == 0 || pairs[i-1].Skill != pair.Skill {
			c.ofSkill[pair.Skill] = append(c.ofSkill[pair.Skill], v)
		}
	}
	if len(v.Words) > 0 {
		c.worded++
	}
	for word, n := range v.Words {
		if n > 0 {
			c.ofWord[word] = append(c.ofWord[word], v)
		}
	}
	return nil
}

func (c *Catalog) addStack(s Stack) error {
	if s.ID == "" || c.stacks[s.ID] != nil {
		return fmt.Errorf("catalog: stack id %q is empty or there twice", s.ID)
	}
	if err := ValidateRule(s.Rule); err != nil {
		return fmt.Errorf("catalog: rule of stack %q: %w", s.ID, err)
	}
	rule := s.effective()
	program, _ := compileRule(rule, everyPart)
	compiled := &stack{Stack: s, rule: rule, program: program}
	if err := compiled.compileOwn(); err != nil {
		return err
	}
	c.stacks[s.ID] = compiled
	c.keepsAny = c.keepsAny || s.Keeps || len(s.Former) > 0
	compiled.parts = compiled.partsOfAny()
	for _, credential := range compiled.parts {
		c.ofAnyPart[credential] = append(c.ofAnyPart[credential], compiled)
	}
	for credential := range program.bits {
		c.ofPart[credential] = append(c.ofPart[credential], compiled)
	}
	return nil
}

// Version is a version by its id. Nothing of it may be changed.
func (c *Catalog) Version(id string) (Version, bool) {
	v, ok := c.versions[id]
	if !ok {
		return Version{}, false
	}
	return *v, true
}

// Pairs are the competencies that a version asserts; none of an unknown one.
// They may not be changed.
func (c *Catalog) Pairs(version string) []Pair {
	v, _ := c.Version(version)
	return v.Pairs
}

// Completed lists the stacks that counting holdings complete, sorted. Any
// version of a part will do, and so will the micro-credential certified.
func (c *Catalog) Completed(held []Held) []string {
	var ids []string
	for _, s := range c.completed(held) {
		ids = append(ids, s.ID)
	}
	return ids
}

func (c *Catalog) completed(held []Held) []*stack {
	masks := map[*stack]partMask{}
	for _, h := range held {
		for _, s := range c.ofPart[h.Credential] {
			masks[s] = masks[s].or(s.program.bits[h.Credential])
		}
	}
	maps.DeleteFunc(masks, func(s *stack, held partMask) bool { return !s.program.complete(held) })
	return sortedStacks(masks)
}

func sortedStacks[V any](set map[*stack]V) []*stack {
	return slices.SortedFunc(maps.Keys(set), func(a, b *stack) int { return strings.Compare(a.ID, b.ID) })
}
