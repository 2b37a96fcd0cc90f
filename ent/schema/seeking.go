package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// SavedPosting is a posting that an earner keeps in view. No employer learns of it.
type SavedPosting struct{ ent.Schema }

// Fields of a saved posting.
func (SavedPosting) Fields() []ent.Field {
	return []ent.Field{ref("earner_id"), ref("posting_id"), field.Time("at").Immutable()}
}

// Edges of a saved posting.
func (SavedPosting) Edges() []ent.Edge {
	return []ent.Edge{to("earner", Earner.Type, "earner_id"), to("posting", Posting.Type, "posting_id")}
}

// Indexes of a saved posting.
func (SavedPosting) Indexes() []ent.Index {
	return []ent.Index{index.Fields("earner_id", "posting_id").Unique(), index.Fields("posting_id")}
}

// Interest is an earner's sign to an employer that they would like a posting.
type Interest struct{ ent.Schema }

// Fields of an interest.
func (Interest) Fields() []ent.Field {
	return []ent.Field{
		ref("earner_id"), ref("posting_id"),
		field.Time("shown_at"),
		field.Time("withdrawn_at").Optional().Nillable(),
	}
}

// Edges of an interest.
func (Interest) Edges() []ent.Edge {
	return []ent.Edge{to("earner", Earner.Type, "earner_id"), to("posting", Posting.Type, "posting_id")}
}

// Indexes of an interest.
func (Interest) Indexes() []ent.Index {
	return []ent.Index{index.Fields("earner_id", "posting_id").Unique(), index.Fields("posting_id")}
}
