package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// IssuerKey is a key with which badges are signed: an organization's, or the
// service's own. A retired key signs no more, and stays: old badges name it.
type IssuerKey struct{ ent.Schema }

// Mixin of a key.
func (IssuerKey) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a key.
func (IssuerKey) Fields() []ent.Field {
	return []ent.Field{
		optionalRef("organization_id", "Null for the service's own."),
		field.Enum("algorithm").GoType(enum.KeyAlgorithm("")).Immutable(),
		field.String("fragment").NotEmpty().Immutable().Comment("Names it in the issuer's controller document, after #."),
		field.String("public").NotEmpty().Immutable().Comment("Multikey (Controlled Identifiers 1.0 §2.2.2)."),
		field.Bytes("private").Immutable().Sensitive().Comment("PKCS #8, encrypted under the key of the environment or its file."),
		field.Time("retired_at").Optional().Nillable(),
		field.Time("compromised_at").Optional().Nillable().Comment("It is in no document from then on, and what it signed no longer verifies."),
	}
}

// Edges of a key.
func (IssuerKey) Edges() []ent.Edge {
	return []ent.Edge{optionalTo("organization", Organization.Type, "organization_id")}
}

// Indexes of a key.
func (IssuerKey) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "fragment").Unique()}
}

// StatusList is a Bitstring Status List of an issuer, for one purpose.
type StatusList struct{ ent.Schema }

// Mixin of a list.
func (StatusList) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a list.
func (StatusList) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id"),
		field.Enum("purpose").GoType(enum.StatusPurpose("")).Immutable(),
		field.Int("size").Positive().Immutable().Comment("Entries, at least 131,072 (Bitstring Status List 1.0 §4.4)."),
		field.Int("used").Default(0).Comment("Entries that an award has: a list is left half empty, so that random draws find a free one."),
		field.Bytes("document").Optional().Comment("The signed credential, as served; empty until first asked for and after each change."),
		field.Time("signed_at").Optional().Nillable(),
	}
}

// Edges of a list.
func (StatusList) Edges() []ent.Edge {
	return []ent.Edge{to("organization", Organization.Type, "organization_id"), parts("entries", StatusEntry.Type)}
}

// Indexes of a list.
func (StatusList) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "purpose", "created_at")}
}

// StatusEntry is an award's place in a list: random, so that it tells nothing of
// who was awarded when.
type StatusEntry struct{ ent.Schema }

// Fields of an entry. Whether it is set follows from the award.
func (StatusEntry) Fields() []ent.Field {
	return []ent.Field{ref("list_id"), ref("award_id"), field.Int("position").NonNegative().Immutable()}
}

// Edges of an entry.
func (StatusEntry) Edges() []ent.Edge {
	return []ent.Edge{
		owner("list", StatusList.Type, "entries", "list_id"),
		to("award", Award.Type, "award_id"),
	}
}

// Indexes of an entry.
func (StatusEntry) Indexes() []ent.Index {
	return []ent.Index{index.Fields("list_id", "position").Unique(), index.Fields("award_id", "list_id").Unique()}
}

// IssuedBadge is a signed badge of an award: made once, the same bytes for ever.
type IssuedBadge struct{ ent.Schema }

// Mixin of a badge.
func (IssuedBadge) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a badge.
func (IssuedBadge) Fields() []ent.Field {
	return []ent.Field{
		ref("award_id"),
		ref("key_id"),
		field.Enum("form").GoType(enum.BadgeForm("")).Immutable(),
		field.String("language").Immutable(),
		field.Bytes("content").Immutable().Sensitive().Comment("Encrypted under the earner's key."),
	}
}

// Edges of a badge.
func (IssuedBadge) Edges() []ent.Edge {
	return []ent.Edge{to("award", Award.Type, "award_id"), to("key", IssuerKey.Type, "key_id")}
}

// Indexes of a badge.
func (IssuedBadge) Indexes() []ent.Index {
	return []ent.Index{index.Fields("award_id", "form").Unique(), index.Fields("key_id")}
}

// AwardDetail is what an award says of its earner's own work: evidence and
// results.
type AwardDetail struct{ ent.Schema }

// Fields of a detail.
func (AwardDetail) Fields() []ent.Field {
	return []ent.Field{
		ref("award_id"),
		field.Bytes("content").Sensitive().Comment("JSON, encrypted under the earner's key."),
	}
}

// Edges of a detail.
func (AwardDetail) Edges() []ent.Edge {
	return []ent.Edge{to("award", Award.Type, "award_id")}
}

// Indexes of a detail.
func (AwardDetail) Indexes() []ent.Index { return []ent.Index{index.Fields("award_id").Unique()} }

// AwardCheck is a verification of an imported award's badge, kept as history.
type AwardCheck struct{ ent.Schema }

// Mixin of a check.
func (AwardCheck) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a check.
func (AwardCheck) Fields() []ent.Field {
	return []ent.Field{
		ref("award_id"),
		field.Enum("cause").GoType(enum.CheckCause("")).Immutable(),
		field.Enum("verdict").GoType(enum.Verdict("")).Immutable(),
		field.Bytes("report").Immutable().Comment("The report as JSON: names of checks, outcomes, reasons; nothing of the earner."),
	}
}

// Edges of a check.
func (AwardCheck) Edges() []ent.Edge {
	return []ent.Edge{to("award", Award.Type, "award_id")}
}

// Indexes of a check.
func (AwardCheck) Indexes() []ent.Index {
	return []ent.Index{index.Fields("award_id", "created_at", "id")}
}

