package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
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

func onServer(ctx context.Context, serverURL, statement string) (err error) {
	var conn *sql.DB
	if conn, err = connectPostgres(serverURL, Config{}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	_, err = conn.ExecContext(ctx, statement)
	return err
}
