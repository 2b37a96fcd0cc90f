package image

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// payloads are badges that pictures must give back as they were.
var payloads = map[string]string{
	"JSON":                    `{"id":"https://badges.example.edu/1","type":"Assertion"}`,
	"JSON in many lines":      "\n\t{\"a\": 1,\r\n\"b\": \"x\ry\"}\r\n ",
	"a registered trade mark": `{"name":"Brand® ‘Café’ – Level 2 😀","id":"urn:uuid:1"}`,
	"the end of CDATA":        `{"a":["]]>","]]]>>",[[["]]&gt;"]]],"<![CDATA[","]]` + "\r" + `>","]"]}]`,
	"markup":                  `{"html":"<b a='1' b=\"2\">&amp;&#13;</b><!-- -->"}`,
	"a token":                 "eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl-_",
	"a URL":                   `https://badges.example.edu/a?b=1&c="<'>`,
}

// vector is one of the shared test vectors, which lie beside the repository and
// not in it.
func vector(t *testing.T, name string) []byte {
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
	content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestBadgesAreTakenOutOfTheVectors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		kind  Kind
		start string // of the badge, without the white space around it
		end   string
		want  error
	}{
		"baked/1edtech-ob2-simple-badge.png":                  {kind: PNG, start: `{"@context":"https://w3id.org/openbadges/v2"`, end: "}"},
		"baked/1edtech-simple-json.png":                       {kind: PNG, start: `{  "@context": [`, end: "}"},
		"baked/1edtech-simple-jwt_v1.png":                     {kind: PNG, start: "eyJ"},
		"baked/1edtech-simple-jwt.svg":                        {kind: SVG, start: "eyJ"},
		"baked/1edtech-simple-jwt_v1.svg":                     {kind: SVG, start: "eyJ"},
		"baked/mozilla-baked.svg":                             {kind: SVG, start: `{"verify":{"url":"http://example.org"}}`, end: "}}"},
		"baked/mozilla-bad-json.svg":                          {kind: SVG, start: `{verify:{"url":"http://example.org"}}`, end: "}}"},
		"generated/baked/ob3-json.png":                        {kind: PNG, start: `{"@context":[`, end: "}"},
		"generated/baked/ob3-tampered.png":                    {kind: PNG, start: `{"@context":[`, end: "}"},
		"generated/baked/ob3-json.svg":                        {kind: SVG, start: `{"@context":[`, end: "}"},
		"generated/baked/ob3-jwt.svg":                         {kind: SVG, start: "eyJ"},
		"generated/ob2/baked-hosted.png":                      {kind: PNG, start: `{"@context":"https://w3id.org/openbadges/v2"`, end: "}"},
		"generated/ob2/baked-signed.png":                      {kind: PNG, start: "eyJ"},
		"generated/baked/no-badge.png":                        {kind: PNG, want: ErrNoBadge},
		"fixtures/example_org_robotics_badge-44d8972c.png":    {kind: PNG, want: ErrNoBadge},
		"fixtures/example_org_beths_robot_badge-515710af.png": {kind: PNG, want: ErrNoBadge},
		"generated/hostile/not-json.json":                     {want: ErrNotImage},
		"README.md":                                           {want: ErrNotImage},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			payload, kind, err := Extract(vector(t, name))
			if !errors.Is(err, test.want) || kind != test.kind {
				t.Fatalf("Extract gives %q, %v; want %q, %v", kind, err, test.kind, test.want)
			}
			got := strings.TrimSpace(string(payload))
			if !strings.HasPrefix(got, test.start) || !strings.HasSuffix(got, test.end) {
				t.Errorf("the badge is %.60q…, want %q…%q", got, test.start, test.end)
			}
		})
	}
}

func TestPicturesOfTheVectorsAreBakedAnew(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"baked/1edtech-ob2-simple-badge.png", "baked/1edtech-simple-json.png", "baked/1edtech-simple-jwt.svg",
		"baked/mozilla-baked.svg", "generated/baked/no-badge.png", "generated/baked/ob3-json.svg",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			content := vector(t, name)
			for _, payload := range payloads {
				for _, version := range []Version{OpenBadges2, OpenBadges3} {
					bakedAndBack(t, content, []byte(payload), version)
				}
			}
		})
	}
}

