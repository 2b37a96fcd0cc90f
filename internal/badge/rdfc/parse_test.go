package rdfc_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

func TestParseReadsWhatNQuadsCanSay(t *testing.T) {
	t.Parallel()
	s, p := rdfc.NewIRI("urn:a:s"), rdfc.NewIRI("urn:a:p")
	for text, want := range map[string]rdfc.Quad{
		`<urn:a:s> <urn:a:p> <urn:a:o> .`:                {Subject: s, Predicate: p, Object: rdfc.NewIRI("urn:a:o")},
		`<urn:a:s><urn:a:p>"o".`:                         {Subject: s, Predicate: p, Object: rdfc.NewLiteral("o", "")},
		"\t<urn:a:s>\t<urn:a:p> \"o\"@en-GB . # so":      {Subject: s, Predicate: p, Object: rdfc.NewText("o", "en-GB")},
		`<urn:a:s> <urn:a:p> "1"^^<urn:a:t> <urn:a:g> .`: {Subject: s, Predicate: p, Object: rdfc.NewLiteral("1", "urn:a:t"), Graph: rdfc.NewIRI("urn:a:g")},
		`_:a.b <urn:a:p> _:0 _:g.`:                       {Subject: rdfc.NewBlank("a.b"), Predicate: p, Object: rdfc.NewBlank("0"), Graph: rdfc.NewBlank("g")},
		`<urn:a:\u0073> <urn:a:p> "\u00e9\U0001F600\t\'" .`: {
			Subject: s, Predicate: p, Object: rdfc.NewLiteral("é😀\t'", ""),
		},
	} {
		got, err := rdfc.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if diff := cmp.Diff([]rdfc.Quad{want}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestParseSkipsEmptyLinesAndComments(t *testing.T) {
	t.Parallel()
	got, err := rdfc.Parse("\n# nothing\r\n  \n")
	if err != nil || len(got) != 0 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestParseRefusesWhatIsNotNQuads(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`<urn:a:s>`, `<urn:a:s> <urn:a:p> .`, `<urn:a:s> <urn:a:p> "o"`, `<urn:a:s> <urn:a:p> "o" . x`,
		`<urn:a:s> <urn:a:p> "o`, `<urn:a:s <urn:a:p> "o" .`, `<s> <urn:a:p> "o" .`, `<urn:a s> <urn:a:p> "o" .`,
		`<urn:a:s> <urn:a:p> "o"@ .`, `<urn:a:s> <urn:a:p> "o"@1 .`, `<urn:a:s> <urn:a:p> "o"@en- .`, `<urn:a:s> <urn:a:p> "o"^^x .`,
		`<urn:a:s> <urn:a:p> "o"^^<t> .`, `"s" <urn:a:p> "o" .`, `<urn:a:s> "p" "o" .`, `<urn:a:s> _:p "o" .`,
		`<urn:a:s> <urn:a:p> "o" "g" .`, `_: <urn:a:p> "o" .`, `_:- <urn:a:p> "o" .`, `<urn:a:s> <urn:a:p> "\x" .`,
		`<urn:a:s> <urn:a:p> "\u12" .`, `<urn:a:s> <urn:a:p> "\uD800" .`, `<urn:a:s> <urn:a:p> "\U00110000" .`,
		`<urn:a:\u0020> <urn:a:p> "o" .`, `<urn:a:\n> <urn:a:p> "o" .`, `<urn:a:s> <urn:a:p> "o\`, "<urn:a:s> <urn:a:p> \"\xff\" .",
		"<urn:a:s> <urn:a:p> \"a\nb\" .", `@prefix a: <urn:a:> .`, `<urn:a:s> <urn:a:p> 1 .`,
	} {
		if got, err := rdfc.Parse(text); !errors.Is(err, rdfc.ErrMalformed) {
			t.Errorf("%s: got %v, %v", text, got, err)
		}
	}
}
