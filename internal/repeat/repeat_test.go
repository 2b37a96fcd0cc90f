package repeat_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

// desk makes organizations, of whatever name.
type desk struct {
	*store.Store
	clock *testkit.Clock
	ids   id.Minter
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	clock := testkit.NewClock()
	return &desk{testkit.StoreAt(t, clock), clock, testkit.IDs(clock)}
}

func (d *desk) call(viewer, key, name string) repeat.Call {
	return repeat.Call{Viewer: viewer, Mutation: "make", Key: &key, Input: map[string]string{"name": name}, Now: d.clock.Now()}
}

func (d *desk) make(ctx context.Context, c repeat.Call) (string, error) {
	return repeat.Once(ctx, d.Client, c, repeat.Record[string]{
		Load: func(ctx context.Context, tx *db.Client, id string) (string, error) {
			row, err := tx.Organization.Get(ctx, id)
			if err != nil {
				return "", err
			}
			return row.ID, nil
		},
		Make: func(ctx context.Context, tx *db.Client) (string, string, error) {
			made := d.ids.Mint(id.Organization)
			return made, made, tx.Organization.Create().SetID(made).SetCreatedAt(d.Now()).
				SetName("Made").SetKinds([]enum.OrganizationKind{enum.OrgIssuer}).Exec(ctx)
		},
	})
}

func TestACallMakesOneThingADay(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := func(c repeat.Call) string {
		t.Helper()
		id, err := d.make(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	first := made(d.call("acc_1/mem_1", "once", "A"))
	d.clock.Advance(24*time.Hour - time.Second)
	if again := made(d.call("acc_1/mem_1", "once", "A")); again != first {
		t.Errorf("repeated, it made %s after %s", again, first)
	}
	if _, err := d.make(t.Context(), d.call("acc_1/mem_1", "once", "B")); !problem.Is(err, problem.Conflict) {
		t.Errorf("with another input: %v", err)
	}
	other := d.call("acc_1/mem_1", "once", "A")
	other.Mutation = "make more"
	for name, c := range map[string]repeat.Call{
		"another role": d.call("acc_1/mem_2", "once", "A"), "another key": d.call("acc_1/mem_1", "twice", "A"),
		"another mutation": other, "the system": d.call("", "once", "A"),
	} {
		if id := made(c); id == first {
			t.Errorf("%s got the first", name)
		}
	}
	if one, two := made(d.call("", "once", "A")), made(d.call("", "once", "A")); one == two {
		t.Error("the system's calls are remembered")
	}
	d.clock.Advance(time.Second)
	if later := made(d.call("acc_1/mem_1", "once", "B")); later == first {
		t.Error("a day later, it is still the first")
	}
}

func TestWhatFailsIsNotRemembered(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	broken := errors.New("broken")
	c := d.call("acc_1/mem_1", "once", "A")
	_, err := repeat.Once(t.Context(), d.Client, c, repeat.Record[string]{
		Make: func(context.Context, *db.Client) (string, string, error) { return "org_1", "org_1", broken },
	})
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if made, err := d.make(t.Context(), c); err != nil || made == "org_1" {
		t.Errorf("then it gave %q, %v", made, err)
	}
}

func TestCallsAtTheSameTimeMakeOneThing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var made sync.Map
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			id, err := d.make(t.Context(), d.call("acc_1/mem_1", "once", "A"))
			if err != nil {
				t.Error(err)
			}
			made.Store(id, true)
		})
	}
	all.Wait()
	n := 0
	made.Range(func(any, any) bool { n++; return true })
	if n != 1 {
		t.Errorf("%d were made", n)
	}
}

func TestAKeyIsShortAndNotEmpty(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for key, want := range map[string]bool{"": false, "a": true, strings.Repeat("ñ", 100): true, strings.Repeat("ñ", 101): false} {
		err := d.call("acc_1", key, "A").Check()
		if (err == nil) != want {
			t.Errorf("a key of %d bytes: %v", len(key), err)
		}
		if err != nil {
			if diff := cmp.Diff([]string{"clientMutationId"}, problem.As(err)[0].Path); diff != "" {
				t.Error(diff)
			}
		}
	}
	if err := (repeat.Call{}).Check(); err != nil {
		t.Errorf("no key: %v", err)
	}
}
