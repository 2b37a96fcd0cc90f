// Package repeat has a mutation that is sent again within a day return what it
// made the first time. It owns the memory of that: who called what, with which
// clientMutationId. It refuses to know what is made.
package repeat

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/idempotency"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// within is how long a clientMutationId is remembered.
const within = 24 * time.Hour

// maxKey is how many characters a clientMutationId may have.
const maxKey = 100

// Call is a mutation that makes a record.
type Call struct {
	// Viewer is auth.Viewer.Key of who calls; empty for the system, whose calls
	// are not remembered.
	Viewer   string
	Mutation string
	// Key is the clientMutationId; nil where the call is never repeated.
	Key *string
	// Input is plain values: other input under the same key is a Conflict.
	Input any
	Now   time.Time
}

// Check refuses a clientMutationId that could not be remembered.
func (c Call) Check() error {
	if c.Key == nil {
		return nil
	}
	if n := utf8.RuneCountInString(*c.Key); n < 1 || n > maxKey {
		return problem.New(problem.Invalid, "a clientMutationId has 1 to %d characters, this one has %d", maxKey, n).
			Spanish("un clientMutationId tiene de 1 a %d caracteres, este tiene %d", maxKey, n).At("clientMutationId")
	}
	return nil
}

// Record is how a call's record is loaded, and made together with its id. Both
// run in the transaction in which the call is remembered.
type Record[T any] struct {
	Load func(ctx context.Context, tx *db.Client, id string) (T, error)
	Make func(ctx context.Context, tx *db.Client) (id string, made T, err error)
}

// Once makes the record, or loads the one that the same viewer, in the same role,
// made by the same call within a day.
func Once[T any](ctx context.Context, client *db.Client, c Call, r Record[T]) (T, error) {
	made, err := once(ctx, client, c, r)
	if db.IsConstraintError(err) && c.remembered() {
		// The same call, made at the same time, was first: what it made is there now.
		made, err = once(ctx, client, c, r)
	}
	return made, err
}

// First is the id of what the same call made within a day; "" where it is the first.
// It is for who has much to prepare before Once.
func First(ctx context.Context, client *db.Client, c Call) (made string, err error) {
	if !c.remembered() {
		return "", nil
	}
	err = store.InTx(ctx, client, func(ctx context.Context, tx *db.Client) error {
		made, err = c.first(ctx, tx)
		return err
	})
	return made, err
}

func once[T any](ctx context.Context, client *db.Client, c Call, r Record[T]) (made T, err error) {
	err = store.InTx(ctx, client, func(ctx context.Context, tx *db.Client) error {
		first, err := c.first(ctx, tx)
		if err != nil {
			return err
		}
		if first != "" {
			made, err = r.Load(ctx, tx, first)
			return err
		}
		var id string
		if id, made, err = r.Make(ctx, tx); err != nil {
			return err
		}
		return c.remember(ctx, tx, id)
	})
	return made, err
}

func (c Call) remembered() bool { return c.Key != nil && c.Viewer != "" }

// first is the id of what the call made; "" where this is the first time.
func (c Call) first(ctx context.Context, tx *db.Client) (string, error) {
	if !c.remembered() {
		return "", nil
	}
	key := idempotency.And(idempotency.Viewer(c.Viewer), idempotency.Mutation(c.Mutation), idempotency.Key(*c.Key))
	if _, err := tx.Idempotency.Delete().Where(key, idempotency.AtLTE(c.Now.Add(-within))).Exec(ctx); err != nil {
		return "", fmt.Errorf("forget old mutations: %w", err)
	}
	row, err := tx.Idempotency.Query().Where(key).Only(ctx)
	if db.IsNotFound(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("look up mutation: %w", err)
	}
	if row.InputHash != hash(c.Input) {
		return "", problem.New(problem.Conflict, "this clientMutationId was used with another input").
			Spanish("este clientMutationId se usó con otros datos").At("clientMutationId")
	}
	return row.Result, nil
}

func (c Call) remember(ctx context.Context, tx *db.Client, made string) error {
	if !c.remembered() {
		return nil
	}
	err := tx.Idempotency.Create().
		SetViewer(c.Viewer).SetMutation(c.Mutation).SetKey(*c.Key).
		SetInputHash(hash(c.Input)).SetResult(made).SetAt(c.Now).
		Exec(ctx)
	if err != nil {
		return fmt.Errorf("remember mutation: %w", err)
	}
	return nil
}

func hash(input any) string {
	raw, err := json.Marshal(input)
	if err != nil {
		return "" // plain values: Marshal has nothing to refuse
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
