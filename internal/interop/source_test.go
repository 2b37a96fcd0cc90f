package interop

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/stackmatch/stackmatch/internal/catalog"
)

func mapFS(skills, broader []byte) fstest.MapFS {
	return fstest.MapFS{
		"skills_en.csv":                   {Data: skills},
		"broaderRelationsSkillPillar.csv": {Data: broader},
	}
}

const spanish = "conceptUri,preferredLabel\nx:1,señalización en la grúa\n"

func encoded(t *testing.T, e Encoding) []byte {
	t.Helper()
	var out []byte
	var err error
	switch e {
	case UTF16LE:
		out, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(spanish))
	case UTF16BE:
		out, err = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(spanish))
	case Windows1252:
		out, err = charmap.Windows1252.NewEncoder().Bytes([]byte(spanish))
	case UTF8BOM:
		out = append([]byte("\ufeff"), spanish...)
	default:
		out = []byte(spanish)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEveryEncodingGivesTheSameSkill(t *testing.T) {
	t.Parallel()
	for _, e := range []Encoding{UTF8, UTF8BOM, UTF16LE, UTF16BE, Windows1252} {
		sink := newMemory()
		dir := fstest.MapFS{"skills_es.csv": {Data: encoded(t, e)}}
		report, err := Esco(t.Context(), dir, sink, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := report.Files[0].Encoding; got != e {
			t.Errorf("read as %s, want %s", got, e)
		}
		want := []catalog.SkillText{{Language: "es", Label: "señalización en la grúa"}}
		if diff := cmp.Diff(want, sink.skills["x:1"].Texts); diff != "" {
			t.Errorf("%s: texts differ (-want +got):\n%s", e, diff)
		}
		if got, want := report.Codes["encoding"] == 1, e == Windows1252; got != want {
			t.Errorf("%s: encoding noted %v, want %v", e, got, want)
		}
	}
}

func TestEncodingDoesNotDependOnHowBytesArrive(t *testing.T) {
	t.Parallel()
	for _, e := range []Encoding{UTF8, UTF8BOM, UTF16LE, UTF16BE, Windows1252} {
		x := examiner{hash: sha256.New(), valid: true}
		data := encoded(t, e)
		for i := range data {
			x.feed(data[i : i+1])
		}
		if got := x.encoding(); got != e {
			t.Errorf("byte by byte read as %s, want %s", got, e)
		}
		if err := iotest.TestReader(decode(bytes.NewReader(data), e), []byte(spanish)); err != nil {
			t.Error(err)
		}
	}
}

func TestLostCharactersAreReported(t *testing.T) {
	t.Parallel()
	dir := fstest.MapFS{"skills_es.csv": file("conceptUri,preferredLabel\nx:1,Do\ufffda Ana\n")}
	report, err := Esco(t.Context(), dir, newMemory(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []Note{{
		File: "skills_es.csv", Line: 2, Column: "preferredLabel", Severity: Warning, Code: "lost_character",
		Message: "a character was lost before this file was written", Value: "Do\ufffda Ana",
	}}
	var got []Note
	for _, n := range report.Notes {
		if n.Code != "no_release" {
			got = append(got, n)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("notes differ (-want +got):\n%s", diff)
	}
}

func TestRowsOfTheWrongShapeFailAlone(t *testing.T) {
	t.Parallel()
	long := fmt.Sprintf("x:5,%01100d\n", 0)
	dir := fstest.MapFS{"skills_es.csv": file(
		"conceptUri,preferredLabel,altLabels\nx:1,uno\nx:2,dos,,,\nx:3,tres,,more\nno uri,cuatro\n" + long + ",,\nx:6,seis\n")}
	sink := newMemory()
	report, err := Esco(t.Context(), dir, sink, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := Counts{Read: 6, Created: 3, Failed: 3}
	if diff := cmp.Diff(want, report.Rows); diff != "" {
		t.Errorf("rows differ (-want +got):\n%s", diff)
	}
	for _, code := range []string{"too_many_cells", "bad_uri", "too_long"} {
		if report.Codes[code] != 1 {
			t.Errorf("%s noted %d times, want once", code, report.Codes[code])
		}
	}
}
