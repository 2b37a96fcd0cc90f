package web

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/image"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestAnAwardsPageSaysWhatItsHolderCanDo(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	path := o.publishes(t, o.issues(t), withName)
	en := o.page(t, path)
	has(t, en, `<html lang="en">`, "Forklift Safety", "Can drive a forklift without hurting anybody.", "Alone on routine work", "Level not stated",
		"College of the Town", "Known here", "Pass the driving test.", "Driving log", "Twelve hours.", "https://work.example/log",
		"Awarded to "+herName, "March 2, 2026", "No end date", "Checked on March 2, 2026, 15:00 UTC", ">Valid</h2>",
		"Revocation", "neither revoked nor suspended", path+"/badge.json", path+"/badge.png", o.Credentials.Base.String()+path,
		`<link rel="alternate" type="application/vc" href="`+path+`/badge.json">`)
	lacks(t, en, "A private note", "averil@people.example", o.earner)
	es := o.page(t, path, "Accept-Language", "es-MX")
	has(t, es, `<html lang="es">`, "Forklift Safety, en español", "Puede manejar un montacargas", "drive (es)", "Sin ayuda en el trabajo habitual",
		"Otorgado a "+herName, "2 de marzo de 2026", "Válido", `<p lang="en">Pass the driving test.</p>`, "Las comprobaciones")
	if asked := o.page(t, path+"?lang=es"); asked != es {
		t.Error("?lang=es is another page")
	}
	if asked := o.page(t, path+"/index.es.html", "Accept-Language", "en"); asked != es {
		t.Error("index.es.html is another page")
	}
	if asked := o.page(t, path+"/", "Accept-Language", "en"); asked != en {
		t.Error("with a slash at its end it is another page")
	}
}

func TestNothingIsShownThatTheEarnerDidNotChoose(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	page := o.page(t, o.publishes(t, o.issues(t)))
	lacks(t, page, herName, "Driving log", "Twelve hours", "A private note", "averil@people.example", o.earner)
	has(t, page, "no name to be shown")
}

func TestProgramsGetTheBadge(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	path := o.publishes(t, o.issues(t), func(in *credential.PublishAwardInput) { in.Evidence = []int{0, 1} })
	for accept, want := range map[string]string{
		"": "application/vc", "*/*": "application/vc", "application/json": "application/json", "application/ld+json": "application/ld+json",
		"application/vc+ld+json": "application/vc+ld+json", "application/vc+jwt": "application/vc+jwt", "image/png": "image/png", "image/svg+xml": "image/svg+xml",
	} {
		answer := o.get(t, path, "Accept", accept)
		if got := answer.Header().Get("Content-Type"); answer.Code != http.StatusOK || got != want {
			t.Errorf("%q: %d %s, want %s", accept, answer.Code, got, want)
		}
		if format := badge.Parse(answer.Body.Bytes()).Format(); format != badge.OpenBadge3 && format != badge.OpenBadge3JWT {
			t.Errorf("%q: no badge but %s", accept, format)
		}
		if vary := answer.Header().Values("Vary"); !strings.Contains(strings.Join(vary, ", "), "Accept, Accept-Language") {
			t.Errorf("%q: varies by %v", accept, vary)
		}
	}
	png := o.get(t, path+"/badge.png").Body.Bytes()
	if inside, _, err := image.Extract(png); err != nil || string(inside) != o.get(t, path+"/badge.json").Body.String() {
		t.Errorf("the picture holds another badge (%v)", err)
	}
	named := o.get(t, path+"/badge.json", "Accept", "application/ld+json").Header()
	if got := named.Get("Content-Type"); got != "application/ld+json" || !slices.Contains(named.Values("Vary"), "Accept") {
		t.Errorf("badge.json is said to be %s, and varies by %v", got, named.Values("Vary"))
	}
	if got := o.get(t, path+"/badge.json", "Accept", browser).Header().Get("Content-Type"); got != "application/vc" {
		t.Errorf("badge.json is said to be %s", got)
	}
}

