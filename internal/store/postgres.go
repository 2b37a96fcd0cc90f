package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
)

// maxConnections is how many connections one process holds: PostgreSQL's own
// default is 100 for all.
const maxConnections = 16

// openPostgres opens a pool that reads and writes: PostgreSQL sorts them out.
func openPostgres(ctx context.Context, dbURL string, config Config) (*pool, error) {
	conns, err := connectPostgres(dbURL, config)
	if err != nil {
		return nil, err
	}
	if err := conns.PingContext(ctx); err != nil {
		conns.Close()
		return nil, err
	}
	drv := entsql.OpenDB(dialect.Postgres, conns)
	return &pool{reads: drv, writes: drv}, nil
}

func connectPostgres(dbURL string, config Config) (*sql.DB, error) {
	c, err := pgx.ParseConfig(dbURL)
	if err != nil {
		return nil, fmt.Errorf("read the database's URL: %w", err)
	}
	c.RuntimeParams["timezone"] = "UTC"
	c.RuntimeParams["application_name"] = "stackmatch"
	if config.Careless {
		c.RuntimeParams["synchronous_commit"] = "off"
	}
	conns := openConnector(stdlib.GetConnector(*c, stdlib.OptionAfterConnect(timesInUTC)), Postgres, config.Tracer)
	conns.SetMaxOpenConns(maxConnections)
	conns.SetMaxIdleConns(maxConnections)
	conns.SetConnMaxIdleTime(5 * time.Minute)
	return conns, nil
}

// timesInUTC has instants read in UTC, not in the machine's zone.
func timesInUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name:  "timestamptz",
		OID:   pgtype.TimestamptzOID,
		Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}
