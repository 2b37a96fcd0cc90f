package badge

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
)

func TestEveryReasonHasItsSentences(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "reason.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	reasons := 0
	ast.Inspect(file, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			reason, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			reasons++
			wellSaid(t, reason, reasonSentences[Reason(reason)])
		}
		return true
	})
	if reasons < 50 || reasons != len(reasonSentences) {
		t.Errorf("%d reasons, %d sentences", reasons, len(reasonSentences))
	}
	for _, name := range checkOrder {
		wellSaid(t, string(name), passSentences[name])
		wellSaid(t, string(name), noneSentences[name])
	}
}

func wellSaid(t *testing.T, what string, s sentence) {
	t.Helper()
	for _, words := range []string{s.en, s.es} {
		if len(words) < 10 || strings.HasSuffix(words, ".") || words[0] < 'A' || words[0] > 'Z' {
			t.Errorf("%s: %q", what, words)
		}
	}
	if s.en == s.es {
		t.Errorf("%s says %q in both languages", what, s.en)
	}
}

func TestASentenceRepeatsLittleOfTheBadge(t *testing.T) {
	t.Parallel()
	s := sentence{"Too long", "Demasiado largo"}.in(spanish, strings.Repeat("ñ", 1000))
	if want := "Demasiado largo: " + strings.Repeat("ñ", maxAbout) + "…."; s != want {
		t.Errorf("got %q", s)
	}
}
