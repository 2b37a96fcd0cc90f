package roster_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/roster"
)

func key(t *testing.T, algorithm keys.Algorithm, seed byte) keys.Private {
	t.Helper()
	k, err := keys.Generate(algorithm, strings.NewReader(strings.Repeat(string(rune(seed)), 64)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestASignedRosterOpensAsItWasSigned(t *testing.T) {
	t.Parallel()
	mine, other := key(t, keys.Ed25519, 'a'), key(t, keys.Ed25519, 'b')
	csv := []byte("\xff\xfebytes as they are\r\n")
	token, err := roster.Sign(csv, mine)
	if err != nil || !roster.IsSigned([]byte(token+"\n")) {
		t.Fatalf("signed as %q, %v", token, err)
	}
	signed, err := roster.Open([]byte(" " + token + "\n"))
	if err != nil || string(signed.CSV) != string(csv) || signed.Key != mine.PublicKey().Multibase() {
		t.Fatalf("opens as %+v, %v", signed, err)
	}
	if err := signed.Verify(mine.PublicKey().Multibase()); err != nil {
		t.Error(err)
	}
	for _, wrong := range []string{other.PublicKey().Multibase(), key(t, keys.P256, 'c').PublicKey().Multibase(), "", "z6Mk"} {
		if err := signed.Verify(wrong); !problem.Is(err, problem.Invalid) {
			t.Errorf("by %q: %v", wrong, err)
		}
	}
}

func TestATamperedRosterIsRefused(t *testing.T) {
	t.Parallel()
	mine := key(t, keys.Ed25519, 'a')
	token, err := roster.Sign([]byte("micro_credential,earned_on\n"), mine)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(token, ".")
	forged := parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte("micro_credential,earned_on\nmore\n")) + "." + parts[2]
	signed, err := roster.Open([]byte(forged))
	if err != nil {
		t.Fatal(err)
	}
	if err := signed.Verify(mine.PublicKey().Multibase()); !problem.Is(err, problem.Invalid) {
		t.Errorf("another payload: %v", err)
	}
	with := func(header map[string]any, k keys.Private) string {
		made, err := jose.Sign([]byte("x"), header, k)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"`+roster.Type+`"}`)) + ".eA."
	for name, content := range map[string]string{
		"another type":      with(map[string]any{"typ": "JWT"}, mine),
		"no type":           with(nil, mine),
		"another algorithm": with(map[string]any{"typ": roster.Type}, key(t, keys.P256, 'c')),
		"no algorithm":      none,
		"cut short":         token[:len(token)/2],
		"too large":         "ey" + strings.Repeat("x", roster.MaxSigned) + ".x.x",
	} {
		if _, err := roster.Open([]byte(content)); problem.As(err) == nil || problem.As(err)[0].MessageES == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestACSVIsNotTakenForSigned(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"", "micro_credential,earned_on\n", "eyes.of.the,storm", "a.b.c", "ey.\n.x"} {
		if roster.IsSigned([]byte(content)) {
			t.Errorf("%q is taken for signed", content)
		}
	}
}

func TestAKeyThatSignsRostersIsOfEd25519(t *testing.T) {
	t.Parallel()
	good := key(t, keys.Ed25519, 'a').PublicKey().Multibase()
	if err := roster.CheckKey(good); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"", good + " ", good[:10], key(t, keys.P256, 'c').PublicKey().Multibase(), strings.Repeat("z", 5000)} {
		if err := roster.CheckKey(bad); !problem.Is(err, problem.Invalid) {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
}
