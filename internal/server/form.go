package server

import (
	"cmp"
	"errors"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/stackmatch/stackmatch/graph"
	"github.com/stackmatch/stackmatch/graph/scalar"
)

// A form holds one operation and its files, in this order: operations, map, files.
// https://github.com/jaydenseric/graphql-multipart-request-spec
const (
	typeForm = "multipart/form-data"
	// maxFiles of a form, as many as one operation imports badges, and maxPlaces in
	// the variables that they go to.
	maxFiles  = 20
	maxPlaces = 20
	maxMap    = 16 << 10
	// maxName is what a file system commonly takes.
	maxName = 255
	// formDeadline is for a small form; a large one gets the time that it takes at
	// formRate bytes a second.
	formDeadline = time.Minute
	formRate     = 64 << 10
	// smallForm is the most of who is not signed in.
	smallForm = 1 << 20
)

// preflightHeaders are those of which a form must carry one. A web page may send
// a form to any server, without asking first; a header of its own makes the
// browser ask, and we say no.
var preflightHeaders = []string{"GraphQL-Require-Preflight", "Apollo-Require-Preflight", "X-Requested-With"}

func isForm(r *http.Request) bool {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && media == typeForm
}

// fromForm reads a form, spools its files, and puts each where map says.
func (s *Server) fromForm(w http.ResponseWriter, r *http.Request, files *spool) (*parameters, *refusal) {
	if !slices.ContainsFunc(preflightHeaders, func(name string) bool { return r.Header.Get(name) != "" }) {
		return nil, badRequest("a form needs the header %s: 1, which no page of another site can send unasked", preflightHeaders[0])
	}
	caller := graph.RequestOf(r.Context())
	most := s.config.MaxForm
	if caller.Anonymous {
		most = min(most, smallForm)
	}
	if r.ContentLength > most {
		return nil, tooLargeForm(most, caller.Anonymous)
	}
	size := most
	if r.ContentLength >= 0 {
		size = r.ContentLength
	}
	if refused := s.turn(caller.Caller, size, files); refused != nil {
		return nil, refused
	}
	// An error of a connection without deadlines (a test's) is of no interest.
	_ = http.NewResponseController(w).SetReadDeadline(within(formTime(size)))
	r.Body = http.MaxBytesReader(w, r.Body, most)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, badRequest("the form's Content-Type names no boundary")
	}
	f := form{parts: parts, most: most, anonymous: caller.Anonymous, spool: files, log: s.log}
	given, refused := f.operation(s.config.MaxBody)
	if refused != nil {
		return nil, refused
	}
	places, refused := f.places(given.Variables)
	if refused != nil {
		return nil, refused
	}
	if refused := f.files(places); refused != nil {
		return nil, refused
	}
	return given, nil
}

// formTime is for a client to send a form of a size.
func formTime(size int64) time.Duration {
	return max(formDeadline, time.Duration(size/formRate)*time.Second)
}

// form is read part by part, in the order in which they come.
type form struct {
	parts     *multipart.Reader
	most      int64
	anonymous bool
	spool     *spool
	log       *slog.Logger
}

// operation is the first part: a request as its JSON body would be.
func (f form) operation(most int64) (*parameters, *refusal) {
	text, refused := f.text("operations", most)
	if refused != nil {
		return nil, refused
	}
	if strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "[") {
		return nil, badRequest("batches are not taken: operations is one JSON object")
	}
	var given parameters
	if err := decodeJSON(text, &given); err != nil {
		return nil, unreadable("operations", err)
	}
	return &given, nil
}

// places is the second part, read into what puts each file where it belongs.
func (f form) places(variables map[string]any) (map[string][]func(any), *refusal) {
	text, refused := f.text("map", maxMap)
	if refused != nil {
		return nil, refused
	}
	var named map[string][]string
	if err := decodeJSON(text, &named); err != nil {
		return nil, badRequest(`map is not a JSON object such as {"0": ["variables.input.file"]}`)
	}
	if len(named) > maxFiles {
		return nil, badRequest("the form has %d files, %d are allowed", len(named), maxFiles)
	}
	count, places := 0, make(map[string][]func(any), len(named))
	for file, paths := range named {
		if count += len(paths); len(paths) == 0 || count > maxPlaces {
			return nil, badRequest("map gives each file a place in the variables, at most %d in all", maxPlaces)
		}
		for _, path := range paths {
			put, ok := place(variables, path)
			if !ok {
				return nil, badRequest("map names a place that is not null in the variables of operations, or names one twice")
			}
			// No longer null: a second file would be put over the first.
			put(scalar.Upload{})
			places[file] = append(places[file], put)
		}
	}
	return places, nil
}

