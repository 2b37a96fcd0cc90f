package claimcode_test

import (
	"bytes"
	"crypto/rand"
	"regexp"
	"testing"

	"github.com/stackmatch/stackmatch/internal/claimcode"
)

func TestCodesAreReadableAndDiffer(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^([2-9A-HJKMNP-TV-Z]{4}-){2}[2-9A-HJKMNP-TV-Z]{4}$`)
	seen, letters := map[string]bool{}, map[rune]bool{}
	for range 1000 {
		code, err := claimcode.Make(rand.Reader)
		if err != nil || !form.MatchString(code) || seen[code] {
			t.Fatalf("got %q, %v", code, err)
		}
		seen[code] = true
		for _, c := range code {
			letters[c] = true
		}
	}
	if len(letters) != 31 { // and the hyphen
		t.Errorf("%d characters are used", len(letters))
	}
}

func TestWithoutRandomnessThereIsNoCode(t *testing.T) {
	t.Parallel()
	if code, err := claimcode.Make(bytes.NewReader([]byte{255, 254, 1, 2})); err == nil {
		t.Errorf("got %q", code)
	}
}

func TestACodeIsTheSameHoweverItIsTyped(t *testing.T) {
	t.Parallel()
	want := claimcode.Hash("PDG8-C5PJ-75VE")
	for _, typed := range []string{"pdg8c5pj75ve", " PDG8 c5pj 75VE ", "PDG8-C5PJ-75VE"} {
		if got := claimcode.Hash(typed); got != want {
			t.Errorf("%q is stored as %s, want %s", typed, got, want)
		}
	}
	if claimcode.Hash("PDG8-C5PJ-75VF") == want {
		t.Error("another code is stored as the same")
	}
}
