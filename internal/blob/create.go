package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/minio/sio"

	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// Terms are what a file must be to be taken.
type Terms struct {
	// Most is the largest size in bytes.
	Most int64
	// Types are the media types that are taken, of those of Types; nil is all of them.
	Types []string
	// Ours is for an archive that the service makes itself: nobody asks what it is.
	Ours bool
}

// Create keeps what it reads, under a key that v seals. It takes as long as the
// upload does: call it outside of transactions, and write the row that names the file
// in one afterwards. A file whose row is never written is found by Sweep.
func (s *Store) Create(ctx context.Context, v *vault.Vault, from io.Reader, terms Terms) (Blob, error) {
	d, err := s.newDraft(v)
	if err != nil {
		return Blob{}, err
	}
	defer d.drop()
	if err := d.write(ctx, from, terms.Most); err != nil {
		return Blob{}, roomless(err)
	}
	if err := s.judge(ctx, d, terms); err != nil {
		return Blob{}, err
	}
	if err := d.keep(); err != nil {
		return Blob{}, roomless(err)
	}
	d.blob.Sealed = sealKey(v, d.blob.ID, d.key)
	return d.blob, nil
}

// judge finds out what a file is, and whether it may be kept.
func (s *Store) judge(ctx context.Context, d *draft, terms Terms) (err error) {
	if terms.Ours {
		d.blob.MediaType = typeZip
		return nil
	}
	if d.blob.MediaType, err = d.mediaType(terms.Types); err != nil {
		return err
	}
	return s.scan(ctx, d)
}

// draft is a file that is not kept yet.
type draft struct {
	blob Blob
	key  [32]byte
	file *os.File
	path string // where it will be
	head []byte // how it begins
}

// newDraft makes an empty file beside the place where it will be.
func (s *Store) newDraft(v *vault.Vault) (*draft, error) {
	d := &draft{}
	var id [idBytes]byte
	for _, random := range [][]byte{d.key[:], id[:]} {
		if _, err := io.ReadFull(v.Random(), random); err != nil {
			return nil, fmt.Errorf("make a file's key: %w", err)
		}
	}
	d.blob.ID = idOf(id)
	d.path, _ = s.place(d.blob.ID)
	if err := makeDir(filepath.Dir(d.path)); err != nil {
		return nil, err
	}
	// A name that is taken means that the randomness is none: nothing is written over.
	if _, err := os.Lstat(d.path); !errors.Is(err, fs.ErrNotExist) {
		return nil, errors.Join(errors.New("make a file: its name is taken"), err)
	}
	var err error
	if d.file, err = os.OpenFile(d.path+partial, os.O_RDWR|os.O_CREATE|os.O_EXCL, fileMode); err != nil {
		return nil, roomless(fmt.Errorf("make a file: %w", err))
	}
	return d, nil
}

// makeDir makes a directory that outlasts a loss of power.
func makeDir(dir string) error {
	err := os.Mkdir(dir, dirMode)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return roomless(fmt.Errorf("directory of files: %w", err))
	}
	return syncDir(filepath.Dir(dir))
}

// drop removes what was not kept.
func (d *draft) drop() {
	if d.file != nil {
		_ = d.file.Close()
		_ = os.Remove(d.path + partial)
	}
}

// write encrypts the file on its way to the disk.
func (d *draft) write(ctx context.Context, from io.Reader, most int64) error {
	sealed, err := sio.EncryptWriter(noClose{d.file}, cipher(d.key))
	if err != nil {
		return fmt.Errorf("encrypt a file: %w", err)
	}
	m := &meter{ctx: ctx, from: from, left: most, most: most, sum: sha256.New()}
	if d.blob.Size, err = io.Copy(sealed, m); err != nil {
		return fmt.Errorf("take a file in: %w", err)
	}
	if d.blob.Size == 0 {
		return problem.New(problem.Invalid, "the file is empty").Spanish("el archivo está vacío")
	}
	if err := sealed.Close(); err != nil {
		return fmt.Errorf("encrypt a file: %w", err)
	}
	d.blob.SHA256, d.head = hex.EncodeToString(m.sum.Sum(nil)), m.head
	return nil
}

// keep gives the file its name, once it is sure to be on the disk.
func (d *draft) keep() error {
	if err := d.file.Sync(); err != nil {
		return fmt.Errorf("keep a file: %w", err)
	}
	if err := os.Rename(d.path+partial, d.path); err != nil {
		return fmt.Errorf("keep a file: %w", err)
	}
	err := errors.Join(d.file.Close(), syncDir(filepath.Dir(d.path)))
	d.file = nil
	return err
}

// open reads the file back before it is kept.
func (d *draft) open() (*File, error) { return openFile(d.file, d.key) }

// meter counts, hashes and bounds what is read, and remembers how it begins.
type meter struct {
	ctx        context.Context //nolint:containedctx // it lives as long as one call
	from       io.Reader
	left, most int64
	sum        hash.Hash
	head       []byte
}

// Read fails when the caller has left, and beyond the largest size.
func (m *meter) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.from.Read(p)
	if m.left -= int64(n); m.left < 0 {
		return 0, tooLarge(m.most)
	}
	_, _ = m.sum.Write(p[:n]) // never fails
	if more := min(headSize-len(m.head), n); more > 0 {
		m.head = append(m.head, p[:more]...)
	}
	return n, err
}

func tooLarge(most int64) error {
	return problem.New(problem.Limit, "the file is larger than %d bytes", most).
		Spanish("el archivo ocupa más de %d bytes", most)
}

// roomless has a full disk be a problem that goes by.
func roomless(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return errors.Join(problem.New(problem.Unavailable, "there is no room for files at the moment: try later").
			Spanish("ahora no queda espacio para archivos: inténtelo más tarde"), err)
	}
	return err
}

// syncDir has the names in a directory outlast a loss of power.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("keep a file's name: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("keep a file's name: %w", err)
	}
	return nil
}

// noClose leaves the file open when its encryption ends.
type noClose struct{ io.Writer }
