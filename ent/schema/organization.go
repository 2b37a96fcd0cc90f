package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// Organization is a college, a district, an employer: whoever defines, issues,
// recognizes or hires.
type Organization struct{ ent.Schema }

// Mixin of an organization.
func (Organization) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an organization.
func (Organization) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").NotEmpty().Comment("Not unique: sources spell one organization in several ways."),
		field.JSON("kinds", []enum.OrganizationKind{}),
		localized("description"),
		field.String("homepage").Optional(),
		field.String("time_zone").Default("America/New_York").Comment("IANA name: business days are counted in it."),
		optionalRef("place_id", "Never shown of a re-entry program."),
		field.Bool("listed").Default(true).Comment("False while it is known from imported badges alone, and nobody here trusts it."),
		optionalRef("vouched_by_id", "The workforce board, college or admin that vouches. An employer sees nobody before."),
		field.Time("vouched_at").Optional().Nillable(),
		field.Time("vouch_asked_at").Optional().Nillable().Comment("When it asked to be vouched for; null once somebody answered."),
		optionalRef("registered_by_id", "The account that registered it; null where others did."),
	}
}

// Edges of an organization.
func (Organization) Edges() []ent.Edge {
	return []ent.Edge{
		optionalTo("place", Place.Type, "place_id"),
		optionalToOwn("vouched_by", Organization.Type, "vouched_by_id", "vouches_for"),
		optionalTo("registered_by", Account.Type, "registered_by_id"),
		edge.From("issues", MicroCredential.Type).Ref("issuers"),
	}
}

// Indexes of an organization.
func (Organization) Indexes() []ent.Index { return []ent.Index{index.Fields("name", "id")} }

// Place is a ZIP code area, a town, a county or a state.
type Place struct{ ent.Schema }

// Fields of a place. The codes are text: they keep their zeros.
func (Place) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").NotEmpty().Immutable(),
		field.Enum("kind").GoType(enum.PlaceKind("")).Immutable(),
		field.String("code").NotEmpty().Immutable().
			Comment("ZIP code, county FIPS (5 digits) or state FIPS (2); a town's is its GNIS id or our own."),
		field.String("name").NotEmpty(),
		field.String("state").Comment("Two letters."),
		field.String("fips").Optional().Comment("County FIPS, 5 digits; empty for a state."),
		field.Int("rucc").Optional().Nillable().Comment("Rural-Urban Continuum Code 2013: 1 to 3 metropolitan, 4 to 9 not."),
		field.Float("latitude").Comment("Of the centroid, degrees, WGS 84."),
		field.Float("longitude").Comment("Of the centroid, degrees, WGS 84."),
		optionalRef("parent_id", "The next wider place: a ZIP's county, a county's state."),
	}
}

// Edges of a place.
func (Place) Edges() []ent.Edge {
	return []ent.Edge{optionalToOwn("parent", Place.Type, "parent_id", "parts")}
}

// Indexes of a place.
func (Place) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("kind", "code").Unique(),
		index.Fields("name", "id"),
		index.Fields("parent_id"),
	}
}

// Recognition is an organization's statement of what a micro-credential or a
// stack is worth to it.
type Recognition struct{ ent.Schema }

// Mixin of a recognition.
func (Recognition) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Annotations of a recognition: it is of one of the two.
func (Recognition) Annotations() []schema.Annotation {
	return table("recognitions", exactlyOne("micro_credential_id", "stack_id", "skill_id", "accepts_id"))
}

// Fields of a recognition.
func (Recognition) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id"),
		optionalRef("micro_credential_id"),
		optionalRef("stack_id"),
		optionalRef("version_id", "Of the micro-credential, where only this version is recognized."),
		optionalRef("skill_id", "A skill, whatever proves it."),
		field.Uint8("level").Max(4).Default(0).Immutable().Comment("Of the skill, at least; 0 where any will do."),
		optionalRef("accepts_id", "Another's recognition, which this organization accepts as its own: it says all that is not said here."),
		field.Enum("kind").GoType(enum.RecognitionKind("")),
		field.Enum("hiring").GoType(enum.HiringValue("")).Optional().Nillable().Comment("For the kind HIRING."),
		field.String("amount").Optional().Nillable().Comment("A decimal; null where it cannot be counted."),
		field.String("unit").Optional().Comment("What the amount counts: credits, USD per hour, days."),
		localized("scope"),
		field.Enum("scope_kind").GoType(enum.RecognitionScope("")).Default(string(enum.ScopeOrganization)),
		field.String("course").Optional().Comment("That the credit is for."),
		field.String("program").Optional().Comment("That the credit counts in, or that one is admitted to."),
		field.String("minimum_grade").Optional(),
		field.String("residency").Optional().Comment("What of the credit must be earned at the institution itself, in words."),
		localized("condition"),
		field.Enum("status").GoType(enum.RecognitionStatus("")),
		field.Time("valid_from").Optional().Nillable().Comment("First day."),
		field.Time("valid_until").Optional().Nillable().Comment("Last day."),
		field.String("source").Optional().Comment("Where the statement was read."),
		optionalRef("document_id", "The document that says so, as it came."),
		field.Time("ended_at").Optional().Nillable().Comment("From then on it gives no new value; what it gave before stays."),
		field.String("end_reason").Optional(),
	}
}

// Edges of a recognition.
func (Recognition) Edges() []ent.Edge {
	return []ent.Edge{
		to("organization", Organization.Type, "organization_id"),
		optionalTo("micro_credential", MicroCredential.Type, "micro_credential_id"),
		optionalTo("stack", Stack.Type, "stack_id"),
		optionalTo("version", MicroCredentialVersion.Type, "version_id"),
		optionalTo("skill", Skill.Type, "skill_id"),
		optionalToOwn("accepts", Recognition.Type, "accepts_id", "accepted_by"),
		optionalTo("document", ImportOriginal.Type, "document_id"),
	}
}

// Indexes of a recognition.
func (Recognition) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "created_at", "id"),
		index.Fields("micro_credential_id"),
		index.Fields("stack_id"),
		partial(index.Fields("skill_id"), "skill_id"),
		partial(index.Fields("accepts_id"), "accepts_id"),
		index.Fields("created_at", "id"),
	}
}
