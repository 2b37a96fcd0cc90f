package credential

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/statuslist"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/status"
	"github.com/stackmatch/stackmatch/internal/store"
)

const (
	// listValid is how long a signed list is good for, and listAge how old it grows:
	// files on another web host may be renewed once in four weeks.
	listValid = 30 * 24 * time.Hour
	listAge   = 24 * time.Hour
	// listTTL is how long a verifier may go by the copy that it has.
	listTTL = 5 * time.Minute
	// listSkew is how far behind ours a verifier's clock may be.
	listSkew = 5 * time.Minute
)

// tries bounds how often something is done again because others were faster.
const tries = 5

var errBusy = errors.New("others were faster each time")

// StatusListDocument is a status list as it stands, signed. What was committed
// before it is asked for is in it. Nobody's permission is asked: it says nothing
// but which places are set.
func (s *Service) StatusListDocument(ctx context.Context, list string) (*File, error) {
	row, err := s.DB.StatusList.Query().Where(statuslist.ID(list)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, noDocument()
	}
	if err != nil {
		return nil, fmt.Errorf("load status list: %w", err)
	}
	content := s.standing(row)
	for range tries {
		if content != nil {
			return &File{Name: list + ".json", MediaType: mediaCredential, Content: content}, nil
		}
		if content, err = s.renewList(ctx, row); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("sign status list: %w", errBusy)
}

// standing is the signed list that is stored, nil where it has to be signed anew.
func (s *Service) standing(row *db.StatusList) []byte {
	if len(row.Document) == 0 || row.SignedAt == nil || s.Now().Sub(*row.SignedAt) >= listAge {
		return nil
	}
	return row.Document
}

// renewList signs a list, and keeps it if it has not changed meanwhile: else it is
// still how things stood after it was asked for. It gives nil where the key that it
// signed with turned out compromised. The work is done outside of the transaction.
func (s *Service) renewList(ctx context.Context, row *db.StatusList) (content []byte, err error) {
	with, err := s.signerFor(ctx, row.OrganizationID, enum.KeyEd25519)
	if err != nil {
		return nil, err
	}
	places, err := marked(ctx, s.DB, row)
	if err != nil {
		return nil, err
	}
	made, at, err := s.signList(row, places, with)
	if err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		content, err = s.keepList(ctx, tx, signedList{row, places, with, made, at})
		return err
	})
	return content, err
}

// signedList is a list as it was signed.
type signedList struct {
	row     *db.StatusList
	places  []int
	with    *signer
	content []byte
	at      time.Time
}

func (s *Service) keepList(ctx context.Context, tx *db.Client, made signedList) ([]byte, error) {
	if _, err := lockList(ctx, tx, made.row.ID); err != nil {
		return nil, err
	}
	now, err := tx.StatusList.Get(ctx, made.row.ID)
	if err != nil {
		return nil, fmt.Errorf("load status list: %w", err)
	}
	if standing := s.standing(now); standing != nil {
		return standing, nil // another was faster: all readers get the same bytes
	}
	key, err := tx.IssuerKey.Get(ctx, made.with.row.ID)
	if err != nil {
		return nil, fmt.Errorf("load key: %w", err)
	}
	if key.CompromisedAt != nil {
		return nil, nil
	}
	places, err := marked(ctx, tx, now)
	if err != nil || !slices.Equal(places, made.places) {
		return made.content, err
	}
	if err := tx.StatusList.UpdateOne(now).SetDocument(made.content).SetSignedAt(made.at).Exec(ctx); err != nil {
		return nil, fmt.Errorf("keep status list: %w", err)
	}
	return made.content, nil
}

func (s *Service) signList(row *db.StatusList, places []int, with *signer) (content []byte, at time.Time, err error) {
	at = s.Now().UTC().Truncate(time.Second)
	entries := status.New(row.Size)
	for _, place := range places {
		if err := entries.Set(place, true); err != nil {
			return nil, at, fmt.Errorf("set place %d of %s: %w", place, row.ID, err)
		}
	}
	document, err := issue.StatusList(issue.List{
		ID: s.address(statusPath(row.ID)), Issuer: with.issuer, Purpose: wordOf(row.Purpose), Entries: entries,
		ValidFrom: at.Add(-listSkew), ValidUntil: at.Add(listValid), TTL: listTTL,
	})
	if err != nil {
		return nil, at, fmt.Errorf("make status list: %w", err)
	}
	content, err = issue.Sign(document, with.method, with.private, at, jsonld.Builtin())
	if err != nil {
		return nil, at, fmt.Errorf("sign status list: %w", err)
	}
	return content, at, nil
}

// wordOf is a purpose as badges write it.
func wordOf(purpose enum.StatusPurpose) string {
	for _, p := range purposes {
		if p.of == purpose {
			return p.word
		}
	}
	return ""
}
