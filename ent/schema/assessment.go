package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// Assessment is one assessor's work on an attempt.
type Assessment struct{ ent.Schema }

// Mixin of an assessment. It was claimed when it was created.
func (Assessment) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an assessment.
func (Assessment) Fields() []ent.Field {
	return []ent.Field{
		ref("submission_id"),
		field.Int("attempt").Positive().Immutable(),
		field.Int("slot").Positive().Immutable().Comment("1, or 1 and 2 where two assess; 3 is who decides between them."),
		ref("assessor_id", "An account."),
		field.Time("touched_at").Comment("When it was last worked on: a claim that is forgotten is released."),
		field.Time("released_at").Optional().Nillable(),
		field.Enum("decision").GoType(enum.Decision("")).Optional().Nillable(),
		field.Time("decided_at").Optional().Nillable(),
		field.Bytes("feedback").Optional().Comment("Encrypted under the earner's key."),
	}
}

// Edges of an assessment.
func (Assessment) Edges() []ent.Edge {
	return []ent.Edge{
		owner("submission", Submission.Type, "assessments", "submission_id"),
		to("assessor", Account.Type, "assessor_id"),
		parts("scores", CriterionScore.Type),
	}
}

// Indexes of an assessment: a place is taken once, and nobody takes two.
func (Assessment) Indexes() []ent.Index {
	open := entsql.IndexWhere("released_at IS NULL")
	return []ent.Index{
		index.Fields("submission_id", "attempt", "slot").Unique().Annotations(open),
		index.Fields("submission_id", "attempt", "assessor_id").Unique().Annotations(open),
		index.Fields("assessor_id", "created_at", "id"),
		index.Fields("touched_at").Annotations(entsql.IndexWhere("released_at IS NULL AND decided_at IS NULL")),
	}
}

// CriterionScore is the level that an assessor found for a criterion of the rubric.
type CriterionScore struct{ ent.Schema }

// Fields of a score.
func (CriterionScore) Fields() []ent.Field {
	return []ent.Field{
		ref("assessment_id"),
		field.String("criterion").NotEmpty().Immutable().Comment("Its key in the rubric."),
		field.String("level").NotEmpty().Comment("The key of the level."),
		field.Bytes("comment").Optional().Comment("Encrypted under the earner's key."),
	}
}

// Edges of a score.
func (CriterionScore) Edges() []ent.Edge {
	return []ent.Edge{owner("assessment", Assessment.Type, "scores", "assessment_id")}
}

// Indexes of a score.
func (CriterionScore) Indexes() []ent.Index {
	return []ent.Index{index.Fields("assessment_id", "criterion").Unique()}
}

// SavedComment is a comment that an assessor uses again.
type SavedComment struct{ ent.Schema }

// Mixin of a saved comment.
func (SavedComment) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a saved comment.
func (SavedComment) Fields() []ent.Field {
	return []ent.Field{
		ref("account_id"),
		ref("organization_id"),
		optionalRef("micro_credential_id", "Null for any."),
		field.String("criterion").Optional().Immutable().Comment("Its key in the rubric; empty for any."),
		field.String("text").NotEmpty().Immutable(),
	}
}

// Edges of a saved comment.
func (SavedComment) Edges() []ent.Edge {
	return []ent.Edge{
		to("account", Account.Type, "account_id"),
		to("organization", Organization.Type, "organization_id"),
		optionalTo("micro_credential", MicroCredential.Type, "micro_credential_id"),
	}
}

// Indexes of a saved comment.
func (SavedComment) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id", "organization_id", "created_at", "id")}
}

// Conflict is an assessor who may not assess an earner: kin, a friend, a student of
// their own. It lasts.
type Conflict struct{ ent.Schema }

// Mixin of a conflict.
func (Conflict) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Annotations of a conflict.
func (Conflict) Annotations() []schema.Annotation { return table("conflicts", "") }

// Fields of a conflict.
func (Conflict) Fields() []ent.Field {
	return []ent.Field{
		ref("account_id", "The assessor."),
		ref("earner_id"),
		ref("declared_by_id", "The account that said so."),
	}
}

// Edges of a conflict.
func (Conflict) Edges() []ent.Edge {
	return []ent.Edge{
		to("account", Account.Type, "account_id"),
		to("earner", Earner.Type, "earner_id"),
		to("declared_by", Account.Type, "declared_by_id"),
	}
}

// Indexes of a conflict.
func (Conflict) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id", "earner_id").Unique(), index.Fields("earner_id")}
}

// AssessmentSettings are how an organization's queue runs.
type AssessmentSettings struct{ ent.Schema }

// Annotations of the settings.
func (AssessmentSettings) Annotations() []schema.Annotation { return table("assessment_settings", "") }

// Fields of the settings.
func (AssessmentSettings) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id"),
		field.Int("decide_within_days").Positive().Default(14).Comment("Business days."),
		field.Int("release_after_hours").Positive().Default(72).Comment("A claim on which nobody has worked for so long is released."),
		field.Bool("federal_holidays").Default(true).Comment("The United States' federal holidays are no business days."),
	}
}

// Edges of the settings.
func (AssessmentSettings) Edges() []ent.Edge {
	return []ent.Edge{to("organization", Organization.Type, "organization_id")}
}

// Indexes of the settings.
func (AssessmentSettings) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id").Unique()}
}

// Holiday is a day on which an organization does not assess.
type Holiday struct{ ent.Schema }

// Fields of a holiday.
func (Holiday) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id"),
		field.Time("on").Immutable(),
		field.String("name").Optional().Immutable(),
	}
}

// Edges of a holiday.
func (Holiday) Edges() []ent.Edge {
	return []ent.Edge{to("organization", Organization.Type, "organization_id")}
}

// Indexes of a holiday.
func (Holiday) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "on").Unique()}
}
