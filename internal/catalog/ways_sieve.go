package catalog

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/search"
)

// waySieve tells, by id, what a filter keeps. It loads what it needs with a
// constant number of statements, and nothing for a filter that asks nothing.
func (s *Service) waySieve(ctx context.Context, f WayFilter) (func(id string) bool, error) {
	if f.plain() {
		return func(string) bool { return true }, nil
	}
	all, err := s.loadWays(ctx, f)
	if err != nil {
		return nil, err
	}
	return all.keeps, nil
}

// sieve is what a filter reckons with.
type sieve struct {
	filter   WayFilter
	today    time.Time
	from     *db.Place
	places   map[string]*db.Place
	earned   map[string]*earnedWay // by micro-credential
	rules    map[string]*matching.Rule
	pathways map[string]*db.Pathway
	// tied are the skills of occupations among those asked for, by occupation; codes
	// the codes of occupations.
	tied  map[string]bool
	codes map[string]string
	// recognized are micro-credentials and stacks that pass for what is asked of
	// recognitions.
	recognized map[string]bool
}

// earnedWay is what is known of how a micro-credential is earned.
type earnedWay struct {
	version   *db.MicroCredentialVersion
	offerings []*db.Offering
}

func (v *sieve) keeps(key string) bool {
	switch id.Prefix(key) {
	case id.MicroCredential:
		return v.earned[key] != nil && v.passes(v.part(key), []string{key})
	case id.Stack:
		rule := v.rules[key]
		return rule != nil && v.passes(*rule, append(credentialsIn(*rule), key))
	case id.Pathway:
		return v.pathwayPasses(v.pathways[key])
	case id.Occupation:
		return v.occupationPasses(key)
	}
	return false
}

func (v *sieve) part(credential string) matching.Rule {
	return matching.Rule{Op: matching.OpPart, Credential: credential}
}

// credentialsIn lists what a rule names.
func credentialsIn(rule matching.Rule) []string {
	if rule.Op == matching.OpPart {
		return []string{rule.Credential}
	}
	var all []string
	for _, part := range rule.Of {
		all = append(all, credentialsIn(part)...)
	}
	return all
}

// pathwayPasses: its steps are earned together, but for optional ones.
func (v *sieve) pathwayPasses(row *db.Pathway) bool {
	if row == nil {
		return false
	}
	whole := matching.Rule{Op: matching.OpAllOf}
	var names []string
	for _, step := range row.Edges.Steps {
		var rule matching.Rule
		switch {
		case step.MicroCredentialID != nil:
			rule = v.part(*step.MicroCredentialID)
			names = append(names, *step.MicroCredentialID)
		case step.StackID != nil && v.rules[*step.StackID] != nil:
			rule = *v.rules[*step.StackID]
			names = append(append(names, *step.StackID), credentialsIn(rule)...)
		default:
			continue
		}
		if !step.Optional {
			whole.Of = append(whole.Of, rule)
		}
	}
	return v.passes(whole, names)
}

// occupationPasses: a pathway to it passes; where only skills are asked for, those
// that it is tied to count, too.
func (v *sieve) occupationPasses(key string) bool {
	onlySkills := v.filter
	onlySkills.Skills = nil
	if onlySkills.plain() && v.tied[key] {
		return true
	}
	code := v.codes[key]
	for _, row := range v.pathways {
		if code != "" && (row.OccupationCode == code || row.OccupationCode == socOf(code)) && v.pathwayPasses(row) {
			return true
		}
	}
	return false
}

// passes tells whether a rule can be completed as the filter asks; names are all
// that belongs to it.
func (v *sieve) passes(rule matching.Rule, names []string) bool {
	f := v.filter
	if len(f.Skills) > 0 && !slices.ContainsFunc(names, v.asserts) {
		return false
	}
	if (len(f.RecognizedFor) > 0 || f.MinCredits != nil) && !slices.ContainsFunc(names, func(n string) bool { return v.recognized[n] }) {
		return false
	}
	if _, open := v.least(rule, func(string) (int64, bool) { return 0, true }); !open {
		return false
	}
	if f.MaxMinutes != nil {
		if minutes, known := v.least(rule, v.minutes); !known || minutes > int64(*f.MaxMinutes) {
			return false
		}
	}
	if f.MaxPrice != nil {
		if cents, known := v.least(rule, v.cents); !known || cents > *f.MaxPrice.cents() {
			return false
		}
	}
	return true
}

