// Package arch checks that the source keeps to the map of the house: which
// package may import which, what the rule packages may know, what the generated
// directories hold. It owns the tables of those rules (rules.go) and nothing
// that runs in production.
//
// It reads the source itself rather than asking "go list": the test cache
// notices a file that a test opened, and would not notice a command's answer.
package arch

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Violation is one breach of one rule.
type Violation struct {
	// File is the path of the offender: a file, or a directory where the whole
	// package is meant.
	File string
	// Rule names the rule broken.
	Rule Rule
	// Detail says what is wrong and what to do instead.
	Detail string
}

// String is the violation as a line for a person.
func (v Violation) String() string {
	return fmt.Sprintf("%s: %s: %s", v.File, v.Rule, v.Detail)
}

// source is a parsed Go file.
type source struct {
	file      string // slash-separated, from the root of the tree
	pkg       string // its directory
	test      bool
	generated bool
	fset      *token.FileSet
	syntax    *ast.File
}

// Check reads every Go file of the tree and returns the violations, sorted.
func Check(tree fs.FS) ([]Violation, error) {
	sources, others, err := read(tree)
	if err != nil {
		return nil, err
	}
	var found []Violation
	for _, s := range sources {
		found = append(found, checkGenerated(s)...)
		if s.test {
			continue
		}
		found = append(found, checkImports(s)...)
		found = append(found, checkPurity(s)...)
		found = append(found, checkClients(s)...)
		found = append(found, checkGraph(s)...)
	}
	found = append(found, checkComments(sources)...)
	found = append(found, checkPlaces(sources)...)
	found = append(found, checkForeign(others)...)
	slices.SortFunc(found, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Detail, b.Detail))
	})
	return found, nil
}

// read parses the Go files of the tree and lists the other ones.
func read(tree fs.FS) (sources []source, others []string, err error) {
	err = fs.WalkDir(tree, ".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && skipped(d.Name()):
			return fs.SkipDir
		case d.IsDir():
			return nil
		case !strings.HasSuffix(file, ".go"):
			others = append(others, file)
			return nil
		}
		s, err := parse(tree, file)
		if err != nil {
			return fmt.Errorf("parse %s: %w", file, err)
		}
		sources = append(sources, s)
		return nil
	})
	return sources, others, err
}

// skipped reports whether the go command ignores directories of that name, or
// whether they hold nothing of ours.
func skipped(dir string) bool {
	return dir != "." && (strings.HasPrefix(dir, ".") || strings.HasPrefix(dir, "_")) ||
		dir == "testdata" || dir == "node_modules"
}

func parse(tree fs.FS, file string) (source, error) {
	text, err := fs.ReadFile(tree, file)
	if err != nil {
		return source{}, err
	}
	fset := token.NewFileSet()
	syntax, err := parser.ParseFile(fset, file, text, parser.ParseComments)
	if err != nil {
		return source{}, err
	}
	return source{
		file:      file,
		pkg:       path.Dir(file),
		test:      strings.HasSuffix(file, "_test.go"),
		generated: ast.IsGenerated(syntax),
		fset:      fset,
		syntax:    syntax,
	}, nil
}

// violation is a breach at a place in the file.
func (s source) violation(at token.Pos, rule Rule, format string, args ...any) Violation {
	return Violation{
		File:   fmt.Sprintf("%s:%d", s.file, s.fset.Position(at).Line),
		Rule:   rule,
		Detail: fmt.Sprintf(format, args...),
	}
}

// within reports whether pkg is one of the trees or inside of one.
func within(pkg string, trees []string) bool {
	return slices.ContainsFunc(trees, func(tree string) bool {
		return pkg == tree || strings.HasPrefix(pkg, tree+"/")
	})
}
