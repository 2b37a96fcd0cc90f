package outbox_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/search"
)

const bookmark outbox.Bookmark = "readers"

func (f fixture) at(t *testing.T) (search.Position, bool) {
	t.Helper()
	at, known, err := bookmark.Read(t.Context(), f.Client)
	if err != nil {
		t.Fatal(err)
	}
	return at, known
}

func TestABookmarkIsPlacedOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	if at, known := f.at(t); known {
		t.Errorf("it is at %v before it was placed", at)
	}
	for seq := range int64(2) {
		if err := bookmark.Place(t.Context(), f.Client, search.Position{Epoch: "a", Seq: 7 + seq}); err != nil {
			t.Fatal(err)
		}
	}
	if at, known := f.at(t); !known || at.Seq != 7 {
		t.Errorf("it is at %v, %v; want what was first", at, known)
	}
}

func TestOfTwoWhoReadTheSameOneWritesWhatItFound(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	from, to := search.Position{Epoch: "a", Seq: 1}, search.Position{Epoch: "a", Seq: 2}
	if err := bookmark.Place(t.Context(), f.Client, from); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	ids := []string{"ern_3", "ern_4", "ern_5"}
	for _, id := range ids {
		wait.Go(func() {
			err := bookmark.Move(t.Context(), f.Client, from, to, func(ctx context.Context, tx *db.Client) error {
				return newEarner(ctx, tx, id)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if at, _ := f.at(t); at != to {
		t.Errorf("it is at %v, want %v", at, to)
	}
	if n := f.Client.Earner.Query().CountX(t.Context()); n != 3 {
		t.Errorf("%d wrote, want one", n-2)
	}
}

func TestWhatCannotBeWrittenIsReadAgain(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	from := search.Position{Epoch: "a", Seq: 1}
	if err := bookmark.Place(t.Context(), f.Client, from); err != nil {
		t.Fatal(err)
	}
	full := errors.New("the disk is full")
	err := bookmark.Move(t.Context(), f.Client, from, search.Position{Epoch: "a", Seq: 2}, func(context.Context, *db.Client) error { return full })
	if at, _ := f.at(t); !errors.Is(err, full) || at != from {
		t.Errorf("it is at %v with %v, want %v", at, err, from)
	}
}
