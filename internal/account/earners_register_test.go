package account_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth/system"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

func newService(t *testing.T) *account.Service {
	t.Helper()
	clock := testkit.NewClock()
	s := testkit.StoreAt(t, clock)
	return &account.Service{DB: s.Client, IDs: testkit.IDs(clock), Now: clock.Now}
}

func TestWhoeverIsRegisteredIsHiddenUnlessTheySayOtherwise(t *testing.T) {
	t.Parallel()
	s := newService(t)
	err := s.Register(system.Context(t.Context()), []account.NewEarner{{Name: "Somebody", CreatedAt: testkit.Start}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.DB.Earner.Query().Only(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got.Visibility != consent.Hidden || got.PlacePrecision != enum.PrecisionCounty || got.Language != "en" || got.AccountID != nil {
		t.Errorf("registered as %v", got)
	}
}

func TestRegisteringIsForTheService(t *testing.T) {
	t.Parallel()
	s := newService(t)
	err := s.Register(t.Context(), []account.NewEarner{{Name: "Somebody", CreatedAt: testkit.Start}})
	if kind, ok := problem.KindOf(err); !ok || kind != problem.Unauthenticated {
		t.Errorf("got %v, want nobody to be let in", err)
	}
}

func TestAClaimCodeIsStoredAsAHashThatForgivesTyping(t *testing.T) {
	t.Parallel()
	s := newService(t)
	err := s.Register(system.Context(t.Context()), []account.NewEarner{{Name: "Somebody", CreatedAt: testkit.Start, ClaimCode: "pdg8-c5pj-75ve"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{"pdg8-c5pj-75ve", "PDG8 C5PJ 75VE", "pdg8c5pj75ve"} {
		if n, err := s.DB.Earner.Query().Where(earner.ClaimCodeHash(account.HashClaimCode(typed))).Count(t.Context()); n != 1 || err != nil {
			t.Errorf("%q claims %d records, %v", typed, n, err)
		}
	}
}
