package main

import (
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/roster"
)

// rosterCommand is what is done with rosters where there is no network.
type rosterCommand struct {
	Keygen rosterKeygen `cmd:"" help:"Make a key that signs rosters. Prints its public part, which an issuer registers."`
	Sign   rosterSign   `cmd:"" help:"Sign a roster: prints the signed file."`
	Check  rosterCheck  `cmd:"" help:"Say what cannot stand in a roster, plain or signed, before it is imported."`
}

// pemType is that of PKCS #8 (RFC 7468 §10).
const pemType = "PRIVATE KEY"

// rosterKeygen makes a key.
type rosterKeygen struct {
	Out string `required:"" placeholder:"FILE" help:"New file for the private key, which nobody else may read."`
}

// Run writes the private key, and prints the public one.
func (c *rosterKeygen) Run(s streams) (err error) {
	key, err := keys.Generate(keys.Ed25519, rand.Reader)
	if err != nil {
		return err
	}
	der, err := key.Marshal()
	if err != nil {
		return err
	}
	file, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(pem.Encode(file, &pem.Block{Type: pemType, Bytes: der}), file.Close()); err != nil {
		return fmt.Errorf("write %s: %w", c.Out, err)
	}
	_, err = fmt.Fprintln(s.out, key.PublicKey().Multibase())
	return err
}

// rosterSign signs a roster.
type rosterSign struct {
	Key  string `required:"" placeholder:"FILE" help:"The private key, as keygen wrote it."`
	File string `arg:"" help:"The roster, as CSV; - is standard input."`
}

// Run prints the signed file, and on stderr what cannot stand in it: that may be
// mended first.
func (c *rosterSign) Run(s streams) error {
	key, err := readKey(c.Key)
	if err != nil {
		return err
	}
	csv, err := readRoster(c.File)
	if err != nil {
		return err
	}
	rows, err := roster.Read(csv)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	faults(s.err, rows)
	token, err := roster.Sign(csv, key)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, token)
	return err
}

func readKey(name string) (keys.Private, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return keys.Private{}, err
	}
	block, _ := pem.Decode(text)
	if block == nil || block.Type != pemType {
		return keys.Private{}, fmt.Errorf("%s holds no private key", name)
	}
	key, err := keys.Unmarshal(block.Bytes)
	if err == nil && key.PublicKey().Algorithm() != keys.Ed25519 {
		err = errors.New("rosters are signed with Ed25519")
	}
	if err != nil {
		return keys.Private{}, fmt.Errorf("%s: %w", name, err)
	}
	return key, nil
}

// readRoster reads a file of any form, up to what an import takes.
func readRoster(name string) ([]byte, error) {
	from := io.ReadCloser(os.Stdin)
	if name != "-" {
		var err error
		if from, err = os.Open(name); err != nil {
			return nil, err
		}
		defer from.Close()
	}
	content, err := io.ReadAll(io.LimitReader(from, roster.MaxSigned+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return content, nil
}

// faults prints what cannot stand, row by row, and tells of how many rows.
func faults(w io.Writer, rows []roster.Row) int {
	n := 0
	for _, row := range rows {
		if row.Fault == nil {
			continue
		}
		n++
		sentence, _ := row.Fault.Code.Sentences()
		column := ""
		if row.Fault.Column != "" {
			column = row.Fault.Column + ": "
		}
		fmt.Fprintf(w, "line %d: %s%s\n", row.Line, column, sentence)
	}
	return n
}

// rosterCheck checks a roster.
type rosterCheck struct {
	File   string `arg:"" help:"The roster, plain or signed; - is standard input."`
	Public string `placeholder:"KEY" help:"The public key that should have signed it. Default: the one that it names, which proves nothing about who that is."`
}

// Run prints what cannot stand, and whether the signature holds.
func (c *rosterCheck) Run(s streams) error {
	content, err := readRoster(c.File)
	if err != nil {
		return err
	}
	by := ""
	if roster.IsSigned(content) {
		signed, err := roster.Open(content)
		if err == nil && c.Public != "" && c.Public != signed.Key {
			err = errors.New("another key signed it")
		}
		if err == nil {
			err = signed.Verify(signed.Key)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		content, by = signed.CSV, ", signed by "+signed.Key
	} else if c.Public != "" {
		return fmt.Errorf("%s: it is not signed", c.File)
	}
	rows, err := roster.Read(content)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	n := faults(s.out, rows)
	fmt.Fprintf(s.out, "%d rows, %d of them cannot stand%s\n", len(rows), n, by)
	if n > 0 {
		return errSilent
	}
	return nil
}
