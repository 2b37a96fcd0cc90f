package arch

import (
	"go/ast"
	"path"
)

// checkClients holds that nobody but the dialers asks the network: a URL found
// in data is the attacker's, and only fetch checks where it leads.
func checkClients(s source) []Violation {
	if within(s.pkg, dialers) {
		return nil
	}
	var found []Violation
	for imp, names := range clients {
		local := localName(s.syntax, imp)
		if local == "" {
			continue
		}
		ast.Inspect(s.syntax, func(n ast.Node) bool {
			if x, name, ok := selector(n); ok && x == local && names[name] {
				found = append(found, s.violation(n.Pos(), Clients, "%s.%s: take what internal/fetch has fetched", path.Base(imp), name))
			}
			return true
		})
	}
	return found
}
