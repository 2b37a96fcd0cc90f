package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
)

// pool is what ent runs its statements on: what reads outside of transactions
// and what writes in them. It counts statements for who asks, and has every time
// in UTC and to the microsecond, whoever passed it: SQLite compares times as
// text, and PostgreSQL keeps no more.
type pool struct {
	reads, writes *entsql.Driver
	store         *Store
}

var errOutsideTx = errors.New("write outside of a transaction: use store.InTx, and the context that it passes")

// Exec refuses: outside of a transaction nothing is written.
func (p *pool) Exec(context.Context, string, any, any) error { return errOutsideTx }

// ExecContext refuses as Exec does.
func (p *pool) ExecContext(context.Context, string, ...any) (sql.Result, error) {
	return nil, errOutsideTx
}

// Query reads.
func (p *pool) Query(ctx context.Context, query string, args, v any) error {
	count(ctx)
	return p.reads.Query(ctx, query, normal(args), v)
}

// QueryContext reads.
func (p *pool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	count(ctx)
	return p.reads.QueryContext(ctx, query, normalArgs(args)...)
}

// Tx begins a transaction that may write.
func (p *pool) Tx(ctx context.Context) (dialect.Tx, error) { return p.BeginTx(ctx, nil) }

// BeginTx begins a transaction that may write.
func (p *pool) BeginTx(ctx context.Context, opts *sql.TxOptions) (dialect.Tx, error) {
	tx, err := p.writes.BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	return poolTx{tx}, nil
}

// Dialect names the dialect as ent does.
func (p *pool) Dialect() string { return p.reads.Dialect() }

// Close closes all connections.
func (p *pool) Close() error {
	if p.reads == p.writes {
		return p.reads.Close()
	}
	return errors.Join(p.reads.Close(), p.writes.Close())
}

// poolTx is a transaction of a pool.
type poolTx struct{ dialect.Tx }

// Exec writes.
func (t poolTx) Exec(ctx context.Context, query string, args, v any) error {
	count(ctx)
	return t.Tx.Exec(ctx, query, normal(args), v)
}

// Query reads or, on PostgreSQL, writes and returns.
func (t poolTx) Query(ctx context.Context, query string, args, v any) error {
	count(ctx)
	return t.Tx.Query(ctx, query, normal(args), v)
}

// ExecContext writes.
func (t poolTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	count(ctx)
	tx, err := asSQL(t.Tx)
	if err != nil {
		return nil, err
	}
	return tx.ExecContext(ctx, query, normalArgs(args)...)
}

// QueryContext reads.
func (t poolTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	count(ctx)
	tx, err := asSQL(t.Tx)
	if err != nil {
		return nil, err
	}
	return tx.QueryContext(ctx, query, normalArgs(args)...)
}

func asSQL(tx dialect.Tx) (entsql.ExecQuerier, error) {
	eq, ok := tx.(entsql.ExecQuerier)
	if !ok {
		return nil, errors.New("this transaction takes no plain SQL")
	}
	return eq, nil
}

func normal(args any) any {
	if list, ok := args.([]any); ok {
		return normalArgs(list)
	}
	return args
}

// normalArgs has times in UTC and to the microsecond; args is changed in place,
// since nobody else holds it.
func normalArgs(args []any) []any {
	for i, arg := range args {
		switch v := arg.(type) {
		case time.Time:
			args[i] = v.UTC().Truncate(time.Microsecond)
		case *time.Time:
			if v != nil {
				args[i] = v.UTC().Truncate(time.Microsecond)
			}
		case sql.NullTime:
			if v.Valid {
				args[i] = v.Time.UTC().Truncate(time.Microsecond)
			}
		}
	}
	return args
}
