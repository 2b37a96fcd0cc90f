package server

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"strings"

	"github.com/stackmatch/stackmatch/graph"
)

// dist is GraphiQL as "make graphiql" bundles it.
//
//go:embed graphiql/dist
var dist embed.FS

// policy lets the page load from this server alone. The editor writes style
// elements and attributes; nothing else is inline.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
	"font-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Account is one that a visitor of a demo may sign in as.
type Account struct {
	// Role is the value of "token --role".
	Role string `json:"role"`
	// Label says who that is, for a menu.
	Label string `json:"label"`
	// Token is a bearer token.
	Token string `json:"token"`
}

// Example is an operation in the page's menu.
type Example struct {
	// Role is whom it is written for; "" is a visitor who did not sign in.
	Role string `json:"role"`
	// Title names it in the menu.
	Title string `json:"title"`
	// Query and Variables are what runs.
	Query     string         `json:"query"`
	Variables map[string]any `json:"variables,omitempty"`
}

// page serves GraphiQL and its assets, whose names change with their content.
func (s *Server) page() (http.Handler, error) {
	files, err := fs.Sub(dist, "graphiql/dist")
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	if _, err := fs.Stat(files, "index.html"); err != nil {
		return nil, fmt.Errorf("page: run make graphiql: %w", err)
	}
	compress, err := compressor()
	if err != nil {
		return nil, err
	}
	assets := compress(http.StripPrefix("/graphiql/", http.FileServerFS(files)))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		if r.URL.Path == "/" {
			header.Set("Cache-Control", "no-cache")
			http.ServeFileFS(w, r, files, "index.html")
			return
		}
		if strings.HasPrefix(r.URL.Path, "/graphiql/assets/") {
			header.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		assets.ServeHTTP(w, r)
	}), nil
}

// examples serves the page's menu. It also says whether there are accounts to
// sign in as.
func (s *Server) examples() http.Handler {
	menu := struct {
		Demo     bool      `json:"demo"`
		Examples []Example `json:"examples"`
	}{s.config.Demo != nil, append([]Example{}, s.config.Examples...)}
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, menu) })
}

// accounts hands out tokens, which is what a demo is: Config.Demo is nil
// anywhere else.
func (s *Server) accounts(w http.ResponseWriter, r *http.Request) {
	if !loopback(r.Host) {
		// A name that someone else pointed at this machine (DNS rebinding).
		refuse(w, r, http.StatusForbidden, graph.Errorf(graph.CodeForbidden, "the demo answers at its loopback address only"))
		return
	}
	accounts, err := s.demo(r.Context())
	if err != nil {
		refuse(w, r, http.StatusInternalServerError, s.executor.Internal(r.Context(), err))
		return
	}
	writeJSON(w, accounts)
}

func (s *Server) demo(ctx context.Context) ([]Account, error) {
	accounts, err := s.config.Demo(ctx)
	if err != nil {
		return nil, fmt.Errorf("demo accounts of request %s: %w", graph.RequestOf(ctx).ID, err)
	}
	return append([]Account{}, accounts...), nil
}

func writeJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", typeJSON)
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(value) // the client may have left
}

func loopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return ip != nil && ip.IsLoopback()
}
