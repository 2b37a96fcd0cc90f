// Command newmigration writes the next migration: what brings a database that
// has all steps so far to what ent/schema says, once per dialect.
//
//	scripts/postgres.sh go run ./internal/store/newmigration NAME
//
// SQLite needs nothing; for PostgreSQL an empty database is made on the server
// that STACKMATCH_TEST_POSTGRES names. Read what was written, and edit it where
// data has to move, before it is released; never afterwards.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/stackmatch/stackmatch/internal/store"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: newmigration NAME")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Args[1], os.Getenv("STACKMATCH_TEST_POSTGRES")); err != nil {
		fmt.Fprintln(os.Stderr, "newmigration:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, name, server string) error {
	if server == "" {
		return fmt.Errorf("STACKMATCH_TEST_POSTGRES is not set: run this through scripts/postgres.sh")
	}
	dir := filepath.Join("ent", "migrations")
	for _, d := range []store.Dialect{store.SQLite, store.Postgres} {
		written, err := store.NewMigration(ctx, d, server, dir, name)
		if err != nil {
			return fmt.Errorf("%s: %w", d, err)
		}
		if written == "" {
			written = "nothing to do"
		}
		fmt.Fprintf(os.Stdout, "%s: %s\n", d, written)
	}
	return nil
}
