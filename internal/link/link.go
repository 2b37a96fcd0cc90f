// Package link makes single-use links and uses them up. Only their hashes are kept:
// whoever reads the database can follow none. It refuses to know what is done by one.
package link

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/link"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// New is a link to be made.
type New struct {
	Purpose enum.LinkPurpose
	// Account is whose it is; empty for somebody without an account.
	Account string
	// Subject is the id of what it is about, if anything.
	Subject string
	// For is how long it may be used.
	For time.Duration
}

// Maker makes links.
type Maker struct {
	Random io.Reader
	Now    func() time.Time
}

// tokenBytes are 192 bits.
const tokenBytes = 24

// Make makes a link in the transaction of what it is sent for, and gives its token:
// the only time that it is known.
func (m Maker) Make(ctx context.Context, tx *db.Client, in New) (token string, err error) {
	var raw [tokenBytes]byte
	if _, err := io.ReadFull(m.Random, raw[:]); err != nil {
		return "", fmt.Errorf("make a link: %w", err)
	}
	token = base64.RawURLEncoding.EncodeToString(raw[:])
	now := m.Now()
	err = tx.Link.Create().SetPurpose(in.Purpose).SetTokenHash(hash(token)).SetAccountID(in.Account).SetSubject(in.Subject).
		SetCreatedAt(now).SetExpiresAt(now.Add(in.For)).Exec(ctx)
	if err != nil {
		return "", fmt.Errorf("keep a link: %w", err)
	}
	return token, nil
}

// Find is a link that can still be used. All others are NotFound, whatever became of
// them.
func (m Maker) Find(ctx context.Context, client *db.Client, token string, purposes ...enum.LinkPurpose) (*db.Link, error) {
	row, err := client.Link.Query().Where(link.TokenHash(hash(token)), link.PurposeIn(purposes...),
		link.UsedAtIsNil(), link.ExpiresAtGT(m.Now())).Only(ctx)
	if db.IsNotFound(err) {
		return nil, over()
	}
	if err != nil {
		return nil, fmt.Errorf("load a link: %w", err)
	}
	return row, nil
}

// Use uses a link up, in the transaction of what is done by it: of two at once, one
// does it.
func (m Maker) Use(ctx context.Context, tx *db.Client, token string, purposes ...enum.LinkPurpose) (*db.Link, error) {
	row, err := m.Find(ctx, tx, token, purposes...)
	if err != nil {
		return nil, err
	}
	n, err := tx.Link.Update().Where(link.ID(row.ID), link.UsedAtIsNil()).SetUsedAt(m.Now()).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("use a link: %w", err)
	}
	if n == 0 {
		return nil, over()
	}
	return row, nil
}

// Revoke ends the unused links of a purpose about a subject.
func (m Maker) Revoke(ctx context.Context, tx *db.Client, purpose enum.LinkPurpose, subject string) error {
	err := tx.Link.Update().Where(link.PurposeEQ(purpose), link.Subject(subject), link.UsedAtIsNil()).SetUsedAt(m.Now()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("revoke links: %w", err)
	}
	return nil
}

func over() *problem.Problem {
	return problem.New(problem.NotFound, "this link was used already, or has lapsed; ask for a new one").
		Spanish("este enlace ya se usó o ha caducado; pida otro").At("token")
}

func hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
