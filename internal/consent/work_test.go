package consent_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/stackmatch/stackmatch/internal/consent"
)

func randomConditions(rng *rand.Rand) consent.WorkConditions {
	w := consent.WorkConditions{PayFloor: rng.IntN(6000), HoursLeast: rng.IntN(45), HoursMost: rng.IntN(60), TravelMinutes: rng.IntN(200)}
	for _, shift := range []string{"DAY", "NIGHT", "WEEKEND"} {
		if rng.IntN(3) == 0 {
			w.Shifts = append(w.Shifts, shift)
		}
	}
	return w
}

// TestStepsAskForNoLess: what rounded conditions let in, the conditions as given do;
// and what is rounded once stays so. Less than one step of hours or minutes is one.
func TestStepsAskForNoLess(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		given := randomConditions(rng)
		held := given.InSteps()
		if again := held.InSteps(); !reflect.DeepEqual(again, held) {
			t.Fatalf("%+v is held as %+v, and then as %+v", given, held, again)
		}
		offer := consent.WorkOffer{Pay: rng.IntN(6000), HoursLeast: float64(rng.IntN(40)), Remote: rng.IntN(2) == 0, Shifts: randomConditions(rng).Shifts}
		offer.HoursMost = offer.HoursLeast + float64(rng.IntN(20))
		km, remote := rng.Float64()*200, rng.IntN(2) == 0
		small := given.HoursMost > 0 && given.HoursMost < consent.HoursStep || given.TravelMinutes > 0 && given.TravelMinutes < consent.TravelStep
		if !small && len(held.Unmet(offer, km, remote)) == 0 && len(given.Unmet(offer, km, remote)) > 0 {
			t.Fatalf("%+v, held as %+v, lets in %+v at %v km", given, held, offer, km)
		}
	}
}

// TestABetterOfferIsNeverRefusedForIt: more pay, nearer, meets no less.
func TestABetterOfferIsNeverRefusedForIt(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		w := randomConditions(rng).InSteps()
		offer := consent.WorkOffer{Pay: rng.IntN(6000)}
		km := rng.Float64() * 200
		better := offer
		better.Pay += rng.IntN(500)
		if len(w.Unmet(better, km*rng.Float64(), true)) > len(w.Unmet(offer, km, true)) {
			t.Fatalf("%+v refuses what is better than %+v", w, offer)
		}
	}
}
