package strictjson

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestEveryKindOfValueIsRead(t *testing.T) {
	t.Parallel()
	got, err := Decode([]byte(` { "a" : [ 1 , -0.5e+3, 0, true, false, null, {} , [] ], "b\u0063" : "\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00é😀" , "": "" } ` + "\r\n\t"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"a": []any{
			json.Number("1"), json.Number("-0.5e+3"), json.Number("0"), true, false, nil,
			map[string]any{},
			[]any{},
		},
		"bc": "\"\\/\b\f\n\r\té😀é😀",
		"":   "",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Decode (-want +got):\n%s", diff)
	}
}

func TestTextsWithTwoMeaningsAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text   string
		offset int
		reason string
	}{
		"a member twice":           {`{"a":1,"b":2,"a":1}`, 13, `the member "a" is there twice`},
		"a member twice, escaped":  {`{"id":1,"\u0069d":2}`, 8, `the member "id" is there twice`},
		"a member twice, deep":     {`[[{"a":{"x":1,"x":2}}]]`, 14, `the member "x" is there twice`},
		"a long member twice":      {`{"` + strings.Repeat("n", 99) + `":1,"` + strings.Repeat("n", 99) + `":1}`, 105, `the member "` + strings.Repeat("n", 42) + `" is there twice`},
		"a high surrogate":         {`["\uD83D"]`, 2, "half of a surrogate pair"},
		"a low surrogate":          {`["\uDE00"]`, 2, "half of a surrogate pair"},
		"surrogates reversed":      {`["\uDE00\uD83D"]`, 2, "half of a surrogate pair"},
		"two high surrogates":      {`["\uD83D\uD83D"]`, 2, "half of a surrogate pair"},
		"a surrogate, then a text": {`["\uD83Dabcdef"]`, 2, "half of a surrogate pair"},
		"a surrogate in UTF-8":     {"[\"\xed\xa0\x80\"]", 2, "the text is not valid UTF-8"},
		"Latin-1":                  {"[\"caf\xe9\"]", 5, "the text is not valid UTF-8"},
		"overlong UTF-8":           {"[\"\xc0\xaf\"]", 2, "the text is not valid UTF-8"},
		"a byte order mark":        {"\ufeff{}", 0, "the text begins with a byte order mark"},
		"UTF-16":                   {"\xff\xfe{\x00}\x00", 0, "the text is not valid UTF-8"},
		"UTF-16 without a mark":    {"{\x00}\x00", 1, "an unexpected character where the name of a member should be"},
		"a second text":            {`{} {}`, 3, "there is more after the end of the JSON text"},
		"NUL after the text":       {"{}\x00", 2, "there is more after the end of the JSON text"},
		"a huge exponent":          {`[1e309]`, 1, "a number that is too large"},
		"a huge negative":          {`[-1e309]`, 1, "a number that is too large"},
		"a huge exponent, many digits": {
			`[1e99999999999999999999]`, 1, "a number that is too large",
		},
		"41 digits": {`[` + strings.Repeat("1", 41) + `]`, 1, "a number of more than 40 characters"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refused(t, test.text, test.offset, test.reason)
		})
	}
}

func TestWhatIsNotJSONIsRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text   string
		offset int
		reason string
	}{
		"nothing":                {"", 0, "the text ends where a value should be"},
		"white space":            {" \n", 2, "the text ends where a value should be"},
		"no-break space":         {"\u00a01", 0, "an unexpected character where a value should be"},
		"a comment":              {"/* */1", 0, "'/' where a value should be"},
		"a trailing comma":       {"[1,]", 3, "']' where a value should be"},
		"a trailing member":      {`{"a":1,}`, 7, "'}' where the name of a member should be"},
		"no comma":               {"[1 2]", 3, "'2' where a comma or the end of an array should be"},
		"no comma in an object":  {`{"a":1 "b":2}`, 7, `'"' where a comma or the end of an object should be`},
		"no colon":               {`{"a" 1}`, 5, "'1' where a colon should be"},
		"no quotation marks":     {`{a:1}`, 1, "'a' where the name of a member should be"},
		"single quotation marks": {`{'a':1}`, 1, `'\'' where the name of a member should be`},
		"an object without end":  {`{"a":1`, 6, "the text ends where a comma or the end of an object should be"},
		"an array without end":   {`[`, 1, "the text ends where a value should be"},
		"a string without end":   {`"abc`, 4, "a string has no end"},
		"an escape at the end":   {`"abc\`, 4, "an escape that JSON does not have"},
		"an escaped end":         {`"abc\"`, 6, "a string has no end"},
		"a short escape":         {`"\u12"`, 1, "an escape that JSON does not have"},
		"an escape not in hex":   {`"\u12g4"`, 1, "an escape that JSON does not have"},
		"another escape":         {`"\x41"`, 1, "an escape that JSON does not have"},
		"a raw line feed":        {"\"a\nb\"", 2, "a control character in a string"},
		"a raw tab, later":       {"\"\\n\t\"", 3, "a control character in a string"},
		"a leading zero":         {"[01]", 2, "'1' where a comma or the end of an array should be"},
		"a plus sign":            {"+1", 0, "'+' where a value should be"},
		"a sign alone":           {"-", 1, "the text ends where a digit should be"},
		"no digit after a point": {"1.", 2, "the text ends where a digit should be"},
		"no digit before it":     {".5", 0, "'.' where a value should be"},
		"no exponent":            {"1e+", 3, "the text ends where a digit should be"},
		"not a number":           {"NaN", 0, "'N' where a value should be"},
		"infinity":               {"-Infinity", 1, "'I' where a digit should be"},
		"a word that goes on":    {"[nullx]", 5, "'x' where a comma or the end of an array should be"},
		"half a word":            {"tru", 0, "'t' where a value should be"},
		"a word in capitals":     {"True", 0, "'T' where a value should be"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refused(t, test.text, test.offset, test.reason)
		})
	}
}

