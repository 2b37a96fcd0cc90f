package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// SavedPlan is a way to a goal that an earner, or their coach, keeps.
type SavedPlan struct{ ent.Schema }

// Mixin of SavedPlan.
func (SavedPlan) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Annotations of SavedPlan.
func (SavedPlan) Annotations() []schema.Annotation {
	return table("saved_plans", "goal = 'COMPETENCIES' OR "+exactlyOne("posting_id", "occupation_id", "stack_id", "pathway_id"))
}

// Fields of SavedPlan.
func (SavedPlan) Fields() []ent.Field {
	return []ent.Field{
		ref("earner_id"),
		ref("author_id", "The account that saved it."),
		optionalRef("organization_id", "The coach's, where a coach saved it."),
		field.String("name").NotEmpty().Sensitive(),
		field.Enum("goal").GoType(enum.PlanGoal("")).Immutable(),
		optionalRef("posting_id"),
		optionalRef("occupation_id"),
		optionalRef("stack_id"),
		optionalRef("pathway_id"),
		// Raw, so that the records don't depend on what is asked.
		field.JSON("question", json.RawMessage{}).Comment("Goal, objective and limits, as they were asked."),
		field.Enum("status").GoType(enum.PlanStatus("")).Default(string(enum.PlanActive)),
		field.String("basis").Comment("A fingerprint of what it rests on: the earner's awards, and what its steps are in the catalog."),
		field.Time("changed_at"),
		field.Time("outdated_at").Optional().Nillable().Comment("When it was noticed that it no longer rests on what is; null while it does."),
		optionalRef("contact_id", "The contact with the employer that offered the work for which it trains."),
		field.Time("shared_at").Optional().Nillable().Comment("Since when the employer of the contact may read it; null: never, or no more."),
		field.Int("revision").Positive().Default(1),
	}
}

// Edges of SavedPlan.
func (SavedPlan) Edges() []ent.Edge {
	return []ent.Edge{
		to("earner", Earner.Type, "earner_id"),
		to("author", Account.Type, "author_id"),
		optionalTo("organization", Organization.Type, "organization_id"),
		optionalTo("posting", Posting.Type, "posting_id"),
		optionalTo("occupation", Occupation.Type, "occupation_id"),
		optionalTo("stack", Stack.Type, "stack_id"),
		optionalTo("pathway", Pathway.Type, "pathway_id"),
		optionalTo("contact", ContactRequest.Type, "contact_id"),
		parts("steps", SavedPlanStep.Type),
	}
}

// Indexes of SavedPlan.
func (SavedPlan) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("earner_id", "created_at", "id"),
		partial(index.Fields("contact_id"), "contact_id"),
	}
}

// SavedPlanStep is a micro-credential to be earned, where and when.
type SavedPlanStep struct{ ent.Schema }

// Fields of SavedPlanStep.
func (SavedPlanStep) Fields() []ent.Field {
	return []ent.Field{
		ref("plan_id"),
		field.Int("position").Positive().Immutable().Comment("Counts from 1."),
		ref("micro_credential_id"),
		optionalRef("offering_id", "Null where it is earned at one's own pace."),
		field.Bool("prior").Default(false).Comment("By proving what one can already do."),
		field.Int64("minutes").Optional().Nillable(),
		field.Int64("price_cents").Optional().Nillable().Comment("What the learner pays; null where unknown."),
		field.String("price_currency").Optional().Comment("ISO 4217."),
		field.Time("starts_on").Optional().Nillable(),
		field.Time("finishes_on").Optional().Nillable(),
	}
}

// Edges of SavedPlanStep.
func (SavedPlanStep) Edges() []ent.Edge {
	return []ent.Edge{
		owner("plan", SavedPlan.Type, "steps", "plan_id"),
		to("micro_credential", MicroCredential.Type, "micro_credential_id"),
		optionalTo("offering", Offering.Type, "offering_id"),
	}
}

// Indexes of SavedPlanStep.
func (SavedPlanStep) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("plan_id", "position").Unique(),
		index.Fields("micro_credential_id"),
		partial(index.Fields("offering_id"), "offering_id"),
	}
}

// ReadinessNote says what one needs besides time and money before one begins. It is
// told to earners and coaches, never to employers.
type ReadinessNote struct{ ent.Schema }

// Annotations of ReadinessNote.
func (ReadinessNote) Annotations() []schema.Annotation {
	return table("readiness_notes", exactlyOne("micro_credential_id", "offering_id"))
}

// Fields of ReadinessNote.
func (ReadinessNote) Fields() []ent.Field {
	return []ent.Field{
		optionalRef("micro_credential_id", "However it is earned."),
		optionalRef("offering_id", "In this offering alone."),
		field.Enum("kind").GoType(enum.ReadinessKind("")).Immutable(),
		localized("note"),
		field.String("url").Optional().Comment("The rule that asks for it, or where help is."),
	}
}

// Edges of ReadinessNote.
func (ReadinessNote) Edges() []ent.Edge {
	return []ent.Edge{
		optionalTo("micro_credential", MicroCredential.Type, "micro_credential_id"),
		optionalTo("offering", Offering.Type, "offering_id"),
	}
}

// Indexes of ReadinessNote.
func (ReadinessNote) Indexes() []ent.Index {
	return []ent.Index{
		partial(index.Fields("micro_credential_id"), "micro_credential_id"),
		partial(index.Fields("offering_id"), "offering_id"),
	}
}
