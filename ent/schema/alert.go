package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// SavedSearch is a question that an employer asked once and wants answered from
// then on.
type SavedSearch struct{ ent.Schema }

// Mixin of a saved search.
func (SavedSearch) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a saved search.
func (SavedSearch) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id", "The employer."), ref("account_id", "Who is told."),
		field.String("membership_id").Immutable().Comment("As which they asked: who leaves is told no more."),
		field.String("name").NotEmpty(),
		optionalRef("posting_id", "Whose requirements are asked; null where the search has its own."),
		field.JSON("requirements", json.RawMessage{}).Optional(),
		field.JSON("filter", json.RawMessage{}).Optional(),
		field.String("tier").Comment("At which a match is told: QUALIFIED, NEAR or PARTIAL."),
		field.Bool("paused").Default(false),
		field.Int("revision").Default(1),
		field.Time("updated_at"),
		field.Time("removed_at").Optional().Nillable(),
	}
}

// Edges of a saved search.
func (SavedSearch) Edges() []ent.Edge {
	return []ent.Edge{
		to("organization", Organization.Type, "organization_id"),
		to("account", Account.Type, "account_id"),
		optionalTo("posting", Posting.Type, "posting_id"),
		parts("matches", SavedSearchMatch.Type),
	}
}

// Indexes of a saved search.
func (SavedSearch) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "created_at", "id"), index.Fields("account_id"), index.Fields("posting_id"),
	}
}

// SavedSearchMatch is that an earner reached a tier of a search: told once, however
// often they reach it.
type SavedSearchMatch struct{ ent.Schema }

// Mixin of a match.
func (SavedSearchMatch) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a match.
func (SavedSearchMatch) Fields() []ent.Field {
	return []ent.Field{
		ref("search_id"), ref("earner_id"),
		field.String("tier").Immutable(),
		field.Bool("told").Default(true).Immutable().Comment("False for who matched already when the search was saved."),
	}
}

// Edges of a match.
func (SavedSearchMatch) Edges() []ent.Edge {
	return []ent.Edge{
		owner("search", SavedSearch.Type, "matches", "search_id"),
		to("earner", Earner.Type, "earner_id"),
	}
}

// Indexes of a match.
func (SavedSearchMatch) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("search_id", "earner_id", "tier").Unique(),
		index.Fields("search_id", "created_at", "id"),
		index.Fields("earner_id"),
	}
}

// FeedReader is how far one that follows the change feed has come: written with what
// it made of the changes, so that nothing is lost or done twice.
type FeedReader struct{ ent.Schema }

// Fields of a reader.
func (FeedReader) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").Unique().Immutable(),
		field.String("epoch"),
		field.Int64("seq"),
	}
}

// Notification is something that an account is told in its inbox. It holds ids; what
// it says is put into words when it is read, by what its reader may see then.
type Notification struct{ ent.Schema }

// Mixin of a notification.
func (Notification) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a notification.
func (Notification) Fields() []ent.Field {
	return []ent.Field{
		ref("account_id"),
		field.Enum("kind").GoType(enum.NoticeKind("")).Immutable(),
		field.String("subject").Immutable().Comment("The id of what it is about."),
		field.String("about").Optional().Immutable().Comment("A second id: the posting, the organization."),
		field.String("membership_id").Optional().Immutable().Comment("As which it concerns the account; empty as an earner, or as nobody in particular."),
		field.String("dedupe").Optional().Nillable().Unique().Immutable().Comment("What must be told once only."),
		field.Time("read_at").Optional().Nillable(),
		field.Time("mailed_at").Optional().Nillable().Comment("When it went into a message, or was decided not to."),
	}
}

// Edges of a notification.
func (Notification) Edges() []ent.Edge { return []ent.Edge{to("account", Account.Type, "account_id")} }

// Indexes of a notification.
func (Notification) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("account_id", "created_at", "id"),
		index.Fields("mailed_at", "created_at"),
	}
}

// NotificationSetting is how an account wants to be told something.
type NotificationSetting struct{ ent.Schema }

// Fields of a setting.
func (NotificationSetting) Fields() []ent.Field {
	return []ent.Field{
		ref("account_id"),
		field.Enum("kind").GoType(enum.NoticeKind("")).Immutable(),
		field.Bool("inbox").Default(true),
		field.Enum("email").GoType(enum.EmailPace("")),
	}
}

// Edges of a setting.
func (NotificationSetting) Edges() []ent.Edge {
	return []ent.Edge{to("account", Account.Type, "account_id")}
}

// Indexes of a setting.
func (NotificationSetting) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id", "kind").Unique()}
}

// Message is an e-mail or a text message on its way. What it says is sealed, and
// gone once it was sent.
type Message struct{ ent.Schema }

// Mixin of a message.
func (Message) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a message.
func (Message) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("channel").GoType(enum.MessageChannel("")).Immutable(),
		field.Bytes("content").Optional().Sensitive().Comment("To whom, and what: sealed; null once sent or given up."),
		field.String("account_id").Optional().Immutable(),
		field.Int("tries").Default(0),
		field.Time("next_at").Comment("When it is tried next."),
		field.Time("sent_at").Optional().Nillable(),
		field.Time("dead_at").Optional().Nillable().Comment("When it was given up."),
		field.String("failure").Optional().Comment("Why the last try failed, without an address."),
	}
}

// Indexes of a message.
func (Message) Indexes() []ent.Index {
	return []ent.Index{index.Fields("sent_at", "dead_at", "next_at"), index.Fields("account_id")}
}

// Webhook is an address of an organization that is told what happens.
type Webhook struct{ ent.Schema }

// Mixin of a webhook.
func (Webhook) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a webhook.
func (Webhook) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id"),
		field.String("url").NotEmpty(),
		field.Bytes("secret").Sensitive().Comment("Sealed."),
		field.JSON("events", []string{}).Comment("Which kinds are told; empty for all that the organization may know."),
		ref("created_by_id", "An account."),
		field.String("membership_id").Immutable().Comment("What it may know is what this membership may."),
		field.Time("disabled_at").Optional().Nillable(),
	}
}

// Edges of a webhook.
func (Webhook) Edges() []ent.Edge {
	return []ent.Edge{
		to("organization", Organization.Type, "organization_id"),
		to("created_by", Account.Type, "created_by_id"),
		parts("deliveries", WebhookDelivery.Type),
	}
}

// Indexes of a webhook.
func (Webhook) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "created_at", "id")}
}

// WebhookDelivery is one event on its way to a webhook.
type WebhookDelivery struct{ ent.Schema }

// Mixin of a delivery.
func (WebhookDelivery) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a delivery. The id is the message's, the same at each try.
func (WebhookDelivery) Fields() []ent.Field {
	return []ent.Field{
		ref("webhook_id"),
		field.String("event").Immutable(),
		field.String("subject").Immutable().Comment("The id of what it is about."),
		field.String("dedupe").Unique().Immutable().Comment("What must be told once only."),
		field.Int("tries").Default(0),
		field.Time("next_at"),
		field.Time("delivered_at").Optional().Nillable(),
		field.Time("dead_at").Optional().Nillable(),
		field.Int("status").Optional().Nillable().Comment("Of the last answer."),
		field.String("failure").Optional(),
	}
}

// Edges of a delivery.
func (WebhookDelivery) Edges() []ent.Edge {
	return []ent.Edge{owner("webhook", Webhook.Type, "deliveries", "webhook_id")}
}

// Indexes of a delivery.
func (WebhookDelivery) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("webhook_id", "created_at", "id"),
		index.Fields("delivered_at", "dead_at", "next_at"),
	}
}
