package blob

import (
	"bytes"
	"mime"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// headSize is how many bytes a type is told by, as many as mimetype looks at.
const headSize = 3072

// Media types that are taken, besides those of office documents.
const (
	typePDF  = "application/pdf"
	typeZip  = "application/zip"
	typeText = "text/plain"
)

// plainTypes are told by how a file begins. Nothing of them runs where it is opened:
// no HTML, SVG or script, no program, no archive.
var plainTypes = []string{
	typePDF,
	"image/png", "image/jpeg", "image/gif", "image/webp",
	"video/mp4", "video/webm", "video/quicktime",
	"audio/mpeg", "audio/mp4", "audio/wav",
	typeText, "text/csv",
}

// sameAs are further names of the types above.
var sameAs = map[string]string{
	"image/vnd.mozilla.apng": "image/png", "audio/x-m4a": "audio/mp4", "video/x-m4v": "video/mp4", "audio/x-wav": "audio/wav",
}

// Types are the media types that may be taken: documents, images, video, sound, plain
// text (of which Markdown is a kind) and office documents without macros.
func Types() []string { return slices.Concat(plainTypes, officeTypes) }

// mediaType is what the file is by its bytes. What its sender said of it is not asked.
func (d *draft) mediaType(allowed []string) (string, error) {
	if allowed == nil {
		allowed = Types()
	}
	found, err := d.sniffed()
	if err != nil {
		return "", err
	}
	if !slices.Contains(allowed, found) || !slices.Contains(Types(), found) {
		return "", problem.New(problem.Invalid, "files of this kind are not taken: send one of %s", strings.Join(allowed, ", ")).
			Spanish("no se aceptan archivos de este tipo: envíe uno de %s", strings.Join(allowed, ", ")).
			Suggest(allowed...)
	}
	return found, nil
}

func (d *draft) sniffed() (string, error) {
	detected := mimetype.Detect(d.head)
	for kind := detected; kind != nil; kind = kind.Parent() {
		if !kind.Is(typeZip) {
			continue
		}
		file, err := d.open()
		if err != nil {
			return "", err
		}
		return officeType(file, file.Size()), nil
	}
	// Without its parameters: charset=utf-8 is a guess.
	name, _, err := mime.ParseMediaType(detected.String())
	if err != nil {
		return "", nil //nolint:nilerr // what has no name is taken by nobody
	}
	if bytes.HasPrefix(d.head, []byte("#!")) {
		return "", nil // a script, of whatever language
	}
	if same, ok := sameAs[name]; ok {
		return same, nil
	}
	return name, nil
}
