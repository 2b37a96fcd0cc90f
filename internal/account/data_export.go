package account

import (
	"archive/zip"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/datajob"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/blob"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/vault"
)

const (
	// exportFor is how long a copy may be fetched.
	exportFor = 7 * 24 * time.Hour
	// maxExport bounds a copy: all files of a person's evidence fit many times.
	maxExport = 64 << 30
)

// export makes a copy of all that is kept of an earner, sealed under their own key.
// It is written as it is read: no file is ever whole in memory.
func (s *Service) export(ctx context.Context, job *db.DataJob) error {
	var v *vault.Vault
	err := store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) (err error) {
		v, err = s.Vault.ForEarner(ctx, tx, job.EarnerID)
		return err
	})
	if problem.Is(err, problem.NotFound) {
		return s.finish(ctx, job, func(update *db.DataJobUpdate) { update.SetStatus(enum.JobFailed).SetFailure("erased") })
	}
	if err != nil {
		return err
	}
	read, write := io.Pipe()
	go func() { write.CloseWithError(s.archive(ctx, job, write)) }()
	made, err := s.Blobs.Create(ctx, v, read, blob.Terms{Most: maxExport, Ours: true})
	if err := errors.Join(err, read.Close()); err != nil {
		return errors.Join(fmt.Errorf("write a copy: %w", err), s.failed(ctx, job))
	}
	return s.finish(ctx, job, func(update *db.DataJobUpdate) {
		update.SetStatus(enum.JobDone).SetExpiresAt(s.Now().Add(exportFor)).
			SetFile(made.ID + " " + base64.StdEncoding.EncodeToString(made.Sealed))
	})
}

// failed ends a copy that could not be made: who wants one asks again. One that a
// stop cut short is made at the next start.
func (s *Service) failed(ctx context.Context, job *db.DataJob) error {
	if ctx.Err() != nil {
		return nil //nolint:nilerr // it was told to stop: the job is made at the next start
	}
	return s.finish(ctx, job, func(update *db.DataJobUpdate) { update.SetStatus(enum.JobFailed).SetFailure("it could not be made") })
}

// finish notes what came of a job, once, and tells its account.
func (s *Service) finish(ctx context.Context, job *db.DataJob, set func(*db.DataJobUpdate)) error {
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		update := tx.DataJob.Update().Where(datajob.ID(job.ID), datajob.StatusIn(enum.JobQueued, enum.JobRunning)).SetFinishedAt(s.Now())
		set(update)
		n, err := update.Save(ctx)
		if err != nil {
			return fmt.Errorf("finish job: %w", err)
		}
		if n == 0 {
			return nil // another process was first: what this one wrote is swept
		}
		return s.Post.TellEarner(ctx, tx, job.EarnerID, inbox.Notice{Kind: enum.NoticeDataReady, Subject: job.ID})
	})
}

// archive writes everything into a ZIP file.
func (s *Service) archive(ctx context.Context, job *db.DataJob, to io.Writer) error {
	out := zip.NewWriter(to)
	put := func(name string, value any) error {
		w, err := out.Create(name + ".json")
		if err != nil {
			return err
		}
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(value)
	}
	file := func(name string, content io.Reader) error {
		w, err := out.Create(name)
		if err != nil {
			return err
		}
		_, err = io.Copy(w, content)
		return err
	}
	if err := s.exportOwn(ctx, job.EarnerID, job.AccountID, put); err != nil {
		return err
	}
	for _, h := range s.Holders {
		if err := h.ExportEarner(ctx, job.EarnerID, job.AccountID, put, file); err != nil {
			return err
		}
	}
	return out.Close()
}

// Export is a copy of somebody's data, to be read and closed.
type Export struct {
	*blob.File
	Name string
}

// OpenExport opens a copy of the viewer's own data, while it is kept.
func (s *Service) OpenExport(ctx context.Context, key string) (*Export, error) {
	if err := auth.Require(ctx, auth.ManageOwnData); err != nil {
		return nil, err
	}
	gone := problem.New(problem.NotFound, "there is no such copy, or not any more").Spanish("no existe esa copia, o ya no")
	job, err := s.DB.DataJob.Query().Where(datajob.ID(key), datajob.AccountID(auth.From(ctx).Account),
		datajob.EarnerID(auth.From(ctx).ActingEarner()), datajob.FileNEQ(""), datajob.ExpiresAtGT(s.Now())).Only(ctx)
	if db.IsNotFound(err) {
		return nil, gone
	}
	if err != nil {
		return nil, fmt.Errorf("load job: %w", err)
	}
	v, err := s.Vault.Existing(ctx, s.DB, job.EarnerID)
	if err != nil {
		return nil, err
	}
	if v == nil {
		return nil, gone
	}
	name, text, _ := strings.Cut(job.File, " ")
	sealed, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("read a copy's key: %w", err)
	}
	opened, err := s.Blobs.Open(v, name, sealed)
	if err != nil {
		return nil, err
	}
	return &Export{File: opened, Name: "stackmatch-" + job.CreatedAt.UTC().Format(time.DateOnly) + ".zip"}, nil
}

// KnownFiles says which of some files a copy is in, for blob.Store.Sweep.
func (s *Service) KnownFiles(ctx context.Context, ids []string) (map[string]bool, error) {
	files, err := s.DB.DataJob.Query().Where(datajob.FileNEQ("")).Select(datajob.FieldFile).Strings(ctx)
	if err != nil {
		return nil, fmt.Errorf("list copies: %w", err)
	}
	kept := make(map[string]bool, len(files))
	for _, f := range files {
		name, _, _ := strings.Cut(f, " ")
		kept[name] = true
	}
	out := make(map[string]bool, len(ids))
	for _, one := range ids {
		out[one] = kept[one]
	}
	return out, nil
}

// expireExports deletes copies that are too old.
func (s *Service) expireExports(ctx context.Context) error {
	rows, err := s.DB.DataJob.Query().Where(datajob.FileNEQ(""), datajob.ExpiresAtLTE(s.Now())).All(ctx)
	if err != nil {
		return fmt.Errorf("list copies: %w", err)
	}
	return s.removeFiles(ctx, rows)
}

// removeExports deletes all copies of an account's.
func (s *Service) removeExports(ctx context.Context, of string) error {
	rows, err := s.DB.DataJob.Query().Where(datajob.FileNEQ(""), datajob.AccountID(of)).All(ctx)
	if err != nil {
		return fmt.Errorf("list copies: %w", err)
	}
	return s.removeFiles(ctx, rows)
}

func (s *Service) removeFiles(ctx context.Context, rows []*db.DataJob) error {
	for _, row := range rows {
		name, _, _ := strings.Cut(row.File, " ")
		if err := s.Blobs.Remove(name); err != nil {
			return err
		}
		err := store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
			return tx.DataJob.UpdateOneID(row.ID).SetFile("").Exec(ctx)
		})
		if err != nil {
			return fmt.Errorf("forget a copy: %w", err)
		}
	}
	return nil
}