// Alignment is what an imported micro-credential says that it is about: an entry
// of its badge's alignment list. It counts once it is mapped to a skill.
type Alignment struct{ ent.Schema }

// Mixin of an alignment.
func (Alignment) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an alignment.
func (Alignment) Fields() []ent.Field {
	return []ent.Field{
		ref("micro_credential_id"),
		field.Enum("kind").GoType(enum.AlignmentKind("")).Immutable(),
		field.String("target_type").Optional().Immutable().Comment("As the badge has it: CFItem, CTDL …"),
		field.String("name").Immutable(),
		field.String("description").Optional().Immutable(),
		field.String("framework").Optional().Immutable(),
		field.String("code").Optional().Immutable(),
		field.String("url").Optional().Immutable(),
		field.String("fingerprint").Immutable().Comment("SHA-256 of what it says, hexadecimal: the same entry of another badge is the same alignment."),
		optionalRef("skill_id", "What it means here; null while unmapped."),
		field.Uint8("level").Max(4).Default(0).Comment("At which level, 1 to 4; 0 leaves it to what each badge's results show."),
		optionalRef("mapped_by_id", "The account that mapped it; null where its URL or code did."),
		field.Bool("dismissed").Default(false).Comment("It means no skill here, says who maps."),
		field.Time("mapped_at").Optional().Nillable(),
	}
}

// Edges of an alignment.
func (Alignment) Edges() []ent.Edge {
	return []ent.Edge{
		to("micro_credential", MicroCredential.Type, "micro_credential_id"),
		optionalTo("skill", Skill.Type, "skill_id"),
		optionalTo("mapped_by", Account.Type, "mapped_by_id"),
		parts("awards", AwardAlignment.Type),
	}
}

// Indexes of an alignment.
func (Alignment) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("micro_credential_id", "fingerprint").Unique(),
		index.Fields("skill_id"),
		index.Fields("created_at", "id"),
	}
}

// AwardAlignment says that an award's badge has an alignment, and which level
// its results show.
type AwardAlignment struct{ ent.Schema }

// Fields of an award's alignment.
func (AwardAlignment) Fields() []ent.Field {
	return []ent.Field{ref("award_id"), ref("alignment_id"), level()}
}

// Edges of an award's alignment.
func (AwardAlignment) Edges() []ent.Edge {
	return []ent.Edge{
		to("award", Award.Type, "award_id"),
		owner("alignment", Alignment.Type, "awards", "alignment_id"),
	}
}

// Indexes of an award's alignment.
func (AwardAlignment) Indexes() []ent.Index {
	return []ent.Index{index.Fields("award_id", "alignment_id").Unique(), index.Fields("alignment_id")}
}

// IssuerIdentity is an id under which badges name their issuer: a DID or a URL.
// It belongs to one organization here.
type IssuerIdentity struct{ ent.Schema }

// Mixin of an identity.
func (IssuerIdentity) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an identity.
func (IssuerIdentity) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id"),
		field.String("uri").NotEmpty().Immutable().Unique(),
		field.String("name").Comment("As its badges have it, or as who trusts it wrote."),
		field.Time("trusted_at").Optional().Nillable().Comment("Since when its badges count; null while unknown."),
		optionalRef("trusted_by_id", "The account that trusts it; null where a registry lists it."),
		field.String("note").Optional().Comment("Why it is trusted."),
	}
}

// Edges of an identity.
func (IssuerIdentity) Edges() []ent.Edge {
	return []ent.Edge{
		to("organization", Organization.Type, "organization_id"),
		optionalTo("trusted_by", Account.Type, "trusted_by_id"),
	}
}

// Indexes of an identity.
func (IssuerIdentity) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id"), index.Fields("created_at", "id")}
}

// EarnerKey encrypts what is kept of an earner's own: originals, badges,
// evidence. Erasure destroys it.
type EarnerKey struct{ ent.Schema }

// Fields of an earner's key.
func (EarnerKey) Fields() []ent.Field {
	return []ent.Field{
		ref("earner_id"),
		field.Bytes("content").Sensitive().Comment("32 bytes, encrypted under the key of the environment or its file."),
	}
}

// Edges of an earner's key.
func (EarnerKey) Edges() []ent.Edge {
	return []ent.Edge{to("earner", Earner.Type, "earner_id")}
}

// Indexes of an earner's key.
func (EarnerKey) Indexes() []ent.Index { return []ent.Index{index.Fields("earner_id").Unique()} }

// SkillsSheet is a page that an earner hands to employers without an account:
// what they can do, with checks made when it is opened.
type SkillsSheet struct{ ent.Schema }

// Mixin of a sheet.
func (SkillsSheet) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a sheet.
func (SkillsSheet) Fields() []ent.Field {
	return []ent.Field{
		ref("earner_id"),
		field.String("token").NotEmpty().Immutable().Unique().Sensitive().Comment("Random: who has it may read the page."),
		field.String("name").Optional().Immutable().Sensitive().Comment("The name that the earner wishes on it; empty for none."),
		field.JSON("awards", []string{}).Immutable().Comment("In the order of the page."),
		field.Time("until").Optional().Nillable().Immutable(),
		field.Time("withdrawn_at").Optional().Nillable(),
	}
}

// Edges of a sheet.
func (SkillsSheet) Edges() []ent.Edge {
	return []ent.Edge{to("earner", Earner.Type, "earner_id")}
}

// Indexes of a sheet.
func (SkillsSheet) Indexes() []ent.Index {
	return []ent.Index{index.Fields("earner_id", "created_at", "id")}
}
