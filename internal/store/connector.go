package store

import (
	"context"
	"database/sql"
	"database/sql/driver"

	"github.com/XSAM/otelsql"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

// connector opens connections of a driver without registering it globally.
type connector struct {
	driver driver.Driver
	name   string
}

// Connect opens a connection.
func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.name) }

// Driver gives the driver.
func (c connector) Driver() driver.Driver { return c.driver }

// openConnector makes a pool of connections, traced if so wished. Spans have the
// statements, which carry no values.
func openConnector(c driver.Connector, d Dialect, tracer trace.TracerProvider) *sql.DB {
	if tracer == nil {
		return sql.OpenDB(c)
	}
	return otelsql.OpenDB(c, otelsql.WithTracerProvider(tracer),
		otelsql.WithAttributes(attribute.String("db.system.name", string(d))),
		otelsql.WithSpanOptions(otelsql.SpanOptions{OmitConnResetSession: true, OmitConnPrepare: true, OmitRows: true}))
}
