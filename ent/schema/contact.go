package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
)

// ContactRequest asks an earner to be known to an employer, and is where the two
// stand from there on.
type ContactRequest struct{ ent.Schema }

// Mixin of a contact request.
func (ContactRequest) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a contact request.
func (ContactRequest) Fields() []ent.Field {
	return []ent.Field{
		ref("posting_id"), ref("organization_id", "The employer."), ref("earner_id"),
		ref("requested_by_id", "An account."),
		field.String("message").Sensitive().Comment("Empty once the earner is erased."),
		field.Enum("status").GoType(enum.ContactStatus("")).Default(string(enum.ContactPending)),
		field.JSON("fields", []consent.Field{}).Optional().Comment("What the earner opened when they accepted."),
		optionalRef("grant_id", "The consent that the earner gave by accepting."),
		optionalRef("event_id", "The hiring event at which it began."),
		field.Time("expires_at").Comment("Unanswered, it lapses then."),
		field.Time("answered_at").Optional().Nillable(),
		field.Time("updated_at"),
	}
}

// Edges of a contact request.
func (ContactRequest) Edges() []ent.Edge {
	return []ent.Edge{
		to("posting", Posting.Type, "posting_id"),
		to("organization", Organization.Type, "organization_id"),
		to("earner", Earner.Type, "earner_id"),
		to("requested_by", Account.Type, "requested_by_id"),
		optionalTo("grant", Grant.Type, "grant_id"),
		optionalTo("event", HiringEvent.Type, "event_id"),
		parts("steps", ContactStep.Type),
	}
}

// Indexes of a contact request: one at a time for a posting and an earner is for the
// service to hold.
func (ContactRequest) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "created_at", "id"),
		index.Fields("earner_id", "created_at", "id"),
		index.Fields("posting_id", "earner_id"),
		index.Fields("status", "expires_at"),
	}
}

// ContactStep is a change of where the two stand.
type ContactStep struct{ ent.Schema }

// Fields of a step.
func (ContactStep) Fields() []ent.Field {
	return []ent.Field{
		ref("contact_id"),
		field.Enum("status").GoType(enum.ContactStatus("")).Immutable(),
		field.String("actor_id").Optional().Immutable().Comment("An account; empty for the system."),
		field.Time("at").Immutable(),
	}
}

// Edges of a step.
func (ContactStep) Edges() []ent.Edge {
	return []ent.Edge{owner("contact", ContactRequest.Type, "steps", "contact_id")}
}

// Indexes of a step.
func (ContactStep) Indexes() []ent.Index { return []ent.Index{index.Fields("contact_id", "at")} }

// Report is what an earner says against an organization.
type Report struct{ ent.Schema }

// Mixin of a report.
func (Report) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a report.
func (Report) Fields() []ent.Field {
	return []ent.Field{
		ref("earner_id"), ref("organization_id"),
		optionalRef("contact_id"),
		field.String("reason").Sensitive().Comment("Empty once the earner is erased."),
		field.Time("handled_at").Optional().Nillable(),
		optionalRef("handled_by_id", "An account."),
		field.String("resolution").Optional(),
	}
}

// Edges of a report.
func (Report) Edges() []ent.Edge {
	return []ent.Edge{
		to("earner", Earner.Type, "earner_id"),
		to("organization", Organization.Type, "organization_id"),
		optionalTo("contact", ContactRequest.Type, "contact_id"),
		optionalTo("handled_by", Account.Type, "handled_by_id"),
	}
}

// Indexes of a report.
func (Report) Indexes() []ent.Index {
	return []ent.Index{index.Fields("created_at", "id"), index.Fields("organization_id"), index.Fields("earner_id")}
}
