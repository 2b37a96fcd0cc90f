package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// Posting is an employer's job with its requirements.
type Posting struct{ ent.Schema }

// Mixin of a posting.
func (Posting) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a posting.
func (Posting) Fields() []ent.Field {
	return []ent.Field{
		ref("employer_id"),
		optionalRef("created_by_id", "The account that opened it."),
		field.String("title").NotEmpty(),
		field.String("description"),
		field.String("language").Default("en").Comment("Of title, description and conditions."),
		field.Enum("status").GoType(enum.PostingStatus("")).Default(string(enum.PostingOpen)),
		field.Int("revision").Default(1).Comment("Counts the changes."),
		field.String("occupation_code").Optional().Comment("SOC 2018 or O*NET-SOC code."),
		field.String("occupation_title").Optional(),
		optionalRef("place_id", "Where the work is; null where it is anywhere."),
		field.Bool("remote").Default(false),
		field.Time("needed_on").Optional().Nillable().Comment("The day on which a credential asked must be valid; null for the day of the query."),
		field.Enum("audience").GoType(enum.PostingAudience("")).Default(string(enum.AudiencePublic)),
		field.Int64("pay_min_cents").Optional().Nillable().Comment("Of PayUnit, in cents of PayCurrency; null where the posting does not show its pay."),
		field.Int64("pay_max_cents").Optional().Nillable(),
		field.String("pay_currency").Optional().Comment("ISO 4217."),
		field.Enum("pay_unit").GoType(enum.PayUnit("")).Optional().Nillable(),
		field.Int64("pay_floor_cents").Optional().Nillable().
			Comment("The least that it promised an hour in the last month, in cents: what earners' pay floors are held against, so that raising the pay tells nobody's."),
		field.Time("pay_floor_at").Optional().Nillable().Comment("From when that counts."),
		field.JSON("shifts", []enum.Shift{}).Optional().Comment("At least one of which is worked; empty where the posting does not say."),
		field.Float("hours_min").Optional().Nillable().Comment("A week."),
		field.Float("hours_max").Optional().Nillable().Comment("A week."),
		field.JSON("benefits", []string{}).Optional().Comment("In the posting's language."),
		field.String("template").Optional().Comment("The key of the template that it began as."),
		field.String("fingerprint").Optional().Comment("Of employer, title, place and requirements: postings with the same are duplicates."),
		optionalRef("duplicate_of_id", "An earlier posting that says the same."),
		field.Time("expires_at").Optional().Nillable(),
		field.Time("opened_at"),
		field.Time("closed_at").Optional().Nillable(),
		field.Time("updated_at"),
	}
}

// Edges of a posting.
func (Posting) Edges() []ent.Edge {
	return []ent.Edge{
		to("employer", Organization.Type, "employer_id"),
		optionalTo("created_by", Account.Type, "created_by_id"),
		optionalTo("place", Place.Type, "place_id"),
		optionalToOwn("duplicate_of", Posting.Type, "duplicate_of_id", "duplicates"),
		parts("requirements", Requirement.Type),
		parts("conditions", PostingCondition.Type),
	}
}

// Indexes of a posting.
func (Posting) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("status", "opened_at", "id"),
		index.Fields("employer_id", "opened_at", "id"),
		index.Fields("opened_at", "id"),
		index.Fields("employer_id", "fingerprint"),
		index.Fields("status", "expires_at"),
	}
}

// Requirement is what a posting asks: exactly one of a skill, with a level or
// none; a credential, any of a list; or a completed stack.
type Requirement struct{ ent.Schema }

// Annotations of a requirement. That the credentials are the third choice is for
// the service to hold: they are in a table of their own.
func (Requirement) Annotations() []schema.Annotation {
	return table("requirements", atMostOne("skill_id", "stack_id"))
}

// Fields of a requirement.
func (Requirement) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").NotEmpty().Immutable(),
		ref("posting_id"),
		field.Int("position").NonNegative().Comment("The employer's order, from 0."),
		field.Enum("importance").GoType(enum.Importance("")),
		field.Int("weight").Range(1, 100).Default(10),
		optionalRef("skill_id"),
		field.Uint8("level").Max(4).Default(0).Comment("1 to 4; 0 where any level will do."),
		optionalRef("stack_id"),
		field.String("legal_rule").Optional().Nillable().Comment("The law that asks for it, in words; null where none does."),
		field.String("legal_url").Optional(),
	}
}

// Edges of a requirement.
func (Requirement) Edges() []ent.Edge {
	return []ent.Edge{
		owner("posting", Posting.Type, "requirements", "posting_id"),
		optionalTo("skill", Skill.Type, "skill_id"),
		optionalTo("stack", Stack.Type, "stack_id"),
		edge.To("credentials", MicroCredential.Type),
	}
}

// Indexes of a requirement. One per skill and posting.
func (Requirement) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("posting_id", "position").Unique(),
		index.Fields("posting_id", "skill_id").Unique(),
		index.Fields("skill_id"),
		index.Fields("stack_id"),
	}
}

// PostingCondition is what a posting says that is no skill. It is shown to
// earners, and never searched about them.
type PostingCondition struct{ ent.Schema }

// Fields of a condition.
func (PostingCondition) Fields() []ent.Field {
	return []ent.Field{
		ref("posting_id"),
		field.Int("position").NonNegative().Comment("The employer's order, from 0."),
		field.Enum("kind").GoType(enum.ConditionKind("")),
		field.String("text").Comment("In the posting's language."),
		field.String("minimum").Optional().Nillable().Comment("A decimal: an hourly wage, hours a week, an age."),
		field.String("maximum").Optional().Nillable().Comment("A decimal."),
		field.String("unit").Optional().Comment("What the bounds count: USD per hour, years."),
		field.String("legal_rule").Optional().Nillable().Comment("The law that asks for it, in words; null where none does."),
		field.String("legal_url").Optional(),
	}
}

// Edges of a condition.
func (PostingCondition) Edges() []ent.Edge {
	return []ent.Edge{owner("posting", Posting.Type, "conditions", "posting_id")}
}

// Indexes of a condition.
func (PostingCondition) Indexes() []ent.Index {
	return []ent.Index{index.Fields("posting_id", "position").Unique()}
}
