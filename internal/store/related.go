package store

import (
	"maps"
	"slices"
	"strings"

	entsql "entgo.io/ent/dialect/sql"
)

// Relation is a row of another table that belongs to a row.
type Relation struct {
	// Table is the other.
	Table string
	// Same names columns that hold the same: the other table's, and the row's own.
	Same [][2]string
	// Equal gives what columns of the other table hold.
	Equal map[string]any
	// Null and Set name columns of the other table that hold nothing, or something.
	Null, Set []string
}

// Related keeps the rows that have such a row in another table.
//
//	submission.Not(store.Related[predicate.Submission](store.Relation{…}))
func Related[P ~func(*entsql.Selector)](r Relation) P {
	return func(s *entsql.Selector) {
		other := entsql.Table(r.Table)
		var all []*entsql.Predicate
		for _, columns := range r.Same {
			all = append(all, entsql.ColumnsEQ(other.C(columns[0]), s.C(columns[1])))
		}
		for _, column := range slices.Sorted(maps.Keys(r.Equal)) { // the same statement each time
			all = append(all, entsql.EQ(other.C(column), r.Equal[column]))
		}
		for _, column := range r.Null {
			all = append(all, entsql.IsNull(other.C(column)))
		}
		for _, column := range r.Set {
			all = append(all, entsql.NotNull(other.C(column)))
		}
		s.Where(entsql.Exists(entsql.Select(other.C("id")).From(other).Where(entsql.And(all...))))
	}
}

// Among keeps the rows whose column holds one of these values, which are written
// into the statement: only so do databases see that a partial index, made for the
// same values in the same order, has all of the rows. They are constants of ours.
func Among[P ~func(*entsql.Selector), T ~string](column string, values ...T) P {
	return func(s *entsql.Selector) {
		s.Where(entsql.P(func(b *entsql.Builder) {
			b.Ident(s.C(column)).WriteString(" IN (")
			for i, v := range values {
				if i > 0 {
					b.Comma()
				}
				b.WriteString("'" + strings.ReplaceAll(string(v), "'", "''") + "'")
			}
			b.WriteByte(')')
		}))
	}
}