// files are the other parts: each that map names, once.
func (f form) files(places map[string][]func(any)) *refusal {
	for {
		part, refused := f.next()
		if refused != nil {
			return refused
		}
		if part == nil {
			break
		}
		puts, known := places[part.FormName()]
		if !known {
			return badRequest("the form has a file that map does not name, or has one twice")
		}
		delete(places, part.FormName())
		content, size, err := f.spool.take(part)
		if err != nil {
			return f.broken(err)
		}
		for _, put := range puts {
			put(scalar.NewUpload(fileName(part), mediaType(part), content, size))
		}
	}
	if len(places) > 0 {
		return badRequest("the form lacks a file that map names")
	}
	return nil
}

// text is the next part, which must have this name.
func (f form) text(name string, most int64) (string, *refusal) {
	part, refused := f.next()
	if refused != nil {
		return "", refused
	}
	if part == nil || part.FormName() != name {
		return "", badRequest("the form's fields are operations, map and the files, in this order")
	}
	text, err := io.ReadAll(io.LimitReader(part, most+1))
	if err != nil {
		return "", f.broken(err)
	}
	if int64(len(text)) > most {
		return "", &refusal{http.StatusRequestEntityTooLarge, graph.Errorf(graph.CodeBadUserInput, "%s is larger than %d bytes", name, most)}
	}
	return string(text), nil
}

// next is the next part, nil after the last one. It is raw: what is decoded on
// the way would not be the bytes that were signed.
func (f form) next() (*multipart.Part, *refusal) {
	part, err := f.parts.NextRawPart()
	if err == io.EOF { // itself: an end that comes too early wraps it
		return nil, nil //nolint:nilnil // no more parts is no part
	}
	if err != nil {
		return nil, f.broken(err)
	}
	switch strings.ToLower(part.Header.Get("Content-Transfer-Encoding")) {
	case "", "7bit", "8bit", "binary":
		return part, nil
	}
	return nil, badRequest("a part of the form has a Content-Transfer-Encoding: send the bytes as they are")
}

func (f form) broken(err error) *refusal {
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return tooLargeForm(f.most, f.anonymous)
	}
	if errors.Is(err, errSpool) {
		f.log.Error("keep a form's file", "cause", err.Error())
		return laterRefusal(graph.CodeInternal, retryFull, "there is no room for files at the moment")
	}
	return badRequest("the form cannot be read to its end")
}

// tooLargeForm says how large a form may be, and what more one could send.
func tooLargeForm(most int64, anonymous bool) *refusal {
	if !anonymous || most < smallForm {
		return tooLarge(most)
	}
	return &refusal{http.StatusRequestEntityTooLarge, graph.Errorf(graph.CodeBadUserInput,
		"the body is larger than %d bytes: sign in to send more", most)}
}

// place finds what a path such as variables.input.files.0 leads to; false unless
// that is null.
func place(variables map[string]any, path string) (put func(any), null bool) {
	steps := strings.Split(path, ".")
	if len(steps) < 2 || steps[0] != "variables" {
		return nil, false
	}
	last := len(steps) - 1
	var holder any = variables
	for _, step := range steps[1:last] {
		value, ok := inside(holder, step)
		if !ok {
			return nil, false
		}
		holder = value
	}
	value, ok := inside(holder, steps[last])
	if !ok || value != nil {
		return nil, false
	}
	return func(file any) {
		switch h := holder.(type) {
		case map[string]any:
			h[steps[last]] = file
		case []any:
			index, _ := strconv.Atoi(steps[last]) // it was found by it
			h[index] = file
		}
	}, true
}

// inside is a member of an object or an item of a list; false where there is none.
func inside(holder any, step string) (any, bool) {
	switch h := holder.(type) {
	case map[string]any:
		value, ok := h[step]
		return value, ok
	case []any:
		index, err := strconv.ParseUint(step, 10, 31)
		if err != nil || index >= uint64(len(h)) {
			return nil, false
		}
		return h[index], true
	}
	return nil, false
}

// fileName is the name that the file had, as far as any system could take it.
func fileName(part *multipart.Part) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(part.FileName(), ""))
	return strings.ToValidUTF8(name[:min(len(name), maxName)], "")
}

// mediaType is what the client says that the file is.
func mediaType(part *multipart.Part) string {
	media, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
	return cmp.Or(media, "application/octet-stream")
}
