package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// Account is somebody who signs in.
type Account struct{ ent.Schema }

// Mixin of an account.
func (Account) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an account.
func (Account) Fields() []ent.Field {
	return []ent.Field{
		field.String("display_name").Sensitive(),
		field.String("locale").Default("en"),
		field.String("demo_role").Optional().Comment("The role that this demo account stands for; empty outside of demos."),
		field.Time("tokens_from").Optional().Nillable().Comment("Older tokens are refused: when everything was signed out last."),
		field.Time("erased_at").Optional().Nillable().Comment("A tombstone: name and addresses are gone."),
	}
}

// Edges of an account.
func (Account) Edges() []ent.Edge {
	return []ent.Edge{
		parts("addresses", Address.Type),
		parts("identities", Identity.Type),
		parts("memberships", Membership.Type),
	}
}

// Indexes of an account.
func (Account) Indexes() []ent.Index { return []ent.Index{index.Fields("demo_role")} }

// Address is a way to reach an account. An account may have several, or none.
type Address struct{ ent.Schema }

// Fields of an address.
func (Address) Fields() []ent.Field {
	return []ent.Field{
		ref("account_id"),
		field.Enum("kind").GoType(enum.AddressKind("")).Immutable(),
		field.String("value").NotEmpty().Immutable().Sensitive().Comment("Normalized: e-mail in lower case, phone as E.164."),
		field.Time("verified_at").Optional().Nillable(),
		field.Time("lapses_at").Optional().Nillable().Comment("From then on it must be verified anew: a college's address outlives nobody's studies."),
		field.Bool("preferred").Default(false).Comment("Where messages go first."),
	}
}

// Edges of an address.
func (Address) Edges() []ent.Edge {
	return []ent.Edge{owner("account", Account.Type, "addresses", "account_id")}
}

// Indexes of an address.
func (Address) Indexes() []ent.Index {
	return []ent.Index{index.Fields("kind", "value").Unique(), index.Fields("account_id")}
}

// Identity is an account as an OpenID Connect provider knows it.
type Identity struct{ ent.Schema }

// Fields of an identity.
func (Identity) Fields() []ent.Field {
	return []ent.Field{
		ref("account_id"),
		field.String("issuer").NotEmpty().Immutable(),
		field.String("subject").NotEmpty().Immutable(),
	}
}

// Edges of an identity.
func (Identity) Edges() []ent.Edge {
	return []ent.Edge{owner("account", Account.Type, "identities", "account_id")}
}

// Indexes of an identity.
func (Identity) Indexes() []ent.Index {
	return []ent.Index{index.Fields("issuer", "subject").Unique(), index.Fields("account_id")}
}

// Membership is a role of an account in an organization.
type Membership struct{ ent.Schema }

// Mixin of a membership.
func (Membership) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a membership.
func (Membership) Fields() []ent.Field {
	return []ent.Field{
		ref("account_id"),
		ref("organization_id"),
		field.Enum("role").GoType(enum.Role("")).Immutable(),
	}
}

// Edges of a membership.
func (Membership) Edges() []ent.Edge {
	return []ent.Edge{
		owner("account", Account.Type, "memberships", "account_id"),
		to("organization", Organization.Type, "organization_id"),
	}
}

// Indexes of a membership.
func (Membership) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("account_id", "organization_id", "role").Unique(),
		index.Fields("organization_id"),
	}
}
