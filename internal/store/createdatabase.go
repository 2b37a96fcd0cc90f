package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"time"

	"github.com/stackmatch/stackmatch/ent/migrations"
)

// CreateDatabase makes a database on a PostgreSQL server, as a copy of a
// template if one is named, and gives its URL and what drops it. It is for tests
// and developers.
func CreateDatabase(ctx context.Context, serverURL, name, template string) (dbURL string, drop func() error, err error) {
	u, err := url.Parse(serverURL)
	if err != nil {
		return "", nil, fmt.Errorf("read the server's URL: %w", err)
	}
	statement := fmt.Sprintf("CREATE DATABASE %q", name)
	if template != "" {
		statement += fmt.Sprintf(" TEMPLATE %q", template)
	}
	if err := onServer(ctx, serverURL, statement); err != nil {
		return "", nil, fmt.Errorf("create database %s: %w", name, err)
	}
	u.Path = "/" + name
	return u.String(), func() error {
		// Tests drop when their own context is over.
		return onServer(context.WithoutCancel(ctx), serverURL, fmt.Sprintf("DROP DATABASE IF EXISTS %q WITH (FORCE)", name))
	}, nil
}

// templateLock is the advisory lock that whoever makes the template holds.
const templateLock = 0x74656d70 // "temp"

// TemplateDatabase makes a migrated, empty database on a server and gives its
// name, for CreateDatabase to copy. Of all processes that ask, one makes it; the
// name follows from the migrations. It is for tests: their clock dates the feed.
func TemplateDatabase(ctx context.Context, serverURL string, now func() time.Time) (name string, err error) {
	name, err = templateName()
	if err != nil {
		return "", err
	}
	server, err := connectPostgres(serverURL, Config{})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	server.SetMaxOpenConns(1) // the lock is its session's
	if _, err := server.ExecContext(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
		return "", fmt.Errorf("lock the template: %w", err)
	}
	var exists bool
	err = server.QueryRowContext(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists)
	if err != nil || exists {
		return name, err
	}
	return name, makeTemplate(ctx, server, serverURL, name, now)
}

// makeTemplate migrates under another name, so that a half-made template, left
// by a process that was killed, is never copied.
func makeTemplate(ctx context.Context, server *sql.DB, serverURL, name string, now func() time.Time) error {
	making := name + "_making"
	if _, err := server.ExecContext(ctx, fmt.Sprintf("DROP DATABASE IF EXISTS %q WITH (FORCE)", making)); err != nil {
		return fmt.Errorf("drop what was left: %w", err)
	}
	dbURL, _, err := CreateDatabase(ctx, serverURL, making, "")
	if err != nil {
		return err
	}
	if err := MigrateOnly(ctx, Config{URL: dbURL, Now: now, Careless: true}); err != nil {
		return err
	}
	_, err = server.ExecContext(ctx, fmt.Sprintf("ALTER DATABASE %q RENAME TO %q", making, name))
	return err
}

// templateName follows from what a migrated database has in it.
func templateName() (string, error) {
	steps, err := migrations.Postgres()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	err = fs.WalkDir(steps, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(steps, path)
		sum.Write(content)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read the migrations: %w", err)
	}
	return fmt.Sprintf("stackmatch_template_%x", sum.Sum(nil)[:8]), nil
}

func onServer(ctx context.Context, serverURL, statement string) (err error) {
	var conn *sql.DB
	if conn, err = connectPostgres(serverURL, Config{}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	_, err = conn.ExecContext(ctx, statement)
	return err
}
