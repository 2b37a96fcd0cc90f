package store

import (
	entsql "entgo.io/ent/dialect/sql"
)

// After keeps the rows behind a position in an order by columns, all ascending:
// the next page of a list. The last column must be unique, none may be null.
//
//	query.Where(store.After[predicate.Stack](stack.FieldName, stack.FieldID)(name, id))
func After[P ~func(*entsql.Selector)](columns ...string) func(position ...any) P {
	return beyond[P](" > ", columns)
}

// Before is After for an order that is descending in all columns.
func Before[P ~func(*entsql.Selector)](columns ...string) func(position ...any) P {
	return beyond[P](" < ", columns)
}

// beyond compares rows of values, which both databases serve from an index.
func beyond[P ~func(*entsql.Selector)](op string, columns []string) func(position ...any) P {
	return func(position ...any) P {
		return func(s *entsql.Selector) {
			s.Where(entsql.P(func(b *entsql.Builder) {
				b.WriteByte('(')
				for i, c := range columns {
					if i > 0 {
						b.Comma()
					}
					b.Ident(s.C(c))
				}
				b.WriteString(")" + op + "(").Args(normalArgs(position)...).WriteByte(')')
			}))
		}
	}
}