// refused checks the place and the reason of a refusal.
func refused(t *testing.T, text string, offset int, reason string) {
	t.Helper()
	got, err := Decode([]byte(text))
	var refusal *Error
	if !errors.As(err, &refusal) {
		t.Fatalf("Decode gives %v, %v; want an *Error", got, err)
	}
	if diff := cmp.Diff(&Error{Offset: offset, Reason: reason}, refusal); diff != "" {
		t.Errorf("refusal (-want +got):\n%s", diff)
	}
}

func TestLimitsHoldToTheLastOne(t *testing.T) {
	t.Parallel()
	nested := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	tests := map[string]struct {
		text   string
		reason string // "" where the text is accepted
	}{
		"deep":          {nested(MaxDepth), ""},
		"too deep":      {nested(MaxDepth + 1), "objects and arrays are nested more than 64 deep"},
		"10,000 deep":   {nested(10_000), "objects and arrays are nested more than 64 deep"},
		"objects":       {strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_000), "objects and arrays are nested more than 64 deep"},
		"never closed":  {strings.Repeat("[", 1<<20), "objects and arrays are nested more than 64 deep"},
		"many":          {"[" + strings.Repeat("1,", MaxValues-2) + "1]", ""},
		"too many":      {"[" + strings.Repeat("1,", MaxValues-1) + "1]", "there are more than 200000 values"},
		"long":          {`"` + strings.Repeat("x", MaxBytes-2) + `"`, ""},
		"too long":      {`"` + strings.Repeat("x", MaxBytes-1) + `"`, "the text is over 8388608 bytes long"},
		"40 characters": {"-" + strings.Repeat("1", 39), ""},
		"a tiny number": {"1e-400", ""}, // zero to whoever reads a double; no reader refuses it
		"the largest":   {"1.7976931348623157e308", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reason := ""
			_, err := Decode([]byte(test.text))
			if refusal := new(Error); errors.As(err, &refusal) {
				reason = refusal.Reason
			}
			if reason != test.reason {
				t.Errorf("refused because %q, want %q", reason, test.reason)
			}
		})
	}
}

// The worst that 8 MiB can ask for: names that all have escapes, and as many
// members of one object as there may be.
func TestTimeGrowsWithTheTextOnly(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("{")
	for i := range MaxValues - 2 {
		fmt.Fprintf(&text, `"\u0061%d":"\n\n\n\n\n",`, i)
	}
	text.WriteString(`"z":0}`)
	start := time.Now()
	if _, err := Decode([]byte(text.String())); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("%d bytes took %v", text.Len(), took)
	}
}

func TestObjectTakesObjectsOnly(t *testing.T) {
	t.Parallel()
	object, err := Object([]byte(`{"a":null}`))
	if diff := cmp.Diff(map[string]any{"a": nil}, object); err != nil || diff != "" {
		t.Errorf("Object: %v (-want +got):\n%s", err, diff)
	}
	for _, text := range []string{`[{}]`, `"{}"`, `null`, `1`, `{`} {
		var refusal *Error
		if object, err := Object([]byte(text)); !errors.As(err, &refusal) || object != nil {
			t.Errorf("Object(%s) = %v, %v; want an *Error", text, object, err)
		}
	}
	_, err = Object([]byte(`[]`))
	if got, want := fmt.Sprint(err), "the JSON text is not an object at byte 0"; got != want {
		t.Errorf("the error says %q, want %q", got, want)
	}
}

// TestVectorsReadAsEncodingJSONReadsThem reads every JSON file of the shared
// test vectors.
func TestVectorsReadAsEncodingJSONReadsThem(t *testing.T) {
	t.Parallel()
	root := vectors(t)
	files, refusals := 0, 0
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".json" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		got, err := Decode(data)
		if err != nil {
			refusals++
			t.Logf("%s: %v", strings.TrimPrefix(path, root), err)
			return nil
		}
		if diff := cmp.Diff(standard(t, data), got); diff != "" {
			t.Errorf("%s (-encoding/json +got):\n%s", path, diff)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files, %d of them refused", files, refusals)
	if files == 0 || refusals*10 > files {
		t.Errorf("%d of %d files refused: that is not the hostile ones only", refusals, files)
	}
}

// vectors is the directory of the shared test vectors, which lie beside the
// repository and not in it.
func vectors(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Skip("not in a checkout: no test vectors")
		}
	}
	root := filepath.Join(dir, "..", "shared", "vectors")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("no test vectors beside the repository: %v", err)
	}
	return root
}

// standard is what encoding/json makes of a text.
func standard(t *testing.T, data []byte) any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("encoding/json refuses what was accepted: %v", err)
	}
	return value
}

func BenchmarkDecode(b *testing.B) {
	text := []byte(`{"items":[` + strings.Repeat(`{"id":"urn:example:1","n":12.5,"name":"Caf\u00e9 Ω","ok":true},`, 999) + `{}]}`)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Decode(text); err != nil {
			b.Fatal(err)
		}
	}
}
