package blob

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/minio/sio"

	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// File is a file that is read. What was changed on the disk is an error of Read; it
// may come after bytes that are as they were.
type File struct {
	// SectionReader is the content as it came: read it, or go to a place in it.
	*io.SectionReader
	file *os.File
}

// Close closes it.
func (f *File) Close() error { return f.file.Close() }

// errDamaged is for a file that its key does not open: it was changed, or cut short.
var errDamaged = errors.New("it is damaged, or its key is another's")

// Open opens a file by its id and its sealed key, with the vault that sealed it. A
// file that is gone is NotFound.
func (s *Store) Open(v *vault.Vault, id string, sealed []byte) (*File, error) {
	path, ok := s.place(id)
	if !ok {
		return nil, gone()
	}
	key, err := openKey(v, id, sealed)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, gone()
	}
	if err != nil {
		return nil, fmt.Errorf("open file %s: %w", id, err)
	}
	opened, err := openFile(file, key)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open file %s: %w", id, err), file.Close())
	}
	return opened, nil
}

// openFile reads an encrypted file. It looks at the end first: read alone, each part
// would open although those after it are cut off.
func openFile(file *os.File, key [32]byte) (*File, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	size, err := sio.DecryptedSize(uint64(info.Size())) // no file has a negative size
	if err != nil || size == 0 {
		return nil, errDamaged
	}
	plain, err := sio.DecryptReaderAt(file, cipher(key))
	if err != nil {
		return nil, fmt.Errorf("decrypt: %w", err)
	}
	var end [2]byte
	if n, err := plain.ReadAt(end[:], int64(size)-1); n != 1 || err != io.EOF { // itself: what is cut off wraps it
		return nil, errDamaged
	}
	return &File{SectionReader: io.NewSectionReader(plain, 0, int64(size)), file: file}, nil
}

// Remove removes a file. One that is gone already is no error.
func (s *Store) Remove(id string) error {
	path, ok := s.place(id)
	if !ok {
		return nil
	}
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("remove file %s: %w", id, err)
	}
	return syncDir(filepath.Dir(path))
}

func gone() error {
	return problem.New(problem.NotFound, "the file is not there any more").Spanish("el archivo ya no está")
}
