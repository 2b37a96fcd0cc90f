package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// Occupation is a kind of work as a classification names it.
type Occupation struct{ ent.Schema }

// Mixin of Occupation.
func (Occupation) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of Occupation.
func (Occupation) Fields() []ent.Field {
	return []ent.Field{
		ref("framework_id", "The release that it was imported with."),
		field.Enum("scheme").GoType(enum.OccupationScheme("")).Immutable(),
		field.String("code").NotEmpty().Immutable().Comment("O*NET-SOC (53-7051.00), ISCO-08 (8344), or ESCO's URI; compared as given."),
		field.String("name").NotEmpty().Comment("The title in English, else in the first language held: what lists are ordered by."),
		localized("description"),
		field.String("soc").Optional().Comment("SOC 2018: 53-7051."),
		field.String("isco").Optional().Comment("ISCO-08 unit group: 8344."),
		field.Int("job_zone").Optional().Nillable().Comment("O*NET job zone, 1 (little preparation) to 5."),
		field.Bool("regulated").Default(false).Comment("ESCO's note says that it is regulated somewhere."),
		field.Bool("active").Default(true).Comment("False once a release no longer has it."),
	}
}

// Edges of Occupation.
func (Occupation) Edges() []ent.Edge {
	return []ent.Edge{
		to("framework", Framework.Type, "framework_id"),
		parts("titles", OccupationTitle.Type),
		parts("tasks", OccupationTask.Type),
		parts("skills", OccupationSkill.Type),
	}
}

// Indexes of Occupation.
func (Occupation) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("scheme", "code").Unique(),
		index.Fields("framework_id"),
		index.Fields("soc"),
		index.Fields("isco"),
		index.Fields("name", "id"),
	}
}

// OccupationTitle is a title of an occupation, by which it is found.
type OccupationTitle struct{ ent.Schema }

// Fields of OccupationTitle.
func (OccupationTitle) Fields() []ent.Field {
	return []ent.Field{
		ref("occupation_id"),
		field.String("language").NotEmpty().Immutable().Comment("BCP 47, lower case."),
		field.Enum("kind").GoType(enum.LabelKind("")).Immutable(),
		field.String("text").NotEmpty().Immutable(),
	}
}

// Edges of OccupationTitle.
func (OccupationTitle) Edges() []ent.Edge {
	return []ent.Edge{owner("occupation", Occupation.Type, "titles", "occupation_id")}
}

// Indexes of OccupationTitle.
func (OccupationTitle) Indexes() []ent.Index {
	return []ent.Index{index.Fields("occupation_id", "language", "kind", "text").Unique()}
}

// OccupationTask is what people do in an occupation.
type OccupationTask struct{ ent.Schema }

// Fields of OccupationTask.
func (OccupationTask) Fields() []ent.Field {
	return []ent.Field{
		ref("occupation_id"),
		field.String("code").NotEmpty().Immutable().Comment("The source's own: O*NET's Task ID."),
		field.String("text").NotEmpty().Comment("English."),
		field.Bool("core").Default(false).Comment("The source calls it a core task."),
	}
}

// Edges of OccupationTask.
func (OccupationTask) Edges() []ent.Edge {
	return []ent.Edge{owner("occupation", Occupation.Type, "tasks", "occupation_id")}
}

// Indexes of OccupationTask.
func (OccupationTask) Indexes() []ent.Index {
	return []ent.Index{index.Fields("occupation_id", "code").Unique()}
}

// OccupationSkill is a skill that a framework ties to an occupation.
type OccupationSkill struct{ ent.Schema }

// Fields of OccupationSkill.
func (OccupationSkill) Fields() []ent.Field {
	return []ent.Field{
		ref("occupation_id"), ref("skill_id"),
		field.Enum("relation").GoType(enum.OccupationRelation("")).Immutable(),
		field.Int("tasks").Default(0).Comment("O*NET: of how many tasks the activity is a part."),
		field.Bool("in_demand").Default(false).Comment("O*NET: employers ask for the technology often."),
	}
}

// Edges of OccupationSkill.
func (OccupationSkill) Edges() []ent.Edge {
	return []ent.Edge{
		owner("occupation", Occupation.Type, "skills", "occupation_id"),
		to("skill", Skill.Type, "skill_id"),
	}
}

// Indexes of OccupationSkill.
func (OccupationSkill) Indexes() []ent.Index {
	return []ent.Index{index.Fields("occupation_id", "skill_id", "relation").Unique(), index.Fields("skill_id")}
}

// Crosswalk ties a code of one classification to one of another.
type Crosswalk struct{ ent.Schema }

// Fields of Crosswalk.
func (Crosswalk) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("from_scheme").GoType(enum.CodeScheme("")).Immutable(),
		field.String("from_code").NotEmpty().Immutable(),
		field.String("from_title"),
		field.Enum("to_scheme").GoType(enum.CodeScheme("")).Immutable(),
		field.String("to_code").NotEmpty().Immutable(),
		field.String("to_title"),
	}
}

// Indexes of Crosswalk.
func (Crosswalk) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("from_scheme", "from_code", "to_scheme", "to_code").Unique(),
		index.Fields("to_scheme", "to_code"),
	}
}
