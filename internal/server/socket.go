package server

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/coder/websocket"

	"github.com/stackmatch/stackmatch/graph"
)

// protocol is the only one spoken. The older graphql-ws of subscriptions-transport-ws
// is refused: clients mistake the one for the other.
// https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverWebSocket.md
const protocol = "graphql-transport-ws"

// Sockets says what sockets and event streams may take; zero values are working
// defaults.
type Sockets struct {
	// All bounds those that are open, PerAddress those of one network address, and
	// PerAccount those of one account.
	All, PerAddress, PerAccount int
	// Operations bounds those that run on one socket.
	Operations int
	// Init is how long a client may take to introduce itself; Ping how often it is
	// asked whether it is there, and whether its sign-in still holds; Idle how long it
	// may ask for nothing.
	Init, Ping, Idle time.Duration
	// Slow is how long a client may take for one message, or for the answer to a ping,
	// before it is sent away, Write before it is cut off.
	Slow, Write time.Duration
	// Heartbeat is how often an event stream shows that it is there.
	Heartbeat time.Duration
}

func (s Sockets) orDefault() Sockets {
	whole(&s.All, 20_000)
	whole(&s.PerAddress, 500)
	whole(&s.PerAccount, 50)
	whole(&s.Operations, 50)
	whole(&s.Init, 5*time.Second)
	whole(&s.Ping, 25*time.Second)
	whole(&s.Idle, 15*time.Minute)
	whole(&s.Slow, 5*time.Second)
	whole(&s.Write, 15*time.Second)
	whole(&s.Heartbeat, 12*time.Second)
	return s
}

func whole[T int | time.Duration](value *T, standard T) {
	if *value == 0 {
		*value = standard
	}
}

func isUpgrade(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// socket takes a request for a socket, and serves it to its end.
func (s *Server) socket(w http.ResponseWriter, r *http.Request) {
	if !s.mayOpen(r) {
		refuse(w, r, http.StatusForbidden, graph.Errorf(graph.CodeForbidden, "a web page of another origin asked for this socket"))
		return
	}
	address := graph.RequestOf(r.Context()).Caller
	if !s.streams.enter(address) {
		refuse(w, r, http.StatusServiceUnavailable, laterRefusal(graph.CodeRateLimited, retryStream, "too many sockets are open").err)
		return
	}
	defer s.streams.leave(address)
	// Who signs in by a header is refused before there is a socket.
	if _, err := s.viewer(r); err != nil {
		refuse(w, r, statusOf(err, typeResponse), err)
		return
	}
	conn, failed := websocket.Accept(w, r, &websocket.AcceptOptions{
		Subprotocols: []string{protocol}, InsecureSkipVerify: true, // mayOpen has looked
	})
	if failed != nil {
		return // Accept has answered
	}
	known := seenIn(r.Context())
	known.kind, known.long = "socket", true
	if conn.Subprotocol() != protocol {
		_ = conn.Close(closeNotAcceptable, "Subprotocol not acceptable")
		return
	}
	conn.SetReadLimit(s.config.MaxBody)
	s.metrics.sockets.Inc()
	defer s.metrics.sockets.Dec()
	newSession(s, conn, r).serve()
}

// mayOpen refuses the web pages of other sites: a browser asks nobody before it opens
// a socket, and one may write through it.
func (s *Server) mayOpen(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	if u, err := url.Parse(origin); err == nil && strings.EqualFold(u.Host, r.Host) {
		return true
	}
	return slices.ContainsFunc(s.config.Origins, func(known string) bool { return known != "*" && strings.EqualFold(known, origin) })
}

// signedIn is a request as one who signs in by what they introduce themselves with.
func signedIn(r *http.Request, given map[string]any) *http.Request {
	r = r.Clone(r.Context())
	for name, value := range given {
		text, ok := value.(string)
		if !ok {
			continue
		}
		switch strings.ToLower(name) {
		case "authorization":
			r.Header.Set("Authorization", text)
		case "x-acting-for", "actingfor":
			r.Header.Set("X-Acting-For", text)
		case "accept-language":
			r.Header.Set("Accept-Language", text)
		}
	}
	return r
}

// spoken has a request's answers be in the language that it asks for by now.
func spoken(ctx context.Context, r *http.Request) context.Context {
	request := graph.RequestOf(ctx)
	request.Language = preferred(r)
	return graph.WithRequest(ctx, request)
}
