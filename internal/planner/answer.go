package planner

// Answer is plans, or why there is none.
type Answer struct {
	// Plans are in order: by value, or along the frontier by minutes.
	Plans []Plan
	// Proven says that the plans are the very best; else they are the best found
	// before the budget ended.
	Proven bool
	// Bound is what no plan is better than; not of a frontier.
	Bound Value
	// Nodes is how many steps the search took.
	Nodes int
	// Pace is the minutes a week by which days were reckoned.
	Pace int64
	// Infeasible says why there is no plan; nil where there is one, or where the
	// budget ended before one was found or ruled out.
	Infeasible *Infeasible
	// Unknown counts the options that the frontier leaves out because their price or
	// length is unknown.
	Unknown int
}

// Value is what a plan is worth: of two, the one with fewer unknowns goes first,
// then the one of the smaller weighted sum.
type Value struct {
	Unknowns int64
	Sum      int64
}

// Less says that v is better than o.
func (v Value) Less(o Value) bool {
	return v.Unknowns < o.Unknowns || v.Unknowns == o.Unknowns && v.Sum < o.Sum
}

// Plan is a set of micro-credentials in an order that respects what each needs. It
// has no step that could be left out.
type Plan struct {
	Steps []Step
	// Minutes and Cents are of the options that tell them; Untimed and Unpriced count
	// the others.
	Minutes, Cents    int64
	Untimed, Unpriced int
	// Count is how many micro-credentials one earns by one's own work.
	Count int
	// Finish is the last day; 0 where there is nothing to do.
	Finish Day
	Value  Value
}

// Step is a micro-credential earned.
type Step struct {
	Credential string
	// Option is the way that is taken; nil where a completed rule awards it by itself.
	Option *Option
	// Start and Finish are the first and the last day of work on it.
	Start, Finish Day
	// Closes are the demands that it meets together with nothing but what is held.
	Closes []int
	// First are the demands that are met once this step is done, and not before it.
	First []int
}

// Infeasible says why there is no plan. It has the demands that nothing can meet or,
// where every demand can be met by itself, the limits that stop it.
type Infeasible struct {
	Demands []Unmet
	Limits  []Stopped
}

// Unmet is a demand that nothing on offer can meet.
type Unmet struct {
	Demand  int
	Blocked []Blocked
}

// Cause is why a micro-credential cannot be had.
type Cause string

// The causes.
const (
	// NotOffered: nobody offers it.
	NotOffered Cause = "NOT_OFFERED"
	// FilteredOut: only in ways that the caller's filters removed.
	FilteredOut Cause = "FILTERED_OUT"
	// BegunAlready: all of its offerings have started.
	BegunAlready Cause = "BEGUN_ALREADY"
	// TooMuchAWeek: its offerings ask for more a week than there is.
	TooMuchAWeek Cause = "TOO_MUCH_A_WEEK"
	// ValueUnknown: a measure is limited that is known of none of its options.
	ValueUnknown Cause = "VALUE_UNKNOWN"
	// NeedsMissing: something that it needs first cannot be had.
	NeedsMissing Cause = "NEEDS_MISSING"
)

// Blocked is a micro-credential that would help to meet a demand and cannot be had.
type Blocked struct {
	Credential string
	Cause      Cause
	// Removed are the filters that took its options, for FilteredOut.
	Removed []Removed
	// Needs are what it needs and cannot be had, for NeedsMissing.
	Needs []string
}

// Measure is something that a limit bounds.
type Measure string

// The measures.
const (
	Minutes Measure = "MINUTES"
	Cents   Measure = "CENTS"
	Finish  Measure = "FINISH"
	// Pace is the minutes a week, with which dated offerings have to fit.
	Pace Measure = "PACE"
)

// Stopped is a limit that there is no plan within.
type Stopped struct {
	Measure Measure
	// Limit is what was asked and Needed the least that would do, a Day for FINISH;
	// Needed is unknown where the budget ended before, or where no limit of this
	// measure would do.
	Limit  int64
	Needed Amount
	// Alone says that Needed does with the other limits as they are; else with the
	// others dropped.
	Alone bool
}
