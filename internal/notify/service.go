// Package notify owns what people are told and how it reaches them: the inbox,
// e-mail and text messages, webhooks. It words what package inbox notes, by what the
// reader may see when they read. It refuses to decide what is worth telling: the
// services do.
package notify

import (
	"io"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/courier"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// Service tells people what happened.
type Service struct {
	DB      *db.Client
	IDs     id.Minter
	Now     func() time.Time
	Random  io.Reader
	Cursors *page.Sealer
	Courier *courier.Courier
	Links   link.Maker
	// Vault seals the secrets of webhooks.
	Vault *vault.Vault
	// Base is where people's links lead, without a slash at the end: known once the
	// server listens.
	Base func() string
}
