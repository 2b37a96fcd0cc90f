package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// Draft is the next version of a micro-credential while it is written. Publishing
// turns it into a version, which never changes.
type Draft struct{ ent.Schema }

// Mixin of a draft.
func (Draft) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a draft.
func (Draft) Fields() []ent.Field {
	return []ent.Field{
		ref("micro_credential_id"),
		field.JSON("content", json.RawMessage{}).Comment("What the version is to say, as far as it is written."),
		field.Enum("status").GoType(enum.DraftStatus("")).Default(string(enum.DraftWriting)),
		field.Int("revision").Positive().Default(1),
		ref("author_id", "The account that began it."),
		field.Time("changed_at"),
		field.Time("submitted_at").Optional().Nillable().Comment("When its review was asked for."),
		optionalRef("submitted_by_id", "The account that asked: who asks does not review."),
		optionalRef("reviewer_id", "The account that reviewed it."),
		field.Time("reviewed_at").Optional().Nillable(),
		field.String("review_note").Optional(),
	}
}

// Edges of a draft.
func (Draft) Edges() []ent.Edge {
	return []ent.Edge{
		to("micro_credential", MicroCredential.Type, "micro_credential_id"),
		to("author", Account.Type, "author_id"),
	}
}

// Indexes of a draft: a micro-credential has one at a time.
func (Draft) Indexes() []ent.Index {
	return []ent.Index{index.Fields("micro_credential_id").Unique()}
}

// VersionPrerequisite is a micro-credential that is asked for, or advised, before
// a version.
type VersionPrerequisite struct{ ent.Schema }

// Fields of a prerequisite.
func (VersionPrerequisite) Fields() []ent.Field {
	return []ent.Field{
		ref("version_id"), ref("micro_credential_id"),
		field.Bool("advised").Default(false).Immutable().Comment("It helps, and is not asked for."),
	}
}

// Edges of a prerequisite.
func (VersionPrerequisite) Edges() []ent.Edge {
	return []ent.Edge{
		owner("version", MicroCredentialVersion.Type, "prerequisites", "version_id"),
		to("micro_credential", MicroCredential.Type, "micro_credential_id"),
	}
}

// Indexes of a prerequisite.
func (VersionPrerequisite) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("version_id", "micro_credential_id").Unique(),
		index.Fields("micro_credential_id"),
	}
}

// VersionAlignment is an entry of any framework that a version is about (an Open
// Badges 3.0 Alignment): nothing is matched by it.
type VersionAlignment struct{ ent.Schema }

// Fields of a version's alignment.
func (VersionAlignment) Fields() []ent.Field {
	return []ent.Field{
		ref("version_id"),
		field.Int("position").Positive().Immutable().Comment("Counts from 1."),
		field.Enum("kind").GoType(enum.AlignmentKind("")).Immutable(),
		field.String("name").NotEmpty().Immutable(),
		field.String("url").NotEmpty().Immutable(),
		field.String("framework").Optional().Immutable(),
		field.String("code").Optional().Immutable(),
		field.String("description").Optional().Immutable(),
	}
}

// Edges of a version's alignment.
func (VersionAlignment) Edges() []ent.Edge {
	return []ent.Edge{owner("version", MicroCredentialVersion.Type, "alignments", "version_id")}
}

// Indexes of a version's alignment.
func (VersionAlignment) Indexes() []ent.Index {
	return []ent.Index{index.Fields("version_id", "position").Unique()}
}

// Picture is an image of the catalog: a version's emblem. It never changes.
type Picture struct{ ent.Schema }

// Mixin of a picture.
func (Picture) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a picture.
func (Picture) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id", "Whose it is."),
		field.Bytes("content").Immutable().Comment("PNG, written anew from what was given."),
		field.Int("width").Positive().Immutable(),
		field.Int("height").Positive().Immutable(),
		field.String("sha256").Immutable().Comment("Of the content, hexadecimal."),
	}
}

// Edges of a picture.
func (Picture) Edges() []ent.Edge {
	return []ent.Edge{to("organization", Organization.Type, "organization_id")}
}

// Indexes of a picture.
func (Picture) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "sha256").Unique()}
}
