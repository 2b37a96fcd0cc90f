package web

import (
	"context"
	"log/slog"
	"mime"
	"net/http"
	"time"

	"github.com/stackmatch/stackmatch/internal/account"
)

// Exports serves copies of people's data, to themselves alone.
type Exports struct {
	Accounts *account.Service
	// Viewer puts who asks into the request's context.
	Viewer func(*http.Request) (context.Context, error)
	Log    *slog.Logger
}

// Routes are the handlers by pattern.
func (e *Exports) Routes() map[string]http.Handler {
	return map[string]http.Handler{"/exports/{id}": http.HandlerFunc(e.serve)}
}

func (e *Exports) serve(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Cache-Control", "private, no-store")
	header.Set("Vary", "Authorization, X-Acting-For")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	ctx, err := e.Viewer(r)
	if err != nil {
		refuse(w, r, e.Log, "export", err)
		return
	}
	file, err := e.Accounts.OpenExport(ctx, r.PathValue("id"))
	if err != nil {
		refuse(w, r, e.Log, "export", err)
		return
	}
	defer func() { _ = file.Close() }()
	header.Set("Content-Type", "application/zip")
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	http.ServeContent(w, r, "", time.Time{}, file)
}
