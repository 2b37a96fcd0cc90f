package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// Delegation lets an organization award in an issuer's name, or record what an
// issuer awarded elsewhere.
type Delegation struct{ ent.Schema }

// Mixin of a delegation.
func (Delegation) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a delegation. Nothing but its end ever changes.
func (Delegation) Fields() []ent.Field {
	return []ent.Field{
		ref("issuer_id"),
		ref("delegate_id"),
		field.Enum("kind").GoType(enum.DelegationKind("")).Immutable(),
		optionalRef("micro_credential_id", "Null for all that the issuer may award."),
		field.Time("until").Optional().Nillable().Comment("Its first moment without it."),
		field.Time("withdrawn_at").Optional().Nillable(),
	}
}

// Edges of a delegation.
func (Delegation) Edges() []ent.Edge {
	return []ent.Edge{
		to("issuer", Organization.Type, "issuer_id"),
		to("delegate", Organization.Type, "delegate_id"),
		optionalTo("micro_credential", MicroCredential.Type, "micro_credential_id"),
	}
}

// Indexes of a delegation.
func (Delegation) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("issuer_id", "created_at", "id"),
		index.Fields("delegate_id", "created_at", "id"),
	}
}

// UnclaimedAward says whom an award is for who has no record here yet. It is gone
// once they claim it.
type UnclaimedAward struct{ ent.Schema }

// Fields of an unclaimed award.
func (UnclaimedAward) Fields() []ent.Field {
	return []ent.Field{
		ref("award_id"),
		field.Bytes("content").Immutable().Sensitive().Comment("Name and the issuer's own number for them, encrypted under the service's key."),
	}
}

// Edges of an unclaimed award.
func (UnclaimedAward) Edges() []ent.Edge {
	return []ent.Edge{to("award", Award.Type, "award_id")}
}

// Indexes of an unclaimed award.
func (UnclaimedAward) Indexes() []ent.Index {
	return []ent.Index{index.Fields("award_id").Unique()}
}

// Roster is a file of results that were reached elsewhere, without a network
// perhaps. The same file twice is the same roster.
type Roster struct{ ent.Schema }

// Mixin of a roster.
func (Roster) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a roster.
func (Roster) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id", "Who awards."),
		field.String("sha256").NotEmpty().Immutable().Comment("Of the file as it came, hexadecimal."),
		field.Bytes("content").Immutable().Sensitive().Comment("The file, byte for byte, encrypted under the service's key."),
		field.String("media_type").Immutable(),
		optionalRef("offline_key_id", "The key that signed it; null for a plain one."),
		optionalRef("imported_by_id", "An account; null where the operator did, on the command line."),
	}
}

// Edges of a roster.
func (Roster) Edges() []ent.Edge {
	return []ent.Edge{
		to("organization", Organization.Type, "organization_id"),
		optionalTo("offline_key", OfflineKey.Type, "offline_key_id"),
		optionalTo("imported_by", Account.Type, "imported_by_id"),
		parts("rows", RosterRow.Type),
	}
}

// Indexes of a roster.
func (Roster) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "sha256").Unique(),
		index.Fields("organization_id", "created_at", "id"),
	}
}

// RosterRow is a row of a roster, and what came of it.
type RosterRow struct{ ent.Schema }

// Fields of a roster's row.
func (RosterRow) Fields() []ent.Field {
	return []ent.Field{
		ref("roster_id"),
		ref("organization_id", "The roster's, kept here too."),
		field.Int("line").Positive().Immutable().Comment("Of the file, from 1."),
		field.String("key").NotEmpty().Immutable().Comment("SHA-256, hexadecimal, of what makes two rows of any files the same: micro-credential, recipient and day."),
		field.Enum("outcome").GoType(enum.RowOutcome("")).Immutable(),
		field.String("code").Optional().Immutable().Comment("Why it failed, in a word; never what stood in it."),
		optionalRef("award_id"),
	}
}

// Edges of a roster's row.
func (RosterRow) Edges() []ent.Edge {
	return []ent.Edge{
		owner("roster", Roster.Type, "rows", "roster_id"),
		optionalTo("award", Award.Type, "award_id"),
	}
}

// Indexes of a roster's row: an issuer's same row makes one award.
func (RosterRow) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("roster_id", "line").Unique(),
		index.Fields("organization_id", "key").Unique().Annotations(entsql.IndexWhere("outcome = 'CREATED'")),
		partial(index.Fields("award_id"), "award_id"),
	}
}

// OfflineKey is a key with which an organization's staff signs rosters where there
// is no network. Its private part never comes here.
type OfflineKey struct{ ent.Schema }

// Mixin of an offline key.
func (OfflineKey) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an offline key.
func (OfflineKey) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id"),
		field.String("name").NotEmpty().Immutable().Comment("Whose, or of which device."),
		field.String("public").NotEmpty().Immutable().Comment("Multikey (Controlled Identifiers 1.0 §2.2.2)."),
		ref("registered_by_id", "An account."),
		field.Time("retired_at").Optional().Nillable(),
	}
}

// Edges of an offline key.
func (OfflineKey) Edges() []ent.Edge {
	return []ent.Edge{
		to("organization", Organization.Type, "organization_id"),
		to("registered_by", Account.Type, "registered_by_id"),
	}
}

// Indexes of an offline key.
func (OfflineKey) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "public").Unique(),
		index.Fields("organization_id", "created_at", "id"),
	}
}

// StackCompletion is a stack that an earner has completed, under the version of its
// rule that was current. A later rule takes nothing away.
type StackCompletion struct{ ent.Schema }

// Mixin of a completion.
func (StackCompletion) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a completion.
func (StackCompletion) Fields() []ent.Field {
	return []ent.Field{
		ref("earner_id"),
		ref("stack_id"),
		field.String("stack_version_id").Comment("The version that it was completed under; the current one only where that no longer holds."),
		field.Time("completed_at"),
		field.Enum("state").GoType(enum.CompletionState("")).Default(string(enum.CompletionStands)),
		field.Time("changed_at"),
		optionalRef("award_id", "The stack's own award, where it issues one by itself."),
	}
}

// Edges of a completion.
func (StackCompletion) Edges() []ent.Edge {
	return []ent.Edge{
		to("earner", Earner.Type, "earner_id"),
		to("stack", Stack.Type, "stack_id"),
		optionalTo("award", Award.Type, "award_id"),
	}
}

// Indexes of a completion.
func (StackCompletion) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("earner_id", "stack_id").Unique(),
		index.Fields("stack_id"),
		partial(index.Fields("award_id"), "award_id"),
	}
}
