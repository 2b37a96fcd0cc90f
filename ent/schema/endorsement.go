package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// Affiliation is an organization that is a part of another, or its member: a campus
// of a system, a district of a state, a college of a consortium.
type Affiliation struct{ ent.Schema }

// Fields of an affiliation.
func (Affiliation) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id", "The part, or member."),
		ref("of_id", "The whole."),
		field.Enum("kind").GoType(enum.AffiliationKind("")).Immutable(),
	}
}

// Edges of an affiliation.
func (Affiliation) Edges() []ent.Edge {
	return []ent.Edge{
		to("organization", Organization.Type, "organization_id"),
		to("of", Organization.Type, "of_id"),
	}
}

// Indexes of an affiliation.
func (Affiliation) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "of_id").Unique(), index.Fields("of_id")}
}

// Endorsement is what an organization says in favor of a micro-credential or of an
// organization: a signed EndorsementCredential (Open Badges 3.0).
type Endorsement struct{ ent.Schema }

// Mixin of an endorsement.
func (Endorsement) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Annotations of an endorsement: it is of one of the two.
func (Endorsement) Annotations() []schema.Annotation {
	return table("endorsements", exactlyOne("version_id", "subject_id"))
}

// Fields of an endorsement. Nothing but its end ever changes.
func (Endorsement) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id", "Who endorses."),
		optionalRef("version_id", "The version of a micro-credential that is endorsed."),
		optionalRef("micro_credential_id", "The version's, kept here too."),
		optionalRef("subject_id", "The organization that is endorsed."),
		field.String("comment").NotEmpty().Immutable(),
		field.String("language").Default("en").Immutable(),
		field.Bytes("document").Immutable().Comment("The signed credential, as served."),
		field.Time("withdrawn_at").Optional().Nillable(),
	}
}

// Edges of an endorsement.
func (Endorsement) Edges() []ent.Edge {
	return []ent.Edge{
		to("organization", Organization.Type, "organization_id"),
		optionalTo("version", MicroCredentialVersion.Type, "version_id"),
		optionalTo("micro_credential", MicroCredential.Type, "micro_credential_id"),
		optionalTo("subject", Organization.Type, "subject_id"),
	}
}

// Indexes of an endorsement.
func (Endorsement) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "created_at", "id"),
		partial(index.Fields("micro_credential_id", "created_at", "id"), "micro_credential_id"),
		partial(index.Fields("subject_id", "created_at", "id"), "subject_id"),
	}
}
