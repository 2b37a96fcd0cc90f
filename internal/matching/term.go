package matching

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A term is the id of a version, for a holding of exactly what the version
// asserts, or "version|skill=level,skill=level" in order of skill and level, with
// level 0 for none; or the id of a stack whose completion is kept. The escapes keep ids free to hold the separators.
var (
	escapeID   = strings.NewReplacer("%", "%25", "|", "%7C", "=", "%3D", ",", "%2C")
	unescapeID = strings.NewReplacer("%25", "%", "%7C", "|", "%3D", "=", "%2C", ",")
)

// Term is the index's word for what a holding proves: equal terms are worth
// the same for every posting.
func (c *Catalog) Term(h Held) string {
	pairs := sortedPairs(h.Pairs)
	id := escapeID.Replace(h.Version)
	if c.isKept(h) {
		return id
	}
	if v := c.versions[h.Version]; v != nil && slices.Equal(v.Pairs, pairs) {
		return id
	}
	var b strings.Builder
	b.WriteString(id)
	b.WriteByte('|')
	for i, pair := range pairs {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(escapeID.Replace(pair.Skill))
		b.WriteByte('=')
		b.WriteString(strconv.Itoa(int(pair.Level)))
	}
	return b.String()
}

// ParseTerm reads a term back. A version that the catalog does not know is an
// error: the caller's snapshot is older than the index.
func (c *Catalog) ParseTerm(term string) (Held, error) {
	escaped, profile, own := strings.Cut(term, "|")
	v := c.versions[unescapeID.Replace(escaped)]
	if s := c.stacks[unescapeID.Replace(escaped)]; v == nil && s != nil && !own {
		return s.keptHeld(), nil
	}
	if v == nil {
		return Held{}, fmt.Errorf("term %q: the catalog has no such version", term)
	}
	h := Held{Version: v.ID, Credential: v.Credential, Pairs: v.Pairs}
	if !own {
		return h, nil
	}
	pairs, err := parsePairs(profile)
	if err != nil {
		return Held{}, fmt.Errorf("term %q: %w", term, err)
	}
	h.Pairs = pairs
	return h, nil
}

func parsePairs(profile string) ([]Pair, error) {
	if profile == "" {
		return nil, nil
	}
	var pairs []Pair
	for part := range strings.SplitSeq(profile, ",") {
		skill, digits, _ := strings.Cut(part, "=")
		level, err := strconv.ParseUint(digits, 10, 8)
		if err != nil {
			return nil, fmt.Errorf("%q has no level: %w", part, err)
		}
		pairs = append(pairs, Pair{Skill: unescapeID.Replace(skill), Level: Level(level)})
	}
	return normalPairs(pairs)
}

// normalPairs checks pairs and returns them sorted, each once.
func normalPairs(pairs []Pair) ([]Pair, error) {
	for _, pair := range pairs {
		if pair.Skill == "" || pair.Level > MaxLevel {
			return nil, fmt.Errorf("no competency: skill %q at level %d", pair.Skill, pair.Level)
		}
	}
	return sortedPairs(pairs), nil
}

func sortedPairs(pairs []Pair) []Pair {
	if len(pairs) == 0 {
		return nil
	}
	return slices.Compact(slices.SortedFunc(slices.Values(pairs), func(a, b Pair) int {
		return cmp.Or(strings.Compare(a.Skill, b.Skill), cmp.Compare(a.Level, b.Level))
	}))
}
