package outcome

import (
	"slices"
)

// Grouping is what people are told apart by.
type Grouping string

// The groupings. All but the last are protected: what people said of themselves, or
// an institution's file did.
const (
	ByPell             Grouping = "PELL"
	ByPublicAssistance Grouping = "PUBLIC_ASSISTANCE"
	ByLowIncome        Grouping = "LOW_INCOME"
	ByFirstGeneration  Grouping = "FIRST_GENERATION"
	ByEnglishLearner   Grouping = "ENGLISH_LEARNER"
	ByDisability       Grouping = "DISABILITY"
	ByRural            Grouping = "RURAL"
	ByMicroCredential  Grouping = "MICRO_CREDENTIAL"
)

// Values lists the groupings.
func (Grouping) Values() []string {
	list := make([]string, len(groupings))
	for i, g := range groupings {
		list[i] = string(g)
	}
	return list
}

var groupings = []Grouping{
	ByPell, ByPublicAssistance, ByLowIncome, ByFirstGeneration, ByEnglishLearner, ByDisability, ByRural, ByMicroCredential,
}

// Group is one of the groups of a protected grouping.
type Group string

// The groups.
const (
	GroupYes Group = "YES"
	GroupNo  Group = "NO"
	// GroupUnknown are those of whom nobody said.
	GroupUnknown Group = "UNKNOWN"
)

// Values lists the groups.
func (Group) Values() []string {
	return []string{string(GroupYes), string(GroupNo), string(GroupUnknown)}
}

// traits are what is known of a person, by grouping.
type traits map[Grouping]bool

// say adds what is said, unless it was said before.
func (t traits) say(by Grouping, said *bool) {
	if _, known := t[by]; !known && said != nil {
		t[by] = *said
	}
}

func (t traits) group(by Grouping) Group {
	switch is, known := t[by]; {
	case !known:
		return GroupUnknown
	case is:
		return GroupYes
	}
	return GroupNo
}

// event is that somebody did something, in what they did it for.
type event struct{ person, credential string }

// kind is what is counted, as "enrolled", or the kind of an outcome.
type kind string

const (
	enrolled  kind = "enrolled"
	submitted kind = "submitted"
	awarded   kind = "awarded"
)

// told is all that is counted, and by what.
type told struct {
	events map[kind][]event
	people map[string]traits
	raised *Share
}

// of keeps what is about a micro-credential; all for nil.
func (t told) of(credential *string) told {
	if credential == nil {
		return t
	}
	kept := told{events: make(map[kind][]event, len(t.events)), people: t.people}
	for what, events := range t.events {
		for _, e := range events {
			if e.credential == *credential {
				kept.events[what] = append(kept.events[what], e)
			}
		}
	}
	return kept
}

// credentials lists what anything is about, sorted: "" is for what is about none.
// Without that group, the others and the total would tell of it.
func (t told) credentials() []string {
	var list []string
	for _, events := range t.events {
		for _, e := range events {
			list = append(list, e.credential)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// keys are the groups of a grouping: YES, NO and UNKNOWN, or micro-credentials.
func (t told) keys(by Grouping) []string {
	if by == ByMicroCredential {
		return t.credentials()
	}
	return Group("").Values()
}

// sizes counts the people of each group, and of all.
func (t told) sizes(what kind, by Grouping, keys []string) (sizes []int, all int) {
	in, everybody := make(map[string]map[string]bool, len(keys)), map[string]bool{}
	for _, e := range t.events[what] {
		everybody[e.person] = true
		key := e.credential
		if by != ByMicroCredential {
			key = string(t.people[e.person].group(by))
		}
		if in[key] == nil {
			in[key] = map[string]bool{}
		}
		in[key][e.person] = true
	}
	sizes = make([]int, len(keys))
	for i, key := range keys {
		sizes[i] = len(in[key])
	}
	return sizes, len(everybody)
}
