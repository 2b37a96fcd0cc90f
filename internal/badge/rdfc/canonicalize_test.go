package rdfc_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

const p = "<urn:example:p>"

// graphs are small ones in which blank nodes look alike.
var graphs = map[string]string{
	"ring of four":      "_:a " + p + " _:b .\n_:b " + p + " _:c .\n_:c " + p + " _:d .\n_:d " + p + " _:a .\n",
	"two rings of two":  "_:a " + p + " _:b .\n_:b " + p + " _:a .\n_:c " + p + " _:d .\n_:d " + p + " _:c .\n",
	"star":              "_:hub " + p + " _:a .\n_:hub " + p + " _:b .\n_:hub " + p + " _:c .\n_:a " + p + " \"x\" .\n",
	"chain with an end": "_:a " + p + " _:b .\n_:b " + p + " _:c .\n_:c " + p + " \"end\" .\n",
	"graphs of their own": "<urn:example:s> " + p + " _:g .\n_:a " + p + " \"1\" _:g .\n" +
		"<urn:example:s> " + p + " _:h .\n_:b " + p + " \"2\" _:h .\n",
	"itself in its graph": "_:a " + p + " _:a _:a .\n_:b " + p + " _:c _:b .\n",
}

func TestOrderAndLabelsDoNotMatter(t *testing.T) {
	t.Parallel()
	for name, text := range graphs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			quads := parse(t, text)
			want := canonical(t, quads)
			for seed := range uint64(20) {
				if diff := cmp.Diff(want, canonical(t, disguise(quads, seed))); diff != "" {
					t.Fatalf("seed %d (-want +got):\n%s", seed, diff)
				}
			}
		})
	}
}

func TestCanonicalFormIsItsOwn(t *testing.T) {
	t.Parallel()
	for name, text := range graphs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := canonical(t, parse(t, text))
			if got := canonical(t, parse(t, want)); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestDifferentGraphsDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for name, text := range graphs {
		form := canonical(t, parse(t, text))
		if other, found := seen[form]; found {
			t.Errorf("%s and %s have one form", name, other)
		}
		seen[form] = name
	}
}

// TestIssuedLabelsAreThoseOfTheText writes the input with the labels that were
// issued, which is the canonical form but for the order.
func TestIssuedLabelsAreThoseOfTheText(t *testing.T) {
	t.Parallel()
	for name, text := range graphs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, err := rdfc.Label(parse(t, text), rdfc.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for from, to := range result.Issued {
				text = strings.ReplaceAll(text, "_:"+from+" ", "_:"+to+" ")
			}
			got, err := rdfc.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range got {
				if !strings.Contains(result.NQuads, q.String()+"\n") {
					t.Errorf("%s is not in\n%s", q, result.NQuads)
				}
			}
		})
	}
}

// TestPoisonIsStopped has graphs that a naive implementation works on for
// years, the first of them the one of the W3C's suite (test074).
func TestPoisonIsStopped(t *testing.T) {
	t.Parallel()
	for name, quads := range map[string][]rdfc.Quad{
		"ten nodes, each with all":         clique(10, "urn:example:p"),
		"forty nodes, each with all":       clique(40, "urn:example:p"),
		"two sides of twelve":              sides(12),
		"many rings":                       rings(12, 4),
		"a predicate of ten kB":            clique(10, "urn:example:"+strings.Repeat("p", 10_000)),
		"nodes that are graphs and things": inGraphs(12),
	} {
		took := time.Hour
		for try := 0; try < 3 && took > 5*time.Second; try++ { // again, as other tests run meanwhile
			start := time.Now()
			_, err := rdfc.Canonicalize(quads, rdfc.Options{})
			took = time.Since(start)
			if !errors.Is(err, rdfc.ErrTooComplex) {
				t.Fatalf("%s: got %v, want %v", name, err, rdfc.ErrTooComplex)
			}
		}
		t.Logf("%s: stopped after %v", name, took)
		if took > 5*time.Second {
			t.Errorf("%s: it took %v", name, took)
		}
	}
}

