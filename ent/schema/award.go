package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// Award is one earner's holding of a micro-credential (an Open Badges
// AchievementCredential).
type Award struct{ ent.Schema }

// Mixin of an award.
func (Award) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an award.
func (Award) Fields() []ent.Field {
	return []ent.Field{
		optionalRef("earner_id", "Null while unclaimed: the recipient has no record here yet."),
		ref("version_id"),
		ref("micro_credential_id", "The version's, kept here too: most questions ask for it."),
		ref("issuer_id"),
		field.Enum("source").GoType(enum.AwardSource("")).Immutable(),
		field.Enum("status").GoType(enum.AwardStatus("")).Default(string(enum.AwardActive)),
		field.Enum("verification").GoType(enum.Verification("")),
		field.Time("verified_at").Optional().Nillable().Comment("When it was checked last."),
		field.Time("earned_at"),
		field.Time("expires_at").Optional().Nillable().Comment("Null where it does not expire."),
		field.Time("revoked_at").Optional().Nillable(),
		field.String("revoked_reason").Optional().Comment("The earner reads it; the first reason stands."),
		field.Enum("revocation").GoType(enum.RevocationKind("")).Optional().Nillable(),
		field.Time("suspended_at").Optional().Nillable(),
		field.String("suspended_reason").Optional().Comment("The earner reads it."),
		field.String("uri").Optional().Nillable().Immutable().Comment("The id that its badge has; null where it never was one."),
		field.String("public_token").Optional().Nillable().Sensitive().Comment("Names its public page; null unless the earner has published it."),
		field.String("public_name").Optional().Sensitive().Comment("The name that the earner wishes on that page; empty for none."),
		field.Time("next_check_at").Optional().Nillable().Comment("When its badge is verified again; null where it never is."),
		field.Int("failed_checks").Default(0).Comment("In a row that could not decide: each doubles the wait."),
		field.String("claim_code_hash").Optional().Nillable().Sensitive().Comment("SHA-256, hexadecimal, of the code that claims the award."),
		optionalRef("delegate_id", "Who awarded it in the issuer's name; null for the issuer itself."),
		optionalRef("renews_id", "The award that it renews."),
		field.Bool("shown").Default(true).Comment("The earner shows it for matching."),
		field.Bool("own_pairs").Default(false).Immutable().
			Comment("False: it holds its version's competencies, which never change. True: it holds those of its own rows in award_pairs."),
	}
}

// Edges of an award.
func (Award) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("earner", Earner.Type).Ref("awards").Unique().Field("earner_id"),
		to("version", MicroCredentialVersion.Type, "version_id"),
		to("micro_credential", MicroCredential.Type, "micro_credential_id"),
		to("issuer", Organization.Type, "issuer_id"),
		optionalTo("delegate", Organization.Type, "delegate_id"),
		optionalToOwn("renews", Award.Type, "renews_id", "renewed_by"),
		parts("pairs", AwardPair.Type),
	}
}

// Indexes of an award. A million earners hold five millions of them: there is
// none that no list, scan or foreign key asks for.
func (Award) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("earner_id", "earned_at", "id"),
		index.Fields("issuer_id", "earned_at", "id"),
		index.Fields("version_id"),
		partial(index.Fields("expires_at"), "expires_at"),
		partial(index.Fields("issuer_id", "uri").Unique(), "uri"),
		partial(index.Fields("public_token").Unique(), "public_token"),
		partial(index.Fields("next_check_at"), "next_check_at"),
		partial(index.Fields("claim_code_hash").Unique(), "claim_code_hash"),
		// An award is renewed once.
		partial(index.Fields("renews_id").Unique(), "renews_id"),
	}
}

// AwardPair is a competency of an award that differs from its version's, fixed
// when the award was made.
type AwardPair struct{ ent.Schema }

// Fields of an award's pair.
func (AwardPair) Fields() []ent.Field {
	return []ent.Field{ref("award_id"), ref("skill_id"), level()}
}

// Edges of an award's pair.
func (AwardPair) Edges() []ent.Edge {
	return []ent.Edge{
		owner("award", Award.Type, "pairs", "award_id"),
		to("skill", Skill.Type, "skill_id"),
	}
}

// Indexes of an award's pair.
func (AwardPair) Indexes() []ent.Index {
	return []ent.Index{index.Fields("award_id", "skill_id").Unique(), index.Fields("skill_id")}
}

// ImportOriginal is what was imported, byte for byte. Nothing is lost, whatever
// was understood of it.
type ImportOriginal struct{ ent.Schema }

// Mixin of an original.
func (ImportOriginal) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an original.
func (ImportOriginal) Fields() []ent.Field {
	return []ent.Field{
		optionalRef("award_id", "The award that it was read into; null where it was none, or refused."),
		optionalRef("earner_id", "Whose it is."),
		field.Bytes("content").Immutable().Comment("Encrypted under the earner's key where it is an earner's."),
		field.String("media_type").Immutable(),
		field.String("sha256").Immutable().Comment("Of the bytes as they came, hexadecimal."),
		field.String("file_name").Optional().Immutable(),
	}
}

// Edges of an original.
func (ImportOriginal) Edges() []ent.Edge {
	return []ent.Edge{
		optionalTo("award", Award.Type, "award_id"),
		optionalTo("earner", Earner.Type, "earner_id"),
	}
}

// Indexes of an original.
func (ImportOriginal) Indexes() []ent.Index {
	return []ent.Index{index.Fields("sha256"), index.Fields("award_id"), index.Fields("earner_id")}
}
