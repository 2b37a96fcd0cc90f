package store

import (
	"strings"

	"ariga.io/atlas/sql/postgres"
	atlas "ariga.io/atlas/sql/schema"
	"entgo.io/ent/dialect/sql/schema"
)

// samePredicates has a comparison take two spellings of an index's predicate for
// one: PostgreSQL keeps its own, with types and parentheses, of what it was given.
func samePredicates(next schema.Differ) schema.Differ {
	return schema.DiffFunc(func(current, desired *atlas.Schema) ([]atlas.Change, error) {
		for _, table := range desired.Tables {
			there, ok := current.Table(table.Name)
			if !ok {
				continue
			}
			for _, index := range table.Indexes {
				if kept, ok := there.Index(index.Name); ok {
					respell(kept, index)
				}
			}
		}
		return next.Diff(current, desired)
	})
}

// respell gives a kept index's predicate the spelling of the one that is desired,
// where they say the same.
func respell(kept, desired *atlas.Index) {
	var is, want postgres.IndexPredicate
	if p := predicateOf(kept); p != nil {
		is = *p
	}
	if p := predicateOf(desired); p != nil {
		want = *p
	}
	if is.P != want.P && unspelled.Replace(is.P) == unspelled.Replace(want.P) {
		atlas.ReplaceOrAppend(&kept.Attrs, &want)
	}
}

func predicateOf(index *atlas.Index) *postgres.IndexPredicate {
	for _, attribute := range index.Attrs {
		if p, ok := attribute.(*postgres.IndexPredicate); ok {
			return p
		}
	}
	return nil
}

// unspelled takes out of a predicate what PostgreSQL puts in.
var unspelled = strings.NewReplacer(
	"::character varying", "", "::text[]", "", "::text", "", "= ANY", "IN", "ARRAY", "",
	"(", "", ")", "", "[", "", "]", "", " ", "",
)
