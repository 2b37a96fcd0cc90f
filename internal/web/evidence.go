package web

import (
	"context"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"time"

	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Evidence serves the files of submissions to who may see them: the same people, by
// the same headers, as in the API. It is the one part of a site that is not public.
type Evidence struct {
	Assessments *assessment.Service
	// Viewer puts who asks into the request's context.
	Viewer func(*http.Request) (context.Context, error)
	Log    *slog.Logger
}

// Routes are the handlers by pattern.
func (e *Evidence) Routes() map[string]http.Handler {
	return map[string]http.Handler{"/evidence/{id}": http.HandlerFunc(e.serve)}
}

func (e *Evidence) serve(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Cache-Control", "private, no-store")
	header.Set("Vary", "Authorization, X-Acting-For")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	file, err := e.open(r)
	if err != nil {
		refuse(w, r, e.Log, "evidence", err)
		return
	}
	defer func() { _ = file.Close() }()
	// What people upload is theirs: no browser runs, shows or guesses it here.
	header.Set("Content-Type", file.MediaType)
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	http.ServeContent(w, r, "", time.Time{}, file)
}

func (e *Evidence) open(r *http.Request) (*assessment.EvidenceFile, error) {
	ctx, err := e.Viewer(r)
	if err != nil {
		return nil, err
	}
	return e.Assessments.OpenEvidence(ctx, r.PathValue("id"))
}

// refuse tells what is not there from what the asker is not signed in for, and no
// more: what one may not see is not there.
func refuse(w http.ResponseWriter, r *http.Request, log *slog.Logger, what string, err error) {
	kind, told := problem.KindOf(err)
	status := http.StatusNotFound
	switch {
	case !told && errors.Is(err, context.Canceled):
		return // nobody waits
	case !told:
		log.ErrorContext(r.Context(), what, "request", w.Header().Get("X-Request-Id"), "cause", err.Error())
		http.Error(w, "this could not be opened just now", http.StatusInternalServerError)
		return
	case kind == problem.Unauthenticated:
		status = http.StatusUnauthorized
	case kind == problem.Unavailable, kind == problem.Forbidden:
		status = http.StatusForbidden
	}
	http.Error(w, problem.As(err)[0].In(languageOf("", r.Header.Get("Accept-Language"))), status)
}
