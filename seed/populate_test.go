package seed

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

// populate grows the population of the demo's seed.
func populate(t *testing.T, client *db.Client, n int) Growth {
	t.Helper()
	g, err := Populate(t.Context(), client, n, DemoSeed, testNow, nil)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// life is what is written of a person, but for what counts itself.
func life(t *testing.T, client *db.Client) []*db.Earner {
	t.Helper()
	rows, err := client.Earner.Query().WithAwards().WithGrants().WithBlocks().Order(earner.ByID()).All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		for _, g := range row.Edges.Grants {
			g.ID = ""
		}
		for _, b := range row.Edges.Blocks {
			b.ID = ""
		}
	}
	return rows
}

func sameLives(t *testing.T, a, b *db.Client) {
	t.Helper()
	text := func(rows []*db.Earner) (out []string) {
		for _, e := range rows {
			out = append(out, e.String())
			for _, a := range e.Edges.Awards {
				out = append(out, a.String())
			}
			for _, g := range e.Edges.Grants {
				out = append(out, g.String())
			}
		}
		return out
	}
	if diff := cmp.Diff(text(life(t, a)), text(life(t, b))); diff != "" {
		t.Errorf("people (-a +b):\n%s", diff)
	}
}

func TestAPopulationGrowsFromTheSmallerOne(t *testing.T) {
	t.Parallel()
	step, once := testkit.Store(t), testkit.Store(t)
	first := populate(t, step.Client, 100)
	if first.Existing != 0 || first.Written != 100 || first.Awards == 0 || first.Demo.Unchanged {
		t.Errorf("first: %+v", first)
	}
	second := populate(t, step.Client, 250)
	if second.Existing != 100 || second.Written != 150 || !second.Demo.Unchanged {
		t.Errorf("second: %+v", second)
	}
	before := count(t, step.Client.Change.Query())
	if third := populate(t, step.Client, 200); third.Existing != 250 || third.Written != 0 {
		t.Errorf("a smaller one: %+v", third)
	}
	if after := count(t, step.Client.Change.Query()); after != before {
		t.Errorf("a smaller one changed %d records", after-before)
	}
	populate(t, once.Client, 250)
	sameLives(t, step.Client, once.Client)
}

func TestTheDemosPeopleBeginThePopulation(t *testing.T) {
	t.Parallel()
	s, _ := demo(t, Options{People: 100})
	g, err := Populate(t.Context(), s.Client, 150, DemoSeed, testNow.AddDate(0, 0, 3), nil)
	if err != nil || g.Existing != 100 || g.Written != 50 {
		t.Errorf("got %+v, %v; want 50 more than the 100", g, err)
	}
	other, err := Populate(t.Context(), s.Client, 20, DemoSeed+1, testNow, nil)
	if err != nil || other.Existing != 0 || other.Written != 20 {
		t.Errorf("another seed: got %+v, %v; want other people", other, err)
	}
	if n, want := count(t, s.Client.Earner.Query()), len(loaded(t).Earners)+170; n != want {
		t.Errorf("%d earners, want %d", n, want)
	}
}

func TestAPopulationBrokenOffGoesOn(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	const n = batchSize + 200
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var told []int
	broken, err := Populate(ctx, s.Client, n, 7, testNow, func(there int) { told = append(told, there); cancel() })
	if !errors.Is(err, context.Canceled) || broken.Written != batchSize {
		t.Fatalf("got %+v, %v; want it canceled after a batch", broken, err)
	}
	g, err := Populate(t.Context(), s.Client, n, 7, testNow, func(there int) { told = append(told, there) })
	if err != nil || g.Existing != batchSize || g.Written != 200 {
		t.Errorf("got %+v, %v; want the rest", g, err)
	}
	if diff := cmp.Diff([]int{batchSize, n}, told); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
}

func TestAPopulationHasBounds(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	for _, n := range []int{-1, MaxPopulation + 1} {
		_, err := Populate(t.Context(), s.Client, n, 1, testNow, nil)
		if kind, ok := problem.KindOf(err); !ok || kind != problem.Invalid {
			t.Errorf("%d: got %v, want it refused", n, err)
		}
	}
	if n := count(t, s.Client.Organization.Query()); n != 0 {
		t.Errorf("%d organizations were written all the same", n)
	}
}
