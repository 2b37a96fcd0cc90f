package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"
	"sync"
)

//go:embed templates
var files embed.FS

//go:embed style.css
var css string

// styles is the style sheet, inside each page: a page is one file, wherever it is
// kept.
var styles = template.HTML("<style>" + css + "</style>") //nolint:gosec // our own file, nothing of anybody's

// policy lets a page load pictures from where it is, and nothing else. There are
// no scripts. It is in the page too, for hosts that send no headers of ours.
var policy = func() string {
	sum := sha256.Sum256([]byte(css))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; " +
		"img-src 'self' data:; base-uri 'none'; form-action 'none'"
}()

// pageNames are the pages, a template each.
var pageNames = []string{"award", "sheet", "issuer", "achievement", "endorsement", "nothing", "link", "plan", "pathway"}

// templates are the pages by language and name, parsed once.
var templates = sync.OnceValues(func() (map[string]map[string]*template.Template, error) {
	all := map[string]map[string]*template.Template{}
	for _, language := range languages {
		all[language] = map[string]*template.Template{}
		for _, name := range pageNames {
			parsed, err := template.New("layout.html").Option("missingkey=error").Funcs(functions(language, name)).
				ParseFS(files, "templates/layout.html", "templates/parts.html", "templates/"+name+".html")
			if err != nil {
				return nil, fmt.Errorf("parse page %s: %w", name, err)
			}
			all[language][name] = parsed
		}
	}
	return all, nil
})

// functions are what templates ask for beside their view.
func functions(language, name string) template.FuncMap {
	allowed := policy
	if name == "link" {
		allowed = linksPolicy
	}
	return template.FuncMap{
		"say":        func(key string, about ...any) (string, error) { return say(language, key, about...) },
		"paragraphs": paragraphs,
		"styles":     func() template.HTML { return styles },
		"policy":     func() string { return allowed },
	}
}

// render makes a page of a view.
func render(name, language string, view any) ([]byte, error) {
	all, err := templates()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := all[language][name].Execute(&out, view); err != nil {
		return nil, fmt.Errorf("render page %s: %w", name, err)
	}
	return out.Bytes(), nil
}

// paragraphs splits a text at its empty lines.
func paragraphs(text string) []string {
	var out []string
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
