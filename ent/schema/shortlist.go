package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// ShortlistEntry is a candidate whom an employer follows for a posting. It is the
// employer's own; whether the earner is still shown is asked at each reading.
type ShortlistEntry struct{ ent.Schema }

// Mixin of an entry.
func (ShortlistEntry) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an entry.
func (ShortlistEntry) Fields() []ent.Field {
	return []ent.Field{
		ref("posting_id"), ref("organization_id", "The employer."), ref("earner_id"),
		field.Enum("stage").GoType(enum.ShortlistStage("")).Default(string(enum.StageNew)),
		ref("added_by_id", "An account."),
		optionalRef("assignee_id", "The account of the colleague who follows it up."),
		field.Time("moved_at"),
		field.Time("removed_at").Optional().Nillable(),
		field.Int("revision").Default(1),
	}
}

// Edges of an entry.
func (ShortlistEntry) Edges() []ent.Edge {
	return []ent.Edge{
		to("posting", Posting.Type, "posting_id"),
		to("organization", Organization.Type, "organization_id"),
		to("earner", Earner.Type, "earner_id"),
		to("added_by", Account.Type, "added_by_id"),
		optionalTo("assignee", Account.Type, "assignee_id"),
		parts("notes", ShortlistNote.Type),
		parts("moves", ShortlistMove.Type),
	}
}

// Indexes of an entry.
func (ShortlistEntry) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("posting_id", "earner_id").Unique(),
		index.Fields("posting_id", "created_at", "id"),
		index.Fields("organization_id"),
		index.Fields("earner_id"),
	}
}

// ShortlistNote is what a member of the employer noted of a candidate.
type ShortlistNote struct{ ent.Schema }

// Mixin of a note.
func (ShortlistNote) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a note.
func (ShortlistNote) Fields() []ent.Field {
	return []ent.Field{
		ref("entry_id"), ref("author_id", "An account."),
		field.String("text").NotEmpty().Sensitive(),
	}
}

// Edges of a note.
func (ShortlistNote) Edges() []ent.Edge {
	return []ent.Edge{
		owner("entry", ShortlistEntry.Type, "notes", "entry_id"),
		to("author", Account.Type, "author_id"),
	}
}

// Indexes of a note.
func (ShortlistNote) Indexes() []ent.Index {
	return []ent.Index{index.Fields("entry_id", "created_at", "id")}
}

// ShortlistMove is a step of an entry from stage to stage.
type ShortlistMove struct{ ent.Schema }

// Fields of a move.
func (ShortlistMove) Fields() []ent.Field {
	return []ent.Field{
		ref("entry_id"),
		field.Enum("from").GoType(enum.ShortlistStage("")).Optional().Nillable().Immutable().Comment("Null where it was added."),
		field.Enum("stage").GoType(enum.ShortlistStage("")).Immutable(),
		field.String("actor_id").Immutable().Comment("An account."),
		field.Time("at").Immutable(),
	}
}

// Edges of a move.
func (ShortlistMove) Edges() []ent.Edge {
	return []ent.Edge{owner("entry", ShortlistEntry.Type, "moves", "entry_id")}
}

// Indexes of a move.
func (ShortlistMove) Indexes() []ent.Index { return []ent.Index{index.Fields("entry_id", "at")} }

// ViewLogLine says how often an earner was shown to an employer on a day, for what,
// and which fields. It names what it is about by id and outlives it.
type ViewLogLine struct{ ent.Schema }

// Fields of a line.
func (ViewLogLine) Fields() []ent.Field {
	return []ent.Field{
		ref("earner_id"),
		field.String("organization_id").Immutable(),
		field.String("posting_id").Immutable().Comment("Empty where the question was no posting's."),
		field.Time("on").Immutable().Comment("The day, in UTC."),
		field.Int("times"),
		field.JSON("fields", []string{}).Comment("What was read, sorted: the API's names."),
		field.Time("last_at"),
	}
}

// Edges of a line.
func (ViewLogLine) Edges() []ent.Edge { return []ent.Edge{to("earner", Earner.Type, "earner_id")} }

// Indexes of a line.
func (ViewLogLine) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("earner_id", "on", "organization_id", "posting_id").Unique(),
	}
}

// SpoolPosition is how far a process's spool has been loaded: written with what was
// loaded, so that nothing is loaded twice.
type SpoolPosition struct{ ent.Schema }

// Fields of a position.
func (SpoolPosition) Fields() []ent.Field {
	return []ent.Field{
		field.String("spool").Unique().Immutable().Comment("Random, one for each directory."),
		field.Int64("segment"),
		field.Int64("offset").Comment("Bytes of the segment that are loaded."),
	}
}
