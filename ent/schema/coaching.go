package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// CoachingCase is an earner whom an organization coaches. It opens nothing: what a
// coach sees is what the earner's grant for coaching says, as it stands.
type CoachingCase struct{ ent.Schema }

// Mixin of CoachingCase.
func (CoachingCase) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of CoachingCase.
func (CoachingCase) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id"), ref("earner_id"),
		ref("opened_by_id", "An account."),
		optionalRef("coach_id", "The account of the coach who follows it; null while nobody does."),
		field.Enum("stage").GoType(enum.CaseStage("")).Default(string(enum.CaseNew)),
		field.Time("stage_at").Comment("Since when it is in this stage."),
		field.Time("contacted_at").Optional().Nillable().Comment("When a coach was last in touch; null for never."),
		field.Time("closed_at").Optional().Nillable(),
		field.Int("revision").Positive().Default(1),
	}
}

// Edges of CoachingCase.
func (CoachingCase) Edges() []ent.Edge {
	return []ent.Edge{
		to("organization", Organization.Type, "organization_id"),
		to("earner", Earner.Type, "earner_id"),
		to("opened_by", Account.Type, "opened_by_id"),
		optionalTo("coach", Account.Type, "coach_id"),
		parts("steps", CaseStep.Type),
		parts("tasks", CaseTask.Type),
		parts("notes", CaseNote.Type),
		parts("groups", CaseGroupMember.Type),
	}
}

// Indexes of CoachingCase.
func (CoachingCase) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "earner_id").Unique(),
		index.Fields("organization_id", "created_at", "id"),
		partial(index.Fields("coach_id"), "coach_id"),
		index.Fields("earner_id"),
	}
}

// CaseStep is a move of a case: to a stage, or to another coach.
type CaseStep struct{ ent.Schema }

// Fields of CaseStep.
func (CaseStep) Fields() []ent.Field {
	return []ent.Field{
		ref("case_id"),
		field.Enum("stage").GoType(enum.CaseStage("")).Optional().Nillable().Immutable().Comment("Null for a transfer."),
		field.String("coach_id").Optional().Nillable().Immutable().Comment("The account that it was given to; null for a stage."),
		field.String("actor_id").Immutable().Comment("An account."),
		field.Time("at").Immutable(),
	}
}

// Edges of CaseStep.
func (CaseStep) Edges() []ent.Edge {
	return []ent.Edge{owner("case", CoachingCase.Type, "steps", "case_id")}
}

// Indexes of CaseStep.
func (CaseStep) Indexes() []ent.Index { return []ent.Index{index.Fields("case_id", "at")} }

// CaseTask is something that the coach or the earner is to do.
type CaseTask struct{ ent.Schema }

// Mixin of CaseTask.
func (CaseTask) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of CaseTask.
func (CaseTask) Fields() []ent.Field {
	return []ent.Field{
		ref("case_id"), ref("author_id", "An account."),
		field.String("title").NotEmpty().Sensitive(),
		field.Enum("doer").GoType(enum.TaskDoer("")).Comment("Who is to do it: an earner's task is read by the earner."),
		field.Time("due_on").Optional().Nillable(),
		optionalRef("micro_credential_id", "That it is about, if any."),
		field.Time("done_at").Optional().Nillable(),
		field.Int("revision").Positive().Default(1),
	}
}

// Edges of CaseTask.
func (CaseTask) Edges() []ent.Edge {
	return []ent.Edge{
		owner("case", CoachingCase.Type, "tasks", "case_id"),
		to("author", Account.Type, "author_id"),
		optionalTo("micro_credential", MicroCredential.Type, "micro_credential_id"),
	}
}

// Indexes of CaseTask.
func (CaseTask) Indexes() []ent.Index {
	return []ent.Index{index.Fields("case_id", "created_at", "id")}
}

// CaseNote is what a coach writes down of a case.
type CaseNote struct{ ent.Schema }

// Mixin of CaseNote.
func (CaseNote) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of CaseNote.
func (CaseNote) Fields() []ent.Field {
	return []ent.Field{
		ref("case_id"), ref("author_id", "An account."),
		field.String("text").NotEmpty().Sensitive(),
		field.Enum("readers").GoType(enum.NoteReaders("")).Immutable(),
	}
}

// Edges of CaseNote.
func (CaseNote) Edges() []ent.Edge {
	return []ent.Edge{
		owner("case", CoachingCase.Type, "notes", "case_id"),
		to("author", Account.Type, "author_id"),
	}
}

// Indexes of CaseNote.
func (CaseNote) Indexes() []ent.Index {
	return []ent.Index{index.Fields("case_id", "created_at", "id")}
}

// CaseGroup is cases that an organization looks at together.
type CaseGroup struct{ ent.Schema }

// Mixin of CaseGroup.
func (CaseGroup) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of CaseGroup.
func (CaseGroup) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id"),
		field.String("name").NotEmpty(),
		field.Time("removed_at").Optional().Nillable(),
	}
}

// Edges of CaseGroup.
func (CaseGroup) Edges() []ent.Edge {
	return []ent.Edge{
		to("organization", Organization.Type, "organization_id"),
		parts("members", CaseGroupMember.Type),
	}
}

// Indexes of CaseGroup.
func (CaseGroup) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "name", "id")}
}

// CaseGroupMember is a case in a group.
type CaseGroupMember struct{ ent.Schema }

// Fields of CaseGroupMember.
func (CaseGroupMember) Fields() []ent.Field { return []ent.Field{ref("group_id"), ref("case_id")} }

// Edges of CaseGroupMember.
func (CaseGroupMember) Edges() []ent.Edge {
	return []ent.Edge{
		owner("group", CaseGroup.Type, "members", "group_id"),
		owner("case", CoachingCase.Type, "groups", "case_id"),
	}
}

// Indexes of CaseGroupMember.
func (CaseGroupMember) Indexes() []ent.Index {
	return []ent.Index{index.Fields("group_id", "case_id").Unique(), index.Fields("case_id")}
}
