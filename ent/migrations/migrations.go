// Package migrations holds the steps that a database is brought up to date by:
// versioned SQL, one folder per dialect, written by "go run
// ./internal/store/newmigration NAME" from the difference between the steps so
// far and ent/schema, then read and, where data has to move, edited by hand.
//
// Migrations are forward-only: what was released is never edited, and there is
// no way down but a backup.
package migrations

import (
	"embed"
	"io/fs"
)

//go:embed sqlite/*.sql postgres/*.sql
var files embed.FS

// SQLite gives the steps for SQLite.
func SQLite() (fs.FS, error) { return fs.Sub(files, "sqlite") }

// Postgres gives the steps for PostgreSQL.
func Postgres() (fs.FS, error) { return fs.Sub(files, "postgres") }
