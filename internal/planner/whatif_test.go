package planner

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// drawCaseload makes earners who fall short of postings.
func drawCaseload(r *rand.Rand, earners, postings, offers, closers int) Caseload {
	var c Caseload
	id := func(n int) string { return fmt.Sprintf("c%03d", n) }
	for i := range offers {
		o := Offer{Credential: id(i)}
		for r.IntN(100) < 30 {
			o.Needs = append(o.Needs, id(r.IntN(offers+offers/10)))
		}
		c.Offers = append(c.Offers, o)
	}
	for range earners {
		var held []string
		for range r.IntN(1 + offers/6) {
			held = append(held, id(r.IntN(offers)))
		}
		c.Earners = append(c.Earners, held)
	}
	for range max(3, postings*4) {
		var by []string
		for range 1 + r.IntN(closers) {
			by = append(by, id(r.IntN(offers)))
		}
		c.Demands = append(c.Demands, by)
	}
	for e := range earners {
		for p := range postings {
			l := Lack{Earner: e, Posting: p}
			for range 1 + r.IntN(2) {
				l.Demands = append(l.Demands, min(len(c.Demands)-1, p*4+r.IntN(4)))
			}
			if closers < 9 && r.IntN(8) == 0 {
				l.Demands = append(l.Demands, 0) // one too many to be looked at, at times
			}
			c.Lacks = append(c.Lacks, l)
		}
	}
	return c
}

// bruteWhatIf tries every addition.
func bruteWhatIf(c Caseload, add int) []Addition {
	count := func(credentials ...string) Addition {
		a := Addition{Credentials: credentials}
		earners := map[int]bool{}
		for _, i := range c.Opened(credentials...) {
			a.Pairs++
			earners[c.Lacks[i].Earner] = true
		}
		a.Earners = len(earners)
		return a
	}
	var list []Addition
	for i, x := range c.Offers {
		one := count(x.Credential)
		if add == 1 {
			list = append(list, one)
			continue
		}
		for _, y := range c.Offers[i+1:] {
			two := count(x.Credential, y.Credential)
			if two.Pairs > one.Pairs && two.Pairs > count(y.Credential).Pairs {
				list = append(list, two)
			}
		}
	}
	list = slices.DeleteFunc(list, func(a Addition) bool { return a.Pairs == 0 })
	slices.SortFunc(list, compareAdditions)
	return list
}

func TestWhatIfCountsWhatAdditionsOpen(t *testing.T) {
	t.Parallel()
	rounds := uint64(600)
	if testing.Short() {
		rounds = 150
	}
	for seed := range rounds {
		r := rand.New(rand.NewPCG(seed, 9))
		c := drawCaseload(r, 1+r.IntN(4), 1+r.IntN(6), 2+r.IntN(8), 4)
		for add := 1; add <= 2; add++ {
			n := 1 + r.IntN(6)
			got, err := WhatIf(c, add, n)
			if err != nil {
				t.Fatal(err)
			}
			want := bruteWhatIf(c, add)
			if diff := cmp.Diff(want[:min(n, len(want))], got[:len(got):len(got)]); diff != "" && len(want)+len(got) > 0 {
				t.Fatalf("seed %d, add %d: (-want +got):\n%s\n%+v", seed, add, diff, c)
			}
		}
	}
}

func TestWhatIfOfALargeTableIsCountedInParts(t *testing.T) {
	t.Parallel()
	c := drawCaseload(rand.New(rand.NewPCG(3, 3)), 3, 20, 2000, 30)
	for _, got := range must(WhatIf(c, 2, 50)) {
		if n := len(c.Opened(got.Credentials...)); n != got.Pairs {
			t.Errorf("%v opens %d, got %d", got.Credentials, n, got.Pairs)
		}
	}
}

func must(list []Addition, err error) []Addition {
	if err != nil {
		panic(err)
	}
	return list
}

// BenchmarkWhatIf says the median and the worst of 20 caseloads.
func BenchmarkWhatIf(b *testing.B) {
	for _, size := range []struct{ offers, closers int }{{600, 12}, {600, 30}, {5000, 12}} {
		b.Run(fmt.Sprintf("%d/%d", size.offers, size.closers), func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				took = took[:0]
				for seed := range uint64(20) {
					c := drawCaseload(rand.New(rand.NewPCG(seed, 5)), 200, 500, size.offers, size.closers)
					start := time.Now()
					if _, err := WhatIf(c, 2, 20); err != nil {
						b.Fatal(err)
					}
					took = append(took, time.Since(start))
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[10].Microseconds())/1000, "median-ms")
			b.ReportMetric(float64(took[19].Microseconds())/1000, "max-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}
