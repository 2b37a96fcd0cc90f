package assessment

import (
	"context"
	"fmt"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/evidence"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/blob"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// uploaded are the files of items, kept before the transaction in which rows name
// them.
type uploaded struct {
	service *Service
	// files has one for each item; nil where it is none.
	files []*blob.Blob
	// kept says that rows name them, unless the transaction could not be committed:
	// then Sweep finds them.
	kept bool
}

// upload keeps the files of items, all or none. Listed says that they are a list of
// the input.
func (s *Service) upload(ctx context.Context, earner string, items []EvidenceItem, listed bool) (*uploaded, error) {
	up := &uploaded{service: s, files: make([]*blob.Blob, len(items))}
	var v *vault.Vault
	for i, item := range items {
		if item.File == nil {
			continue
		}
		var err error
		if v == nil {
			v, err = s.vaultFor(ctx, earner)
		}
		if err == nil {
			up.files[i], err = s.uploadFile(ctx, v, *item.File)
		}
		if err != nil {
			up.close()
			if listed {
				return nil, problem.Under(err, "items", strconv.Itoa(i))
			}
			return nil, err
		}
	}
	return up, nil
}

func (s *Service) uploadFile(ctx context.Context, v *vault.Vault, file File) (*blob.Blob, error) {
	if s.Blobs == nil {
		return nil, problem.New(problem.Unavailable, "files are not kept here").
			Spanish("aquí no se guardan archivos").At("file")
	}
	kept, err := s.Blobs.Create(ctx, v, file.Content, blob.Terms{Most: s.mostBytes()})
	if err != nil {
		return nil, problem.Under(err, "file")
	}
	return &kept, nil
}

// mostBytes is the largest size of a file.
func (s *Service) mostBytes() int64 {
	if s.MaxFile == 0 {
		return maxFile
	}
	return s.MaxFile
}

// vaultFor is the earner's vault, with a key that is there before a file needs it.
func (s *Service) vaultFor(ctx context.Context, earner string) (v *vault.Vault, err error) {
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		v, err = s.Vault.ForEarner(ctx, tx, earner)
		return err
	})
	return v, err
}

// close removes the files that no row names. One that stays is found by Sweep.
func (u *uploaded) close() {
	if u.kept {
		return
	}
	for _, file := range u.files {
		if file != nil {
			_ = u.service.Blobs.Remove(file.ID)
		}
	}
}

// scanned is what is known of a file that was kept: a scanner lets no other pass.
func (s *Service) scanned() enum.ScanResult {
	if s.Blobs.Scanner == nil {
		return enum.ScanNone
	}
	return enum.ScanClean
}

// KnownFiles says which of some files a row names, for blob.Store.Sweep.
func (s *Service) KnownFiles(ctx context.Context, ids []string) (map[string]bool, error) {
	rows, err := s.DB.Evidence.Query().Where(evidence.BlobIn(ids...)).Select(evidence.FieldBlob).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up files: %w", err)
	}
	known := make(map[string]bool, len(rows))
	for _, row := range rows {
		known[*row.Blob] = true
	}
	return known, nil
}
