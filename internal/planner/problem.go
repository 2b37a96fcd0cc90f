// Package planner finds the shortest honest way to a goal: the cheapest set of
// micro-credentials, the offering of each, and the days, that take an earner from
// what they hold to what is demanded, under limits. It is pure (values in, values
// out) and exact: integers, an order without ties, the same answer in every process;
// where its budget ends first, it says so and gives the bound that it has proven. It
// refuses to know a database, an index, a clock or a viewer.
//
// docs/matching.md explains plans to people.
package planner

import "github.com/stackmatch/stackmatch/internal/matching"

// Day is a date, as days since one that the caller chose; 0 is none.
type Day int64

// Amount is a number that may be unknown, which is never 0.
type Amount struct {
	N     int64
	Known bool
}

// Exactly is a known amount.
func Exactly(n int64) Amount { return Amount{n, true} }

// Option is one way to earn a micro-credential: an offering, its list price at one's
// own pace, or proving what one can do already.
type Option struct {
	ID string
	// Minutes of work and Cents that the learner pays.
	Minutes, Cents Amount
	// Starts and Ends are the days of an offering. Without a first day, one works at
	// one's own pace, and is done by the last day where there is one. With a first
	// day only, it takes all of one's time from that day on.
	Starts, Ends Day
	// Prior is to prove what one can do already.
	Prior bool
}

// Removed says that the caller's filter has taken options of an item away.
type Removed struct {
	Filter string
	Count  int
}

// Item is a micro-credential that may be earned.
type Item struct {
	Credential string
	// Needs are what must be held or earned before it, all of them.
	Needs []string
	// Options are the ways to earn it: exactly one is taken.
	Options []Option
	// By is a rule that awards it by itself, at no cost, once completed.
	By *matching.Rule
	// Removed says what the caller's filters took away, for an explanation.
	Removed []Removed
}

// Demand is a part of the goal: any of some micro-credentials, or a completed rule.
type Demand struct {
	Any  []string
	Rule *matching.Rule
	// Fresh has what is held already not close it: it has been looked at, and falls
	// short. Only Any can be.
	Fresh bool
}

// Weights say what is to be kept small: a weighted sum, in which a plain objective
// has one weight of 1. What is unknown of something weighed makes a plan come after
// all that know it.
type Weights struct{ Minutes, Cents, Count int64 }

// The plain objectives.
var (
	LeastMinutes = Weights{Minutes: 1}
	LeastCents   = Weights{Cents: 1}
	LeastCount   = Weights{Count: 1}
)

// Limits bound a plan. Options whose measure is unknown are out where it is limited.
type Limits struct {
	Minutes, Cents Amount
	// Finish is the last day on which the plan may end; 0: any.
	Finish Day
}

// DefaultPace is the minutes a week by which work at one's own pace is reckoned where
// a problem states none. Offerings then take what they take.
const DefaultPace = 600

// Problem is what is to be planned.
type Problem struct {
	// Held are the micro-credentials that count today.
	Held    []string
	Items   []Item
	Demands []Demand
	Weights Weights
	Limits  Limits
	// Today is the first day on which one can work; Pace is minutes a week, which offerings may not
	// ask more of; 0 where none are stated.
	Today Day
	Pace  int64
}

// Budget bounds the work. The zero value sets no bound.
type Budget struct {
	// Nodes is how many steps of the search there may be.
	Nodes int
	// Stop is asked now and then.
	Stop func() bool
}
