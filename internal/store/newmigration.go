package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"entgo.io/ent/dialect/sql/schema"
	"github.com/pressly/goose/v3"

	records "github.com/stackmatch/stackmatch/ent/db/migrate"
)

// NewMigration writes the next migration of a dialect below dir and gives its
// path; empty if there is nothing to do. It is for developers: see the command
// internal/store/newmigration.
func NewMigration(ctx context.Context, d Dialect, postgresURL, dir, name string) (string, error) {
	dir = filepath.Join(dir, folder(d))
	statements, err := differenceTo(ctx, d, postgresURL, dir)
	if err != nil || statements == "" {
		return "", err
	}
	before, err := filepath.Glob(filepath.Join(dir, "*.sql"))
	if err != nil {
		return "", fmt.Errorf("list %s: %w", dir, err)
	}
	path := filepath.Join(dir, fmt.Sprintf("%05d_%s.sql", len(before)+1, name))
	if err := os.WriteFile(path, []byte("-- +goose Up\n"+statements), 0o644); err != nil { //nolint:gosec // it is source
		return "", fmt.Errorf("write the migration: %w", err)
	}
	return path, nil
}

// differenceTo applies the steps in dir to an empty database, as users will, and
// gives what its schema lacks.
func differenceTo(ctx context.Context, d Dialect, postgresURL, dir string) (statements string, err error) {
	scratchURL, drop, err := scratch(ctx, d, postgresURL)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, drop()) }()
	s, err := Open(ctx, Config{URL: scratchURL, Careless: true})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.migrate(ctx, os.DirFS(dir)); err != nil && !errors.Is(err, goose.ErrNoMigrations) {
		return "", err
	}
	return s.Difference(ctx)
}

// scratch gives the URL of an empty database, and what removes it.
func scratch(ctx context.Context, d Dialect, postgresURL string) (dbURL string, drop func() error, err error) {
	if d == Postgres {
		return CreateDatabase(ctx, postgresURL, "stackmatch_migration", "")
	}
	dir, err := os.MkdirTemp("", "stackmatch-migration-")
	if err != nil {
		return "", nil, fmt.Errorf("make a scratch directory: %w", err)
	}
	return filepath.Join(dir, "scratch.db"), func() error { return os.RemoveAll(dir) }, nil
}

// Difference gives the statements that would bring the database to what
// ent/schema says; empty if it is there. It writes nothing. Columns and indexes
// that are in the way are part of it; tables that the schema does not know are
// not, and renames look like a loss and a gain.
func (s *Store) Difference(ctx context.Context) (statements string, err error) {
	tmp, err := os.MkdirTemp("", "stackmatch-difference-")
	if err != nil {
		return "", fmt.Errorf("make a scratch directory: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	dir, err := migrate.NewLocalDir(tmp)
	if err != nil {
		return "", fmt.Errorf("open the scratch directory: %w", err)
	}
	var text upOnly
	m, err := schema.NewMigrate(s.pool.writes,
		schema.WithDir(dir),
		schema.WithFormatter(&text),
		schema.WithMigrationMode(schema.ModeInspect),
		schema.WithDropColumn(true),
		schema.WithDropIndex(true),
		schema.WithDiffHook(samePredicates),
	)
	if err != nil {
		return "", fmt.Errorf("compare the schema: %w", err)
	}
	if err := m.NamedDiff(ctx, "difference", records.Tables...); err != nil {
		return "", fmt.Errorf("compare the schema: %w", err)
	}
	return text.String(), nil
}

// upOnly formats a plan as statements, without a way back.
type upOnly struct{ strings.Builder }

// Format keeps the plan's statements; files there are none.
func (b *upOnly) Format(plan *migrate.Plan) ([]migrate.File, error) {
	for _, c := range plan.Changes {
		if c.Comment != "" {
			fmt.Fprintf(b, "-- %s\n", c.Comment)
		}
		fmt.Fprintf(b, "%s;\n", c.Cmd)
	}
	return nil, nil
}

func folder(d Dialect) string {
	if d == Postgres {
		return "postgres"
	}
	return "sqlite"
}
