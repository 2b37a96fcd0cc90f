package matching

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestTheLogarithmIsRoundedToTheMillionth(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b uint64
		want int64
	}{{1, 1, 0}, {2, 1, 693147}, {3, 1, 1098612}, {10, 3, 1203973}, {1000, 1, 6907755}, {1 << 40, 1, 27725887}, {1_000_001, 1_000_000, 1}} {
		if got := lnMillionths(test.a, test.b); got != test.want {
			t.Errorf("ln(%d/%d) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.Uint64Range(1, 1<<30).Draw(t, "b")
		a := rapid.Uint64Range(b, 1<<31).Draw(t, "a")
		want := math.Round(1e6 * math.Log(float64(a)/float64(b)))
		if got := lnMillionths(a, b); math.Abs(float64(got)-want) > 1 {
			t.Fatalf("ln(%d/%d) = %d, want %g", a, b, got, want)
		}
	})
}

// A word of which the catalog is full still says something; the rarer, the more.
func TestRarerWordsWeighMore(t *testing.T) {
	t.Parallel()
	last := int64(math.MaxInt64)
	for with := 1; with <= 600; with++ {
		got := idf(600, with)
		if got <= 0 || got > last {
			t.Fatalf("in %d of 600: %d, the rarer one %d", with, got, last)
		}
		last = got
	}
}

func TestMoreOfAWordNeverWeighsLess(t *testing.T) {
	t.Parallel()
	w := word{"forklift", 5_000_000}
	last := int64(0)
	for count := range int64(2000) {
		got := w.weight(count)
		if got < last || got > w.idf*11/5 {
			t.Fatalf("%d times: %d, once less %d", count, got, last)
		}
		last = got
	}
}
