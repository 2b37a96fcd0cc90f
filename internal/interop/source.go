package interop

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/stackmatch/stackmatch/internal/catalog"
)

// Encoding names how a file's characters are written.
type Encoding string

// The encodings that are told apart.
const (
	UTF8        Encoding = "UTF-8"
	UTF8BOM     Encoding = "UTF-8 with BOM"
	UTF16LE     Encoding = "UTF-16LE"
	UTF16BE     Encoding = "UTF-16BE"
	Windows1252 Encoding = "Windows-1252"
)

// maxFile bounds one file, so that an archive which unpacks without end ends.
const maxFile = 4 << 30

// maxOriginal is how large a file may be to be kept in the database.
const maxOriginal = 64 << 20

// errTooLarge is a file past maxFile.
var errTooLarge = errors.New("the file is larger than 4 GiB")

// source is a file of an import. It is read twice, once to learn its encoding
// and hash and once for its rows, so that nothing is held in memory.
type source struct {
	fsys fs.FS
	path string
	// name is what people see; it may have folders that fsys doesn't know of.
	name string
}

// traits are what the first reading of a file tells.
type traits struct {
	encoding Encoding
	bytes    int64
	sha256   string
	// lost is true where the file holds U+FFFD: text that was lost before.
	lost bool
}

func (s source) examine(ctx context.Context) (traits, error) {
	f, err := s.fsys.Open(s.path)
	if err != nil {
		return traits{}, err
	}
	defer f.Close()
	e := examiner{hash: sha256.New(), valid: true}
	buf := make([]byte, 64<<10)
	for {
		if err := ctx.Err(); err != nil {
			return traits{}, err
		}
		n, err := f.Read(buf)
		e.feed(buf[:n])
		if e.bytes > maxFile {
			return traits{}, errTooLarge
		}
		if errors.Is(err, io.EOF) {
			return e.traits(), nil
		}
		if err != nil {
			return traits{}, fmt.Errorf("read %s: %w", s.name, err)
		}
	}
}

// original describes the file for whoever keeps it.
func (s source) original(file *FileReport) catalog.OriginalInput {
	return catalog.OriginalInput{
		FileName: file.Name, MediaType: "text/csv", SHA256: file.SHA256,
		Read: func() ([]byte, error) {
			content, err := fs.ReadFile(s.fsys, s.path)
			if err != nil {
				return nil, err
			}
			if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != file.SHA256 {
				return nil, errors.New("the file changed while it was imported")
			}
			return content, nil
		},
	}
}

// examiner looks at a file's bytes in pieces of any size.
type examiner struct {
	hash  hash.Hash
	bytes int64
	head  []byte // the first bytes, for a byte order mark
	tail  []byte // an unfinished character at the end of a piece
	valid bool   // UTF-8 so far
	lost  bool
}

func (e *examiner) feed(piece []byte) {
	e.hash.Write(piece)
	e.bytes += int64(len(piece))
	if len(e.head) < 3 {
		e.head = append(e.head, piece[:min(3-len(e.head), len(piece))]...)
	}
	if !e.valid {
		return
	}
	rest := slices.Concat(e.tail, piece)
	for len(rest) > 0 {
		if rest[0] < utf8.RuneSelf {
			rest = rest[1:]
			continue
		}
		if !utf8.FullRune(rest) {
			break
		}
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError && size == 1 {
			e.valid = false
			return
		}
		e.lost = e.lost || r == utf8.RuneError
		rest = rest[size:]
	}
	e.tail = append([]byte(nil), rest...)
}

func (e *examiner) traits() traits {
	return traits{
		encoding: e.encoding(), bytes: e.bytes, lost: e.lost,
		sha256: hex.EncodeToString(e.hash.Sum(nil)),
	}
}

func (e *examiner) encoding() Encoding {
	switch {
	case len(e.head) >= 2 && e.head[0] == 0xFF && e.head[1] == 0xFE:
		return UTF16LE
	case len(e.head) >= 2 && e.head[0] == 0xFE && e.head[1] == 0xFF:
		return UTF16BE
	case !e.valid || len(e.tail) > 0:
		return Windows1252
	case string(e.head) == "\uFEFF":
		return UTF8BOM
	}
	return UTF8
}

// decode gives r's text as UTF-8 without a byte order mark.
func decode(r io.Reader, encoding Encoding) io.Reader {
	switch encoding {
	case UTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Reader(r)
	case UTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().Reader(r)
	case Windows1252:
		return charmap.Windows1252.NewDecoder().Reader(r)
	case UTF8BOM:
		return unicode.UTF8BOM.NewDecoder().Reader(r)
	default: // UTF8
		return r
	}
}

// countingReader counts the bytes read, for progress.
type countingReader struct {
	r     io.Reader
	count func(int)
}

func (c countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.count(n)
	return n, err
}

// beginning is what a file begins with, past its space.
func (s source) beginning(as Encoding) ([]byte, error) {
	f, err := s.fsys.Open(s.path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	first, err := bufio.NewReader(decode(f, as)).Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read %s: %w", s.name, err)
	}
	return bytes.TrimLeft(first, " \t\r\n\ufeff"), nil
}
