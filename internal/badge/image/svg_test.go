package image

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

const (
	// open is the start of a baked SVG, of Open Badges 3.0.
	open = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">`
	// token is a badge in it.
	token = `<openbadges:credential verify="a.b.c"></openbadges:credential>`
	// old is the start of one of Open Badges 2.0.
	old = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">`
)

func TestBadgeIsBakedDirectlyAfterTheFirstTag(t *testing.T) {
	t.Parallel()
	const (
		ob2 = ` xmlns:openbadges="http://openbadges.org"`
		ob3 = ` xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"`
		svg = `<svg xmlns="http://www.w3.org/2000/svg"><path d="M0"/></svg>`
	)
	tests := map[string]struct {
		svg, payload string
		version      Version
		want         string
	}{
		"a token, 3.0": {
			svg, "a.b.c", OpenBadges3,
			`<svg` + ob3 + ` xmlns="http://www.w3.org/2000/svg"><openbadges:credential verify="a.b.c"></openbadges:credential><path d="M0"/></svg>`,
		},
		"JSON, 3.0": {
			svg, `{"id":"https://a.example/1"}`, OpenBadges3,
			`<svg` + ob3 + ` xmlns="http://www.w3.org/2000/svg"><openbadges:credential><![CDATA[{"id":"https://a.example/1"}]]></openbadges:credential><path d="M0"/></svg>`,
		},
		"a token, 2.0": {
			svg, "a.b.c", OpenBadges2,
			`<svg` + ob2 + ` xmlns="http://www.w3.org/2000/svg"><openbadges:assertion verify="a.b.c"/><path d="M0"/></svg>`,
		},
		"JSON, 2.0": {
			svg, `{"id":"https://a.example/1?a=1&b"}`, OpenBadges2,
			`<svg` + ob2 + ` xmlns="http://www.w3.org/2000/svg"><openbadges:assertion verify="https://a.example/1?a=1&amp;b"><![CDATA[{"id":"https://a.example/1?a=1&b"}]]></openbadges:assertion><path d="M0"/></svg>`,
		},
		"JSON, 1.x": {
			svg, `{"uid":"1","verify":{"url":"https://a.example/1"}}`, OpenBadges2,
			`<svg` + ob2 + ` xmlns="http://www.w3.org/2000/svg"><openbadges:assertion verify="https://a.example/1"><![CDATA[{"uid":"1","verify":{"url":"https://a.example/1"}}]]></openbadges:assertion><path d="M0"/></svg>`,
		},
		"JSON that is hosted nowhere, 2.0": {
			`<svg/>`, `{"id":"urn:uuid:1","verify":"https://a.example/1"}`, OpenBadges2,
			`<svg` + ob2 + `><openbadges:assertion><![CDATA[{"id":"urn:uuid:1","verify":"https://a.example/1"}]]></openbadges:assertion></svg>`,
		},
		"a picture of one tag": {
			"\ufeff<?xml version=\"1.0\"?>\n<svg:svg xmlns:svg=\"http://www.w3.org/2000/svg\"\n/>\n<!-- end -->", "a.b.c", OpenBadges2,
			"\ufeff<?xml version=\"1.0\"?>\n<svg:svg" + ob2 + " xmlns:svg=\"http://www.w3.org/2000/svg\"\n><openbadges:assertion verify=\"a.b.c\"/></svg:svg>\n<!-- end -->",
		},
		"an old badge of the other version": {
			"<svg a = '>' \t xmlns:openbadges\n=\n'http://openbadges.org' b=\"/\" >\n <openbadges:assertion verify='x.y.z' />\n <g/></svg>", "a.b.c", OpenBadges3,
			"<svg" + ob3 + " a = '>' b=\"/\" >" + token + "\n \n <g/></svg>",
		},
		"two old badges": {
			open + "<g>" + token + "</g>" + token + "<i/></svg>", "a.b.c", OpenBadges3,
			"<svg" + ob3 + " xmlns=\"http://www.w3.org/2000/svg\">" + token + "<g></g><i/></svg>",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			baked := bakedAndBack(t, []byte(test.svg), []byte(test.payload), test.version)
			if diff := cmp.Diff(test.want, string(baked)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestBakedSVGStillShowsThePicture(t *testing.T) {
	t.Parallel()
	for name, payload := range payloads {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			svg := []byte("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<!DOCTYPE svg>\n<svg viewBox='0 0 1 1' xmlns='" + namespaceSVG + "'>\n<title>®</title></svg>\n")
			for _, version := range []Version{OpenBadges2, OpenBadges3} {
				baked := bakedAndBack(t, svg, []byte(payload), version)
				var picture struct {
					XMLName xml.Name `xml:"http://www.w3.org/2000/svg svg"`
					ViewBox string   `xml:"viewBox,attr"`
					Title   string   `xml:"http://www.w3.org/2000/svg title"`
				}
				if err := xml.Unmarshal(baked, &picture); err != nil || picture.ViewBox != "0 0 1 1" || picture.Title != "®" {
					t.Errorf("the picture is %+v, %v", picture, err)
				}
			}
		})
	}
}

func TestBadgesAreReadAsOthersBakeThem(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ svg, want string }{
		"white space around CDATA": {open + "<openbadges:credential>\n  <![CDATA[ {} ]]>\n</openbadges:credential></svg>", " {} "},
		"text without CDATA":       {open + "<openbadges:credential>{&quot;a&quot;:&#34;&#xE9;&amp;&#34;}</openbadges:credential></svg>", `{"a":"é&"}`},
		"CDATA in parts":           {open + "<openbadges:credential> <![CDATA[{\"a\":\"]]> <![CDATA[]]>x<![CDATA[\"}]]> </openbadges:credential></svg>", `{"a":" x"}`},
		"an empty attribute":       {open + `<openbadges:credential verify=""><![CDATA[{}]]></openbadges:credential></svg>`, "{}"},
		"a URL beside it, 2.0":     {old + "<openbadges:assertion verify='https://a.example/1'><![CDATA[{}]]></openbadges:assertion></svg>", "{}"},
		"a URL alone, 2.0":         {old + "<openbadges:assertion verify=' https://a.example/1?a&amp;b '/></svg>", "https://a.example/1?a&b"},
		"white space within":       {old + "<openbadges:assertion verify='a.b.c'>\n</openbadges:assertion></svg>", "a.b.c"},
		"another prefix":           {`<svg xmlns:o="http://openbadges.org"><o:assertion verify="a.b.c"/></svg>`, "a.b.c"},
		"a namespace of its own":   {`<svg><credential verify="a.b.c" xmlns="https://purl.imsglobal.org/ob/v3p0"/></svg>`, "a.b.c"},
		"not at the start":         {open + "<metadata>" + token + "</metadata></svg>", "a.b.c"},
		"in a comment as well":     {open + "<!--" + token + "-->" + token + "</svg>", "a.b.c"},
		"in CDATA as well":         {open + "<desc><![CDATA[" + token + "]]></desc>" + token + "</svg>", "a.b.c"},
		"a standard's DTD": {
			`<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">` + open + token + "</svg>", "a.b.c",
		},
		"a standard's DTD, in lines": {
			"<?xml version='1.0' encoding='utf-8' standalone='no'?>\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 20010904//EN'\n 'http://www.w3.org/TR/2001/REC-SVG-20010904/DTD/svg10.dtd' >\n" + open + token + "</svg>", "a.b.c",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			payload, kind, err := Extract([]byte(test.svg))
			if err != nil || kind != SVG || string(payload) != test.want {
				t.Errorf("Extract gives %q, %s, %v; want %q", payload, kind, err, test.want)
			}
		})
	}
}

