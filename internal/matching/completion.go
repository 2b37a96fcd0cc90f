package matching

import "slices"

// StacksOf lists the stacks that any of the micro-credentials is a part of, under
// any version of their rules, sorted.
func (c *Catalog) StacksOf(credentials ...string) []string {
	var ids []string
	for _, credential := range credentials {
		for _, s := range c.ofAnyPart[credential] {
			ids = append(ids, s.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// PartsOf lists the micro-credentials that the stacks name, under any version of
// their rules, sorted.
func (c *Catalog) PartsOf(stacks ...string) []string {
	set := map[string]bool{}
	for _, id := range stacks {
		if s := c.stacks[id]; s != nil {
			for _, credential := range s.parts {
				set[credential] = true
			}
		}
	}
	return keys(set)
}

// partsOfAny are what any version of the rule names.
func (s *stack) partsOfAny() []string {
	set := map[string]bool{}
	for _, program := range s.own {
		for credential := range program.bits {
			set[credential] = true
		}
	}
	return keys(set)
}

// RuleVersion is the version of a stack's current rule; "" of one that is unknown.
func (c *Catalog) RuleVersion(stack string) string {
	if s := c.stacks[stack]; s != nil {
		return s.Version
	}
	return ""
}

// Completes says whether micro-credentials complete a stack under a version of its
// own rule: the micro-credential that it certifies is none of its parts.
func (c *Catalog) Completes(stack, version string, held []string) bool {
	s := c.stacks[stack]
	if s == nil || s.own[version] == nil {
		return false
	}
	program := s.own[version]
	var mask partMask
	for _, credential := range held {
		mask = mask.or(program.bits[credential])
	}
	return program.complete(mask)
}
