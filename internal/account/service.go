// Package account owns who people are here: accounts, addresses, memberships,
// earners, and what earners allow. It refuses to know what earners hold, and
// what is protected about them.
package account

import (
	"io"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/blob"
	"github.com/stackmatch/stackmatch/internal/courier"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// Service keeps accounts and earners.
type Service struct {
	DB      *db.Client
	IDs     id.Minter
	Now     func() time.Time
	Cursors *page.Sealer
	Random  io.Reader
	Links   link.Maker
	Courier *courier.Courier
	Post    inbox.Post
	// Tokens mints what one signs in with.
	Tokens Tokens
	// Base is where people's links lead, without a slash at the end.
	Base func() string
	// Holders are all services that keep something of earners, this one apart.
	Holders []Holder
	// Blobs and Vault keep copies of people's data until they are fetched.
	Blobs *blob.Store
	Vault *vault.Vault
}

// Tokens is the mint of our own tokens.
type Tokens interface {
	Mint(request auth.TokenRequest) (string, error)
}
