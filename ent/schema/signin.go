package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// Link is a single-use link, of which only the hash is kept.
type Link struct{ ent.Schema }

// Fields of a link.
func (Link) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("purpose").GoType(enum.LinkPurpose("")).Immutable(),
		field.String("token_hash").Unique().Immutable().Sensitive().Comment("SHA-256, hexadecimal."),
		field.String("account_id").Optional().Immutable().Comment("Whose it is; empty for somebody without an account."),
		field.String("subject").Optional().Immutable().Comment("The id of what it is about: a contact request, an earner, an address."),
		field.Time("created_at").Immutable(),
		field.Time("expires_at").Immutable(),
		field.Time("used_at").Optional().Nillable(),
	}
}

// Indexes of a link.
func (Link) Indexes() []ent.Index {
	return []ent.Index{index.Fields("purpose", "subject"), index.Fields("account_id"), index.Fields("expires_at")}
}

// Invitation asks somebody to take a role in an organization.
type Invitation struct{ ent.Schema }

// Mixin of an invitation.
func (Invitation) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an invitation.
func (Invitation) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id"),
		field.Enum("role").GoType(enum.Role("")).Immutable(),
		field.Enum("kind").GoType(enum.AddressKind("")).Immutable(),
		field.String("value").NotEmpty().Immutable().Sensitive().Comment("Normalized, as an address is."),
		ref("invited_by_id", "An account."),
		field.Time("expires_at").Immutable(),
		optionalRef("accepted_by_id", "An account; null until then."),
		field.Time("accepted_at").Optional().Nillable(),
		field.Time("withdrawn_at").Optional().Nillable(),
	}
}

// Edges of an invitation.
func (Invitation) Edges() []ent.Edge {
	return []ent.Edge{
		to("organization", Organization.Type, "organization_id"),
		to("invited_by", Account.Type, "invited_by_id"),
		optionalTo("accepted_by", Account.Type, "accepted_by_id"),
	}
}

// Indexes of an invitation.
func (Invitation) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "created_at", "id"), index.Fields("value")}
}

// DataJob exports or erases all that is kept of somebody.
type DataJob struct{ ent.Schema }

// Mixin of a job.
func (DataJob) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a job.
func (DataJob) Fields() []ent.Field {
	return []ent.Field{
		ref("account_id", "Whose data it is; an erased account's id stays."),
		field.String("earner_id").Optional().Immutable(),
		field.Enum("kind").GoType(enum.DataJobKind("")).Immutable(),
		field.Enum("status").GoType(enum.DataJobStatus("")).Default(string(enum.JobQueued)),
		field.Time("finished_at").Optional().Nillable(),
		field.Time("expires_at").Optional().Nillable().Comment("When an export is deleted."),
		field.String("file").Optional().Comment("The stored file of an export; empty once it is deleted."),
		field.String("failure").Optional().Comment("What went wrong, without anything of the person."),
	}
}

// Indexes of a job.
func (DataJob) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id", "created_at", "id"), index.Fields("status", "created_at")}
}
