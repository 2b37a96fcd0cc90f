package arch

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// checkGenerated holds that the generated directories hold generated files only,
// and that generated files are nowhere else, where linters would pass them over.
func checkGenerated(s source) []Violation {
	inside := within(s.pkg, generatedDirs)
	switch {
	case inside && !s.generated && !slices.Contains(byHand, s.file):
		return []Violation{{s.file, Generated, "written by hand in a generated directory: move it out, or name it in internal/arch/rules.go"}}
	case !inside && s.generated:
		return []Violation{{s.file, Generated, "generated outside of the generated directories"}}
	}
	return nil
}

// checkForeign reports what is no Go file in a generated directory.
func checkForeign(others []string) []Violation {
	var found []Violation
	for _, file := range others {
		if within(path.Dir(file), generatedDirs) {
			found = append(found, Violation{file, Generated, "no generated Go file"})
		}
	}
	return found
}

// checkComments holds that each package written by hand has one package
// comment: which file has it is free, two of them would be joined by godoc.
func checkComments(sources []source) []Violation {
	type key struct{ dir, name string }
	comments := map[key][]string{}
	var found []Violation
	for _, s := range sources {
		if s.test || s.generated {
			continue
		}
		p := key{s.pkg, s.syntax.Name.Name}
		comments[p] = append(comments[p], nil...) // met, if without one
		if s.syntax.Doc == nil {
			continue
		}
		comments[p] = append(comments[p], path.Base(s.file))
		if !strings.HasPrefix(s.syntax.Doc.Text(), opening(p.name)) {
			found = append(found, s.violation(s.syntax.Doc.Pos(), Comments, "a package comment starts with %q", opening(p.name)))
		}
	}
	for p, files := range comments {
		switch {
		case within(p.dir, generatedDirs) && len(files) == 0:
			// The generated part of the package has its own.
		case len(files) == 0:
			found = append(found, Violation{p.dir, Comments, "no package comment: say what it owns and refuses"})
		case len(files) > 1:
			found = append(found, Violation{p.dir, Comments, fmt.Sprintf("%d package comments: %s", len(files), strings.Join(files, ", "))})
		}
	}
	return found
}

// opening is how the comment of a package of that name starts.
func opening(pkg string) string {
	if pkg == "main" {
		return "Command "
	}
	return "Package " + pkg + " "
}
