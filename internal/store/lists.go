package store

import (
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/sqljson"
)

// ListHasAny keeps the rows whose column, a JSON list of texts, holds any of the
// values. It is made a predicate of the record's by conversion:
//
//	predicate.Organization(store.ListHasAny(organization.FieldKinds, kinds))
func ListHasAny[T ~string](column string, values []T) func(*entsql.Selector) {
	return func(s *entsql.Selector) {
		any := make([]*entsql.Predicate, len(values))
		for i, v := range values {
			any[i] = sqljson.ValueContains(s.C(column), string(v))
		}
		if len(any) == 0 {
			s.Where(entsql.False())
			return
		}
		s.Where(entsql.Or(any...))
	}
}
