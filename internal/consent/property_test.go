package consent_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/consent"
)

var (
	organizations = []string{"org_a", "org_b", "org_c"}
	kinds         = []string{"EMPLOYER", "COLLEGE"}
	purposes      = []consent.Purpose{consent.Matching, consent.Contact, consent.Coaching, consent.Research, consent.Guardian}
)

// anySubject is somebody who decided anything.
func anySubject(r *rand.Rand) consent.Subject {
	s := consent.Subject{
		Visibility: one(r, consent.Hidden, consent.Anonymous, consent.Open), Reach: one(r, consent.Everyone, consent.Granted),
		GuardianUntil: anyTime(r),
	}
	for range r.IntN(5) {
		g := consent.Grant{Purpose: one(r, purposes...), Until: anyTime(r), WithdrawnAt: anyTime(r)}
		switch r.IntN(3) {
		case 0:
			g.Organization = one(r, organizations...)
		case 1:
			g.Kind = one(r, kinds...)
		default:
			g.Account = "acc_a"
		}
		for _, f := range consent.Contact.MayOpen() {
			if r.IntN(2) == 0 {
				g.Fields = append(g.Fields, f)
			}
		}
		s.Grants = append(s.Grants, g)
	}
	for _, o := range organizations {
		if r.IntN(4) == 0 {
			s.Blocked = append(s.Blocked, o)
		}
	}
	return s
}

func anyTime(r *rand.Rand) time.Time {
	return one(r, time.Time{}, time.Time{}, now.Add(-time.Hour), now, now.Add(time.Hour))
}

func one[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// told is all that anybody is told of somebody.
func told(s consent.Subject, at time.Time) map[string]bool {
	out := map[string]bool{}
	for _, o := range organizations {
		for _, k := range kinds {
			out["shown to "+o+" of "+k] = s.ShownTo(o, []string{k}, at)
		}
		for _, p := range purposes {
			for _, f := range consent.Contact.MayOpen() {
				out["to "+o+" for "+string(p)+" "+string(f)] = s.Opens(f, p, o, "", at)
				out["to the person of "+o+" for "+string(p)+" "+string(f)] = s.Opens(f, p, o, "acc_a", at)
			}
		}
	}
	return out
}

func wider(t *testing.T, what string, before, after map[string]bool) {
	t.Helper()
	for thing, yes := range after {
		if yes && !before[thing] {
			t.Errorf("%s: %s", what, thing)
		}
	}
}

const rounds = 1_000

func TestWithdrawingNarrowingAndBlockingNeverWiden(t *testing.T) {
	t.Parallel()
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 1))
		s := anySubject(r)
		before := told(s, now)
		for i := range s.Grants {
			withdrawn := s
			withdrawn.Grants = slices.Clone(s.Grants)
			withdrawn.Grants[i].WithdrawnAt = now
			wider(t, "withdrawn", before, told(withdrawn, now))

			narrowed := s
			narrowed.Grants = slices.Clone(s.Grants)
			narrowed.Grants[i].Fields = s.Grants[i].Fields[:len(s.Grants[i].Fields)/2]
			wider(t, "narrowed", before, told(narrowed, now))

			gone := s
			gone.Grants = slices.Delete(slices.Clone(s.Grants), i, i+1)
			wider(t, "removed", before, told(gone, now))
		}
		for _, o := range organizations {
			blocked := s
			blocked.Blocked = append(slices.Clone(s.Blocked), o)
			wider(t, "blocked", before, told(blocked, now))
		}
		hidden := s
		hidden.Visibility = consent.Hidden
		wider(t, "hidden", before, told(hidden, now))
		if t.Failed() {
			t.Fatalf("seed %d: %+v", seed, s)
		}
	}
}

func TestNobodyIsToldMoreThanALiveGrantSays(t *testing.T) {
	t.Parallel()
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 2))
		s := anySubject(r)
		guarded := now.Before(s.GuardianUntil) && !slices.ContainsFunc(s.Grants, func(g consent.Grant) bool { return g.Purpose == consent.Guardian && g.Live(now) })
		for _, o := range organizations {
			blocked := slices.Contains(s.Blocked, o)
			if shown := s.ShownTo(o, kinds, now); shown && (blocked || guarded || s.Visibility == consent.Hidden) {
				t.Fatalf("seed %d: shown to %s: %+v", seed, o, s)
			}
			for _, p := range purposes {
				for _, f := range consent.Contact.MayOpen() {
					granted := slices.ContainsFunc(s.Grants, func(g consent.Grant) bool {
						return g.Organization == o && g.Purpose == p && g.Live(now) && slices.Contains(g.Fields, f)
					})
					want := granted && !blocked && (!guarded || !p.ToEmployers())
					if got := s.Opens(f, p, o, "", now); got != want {
						t.Fatalf("seed %d: %s for %s to %s: %t, want %t: %+v", seed, f, p, o, got, want, s)
					}
				}
			}
		}
	}
}

func TestNothingChangesBeforeNextChangeSaysSo(t *testing.T) {
	t.Parallel()
	for seed := range uint64(rounds) {
		s := anySubject(rand.New(rand.NewPCG(seed, 3)))
		next := s.NextChange(now)
		until := next.Add(-time.Microsecond)
		if next.IsZero() {
			until = now.AddDate(10, 0, 0)
		}
		if got, want := s.Audience(until), s.Audience(now); !slices.Equal(got, want) {
			t.Fatalf("seed %d: the audience is %v now, %v before the next change: %+v", seed, want, got, s)
		}
	}
}
