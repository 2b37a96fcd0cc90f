package seed

import (
	"iter"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
)

func TestLargerPopulationBeginsWithTheSmallerOne(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	small := slices.Collect(Population(7, 40, c, testNow))
	large := slices.Collect(Population(7, 400, c, testNow))
	if diff := cmp.Diff(small, large[:40]); diff != "" {
		t.Errorf("the first 40 differ (-small +large):\n%s", diff)
	}
	if other := slices.Collect(Population(8, 40, c, testNow)); cmp.Equal(small, other) {
		t.Error("another seed gives the same people")
	}
}

func TestPopulationStopsWhenAsked(t *testing.T) {
	t.Parallel()
	next, stop := iter.Pull(Population(1, math.MaxInt, loaded(t), testNow))
	defer stop()
	for range 3 {
		if _, ok := next(); !ok {
			t.Fatal("no next person")
		}
	}
}

func TestSharesAreTheReports(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	const n = 20_000
	count := map[string]int{}
	tally := func(what string, is bool) {
		if is {
			count[what]++
		}
	}
	for p := range Population(3, n, c, testNow) {
		place, stated := c.Place(p.Place)
		rural := stated && place.Rural()
		tally("rural", rural)
		tally("no place", !stated)
		tally("disability", *p.Protected.Disability)
		tally("low income", *p.Protected.LowIncome)
		tally("not English", p.Protected.PrimaryLanguage != "English")
		tally("English learner", *p.Protected.EnglishLearner)
		tally("assisted", rural && *p.Protected.PublicAssistance)
		if !rural && p.Protected.PublicAssistance != nil {
			t.Fatal("public assistance is known of rural earners alone")
		}
	}
	for what, want := range map[string]float64{
		"rural": 9.0 / 35, "no place": 3.0 / 35, "disability": .23, "low income": .63,
		"not English": .43, "English learner": .31, "assisted": 9.0 / 35 * 5 / 9,
	} {
		if got := float64(count[what]) / n; math.Abs(got-want) > .015 {
			t.Errorf("%s: %.3f, want about %.3f", what, got, want)
		}
	}
}

func TestPopulationHasEveryHistory(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	catalog := ruledCatalog(t, c)
	seen := map[string]int{}
	for p := range Population(5, 500, c, testNow) {
		if len(p.Awards) == 0 {
			seen["empty"]++
		}
		seen["visibility "+string(p.Visibility)]++
		seen["language "+p.Locale]++
		if p.Reach == consent.Granted && !p.Grants[0].WithdrawnAt.IsZero() {
			seen["withdrawn"]++
		}
		if len(p.Blocks) > 0 {
			seen["blocks"]++
		}
		for _, a := range p.Awards {
			seen["status "+string(a.Status)]++
			seen["verification "+string(a.Verification)]++
			seen["source "+string(a.Source)]++
			if !a.ExpiresAt.IsZero() && a.ExpiresAt.Before(testNow) {
				seen["expired"]++
			}
			if a.Pairs != nil {
				seen["own levels"]++
			}
			if a.Version == 2 {
				seen["second version"]++
			}
		}
		completed := catalog.Completed(counting(awards(c, p), testNow))
		if len(completed) > 0 {
			seen["finished stack"]++
		}
	}
	for _, want := range []string{
		"empty", "visibility HIDDEN", "visibility ANONYMOUS", "visibility OPEN", "language es", "withdrawn", "blocks",
		"status REVOKED", "status SUSPENDED", "verification UNVERIFIED", "verification FAILED", "source CLAIMED",
		"source IMPORTED", "expired", "own levels", "second version", "finished stack",
	} {
		if seen[want] < 3 {
			t.Errorf("%d of 500 with %q", seen[want], want)
		}
	}
	t.Log(seen)
}

func TestPopulationCanBeWritten(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	for p := range Population(11, 2_000, c, testNow) {
		if _, ok := c.Place(p.Place); !ok && p.Place != "" {
			t.Fatalf("%s lives at %q", p.Key, p.Place)
		}
		if p.Place == "" && p.Precision != enum.PrecisionNone {
			t.Errorf("%s shows a place without having one", p.Key)
		}
		held := map[string]bool{}
		for _, a := range p.Awards {
			checkAward(t, c, p.Key, a)
			if held[a.MicroCredential] {
				t.Errorf("%s holds %s twice", p.Key, a.MicroCredential)
			}
			held[a.MicroCredential] = true
		}
	}
}

func checkAward(t *testing.T, c *Catalog, who string, a PersonAward) {
	t.Helper()
	m, ok := c.MicroCredential(a.MicroCredential)
	switch {
	case !ok || m.Status != enum.Published || !slices.Contains(m.Issuers, a.Issuer):
		t.Errorf("%s: %s by %s", who, a.MicroCredential, a.Issuer)
	case !a.EarnedAt.Before(testNow) || a.EarnedAt.Before(m.Versions[a.Version-1].Published(testNow)):
		t.Errorf("%s: version %d of %s earned at %s", who, a.Version, m.Key, a.EarnedAt)
	case !a.ExpiresAt.IsZero() && !a.ExpiresAt.After(a.EarnedAt):
		t.Errorf("%s: %s expires at %s", who, m.Key, a.ExpiresAt)
	case (a.Status == enum.AwardRevoked) != !a.RevokedAt.IsZero():
		t.Errorf("%s: %s is %s, revoked at %s", who, m.Key, a.Status, a.RevokedAt)
	case a.RevokedAt.After(testNow):
		t.Errorf("%s: %s is revoked in the future", who, m.Key)
	}
}

func TestWhoSomebodyIsChangesNothingThatCounts(t *testing.T) {
	t.Parallel()
	// The streams are apart: over many people no attribute goes with the number
	// of awards more than chance allows.
	c := loaded(t)
	var n, sum [2]float64
	for p := range Population(13, 20_000, c, testNow) {
		group := 0
		if *p.Protected.Disability {
			group = 1
		}
		n[group]++
		sum[group] += float64(len(p.Awards))
	}
	if gap := math.Abs(sum[0]/n[0] - sum[1]/n[1]); gap > .1 {
		t.Errorf("mean number of awards differs by %.3f", gap)
	}
}

func TestNobodyOfThePopulationIsNamedLikeAHandWrittenEarner(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	names := map[string]bool{}
	for _, e := range c.Earners {
		names[e.Name] = true
	}
	for p := range Population(17, 5_000, c, testNow) {
		if names[p.Name] {
			t.Errorf("%s is named %s", p.Key, p.Name)
		}
	}
}

func BenchmarkPopulation(b *testing.B) {
	c := loaded(b)
	b.ReportAllocs()
	for range Population(1, b.N, c, time.Now()) {
	}
}
