package strictjson

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzDecode compares with encoding/json: what is accepted here, it accepts and
// reads alike; and what is written again reads alike.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,-2.5e3,true,null,"\ud83d\ude00"],"b":{}}`, `{"a":1,"\u0061":2}`, `["\ud800"]`,
		`1e400`, `[[[[]]]]`, "\ufeff{}", `{"a":1}x`, "\"\x80\"", `-0`, `0.1E-7`, `nul`, `"\u0000"`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		value, err := Decode(data)
		if err != nil {
			var refusal *Error
			if !errors.As(err, &refusal) || refusal.Reason == "" || refusal.Offset < 0 || refusal.Offset > len(data) {
				t.Fatalf("refused with %#v", err)
			}
			return
		}
		if diff := cmp.Diff(standard(t, data), value); diff != "" {
			t.Fatalf("(-encoding/json +got):\n%s", diff)
		}
		written, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Decode(written)
		if err != nil {
			t.Fatalf("accepted, but not once written again: %v", err)
		}
		if diff := cmp.Diff(value, again); diff != "" {
			t.Fatalf("written again (-want +got):\n%s", diff)
		}
	})
}
