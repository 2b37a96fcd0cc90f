package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
)

// Earner is somebody who holds awards, with or without an account. Nothing here
// says who they are beyond a name: that is in protected.go.
type Earner struct{ ent.Schema }

// Mixin of an earner.
func (Earner) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an earner.
func (Earner) Fields() []ent.Field {
	return []ent.Field{
		optionalRef("account_id", "Null until the earner claims the record, if ever. An account has one record at most."),
		optionalRef("opened_by_id", "The coach's or instructor's account that opened the record; null if the earner did."),
		field.String("name").Sensitive().Comment("Empty once erased."),
		field.String("language").Default("en").Comment("In which advice is wanted."),
		optionalRef("place_id", "Where they live; never a custody or re-entry site."),
		field.Enum("place_precision").GoType(enum.PlacePrecision("")).Default(string(enum.PrecisionCounty)),
		field.Bool("remote").Default(false).Comment("Takes remote work."),
		field.Enum("visibility").GoType(consent.Visibility("")).Default(string(consent.Hidden)),
		field.Enum("reach").GoType(consent.Reach("")).Default(string(consent.Everyone)),
		field.JSON("languages", []string{}).Optional().Comment("In which they can work: BCP 47."),
		field.Time("chose_at").Optional().Nillable().Comment("When they first chose to be found; null for who never did."),
		field.Time("guardian_until").Optional().Nillable().
			Comment("Until this day nobody is shown the earner without a guardian's grant. The only trace of an age outside of the protected tables."),
		field.Bool("show_non_counting").Default(false).Comment("Shows employers what is expired, suspended or unverified."),
		field.String("claim_code_hash").Optional().Nillable().Unique().Sensitive().Comment("SHA-256, hexadecimal, of the code that claims the record."),
		field.Time("paper_consent_at").Optional().Nillable().Comment("When the coach or instructor saw the signature."),
		field.Time("erased_at").Optional().Nillable().Comment("A tombstone: name, place and account are gone."),
	}
}

// Edges of an earner.
func (Earner) Edges() []ent.Edge {
	return []ent.Edge{
		optionalTo("account", Account.Type, "account_id"),
		optionalTo("opened_by", Account.Type, "opened_by_id"),
		optionalTo("place", Place.Type, "place_id"),
		// Awards outlive nobody by accident: an earner is erased, not deleted.
		edge.To("awards", Award.Type).Annotations(entsql.OnDelete(entsql.NoAction)),
		parts("conditions", EarnerCondition.Type),
		parts("grants", Grant.Type),
		parts("blocks", Block.Type),
	}
}

// Indexes of an earner.
func (Earner) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("created_at", "id"),
		index.Fields("place_id"),
		// Here: on a field of an edge to one of many, ent drops Unique.
		partial(index.Fields("account_id").Unique(), "account_id"),
		partial(index.Fields("guardian_until"), "guardian_until"),
	}
}

// EarnerCondition is what an earner asks of work. It acts as consent does and is
// invisible to employers.
type EarnerCondition struct{ ent.Schema }

// Fields of an earner's condition.
func (EarnerCondition) Fields() []ent.Field {
	return []ent.Field{
		ref("earner_id"),
		field.Enum("kind").GoType(enum.EarnerConditionKind("")).Immutable(),
		field.String("amount").Optional().Nillable().Comment("A decimal: a pay floor, minutes of travel."),
		field.String("unit").Optional().Comment("What the amount counts: USD per hour, minutes."),
		field.String("value").Optional().Comment("A word: a shift."),
	}
}

// Edges of an earner's condition.
func (EarnerCondition) Edges() []ent.Edge {
	return []ent.Edge{owner("earner", Earner.Type, "conditions", "earner_id")}
}

// Indexes of an earner's condition.
func (EarnerCondition) Indexes() []ent.Index { return []ent.Index{index.Fields("earner_id")} }

// Grant is an earner's consent: to an organization, a kind of organization or an
// account, for a purpose, opening fields, until it ends or is withdrawn.
type Grant struct{ ent.Schema }

// Mixin of a grant.
func (Grant) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Annotations of a grant: it is given to exactly one, a guardian's to nobody.
func (Grant) Annotations() []schema.Annotation {
	return table("grants", "purpose = 'GUARDIAN' OR "+exactlyOne("organization_id", "organization_kind", "account_id"))
}

// Fields of a grant. Nothing but its end ever changes.
func (Grant) Fields() []ent.Field {
	return []ent.Field{
		ref("earner_id"),
		optionalRef("organization_id"),
		field.Enum("organization_kind").GoType(enum.OrganizationKind("")).Optional().Nillable().Immutable(),
		optionalRef("account_id"),
		field.Enum("purpose").GoType(consent.Purpose("")).Immutable(),
		field.JSON("fields", []consent.Field{}).Optional(),
		field.Enum("source").GoType(enum.GrantSource("")).Default(string(enum.GrantByEarner)).Immutable(),
		optionalRef("witness_id", "The account that saw it signed on paper."),
		field.Time("until").Optional().Nillable(),
		field.Time("withdrawn_at").Optional().Nillable(),
	}
}

// Edges of a grant.
func (Grant) Edges() []ent.Edge {
	return []ent.Edge{
		owner("earner", Earner.Type, "grants", "earner_id"),
		optionalTo("organization", Organization.Type, "organization_id"),
		optionalTo("account", Account.Type, "account_id"),
		optionalTo("witness", Account.Type, "witness_id"),
	}
}

// Indexes of a grant.
func (Grant) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("earner_id"),
		index.Fields("organization_id", "purpose", "earner_id"),
		index.Fields("account_id", "purpose", "earner_id"),
		partial(index.Fields("until"), "until"),
	}
}

// Block is an organization that must never see the earner: a present employer, say.
type Block struct{ ent.Schema }

// Mixin of a block.
func (Block) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a block.
func (Block) Fields() []ent.Field {
	return []ent.Field{ref("earner_id"), ref("organization_id")}
}

// Edges of a block.
func (Block) Edges() []ent.Edge {
	return []ent.Edge{
		owner("earner", Earner.Type, "blocks", "earner_id"),
		to("organization", Organization.Type, "organization_id"),
	}
}

// Indexes of a block.
func (Block) Indexes() []ent.Index {
	return []ent.Index{index.Fields("earner_id", "organization_id").Unique(), index.Fields("organization_id")}
}
