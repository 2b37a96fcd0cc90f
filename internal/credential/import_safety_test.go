package credential_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
	"github.com/stackmatch/stackmatch/internal/vault"
)

func TestTwoImportsAtTheSameTimeMakeOneAward(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	content := m.badge(t, anaMail)
	var all sync.WaitGroup
	made := make([]string, 6)
	for i := range made {
		all.Go(func() {
			got, err := f.Credentials.ImportBadge(f.asAna, given(content))
			if err != nil {
				t.Error(err)
				return
			}
			made[i] = got.Award.ID
		})
	}
	all.Wait()
	for _, id := range made {
		if id != made[0] {
			t.Errorf("made %v", made)
		}
	}
	records := f.records(t)
	if records["awards"] != 1 || records["originals"] != 1 || records["identities"] != 1 || records["micro-credentials"] != 1 || records["alignments"] != 2 {
		t.Errorf("there are %v", records)
	}
}

func TestBadgesOfOneNewIssuerAtTheSameTimeMakeOneIssuer(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	before := f.records(t)
	var all sync.WaitGroup
	for i := range 6 {
		content := m.badge(t, anaMail, func(a *issue.Award) { a.ID = fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-00000000000%d", i) })
		all.Go(func() {
			if _, err := f.Credentials.ImportBadge(f.asAna, given(content)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	after := f.records(t)
	for name, want := range map[string]int{"awards": 6, "organizations": 1, "identities": 1, "micro-credentials": 1, "versions": 1, "alignments": 2, "keys": 1} {
		if got := after[name] - before[name]; got != want {
			t.Errorf("%d %s were made, want %d", got, name, want)
		}
	}
}

// dry gives no randomness from some point on: what then fails is in the middle
// of an import's transaction.
type dry struct{ left int }

func (d *dry) Read(p []byte) (int, error) {
	if d.left -= len(p); d.left < 0 {
		return 0, errors.New("no randomness is left")
	}
	return len(p), nil
}

func TestAnImportThatStopsInTheMiddleLeavesNothing(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	content := m.badge(t, anaMail)
	before := f.records(t)
	working := f.Credentials.Vault
	f.Credentials.Vault = world.Must(vault.New([32]byte{31: 1}, &dry{}))(t)
	if _, err := f.Credentials.ImportBadge(f.asAna, given(content)); err == nil || problem.As(err) != nil {
		t.Fatalf("got %v, want a failure of ours", err)
	}
	if diff := cmp.Diff(before, f.records(t)); diff != "" {
		t.Errorf("it left (-before +after):\n%s", diff)
	}
	f.Credentials.Vault = working
	ctx, cancel := context.WithCancel(f.asAna)
	cancel()
	if _, err := f.Credentials.ImportBadge(ctx, given(content)); err == nil {
		t.Error("an import that nobody waits for was made")
	}
	if diff := cmp.Diff(before, f.records(t)); diff != "" {
		t.Errorf("it left (-before +after):\n%s", diff)
	}
	f.imports(t, f.asAna, content)
}

func TestTheNetworkIsAskedOutsideOfTransactions(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.webMaker(t, "Trade school", "school.example")
	m.serveLists(t, nil, nil)
	writes := 0
	f.web.meanwhile = func() {
		// It would wait for the transaction's end, which waits for the network.
		ctx, cancel := context.WithTimeout(f.Ctx, 20*time.Second)
		defer cancel()
		err := store.InTx(ctx, f.DB(), func(ctx context.Context, tx *db.Client) error {
			writes++
			return tx.Organization.Update().SetTimeZone("America/Chicago").Exec(ctx)
		})
		if err != nil {
			t.Errorf("nobody writes while the network is asked: %v", err)
		}
	}
	a := f.imports(t, f.asAna, m.badge(t, anaMail, m.withStatus(5))).Award
	imported := writes
	f.due(t, 25*time.Hour)
	if a = f.award(t, a.ID); imported == 0 || writes == imported || a.VerifiedAt == nil {
		t.Errorf("%d and %d writes, %v", imported, writes, a)
	}
}

func TestRecordsOfTheSameIssuersAtTheSameTimeWaitForEachOther(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	keeper := f.maker(t, "Keeper of records")
	var makers []*maker
	for _, name := range []string{"A", "B", "C", "D"} {
		makers = append(makers, f.maker(t, name))
	}
	// Each record names the issuers in another order.
	var all sync.WaitGroup
	for round := range 4 {
		var badges [][]byte
		for i := range makers {
			m := makers[(i*(2*(round%2)+1)+round)%len(makers)]
			badges = append(badges, m.badge(t, anaMail, numbered(10*round+i)))
		}
		content := keeper.record(t, anaMail, badges...)
		all.Go(func() {
			got, err := f.Credentials.ImportBadge(f.asAna, given(content))
			if err != nil {
				t.Error(err)
				return
			}
			for _, p := range got.Parts {
				if p.Award == nil {
					t.Errorf("%s: %v", p.Path, p.Err)
				}
			}
		})
	}
	all.Wait()
	if records := f.records(t); records["awards"] != 16 || records["identities"] != 4 || records["micro-credentials"] != 4 {
		t.Errorf("there are %v", records)
	}
}