func (v *sieve) asserts(credential string) bool {
	of := v.earned[credential]
	return of != nil && slices.ContainsFunc(of.version.Edges.Competencies, func(c *db.VersionCompetency) bool {
		return slices.Contains(v.filter.Skills, c.SkillID)
	})
}

// least is the least that a rule takes; false where it cannot be completed within
// what is known.
func (v *sieve) least(rule matching.Rule, of func(credential string) (int64, bool)) (int64, bool) {
	if rule.Op == matching.OpPart {
		if v.earned[rule.Credential] == nil || len(v.options(rule.Credential)) == 0 {
			return 0, false
		}
		return of(rule.Credential)
	}
	var costs []int64
	for _, part := range rule.Of {
		if cost, ok := v.least(part, of); ok {
			costs = append(costs, cost)
		}
	}
	needed := len(rule.Of)
	switch rule.Op {
	case matching.OpAnyOf:
		needed = 1
	case matching.OpKOf:
		needed = rule.K
	case matching.OpAllOf, matching.OpPart:
	}
	if len(costs) < needed {
		return 0, false
	}
	slices.Sort(costs)
	var sum int64
	for _, cost := range costs[:needed] {
		sum += cost
	}
	return sum, true
}

// wayOption is one way to earn a micro-credential that the filter leaves.
type wayOption struct {
	minutes *int
	cents   *int64
}

// options are the offerings, and one's own pace where there is none or it is
// online, that are in a language, of a delivery and within the distance asked for.
func (v *sieve) options(credential string) []wayOption {
	of := v.earned[credential]
	offerings := v.offered(of)
	var out []wayOption
	for _, row := range offerings {
		if v.speaks([]string{row.Language}) && v.delivers([]enum.Delivery{row.Delivery}) && v.near(row) {
			o := wayOption{minutes: row.EffortMinutes, cents: v.priced(row.PriceCents, row.PriceCurrency)}
			if o.minutes == nil {
				o.minutes = of.version.EffortMinutes
			}
			if row.LearnerCents != nil {
				o.cents = v.priced(row.LearnerCents, row.PriceCurrency)
			}
			out = append(out, o)
		}
	}
	online := slices.Contains(of.version.Delivery, enum.DeliveryOnline)
	if (online || len(offerings) == 0 && v.filter.Within == nil) && v.speaks(of.version.Languages) && v.delivers(of.version.Delivery) {
		out = append(out, wayOption{minutes: of.version.EffortMinutes, cents: v.priced(of.version.PriceCents, of.version.PriceCurrency)})
	}
	return out
}

func (v *sieve) speaks(held []string) bool {
	return len(v.filter.Languages) == 0 || slices.ContainsFunc(held, func(language string) bool {
		return slices.ContainsFunc(v.filter.Languages, func(asked string) bool { return baseLanguage(language) == baseLanguage(asked) })
	})
}

func baseLanguage(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return base
}

func (v *sieve) delivers(held []enum.Delivery) bool {
	return len(v.filter.Delivery) == 0 || slices.ContainsFunc(held, func(d enum.Delivery) bool { return slices.Contains(v.filter.Delivery, d) })
}

// near tells whether nobody has to travel further for it.
func (v *sieve) near(row *db.Offering) bool {
	if v.filter.Within == nil || row.Delivery == enum.DeliveryOnline {
		return true
	}
	if row.PlaceID == nil || v.places[*row.PlaceID] == nil || v.from == nil {
		return false
	}
	at := v.places[*row.PlaceID]
	return search.Distance(v.from.Latitude, v.from.Longitude, at.Latitude, at.Longitude) <= float64(v.filter.Within.KM)
}

// priced is a price in the currency asked for; nil where it is unknown.
func (v *sieve) priced(cents *int64, currency string) *int64 {
	if v.filter.MaxPrice == nil || cents == nil || *cents > 0 && currency != v.filter.MaxPrice.currency() {
		return nil
	}
	return cents
}

func (v *sieve) minutes(credential string) (int64, bool) {
	least := int64(math.MaxInt64)
	for _, o := range v.options(credential) {
		if o.minutes != nil {
			least = min(least, int64(*o.minutes))
		}
	}
	return least, least < math.MaxInt64
}

func (v *sieve) cents(credential string) (int64, bool) {
	least := int64(math.MaxInt64)
	for _, o := range v.options(credential) {
		if o.cents != nil {
			least = min(least, *o.cents)
		}
	}
	return least, least < math.MaxInt64
}
