package audit_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
)

const importPath = "github.com/stackmatch/stackmatch/internal/audit"

func TestEveryActionIsSaidInTwoLanguages(t *testing.T) {
	t.Parallel()
	found := actions(t)
	if len(found) < 80 {
		t.Fatalf("found %d actions only", len(found))
	}
	unknown := audit.Action("no.action")
	for action, where := range found {
		for _, language := range []string{"en", "es", "es-MX"} {
			if said := audit.Action(action).Sentence(language); said == unknown.Sentence(language) {
				t.Errorf("%s has no sentence in %q: add it to sentences.go (%s)", action, language, where)
			}
		}
		if audit.Action(action).Sentence("en") == audit.Action(action).Sentence("es") {
			t.Errorf("%s is said in English twice", action)
		}
	}
}

func TestAnActionThatNobodyKnowsIsSaidAllTheSame(t *testing.T) {
	t.Parallel()
	if en, es := audit.Action("no.action").Sentence("fr"), audit.Action("no.action").Sentence("es"); en == "" || es == "" || en == es {
		t.Errorf("got %q, %q", en, es)
	}
}

// actions finds every action that a package writes, with where it stands: all texts
// like "award.revoke" in packages that write the trail, unless the part before the
// dot is no subject's.
func actions(t *testing.T) map[string]string {
	t.Helper()
	found, like := map[string]string{}, regexp.MustCompile(`^([a-z_]+)\.([a-z_]+)$`)
	for file, tree := range writers(t) {
		given := map[ast.Node]bool{}
		ast.Inspect(tree, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && (isAudit(call.Fun, "Write") || isAudit(call.Fun, "Action")) {
				for _, arg := range call.Args {
					given[arg] = true
				}
			}
			text, ok := n.(*ast.BasicLit)
			if !ok || text.Kind != token.STRING {
				return true
			}
			value, err := strconv.Unquote(text.Value)
			parts := like.FindStringSubmatch(value)
			if err == nil && parts != nil && parts[2] != "json" && (given[n] || subjects[parts[1]]) {
				found[value] = file
			}
			return true
		})
	}
	return found
}

// subjects are what stands before the dot.
var subjects = func() map[string]bool {
	all := map[string]bool{}
	for _, kind := range enum.SubjectKind("").Values() {
		all[kind] = true
	}
	for _, part := range []string{"alignment", "evidence", "issuer", "key", "offering", "offline_key", "outcome", "picture", "sheet"} {
		all[part] = true
	}
	return all
}()

func isAudit(f ast.Expr, name string) bool {
	selector, ok := f.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != name {
		return false
	}
	of, ok := selector.X.(*ast.Ident)
	return ok && of.Name == "audit"
}

// writers are the files of packages that write the trail.
func writers(t *testing.T) map[string]*ast.File {
	t.Helper()
	files, writes := map[string]*ast.File{}, map[string]bool{}
	for _, root := range []string{"../../internal", "../../seed", "../../cmd"} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
				filepath.Dir(path) == filepath.FromSlash("../../internal/audit") {
				return err
			}
			source, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			tree, err := parser.ParseFile(token.NewFileSet(), path, source, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			files[path] = tree
			for _, one := range tree.Imports {
				if one.Path.Value == strconv.Quote(importPath) {
					writes[filepath.Dir(path)] = true
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for path := range files {
		if !writes[filepath.Dir(path)] {
			delete(files, path)
		}
	}
	return files
}