// TestLargeIsNotComplex has what a long record holds: many things without a
// name, which all look alike.
func TestLargeIsNotComplex(t *testing.T) {
	t.Parallel()
	var quads []rdfc.Quad
	hub := rdfc.NewBlank("hub")
	for i := range 20_000 {
		leaf := rdfc.NewBlank(fmt.Sprint("leaf", i))
		quads = append(quads, rdfc.Quad{Subject: hub, Predicate: rdfc.NewIRI("urn:example:has"), Object: leaf})
	}
	if _, err := rdfc.Canonicalize(quads, rdfc.Options{}); err != nil {
		t.Error(err)
	}
}

func TestBudgetIsKept(t *testing.T) {
	t.Parallel()
	quads := parse(t, graphs["ring of four"])
	if _, err := rdfc.Canonicalize(quads, rdfc.Options{Budget: 5}); !errors.Is(err, rdfc.ErrTooComplex) {
		t.Errorf("got %v, want %v", err, rdfc.ErrTooComplex)
	}
}

func TestTermsThatWouldBeAmbiguousAreRefused(t *testing.T) {
	t.Parallel()
	s, o := rdfc.NewIRI("urn:example:s"), rdfc.NewLiteral("o", "")
	good := rdfc.Quad{Subject: s, Predicate: s, Object: o}
	for name, change := range map[string]func(*rdfc.Quad){
		"an IRI that ends early":         func(q *rdfc.Quad) { q.Subject = rdfc.NewIRI("urn:a> <urn:b> <urn:c> .\n<urn:d") },
		"a predicate that ends early":    func(q *rdfc.Quad) { q.Predicate = rdfc.NewIRI("urn:a> \"x\" .\n") },
		"a space in an IRI":              func(q *rdfc.Quad) { q.Object = rdfc.NewIRI("urn:a b") },
		"a relative IRI":                 func(q *rdfc.Quad) { q.Object = rdfc.NewIRI("a/b") },
		"an IRI with a scheme of digits": func(q *rdfc.Quad) { q.Object = rdfc.NewIRI("1a:b") },
		"a datatype that ends early":     func(q *rdfc.Quad) { q.Object = rdfc.NewLiteral("x", "urn:a> .\n<urn:b") },
		"a language that ends early":     func(q *rdfc.Quad) { q.Object = rdfc.NewText("x", "en . \n") },
		"a language and a datatype":      func(q *rdfc.Quad) { q.Object = rdfc.Term{Kind: rdfc.Literal, Language: "en", Datatype: "urn:a:b"} },
		"a language string without one": func(q *rdfc.Quad) {
			q.Object = rdfc.NewLiteral("x", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
		},
		"text that is not UTF-8":          func(q *rdfc.Quad) { q.Object = rdfc.NewLiteral("\xff", "") },
		"an IRI that is not UTF-8":        func(q *rdfc.Quad) { q.Object = rdfc.NewIRI("urn:\xff") },
		"a literal as a subject":          func(q *rdfc.Quad) { q.Subject = o },
		"a blank node as a predicate":     func(q *rdfc.Quad) { q.Predicate = rdfc.NewBlank("b") },
		"a literal as a graph":            func(q *rdfc.Quad) { q.Graph = o },
		"no object":                       func(q *rdfc.Quad) { q.Object = rdfc.Term{} },
		"a blank node without a label":    func(q *rdfc.Quad) { q.Object = rdfc.NewBlank("") },
		"a default graph with a name":     func(q *rdfc.Quad) { q.Graph = rdfc.Term{Value: "x"} },
		"a term of no kind that there is": func(q *rdfc.Quad) { q.Object = rdfc.Term{Kind: 9, Value: "x"} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := good
			change(&q)
			if got, err := rdfc.Canonicalize([]rdfc.Quad{q}, rdfc.Options{}); !errors.Is(err, rdfc.ErrMalformed) {
				t.Errorf("got %q, %v, want %v", got, err, rdfc.ErrMalformed)
			}
		})
	}
}

// TestTextIsEscapedInTheOneCanonicalWay goes through every character that needs
// it and some that do not (RDFC-1.0 §5).
func TestTextIsEscapedInTheOneCanonicalWay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"\b\t\n\f\r\"\\":     `\b\t\n\f\r\"\\`,
		"\x00\x07\x0b\x1f":   `\u0000\u0007\u000B\u001F`,
		"\x7f\u0080\u00a0":   `\u007F` + "\u0080\u00a0",
		"\ufffe\uffff\ufffd": `\uFFFE\uFFFF` + "\ufffd",
		"'é溶🧑\u200d🏭":        "'é溶🧑\u200d🏭",
	} {
		q := rdfc.Quad{Subject: rdfc.NewIRI("urn:a:s"), Predicate: rdfc.NewIRI("urn:a:p"), Object: rdfc.NewLiteral(text, "")}
		got := canonical(t, []rdfc.Quad{q})
		if want := `<urn:a:s> <urn:a:p> "` + want + "\" .\n"; got != want {
			t.Errorf("%q: got %s want %s", text, got, want)
		}
		if again := canonical(t, parse(t, got)); again != got {
			t.Errorf("%q: read again it is %s", text, again)
		}
	}
}

