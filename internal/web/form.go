package web

import (
	"context"
	"errors"
	"strings"

	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// form is one of the ways in which something public is handed out: a page in a
// language, or a document for programs. Each is a file of its own, so that what
// is served by wish can be published to hosts that know no wishes.
type form struct {
	// file is its name below the path of what it is a form of; "" where that path
	// is itself the file's.
	file  string
	media string
	// language is that of a page, "" for what is the same in all.
	language string
	// aside forms are handed out by their own name only.
	aside bool
	open  func(ctx context.Context) (*credential.File, error)
}

// page tells whether a person reads it.
func (f form) page() bool { return f.media == mediaHTML }

// thing is something public, in all its forms: those that programs get come first.
type thing struct {
	path  string
	forms []form
}

// pathOf is where one of its forms is by itself.
func (t thing) pathOf(f form) string {
	if f.file == "" {
		return t.path
	}
	return t.path + "/" + f.file
}

// in are the forms for a reader of a language.
func (t thing) in(language string) []form {
	var out []form
	for _, f := range t.forms {
		if f.language == "" || f.language == language {
			out = append(out, f)
		}
	}
	return out
}

// pageFile is what a page is called: as static hosts call the page of a directory,
// with the page's language where it is not the first.
func pageFile(language string) string {
	if language == english {
		return "index.html"
	}
	return "index." + language + ".html"
}

// errNothing is the answer for a path at which nothing is, was, or may be seen.
var errNothing = errors.New("nothing public")

// nothing tells whether an error says that there is nothing to be had: whatever a
// caller could do about a problem, a passer-by cannot.
func nothing(err error) bool {
	return errors.Is(err, errNothing) || len(problem.As(err)) > 0
}

// The first parts of our paths.
const (
	awards       = "awards"
	sheets       = "sheets"
	issuers      = "issuers"
	achievements = "achievements"
	endorsements = "endorsements"
	statusLists  = "status"
	wellKnown    = ".well-known"
)

// find gives what is at a path, and the form of it that the path names, if it
// names one. Whether it is public shows when a form is opened.
func (s *Site) find(path string) (thing, *form, error) {
	kind, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	name, file, _ := strings.Cut(rest, "/")
	if kind == wellKnown {
		name, file = "", rest
	} else if !named(kind, name) {
		return thing{}, nil, errNothing
	}
	if path == "/"+kind+"/"+name+"/" {
		file = "" // as hosts of files have it
	} else if strings.HasSuffix(path, "/") {
		return thing{}, nil, errNothing
	}
	found := s.thing(kind, name, file)
	if file == "" && kind != wellKnown {
		return found, nil, nil
	}
	for _, f := range found.forms {
		if f.file == file && file != "" {
			return found, &f, nil
		}
	}
	return thing{}, nil, errNothing
}

// named tells whether a name is one that something of a kind may have. Such names
// are plain: they are the same in every path and on every file system.
func named(kind, name string) bool {
	switch kind {
	case awards, sheets:
		return len(name) == tokenLength && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz234567") == ""
	case issuers:
		return isID(name, id.Organization)
	case achievements:
		return isID(name, id.Version)
	case endorsements:
		return isID(name, id.Endorsement)
	case statusLists:
		return isID(name, id.StatusList)
	}
	return false
}

// tokenLength is that of 20 bytes in base 32.
const tokenLength = 32

func isID(text, prefix string) bool {
	_, err := id.Parse(text, prefix)
	return err == nil
}

// thing is what has a name, among those of a kind; without forms where there is no
// such kind. The file is needed where names below are not fixed.
func (s *Site) thing(kind, name, file string) thing {
	t := thing{path: "/" + kind}
	if name != "" {
		t.path += "/" + name
	}
	switch kind {
	case awards:
		t.forms = s.awardForms(t.path, name)
	case sheets:
		t.forms = s.pages(func(ctx context.Context, language string) (any, error) { return s.sheetView(ctx, name, language) }, "sheet")
	case issuers:
		t.forms = s.issuerForms(t.path, name)
	case achievements:
		t.forms = s.achievementForms(t.path, name, file)
	case endorsements:
		t.forms = s.endorsementForms(t.path, name)
	case statusLists:
		t.forms = []form{s.document(t.path, "", mediaVC)}
	case wellKnown:
		t.forms = []form{s.document(t.path+"/did.json", "did.json", mediaDID)}
	}
	return t
}

func (s *Site) awardForms(path, token string) []form {
	forms := []form{
		s.document(path+"/badge.json", "badge.json", mediaVC), s.document(path+"/badge.jwt", "badge.jwt", mediaToken),
		s.document(path+"/badge.png", "badge.png", mediaPNG), s.document(path+"/badge.svg", "badge.svg", mediaSVG),
		s.aside(path+"/ob2.json", "ob2.json", mediaLD),
	}
	return append(forms, s.pages(func(ctx context.Context, language string) (any, error) {
		return s.awardView(ctx, token, language)
	}, "award")...)
}

func (s *Site) issuerForms(path, organization string) []form {
	forms := []form{
		s.document(path, "issuer.json", mediaLD), s.document(path+"/did.json", "did.json", mediaDID),
		s.aside(path+"/ob2.json", "ob2.json", mediaLD),
	}
	return append(forms, s.pages(func(ctx context.Context, language string) (any, error) {
		return s.issuerView(ctx, organization, language)
	}, "issuer")...)
}

func (s *Site) achievementForms(path, version, file string) []form {
	forms := []form{
		s.document(path, "achievement.json", mediaLD), s.aside(path+"/ob2.json", "ob2.json", mediaLD),
		s.aside(path+"/image.svg", "image.svg", mediaSVG), s.aside(path+"/image.png", "image.png", mediaPNG),
	}
	if issuer, class := strings.CutPrefix(strings.TrimSuffix(file, ".json"), "ob2/"); class && isID(issuer, id.Organization) {
		forms = append(forms, s.aside(path+"/ob2/"+issuer+".json", "ob2/"+issuer+".json", mediaLD)) // the class of one of several issuers
	}
	return append(forms, s.pages(func(ctx context.Context, language string) (any, error) {
		return s.achievementView(ctx, version, language)
	}, "achievement")...)
}

func (s *Site) endorsementForms(path, endorsement string) []form {
	forms := []form{s.document(path, "endorsement.json", mediaVC)}
	return append(forms, s.pages(func(ctx context.Context, language string) (any, error) {
		return s.endorsementView(ctx, endorsement, language)
	}, "endorsement")...)
}

// document is the form of what the service of awards has at a path.
func (s *Site) document(path, file, media string) form {
	return form{file: file, media: media, open: func(ctx context.Context) (*credential.File, error) {
		return s.Credentials.PublicDocument(ctx, path)
	}}
}

func (s *Site) aside(path, file, media string) form {
	f := s.document(path, file, media)
	f.aside = true
	return f
}

// pages are the forms of a page that a template makes of a view, a language each.
func (s *Site) pages(view func(ctx context.Context, language string) (any, error), name string) []form {
	out := make([]form, len(languages))
	for i, language := range languages {
		out[i] = form{file: pageFile(language), media: mediaHTML, language: language, open: func(ctx context.Context) (*credential.File, error) {
			v, err := view(ctx, language)
			if err != nil {
				return nil, err
			}
			content, err := render(name, language, v)
			return &credential.File{Name: pageFile(language), MediaType: mediaHTML, Content: content}, err
		}}
	}
	return out
}
