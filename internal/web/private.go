package web

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Private serves what is for some people only: the files of submissions, copies of
// people's data, employers' shortlists, plans. Who asks, and may see it, is found out by the
// same headers as in the API. It is the one part of a site that is not public.
type Private struct {
	Assessments *assessment.Service
	Accounts    *account.Service
	Employers   *employer.Service
	Coaching    *coaching.Service
	// Viewer puts who asks into the request's context.
	Viewer func(*http.Request) (context.Context, error)
	Log    *slog.Logger
}

// Routes are the handlers by pattern.
func (p *Private) Routes() map[string]http.Handler {
	return map[string]http.Handler{
		"/evidence/{id}": p.serve(p.evidence, http.MethodGet, http.MethodHead),
		"/exports/{id}":  p.serve(p.export, http.MethodGet, http.MethodHead),
		// No HEAD: whoever asks is shown people.
		"/shortlists/{file}": p.serve(p.shortlist, http.MethodGet),
		// A page of ours, which says nothing that the request says: it may be compressed.
		"/plans/{id}": gzhttp.GzipHandler(p.serve(p.plan, http.MethodGet, http.MethodHead)),
	}
}

// opened is what somebody may have: a file to keep by its name, or a page of ours in a
// language.
type opened struct {
	content   io.ReadSeekCloser
	mediaType string
	name      string
	language  string
}

// opener finds what is asked for, for who asks.
type opener func(context.Context, *http.Request) (opened, error)

func (p *Private) evidence(ctx context.Context, r *http.Request) (opened, error) {
	file, err := p.Assessments.OpenEvidence(ctx, r.PathValue("id"))
	if err != nil {
		return opened{}, err
	}
	return opened{content: file, mediaType: file.MediaType, name: file.Name}, nil
}

func (p *Private) export(ctx context.Context, r *http.Request) (opened, error) {
	file, err := p.Accounts.OpenExport(ctx, r.PathValue("id"))
	if err != nil {
		return opened{}, err
	}
	return opened{content: file, mediaType: "application/zip", name: file.Name}, nil
}

// serve answers with what open gives, by the given methods.
func (p *Private) serve(open opener, methods ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Cache-Control", "private, no-store")
		header.Set("Vary", "Authorization, X-Acting-For, Accept-Language")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
		if !slices.Contains(methods, r.Method) {
			allowed := strings.Join(methods, ", ")
			header.Set("Allow", allowed)
			http.Error(w, "only "+allowed, http.StatusMethodNotAllowed)
			return
		}
		file, err := p.open(r, open)
		if err != nil {
			p.refuse(w, r, err)
			return
		}
		defer func() { _ = file.content.Close() }()
		header.Set("Content-Type", file.mediaType)
		if file.language != "" {
			header.Set("Content-Language", file.language)
			header.Set("Content-Security-Policy", policy+"; frame-ancestors 'none'")
		} else {
			// What people upload is theirs: no browser runs, shows or guesses it here.
			header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.name}))
			header.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
		}
		http.ServeContent(w, r, "", time.Time{}, file.content)
	})
}

func (p *Private) open(r *http.Request, open opener) (opened, error) {
	ctx, err := p.Viewer(r)
	if err != nil {
		return opened{}, err
	}
	return open(ctx, r)
}

// refuse tells what is not there from what the asker is not signed in for, and no
// more: what one may not see is not there.
func (p *Private) refuse(w http.ResponseWriter, r *http.Request, err error) {
	kind, told := problem.KindOf(err)
	status := http.StatusNotFound
	switch {
	case !told && errors.Is(err, context.Canceled):
		return // nobody waits
	case !told:
		p.Log.ErrorContext(r.Context(), "open what is private", "path", r.Pattern, "request", w.Header().Get("X-Request-Id"), "cause", err.Error())
		http.Error(w, "this could not be opened just now", http.StatusInternalServerError)
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
