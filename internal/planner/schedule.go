package planner

import (
	"math"
	"slices"
)

// far is a day after every other.
const far Day = math.MaxInt64 / 4

// job is a step to be laid on days.
type job struct {
	// choice is nil while it is undecided: nothing takes less time or is freer.
	choice *choice
	// after are the jobs that have to be finished before it.
	after []int
	// rank is the job's place in an order that respects after.
	rank              int
	release, deadline Day
	left              int64
	start, finish     Day
}

// week is what there is for work: minutes, that dated work may ask more than where
// they are open.
type week struct {
	pace int64
	open bool
}

func (j *job) dated() bool { return j.choice != nil && j.choice.dated() }

// lay gives every job its days such that the last one finishes as early as can be;
// false where they don't fit. Dated work is where it is. The rest shares one
// machine that may be interrupted: always working on what is due first, each due
// before all that waits for it, is optimal (Horn 1974; Lawler for precedence).
func (w week) lay(jobs []job, today, finish Day) (last Day, ok bool) {
	order, ok := rank(jobs)
	if !ok || !window(jobs, order, today, finish) {
		return 0, false
	}
	days := breaks(jobs, today)
	for i, from := range days {
		to := far
		if i+1 < len(days) {
			to = days[i+1]
		}
		left := w.pace - load(jobs, from)
		if left < 0 && !w.open || !work(jobs, from, to, max(0, left)) {
			return 0, false
		}
	}
	for i := range jobs {
		last = max(last, jobs[i].finish)
	}
	return last, true
}

// rank puts jobs into an order that respects what each comes after; false where
// there is none.
func rank(jobs []job) ([]int, bool) {
	order := make([]int, 0, len(jobs))
	for i := range jobs {
		jobs[i].rank = -1
	}
	for len(order) < len(jobs) {
		next := slices.IndexFunc(jobs, func(j job) bool {
			return j.rank < 0 && !slices.ContainsFunc(j.after, func(a int) bool { return jobs[a].rank < 0 })
		})
		if next < 0 {
			return nil, false
		}
		jobs[next].rank = len(order)
		order = append(order, next)
	}
	return order, true
}

// window finds the first and the last day of each job: dated ones start after all
// that they need has finished.
func window(jobs []job, order []int, today, finish Day) bool {
	for _, i := range order {
		j := &jobs[i]
		j.release, j.deadline, j.start, j.finish, j.left = today, finish, 0, 0, 0
		for _, a := range j.after {
			from := jobs[a].release
			if jobs[a].dated() {
				from = jobs[a].finish + 1
			}
			j.release = max(j.release, from)
		}
		switch {
		case j.dated():
			if j.start, j.finish = j.choice.first, j.choice.last; j.release > j.start || j.finish > finish {
				return false
			}
		case j.choice != nil:
			if j.left = j.choice.work; j.choice.last > 0 {
				j.deadline = min(j.deadline, j.choice.last)
			}
		}
	}
	for _, i := range slices.Backward(order) {
		j := &jobs[i]
		due := j.deadline
		if j.dated() {
			due = j.start - 1
		}
		for _, a := range j.after {
			jobs[a].deadline = min(jobs[a].deadline, due)
		}
	}
	return true
}

// breaks are the days on which the load changes or a job may begin.
func breaks(jobs []job, today Day) []Day {
	days := []Day{today}
	for i := range jobs {
		if j := &jobs[i]; j.dated() {
			days = append(days, j.start, j.choice.busy(), j.choice.busy()+1)
		} else {
			days = append(days, j.release)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// load is what dated work takes on a day.
func load(jobs []job, day Day) int64 {
	sum := int64(0)
	for i := range jobs {
		switch j := &jobs[i]; {
		case !j.dated() || day < j.start || day > j.choice.busy():
		case day == j.choice.busy():
			sum += j.choice.rest
		default:
			sum += j.choice.rate
		}
	}
	return sum
}

// work fills the days from one to another, each with so much left; false where a job
// is late.
func work(jobs []job, from, to Day, each int64) bool {
	total := int64(math.MaxInt64 / 4)
	if to < far {
		total = int64(to-from) * each
	}
	for used := int64(0); ; {
		j := due(jobs, from)
		if j == nil || j.left > 0 && used == total {
			return true
		}
		if j.start == 0 {
			j.start = dayOf(from, used, each, j.left > 0)
		}
		take := min(j.left, total-used)
		used += take
		if j.left -= take; j.left == 0 {
			if j.finish = dayOf(from, used, each, false); j.finish > j.deadline {
				return false
			}
		}
	}
}

// dayOf is the day on which so much is used, or on which the next bit of work falls.
func dayOf(from Day, used, each int64, next bool) Day {
	if used > 0 && !next {
		used--
	}
	if each == 0 {
		return from
	}
	return from + Day(used/each)
}

// due is the job to work on: of those that may begin, the one that is due first.
func due(jobs []job, day Day) *job {
	var first *job
	for i := range jobs {
		j := &jobs[i]
		if j.dated() || j.finish != 0 || j.release > day {
			continue
		}
		if first == nil || j.deadline < first.deadline || j.deadline == first.deadline && j.rank < first.rank {
			first = j
		}
	}
	return first
}
