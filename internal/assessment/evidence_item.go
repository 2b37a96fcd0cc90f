package assessment

import (
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// The bounds of evidence.
const (
	maxLine     = 200
	maxEvidence = 20_000 // characters of a text
	maxLink     = 2_000
	// maxPartItems bounds a part whatever its definition says.
	maxPartItems = 20
	// maxItems bounds what is submitted in one call.
	maxItems = 100
	// maxFile and maxFiles are bytes, of one file by default and of a submission's.
	maxFile  = 100 << 20
	maxFiles = 500 << 20
)

// EvidenceItem is one item of evidence: exactly one of a text, a link and a file.
type EvidenceItem struct {
	// Part is the key of the part that it belongs to.
	Part  string
	Title *string
	Text  *string
	// Link is an https address. Nothing is fetched from it.
	Link *string
	File *File
}

// File is an uploaded file.
type File struct {
	// Name is as its sender calls it; blind assessors never see it.
	Name string
	Size int64
	// Content is read once.
	Content io.Reader `json:"-"`
}

// check refuses what is wrong with an item in itself.
func (e EvidenceItem) check() error {
	given := 0
	for _, is := range []bool{e.Text != nil, e.Link != nil, e.File != nil} {
		if is {
			given++
		}
	}
	var errs []error
	if given != 1 {
		errs = append(errs, problem.New(problem.Invalid, "evidence is a text, a link or a file: give one of them").
			Spanish("una evidencia es un texto, un enlace o un archivo: dé uno de ellos").At("text"))
	}
	if e.Title != nil && utf8.RuneCountInString(*e.Title) > maxLine {
		errs = append(errs, tooLong(maxLine).At("title"))
	}
	if e.Text != nil {
		errs = append(errs, problem.Under(checkWords(*e.Text, maxEvidence), "text"))
	}
	if e.Link != nil && !isLink(*e.Link) {
		errs = append(errs, problem.New(problem.Invalid, "a link is an https address of at most %d characters", maxLink).
			Spanish("un enlace es una dirección https de hasta %d caracteres", maxLink).At("link"))
	}
	if e.File != nil && e.File.Size > maxFiles {
		errs = append(errs, tooManyBytes())
	}
	return problem.Join(errs...)
}

// checkWords wants a text of some characters, and not too many.
func checkWords(text string, most int) error {
	if strings.TrimSpace(text) == "" {
		return problem.New(problem.Invalid, "the text is empty").Spanish("el texto está vacío")
	}
	if utf8.RuneCountInString(text) > most {
		return tooLong(most)
	}
	return nil
}

func tooManyBytes() error {
	return problem.New(problem.Limit, "the files of a submission have at most %d MiB together", maxFiles>>20).
		Spanish("los archivos de una entrega ocupan juntos como máximo %d MiB", maxFiles>>20).At("file")
}

func tooLong(most int) *problem.Problem {
	return problem.New(problem.Invalid, "this text has at most %d characters", most).
		Spanish("este texto tiene como máximo %d caracteres", most)
}

// isLink takes addresses without a password in them.
func isLink(link string) bool {
	u, err := url.Parse(link)
	return err == nil && len(link) <= maxLink && u.Scheme == "https" && u.Hostname() != "" && u.User == nil
}

func (e EvidenceItem) kind() enum.EvidenceKind {
	switch {
	case e.Text != nil:
		return enum.EvidenceText
	case e.Link != nil:
		return enum.EvidenceLink
	}
	return enum.EvidenceFile
}

// says is what of the item is kept sealed.
func (e EvidenceItem) says() content {
	c := content{Title: strings.TrimSpace(value(e.Title)), Text: value(e.Text), Link: value(e.Link)}
	if e.File != nil {
		c.FileName = fileName(e.File.Name)
	}
	return c
}

// fileName is the last part of a name, without what does not show.
func fileName(sent string) string {
	name := path.Base(strings.ReplaceAll(sent, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	if runes := []rune(name); len(runes) > maxLine {
		name = string(runes[:maxLine])
	}
	if name == "." || name == "/" {
		return ""
	}
	return name
}

// partOf is the part of a definition to which an item belongs.
func partOf(d submission.Definition, e EvidenceItem) (submission.Part, error) {
	at := slices.IndexFunc(d.Parts, func(p submission.Part) bool { return p.Key == e.Part })
	if at < 0 {
		keys := make([]string, len(d.Parts))
		for i, p := range d.Parts {
			keys[i] = p.Key
		}
		return submission.Part{}, problem.New(problem.Invalid, "there is no such part: name one of %s", strings.Join(keys, ", ")).
			Spanish("no existe esa parte: nombre una de %s", strings.Join(keys, ", ")).At("part").Suggest(keys...)
	}
	part := d.Parts[at]
	if len(part.Kinds) > 0 && !slices.Contains(part.Kinds, submission.EvidenceKind(e.kind())) {
		return part, problem.New(problem.Invalid, "this part does not take evidence of the kind %s", e.kind()).
			Spanish("esta parte no admite evidencias del tipo %s", e.kind()).At(strings.ToLower(string(e.kind())))
	}
	return part, nil
}
