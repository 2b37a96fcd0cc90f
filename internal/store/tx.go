package store

import (
	"context"
	"errors"
	"fmt"
	"sync"

	entsql "entgo.io/ent/dialect/sql"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// InTx runs fn in a transaction: all that it writes stands, together with the
// change rows, or nothing does. fn writes through tx and passes its context on.
//
// In a context that is in a transaction already it joins that one: when fn fails,
// what it wrote is undone, and the outer transaction goes on or fails as its own
// fn decides. Nothing slow belongs inside: on SQLite every writer waits.
func InTx(ctx context.Context, client *db.Client, fn func(ctx context.Context, tx *db.Client) error) error {
	if t := txOf(ctx); t != nil {
		return t.join(ctx, fn)
	}
	p, ok := client.Driver().(*pool)
	if !ok {
		return errors.New("store.InTx: a transaction's client without its context: pass on the context that InTx gave")
	}
	tx, err := client.Tx(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	t := &transaction{store: p.store, client: tx.Client(), open: true}
	if err := t.run(context.WithValue(ctx, txKey{}, t), tx, fn); err != nil {
		return err
	}
	if len(t.changes) > 0 {
		t.store.notify()
	}
	for _, f := range t.after {
		f()
	}
	return nil
}

// AfterCommit has f run once the transaction of the context is committed; at once
// where there is none. It does not run where that fails.
func AfterCommit(ctx context.Context, f func()) {
	t := txOf(ctx)
	if t == nil {
		f()
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.after = append(t.after, f)
}

// Changed notes, inside InTx, subjects that changed without a write: because a
// day has come.
func Changed(ctx context.Context, kind enum.SubjectKind, ids ...string) error {
	t := txOf(ctx)
	if t == nil {
		return errOutsideTx
	}
	t.record(kind, ids...)
	return nil
}

// subject is what a change row names.
type subject struct {
	kind enum.SubjectKind
	id   string
}

// transaction is what the context of a transaction carries.
type transaction struct {
	store  *Store
	client *db.Client

	mu      sync.Mutex
	open    bool
	depth   int
	changes []subject // in the order of their first change
	seen    map[subject]bool
	after   []func()
}

type txKey struct{}

// txOf gives the context's transaction; nil if there is none, or it is over.
func txOf(ctx context.Context) *transaction {
	t, _ := ctx.Value(txKey{}).(*transaction)
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.open {
		return nil
	}
	return t
}

// run runs fn, writes the change rows and commits; or rolls back, on a panic too.
func (t *transaction) run(ctx context.Context, tx *db.Tx, fn func(context.Context, *db.Client) error) (err error) {
	committed := false
	defer func() {
		t.close()
		if !committed {
			if undo := tx.Rollback(); undo != nil && err != nil {
				err = errors.Join(err, fmt.Errorf("roll back: %w", undo))
			}
		}
	}()
	if err := fn(ctx, t.client); err != nil {
		return err
	}
	if err := t.writeChanges(ctx); err != nil {
		return fmt.Errorf("write change rows: %w", err)
	}
	committed = true
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func (t *transaction) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.open = false
}

// join runs fn behind a savepoint, so that a failure undoes its part alone: on
// PostgreSQL the transaction could not go on otherwise.
func (t *transaction) join(ctx context.Context, fn func(context.Context, *db.Client) error) (err error) {
	t.mu.Lock()
	t.depth++
	name := fmt.Sprintf("joined_%d", t.depth)
	changes, after := len(t.changes), len(t.after)
	t.mu.Unlock()
	if _, err := t.client.ExecContext(ctx, "SAVEPOINT "+name); err != nil {
		return fmt.Errorf("join: %w", err)
	}
	if err := fn(ctx, t.client); err != nil {
		t.forget(changes, after)
		if _, undo := t.client.ExecContext(ctx, "ROLLBACK TO SAVEPOINT "+name); undo != nil {
			return errors.Join(err, fmt.Errorf("undo: %w", undo))
		}
		return err
	}
	if _, err := t.client.ExecContext(ctx, "RELEASE SAVEPOINT "+name); err != nil {
		return fmt.Errorf("join: %w", err)
	}
	return nil
}

// forget drops the changes and hooks of a part that was undone.
func (t *transaction) forget(changes, after int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, s := range t.changes[changes:] {
		delete(t.seen, s)
	}
	t.changes, t.after = t.changes[:changes], t.after[:after]
}

// record notes changed subjects; the empty id is nobody's.
func (t *transaction) record(kind enum.SubjectKind, ids ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.seen == nil {
		t.seen = map[subject]bool{}
	}
	for _, id := range ids {
		s := subject{kind, id}
		if id != "" && !t.seen[s] {
			t.seen[s] = true
			t.changes = append(t.changes, s)
		}
	}
}

// feedLock is the advisory lock that writers of change rows hold until they have
// committed. PostgreSQL hands out sequence numbers before it commits: without the
// lock, a reader that has seen 8 could miss a 7 that becomes visible later. On
// SQLite there is one writer anyway.
const feedLock = 0x737461636b // "stack"

// changesPerRow bounds the parameters of one statement.
const changesPerStatement = 1000

// writeChanges writes the change rows last, so that the lock is held shortly.
func (t *transaction) writeChanges(ctx context.Context) error {
	if len(t.changes) == 0 {
		return nil
	}
	if t.store.Dialect == Postgres {
		if _, err := t.client.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", feedLock); err != nil {
			return err
		}
	}
	at := t.store.Now()
	for start := 0; start < len(t.changes); start += changesPerStatement {
		end := min(start+changesPerStatement, len(t.changes))
		insert := entsql.Dialect(string(t.store.Dialect)).Insert("changes").Columns("kind", "subject", "at")
		for _, s := range t.changes[start:end] {
			insert.Values(string(s.kind), s.id, at)
		}
		query, args := insert.Query()
		if _, err := t.client.ExecContext(ctx, query, args...); err != nil {
			return err
		}
	}
	return nil
}
