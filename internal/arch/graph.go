package arch

import (
	"go/ast"
	"strconv"
	"strings"
	"unicode"
)

// records is the package of the generated records: graph may name what is in
// it, and never asks it anything.
const records = module + "ent/db"

// queriers are the names of ent/db by which one would query.
var queriers = map[string]bool{"Client": true, "Tx": true, "FromContext": true, "TxFromContext": true, "NewClient": true, "Open": true}

// checkGraph holds the hand-written part of the API against "convert, call,
// return": no predicates, no clients, no obj.QueryX().
func checkGraph(s source) []Violation {
	if !within(s.pkg, []string{"graph"}) || s.generated {
		return nil
	}
	var found []Violation
	for _, spec := range s.syntax.Imports {
		if imp, err := strconv.Unquote(spec.Path.Value); err == nil && strings.HasPrefix(imp, records+"/") {
			found = append(found, s.violation(spec.Pos(), Resolvers, "%s imports %s: predicates belong in services", s.pkg, imp))
		}
	}
	db := localName(s.syntax, records)
	ast.Inspect(s.syntax, func(n ast.Node) bool {
		if x, name, ok := selector(n); ok && db != "" && x == db && queriers[name] {
			found = append(found, s.violation(n.Pos(), Resolvers, "%s.%s: resolvers call services; services query", x, name))
		}
		if call, ok := n.(*ast.CallExpr); ok && queries(call) {
			found = append(found, s.violation(n.Pos(), Resolvers, "a call of .QueryX(): load through a service"))
		}
		return true
	})
	return found
}

// queries reports whether a call is x.Query() or x.QueryAwards().
func queries(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	rest, ok := strings.CutPrefix(sel.Sel.Name, "Query")
	return ok && (rest == "" || unicode.IsUpper(rune(rest[0])))
}
