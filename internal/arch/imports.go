package arch

import (
	"slices"
	"strconv"
	"strings"
)

// checkImports holds each import of a file against layers and owners.
func checkImports(s source) []Violation {
	var found []Violation
	for _, spec := range s.syntax.Imports {
		imp, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has accepted it: cannot be
		}
		if rule, why := importFault(s.pkg, imp); rule != "" {
			found = append(found, s.violation(spec.Pos(), rule, "%s imports %s: %s", s.pkg, imp, why))
		}
		if why := ownerFault(s.pkg, imp); why != "" {
			found = append(found, s.violation(spec.Pos(), Owners, "%s imports %s: %s", s.pkg, imp, why))
		}
	}
	return found
}

// importFault says which rule an import of our own packages breaks, if one.
func importFault(pkg, imp string) (rule Rule, why string) {
	ours, ok := strings.CutPrefix(imp, module)
	if !ok || tree(pkg) == tree(ours) {
		return "", ""
	}
	from, to := layer(pkg), layer(ours)
	switch {
	case from >= 0 && to < from && to >= 0:
		return "", ""
	case within(pkg, services) && within(ours, services):
		return Services, "declare the methods you need as an interface; app passes the neighbor in"
	case within(pkg, outside) || within(ours, outside):
		return Layers, "one of them is outside of the house"
	case from < 0 || to < 0:
		return "", "" // checkPlaces reports the package that is in no layer
	}
	return Layers, "a package imports only from the layers below its own"
}

// ownerFault says why pkg may not import imp, if it may not.
func ownerFault(pkg, imp string) string {
	for _, o := range owners {
		if !strings.HasPrefix(imp, o.what) || within(pkg, o.only) {
			continue
		}
		if ours, ok := strings.CutPrefix(imp, module); ok && within(pkg, []string{ours}) {
			continue
		}
		if len(o.only) == 0 {
			return o.why
		}
		return "only " + strings.Join(o.only, ", ") + " may: " + o.why
	}
	return ""
}

// layer is the index of pkg's layer, or -1.
func layer(pkg string) int {
	return slices.IndexFunc(layers, func(trees []string) bool { return within(pkg, trees) })
}

// tree is the top of pkg's own tree: "internal/auth" for "internal/auth/system".
func tree(pkg string) string {
	top, rest, _ := strings.Cut(pkg, "/")
	if top != "internal" || rest == "" {
		return top
	}
	name, _, _ := strings.Cut(rest, "/")
	return top + "/" + name
}

// checkPlaces reports the packages that no layer names, once each.
func checkPlaces(sources []source) []Violation {
	var found []Violation
	seen := map[string]bool{}
	for _, s := range sources {
		if s.test || seen[s.pkg] || layer(s.pkg) >= 0 || within(s.pkg, outside) {
			continue
		}
		seen[s.pkg] = true
		found = append(found, Violation{s.pkg, Places, "name the package in the layers of internal/arch/rules.go and in docs/architecture.md"})
	}
	return found
}
