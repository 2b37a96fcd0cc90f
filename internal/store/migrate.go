package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/migrations"
)

// Migrate brings the database up to date, step by step, and makes sure that it
// has a feed. It refuses a database of a newer release.
func (s *Store) Migrate(ctx context.Context) error {
	steps, err := stepsFor(s.Dialect)
	if err != nil {
		return err
	}
	if err := s.migrate(ctx, steps); err != nil {
		return err
	}
	return s.startFeed(ctx)
}

// MigrateOnly opens a database only to migrate it.
func MigrateOnly(ctx context.Context, config Config) (err error) {
	s, err := Open(ctx, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return s.Migrate(ctx)
}

func stepsFor(d Dialect) (fs.FS, error) {
	if d == Postgres {
		return migrations.Postgres()
	}
	return migrations.SQLite()
}

// migrate applies steps on a connection of its own.
func (s *Store) migrate(ctx context.Context, steps fs.FS) (err error) {
	conn, provider, err := s.migrator(steps)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := refuseNewer(ctx, provider); err != nil {
		return err
	}
	applied, err := provider.Up(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	// The check reads every row, which no start that has nothing to do waits for.
	if s.Dialect == SQLite && len(applied) > 0 {
		return checkForeignKeys(ctx, conn)
	}
	return nil
}

// migrator opens the connection that migrations run on. SQLite rebuilds tables:
// it makes a new one, copies the rows, drops the old one. With foreign keys on,
// the drop would delete all children; and turning them off inside of the
// migration's transaction is silently ignored. So this connection, the only one
// of its pool, has them off from its opening.
func (s *Store) migrator(steps fs.FS) (*sql.DB, *goose.Provider, error) {
	if s.Dialect == Postgres {
		conn, err := connectPostgres(s.url, Config{})
		if err != nil {
			return nil, nil, err
		}
		// Of several processes that start together, one migrates.
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, nil, errors.Join(err, conn.Close())
		}
		provider, err := goose.NewProvider(goose.DialectPostgres, conn, steps, goose.WithSessionLocker(locker))
		return conn, provider, err
	}
	conn := connectSQLite(s.url, url.Values{"_foreign_keys": {"off"}, "_txlock": {"immediate"}}, nil)
	conn.SetMaxOpenConns(1)
	provider, err := goose.NewProvider(goose.DialectSQLite3, conn, steps)
	return conn, provider, err
}

func refuseNewer(ctx context.Context, provider *goose.Provider) error {
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("migrate: read versions: %w", err)
	}
	if current > target {
		return fmt.Errorf("the database is of a newer release (step %d, this one knows %d): upgrade stackmatch", current, target)
	}
	return nil
}

// checkForeignKeys finds what a migration with foreign keys off left dangling.
func checkForeignKeys(ctx context.Context, conn *sql.DB) error {
	rows, err := conn.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return fmt.Errorf("migrate: check foreign keys: %w", err)
	}
	defer rows.Close()
	if rows.Next() {
		var table, parent string
		var row, key any
		if err := rows.Scan(&table, &row, &parent, &key); err != nil {
			return fmt.Errorf("migrate: check foreign keys: %w", err)
		}
		return fmt.Errorf("migrate: row %v of %s refers to a missing row of %s", row, table, parent)
	}
	return rows.Err()
}

// startFeed makes the feed's state, once: a random epoch tells feeds apart.
func (s *Store) startFeed(ctx context.Context) error {
	insert := entsql.Dialect(string(s.Dialect)).
		Insert("feed_state").Columns("id", "epoch", "pruned", "due_at").
		Values(1, NewEpoch(), 0, s.Now()).
		OnConflict(entsql.DoNothing())
	return InTx(ctx, s.Client, func(ctx context.Context, tx *db.Client) error {
		query, args := insert.Query()
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			return fmt.Errorf("migrate: start the feed: %w", err)
		}
		return nil
	})
}

// NewEpoch makes a name for a feed that no other has.
func NewEpoch() string { return rand.Text() }
