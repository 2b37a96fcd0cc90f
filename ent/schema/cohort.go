package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Cohort is a group that earns micro-credentials together, run by a school or an
// employer.
type Cohort struct{ ent.Schema }

// Mixin of a cohort.
func (Cohort) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a cohort.
func (Cohort) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id", "Whose members lead it."),
		field.String("name").NotEmpty(),
		field.String("code_hash").Unique().Immutable().Sensitive().Comment("SHA-256, hexadecimal, of the code with which one joins."),
		field.Time("starts_on").Optional().Nillable(),
		field.Time("ends_on").Optional().Nillable(),
		field.Time("closed_at").Optional().Nillable().Comment("Nobody joins from then on."),
		ref("opened_by_id", "An account."),
	}
}

// Edges of a cohort.
func (Cohort) Edges() []ent.Edge {
	return []ent.Edge{
		to("organization", Organization.Type, "organization_id"),
		to("opened_by", Account.Type, "opened_by_id"),
		parts("credentials", CohortCredential.Type),
		parts("members", CohortMember.Type),
	}
}

// Indexes of a cohort.
func (Cohort) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "created_at", "id")}
}

// CohortCredential is a micro-credential that a cohort is to earn.
type CohortCredential struct{ ent.Schema }

// Fields of a cohort's micro-credential.
func (CohortCredential) Fields() []ent.Field {
	return []ent.Field{ref("cohort_id"), ref("micro_credential_id"), field.Int("position").Positive().Immutable()}
}

// Edges of a cohort's micro-credential.
func (CohortCredential) Edges() []ent.Edge {
	return []ent.Edge{
		owner("cohort", Cohort.Type, "credentials", "cohort_id"),
		to("micro_credential", MicroCredential.Type, "micro_credential_id"),
	}
}

// Indexes of a cohort's micro-credential.
func (CohortCredential) Indexes() []ent.Index {
	return []ent.Index{index.Fields("cohort_id", "micro_credential_id").Unique(), index.Fields("micro_credential_id")}
}

// CohortMember is an earner in a cohort.
type CohortMember struct{ ent.Schema }

// Fields of a member.
func (CohortMember) Fields() []ent.Field {
	return []ent.Field{
		ref("cohort_id"), ref("earner_id"),
		field.Time("joined_at"),
		field.Bool("shares").Default(false).Comment("Lets the group's lead see their name and progress."),
		field.Time("left_at").Optional().Nillable(),
	}
}

// Edges of a member.
func (CohortMember) Edges() []ent.Edge {
	return []ent.Edge{
		owner("cohort", Cohort.Type, "members", "cohort_id"),
		to("earner", Earner.Type, "earner_id"),
	}
}

// Indexes of a member.
func (CohortMember) Indexes() []ent.Index {
	return []ent.Index{index.Fields("cohort_id", "earner_id").Unique(), index.Fields("earner_id")}
}
