package seed

import (
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// check finds what does not hold together: references that lead nowhere, ids
// that repeat, texts that lack a language, values out of range.
func (c *Catalog) check() []error {
	checker := &checker{catalog: c, seen: map[string]bool{}}
	checker.organizations()
	checker.skills()
	checker.microCredentials()
	checker.assessments()
	checker.stacks()
	checker.recognitions()
	checker.offerings()
	checker.postings()
	checker.accounts()
	checker.earners()
	checker.submissions()
	checker.plans()
	return checker.problems
}

// checker collects every problem, so that one run names them all.
type checker struct {
	catalog  *Catalog
	seen     map[string]bool
	problems []error
}

func (k *checker) fail(format string, args ...any) {
	k.problems = append(k.problems, fmt.Errorf(format, args...))
}

// unique notes a key and reports it when it is empty or was there before.
func (k *checker) unique(list, key string) {
	if key == "" {
		k.fail("%s: a record has no key", list)
	}
	if id := list + "/" + key; k.seen[id] {
		k.fail("%s %q: twice", list, key)
	} else {
		k.seen[id] = true
	}
}

func (k *checker) text(where, field string, t Text) {
	if !t.complete() {
		k.fail("%s: %s needs English and Spanish", where, field)
	}
}

// word is a value of an enumeration that knows its values.
type word interface {
	~string
	Values() []string
}

// known reports a value that its enumeration does not have.
func known[W word](k *checker, where string, value W) {
	if !slices.Contains(value.Values(), string(value)) {
		k.fail("%s: %q is none of %v", where, value, value.Values())
	}
}

// refers reports a key that is in no index; an empty one is left to the caller.
func refers[T any](k *checker, where, what, key string, index map[string]*T) {
	if _, ok := index[key]; key != "" && !ok {
		k.fail("%s: no %s %q", where, what, key)
	}
}

func (k *checker) organizations() {
	for _, p := range k.catalog.Places {
		k.unique("place", p.Key)
		known(k, "place "+p.Key, p.Kind)
		refers(k, "place "+p.Key, "place", p.Parent, k.catalog.places)
	}
	for _, o := range k.catalog.Organizations {
		where := "organization " + o.Key
		k.unique("organization", o.Key)
		refers(k, where, "place", o.Place, k.catalog.places)
		refers(k, where, "organization", o.VouchedBy, k.catalog.organizations)
		if len(o.Kinds) == 0 || o.Name == "" {
			k.fail("%s: needs a name and a kind", where)
		}
	}
	for _, o := range k.catalog.Occupations {
		k.unique("occupation", o.Code)
		k.text("occupation "+o.Code, "title", o.Title)
		known(k, "occupation "+o.Code, o.scheme())
		for _, s := range o.Essential {
			refers(k, "occupation "+o.Code, "skill", s, k.catalog.skills)
		}
	}
	for _, c := range k.catalog.Crosswalks {
		k.unique("crosswalk", c.SOC)
		refers(k, "crosswalk "+c.SOC, "occupation", c.SOC+".00", k.catalog.occupations)
	}
}

func (k *checker) skills() {
	frameworks := byKey(k.catalog.Frameworks, func(f *Framework) string { return f.Key })
	for _, s := range k.catalog.Skills {
		where := "skill " + s.Key
		k.unique("skill", s.Key)
		k.unique("skill URI", s.Identity())
		k.text(where, "preferred label", s.Preferred)
		refers(k, where, "framework", s.Framework, frameworks)
		for _, other := range slices.Concat(s.Broader, s.Related, s.Exact) {
			refers(k, where, "skill", other, k.catalog.skills)
			if other == s.Key {
				k.fail("%s: relates to itself", where)
			}
		}
	}
}

func (k *checker) microCredentials() {
	for _, m := range k.catalog.MicroCredentials {
		where := "micro-credential " + m.Key
		k.unique("micro-credential", m.Key)
		known(k, where, m.Kind)
		known(k, where, m.Status)
		refers(k, where, "organization", m.Developer, k.catalog.organizations)
		for _, issuer := range m.Issuers {
			refers(k, where, "organization", issuer, k.catalog.organizations)
		}
		if len(m.Issuers) == 0 || len(m.Versions) == 0 {
			k.fail("%s: needs an issuer and a version", where)
		}
		if m.Status == enum.Draft && len(m.Versions) > 1 {
			k.fail("%s: a draft is of the first version", where)
		}
		k.versions(where, m.Versions)
	}
}

func (k *checker) versions(where string, versions []Version) {
	for i, v := range versions {
		if v.Number != i+1 || i > 0 && v.PublishedDaysAgo >= versions[i-1].PublishedDaysAgo {
			k.fail("%s: versions are numbered from 1, oldest first", where)
		}
		k.text(where, "title", v.Title)
		k.text(where, "description", v.Description)
		k.text(where, "criteria", v.Criteria)
		k.text(where, "can", v.Can)
		if len(v.Asserts) == 0 {
			k.fail("%s: asserts nothing", where)
		}
		for skill, level := range v.Asserts {
			refers(k, where, "skill", skill, k.catalog.skills)
			k.level(where, level)
		}
		for _, delivery := range v.Delivery {
			known(k, where, delivery)
		}
	}
}

func (k *checker) level(where string, level matching.Level) {
	if level > 4 {
		k.fail("%s: no level %d", where, level)
	}
}

func (k *checker) stacks() {
	for _, s := range k.catalog.Stacks {
		where := "stack " + s.Key
		k.unique("stack", s.Key)
		k.text(where, "title", s.Title)
		k.text(where, "description", s.Description)
		known(k, where, s.Status)
		refers(k, where, "organization", s.Owner, k.catalog.organizations)
		refers(k, where, "micro-credential", s.Certifies, k.catalog.microCredentials)
		for _, part := range Parts(s.Rule.Rule) {
			refers(k, where, "micro-credential", part, k.catalog.microCredentials)
			if found, ok := k.catalog.microCredentials[part]; ok && found.Status == enum.Draft && s.Status == enum.Published {
				k.fail("%s: %q is still a draft", where, part)
			}
		}
	}
	for _, p := range k.catalog.Pathways {
		k.pathway(p)
	}
}

func (k *checker) pathway(p Pathway) {
	where := "pathway " + p.Key
	k.unique("pathway", p.Key)
	k.text(where, "title", p.Title)
	k.text(where, "description", p.Description)
	refers(k, where, "organization", p.Owner, k.catalog.organizations)
	refers(k, where, "occupation", p.Goal.Occupation, k.catalog.occupations)
	refers(k, where, "micro-credential", p.Goal.Degree, k.catalog.microCredentials)
	refers(k, where, "stack", p.Goal.Stack, k.catalog.stacks)
	if set(p.Goal.Occupation, p.Goal.Degree, p.Goal.Stack) != 1 {
		k.fail("%s: leads to exactly one goal", where)
	}
	for _, step := range p.Steps {
		refers(k, where, "micro-credential", step.MicroCredential, k.catalog.microCredentials)
		refers(k, where, "stack", step.Stack, k.catalog.stacks)
		if set(step.MicroCredential, step.Stack) != 1 {
			k.fail("%s: a step is a micro-credential or a stack", where)
		}
	}
}

// set counts the values that are not empty.
func set(values ...string) (n int) {
	for _, v := range values {
		if v != "" {
			n++
		}
	}
	return n
}
