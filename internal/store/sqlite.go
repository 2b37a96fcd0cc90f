package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/mattn/go-sqlite3"
	"go.opentelemetry.io/otel/trace"
)

// busyTimeout is how long, in milliseconds, a connection waits for a writer of
// another process.
const busyTimeout = "30000"

// openSQLite opens a file twice: one connection that writes, so that writers of
// this process queue instead of failing, and several that only read, which WAL
// lets go on meanwhile.
func openSQLite(ctx context.Context, path string, config Config) (*pool, error) {
	settings := url.Values{
		"_foreign_keys": {"on"},
		// Immediate: a transaction that reads before it writes would else fail
		// when another one wrote in between.
		"_txlock":      {"immediate"},
		"_synchronous": {"full"},
		// 64 MB, taken as needed: with the usual 2, writing a million earners is
		// mostly reading and writing the same pages of indexes again.
		"_cache_size": {"-65536"},
	}
	if config.Careless {
		settings.Set("_synchronous", "off")
	}
	writes := connectSQLite(path, settings, config.Tracer)
	writes.SetMaxOpenConns(1)
	writes.SetMaxIdleConns(1)
	if err := keepPrivate(path); err != nil {
		return nil, err
	}
	// Before any reader: this turns WAL on.
	if err := writes.PingContext(ctx); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	reads := connectSQLite(path, url.Values{"_query_only": {"on"}}, config.Tracer)
	readers := max(4, runtime.NumCPU())
	reads.SetMaxOpenConns(readers)
	reads.SetMaxIdleConns(readers)
	return &pool{
		reads:  entsql.OpenDB(dialect.SQLite, reads),
		writes: entsql.OpenDB(dialect.SQLite, writes),
	}, nil
}

// keepPrivate makes the file, for its owner alone; what SQLite puts beside it takes
// the same rights.
func keepPrivate(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("make the database file: %w", err)
	}
	return errors.Join(file.Chmod(0o600), file.Close())
}

// connectSQLite makes a pool of connections to a file.
func connectSQLite(path string, settings url.Values, tracer trace.TracerProvider) *sql.DB {
	settings.Set("_busy_timeout", busyTimeout)
	settings.Set("_journal_mode", "wal")
	settings.Set("_loc", "UTC")
	settings.Set("_stmt_cache_size", "100")
	name := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: settings.Encode()}
	return openConnector(connector{driver: &sqlite3.SQLiteDriver{}, name: name.String()}, SQLite, tracer)
}

// Backup writes a copy of the database, as it stands now, to a file that must
// not exist. Readers and writers go on meanwhile.
func (s *Store) Backup(ctx context.Context, path string) error {
	if s.Dialect != SQLite {
		return fmt.Errorf("back up PostgreSQL with its own pg_dump")
	}
	// VACUUM INTO takes a file that is empty, and so keeps the rights it has.
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	// A connection of its own: those that read may not write even elsewhere, and
	// the one that writes has better things to do.
	conn := connectSQLite(s.url, url.Values{}, nil)
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return nil
}
