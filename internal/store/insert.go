package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	entsql "entgo.io/ent/dialect/sql"

	"github.com/stackmatch/stackmatch/ent/db"
)

// Insert writes many rows with few statements, and notes their change as the
// hook does: the path for imports and populations. Every field is stored as it
// is: ids and times must be set, and the defaults of the schema are not applied
// (an empty enumeration is refused). Rows that count their ids by themselves may
// leave them 0; they are not read back.
//
//	err = store.Insert(ctx, tx, awards) // awards is []*db.Award
func Insert[T any](ctx context.Context, tx *db.Client, rows []*T) error {
	return insert(ctx, tx, rows, nil)
}

// InsertMissing writes the rows that conflict with none that is there, and
// leaves the others alone. All count as changed.
func InsertMissing[T any](ctx context.Context, tx *db.Client, rows []*T) error {
	return insert(ctx, tx, rows, entsql.DoNothing())
}

// Upsert writes rows, over those that have the same values in the columns by,
// which a unique index must hold. The ids and creation times of those stay:
// only name other records by the new ids if by is "id".
func Upsert[T any](ctx context.Context, tx *db.Client, rows []*T, by ...string) error {
	return insert(ctx, tx, rows,
		entsql.ConflictColumns(by...),
		entsql.ResolveWith(func(u *entsql.UpdateSet) {
			for _, c := range u.Columns() {
				if c != "id" && c != "created_at" && !slices.Contains(by, c) {
					u.SetExcluded(c)
				}
			}
		}))
}

// parametersPerStatement keeps statements short enough to be worth keeping
// prepared, and within what either database takes.
const parametersPerStatement = 1500

func insert[T any](ctx context.Context, tx *db.Client, rows []*T, onConflict ...entsql.ConflictOption) error {
	if len(rows) == 0 {
		return nil
	}
	t := txOf(ctx)
	if t == nil {
		return errOutsideTx
	}
	shape, err := shapeOf[T]()
	if err != nil {
		return err
	}
	onConflict = slices.DeleteFunc(onConflict, func(o entsql.ConflictOption) bool { return o == nil })
	for some := range slices.Chunk(rows, max(1, parametersPerStatement/len(shape.columns))) {
		if err := insertSome(ctx, t, tx, shape, some, onConflict); err != nil {
			return fmt.Errorf("insert into %s: %w", shape.table, err)
		}
	}
	return nil
}

func insertSome[T any](ctx context.Context, t *transaction, tx *db.Client, s *shape, rows []*T, onConflict []entsql.ConflictOption) error {
	columns := s.columnsFor(rows[0])
	statement := entsql.Dialect(string(t.store.Dialect)).Insert(s.table).Columns(names(columns)...)
	if len(onConflict) > 0 {
		statement.OnConflict(onConflict...)
	}
	written := make([][]any, len(rows))
	for i, row := range rows {
		values, err := s.values(row, columns)
		if err != nil {
			return err
		}
		statement.Values(values...)
		written[i] = values
	}
	query, args := statement.Query()
	if _, err := tx.ExecContext(ctx, query, args...); err != nil {
		return err
	}
	if s.source == nil {
		return nil
	}
	for _, one := range s.source.each() {
		if err := one.inserted(ctx, t, columns, written); err != nil {
			return fmt.Errorf("find what changes: %w", err)
		}
	}
	return nil
}

// inserted notes what the rows that were written are changes of.
func (s *source) inserted(ctx context.Context, t *transaction, columns []column, written [][]any) error {
	if s.all != "" {
		t.record(s.kind, s.all)
		return nil
	}
	leads := make([]string, 0, len(written))
	for _, values := range written {
		leads = s.appendLeads(leads, columns, values)
	}
	subjects, err := s.subjects(ctx, t, leads)
	if err != nil {
		return err
	}
	t.record(s.kind, subjects...)
	return nil
}

// errNoShape is for types that are no records.
var errNoShape = errors.New("store: only records of ent/db can be inserted")
