package server

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/graph"
)

// healthz says that the process answers.
func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) { plainText(w, http.StatusOK, "ok") }

// readyz says whether requests will be answered well; why not is in the log.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	if err := s.config.Ready(r.Context()); err != nil {
		s.log.WarnContext(r.Context(), "not ready", "cause", err.Error())
		plainText(w, http.StatusServiceUnavailable, "not ready")
		return
	}
	plainText(w, http.StatusOK, "ready")
}

// sdl serves the schema's text.
func (s *Server) sdl() http.Handler {
	text := graph.SDL(s.executor.Schema())
	sum := sha256.Sum256([]byte(text))
	tag := fmt.Sprintf("%q", hex.EncodeToString(sum[:8]))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/graphql; charset=utf-8")
		w.Header().Set("ETag", tag)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(text))
	})
}

func plainText(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n") // the client may have left
}
