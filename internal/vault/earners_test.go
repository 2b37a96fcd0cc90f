package vault_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earnerkey"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// house is a world with a vault.
type house struct {
	*world.World
	vault *vault.Vault
}

func newHouse(t *testing.T) *house {
	t.Helper()
	return &house{world.New(t), world.Must(vault.New([32]byte{1}, testkit.Random("keys of earners")))(t)}
}

// forEarner seals a note under an earner's key, in a transaction of its own.
func (h *house) forEarner(earner string, plain []byte) (sealed []byte, err error) {
	err = store.InTx(h.Ctx, h.DB(), func(ctx context.Context, tx *db.Client) error {
		v, err := h.vault.ForEarner(ctx, tx, earner)
		if err != nil {
			return err
		}
		sealed = v.Seal("note", plain)
		return nil
	})
	return sealed, err
}

func TestAnEarnersKeyStaysTheSame(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ana, ben := h.Earner(t), h.Earner(t)
	sealed := world.Must(h.forEarner(ana, []byte("hello")))(t)
	world.Must(h.forEarner(ben, []byte("hello")))(t)
	again := world.Must(h.vault.Existing(h.Ctx, h.DB(), ana))(t)
	if plain, err := again.Open("note", sealed); err != nil || string(plain) != "hello" {
		t.Errorf("got %q, %v", plain, err)
	}
	his := world.Must(h.vault.Existing(h.Ctx, h.DB(), ben))(t)
	if _, err := his.Open("note", sealed); err == nil {
		t.Error("another earner's key opens it")
	}
	if _, err := h.vault.Open("note", sealed); err == nil {
		t.Error("the vault's own key opens it: destroying the earner's would erase nothing")
	}
}

func TestVaultsOfManyAreLoadedAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ana, ben, without := h.Earner(t), h.Earner(t), h.Earner(t)
	sealed := map[string][]byte{
		ana: world.Must(h.forEarner(ana, []byte("of Ana")))(t),
		ben: world.Must(h.forEarner(ben, []byte("of Ben")))(t),
	}
	vaults := world.Must(h.vault.ExistingOf(h.Ctx, h.DB(), []string{ben, without, ana, "ern_none"}))(t)
	got := map[string]string{}
	for earner, v := range vaults {
		got[earner] = string(world.Must(v.Open("note", sealed[earner]))(t))
	}
	if diff := cmp.Diff(map[string]string{ana: "of Ana", ben: "of Ben"}, got); diff != "" {
		t.Error(diff)
	}
	if v, err := h.vault.Existing(h.Ctx, h.DB(), without); v != nil || err != nil {
		t.Errorf("of one who has none: %v, %v", v, err)
	}
}

func TestNothingOfAnErasedEarnerIsSealed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ana := h.Earner(t)
	h.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Earner.UpdateOneID(ana).SetName("").SetErasedAt(h.Clock.Now()).Exec(ctx)
	})
	if _, err := h.forEarner(ana, []byte("x")); !problem.Is(err, problem.NotFound) {
		t.Errorf("got %v", err)
	}
	if n := h.DB().EarnerKey.Query().CountX(h.Ctx); n != 0 {
		t.Errorf("%d keys were made", n)
	}
}

func TestOfKeysMadeAtTheSameTimeOneIsKept(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ana := h.Earner(t)
	var all sync.WaitGroup
	sealed := make([][]byte, 8)
	for i := range sealed {
		all.Go(func() {
			var err error
			if sealed[i], err = h.forEarner(ana, []byte("hello")); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	v := world.Must(h.vault.Existing(h.Ctx, h.DB(), ana))(t)
	for _, one := range sealed {
		if _, err := v.Open("note", one); err != nil {
			t.Error(err)
		}
	}
}

func TestAnEarnersKeyIsSealedItself(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ana, ben := h.Earner(t), h.Earner(t)
	world.Must(h.forEarner(ana, nil))(t)
	world.Must(h.forEarner(ben, nil))(t)
	other := world.Must(vault.New([32]byte{2}, testkit.Random("another")))(t)
	if _, err := other.Existing(h.Ctx, h.DB(), ana); err == nil {
		t.Error("another key of the vault opens it")
	}
	// A key that is put in another's place opens nothing.
	hers := h.DB().EarnerKey.Query().Where(earnerkey.EarnerID(ana)).OnlyX(h.Ctx)
	h.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.EarnerKey.Update().Where(earnerkey.EarnerID(ben)).SetContent(hers.Content).Exec(ctx)
	})
	if _, err := h.vault.ExistingOf(h.Ctx, h.DB(), []string{ben}); err == nil {
		t.Error("Ana's key opens in Ben's place")
	}
}

func TestWithoutRandomnessNoKeyIsMade(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ana := h.Earner(t)
	h.vault = world.Must(vault.New([32]byte{1}, bytes.NewReader(make([]byte, 31))))(t)
	if _, err := h.forEarner(ana, nil); err == nil || problem.As(err) != nil || errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want a failure of ours", err)
	}
	if n := h.DB().EarnerKey.Query().CountX(h.Ctx); n != 0 {
		t.Errorf("%d keys were made", n)
	}
}

// TestWhatWasSealedBeforeOpensStill holds a key as an earlier release kept it.
func TestWhatWasSealedBeforeOpensStill(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const earner = "ern_01jabcdefghjkmnpqrstvwxyz0"
	h.Earner(t, func(e *account.NewEarner) { e.ID = earner })
	kept := world.Must(hex.DecodeString("9e89521f4c975c5a2b40cdb7d50b9e09fefd9fcbe4deba5ea813089efdc9ebe65b5188ecff34490189ce2c88278b789c895ee588807a02f0fa735593"))(t)
	h.Tx(t, func(ctx context.Context, tx *db.Client) error {
		if err := store.Insert(ctx, tx, []*db.EarnerKey{{EarnerID: earner, Content: kept}}); err != nil {
			return err
		}
		v, err := h.vault.Existing(ctx, tx, earner)
		if err != nil {
			return err
		}
		_, err = v.Open("original imo_1", world.Must(hex.DecodeString("f5a3ccd89ef239c847746a6d363374913ab90e8bf4fc01bcbefde770140de308"))(t))
		return err
	})
}
