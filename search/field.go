package search

import (
	"slices"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// termsField is a field of plain terms: nothing stored, no frequencies, norms,
// positions or doc values. bleve's own text field costs one value, one analysis
// and twenty times the bytes per term.
type termsField struct {
	name  string
	terms []string
	freqs index.TokenFrequencies
}

var _ index.Field = (*termsField)(nil)

const termsOptions = index.IndexField | index.SkipFreqNorm

func (f *termsField) Name() string                        { return f.name }
func (f *termsField) Value() []byte                       { return nil }
func (f *termsField) ArrayPositions() []uint64            { return nil }
func (f *termsField) EncodedFieldType() byte              { return 't' }
func (f *termsField) Options() index.FieldIndexingOptions { return termsOptions }
func (f *termsField) AnalyzedLength() int                 { return len(f.terms) }
func (f *termsField) NumPlainTextBytes() uint64           { return 0 }
func (f *termsField) Size() int                           { return 64 + 48*len(f.terms) }

// Analyze takes the terms as they are.
func (f *termsField) Analyze() {
	f.freqs = make(index.TokenFrequencies, len(f.terms))
	for _, t := range f.terms {
		f.freqs[t] = &index.TokenFreq{Term: []byte(t)}
	}
}

func (f *termsField) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.freqs }

// bleveDocument is the document as bleve takes it.
func bleveDocument(id string, terms map[string][]string) *document.Document {
	doc := document.NewDocument(id)
	names := make([]string, 0, len(terms))
	for name, values := range terms {
		if len(values) > 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		doc.AddField(&termsField{name: name, terms: terms[name]})
	}
	return doc
}
