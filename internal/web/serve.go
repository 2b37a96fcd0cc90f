package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"github.com/stackmatch/stackmatch/internal/credential"
)

const (
	// deadline bounds the making of one answer.
	deadline = 15 * time.Second
	// smallest answer that is worth compressing.
	smallest = 1 << 10
)

// Routes are the handlers of all that is public, by pattern. The paths below are
// told apart here: what is missing looks the same wherever it is asked for.
func (s *Site) Routes() (map[string]http.Handler, error) {
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(smallest))
	if err != nil {
		return nil, err
	}
	handler := compress(s.serve(s.answer))
	routes := map[string]http.Handler{"/" + wellKnown + "/did.json": handler}
	for _, kind := range []string{awards, sheets, issuers, achievements, endorsements, statusLists} {
		routes["/"+kind+"/"] = handler
	}
	routes[pathwaysPath+"{id}"] = compress(s.serve(s.pathway))
	return routes, nil
}

// serve asks for an answer, and writes it.
func (s *Site) serve(answer func(context.Context, question) (answer, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch r.Method {
		case http.MethodGet, http.MethodHead:
		case http.MethodOptions:
			preflight(w)
			return
		default:
			w.Header().Set("Allow", methods)
			http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), deadline)
		defer cancel()
		asked := question{
			path: r.URL.Path, accept: strings.Join(r.Header.Values("Accept"), ","),
			language: languageOf(r.URL.Query().Get("lang"), r.Header.Get("Accept-Language")),
		}
		a, err := answer(ctx, asked)
		if err != nil {
			// The path has a secret in it: the id of the request leads to its route.
			s.Log.ErrorContext(ctx, "public document", "request", w.Header().Get("X-Request-Id"), "cause", err.Error())
			http.Error(w, "this could not be made just now", http.StatusInternalServerError)
			return
		}
		a.write(w, r)
	}
}

// question is what a client asks for.
type question struct{ path, accept, language string }

// answer is what it gets.
type answer struct {
	status  int
	media   string
	content []byte
	// language is that of a page.
	language string
	// varies are the headers of the question that the answer depends on.
	varies string
	// private ones are at addresses that are handed on by hand: search engines are
	// to forget them.
	private bool
}

// answer finds what is asked for, in the form that is liked best.
func (s *Site) answer(ctx context.Context, q question) (answer, error) {
	found, named, err := s.find(q.path)
	if nothing(err) {
		return nothingHere(q)
	}
	offers := choose(found.in(q.language), q.accept)
	if named != nil {
		as, likes := named.answeredAs(wishes(q.accept))
		if likes.close < 3 {
			as = named.media
		}
		offers = []offer{{form: *named, as: as}}
	}
	for _, o := range offers {
		file, err := s.flights.open(ctx, found.pathOf(o.form), o.open)
		if nothing(err) && !o.page() {
			continue // it is not handed out in this form; perhaps in another
		}
		if nothing(err) {
			break
		}
		if err != nil {
			return answer{}, err
		}
		a := answer{
			status: http.StatusOK, media: o.mediaOf(file), content: file.Content, language: o.language,
			varies: variesBy(found, named), private: found.private(),
		}
		if file.Gone {
			a.status = http.StatusGone
		}
		return a, nil
	}
	return nothingHere(q)
}

// variesBy says by which of a client's wishes a thing is answered: a form that has a
// path of its own only by the type's name.
func variesBy(found thing, named *form) string {
	switch {
	case named == nil && len(found.forms) > 1:
		return "Accept, Accept-Language"
	case named == nil || alsoKnownAs[named.media] != nil:
		return "Accept"
	}
	return ""
}

// mediaOf is the type of an offer that was opened: the file knows best, unless
// another name of its type was asked for.
func (o offer) mediaOf(file *credential.File) string {
	if o.as != o.media && file.MediaType == o.media {
		return o.as
	}
	return file.MediaType
}

func (t thing) private() bool {
	return strings.HasPrefix(t.path, "/"+awards) || strings.HasPrefix(t.path, "/"+sheets)
}

// nothingHere is the answer for whatever is missing, withdrawn or was never there:
// nobody can tell which.
func nothingHere(q question) (answer, error) {
	forms := []form{{media: mediaProblem}, {media: mediaHTML}}
	best := choose(forms, q.accept)[0]
	a := answer{status: http.StatusNotFound, media: best.as, varies: "Accept, Accept-Language", private: true}
	if !best.page() {
		// RFC 9457.
		content, err := json.Marshal(map[string]any{
			"title": "Not found", "status": http.StatusNotFound, "detail": phrases["nothing"].en,
		})
		a.content = content
		return a, err
	}
	content, err := render("nothing", q.language, page{Language: q.language, Title: said{Text: phrases["nothing here"].in(q.language)}})
	a.content, a.language = content, q.language
	return a, err
}

const methods = "GET, HEAD, OPTIONS"

// preflight lets pages of any site ask: what is public is so for all.
func preflight(w http.ResponseWriter) {
	header := w.Header()
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Access-Control-Allow-Methods", methods)
	header.Set("Access-Control-Allow-Headers", "Accept, Accept-Language, Cache-Control, Content-Type, If-None-Match")
	header.Set("Access-Control-Max-Age", "86400")
	header.Set("Allow", methods)
	w.WriteHeader(http.StatusNoContent)
}

func (a answer) write(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Type", a.media)
	// What is public may be withdrawn, revoked or rotated at any time; to ask again
	// costs next to nothing.
	header.Set("Cache-Control", "no-cache")
	if a.varies != "" {
		header.Add("Vary", a.varies)
	}
	if a.private {
		header.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	}
	if a.media == mediaHTML {
		header.Set("Content-Type", mediaHTML+"; charset=utf-8")
		header.Set("Content-Language", a.language)
		header.Set("Content-Security-Policy", policy+"; frame-ancestors 'none'")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
	} else {
		// Verifiers and wallets that run in browsers fetch from other origins.
		header.Set("Access-Control-Allow-Origin", "*")
		header.Set("Access-Control-Expose-Headers", "ETag")
		header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
	if a.status != http.StatusOK {
		w.WriteHeader(a.status)
		if r.Method != http.MethodHead {
			_, _ = w.Write(a.content) // the client may have left
		}
		return
	}
	header.Set("ETag", a.tag())
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.content))
}

// tag names the answer's content. It is a weak one: compression changes the bytes.
func (a answer) tag() string {
	sum := sha256.New()
	sum.Write([]byte(a.media + "\n" + a.language + "\n"))
	sum.Write(a.content)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:18]) + `"`
}
