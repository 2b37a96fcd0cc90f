package roster

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// decoded is a file's text as UTF-8: from UTF-8, from UTF-16 with a byte order
// mark, and else from Windows-1252, which spreadsheets still write.
func decoded(content []byte) (string, error) {
	switch {
	case bytes.HasPrefix(content, []byte{0xFF, 0xFE}), bytes.HasPrefix(content, []byte{0xFE, 0xFF}):
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(content)
		if err != nil {
			return "", noText()
		}
		content = text
	case utf8.Valid(content):
		content = bytes.TrimPrefix(content, []byte("\uFEFF"))
	default:
		text, err := charmap.Windows1252.NewDecoder().Bytes(content)
		if err != nil {
			return "", noText()
		}
		content = text
	}
	if bytes.IndexByte(content, 0) >= 0 {
		return "", noText()
	}
	return string(content), nil
}

func noText() error {
	return problem.New(problem.Invalid, "this is no CSV: save the table as CSV, in UTF-8 if you are asked").
		Spanish("esto no es CSV: guarde la tabla como CSV, en UTF-8 si se le pregunta")
}