// bakedAndBack bakes a badge and takes it out again, and checks that baking
// another one over it leaves nothing of it.
func bakedAndBack(t *testing.T, content, payload []byte, version Version) []byte {
	t.Helper()
	baked, bakedAs, err := Bake(content, payload, version)
	if err != nil {
		t.Fatalf("Bake: %v", err)
	}
	got, kind, err := Extract(baked)
	if err != nil || kind != bakedAs || !bytes.Equal(got, payload) {
		t.Fatalf("baked %s %q, extracted %s %q, %v", bakedAs, payload, kind, got, err)
	}
	other := []byte(`{"another":"badge"}`)
	want, _, err := Bake(content, other, OpenBadges3)
	if err != nil {
		t.Fatal(err)
	}
	over, _, err := Bake(baked, other, OpenBadges3)
	if err != nil || !bytes.Equal(over, want) {
		t.Fatalf("baked twice, %v:\n%q\nwant\n%q", err, over, want)
	}
	return baked
}

func TestWhatIsNoPictureIsToldApart(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		content string
		kind    Kind
		want    error
	}{
		"nothing":                {"", "", ErrNotImage},
		"JSON":                   {`{"a":1}`, "", ErrNotImage},
		"a token":                {"eyJhbGciOiJFUzI1NiJ9.e30.c2ln", "", ErrNotImage},
		"GIF":                    {"GIF89a\x01\x00\x01\x00", "", ErrNotImage},
		"JPEG":                   {"\xff\xd8\xff\xe0\x00\x10JFIF", "", ErrNotImage},
		"half a signature":       {"\x89PNG\r\n", "", ErrNotImage},
		"a mangled signature":    {"\x89PNG\n\x1a\n\x00\x00\x00\x0dIHDR", "", ErrNotImage},
		"HTML":                   {"<!DOCTYPE html><html><p>badge</p></html>", "", ErrNotImage},
		"HTML without a type":    {"<html></html>", "", ErrNotImage},
		"other XML":              {`<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>`, "", ErrNotImage},
		"another kind of svg":    {`<svg xmlns="urn:example:other"/>`, "", ErrNotImage},
		"a comment":              {"<!-- nothing -->", "", ErrNotImage},
		"binary after a bracket": {"<\xff\xfe\x01", "", ErrNotImage},
		"the signature alone":    {pngSignature, PNG, ErrMalformed},
		"an SVG":                 {`<svg xmlns="http://www.w3.org/2000/svg"/>`, SVG, ErrNoBadge},
		"an SVG after a mark":    {"\ufeff\n<svg/>", SVG, ErrNoBadge},
		"a PNG over the limit":   {pngSignature + strings.Repeat("x", MaxBytes), PNG, ErrTooLarge},
		"an SVG over the limit":  {"<svg>" + strings.Repeat(" ", MaxBytes) + "</svg>", SVG, ErrTooLarge},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			payload, kind, err := Extract([]byte(test.content))
			if !errors.Is(err, test.want) || kind != test.kind || payload != nil {
				t.Errorf("Extract gives %q, %q, %v; want %q, %v", payload, kind, err, test.kind, test.want)
			}
			if _, _, err := Bake([]byte(test.content), []byte("{}"), OpenBadges3); (err == nil) != errors.Is(test.want, ErrNoBadge) {
				t.Errorf("Bake: %v", err)
			}
		})
	}
}

func TestWhatPicturesCannotHoldIsNotBaked(t *testing.T) {
	t.Parallel()
	png, svg := picture(t, 2, 2), []byte("<svg/>")
	tests := map[string]struct {
		payload  string
		png, svg error
	}{
		"nothing":           {"", ErrPayload, ErrPayload},
		"not UTF-8":         {"{\"a\":\"\xff\"}", ErrPayload, ErrPayload},
		"NUL":               {"{\"a\":\"\x00\"}", ErrPayload, ErrPayload},
		"too long":          {strings.Repeat("x", MaxPayload+1), ErrPayload, ErrPayload},
		"not of XML":        {"{\"a\":\"\ufffe\"}", nil, ErrPayload},
		"a control":         {"{\"a\":\"\x01\"}", nil, ErrPayload},
		"neither":           {"two words", nil, ErrPayload},
		"neither, in ASCII": {"naïve", nil, ErrPayload},
		"just long enough":  {"{" + strings.Repeat("x", MaxPayload-1), nil, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for picture, want := range map[*[]byte]error{&png: test.png, &svg: test.svg} {
				baked, kind, err := Bake(*picture, []byte(test.payload), OpenBadges3)
				if !errors.Is(err, want) {
					t.Errorf("Bake into %s gives %v, want %v", kind, err, want)
				}
				if err != nil {
					continue
				}
				if got, _, err := Extract(baked); err != nil || string(got) != test.payload {
					t.Errorf("extracted %.20q, %v; baked %.20q", got, err, test.payload)
				}
			}
		})
	}
}
