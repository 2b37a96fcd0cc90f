package store

import (
	"strings"

	entsql "entgo.io/ent/dialect/sql"
)

// Folded keeps the rows whose text is one of the values, however its ASCII letters
// are written; it stays false for none.
func Folded[P ~func(*entsql.Selector)](column string, values ...string) P {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = strings.ToLower(v)
	}
	return func(s *entsql.Selector) {
		if len(args) == 0 {
			s.Where(entsql.False())
			return
		}
		s.Where(entsql.P(func(b *entsql.Builder) {
			b.WriteString("LOWER(").Ident(s.C(column)).WriteString(") IN (").Args(args...).WriteByte(')')
		}))
	}
}