func TestDocumentsOfIssuersAreServedAsWhatTheyAre(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	o.get(t, o.publishes(t, o.issues(t))) // signs it
	issuer, version := "/issuers/"+o.college.ID, "/achievements/"+*o.course.CurrentVersionID
	list := world.Must(o.DB().StatusList.Query().FirstID(o.Ctx))(t)
	for path, want := range map[string]string{
		issuer: "application/ld+json", issuer + "/did.json": "application/did+json", issuer + "/ob2.json": "application/ld+json",
		version: "application/ld+json", version + "/achievement.json": "application/ld+json", version + "/ob2.json": "application/ld+json",
		version + "/image.svg": "image/svg+xml", version + "/image.png": "image/png",
		"/status/" + list: "application/vc", "/.well-known/did.json": "application/did+json",
	} {
		answer := o.get(t, path)
		header := answer.Header()
		if answer.Code != http.StatusOK || header.Get("Content-Type") != want {
			t.Errorf("%s: %d %s, want %s", path, answer.Code, header.Get("Content-Type"), want)
		}
		if header.Get("Access-Control-Allow-Origin") != "*" || header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("%s: pages of others may not read it", path)
		}
		if strings.HasSuffix(want, "json") || strings.HasSuffix(want, "/vc") {
			if !json.Valid(answer.Body.Bytes()) {
				t.Errorf("%s: is no JSON", path)
			}
		}
	}
	if got := o.get(t, issuer, "Accept", "application/did+json").Body.String(); got != o.get(t, issuer+"/did.json").Body.String() {
		t.Error("the keys are not handed out where they are asked for")
	}
	has(t, o.page(t, issuer), "College of the Town", "did:web:stackmatch.example:issuers:"+o.college.ID, "Known here")
	has(t, o.page(t, version), "Can drive a forklift", "Developed by", "College of the Town", "Alone on routine work")
	has(t, o.page(t, version, "Accept-Language", "es"), "Puede manejar", "Desarrollado por")
}

func TestMissingAndWithdrawnLookTheSame(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	award := o.issues(t)
	withdrawn := o.publishes(t, award, withName)
	gone, sheet := o.sheet(t, nil, award)
	world.Must(o.Credentials.WithdrawSheet(o.asHer, credential.WithdrawSheetInput{ID: sheet}))(t)
	ends := o.Clock.Now().Add(time.Hour)
	ended, _ := o.sheet(t, &ends, award)
	has(t, o.page(t, ended), "This page can be opened until March 2, 2026.")
	o.Clock.Advance(2 * time.Hour)
	world.Must(o.Credentials.UnpublishAward(o.asHer, credential.UnpublishAwardInput{ID: award}))(t)
	for _, headers := range [][]string{
		{"Accept", browser}, {"Accept", browser, "Accept-Language", "es"}, {"Accept", "application/json"}, {"Accept", "application/vc"}, {},
	} {
		want := o.get(t, "/awards/"+aToken, headers...)
		if want.Code != http.StatusNotFound {
			t.Fatalf("a token that nobody has: %d", want.Code)
		}
		for _, path := range []string{
			withdrawn, withdrawn + "/", withdrawn + "/badge.json", withdrawn + "/badge.png", withdrawn + "/ob2.json", withdrawn + "/index.html",
			gone, ended, "/sheets/" + aToken, "/awards/nobody", "/awards/" + aToken + "/secret", "/issuers/" + anID("org"), "/issuers/x/did.json",
			"/achievements/" + anID("ver"), "/status/" + anID("stl"), "/awards/",
		} {
			got := o.get(t, path, headers...)
			if got.Code != want.Code || got.Body.String() != want.Body.String() || !maps.EqualFunc(got.Header(), want.Header(), equalLines) {
				t.Errorf("%s %v: %d %v\n%s\nwant %d %v", path, headers, got.Code, got.Header(), body(got.Body.String()), want.Code, want.Header())
			}
		}
	}
	has(t, o.get(t, withdrawn, "Accept", browser).Body.String(), "There is nothing here")
	has(t, o.get(t, withdrawn, "Accept", browser, "Accept-Language", "es").Body.String(), "Aquí no hay nada")
	if got := o.get(t, withdrawn).Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("programs are told as %s", got)
	}
}

func equalLines(a, b []string) bool { return strings.Join(a, "\n") == strings.Join(b, "\n") }

func TestAPageSaysAtOnceWhatBecameOfAnAward(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	revoked, suspended := o.issues(t), o.issues(t)
	ends := o.Clock.Now().AddDate(0, 0, 10)
	expired := o.issues(t, func(in *credential.IssueAwardInput) { in.ExpiresAt = &ends })
	sheet, _ := o.sheet(t, nil, revoked, suspended, expired)
	before := o.page(t, sheet)
	has(t, before, "What I can do", "Can drive a forklift without hurting anybody.", "College of the Town", "valid until March 12, 2026")
	lacks(t, before, "Revoked", "Expired", "Suspended", herName)
	of := map[string]string{revoked: o.publishes(t, revoked), suspended: o.publishes(t, suspended), expired: o.publishes(t, expired)}
	for award, path := range of {
		has(t, o.page(t, path), ">Valid</h2>")
		if award == expired {
			has(t, o.page(t, path), "Valid until</dt><dd><time datetime=\"2026-03-12\">March 12, 2026")
		}
	}
	world.Must(o.Credentials.Revoke(o.issuer, credential.RevokeAwardInput{ID: revoked, Reason: "a secret reason"}))(t)
	world.Must(o.Credentials.Suspend(o.issuer, credential.SuspendAwardInput{ID: suspended, Reason: "a secret reason"}))(t)
	o.Clock.Advance(11 * 24 * time.Hour)
	has(t, o.page(t, of[revoked]), ">Revoked</h2>", "took it back on March 2, 2026", "Taken back")
	lacks(t, o.page(t, of[revoked]), "Valid until", ">Valid</h2>")
	has(t, o.page(t, of[suspended]), ">Suspended</h2>")
	has(t, o.page(t, of[expired]), ">Expired</h2>", "It was valid until March 12, 2026.", "Was valid until")
	after := o.page(t, sheet)
	has(t, after, "Revoked", "taken back on March 2, 2026", "Suspended", "Expired", "was valid until March 12, 2026")
	lacks(t, after+o.page(t, of[revoked])+o.page(t, of[suspended]), "secret reason")
	if got := o.get(t, of[revoked]+"/ob2.json"); got.Code != http.StatusGone || !strings.Contains(got.Body.String(), `"revoked":true`) {
		t.Errorf("Open Badges 2.0 of a revoked award: %d %s", got.Code, got.Body)
	}
}

