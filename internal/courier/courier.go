// Package courier queues e-mails and text messages, in the transaction of what they
// are about: none is lost, and none is sent of what did not happen. What they say
// is sealed while it waits. It refuses to send: package notify does.
package courier

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// Message is an e-mail or a text message.
type Message struct {
	Channel enum.MessageChannel
	// To is an address of the channel: normalized.
	To string
	// Subject is of an e-mail only.
	Subject string
	Text    string
	// Unsubscribe is the address that ends messages of this sort; empty where they
	// were asked for.
	Unsubscribe string
	// Account is whose it is, if anybody's here.
	Account string `json:"-"`
}

// Courier queues messages, sealed in its vault.
type Courier struct {
	IDs   id.Minter
	Now   func() time.Time
	Vault *vault.Vault
}

// Send queues a message.
func (c *Courier) Send(ctx context.Context, tx *db.Client, m Message) error {
	text, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode a message: %w", err)
	}
	now, key := c.Now(), c.IDs.Mint(id.Message)
	err = tx.Message.Create().SetID(key).SetCreatedAt(now).SetChannel(m.Channel).SetAccountID(m.Account).
		SetContent(c.Vault.Seal(key, text)).SetNextAt(now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("queue a message: %w", err)
	}
	return nil
}

// Open is what a queued message says.
func (c *Courier) Open(row *db.Message) (m Message, err error) {
	text, err := c.Vault.Open(row.ID, row.Content)
	if err != nil {
		return m, fmt.Errorf("open message %s: %w", row.ID, err)
	}
	if err = json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("decode message %s: %w", row.ID, err)
	}
	m.Account = row.AccountID
	return m, nil
}
