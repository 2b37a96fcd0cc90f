package skillindex

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// marked is a hit's label with what is marked in brackets.
func marked(h Hit) string {
	var out strings.Builder
	last := 0
	for _, m := range h.Marks {
		out.WriteString(h.Label.Text[last:m.Start] + "[" + h.Label.Text[m.Start:m.End] + "]")
		last = m.End
	}
	return out.String() + h.Label.Text[last:]
}

func TestAHitMarksWhatTheQueryHas(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		query string
		begun bool
		want  string
	}{
		{"somebody who welds pipes", false, "[weld] [pipes]"},
		{"soldadura de TUBERIAS", false, "[soldar] [tuberías]"},
		{"weld pi", true, "[weld] [pi]pes"},
		{"javas", true, "[JavaS]cript"},
		{"c++", true, "[C++]"},
		{"tecni", true, "directora [técni]ca"},
		{"full st", true, "[full]-[st]ack web development"},
	} {
		hits, err := shop().Search(t.Context(), Query{Text: tt.query, Begun: tt.begun, Limit: 1})
		if err != nil || len(hits) != 1 {
			t.Fatalf("%q: %v, %v", tt.query, hits, err)
		}
		if got := marked(hits[0]); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.query, got, tt.want)
		}
	}
}

func TestMarksEndWhereLettersDo(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"técnica":                 "[técn]ica",
		"te\u0301cnica":           "[te\u0301cn]ica",
		"tecn\u0303 ica":          "[tecn\u0303] ica",
		"TÉCNICA":                 "[TÉCN]ICA",
		"«técnica»":               "«[técn]ica»",
		"\xffte\u0301cnica\u0301": "\xff[te\u0301cn]ica\u0301",
	} {
		x := Build([]Skill{{ID: "x", Labels: label(text)}})
		hits, err := x.Search(t.Context(), Query{Text: "tecn", Begun: true, Limit: 1})
		if err != nil || len(hits) != 1 {
			t.Fatalf("%q: %v, %v", text, hits, err)
		}
		if got := marked(hits[0]); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// badMarks says what is wrong with a hit's marks.
func badMarks(h Hit) string {
	last := 0
	for _, m := range h.Marks {
		switch {
		case m.Start < last || m.End <= m.Start || m.End > len(h.Label.Text):
			return "out of bounds or order"
		case !utf8.RuneStart(h.Label.Text[m.Start]) || m.End < len(h.Label.Text) && utf8.ValidString(h.Label.Text) && !utf8.RuneStart(h.Label.Text[m.End]):
			return "within a letter"
		}
		last = m.End
	}
	return ""
}

func TestASearchBoxLeavesOutWhatFitsLittle(t *testing.T) {
	t.Parallel()
	x := Build([]Skill{
		{ID: "both", Labels: label("manage budgets of schools")},
		{ID: "same", Labels: []Label{{Text: "gestionar presupuestos", Language: Spanish}}},
		{ID: "one", Labels: label("manage goats")},
		{ID: "other", Labels: label("bake bread")},
	})
	for typed, want := range map[string][]string{
		"manage budgets": {"both", "same"},
		"manage bu":      {"both"},
		"manage o":       {"one", "both"},
		"xyzzy":          {},
	} {
		got := found(t, x, Query{Text: typed, Begun: true})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q, -want +got:\n%s", typed, diff)
		}
	}
	if got := found(t, x, Query{Text: "manage budgets"}); len(got) != 4 && len(got) != 3 {
		t.Errorf("a sentence finds what has some of it too: %v", got)
	}
}

func TestManySearchesAtOnceAreAnsweredInTheirOrder(t *testing.T) {
	t.Parallel()
	var queries []Query
	for i := range 50 {
		queries = append(queries, Query{Text: []string{"weld pipes", "bake bread", "", "manage staff " + strconv.Itoa(i)}[i%4], Limit: 1 + i%3})
	}
	got, err := shop().SearchAll(t.Context(), queries)
	if err != nil {
		t.Fatal(err)
	}
	for i, q := range queries {
		want, err := shop().Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got[i]); diff != "" {
			t.Errorf("query %d, -want +got:\n%s", i, diff)
		}
	}
	if got, err := shop().SearchAll(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("of no query: %v, %v", got, err)
	}
}

func TestASearchThatNobodyWaitsForEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := shop().Search(ctx, Query{Text: "weld", Limit: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("one search: %v", err)
	}
	if _, err := shop().SearchAll(ctx, make([]Query, 100)); !errors.Is(err, context.Canceled) {
		t.Errorf("many: %v", err)
	}
}

// table is a table of meanings of tokens with two numbers each.
func table(scale float32, tokens ...string) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(meaningMagic), 2)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(tokens)))
	for _, token := range tokens {
		b = append(append(b, byte(len(token))), token...)
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(scale))
	}
	for i := range tokens {
		b = append(b, byte(100+i), 1)
	}
	return b
}

func TestAnIndexTakesItsMeaningsFromAnotherTable(t *testing.T) {
	t.Parallel()
	m, err := ReadMeanings(bytes.NewReader(table(1, "zig", "zag")))
	if err != nil {
		t.Fatal(err)
	}
	skills := []Skill{{ID: "a", Labels: label("zig")}, {ID: "b", Labels: label("bread")}}
	for name, x := range map[string]*Index{"other": Build(skills, WithMeanings(m)), "none": Build(skills, WithMeanings(nil))} {
		hits, err := x.Search(t.Context(), Query{Text: "zag", Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		if alike := len(hits) > 0 && hits[0].ID == "a" && hits[0].Likeness > 0.9; alike != (name == "other") {
			t.Errorf("%s table: %+v", name, hits)
		}
	}
}

func TestATableThatIsWrongIsRefused(t *testing.T) {
	t.Parallel()
	whole := table(1, "zig", "zag")
	for name, b := range map[string][]byte{
		"not a number":     table(float32(math.NaN()), "zig"),
		"infinite":         table(float32(math.Inf(1)), "zig"),
		"below 0":          table(-1, "zig"),
		"twice":            table(1, "zig", "zig"),
		"empty":            table(1, ""),
		"no token":         table(1),
		"more than it has": append(bytes.Clone(whole), 0),
		"many tokens":      append([]byte(meaningMagic+"\x01\x00\x00\x00\xff\xff\xff\xff"), whole...),
		"long vectors":     append([]byte(meaningMagic+"\xff\xff\xff\xff\x01\x00\x00\x00"), whole...),
	} {
		if _, err := ReadMeanings(bytes.NewReader(b)); err == nil {
			t.Errorf("%s: read", name)
		}
	}
}

func FuzzReadMeanings(f *testing.F) {
	f.Add(table(1, "zig", "zag"))
	f.Add(table(0, "a"))
	f.Add([]byte(meaningMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ReadMeanings(bytes.NewReader(b))
		if err != nil {
			return
		}
		x := Build([]Skill{{ID: "a", Labels: label("zig zag a##b")}}, WithMeanings(m))
		hits, err := x.Search(t.Context(), Query{Text: "zag zigzag", Limit: 1})
		if err != nil || len(hits) > 0 && !(hits[0].Likeness >= 0 && hits[0].Likeness <= 1) {
			t.Fatalf("%+v, %v", hits, err)
		}
	})
}
