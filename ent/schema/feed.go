package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// Change is a row of the feed: a subject that is to be loaded again. It carries
// ids only, is written by the store's hook in the transaction of the change, and
// may be pruned.
type Change struct{ ent.Schema }

// Fields of a change. The id is its place in commit order.
func (Change) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id").StorageKey("seq"),
		field.Enum("kind").GoType(enum.SubjectKind("")).Immutable(),
		field.String("subject").Immutable(),
		field.Time("at").Immutable(),
	}
}

// Indexes of a change.
func (Change) Indexes() []ent.Index { return []ent.Index{index.Fields("at")} }

// FeedState is the one row that says which feed this is.
type FeedState struct{ ent.Schema }

// Annotations of the feed's state: there is one row.
func (FeedState) Annotations() []schema.Annotation { return table("feed_state", "id = 1") }

// Fields of the feed's state.
func (FeedState) Fields() []ent.Field {
	return []ent.Field{
		field.Int("id"),
		field.String("epoch").NotEmpty().Comment("Random: a cursor of another epoch is of another feed."),
		field.Int64("pruned").Default(0).Comment("The highest seq that was pruned: an older cursor has missed something."),
		field.Time("due_at").Comment("Up to when what falls due by time alone has been told."),
	}
}

// AuditEntry is a line of the permanent trail: who did what to which subject.
// It holds ids only, and no foreign keys: it outlives what it names.
type AuditEntry struct{ ent.Schema }

// Fields of an audit entry.
func (AuditEntry) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id").Immutable(),
		field.Time("at").Immutable(),
		field.String("actor").Immutable().Comment("An account's id; empty for the system."),
		field.String("acting").Optional().Immutable().Comment("The membership acted as."),
		field.String("action").NotEmpty().Immutable().Comment("A verb: award.revoke."),
		field.Enum("kind").GoType(enum.SubjectKind("")).Immutable(),
		field.String("subject").Immutable(),
	}
}

// Indexes of an audit entry.
func (AuditEntry) Indexes() []ent.Index {
	return []ent.Index{index.Fields("kind", "subject", "id"), index.Fields("actor", "id")}
}

// Idempotency is the first result of a mutation that a client may repeat within
// a day.
type Idempotency struct{ ent.Schema }

// Annotations of an idempotency row.
func (Idempotency) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Annotation{Table: "idempotency"}}
}

// Fields of an idempotency row.
func (Idempotency) Fields() []ent.Field {
	return []ent.Field{
		field.String("viewer").NotEmpty().Immutable().Comment("The account's id."),
		field.String("mutation").NotEmpty().Immutable(),
		field.String("key").NotEmpty().Immutable().Comment("The clientMutationId."),
		field.String("input_hash").Immutable().Comment("SHA-256 of the input: another input under the same key is a conflict."),
		field.String("result").Immutable().Comment("The id of what was made."),
		field.Time("at").Immutable(),
	}
}

// Indexes of an idempotency row.
func (Idempotency) Indexes() []ent.Index {
	return []ent.Index{index.Fields("viewer", "mutation", "key").Unique(), index.Fields("at")}
}