// TestOlderFormLeavesControlsAsTheyAre compares with what software before
// RDFC-1.0 signed.
func TestOlderFormLeavesControlsAsTheyAre(t *testing.T) {
	t.Parallel()
	q := rdfc.Quad{Subject: rdfc.NewIRI("urn:a:s"), Predicate: rdfc.NewIRI("urn:a:p"), Object: rdfc.NewLiteral("\b\t\n\f\r\"\\\x00\x7f", "")}
	got, err := rdfc.Canonicalize([]rdfc.Quad{q}, rdfc.Options{Older: true})
	if want := "<urn:a:s> <urn:a:p> \"\b\t\\n\f\\r\\\"\\\\\x00\x7f\" .\n"; err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func TestStringsHaveOneSpelling(t *testing.T) {
	t.Parallel()
	got := canonical(t, parse(t, `<urn:a:s> <urn:a:p> "x"^^<http://www.w3.org/2001/XMLSchema#string> .
<urn:a:s> <urn:a:p> "x" .`))
	if want := "<urn:a:s> <urn:a:p> \"x\" .\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func canonical(t testing.TB, quads []rdfc.Quad) string {
	t.Helper()
	text, err := rdfc.Canonicalize(quads, rdfc.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// disguise shuffles quads and gives their blank nodes other labels.
func disguise(quads []rdfc.Quad, seed uint64) []rdfc.Quad {
	r := rand.New(rand.NewPCG(seed, 1))
	names := map[string]string{}
	for _, i := range r.Perm(1000) {
		names[fmt.Sprint(len(names))] = fmt.Sprintf("n%d", i)
	}
	known := map[string]string{}
	rename := func(t *rdfc.Term) {
		if t.Kind != rdfc.Blank {
			return
		}
		if known[t.Value] == "" {
			known[t.Value] = names[fmt.Sprint(len(known))]
		}
		t.Value = known[t.Value]
	}
	disguised := make([]rdfc.Quad, len(quads))
	for i, from := range r.Perm(len(quads)) {
		q := quads[from]
		for _, term := range []*rdfc.Term{&q.Subject, &q.Object, &q.Graph} {
			rename(term)
		}
		disguised[i] = q
	}
	return disguised
}

func link(from, to string, predicate string) rdfc.Quad {
	return rdfc.Quad{Subject: rdfc.NewBlank(from), Predicate: rdfc.NewIRI(predicate), Object: rdfc.NewBlank(to)}
}

func clique(n int, predicate string) (quads []rdfc.Quad) {
	for i := range n {
		for j := range n {
			if i != j {
				quads = append(quads, link(fmt.Sprint(i), fmt.Sprint(j), predicate))
			}
		}
	}
	return quads
}

func sides(n int) (quads []rdfc.Quad) {
	for i := range n {
		for j := range n {
			quads = append(quads, link(fmt.Sprint("l", i), fmt.Sprint("r", j), "urn:example:p"))
		}
	}
	return quads
}

// rings has n rings of a length, all hanging together at a hub that is not
// told apart from them.
func rings(n, length int) (quads []rdfc.Quad) {
	for i := range n {
		for j := range length {
			quads = append(quads, link(fmt.Sprint(i, ".", j), fmt.Sprint(i, ".", (j+1)%length), "urn:example:p"))
			for k := range n {
				quads = append(quads, link(fmt.Sprint(i, ".", j), fmt.Sprint(k, ".", j), "urn:example:q"))
			}
		}
	}
	return quads
}

func inGraphs(n int) (quads []rdfc.Quad) {
	for _, q := range clique(n, "urn:example:p") {
		q.Graph, q.Object = q.Object, q.Subject
		quads = append(quads, q)
	}
	return quads
}
