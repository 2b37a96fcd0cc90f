package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/ent/enum"
	linked "github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// errand counts what is done by a link.
type errand struct{ asked, done int }

func (e *errand) Ask(_ context.Context, _, language string) (linked.Question, error) {
	e.asked++
	return linked.Question{
		Title: "Agree? " + language, Text: "First.\n\nSecond <b>.",
		Fields:  []linked.Field{{Name: "name", Label: "Your name"}, {Name: "sure", Label: "I am sure", Tick: true}},
		Answers: []linked.Answer{{Name: "yes", Label: "Yes"}, {Name: "no", Label: "No"}},
	}, nil
}

func (e *errand) Do(_ context.Context, _ string, given linked.Given) (linked.Outcome, error) {
	if given.Fields.Get("name") == "" {
		return linked.Outcome{}, problem.New(problem.Invalid, "say your name").Spanish("diga su nombre").At("name")
	}
	e.done++
	return linked.Outcome{Title: "Done: " + given.Answer, Text: "Thank you.", Bearer: "the.bearer.token"}, nil
}

func linkPages(t *testing.T, e *errand) http.Handler {
	t.Helper()
	links := &Links{
		Purpose: func(_ context.Context, token string) (enum.LinkPurpose, error) {
			if token != "good" {
				return "", problem.New(problem.NotFound, "used already").Spanish("ya se usó")
			}
			return enum.LinkSignIn, nil
		},
		Journeys: map[enum.LinkPurpose]Journey{enum.LinkSignIn: e}, Try: "/",
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	}
	mux := http.NewServeMux()
	for pattern, handler := range links.Routes() {
		mux.Handle(pattern, handler)
	}
	return mux
}

func send(t *testing.T, h http.Handler, method, path string, form url.Values) (*httptest.ResponseRecorder, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w, w.Body.String()
}

func TestOpeningALinkAsksAndDoesNothing(t *testing.T) {
	t.Parallel()
	e := new(errand)
	h := linkPages(t, e)
	for range 3 {
		w, page := send(t, h, http.MethodGet, "/links/good", nil)
		if w.Code != http.StatusOK {
			t.Fatalf("status %d", w.Code)
		}
		has(t, page, "Agree? en", "Second &lt;b&gt;.", `method="post"`, `name="sure"`, ">Yes</button>", `href="?lang=es"`)
		for header, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"} {
			if got := w.Header().Get(header); got != want {
				t.Errorf("%s: %q, want %q", header, got, want)
			}
		}
	}
	if e.done != 0 {
		t.Errorf("opening it did it %d times", e.done)
	}
}

func TestAButtonDoesWhatALinkIsFor(t *testing.T) {
	t.Parallel()
	e := new(errand)
	h := linkPages(t, e)
	w, page := send(t, h, http.MethodPost, "/links/good?lang=es", url.Values{"answer": {"yes"}, "sure": {"yes"}})
	if w.Code != http.StatusUnprocessableEntity || e.done != 0 {
		t.Errorf("without a name: %d, done %d times", w.Code, e.done)
	}
	has(t, page, "diga su nombre", "Agree? es", "checked")
	w, page = send(t, h, http.MethodPost, "/links/good", url.Values{"answer": {"no"}, "name": {"Averil"}})
	if w.Code != http.StatusOK || e.done != 1 {
		t.Errorf("status %d, done %d times", w.Code, e.done)
	}
	has(t, page, "Done: no", "the.bearer.token", `href="/#token=the.bearer.token"`)
	lacks(t, page, "<form", "<script")
}

func TestALinkThatIsOverSaysSo(t *testing.T) {
	t.Parallel()
	h := linkPages(t, new(errand))
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		w, page := send(t, h, method, "/links/other?lang=es", nil)
		if w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", method, w.Code)
		}
		has(t, page, "ya se usó", "no se puede usar")
	}
}

func TestAMailProgramMayPostAFormOfEitherKind(t *testing.T) {
	t.Parallel()
	for media, body := range map[string]string{
		"application/x-www-form-urlencoded":  "name=Averil&answer=yes",
		"multipart/form-data; boundary=edge": "--edge\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAveril\r\n--edge--\r\n",
	} {
		e := new(errand)
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/links/good", strings.NewReader(body))
		r.Header.Set("Content-Type", media)
		w := httptest.NewRecorder()
		linkPages(t, e).ServeHTTP(w, r)
		if w.Code != http.StatusOK || e.done != 1 {
			t.Errorf("%s: %d, done %d times: %s", media, w.Code, e.done, w.Body)
		}
	}
}

// entrance is asked without a token.
type entrance struct{ errand }

func (e *entrance) Do(ctx context.Context, token string, given linked.Given) (linked.Outcome, error) {
	if token != "" {
		return linked.Outcome{}, problem.New(problem.NotFound, "a token")
	}
	return e.errand.Do(ctx, token, given)
}

func TestWhoAsksForLinksTooOftenWaits(t *testing.T) {
	t.Parallel()
	e, left := new(entrance), 2
	links := &Links{Entrance: e, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Charge: func(context.Context) error {
		if left--; left < 0 {
			return problem.New(problem.Limit, "wait a little").Spanish("espere un poco")
		}
		return nil
	}}
	h := links.Routes()["/sign-in"]
	for _, want := range []int{http.StatusOK, http.StatusOK, http.StatusTooManyRequests} {
		if _, page := send(t, h, http.MethodGet, "/sign-in", nil); !strings.Contains(page, "Agree? en") {
			t.Errorf("to look costs: %s", page)
		}
		if w, page := send(t, h, http.MethodPost, "/sign-in?lang=es", url.Values{"name": {"Averil"}}); w.Code != want || (want != http.StatusOK) != strings.Contains(page, "espere un poco") {
			t.Errorf("%d, want %d: %s", w.Code, want, page)
		}
	}
	if e.done != 2 {
		t.Errorf("done %d times", e.done)
	}
}
