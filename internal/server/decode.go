package server

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/stackmatch/stackmatch/graph"
)

// parameters are those of a GraphQL request. Query is a pointer to tell an
// empty document from none.
type parameters struct {
	Query         *string        `json:"query"`
	OperationName string         `json:"operationName"`
	Variables     map[string]any `json:"variables"`
	Extensions    map[string]any `json:"extensions"`
	DocumentID    string         `json:"documentId"`
}

// refusal is a request that cannot be read, with its status.
type refusal struct {
	status int
	err    *gqlerror.Error
}

func badRequest(format string, args ...any) *refusal {
	return &refusal{http.StatusBadRequest, graph.Errorf(graph.CodeBadUserInput, format, args...)}
}

func tooLarge(most int64) *refusal {
	return &refusal{http.StatusRequestEntityTooLarge, graph.Errorf(graph.CodeBadUserInput, "the body is larger than %d bytes", most)}
}

// read takes the parameters from the body or the URL. What the client sent is
// never quoted: it may hold a password pasted into the wrong field.
func (s *Server) read(w http.ResponseWriter, r *http.Request, files *spool) (*parameters, *refusal) {
	var given *parameters
	var refused *refusal
	if r.Method == http.MethodGet {
		given, refused = fromURL(r)
	} else {
		given, refused = s.fromBody(w, r, files)
	}
	if refused != nil {
		return nil, refused
	}
	return given, nil
}

func (s *Server) fromBody(w http.ResponseWriter, r *http.Request, files *spool) (*parameters, *refusal) {
	if isForm(r) {
		return s.fromForm(w, r, files)
	}
	if !isJSON(r) {
		return nil, &refusal{http.StatusUnsupportedMediaType, graph.Errorf(graph.CodeBadUserInput,
			"send the request as Content-Type: application/json in UTF-8, or with files as multipart/form-data")}
	}
	if r.ContentLength > s.config.MaxBody {
		return nil, tooLarge(s.config.MaxBody)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.config.MaxBody))
	if err != nil {
		if _, over := errors.AsType[*http.MaxBytesError](err); over {
			return nil, tooLarge(s.config.MaxBody)
		}
		return nil, badRequest("the body cannot be read")
	}
	var given parameters
	if err := decodeJSON(string(body), &given); err != nil {
		return nil, unreadable("the body", err)
	}
	return &given, nil
}

func fromURL(r *http.Request) (*parameters, *refusal) {
	query := r.URL.Query()
	given := &parameters{OperationName: query.Get("operationName"), DocumentID: query.Get("documentId")}
	if query.Has("query") {
		text := query.Get("query")
		given.Query = &text
	}
	for name, target := range map[string]*map[string]any{"variables": &given.Variables, "extensions": &given.Extensions} {
		if text := query.Get(name); text != "" {
			if err := decodeJSON(text, target); err != nil {
				return nil, badRequest("%s in the URL is not a JSON object", name)
			}
		}
	}
	return given, nil
}

// decodeJSON reads one JSON value and nothing after it; numbers keep their
// digits.
func decodeJSON(text string, target any) error {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(target); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one JSON value")
	}
	return nil
}

// unreadable says why what holds a request's parameters cannot be read.
func unreadable(holder string, err error) *refusal {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && wrong.Field != "" {
		return badRequest("%q has the wrong type: query, operationName and documentId are strings, variables and extensions are objects",
			wrong.Field)
	}
	return badRequest("%s is not a JSON object with a GraphQL request", holder)
}

// maySubscribe tells whether a client that takes either means an event stream.
func (p *parameters) maySubscribe() bool {
	return p.Query != nil && strings.Contains(*p.Query, "subscription")
}

// raw turns the parameters into what the executor takes.
func (p *parameters) raw(r *http.Request) *graphql.RawParams {
	return &graphql.RawParams{
		Query: *p.Query, OperationName: p.OperationName, Variables: p.Variables, Extensions: p.Extensions,
		Headers: r.Header,
	}
}
