package keyring

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// tokenFile is the name of the secret that signs our own tokens. It stands apart
// from the master secret so that deleting it ends all tokens and nothing else.
const tokenFile = "token.secret"

// TokenSecret returns the secret that signs a data directory's tokens, made by
// the first one to ask.
func TokenSecret(dir string, random io.Reader) ([32]byte, error) {
	return Secret(filepath.Join(dir, tokenFile), random)
}

// Secret returns the secret in a file. Where there is none it makes one; of
// several processes that do so at once, one wins and all return its secret.
func Secret(path string, random io.Reader) ([32]byte, error) {
	secret, err := read(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return secret, err
	}
	if err := create(path, random); err != nil && !errors.Is(err, fs.ErrExist) {
		return secret, fmt.Errorf("create secret: %w", err)
	}
	return read(path)
}

func read(path string) (secret [32]byte, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return secret, fmt.Errorf("read secret: %w", err)
	}
	// Windows has no such modes: there the folder's access list protects.
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return secret, fmt.Errorf("secret %s can be read by others: chmod 600 it, or delete it if they might have", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return secret, fmt.Errorf("read secret: %w", err)
	}
	raw, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(raw) != len(secret) {
		// Neither the text nor the decoder's error, which quotes it, is shown.
		return secret, fmt.Errorf("secret %s is damaged: it is not %d hexadecimal digits", path, 2*len(secret))
	}
	copy(secret[:], raw)
	return secret, nil
}

// create writes a new secret whole or not at all. A hard link, unlike a rename,
// fails where another process was faster: nobody's secret is replaced.
func create(path string, random io.Reader) error {
	var secret [32]byte
	if _, err := io.ReadFull(random, secret[:]); err != nil {
		return err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	// CreateTemp makes files of mode 0600.
	temp, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp.Name()) }()
	_, err = fmt.Fprintln(temp, hex.EncodeToString(secret[:]))
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err := os.Link(temp.Name(), path); err != nil {
		return err
	}
	return syncDir(dir)
}

// syncDir makes a new name in a folder outlast a power cut: what was sealed with
// a secret would be lost with it.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil // it cannot open a folder for this
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
