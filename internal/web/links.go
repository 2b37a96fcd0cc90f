package web

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	linked "github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Journey is what single-use links of a purpose are for.
type Journey interface {
	// Ask gives the question of a link's page. It changes nothing: mail programs
	// open links before people do.
	Ask(ctx context.Context, token, language string) (linked.Question, error)
	// Do does what was answered, and uses the link up if that is done. Problems with
	// what was typed are shown over the question, which is then asked again.
	Do(ctx context.Context, token string, given linked.Given) (linked.Outcome, error)
}

// Links are the pages of single-use links. Who has a link's token may use it: no
// page needs a viewer.
type Links struct {
	// Purpose finds what a link is for, as long as it can be used.
	Purpose  func(ctx context.Context, token string) (enum.LinkPurpose, error)
	Journeys map[enum.LinkPurpose]Journey
	// Entrance asks where a link to sign in is to go: the one page here to which no
	// link leads, but what is printed does. It gets no token.
	Entrance Journey
	// Charge refuses callers who ask for links too often.
	Charge func(ctx context.Context) error
	// Try is where a token to sign in with may be tried out; empty for nowhere. The
	// token follows the address's fragment, which no browser sends.
	Try string
	Log *slog.Logger
}

// linksPath is where links lead, entrancePath where who has none begins.
const (
	linksPath    = "/links/"
	entrancePath = "/sign-in"
)

// maxAnswer bounds what a page's form sends.
const maxAnswer = 16 << 10

// Routes are the handlers by pattern.
func (l *Links) Routes() map[string]http.Handler {
	return map[string]http.Handler{linksPath + "{token}": http.HandlerFunc(l.serve), entrancePath: http.HandlerFunc(l.serve)}
}

func (l *Links) serve(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), deadline)
	defer cancel()
	language := languageOf(r.URL.Query().Get("lang"), r.Header.Get("Accept-Language"))
	view := linkPage{page: page{Language: language, Path: r.URL.Path, Private: true}}
	status := http.StatusOK
	var err error
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		err = l.ask(ctx, r.PathValue("token"), &view)
	case http.MethodPost:
		status, err = l.do(ctx, w, r, &view)
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		http.Error(w, "only GET, HEAD and POST", http.StatusMethodNotAllowed)
		return
	}
	if told := problem.As(err); told != nil {
		status, err = statusOf(told), nil
		view.refused(told)
	}
	if err == nil {
		err = l.write(w, r, status, view)
	}
	if err != nil {
		l.Log.ErrorContext(ctx, "link", "request", w.Header().Get("X-Request-Id"), "cause", err.Error())
		http.Error(w, phrases["not now"].in(language), http.StatusInternalServerError)
	}
}

// ask puts the question onto the page.
func (l *Links) ask(ctx context.Context, token string, view *linkPage) error {
	journey, err := l.journey(ctx, token)
	if err != nil {
		return err
	}
	question, err := journey.Ask(ctx, token, view.Language)
	if err != nil {
		return err
	}
	view.Title, view.Question = said{Text: question.Title}, &question
	return nil
}

// do has the journey do what was answered. What is wrong with it is told above the
// same question, with what was typed.
func (l *Links) do(ctx context.Context, w http.ResponseWriter, r *http.Request, view *linkPage) (int, error) {
	token := r.PathValue("token")
	journey, err := l.journey(ctx, token)
	if err != nil {
		return 0, err
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxAnswer)
	if err := readForm(r); err != nil {
		return 0, problem.New(problem.Invalid, "the form could not be read").Spanish("no se pudo leer el formulario")
	}
	given := linked.Given{Answer: r.PostForm.Get("answer"), Fields: r.PostForm, Language: view.Language}
	outcome, err := l.answer(ctx, journey, token, given)
	if told := problem.As(err); told != nil {
		if again := l.ask(ctx, token, view); again != nil {
			return 0, again
		}
		view.typed(r)
		view.Problems = sentences(told, view.Language)
		return statusOf(told), nil
	}
	if err != nil {
		return 0, err
	}
	view.Title, view.Outcome = said{Text: outcome.Title}, &outcome
	if outcome.Bearer != "" && l.Try != "" {
		view.Try = l.Try + "#token=" + outcome.Bearer
	}
	return http.StatusOK, nil
}

func (l *Links) answer(ctx context.Context, journey Journey, token string, given linked.Given) (linked.Outcome, error) {
	if token == "" {
		if err := l.Charge(ctx); err != nil {
			return linked.Outcome{}, err
		}
	}
	return journey.Do(ctx, token, given)
}

// readForm reads a form of either kind: pages send one, mail programs both (RFC 8058 §3.2).
func readForm(r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	if err := r.ParseMultipartForm(maxAnswer); err != nil && !errors.Is(err, http.ErrNotMultipart) { //nolint:gosec // the body is bounded by answer
		return err
	}
	return nil
}

func (l *Links) journey(ctx context.Context, token string) (Journey, error) {
	if token == "" {
		return l.Entrance, nil
	}
	purpose, err := l.Purpose(ctx, token)
	if err != nil {
		return nil, err
	}
	found := l.Journeys[purpose]
	if found == nil {
		return nil, problem.New(problem.NotFound, "this link leads nowhere here").Spanish("este enlace no lleva a ningún lado aquí")
	}
	return found, nil
}

// linksPolicy lets a link's page send its form to where it is.
var linksPolicy = strings.Replace(policy, "form-action 'none'", "form-action 'self'", 1)

func (l *Links) write(w http.ResponseWriter, r *http.Request, status int, view linkPage) error {
	content, err := render("link", view.Language, view)
	if err != nil {
		return err
	}
	header := w.Header()
	header.Set("Content-Type", mediaHTML+"; charset=utf-8")
	header.Set("Content-Language", view.Language)
	// The address has a secret in it, and the answer may have one.
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	header.Set("Content-Security-Policy", linksPolicy+"; frame-ancestors 'none'")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	if status == http.StatusOK && r.Method == http.MethodHead {
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
		return nil
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(content) // the client may have left
	}
	return nil
}

// statusOf is the status of what a page refuses.
func statusOf(told []*problem.Problem) int {
	switch told[0].Kind {
	case problem.NotFound:
		return http.StatusNotFound
	case problem.Conflict:
		return http.StatusConflict
	case problem.Limit:
		return http.StatusTooManyRequests
	case problem.Unavailable:
		return http.StatusServiceUnavailable
	case problem.Forbidden, problem.Unauthenticated:
		return http.StatusForbidden
	case problem.Invalid:
	}
	return http.StatusUnprocessableEntity
}

func sentences(told []*problem.Problem, language string) []string {
	out := make([]string, len(told))
	for i, p := range told {
		out[i] = p.In(language)
	}
	return out
}