// laughs is the entity bomb that multiplies by ten a level.
func laughs() string {
	var to strings.Builder
	to.WriteString(`<!DOCTYPE svg [<!ENTITY l0 "ha">`)
	for level := range 9 {
		fmt.Fprintf(&to, `<!ENTITY l%d "%s">`, level+1, strings.Repeat(fmt.Sprintf("&l%d;", level), 10))
	}
	to.WriteString("]>" + open + "<openbadges:credential>&l9;</openbadges:credential></svg>")
	return to.String()
}

// inUTF16As writes a text in UTF-16.
func inUTF16As(text string, mark, bigEndian bool) string {
	if mark {
		text = byteOrderMark + text
	}
	var to []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		pair := []byte{byte(unit), byte(unit >> 8)}
		if bigEndian {
			pair[0], pair[1] = pair[1], pair[0]
		}
		to = append(to, pair...)
	}
	return string(to)
}

func TestHostileSVGsAreRefused(t *testing.T) {
	t.Parallel()
	within := func(badge string) string { return open + badge + "</svg>" }
	body := func(body string) string { return within("<openbadges:credential>" + body + "</openbadges:credential>") }
	good := within(token)
	tests := map[string]struct {
		svg  string
		want error
	}{
		"two badges":             {within(token + token), ErrMalformed},
		"a badge in a badge":     {body(token), ErrMalformed},
		"both ways in one":       {within(`<openbadges:credential verify="a.b.c">{}</openbadges:credential>`), ErrMalformed},
		"two of both versions":   {within(token + `<assertion xmlns="http://openbadges.org" verify="a.b.c"/>`), ErrMalformed},
		"two attributes":         {within(`<openbadges:credential verify="a.b.c" verify="d.e.f"/>`), ErrMalformed},
		"two, by two prefixes":   {within(`<g xmlns:a="urn:x" xmlns:b="urn:x" a:k="1" b:k="2"/>` + token), ErrMalformed},
		"two namespaces":         {`<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" xmlns:openbadges="http://openbadges.org">` + token + "</svg>", ErrMalformed},
		"an empty badge":         {body(""), ErrMalformed},
		"a blank badge":          {body(" <![CDATA[ \n]]> "), ErrMalformed},
		"a comment in the badge": {body("{<!-- -->}"), ErrMalformed},
		"an instruction in it":   {body("{<?x y?>}"), ErrMalformed},
		"a tag in the badge":     {body("{}<b/>"), ErrMalformed},
		"the other's element":    {within(`<openbadges:assertion verify="a.b.c"/>`), ErrMalformed},
		"no namespace":           {"<svg>" + token + "</svg>", ErrMalformed},
		"another namespace":      {`<svg xmlns:openbadges="https://openbadges.example/">` + token + "</svg>", ErrMalformed},
		"a namespace taken away": {within(`<g xmlns:openbadges="">` + token + "</g>"), ErrMalformed},
		"one that shadows":       {within(`<g xmlns:openbadges="urn:x"><openbadges:credential verify="x"/></g>` + token), ErrMalformed},
		"a prefixed attribute":   {within(`<openbadges:credential openbadges:verify="a.b.c"/>`), ErrMalformed},
		"an entity bomb":         {laughs(), ErrMalformed},
		"an entity":              {`<!DOCTYPE svg [<!ENTITY badge "{}">]>` + body("&badge;"), ErrMalformed},
		"a file by an entity":    {`<!DOCTYPE svg [<!ENTITY f SYSTEM "file:///etc/passwd">]>` + body("&f;"), ErrMalformed},
		"a parameter entity":     {`<!DOCTYPE svg[<!ENTITY % p SYSTEM "http://a.example/p">%p;]>` + good, ErrMalformed},
		"an empty subset":        {`<!DOCTYPE svg []>` + good, ErrMalformed},
		"somebody's DTD":         {`<!DOCTYPE svg SYSTEM "http://a.example/svg.dtd">` + good, ErrMalformed},
		"somebody's as W3C's":    {`<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://a.example/svg11.dtd">` + good, ErrMalformed},
		"an undeclared entity":   {body("&eacute;"), ErrMalformed},
		"a late document type":   {open + "<!DOCTYPE svg>" + token + "</svg>", ErrMalformed},
		"another declaration":    {`<!ENTITY x "y">` + good, ErrMalformed},
		"UTF-16, with a mark":    {inUTF16As(good, true, false), ErrMalformed},
		"UTF-16BE, with a mark":  {inUTF16As(good, true, true), ErrMalformed},
		"UTF-16":                 {inUTF16As(good, false, false), ErrMalformed},
		"UTF-16BE":               {inUTF16As(good, false, true), ErrMalformed},
		"declared as UTF-16":     {`<?xml version="1.0" encoding="UTF-16"?>` + good, ErrMalformed},
		"declared as Latin-1":    {`<?xml version="1.0" encoding="ISO-8859-1"?>` + good, ErrMalformed},
		"declared as UTF-7":      {`<?xml version="1.0" encoding="UTF-7"?>` + good, ErrMalformed},
		"XML 1.1":                {`<?xml version="1.1"?>` + good, ErrMalformed},
		"Latin-1":                {body("caf\xe9"), ErrMalformed},
		"NUL":                    {body("\x00"), ErrMalformed},
		"a reference to NUL":     {body("&#0;"), ErrMalformed},
		"cut off":                {good[:len(good)-3], ErrMalformed},
		"cut off in the badge":   {open + token[:30], ErrMalformed},
		"never closed":           {open + token, ErrMalformed},
		"closed by another":      {open + token + "</gvs>", ErrMalformed},
		"a second document":      {good + good, ErrMalformed},
		"a badge after the end":  {"<svg/>" + token, ErrMalformed},
		"text after the end":     {good + "{}", ErrMalformed},
		"text before it":         {"x" + good, ErrNotImage},
		"no quotation marks":     {within("<openbadges:credential verify=a.b.c />"), ErrMalformed},
		"10,000 deep":            {open + strings.Repeat("<g>", 10_000) + token + strings.Repeat("</g>", 10_000) + "</svg>", ErrTooLarge},
		"a million elements":     {within(strings.Repeat("<g/>", 1<<20) + token), ErrTooLarge},
		"many attributes":        {"<svg " + manyAttributes(100_000) + ">" + token + "</svg>", ErrMalformed},
		"a long badge":           {body("{" + strings.Repeat("x", MaxPayload) + "}"), ErrTooLarge},
		"a badge in pieces":      {body("{" + strings.Repeat("<![CDATA[ ]]>", 1<<20) + "&#0;}"), ErrMalformed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			payload, _, err := Extract([]byte(test.svg))
			if payload != nil || !errors.Is(err, test.want) {
				t.Errorf("Extract gives %.60q, %v; want %v", payload, err, test.want)
			}
			if took := time.Since(start); took > time.Minute {
				t.Errorf("took %v", took)
			}
		})
	}
}

// manyAttributes gives so many attributes.
func manyAttributes(count int) string {
	var to strings.Builder
	for i := range count {
		fmt.Fprintf(&to, `a%d="" `, i)
	}
	return to.String()
}

func TestGrowingSVGsStopAtTheLimit(t *testing.T) {
	t.Parallel()
	svg := []byte("<svg>" + strings.Repeat(" ", MaxBytes-20) + "</svg>")
	if _, err := BakeSVG(svg, []byte("a.b.c"), OpenBadges3); !errors.Is(err, ErrTooLarge) {
		t.Errorf("BakeSVG gives %v, want %v", err, ErrTooLarge)
	}
	if baked, err := BakeSVG(bytes.Repeat([]byte("<svg/>"), 2), []byte("a.b.c"), OpenBadges3); !errors.Is(err, ErrMalformed) {
		t.Errorf("BakeSVG gives %q, %v; want %v", baked, err, ErrMalformed)
	}
}
