package seed

import (
	"slices"

	"github.com/stackmatch/stackmatch/ent/enum"
)

func (k *checker) recognitions() {
	for _, r := range k.catalog.Recognitions {
		where := "recognition " + r.Key
		k.unique("recognition", r.Key)
		known(k, where, r.Status)
		known(k, where, r.Kind)
		refers(k, where, "organization", r.Organization, k.catalog.organizations)
		refers(k, where, "micro-credential", r.MicroCredential, k.catalog.microCredentials)
		refers(k, where, "stack", r.Stack, k.catalog.stacks)
		k.text(where, "scope", r.Scope)
		if set(r.MicroCredential, r.Stack) != 1 {
			k.fail("%s: recognizes a micro-credential or a stack", where)
		}
	}
}

func (k *checker) offerings() {
	for _, o := range k.catalog.Offerings {
		where := "offering " + o.Key
		k.unique("offering", o.Key)
		known(k, where, o.Delivery)
		refers(k, where, "micro-credential", o.MicroCredential, k.catalog.microCredentials)
		refers(k, where, "organization", o.Provider, k.catalog.organizations)
		refers(k, where, "place", o.Place, k.catalog.places)
		if o.EndsInDays < o.StartsInDays {
			k.fail("%s: ends before it starts", where)
		}
	}
}

func (k *checker) postings() {
	for _, p := range k.catalog.Postings {
		where := "posting " + p.Key
		k.unique("posting", p.Key)
		refers(k, where, "organization", p.Employer, k.catalog.organizations)
		refers(k, where, "occupation", p.Occupation, k.catalog.occupations)
		refers(k, where, "place", p.Place, k.catalog.places)
		if p.Title == "" || p.Description == "" || len(p.Requirements) == 0 {
			k.fail("%s: needs a title, a description and a requirement", where)
		}
		asked := map[string]bool{}
		for _, r := range p.Requirements {
			k.requirement(where, r)
			if r.Skill != "" && asked[r.Skill] {
				k.fail("%s: asks for %q twice", where, r.Skill)
			}
			asked[r.Skill] = true
		}
		for _, condition := range p.Conditions {
			k.condition(where, condition)
		}
	}
}

func (k *checker) requirement(where string, r Requirement) {
	refers(k, where, "skill", r.Skill, k.catalog.skills)
	refers(k, where, "stack", r.Stack, k.catalog.stacks)
	for _, key := range r.AnyOf {
		refers(k, where, "micro-credential", key, k.catalog.microCredentials)
	}
	asks := set(r.Skill, r.Stack)
	if len(r.AnyOf) > 0 {
		asks++
	}
	if asks != 1 {
		k.fail("%s: a requirement asks for exactly one thing", where)
	}
	if r.Weight < 1 || r.Weight > 100 {
		k.fail("%s: weight %d is not between 1 and 100", where, r.Weight)
	}
	k.level(where, r.Level)
	if r.Legal != nil && (r.Preferred || r.Skill != "" || r.Legal.Text == "" || r.Legal.URL == "") {
		k.fail("%s: a legal ask is required, of a credential or stack, with text and link", where)
	}
}

func (k *checker) condition(where string, c Condition) {
	known(k, where, c.Kind)
	if c.Text == "" {
		k.fail("%s: a %s condition has no text", where, c.Kind)
	}
}

func (k *checker) accounts() {
	for _, a := range k.catalog.Accounts {
		where := "account " + a.Key
		k.unique("account", a.Key)
		k.unique("address", a.Email)
		if a.Role != RoleEarner {
			known(k, where, a.Role)
		}
		refers(k, where, "organization", a.Organization, k.catalog.organizations)
		refers(k, where, "earner", a.Earner, k.catalog.earners)
		for _, earner := range a.Caseload {
			refers(k, where, "earner", earner, k.catalog.earners)
		}
		if set(a.Organization, a.Earner) != 1 {
			k.fail("%s: acts for an organization or is an earner", where)
		}
	}
}

func (k *checker) earners() {
	accounts := byKey(k.catalog.Accounts, func(a *Account) string { return a.Key })
	for _, e := range k.catalog.Earners {
		where := "earner " + e.Key
		k.unique("earner", e.Key)
		refers(k, where, "place", e.Place, k.catalog.places)
		known(k, where, e.Visibility)
		known(k, where, e.Precision)
		for _, organization := range e.Blocks {
			refers(k, where, "organization", organization, k.catalog.organizations)
		}
		for _, grant := range e.Grants {
			refers(k, where, "organization", grant.Organization, k.catalog.organizations)
			refers(k, where, "account", grant.Account, accounts)
			known(k, where, grant.Purpose)
		}
		if e.Conditions != nil {
			refers(k, where, "organization", e.Conditions.Never, k.catalog.organizations)
		}
		for _, award := range e.Awards {
			k.award(where, award)
		}
	}
}

func (k *checker) award(where string, a EarnerAward) {
	refers(k, where, "micro-credential", a.MicroCredential, k.catalog.microCredentials)
	found, ok := k.catalog.microCredentials[a.MicroCredential]
	if !ok {
		return
	}
	if found.Status == enum.Draft {
		k.fail("%s: %q is awarded to nobody yet", where, a.MicroCredential)
	}
	if a.Issuer != "" && !slices.Contains(found.Issuers, a.Issuer) {
		k.fail("%s: %q may not issue %q", where, a.Issuer, a.MicroCredential)
	}
	if a.EarnedDaysAgo > found.Versions[0].PublishedDaysAgo {
		k.fail("%s: %q was earned before it was published", where, a.MicroCredential)
	}
	for skill, level := range a.Levels {
		refers(k, where, "skill", skill, k.catalog.skills)
		k.level(where, level)
	}
}
