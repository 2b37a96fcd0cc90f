package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// ProposalLearning is whether an organization has agreed that what it confirms and
// refuses of proposals is kept and used. Without a row it has not.
type ProposalLearning struct{ ent.Schema }

// Annotations of the consent.
func (ProposalLearning) Annotations() []schema.Annotation { return table("proposal_learning", "") }

// Fields of the consent.
func (ProposalLearning) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id"),
		field.Bool("on").Default(false),
		field.Time("since").Optional().Nillable().Comment("When it was turned on; null while it is off."),
		field.Int64("revision").Default(1).Comment("Counts the changes of the consent and of the answers: what was made of them under another is not used."),
	}
}

// Edges of the consent.
func (ProposalLearning) Edges() []ent.Edge {
	return []ent.Edge{to("organization", Organization.Type, "organization_id")}
}

// Indexes of the consent.
func (ProposalLearning) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id").Unique()}
}

// ProposalAnswer is what an organization said of a skill that was proposed, or not,
// for words of a text about a job. It is never changed: a later answer about the same
// takes its place. It is the organization's, and names no person.
type ProposalAnswer struct{ ent.Schema }

// Mixin of an answer.
func (ProposalAnswer) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an answer.
func (ProposalAnswer) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id"), ref("skill_id"),
		field.String("words").NotEmpty().Immutable().Comment("As they are compared: lower case, one space between two."),
		field.String("language").NotEmpty().Immutable().Comment("Of the words."),
		field.String("label").Immutable().Comment("The name of the skill that the words resembled; empty where they resembled none."),
		field.Float("confidence").Immutable().Comment("How sure the proposal was without lessons; 0 where there was none."),
		field.Enum("verdict").GoType(enum.ProposalVerdict("")).Immutable(),
	}
}

// Edges of an answer.
func (ProposalAnswer) Edges() []ent.Edge {
	return []ent.Edge{
		to("organization", Organization.Type, "organization_id"),
		to("skill", Skill.Type, "skill_id"),
	}
}

// Indexes of an answer.
func (ProposalAnswer) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "skill_id", "language", "words").Unique(),
		index.Fields("organization_id", "created_at", "id"),
		index.Fields("skill_id"),
	}
}
