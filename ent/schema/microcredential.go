package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// MicroCredential is the definition: what is assessed and how (an Open Badges
// 3.0 Achievement). Its texts and competencies are its versions'.
type MicroCredential struct{ ent.Schema }

// Mixin of a micro-credential.
func (MicroCredential) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a micro-credential.
func (MicroCredential) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("kind").GoType(enum.CredentialKind("")),
		field.String("name").NotEmpty().Comment("The current title in English, else in the first language held: what lists are ordered by."),
		field.String("uri").Optional().Nillable().Unique().Comment("The id under which other systems' badges name it."),
		ref("developer_id"),
		field.Enum("status").GoType(enum.CatalogStatus("")).Default(string(enum.Draft)),
		optionalRef("assessor_id", "The organization that assesses; null where each issuer does."),
		field.Time("retired_at").Optional().Nillable(),
		field.String("retirement_reason").Optional().Comment("Why, for everybody."),
		optionalRef("current_version_id", "The version that is awarded now; null before the first is published. No foreign key: it would be a circle."),
	}
}

// Edges of a micro-credential. Several issuers may be authorized for one definition.
func (MicroCredential) Edges() []ent.Edge {
	return []ent.Edge{
		to("developer", Organization.Type, "developer_id"),
		optionalTo("assessor", Organization.Type, "assessor_id"),
		edge.To("issuers", Organization.Type),
		edge.To("versions", MicroCredentialVersion.Type),
		parts("offerings", Offering.Type),
		edge.From("asked_by", Requirement.Type).Ref("credentials"),
	}
}

// Indexes of a micro-credential.
func (MicroCredential) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("name", "id"),
		index.Fields("current_version_id"),
	}
}

// MicroCredentialVersion is what a micro-credential says at a time. It never
// changes once published: awards rest on it.
type MicroCredentialVersion struct{ ent.Schema }

// Mixin of a version.
func (MicroCredentialVersion) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a version.
func (MicroCredentialVersion) Fields() []ent.Field {
	return []ent.Field{
		ref("micro_credential_id"),
		field.Int("number").Positive().Immutable().Comment("Counts from 1."),
		localized("title"),
		localized("description"),
		localized("holder_can", "What a holder can do, in plain words for employers."),
		localized("criteria", "What must be shown to earn it."),
		localized("competency", "The competency statement: what is proven, in the words of the trade."),
		localized("changes", "What differs from the version before."),
		// Raw, so that the records don't depend on the rules that read it.
		field.JSON("assessment", json.RawMessage{}).Optional().Immutable().Comment("A validated submission.Definition: evidence asked, rubric; null where nothing is assessed here."),
		optionalRef("picture_id", "Its emblem; null where one is drawn."),
		field.Int("effort_minutes").Optional().Nillable().Comment("What it takes a typical learner."),
		field.Int("prior_minutes").Optional().Nillable().Comment("What it takes who proves what they can already do; null where that is no way to it, or unknown."),
		field.JSON("languages", []string{}).Comment("In which it is offered: BCP 47, lower case."),
		field.JSON("delivery", []enum.Delivery{}),
		field.Int("validity_months").Optional().Nillable().Comment("How long an award is valid; null where it does not expire."),
		field.Int64("price_cents").Optional().Nillable().Comment("A learner's list price."),
		field.String("price_currency").Optional().Comment("ISO 4217."),
		field.Time("published_at"),
	}
}

// Edges of a version.
func (MicroCredentialVersion) Edges() []ent.Edge {
	return []ent.Edge{
		owner("micro_credential", MicroCredential.Type, "versions", "micro_credential_id"),
		parts("competencies", VersionCompetency.Type),
		parts("prerequisites", VersionPrerequisite.Type),
		parts("alignments", VersionAlignment.Type),
		optionalTo("picture", Picture.Type, "picture_id"),
	}
}

// Indexes of a version.
func (MicroCredentialVersion) Indexes() []ent.Index {
	return []ent.Index{index.Fields("micro_credential_id", "number").Unique()}
}

// VersionCompetency is a skill that a version asserts, at a level or at none.
type VersionCompetency struct{ ent.Schema }

// Fields of a version's competency.
func (VersionCompetency) Fields() []ent.Field {
	return []ent.Field{ref("version_id"), ref("skill_id"), level()}
}

// Edges of a version's competency.
func (VersionCompetency) Edges() []ent.Edge {
	return []ent.Edge{
		owner("version", MicroCredentialVersion.Type, "competencies", "version_id"),
		to("skill", Skill.Type, "skill_id"),
	}
}

// Indexes of a version's competency.
func (VersionCompetency) Indexes() []ent.Index {
	return []ent.Index{index.Fields("version_id", "skill_id").Unique(), index.Fields("skill_id")}
}

// level is a proficiency: 1 with help, 2 alone on routine work, 3 alone when
// things go wrong, 4 guides others.
func level() ent.Field {
	return field.Uint8("level").Max(4).Default(0).Immutable().Comment("1 to 4; 0 where none is stated.")
}

// Offering is who delivers a micro-credential, where and when.
type Offering struct{ ent.Schema }

// Mixin of an offering.
func (Offering) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an offering.
func (Offering) Fields() []ent.Field {
	return []ent.Field{
		ref("micro_credential_id"),
		ref("provider_id"),
		optionalRef("place_id", "Null when online."),
		field.Enum("delivery").GoType(enum.Delivery("")),
		field.String("language").Default("en"),
		field.Time("starts_on").Optional().Nillable().Comment("Null where one may start at any time."),
		field.Time("ends_on").Optional().Nillable(),
		localized("schedule", "Weekly times, in words."),
		field.Int("seats").Optional().Nillable(),
		field.Int64("price_cents").Optional().Nillable().Comment("List price; null where unknown."),
		field.String("price_currency").Optional().Comment("ISO 4217."),
		localized("funding", "Who pays, and on which condition, in words."),
		field.Int64("learner_cents").Optional().Nillable().Comment("What the learner pays after funding, in the price's currency; null where unknown."),
		field.Int("effort_minutes").Optional().Nillable().Comment("Where it is not what the micro-credential says."),
		field.Int("modules").Optional().Nillable().Comment("In how many parts it is worked through."),
		field.Int("download_kib").Optional().Nillable().Comment("Size of all materials."),
		field.String("url").Optional(),
		field.Time("withdrawn_at").Optional().Nillable().Comment("It is offered no more from then on."),
	}
}

// Edges of an offering.
func (Offering) Edges() []ent.Edge {
	return []ent.Edge{
		owner("micro_credential", MicroCredential.Type, "offerings", "micro_credential_id"),
		to("provider", Organization.Type, "provider_id"),
		optionalTo("place", Place.Type, "place_id"),
	}
}

// Indexes of an offering.
func (Offering) Indexes() []ent.Index {
	return []ent.Index{index.Fields("micro_credential_id"), index.Fields("provider_id")}
}
