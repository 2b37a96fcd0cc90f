package matching

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Completion is a stack that an earner completed under a version of its rule, and
// that stands.
type Completion struct {
	Stack, Version string
	// At is when: what was taken back before was no part of it.
	At time.Time
}

// compileOwn compiles the rules of all versions as they were published.
func (s *stack) compileOwn() error {
	s.own = map[string]*program{}
	s.own[s.Version], _ = compileRule(s.Rule, everyPart)
	for _, version := range keys(s.Former) {
		if err := ValidateRule(s.Former[version]); err != nil {
			return fmt.Errorf("catalog: rule of version %q of stack %q: %w", version, s.ID, err)
		}
		s.own[version], _ = compileRule(s.Former[version], everyPart)
	}
	return nil
}

// keeps says whether a completion of a version may stand that the current rule does
// not give.
func (s *stack) keeps(version string) bool {
	return s.own[version] != nil && (s.Keeps || version != s.Version)
}

// keptHeld is what a kept completion holds: the stack, under its own id.
func (s *stack) keptHeld() Held { return Held{Version: s.ID, Credential: s.ID} }

func (c *Catalog) isKept(h Held) bool {
	return h.Version == h.Credential && c.stacks[h.Credential] != nil
}

// IsKept says whether a credential held is no micro-credential but a stack that was
// completed under a former rule.
func (c *Catalog) IsKept(credential string) bool { return c.stacks[credential] != nil }

// KeepsAny says whether any completion may stand that the current rules do not
// give.
func (c *Catalog) KeepsAny() bool { return c.keepsAny }

// Kept gives, for each completion that its own version's rule bears and the current
// one may not, an award without an id that holds the stack for as long: given to
// Explain with the others, and to the index with what counts, it completes the
// stack. It expires when the rule holds no longer.
func (c *Catalog) Kept(completions []Completion, awards []Award) []Award {
	var kept []Award
	for _, done := range completions {
		s := c.stacks[done.Stack]
		if s == nil || !s.keeps(done.Version) {
			continue
		}
		if until, through, ok := s.bears(done, awards); ok {
			kept = append(kept, Award{
				Held: s.keptHeld(), Status: Active, Verified: true, EarnedAt: done.At, ExpiresAt: until, Through: through,
			})
		}
	}
	slices.SortFunc(kept, func(a, b Award) int { return strings.Compare(a.Credential, b.Credential) })
	return kept
}

// bears says until when a completion's rule holds (zero: for good), and on which
// awards it rests that are not taken back.
func (s *stack) bears(done Completion, awards []Award) (until time.Time, through []string, ok bool) {
	program := s.own[done.Version]
	parts := slices.DeleteFunc(slices.Clone(awards), func(a Award) bool {
		return program.bits[a.Credential].empty() || !s.stands(a, done.At)
	})
	// Those that last longest first: the last one needed ends it.
	slices.SortStableFunc(parts, func(a, b Award) int { return compareExpiry(b.ExpiresAt, a.ExpiresAt) })
	var held partMask
	for _, a := range parts {
		if a.Status == Active {
			through = append(through, a.ID)
		}
		if !ok {
			held, until = held.or(program.bits[a.Credential]), a.ExpiresAt
			ok = program.complete(held)
		}
	}
	slices.Sort(through)
	return until, through, ok
}

// stands says whether an award is a part of a completion, its expiry aside.
func (s *stack) stands(a Award, completed time.Time) bool {
	switch {
	case a.Claimed || !a.Verified:
		return false
	case a.Status == Active:
		return true
	case a.Status == Revoked:
		return s.Keeps && !a.RevokedAt.Before(completed)
	}
	return s.Keeps
}

// compareExpiry has never be the last.
func compareExpiry(a, b time.Time) int {
	switch {
	case a.IsZero() && b.IsZero():
		return 0
	case a.IsZero():
		return 1
	case b.IsZero():
		return -1
	}
	return a.Compare(b)
}
