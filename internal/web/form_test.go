package web

import (
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/id"
)

const aToken = "mzxw6ytboi2dsnbqgezdgnjugy3tqojq"

func anID(prefix string) string { return id.Encode(prefix, [16]byte{1, 2, 3}) }

func TestOnlyPathsOfOursLeadSomewhere(t *testing.T) {
	t.Parallel()
	s := &Site{}
	to := strings.NewReplacer("TOKEN", aToken, "ORG", anID(id.Organization), "VER", anID(id.Version), "STL", anID(id.StatusList))
	for path, file := range map[string]string{
		"/awards/TOKEN":                  "",
		"/awards/TOKEN/":                 "",
		"/awards/TOKEN/index.html":       "index.html",
		"/awards/TOKEN/index.es.html":    "index.es.html",
		"/awards/TOKEN/badge.json":       "badge.json",
		"/awards/TOKEN/ob2.json":         "ob2.json",
		"/sheets/TOKEN":                  "",
		"/sheets/TOKEN/index.es.html":    "index.es.html",
		"/issuers/ORG/did.json":          "did.json",
		"/achievements/VER/ob2/ORG.json": "ob2/ORG.json",
		"/status/STL":                    "",
		"/.well-known/did.json":          "did.json",
	} {
		path, file = to.Replace(path), to.Replace(file)
		found, named, err := s.find(path)
		got := ""
		if named != nil {
			got = named.file
		}
		if err != nil || got != file || len(found.forms) == 0 {
			t.Errorf("%s names %q (%v), want %q", path, got, err, file)
		}
	}
	for _, path := range []string{
		"", "/", "/awards", "/awards/", "//", "/awards//", "/awards//badge.json", "/awards/TOKEN//badge.json",
		"/awards/TOKEN/secret", "/awards/TOKEN/badge.json/x", "/awards/../issuers/ORG", "/awards/./abc", "/awards/.hidden",
		"/awards/abc", "/awards/" + strings.ToUpper(aToken), "/awards/TOKENx", "/awards/TOKE%2f", "/awards/TOKEN\x00", "/awards/ORG",
		"/issuers/VER", "/issuers/org_1", "/status/ORG", "/achievements/VER/ob2/VER.json", "/achievements/VER/ob2/../x.json",
		"/achievements/VER/ob2/ORG", "/awards/TOKEN/badge.json/", "/awards/TOKEN//", "/status/STL/did.json",
		"/.well-known", "/.well-known/", "/.well-known/x.json", "/.well-known/did.json/x", "/awards/.well-known",
		"/issuers/ORG/badge.json", "/nowhere/TOKEN", "/sheets/TOKEN/badge.json",
	} {
		if found, _, err := s.find(to.Replace(path)); err == nil {
			t.Errorf("%q leads to %s", path, found.path)
		}
	}
}

func TestEveryFormHasAPathOfItsOwn(t *testing.T) {
	t.Parallel()
	s := &Site{}
	for kind, name := range map[string]string{
		awards: aToken, sheets: aToken, issuers: anID(id.Organization), achievements: anID(id.Version),
		endorsements: anID(id.Endorsement), statusLists: anID(id.StatusList), wellKnown: "",
	} {
		whole := s.thing(kind, name, "")
		var paths []string
		for _, f := range whole.forms {
			path := whole.pathOf(f)
			found, named, err := s.find(path)
			switch {
			case err != nil, found.path != whole.path:
				t.Errorf("%s leads to %q (%v)", path, found.path, err)
			case f.file != "" && (named == nil || named.file != f.file || named.media != f.media):
				t.Errorf("%s is not the form %s", path, f.file)
			}
			if slices.Contains(paths, path) {
				t.Errorf("%s is the path of two forms", path)
			}
			paths = append(paths, path)
		}
	}
}
