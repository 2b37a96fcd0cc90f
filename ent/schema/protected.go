package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
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
	}
}

// Edges of a protected enrollment.
func (ProtectedEnrollment) Edges() []ent.Edge {
	return []ent.Edge{
		protects(),
		to("organization", Organization.Type, "organization_id"),
		optionalTo("micro_credential", MicroCredential.Type, "micro_credential_id"),
	}
}

// Indexes of a protected enrollment.
func (ProtectedEnrollment) Indexes() []ent.Index {
	return []ent.Index{index.Fields("earner_id"), index.Fields("organization_id")}
}

// protects leads to the earner. The earner has no edge back: nothing that starts
// from an earner may load what is protected along with it.
func protects() ent.Edge {
	return edge.To("earner", Earner.Type).Unique().Required().Immutable().Field("earner_id")
}
