// Package schema says what is stored: the records, their fields, and what ties
// them together. It refuses hooks, policies and anything about the API: a rule
// is a call that one can see in a service.
//
// Conventions:
//   - Ids are strings of internal/id, set by whoever creates the record. Rows
//     that are only ever a part of another record count their ids by themselves.
//   - Times are UTC and kept to the microsecond. What is a day, not an instant,
//     is the day's first instant in UTC, and is named ...On.
//   - Lists are ordered by columns that are never null, tied by the id: each
//     such order has its index here.
//   - Amounts are decimal strings with a unit; prices are whole cents with a
//     currency. Unknown is null, never 0.
//   - What is a part of a record is deleted with it; everything else stands in
//     the way of deletion.
package schema

import (
	"fmt"
	"strings"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"entgo.io/ent/schema/mixin"

	"github.com/stackmatch/stackmatch/ent/text"
)

// record is the mixin of records with an id of their own.
type record struct{ mixin.Schema }

// Fields of every record: its id, set by its creator, and when it was created.
func (record) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").NotEmpty().Immutable(),
		field.Time("created_at").Immutable().Comment("When the record was written here."),
	}
}

// localized is a text in several languages; null where there is none.
func localized(name string, comment ...string) ent.Field {
	return field.JSON(name, text.Localized{}).Optional().Comment(strings.Join(append(comment, "By language."), " "))
}

// ref is the id of another record that must be named; fixed once written.
func ref(name string, comment ...string) ent.Field {
	return field.String(name).Immutable().Comment(strings.Join(comment, " "))
}

// optionalRef is the id of another record that may be named.
func optionalRef(name string, comment ...string) ent.Field {
	return field.String(name).Optional().Nillable().Comment(strings.Join(comment, " "))
}

// to is an edge to the record that the field names, and that must exist.
func to(name string, kind any, fieldName string) ent.Edge {
	return edge.To(name, kind).Unique().Required().Immutable().Field(fieldName)
}

// optionalTo is an edge to the record that the field may name. While it is
// named, that record cannot be deleted.
func optionalTo(name string, kind any, fieldName string) ent.Edge {
	return edge.To(name, kind).Unique().Field(fieldName).Annotations(entsql.OnDelete(entsql.NoAction))
}

// optionalToOwn is optionalTo for another record of the same kind, which many may
// name: ent takes an edge without its other end for one to one, and would have the
// column unique.
func optionalToOwn(name string, kind any, fieldName, otherEnd string) ent.Edge {
	return edge.To(otherEnd, kind).Annotations(entsql.OnDelete(entsql.NoAction)).
		From(name).Unique().Field(fieldName)
}

// parts is an edge to rows that are deleted with their owner.
func parts(name string, kind any) ent.Edge {
	return edge.To(name, kind).Annotations(entsql.OnDelete(entsql.Cascade))
}

// owner is the other end of parts.
func owner(name string, kind any, ref, fieldName string) ent.Edge {
	return edge.From(name, kind).Ref(ref).Unique().Required().Immutable().Field(fieldName)
}

// table names the table, where ent's plural would be none, and adds a check that
// every row must pass.
func table(name, check string) []schema.Annotation {
	a := entsql.Annotation{Table: name}
	if check != "" {
		a.Checks = map[string]string{name + "_check": check}
	}
	return []schema.Annotation{a}
}

// exactlyOne is the check that one of the columns is set and no other.
func exactlyOne(columns ...string) string {
	return counted(columns) + " = 1"
}

// atMostOne is the check that no two of the columns are set.
func atMostOne(columns ...string) string {
	return counted(columns) + " <= 1"
}

func counted(columns []string) string {
	terms := make([]string, len(columns))
	for i, c := range columns {
		terms[i] = fmt.Sprintf("(CASE WHEN %s IS NULL THEN 0 ELSE 1 END)", c)
	}
	return strings.Join(terms, " + ")
}

// partial leaves rows without the column out of an index that only a scan over
// its values uses.
func partial(on *index.Builder, column string) *index.Builder {
	return on.Annotations(entsql.IndexWhere(column + " IS NOT NULL"))
}

// cascade deletes a row with the record that an edge leads to.
var cascade = entsql.OnDelete(entsql.Cascade)
