package store

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/stackmatch/stackmatch/ent/db"
)

// recordChange is the one ent hook, and mechanical: it notes what a write is a
// change of, for the change rows that InTx writes. It refuses writes outside of
// InTx, because their change could be lost. It knows no rules.
func recordChange(next ent.Mutator) ent.Mutator {
	return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
		t := txOf(ctx)
		if t == nil || !inTx(m) {
			return nil, fmt.Errorf("%s of %s: %w", m.Op(), m.Type(), errOutsideTx)
		}
		from, known := sourceOf(m.Type())
		if !known {
			return nil, fmt.Errorf("store: say in sourceOf what a change of %s is a change of", m.Type())
		}
		if from == nil {
			return next.Mutate(ctx, m)
		}
		// Before the write: afterwards the predicate may match nothing.
		before := make([][]string, 0, 2)
		for _, one := range from.each() {
			subjects, err := one.before(ctx, t, m)
			if err != nil {
				return nil, fmt.Errorf("find what changes with %s: %w", m.Type(), err)
			}
			before = append(before, subjects)
		}
		value, err := next.Mutate(ctx, m)
		if err != nil {
			return nil, err
		}
		for i, one := range from.each() {
			after, err := one.subjects(ctx, t, one.set(m))
			if err != nil {
				return nil, fmt.Errorf("find what changes with %s: %w", m.Type(), err)
			}
			t.record(one.kind, before[i]...)
			t.record(one.kind, after...)
		}
		return value, nil
	})
}

// inTx tells whether the mutation was begun on a transaction's client: on the
// store's own it would wait for itself.
func inTx(m ent.Mutation) bool {
	in, ok := m.(interface{ Tx() (*db.Tx, error) })
	if !ok {
		return false
	}
	_, err := in.Tx()
	return err == nil
}

// before finds the subjects of the rows that an update or deletion is about to hit.
func (s *source) before(ctx context.Context, t *transaction, m ent.Mutation) ([]string, error) {
	if s.all != "" {
		return []string{s.all}, nil
	}
	if m.Op().Is(ent.OpCreate) {
		return nil, nil
	}
	ids, err := idsOf(ctx, m)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var leads []string
	for _, column := range s.columns {
		if column == "id" {
			for _, id := range ids {
				leads = append(leads, fmt.Sprint(id))
			}
			continue
		}
		found, err := t.lookUp(ctx, s.table, column, ids)
		if err != nil {
			return nil, err
		}
		leads = append(leads, found...)
	}
	return s.subjects(ctx, t, leads)
}

// set gives what the mutation itself sets the columns to.
func (s *source) set(m ent.Mutation) []string {
	var leads []string
	for _, column := range s.columns {
		if column == "id" {
			if with, ok := m.(interface{ ID() (string, bool) }); ok && m.Op().Is(ent.OpCreate) {
				id, _ := with.ID()
				leads = append(leads, id)
			}
			continue
		}
		if v, ok := m.Field(column); ok {
			leads = append(leads, fmt.Sprint(v))
		}
	}
	return leads
}

// subjects follows what leads to the subjects.
func (s *source) subjects(ctx context.Context, t *transaction, leads []string) ([]string, error) {
	if s.via == nil || len(leads) == 0 {
		return leads, nil
	}
	ids := make([]any, len(leads))
	for i, lead := range leads {
		ids[i] = lead
	}
	return t.lookUp(ctx, s.via.table, s.via.column, ids)
}

// idsPerStatement bounds the parameters of one statement.
const idsPerStatement = 500

// lookUp reads the distinct values of a column in the rows with these ids.
func (t *transaction) lookUp(ctx context.Context, table, column string, ids []any) ([]string, error) {
	var values []string
	for some := range slices.Chunk(ids, idsPerStatement) {
		query, args := entsql.Dialect(string(t.store.Dialect)).
			Select(column).Distinct().From(entsql.Table(table)).
			Where(entsql.And(entsql.In("id", some...), entsql.NotNull(column))).Query()
		rows, err := t.client.QueryContext(ctx, query, args...)
		if err != nil {
			return nil, err
		}
		values, err = appendColumn(values, rows)
		if err != nil {
			return nil, err
		}
	}
	return values, nil
}

func idsOf(ctx context.Context, m ent.Mutation) ([]any, error) {
	switch m := m.(type) {
	case interface {
		IDs(context.Context) ([]string, error)
	}:
		ids, err := m.IDs(ctx)
		return anys(ids), err
	case interface {
		IDs(context.Context) ([]int, error)
	}:
		ids, err := m.IDs(ctx)
		return anys(ids), err
	}
	return nil, fmt.Errorf("store: the ids of a %s are neither text nor numbers", m.Type())
}

func anys[T any](values []T) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}
