package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// ProtectedAttributes is who an earner is: Table 7 of the 2022 report, the
// student codebook. It is reachable from the outcome service alone, never from a
// search, a feed or an employer's question; reports show counts, with small
// cells suppressed. Blank means unknown, not No or 0.
type ProtectedAttributes struct{ ent.Schema }

// Annotations of protected attributes.
func (ProtectedAttributes) Annotations() []schema.Annotation {
	return table("protected_attributes", "")
}

// Fields of protected attributes.
func (ProtectedAttributes) Fields() []ent.Field {
	return []ent.Field{
		ref("earner_id"),
		field.String("research_id").Optional().Nillable().Unique().Sensitive().
			Comment("Unique Student ID: made for research; the institution keeps the crosswalk."),
		field.Int("birth_year").Optional().Nillable().Comment("Four digits."),
		field.String("gender").Optional().Sensitive().Comment("Female, Male, Other."),
		field.String("ethnicity_race").Optional().Sensitive().Comment("The federal categories."),
		field.String("primary_language").Optional().Sensitive(),
		field.Bool("pell_eligible").Optional().Nillable(),
		field.Bool("first_generation").Optional().Nillable().Comment("First-generation college student."),
		field.Bool("disability").Optional().Nillable(),
		field.Bool("public_assistance").Optional().Nillable(),
		field.Bool("low_income").Optional().Nillable(),
		field.Bool("english_learner").Optional().Nillable(),
		field.String("source").Optional().Comment("Who said so: the earner, an institution's file."),
		field.Time("recorded_at"),
	}
}

// Edges of protected attributes.
func (ProtectedAttributes) Edges() []ent.Edge { return []ent.Edge{protects()} }

// Indexes of protected attributes: an earner has them once.
func (ProtectedAttributes) Indexes() []ent.Index {
	return []ent.Index{index.Fields("earner_id").Unique()}
}

// ProtectedEnrollment is an earner's enrollment at an institution or in a
// program, with the baseline that outcomes are measured from. It is protected as
// the attributes are.
type ProtectedEnrollment struct{ ent.Schema }

// Fields of a protected enrollment.
func (ProtectedEnrollment) Fields() []ent.Field {
	return []ent.Field{
		ref("earner_id"),
		ref("organization_id", "The institution."),
		optionalRef("micro_credential_id", "What the earner enrolled for; null for the institution as a whole."),
		field.String("status").Optional().Comment("Full-time, part-time, short-term training, self-paced modules ..."),
		field.Time("enrolled_on").Optional().Nillable().Comment("Day of first enrollment at this institution."),
		field.Int("attempted").Optional().Nillable().Comment("Micro-credentials attempted, the current term's included."),
		field.Int("completed").Optional().Nillable().Comment("Micro-credentials completed."),
		field.Time("baseline_on").Optional().Nillable().Comment("The day that the baseline describes."),
		field.String("baseline_source").Optional(),
		field.Int64("wage_cents").Optional().Nillable().Comment("Hourly wage at the baseline, in cents of the currency."),
		field.String("wage_currency").Optional().Comment("ISO 4217."),
		field.Float("weekly_hours").Optional().Nillable(),
		field.JSON("benefits", []string{}).Optional(),
		field.Bool("employed").Optional().Nillable(),
		field.Bool("assisted").Optional().Nillable().Comment("Receives public assistance."),
		field.Bool("disability").Optional().Nillable(),
		field.Bool("english_learner").Optional().Nillable(),
		field.Bool("low_income").Optional().Nillable(),
		field.Bool("rural").Optional().Nillable(),
		optionalRef("enrollment_id", "The enrollment here that it was captured with."),
	}
}

// Edges of a protected enrollment.
func (ProtectedEnrollment) Edges() []ent.Edge {
	return []ent.Edge{
		protects(),
		to("organization", Organization.Type, "organization_id"),
		optionalTo("micro_credential", MicroCredential.Type, "micro_credential_id"),
		optionalTo("enrollment", Enrollment.Type, "enrollment_id"),
	}
}

// Indexes of a protected enrollment.
func (ProtectedEnrollment) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("earner_id"), index.Fields("organization_id"),
		partial(index.Fields("enrollment_id").Unique(), "enrollment_id"),
	}
}

// ProtectedOutcome is what happened to an earner after an award. It is protected as
// the attributes are.
type ProtectedOutcome struct{ ent.Schema }

// Mixin of an outcome.
func (ProtectedOutcome) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an outcome.
func (ProtectedOutcome) Fields() []ent.Field {
	return []ent.Field{
		ref("earner_id"),
		field.Enum("kind").GoType(enum.OutcomeKind("")).Immutable(),
		field.Time("on").Immutable().Comment("The day."),
		optionalRef("organization_id", "The employer or institution, where it is known here."),
		optionalRef("program_id", "The organization whose program counts it: the recorder's, or the enrollment's."),
		field.String("detail").Optional().Immutable().Sensitive().Comment("Which benefit, degree or post, in words."),
		field.Int64("wage_cents").Optional().Nillable().Immutable().Comment("Hourly, since then."),
		field.String("wage_currency").Optional().Immutable().Comment("ISO 4217."),
		field.Float("weekly_hours").Optional().Nillable().Immutable(),
		field.String("source").Optional().Immutable().Comment("Who said so."),
		optionalRef("recorded_by_id", "The account that recorded it; null for the system."),
	}
}

// Edges of an outcome.
func (ProtectedOutcome) Edges() []ent.Edge {
	return []ent.Edge{
		protects(),
		optionalTo("organization", Organization.Type, "organization_id"),
		optionalTo("program", Organization.Type, "program_id"),
		optionalTo("recorded_by", Account.Type, "recorded_by_id"),
		parts("awards", ProtectedOutcomeAward.Type),
	}
}

// Indexes of an outcome.
func (ProtectedOutcome) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("earner_id", "on", "id"),
		index.Fields("program_id", "kind", "on"),
		index.Fields("organization_id"),
	}
}

// ProtectedOutcomeAward is an award that an outcome rests on.
type ProtectedOutcomeAward struct{ ent.Schema }

// Fields of an outcome's award.
func (ProtectedOutcomeAward) Fields() []ent.Field {
	return []ent.Field{ref("outcome_id"), ref("award_id")}
}

// Edges of an outcome's award.
func (ProtectedOutcomeAward) Edges() []ent.Edge {
	return []ent.Edge{
		owner("outcome", ProtectedOutcome.Type, "awards", "outcome_id"),
		to("award", Award.Type, "award_id"),
	}
}

// Indexes of an outcome's award.
func (ProtectedOutcomeAward) Indexes() []ent.Index {
	return []ent.Index{index.Fields("outcome_id", "award_id").Unique(), index.Fields("award_id")}
}

// protects leads to the earner. The earner has no edge back: nothing that starts
// from an earner may load what is protected along with it.
func protects() ent.Edge {
	return edge.To("earner", Earner.Type).Unique().Required().Immutable().Field("earner_id")
}
