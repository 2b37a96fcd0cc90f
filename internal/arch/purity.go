package arch

import (
	"go/ast"
	"path"
	"strconv"
	"strings"
)

// checkPurity holds a rule package's imports and its use of clocks against the
// lists.
func checkPurity(s source) []Violation {
	if !within(s.pkg, pure) {
		return nil
	}
	var found []Violation
	for _, spec := range s.syntax.Imports {
		imp, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		if why := impurity(s.pkg, imp); why != "" {
			found = append(found, s.violation(spec.Pos(), Purity, "%s imports %s: %s", s.pkg, imp, why))
		}
	}
	clock := localName(s.syntax, "time")
	ast.Inspect(s.syntax, func(n ast.Node) bool {
		if x, name, ok := selector(n); ok && clock != "" && x == clock && clocks[name] {
			found = append(found, s.violation(n.Pos(), Purity, "time.%s: take the time as an argument", name))
		}
		return true
	})
	return found
}

// impurity says why a rule package does without an import, or "".
func impurity(pkg, imp string) string {
	if strings.HasPrefix(imp, module) || within(imp, harmless) {
		return ""
	}
	for denied, why := range impure {
		if within(imp, []string{denied}) {
			return why
		}
	}
	if host, _, _ := strings.Cut(imp, "/"); !strings.Contains(host, ".") {
		return "" // standard library
	}
	if within(imp, pureLibraries[tree(pkg)]) {
		return ""
	}
	return "a rule package names its libraries in internal/arch/rules.go"
}

// localName is the name that a file gives an import, "" when it has it not. A
// dot import is reported as "." and matches no selector: revive refuses those.
func localName(f *ast.File, imp string) string {
	for _, spec := range f.Imports {
		if value, err := strconv.Unquote(spec.Path.Value); err != nil || value != imp {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return path.Base(imp)
	}
	return ""
}

// selector takes a node of the form x.name apart, x being a plain identifier.
func selector(n ast.Node) (x, name string, ok bool) {
	sel, ok := n.(*ast.SelectorExpr)
	if !ok {
		return "", "", false
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return "", "", false
	}
	return id.Name, sel.Sel.Name, true
}
