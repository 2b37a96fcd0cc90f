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

// renewList signs a list and keeps it, unless it has changed meanwhile: then it
// gives nil. The work is done outside of the transaction.
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
		if _, err := lockList(ctx, tx, row.ID); err != nil {
			return err
		}
		now, err := tx.StatusList.Get(ctx, row.ID)
		if err != nil {
			return fmt.Errorf("load status list: %w", err)
		}
		if content = s.standing(now); content != nil {
			return nil // another was faster: all readers get the same bytes
		}
		fits, err := s.fits(ctx, tx, row, places, with)
		if err != nil || !fits {
			return err
		}
		content = made
		return tx.StatusList.UpdateOneID(row.ID).SetDocument(made).SetSignedAt(at).Exec(ctx)
	})
	return content, err
}

// fits tells whether what was signed is what is stored now, and by a key that is
// still good.
func (s *Service) fits(ctx context.Context, tx *db.Client, row *db.StatusList, places []int, with *signer) (bool, error) {
	now, err := marked(ctx, tx, row)
	if err != nil || !slices.Equal(now, places) {
		return false, err
	}
	key, err := tx.IssuerKey.Get(ctx, with.row.ID)
	if err != nil {
		return false, fmt.Errorf("load key: %w", err)
	}
	return key.CompromisedAt == nil, nil
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
