// Package notify owns what people are told and how it reaches them: the inbox,
// e-mail and text messages, webhooks. It words what package inbox notes, by what the
// reader may see when they read. It refuses to decide what is worth telling: the
// services do.
package notify

import (
	"context"
	"io"
	"log/slog"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/courier"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
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
	Post    inbox.Post
	// Vault seals the secrets of webhooks.
	Vault *vault.Vault
	// Base is where people's links lead, without a slash at the end: known once the
	// server listens.
	Base func() string
	// Pages is where this server's own pages are, which mail programs post to: a portal
	// would have to know how.
	Pages func() string
	// Mail and SMS carry messages; where one is nil, its messages wait.
	Mail, SMS Carrier
	// People finds who somebody is now; nil: only the inbox is told.
	People People
	// Postings says which postings a viewer may see; nil: none by name.
	Postings Postings
	// Answers makes the link by which a contact request is answered from a message;
	// nil: the message leads to the inbox alone.
	Answers Answers
	// Poster delivers webhooks; nil: they wait.
	Poster Poster
	// Feed is the change feed, which the webhooks follow; nil: they are told nothing.
	Feed Feed
	// Log hears what went wrong; nil drops it.
	Log *slog.Logger
}

// People finds accounts as they sign in.
type People interface {
	// ResolveAccount finds the account that a subject speaks of.
	ResolveAccount(ctx context.Context, subject auth.Subject) (auth.Person, error)
}

// Postings are those that the context's viewer may see.
type Postings interface {
	// PostingsByID gives those of the postings that the viewer may see.
	PostingsByID(ctx context.Context, ids []string) (map[string]*db.Posting, error)
}

// Answers makes links.
type Answers interface {
	// AnswerLink makes the token of a link by which an earner answers a contact
	// request, in the transaction of the message that it is in; empty where there is
	// nothing to answer any more.
	AnswerLink(ctx context.Context, tx *db.Client, contact string) (token string, err error)
}

func (s *Service) log() *slog.Logger {
	if s.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return s.Log
}
