package rdfc_test

import (
	"errors"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

// FuzzCanonicalize reads N-Quads and holds that the canonical form depends
// neither on the order nor on the labels, and is read as what it was.
func FuzzCanonicalize(f *testing.F) {
	for _, text := range graphs {
		f.Add(text, uint64(1))
	}
	f.Add("<urn:a:s> <urn:a:p> \"\\u0007\\\"é\"@en <urn:a:g> .\n", uint64(2))
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		quads, err := rdfc.Parse(text)
		if err != nil {
			if !errors.Is(err, rdfc.ErrMalformed) {
				t.Fatalf("another error: %v", err)
			}
			return
		}
		want, err := rdfc.Canonicalize(quads, rdfc.Options{Budget: 5_000})
		if err != nil {
			return // too complex, whatever the order
		}
		if got := canonical(t, disguise(quads, seed)); got != want {
			t.Fatalf("got\n%s\nwant\n%s", got, want)
		}
		if got := canonical(t, parse(t, want)); got != want {
			t.Fatalf("read again it is\n%s\nwant\n%s", got, want)
		}
	})
}
