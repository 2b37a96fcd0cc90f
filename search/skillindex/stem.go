package skillindex

import (
	"strings"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
)

// Stem takes a folded word's inflections off, by the rules of its language.
func Stem(form string, language Language) string {
	if len(form) <= 2 || strings.ContainsAny(form, "+#0123456789") {
		return form
	}
	tokens := analysis.TokenStream{{Term: []byte(form)}}
	if language == Spanish {
		tokens = es.NewSpanishLightStemmerFilter().Filter(tokens)
	} else {
		tokens[0].Term = []byte(oneSpelling(form))
		tokens = en.NewEnglishStemmerFilter().Filter(tokens)
	}
	return string(tokens[0].Term)
}

// spellings are endings that British and American English spell in two ways.
//
//nolint:gochecknoglobals // a table
var spellings = []struct{ british, american string }{
	{"isations", "izations"},
	{"isation", "ization"},
	{"ising", "izing"},
	{"ised", "ized"},
	{"ises", "izes"},
	{"iser", "izer"},
	{"ise", "ize"},
	{"ysing", "yzing"},
	{"ysed", "yzed"},
	{"yse", "yze"},
	{"ours", "ors"},
	{"our", "or"},
	{"oured", "ored"},
	{"ouring", "oring"},
	{"metre", "meter"},
	{"litre", "liter"},
	{"centre", "center"},
	{"centres", "centers"},
	{"theatre", "theater"},
	{"programmes", "programs"},
	{"programme", "program"},
	{"elling", "eling"},
	{"elled", "eled"},
	{"eller", "eler"},
	{"logue", "log"},
	{"defence", "defense"},
	{"licence", "license"},
	{"ageing", "aging"},
}

// oneSpelling is a word in the spelling that labels and queries are compared in.
func oneSpelling(form string) string {
	for _, s := range spellings {
		if head, found := strings.CutSuffix(form, s.british); found && len(head) >= 2 {
			return head + s.american
		}
	}
	return form
}
