package web

import (
	"context"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"strings"

	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Shortlists lets employers download their shortlists: the same people, by the same
// headers, as in the API.
type Shortlists struct {
	Employers *employer.Service
	// Viewer puts who asks into the request's context.
	Viewer func(*http.Request) (context.Context, error)
	Log    *slog.Logger
}

// Routes are the handlers by pattern.
func (s *Shortlists) Routes() map[string]http.Handler {
	return map[string]http.Handler{"/shortlists/{file}": http.HandlerFunc(s.serve)}
}

// formats are the media types by what a file's name ends in.
var formats = map[string]string{
	employer.FormatCSV: "text/csv; charset=utf-8; header=present", employer.FormatJSON: "application/json",
}

func (s *Shortlists) serve(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Cache-Control", "private, no-store")
	header.Set("Vary", "Authorization, X-Acting-For, Accept-Language")
	header.Set("X-Content-Type-Options", "nosniff")
	// No HEAD: whoever asks is shown people.
	if r.Method != http.MethodGet {
		header.Set("Allow", "GET")
		http.Error(w, "only GET", http.StatusMethodNotAllowed)
		return
	}
	posting, format, _ := strings.Cut(r.PathValue("file"), ".")
	if formats[format] == "" {
		http.Error(w, "a shortlist is downloaded as .csv or .json", http.StatusNotFound)
		return
	}
	name, content, err := s.export(r, posting, format)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	header.Set("Content-Type", formats[format])
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	header.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	_, _ = w.Write(content) //nolint:gosec // a download under its own type, in a sandbox: no browser runs it
}

func (s *Shortlists) export(r *http.Request, posting, format string) (name string, content []byte, err error) {
	ctx, err := s.Viewer(r)
	if err != nil {
		return "", nil, err
	}
	out, err := s.Employers.ExportShortlist(ctx, posting, languageOf("", r.Header.Get("Accept-Language")))
	if err != nil {
		return "", nil, err
	}
	content, err = out.Write(format)
	return out.FileName(format), content, err
}

func (s *Shortlists) refuse(w http.ResponseWriter, r *http.Request, err error) {
	kind, told := problem.KindOf(err)
	status := http.StatusNotFound
	switch {
	case !told && errors.Is(err, context.Canceled):
		return
	case !told:
		s.Log.ErrorContext(r.Context(), "shortlist", "request", w.Header().Get("X-Request-Id"), "cause", err.Error())
		http.Error(w, "this could not be exported just now", http.StatusInternalServerError)
		return
	case kind == problem.Unauthenticated:
		status = http.StatusUnauthorized
	case kind == problem.Forbidden:
		status = http.StatusForbidden
	case kind == problem.Unavailable:
		status = http.StatusServiceUnavailable
	}
	http.Error(w, problem.As(err)[0].In(languageOf("", r.Header.Get("Accept-Language"))), status)
}
