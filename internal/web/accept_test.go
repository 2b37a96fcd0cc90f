package web

import "testing"

func TestBrowsersGetAPageAndProgramsTheBadge(t *testing.T) {
	t.Parallel()
	forms := (&Site{}).thing(awards, "token", "").in(english)
	for name, c := range map[string]struct{ accept, file, as string }{
		"Chromium":                  {"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7", "index.html", mediaHTML},
		"Firefox":                   {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "index.html", mediaHTML},
		"a text browser":            {"text/html, text/*;q=0.5", "index.html", mediaHTML},
		"nothing":                   {"", "badge.json", mediaVC},
		"anything":                  {"*/*", "badge.json", mediaVC},
		"a library of JavaScript":   {"application/json, text/plain, */*", "badge.json", mediaJSON},
		"JSON":                      {"application/json", "badge.json", mediaJSON},
		"JSON-LD with a profile":    {`application/ld+json; profile="https://www.w3.org/ns/activitystreams"`, "badge.json", mediaLD},
		"a verifiable credential":   {"application/vc", "badge.json", mediaVC},
		"its former name":           {"application/vc+ld+json, application/json;q=0.9", "badge.json", "application/vc+ld+json"},
		"either of two":             {"application/ld+json, application/json", "badge.json", mediaLD},
		"any application":           {"application/*", "badge.json", mediaVC},
		"a token":                   {"application/vc+jwt", "badge.jwt", mediaToken},
		"a token, under a name":     {"application/jwt", "badge.jwt", "application/jwt"},
		"a picture":                 {"image/png", "badge.png", mediaPNG},
		"a page before JSON":        {"application/json;q=0.5, text/html", "index.html", mediaHTML},
		"JSON before a page":        {"text/html;q=0.5, application/json", "badge.json", mediaJSON},
		"anything but pages":        {"text/html;q=0, */*", "badge.json", mediaVC},
		"what there is not":         {"application/pdf", "badge.json", mediaVC},
		"what cannot be read":       {";;;,,q=,text/", "badge.json", mediaVC},
		"a weight that is none":     {"text/html;q=heavy, application/json;q=0.1", "badge.json", mediaJSON},
		"a weight beyond the scale": {"text/html;q=7, application/json;q=0.1", "badge.json", mediaJSON},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := choose(forms, c.accept)[0]
			if got.file != c.file || got.as != c.as {
				t.Errorf("%q gets %s as %s, want %s as %s", c.accept, got.file, got.as, c.file, c.as)
			}
		})
	}
}

func TestKeysAreHandedOutWhereTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	forms := (&Site{}).thing(issuers, "org_1", "").in(english)
	for accept, file := range map[string]string{
		"application/did+json": "did.json", "application/did": "did.json", "application/did+ld+json": "did.json",
		"application/ld+json": "issuer.json", "application/json": "issuer.json", "*/*": "issuer.json", "text/html": "index.html",
	} {
		if got := choose(forms, accept)[0].file; got != file {
			t.Errorf("%s gets %s, want %s", accept, got, file)
		}
	}
}

func TestAPageIsInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ asked, header, want string }{
		{"", "", english},
		{"", "es-MX,es;q=0.9,en;q=0.8", spanish},
		{"", "fr-CA,fr;q=0.9", english},
		{"", "fr, es;q=0.3", spanish},
		{"es", "en-US", spanish},
		{"en", "es", english},
		{"xx", "es", spanish},
		{"", "*;;;q=broken", english},
	} {
		if got := languageOf(c.asked, c.header); got != c.want {
			t.Errorf("languageOf(%q, %q) = %q, want %q", c.asked, c.header, got, c.want)
		}
	}
}
