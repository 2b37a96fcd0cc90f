package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// HiringEvent shows those of a cohort who agree to invited employers, for some days.
type HiringEvent struct{ ent.Schema }

// Mixin of a hiring event.
func (HiringEvent) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a hiring event.
func (HiringEvent) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id", "The host."), ref("cohort_id"),
		field.String("title").NotEmpty(),
		field.Time("starts_on").Comment("First day."),
		field.Time("ends_on").Comment("Last day."),
		ref("opened_by_id", "An account."),
		field.Time("canceled_at").Optional().Nillable(),
	}
}

// Edges of a hiring event.
func (HiringEvent) Edges() []ent.Edge {
	return []ent.Edge{
		to("organization", Organization.Type, "organization_id"),
		to("cohort", Cohort.Type, "cohort_id"),
		to("opened_by", Account.Type, "opened_by_id"),
		parts("employers", HiringEventEmployer.Type),
		parts("earners", HiringEventEarner.Type),
	}
}

// Indexes of a hiring event.
func (HiringEvent) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "created_at", "id"), index.Fields("cohort_id")}
}

// HiringEventEmployer is an employer that is invited.
type HiringEventEmployer struct{ ent.Schema }

// Fields of an employer at an event.
func (HiringEventEmployer) Fields() []ent.Field {
	return []ent.Field{ref("event_id"), ref("organization_id"), field.Time("invited_at").Immutable()}
}

// Edges of an employer at an event.
func (HiringEventEmployer) Edges() []ent.Edge {
	return []ent.Edge{
		owner("event", HiringEvent.Type, "employers", "event_id"),
		to("organization", Organization.Type, "organization_id"),
	}
}

// Indexes of an employer at an event.
func (HiringEventEmployer) Indexes() []ent.Index {
	return []ent.Index{index.Fields("event_id", "organization_id").Unique(), index.Fields("organization_id")}
}

// HiringEventEarner is an earner who agreed to be shown at an event.
type HiringEventEarner struct{ ent.Schema }

// Fields of an earner at an event.
func (HiringEventEarner) Fields() []ent.Field {
	return []ent.Field{
		ref("event_id"), ref("earner_id"),
		field.Time("joined_at"),
		field.Time("left_at").Optional().Nillable(),
	}
}

// Edges of an earner at an event.
func (HiringEventEarner) Edges() []ent.Edge {
	return []ent.Edge{
		owner("event", HiringEvent.Type, "earners", "event_id"),
		to("earner", Earner.Type, "earner_id"),
	}
}

// Indexes of an earner at an event.
func (HiringEventEarner) Indexes() []ent.Index {
	return []ent.Index{index.Fields("event_id", "earner_id").Unique(), index.Fields("earner_id")}
}

// Employment is where an earner works: they were hired by way of here, or say so.
type Employment struct{ ent.Schema }

// Mixin of an employment.
func (Employment) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an employment.
func (Employment) Fields() []ent.Field {
	return []ent.Field{
		ref("earner_id"), ref("organization_id"),
		optionalRef("contact_id", "The contact by which they were hired; null where they said so."),
		field.Bool("internal").Default(false).Comment("Shows them to this employer for its internal postings."),
		field.Time("ended_at").Optional().Nillable(),
	}
}

// Edges of an employment.
func (Employment) Edges() []ent.Edge {
	return []ent.Edge{
		to("earner", Earner.Type, "earner_id"),
		to("organization", Organization.Type, "organization_id"),
		optionalTo("contact", ContactRequest.Type, "contact_id"),
	}
}

// Indexes of an employment.
func (Employment) Indexes() []ent.Index {
	return []ent.Index{index.Fields("earner_id", "organization_id").Unique(), index.Fields("organization_id", "internal")}
}
