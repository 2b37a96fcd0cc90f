package app

import (
	"html/template"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// demoMessages shows what a demo would send, as it sends nothing: the links by which
// people sign in are in there.
func (a *App) demoMessages() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !ownMachine(r.Host) {
			// A name that someone else pointed at this machine (DNS rebinding).
			http.Error(w, "the demo answers at its loopback address only", http.StatusForbidden)
			return
		}
		queued, err := a.Notify.Queued(a.System(r.Context()))
		if err != nil {
			a.config.Log.ErrorContext(r.Context(), "demo messages", "cause", err.Error())
			http.Error(w, "the messages could not be read just now", http.StatusInternalServerError)
			return
		}
		header := w.Header()
		header.Set("Content-Type", "text/html; charset=utf-8")
		header.Set("Cache-Control", "no-store")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		if err := messagesPage.Execute(w, queued); err != nil {
			a.config.Log.WarnContext(r.Context(), "demo messages", "cause", err.Error())
		}
	})
}

func ownMachine(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	address, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && address.IsLoopback()
}

var messagesPage = template.Must(template.New("messages").Funcs(template.FuncMap{
	"lines": func(text string) []string { return strings.Split(text, "\n") },
	"words": func(line string) []string { return strings.SplitAfter(line, " ") },
	"link":  func(word string) bool { return strings.HasPrefix(word, "http") },
}).Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Messages of the demo</title></head><body>
<h1>Messages that would be sent</h1>
<p>The demo sends nothing. Here is what waits, newest first.</p>
{{range .}}<article><h2>{{.Subject}}{{if not .Subject}}Text message{{end}}</h2><p>To {{.To}}, {{.At.UTC.Format "2006-01-02 15:04:05"}} UTC</p>
<p>{{range lines .Text}}{{range words .}}{{if link .}}<a href="{{.}}">{{.}}</a>{{else}}{{.}}{{end}}{{end}}<br>
{{end}}</p></article>
{{else}}<p>None.</p>
{{end}}</body></html>
`))
