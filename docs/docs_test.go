// Package docs holds the pages for people who run, query or change Stackmatch,
// and checks what of them a program can check.
package docs

import (
	"io/fs"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const root = ".."

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ +(.+)$`)
	fence   = regexp.MustCompile("(?s)```.*?```")
)

func TestEveryRelativeLinkOfAPageResolves(t *testing.T) {
	t.Parallel()
	repo := os.DirFS(root)
	for _, page := range pages(t, repo) {
		for _, m := range link.FindAllStringSubmatch(fence.ReplaceAllString(read(t, repo, page), ""), -1) {
			target, err := url.Parse(m[1])
			if err != nil {
				t.Errorf("%s: link %q: %v", page, m[1], err)
				continue
			}
			if target.IsAbs() {
				continue
			}
			file := page
			if target.Path != "" {
				file = path.Join(path.Dir(page), target.Path)
			}
			if _, err := fs.Stat(repo, file); err != nil {
				t.Errorf("%s: link %q leads nowhere", page, m[1])
				continue
			}
			if target.Fragment != "" && !slices.Contains(anchors(read(t, repo, file)), target.Fragment) {
				t.Errorf("%s: link %q: no such heading", page, m[1])
			}
		}
	}
}

func TestPagesStandOnTheirOwn(t *testing.T) {
	t.Parallel()
	repo := os.DirFS(root)
	for _, page := range pages(t, repo) {
		if strings.Contains(read(t, repo, page), "../shared") {
			t.Errorf("%s refers to what a reader does not have", page)
		}
	}
}

func TestEachDirectDependencyHasALineOfReason(t *testing.T) {
	t.Parallel()
	repo := os.DirFS(root)
	var want []string
	for _, m := range regexp.MustCompile(`(?m)^\s+(\S+) v\S+$`).FindAllStringSubmatch(read(t, repo, "go.mod"), -1) {
		want = append(want, m[1])
	}
	var got []string
	for _, m := range regexp.MustCompile(`(?m)^\| ([^ |]+\.[^ |]+/[^ |]+) \| \S`).FindAllStringSubmatch(read(t, repo, "docs/dependencies.md"), -1) {
		got = append(got, m[1])
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("docs/dependencies.md and the direct requirements of go.mod (-go.mod +page):\n%s", diff)
	}
}

func TestEveryDecisionIsListed(t *testing.T) {
	t.Parallel()
	repo := os.DirFS(root)
	list := read(t, repo, "docs/adr/README.md")
	files, err := fs.Glob(repo, "docs/adr/[0-9]*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %d decisions, %v", len(files), err)
	}
	for _, file := range files {
		title, _, _ := strings.Cut(strings.TrimPrefix(read(t, repo, file), "# "), "\n")
		number, name, _ := strings.Cut(title, ": ")
		if want := "| [" + number + "](" + path.Base(file) + ") | " + name + " |"; !strings.Contains(list, want) {
			t.Errorf("docs/adr/README.md lacks %q", want)
		}
	}
}

// pages lists the Markdown files of the repository.
func pages(t *testing.T, repo fs.FS) []string {
	t.Helper()
	var found []string
	err := fs.WalkDir(repo, ".", func(file string, d fs.DirEntry, err error) error {
		switch name := d.Name(); {
		case err != nil:
			return err
		case d.IsDir() && file != "." && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata" || name == "data"):
			return fs.SkipDir
		case strings.HasSuffix(name, ".md"):
			found = append(found, file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(found, "README.md") {
		t.Error("no README.md")
	}
	return found
}

// anchors lists the fragments that a page's headings have on GitHub.
func anchors(text string) []string {
	var found []string
	for _, m := range heading.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		var b strings.Builder
		for _, r := range strings.ToLower(m[1]) {
			switch {
			case r == ' ':
				b.WriteByte('-')
			case r == '-' || r == '_' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127:
				b.WriteRune(r)
			}
		}
		found = append(found, b.String())
	}
	return found
}

func read(t *testing.T, repo fs.FS, file string) string {
	t.Helper()
	text, err := fs.ReadFile(repo, file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
