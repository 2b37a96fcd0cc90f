package planner

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// A day is one unit of work here, so that giving each day to one job is every
// schedule that there is.
const unit = 7

// drawJobs makes jobs of whole days; dated ones take their days whole, or nothing.
func drawJobs(r *rand.Rand) []job {
	jobs := make([]job, 1+r.IntN(4))
	for i := range jobs {
		c := &choice{work: int64(unit * r.IntN(3))}
		switch r.IntN(4) {
		case 0:
			c.first = today + Day(r.IntN(8))
			c.last = c.first + Day(r.IntN(3))
			if r.IntN(2) == 0 {
				c.rate, c.rest = unit, unit
			}
		case 1:
			c.last = today + Day(r.IntN(10))
		}
		jobs[i].choice = c
		for a := range i {
			if r.IntN(3) == 0 {
				jobs[i].after = append(jobs[i].after, a)
			}
		}
	}
	return jobs
}

// tryDays gives each day to each job in turn; far where nothing fits.
func tryDays(jobs []job, day Day, left []int64, done []Day, seen map[string]Day) Day {
	key := fmt.Sprint(day, left, done)
	if known, ok := seen[key]; ok {
		return known
	}
	best := far
	defer func() { seen[key] = best }()
	if day > today+18 {
		return best
	}
	left, done = slices.Clone(left), idle(jobs, day, left, done)
	busy := false
	for i := range jobs {
		switch c := jobs[i].choice; {
		case !c.dated() || day < c.first || day > c.last:
		case day == c.first && !through(jobs, i, done, day), busy && c.rate > 0:
			return best
		default:
			busy = busy || c.rate > 0
			if day == c.last {
				done[i] = day
			}
		}
	}
	for i := range jobs {
		if c := jobs[i].choice; !c.dated() && done[i] == 0 && left[i] > 0 && !busy && through(jobs, i, done, day) {
			less, ready := slices.Clone(left), slices.Clone(done)
			if less[i] -= unit; less[i] == 0 {
				ready[i] = day
			}
			best = min(best, evening(jobs, day, less, ready, seen))
		}
	}
	best = min(best, evening(jobs, day, left, done, seen))
	return best
}

// idle is through with what takes no time.
func idle(jobs []job, day Day, left []int64, done []Day) []Day {
	done = slices.Clone(done)
	for range jobs {
		for i := range jobs {
			if c := jobs[i].choice; !c.dated() && done[i] == 0 && left[i] == 0 && through(jobs, i, done, day) {
				done[i] = day
			}
		}
	}
	return done
}

// evening is through with what takes no time, and goes on.
func evening(jobs []job, day Day, left []int64, done []Day, seen map[string]Day) Day {
	done = idle(jobs, day, left, done)
	for i := range jobs {
		if c := jobs[i].choice; !c.dated() && c.last > 0 && (done[i] > c.last || done[i] == 0 && day >= c.last) {
			return far
		}
	}
	if !slices.Contains(done, 0) {
		return slices.Max(done)
	}
	return tryDays(jobs, day+1, left, done, seen)
}

// through says that all that a job comes after is done.
func through(jobs []job, i int, done []Day, day Day) bool {
	return !slices.ContainsFunc(jobs[i].after, func(a int) bool {
		strictly := jobs[a].dated() || jobs[i].dated()
		return done[a] == 0 || strictly && done[a] >= day
	})
}

func TestTheLastJobFinishesAsEarlyAsCanBe(t *testing.T) {
	t.Parallel()
	rounds := uint64(500)
	if testing.Short() {
		rounds = 100
	}
	late := 0
	for seed := range rounds {
		jobs := drawJobs(rand.New(rand.NewPCG(seed, 4)))
		left, done := make([]int64, len(jobs)), make([]Day, len(jobs))
		for i := range jobs {
			left[i] = jobs[i].choice.work
		}
		want := tryDays(jobs, today, left, done, map[string]Day{})
		got, ok := week{pace: unit}.lay(jobs, today, far-1)
		if ok != (want < far) || ok && got != want {
			t.Fatalf("seed %d: got %d %v, want %d", seed, got-today, ok, want-today)
		}
		if !ok {
			late++
		}
	}
	if late == 0 || late == int(rounds) {
		t.Errorf("%d of %d fit nowhere", late, rounds)
	}
}
