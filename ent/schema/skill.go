package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// Framework is a published collection of skills: ESCO, O*NET, NACE.
type Framework struct{ ent.Schema }

// Mixin of a framework.
func (Framework) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a framework. License and attribution stay with what was imported.
func (Framework) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").NotEmpty().Unique().Immutable().Comment("A short, stable name: esco."),
		field.String("name").NotEmpty(),
		field.String("publisher"),
		field.String("version").Optional().Comment("The release that was imported last."),
		field.String("url").Optional(),
		field.String("license").Optional(),
		field.String("attribution").Optional(),
	}
}

// Indexes of a framework.
func (Framework) Indexes() []ent.Index { return []ent.Index{index.Fields("name", "id")} }

// Skill is an ability with an id and labels in a framework.
type Skill struct{ ent.Schema }

// Mixin of a skill.
func (Skill) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a skill.
func (Skill) Fields() []ent.Field {
	return []ent.Field{
		ref("framework_id"),
		field.String("uri").NotEmpty().Immutable().Comment("The framework's own identifier, compared as given."),
		field.String("name").Comment("The preferred label in English, else in the first language held: what lists are ordered by."),
		localized("description"),
		field.String("type").Optional().Comment("The framework's own distinction: skill/competence, knowledge."),
		field.Enum("status").GoType(enum.SkillStatus("")).Default(string(enum.SkillActive)),
	}
}

// Edges of a skill.
func (Skill) Edges() []ent.Edge {
	return []ent.Edge{
		to("framework", Framework.Type, "framework_id"),
		parts("labels", SkillLabel.Type),
	}
}

// Indexes of a skill.
func (Skill) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("framework_id", "uri").Unique(),
		index.Fields("framework_id", "name", "id"),
		index.Fields("name", "id"),
		index.Fields("uri"),
	}
}

// SkillLabel is a name of a skill in a language.
type SkillLabel struct{ ent.Schema }

// Fields of a label.
func (SkillLabel) Fields() []ent.Field {
	return []ent.Field{
		ref("skill_id"),
		field.String("language").NotEmpty().Immutable().Comment("BCP 47, lower case."),
		field.Enum("kind").GoType(enum.LabelKind("")).Immutable(),
		field.String("text").NotEmpty().Immutable(),
	}
}

// Edges of a label.
func (SkillLabel) Edges() []ent.Edge {
	return []ent.Edge{owner("skill", Skill.Type, "labels", "skill_id")}
}

// Indexes of a label.
func (SkillLabel) Indexes() []ent.Index {
	return []ent.Index{index.Fields("skill_id", "language", "kind", "text").Unique()}
}

// SkillRelation ties two skills, of one framework or of two.
type SkillRelation struct{ ent.Schema }

// Fields of a relation.
func (SkillRelation) Fields() []ent.Field {
	return []ent.Field{
		ref("from_id"),
		ref("to_id", "The broader skill, where the kind is BROADER."),
		field.Enum("kind").GoType(enum.RelationKind("")).Immutable(),
		optionalRef("approved_by_id", "The account that approved an exact match; null for the framework's own relations."),
	}
}

// Edges of a relation: it goes when either skill goes.
func (SkillRelation) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("from", Skill.Type).Unique().Required().Immutable().Field("from_id").Annotations(cascade),
		edge.To("to", Skill.Type).Unique().Required().Immutable().Field("to_id").Annotations(cascade),
		optionalTo("approved_by", Account.Type, "approved_by_id"),
	}
}

// Indexes of a relation.
func (SkillRelation) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("from_id", "to_id", "kind").Unique(),
		index.Fields("to_id"),
	}
}
