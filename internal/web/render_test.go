package web

import (
	"crypto/sha256"
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// walk visits all elements of a page.
func walk(t *testing.T, page string, visit func(*html.Node)) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for node := range root.Descendants() {
		if node.Type == html.ElementNode {
			visit(node)
		}
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func TestPagesLoadNothingFromElsewhereAndRunNothing(t *testing.T) {
	t.Parallel()
	for _, language := range languages {
		for name, page := range everyPage(t, language) {
			walk(t, page, func(n *html.Node) {
				switch n.Data {
				case "script", "iframe", "object", "embed", "form", "base", "link":
					if n.Data != "link" || (attribute(n, "rel") != "alternate" && attribute(n, "href") != "data:,") {
						t.Errorf("%s: has <%s>", name, n.Data)
					}
				}
				for _, a := range n.Attr {
					if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
						t.Errorf("%s: <%s %s>", name, n.Data, a.Key)
					}
					if a.Key == "src" && !strings.HasPrefix(a.Val, "/") {
						t.Errorf("%s: loads %s", name, a.Val)
					}
				}
			})
			if strings.Contains(page, "ZgotmplZ") {
				t.Errorf("%s: something was filtered out", name)
			}
		}
	}
	if strings.Contains(css, "url(") || strings.Contains(css, "@import") {
		t.Error("the style sheet loads something")
	}
}

func TestThePolicyAllowsTheStyleThatPagesHave(t *testing.T) {
	t.Parallel()
	page := everyPage(t, english)["award"]
	style := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindStringSubmatch(page)
	if style == nil {
		t.Fatal("the page has no style")
	}
	sum := sha256.Sum256([]byte(style[1]))
	want := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	if !strings.Contains(policy, want) {
		t.Errorf("policy %s lacks %s", policy, want)
	}
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "script-src") || !strings.HasPrefix(policy, "default-src 'none'") {
		t.Errorf("policy %s is not strict", policy)
	}
	walk(t, page, func(n *html.Node) {
		if n.Data == "meta" && attribute(n, "http-equiv") != "" && attribute(n, "content") != policy {
			t.Errorf("the page's own policy is %s", attribute(n, "content"))
		}
	})
}

func TestPagesCanBeReadAloud(t *testing.T) {
	t.Parallel()
	for _, language := range languages {
		for name, page := range everyPage(t, language) {
			count := map[string]int{}
			level := 0
			ids := map[string]bool{}
			walk(t, page, func(n *html.Node) {
				count[n.Data]++
				if id := attribute(n, "id"); id != "" {
					if ids[id] {
						t.Errorf("%s: two elements with the id %s", name, id)
					}
					ids[id] = true
				}
				switch n.Data {
				case "html":
					if attribute(n, "lang") != language {
						t.Errorf("%s: is said to be in %q, want %q", name, attribute(n, "lang"), language)
					}
				case "h1", "h2", "h3":
					here := int(n.Data[1] - '0')
					if here > level+1 {
						t.Errorf("%s: <%s> follows a heading of level %d", name, n.Data, level)
					}
					level = here
				case "img":
					if !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "alt" }) {
						t.Errorf("%s: a picture without alt", name)
					}
				case "svg":
					if attribute(n, "aria-hidden") == "" && attribute(n, "aria-label") == "" {
						t.Errorf("%s: a drawing that says nothing", name)
					}
				}
			})
			for _, one := range []string{"main", "h1", "title", "header", "footer"} {
				if n := count[one]; n != 1 && (one != "header" || n < 1) {
					t.Errorf("%s: has %d of <%s>", name, n, one)
				}
			}
		}
	}
}

func TestTextsOfAnotherLanguageSaySo(t *testing.T) {
	t.Parallel()
	page := everyPage(t, english)["award"]
	for _, want := range []string{`<p lang="es">Aprobar el examen`, `lang="es">seguridad en el trabajo`, `lang="es">Español`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestWhatOthersWroteStaysText(t *testing.T) {
	t.Parallel()
	const attack = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	content, err := render("award", english, forkliftPage(t, english, func(v *awardPage) {
		v.Of.Title.Text, v.Of.Can.Text, v.Holder, v.Issuer.Name, v.Title.Text = attack, attack, attack, attack, attack
		v.Skills[0].Name = said{attack, attack}
		v.Evidence[0] = evidence{Name: attack, Texts: []string{attack}, Href: onTheWeb("javascript:alert(1)")}
		v.Checks[0].Sentence = attack
	}))
	if err != nil {
		t.Fatal(err)
	}
	walk(t, string(content), func(n *html.Node) {
		if n.Data == "script" || (n.Data == "img" && attribute(n, "class") != "emblem") || strings.HasPrefix(attribute(n, "href"), "javascript") {
			t.Errorf("an element that somebody wrote: <%s>", n.Data)
		}
	})
	for _, address := range []string{"javascript:alert(1)", "data:text/html,x", "//host/x", "https://user@host/", "mailto:x@y", "/here", "", "https://"} {
		if got := onTheWeb(address); got != "" {
			t.Errorf("%q is an address to follow: %q", address, got)
		}
	}
}

func TestEveryPhraseIsSaidInBothLanguages(t *testing.T) {
	t.Parallel()
	verbs := regexp.MustCompile(`%[sd]`)
	all := map[string]phrase{}
	for key, p := range phrases {
		all[key] = p
	}
	for key, s := range standings {
		all["word of "+key], all["sentence of "+key] = s.word, s.sentence
	}
	for kind, p := range kindWords {
		all[string(kind)] = p
	}
	for i, p := range levelWords {
		all[string(rune('0'+i))] = p
	}
	for name, p := range checkWords {
		all[string(name)] = p
	}
	for name, p := range outcomeWords {
		all[string(name)] = p
	}
	for key, p := range all {
		if p.en == "" || p.es == "" {
			t.Errorf("%q is not said in both languages", key)
		}
		if en, es := verbs.FindAllString(p.en, -1), verbs.FindAllString(p.es, -1); !slices.Equal(en, es) {
			t.Errorf("%q is about %v in English and %v in Spanish", key, en, es)
		}
	}
	for _, c := range checkedReport().Checks {
		if checkWords[c.Name] == (phrase{}) || outcomeWords[c.Outcome] == (phrase{}) {
			t.Errorf("no words for %s %s", c.Name, c.Outcome)
		}
	}
}

func TestNoPhraseIsLeftOver(t *testing.T) {
	t.Parallel()
	var sources strings.Builder
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, "_test.go") || path == "words.go" {
			return err
		}
		text, err := os.ReadFile(path)
		sources.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for key := range phrases {
		if !strings.Contains(sources.String(), `"`+key+`"`) {
			t.Errorf("nobody says %q", key)
		}
	}
}

func TestADayIsSaidInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ got, want day }{
		{dayOf(noon, english), day{"2026-03-02", "March 2, 2026"}},
		{dayOf(noon, spanish), day{"2026-03-02", "2 de marzo de 2026"}},
		{minuteOf(noon, english), day{"2026-03-02T12:05Z", "March 2, 2026, 12:05 UTC"}},
		{minuteOf(noon, spanish), day{"2026-03-02T12:05Z", "2 de marzo de 2026, 12:05 UTC"}},
		{monthOf(noon, english), day{"2026-03", "March 2026"}},
		{monthOf(noon, spanish), day{"2026-03", "marzo de 2026"}},
	} {
		if c.got != c.want {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}
