package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// Stack is micro-credentials that together certify more: all of, any of, k of n,
// nested; issuers may differ.
type Stack struct{ ent.Schema }

// Mixin of a stack.
func (Stack) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a stack.
func (Stack) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").NotEmpty().Comment("The current title in English, else in the first language held: what lists are ordered by."),
		ref("owner_id"),
		optionalRef("certifies_id", "The micro-credential that completing it earns, if any."),
		field.Enum("status").GoType(enum.CatalogStatus("")).Default(string(enum.Draft)),
		field.Enum("policy").GoType(enum.StackPolicy("")).Default(string(enum.PolicyWithdraw)).Comment("What becomes of who completed it when a part is revoked."),
		field.Bool("awards_itself").Default(false).Comment("Completing it awards what it certifies, without anybody's doing."),
		field.Time("retired_at").Optional().Nillable(),
		optionalRef("current_version_id", "No foreign key: it would be a circle."),
	}
}

// Edges of a stack.
func (Stack) Edges() []ent.Edge {
	return []ent.Edge{
		to("owner", Organization.Type, "owner_id"),
		optionalTo("certifies", MicroCredential.Type, "certifies_id"),
		edge.To("versions", StackVersion.Type),
	}
}

// Indexes of a stack.
func (Stack) Indexes() []ent.Index {
	return []ent.Index{index.Fields("name", "id"), index.Fields("current_version_id")}
}

// StackVersion is a stack's texts and rule at a time. It never changes once
// published.
type StackVersion struct{ ent.Schema }

// Mixin of a stack's version.
func (StackVersion) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a stack's version.
func (StackVersion) Fields() []ent.Field {
	return []ent.Field{
		ref("stack_id"),
		field.Int("number").Positive().Immutable().Comment("Counts from 1."),
		localized("title"),
		localized("description"),
		// Raw, so that the records don't depend on the arithmetic that reads it.
		field.JSON("rule", json.RawMessage{}).Immutable().Comment("A validated matching.Rule."),
		field.Time("published_at"),
	}
}

// Edges of a stack's version.
func (StackVersion) Edges() []ent.Edge {
	return []ent.Edge{
		owner("stack", Stack.Type, "versions", "stack_id"),
		parts("parts", StackPart.Type),
	}
}

// Indexes of a stack's version.
func (StackVersion) Indexes() []ent.Index {
	return []ent.Index{index.Fields("stack_id", "number").Unique()}
}

// StackPart is a micro-credential that the rule of a stack's version names: the
// join that finds the stacks of a micro-credential.
type StackPart struct{ ent.Schema }

// Fields of a part.
func (StackPart) Fields() []ent.Field {
	return []ent.Field{ref("stack_version_id"), ref("micro_credential_id")}
}

// Edges of a part.
func (StackPart) Edges() []ent.Edge {
	return []ent.Edge{
		owner("stack_version", StackVersion.Type, "parts", "stack_version_id"),
		to("micro_credential", MicroCredential.Type, "micro_credential_id"),
	}
}

// Indexes of a part.
func (StackPart) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("stack_version_id", "micro_credential_id").Unique(),
		index.Fields("micro_credential_id"),
	}
}

// Pathway is an ordered way through micro-credentials and stacks to an
// occupation, a posting, a degree or a stack.
type Pathway struct{ ent.Schema }

// Mixin of a pathway.
func (Pathway) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a pathway.
func (Pathway) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").NotEmpty().Comment("The title in English, else in the first language held: what lists are ordered by."),
		ref("owner_id"),
		field.Enum("status").GoType(enum.CatalogStatus("")).Default(string(enum.Draft)),
		localized("title"),
		localized("description"),
		field.Enum("goal").GoType(enum.GoalKind("")),
		field.String("occupation_code").Optional().Comment("SOC 2018 or O*NET-SOC code, for the goal OCCUPATION."),
		field.String("occupation_title").Optional(),
		optionalRef("destination_id", "The micro-credential (a degree, say) that it leads to."),
		optionalRef("goal_stack_id", "The stack that it leads to."),
		optionalRef("goal_posting_id", "The posting that it leads to."),
	}
}

// Edges of a pathway.
func (Pathway) Edges() []ent.Edge {
	return []ent.Edge{
		to("owner", Organization.Type, "owner_id"),
		optionalTo("destination", MicroCredential.Type, "destination_id"),
		optionalTo("goal_stack", Stack.Type, "goal_stack_id"),
		optionalTo("goal_posting", Posting.Type, "goal_posting_id"),
		parts("steps", PathwayStep.Type),
	}
}

// Indexes of a pathway.
func (Pathway) Indexes() []ent.Index { return []ent.Index{index.Fields("name", "id")} }

// PathwayStep is a step of a pathway: a micro-credential or a stack.
type PathwayStep struct{ ent.Schema }

// Annotations of a step: it is one of the two.
func (PathwayStep) Annotations() []schema.Annotation {
	return table("pathway_steps", exactlyOne("micro_credential_id", "stack_id"))
}

// Fields of a step.
func (PathwayStep) Fields() []ent.Field {
	return []ent.Field{
		ref("pathway_id"),
		field.Int("position").Positive().Comment("Counts from 1."),
		optionalRef("micro_credential_id"),
		optionalRef("stack_id"),
		field.Bool("optional").Default(false),
		localized("note"),
	}
}

// Edges of a step.
func (PathwayStep) Edges() []ent.Edge {
	return []ent.Edge{
		owner("pathway", Pathway.Type, "steps", "pathway_id"),
		optionalTo("micro_credential", MicroCredential.Type, "micro_credential_id"),
		optionalTo("stack", Stack.Type, "stack_id"),
	}
}

// Indexes of a step.
func (PathwayStep) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("pathway_id", "position").Unique(),
		index.Fields("micro_credential_id"),
		index.Fields("stack_id"),
	}
}