func TestUnchangedAnswersAreNotSentAgain(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	path := o.publishes(t, o.issues(t))
	for _, accept := range []string{browser, "application/vc", "image/png"} {
		first := o.get(t, path, "Accept", accept)
		tag := first.Header().Get("ETag")
		if tag == "" || first.Header().Get("Cache-Control") != "no-cache" {
			t.Fatalf("%s: %v", accept, first.Header())
		}
		again := o.get(t, path, "Accept", accept, "If-None-Match", tag)
		if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("%s: %d with %d bytes, want 304", accept, again.Code, again.Body.Len())
		}
		head := o.ask(t, http.MethodHead, path, "Accept", accept)
		if head.Code != http.StatusOK || head.Body.Len() > 0 || head.Header().Get("ETag") != tag ||
			head.Header().Get("Content-Type") != first.Header().Get("Content-Type") {
			t.Errorf("%s: HEAD gives %d %v", accept, head.Code, head.Header())
		}
	}
	en, es := o.get(t, path, "Accept", browser), o.get(t, path, "Accept", browser, "Accept-Language", "es")
	if en.Header().Get("ETag") == es.Header().Get("ETag") {
		t.Error("two languages have one tag")
	}
	if head := o.ask(t, http.MethodHead, "/awards/"+aToken); head.Code != http.StatusNotFound || head.Body.Len() > 0 {
		t.Errorf("HEAD of nothing: %d with %d bytes", head.Code, head.Body.Len())
	}
	packed := o.get(t, path, "Accept", browser, "Accept-Encoding", "gzip")
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.Len() >= en.Body.Len() {
		t.Errorf("%d bytes, %v", packed.Body.Len(), packed.Header())
	}
}

func TestPagesAreGuardedAndDocumentsAreOpen(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	path := o.publishes(t, o.issues(t))
	page := o.get(t, path, "Accept", browser).Header()
	for name, want := range map[string]string{
		"Content-Security-Policy": policy + "; frame-ancestors 'none'", "Content-Language": "en",
		"X-Robots-Tag": "noindex, nofollow, noarchive", "Access-Control-Allow-Origin": "", "Set-Cookie": "",
	} {
		if got := page.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if tag := o.get(t, "/issuers/"+o.college.ID, "Accept", browser).Header().Get("X-Robots-Tag"); tag != "" {
		t.Errorf("an issuer's page is hidden: %s", tag)
	}
	asked := o.ask(t, http.MethodOptions, path, "Origin", "https://verifier.example", "Access-Control-Request-Method", "GET")
	if asked.Code != http.StatusNoContent || asked.Header().Get("Access-Control-Allow-Origin") != "*" ||
		!strings.Contains(asked.Header().Get("Access-Control-Allow-Methods"), "GET") {
		t.Errorf("OPTIONS: %d %v", asked.Code, asked.Header())
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
		if got := o.ask(t, method, path); got.Code != http.StatusMethodNotAllowed || got.Header().Get("Allow") == "" {
			t.Errorf("%s: %d", method, got.Code)
		}
	}
}

func TestEveryLinkOfAPageLeadsSomewhere(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	award := o.issues(t)
	sheet, _ := o.sheet(t, nil, award)
	seen := map[string]bool{}
	todo := []string{o.publishes(t, award, withName), sheet}
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		answer := o.get(t, path, "Accept", browser)
		if answer.Code != http.StatusOK {
			t.Errorf("%s: %d", path, answer.Code)
		}
		if !strings.HasPrefix(answer.Header().Get("Content-Type"), "text/html") {
			continue
		}
		walk(t, answer.Body.String(), func(n *html.Node) {
			for _, name := range []string{"href", "src"} {
				if to := attribute(n, name); strings.HasPrefix(to, "/") {
					todo = append(todo, to)
				}
			}
		})
	}
	if len(seen) < 15 {
		t.Errorf("only %d paths were met: %v", len(seen), seen)
	}
}
