package graph_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/store"
)

const (
	reportFields = `verdict format container checks { name outcome reason detail } registries { name } parts { path kind about report { verdict } }`
	verifyText   = `mutation($text: String!) { verifyBadge(input: {text: $text}) { report { ` + reportFields + ` } badge { name } problems { code path message } } }`
	importText   = `mutation($text: String!) { importBadge(input: {text: $text}) { award { id counts } report { verdict } problems { code path message } } }`
)

func TestAFileIsVerifiedAsItsTextIs(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	byText := w.get(t, "", verifyText, map[string]any{"text": w.badges["Welding"]})
	query := `mutation($file: Upload!) { verifyBadge(input: {file: $file}) { report { ` + reportFields + ` } badge { name } problems { code path message } } }`
	byFile := w.upload(t, "", query, map[string]any{"file": nil}, "variables.file", w.badges["Welding"])
	if byText.raw != byFile.raw || byFile.text("verifyBadge", "report", "verdict") != "VALID" {
		t.Errorf("as a file: %s\nas a text: %s", byFile.raw, byText.raw)
	}
	whole := `mutation($input: VerifyBadgeInput!) { verifyBadge(input: $input) { badge { name } problems { code path message } } }`
	for name, ask := range map[string]struct{ query, want string }{
		"in an input":       {whole, `"badge":{"name":"Welding"},"problems":[]`},
		"beside a text":     {whole, `takes exactly one of its fields`},
		"for another thing": {`mutation($id: ID!) { revokeAward(input: {id: $id, reason: "x"}) { problems { code } } }`, `cannot use struct as ID`},
	} {
		input := map[string]any{"file": nil}
		if name == "beside a text" {
			input["text"] = "x"
		}
		path, vars := "variables.input.file", map[string]any{"input": input}
		if name == "for another thing" {
			path, vars = "variables.id", map[string]any{"id": nil}
		}
		if out := w.upload(t, "", ask.query, vars, path, w.badges["Welding"]); !strings.Contains(out.raw, ask.want) {
			t.Errorf("a file %s: got %s, want %s", name, out.raw, ask.want)
		}
	}
	out := w.ask(t, "", query, map[string]any{"file": "badge.json"})
	if out.code() != "BAD_USER_INPUT" || !strings.Contains(out.raw, "multipart/form-data") {
		t.Errorf("a text where a file is wanted: %s", out.raw)
	}
}

func TestAFileIsImportedAndHadBackByteForByte(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	out := w.upload(t, "self", `mutation($badges: [ImportBadgeInput!]!) { importBadges(input: {badges: $badges}) { results { award { id counts } problems { message } } problems { message } } }`,
		map[string]any{"badges": []any{map[string]any{"text": w.badges["Stranger's"]}, map[string]any{"file": nil}}}, "variables.badges.1.file", w.badges["Welding"])
	for i, counts := range []bool{false, true} {
		if got := out.at("importBadges", "results", i, "award", "counts"); got != counts {
			t.Errorf("badge %d counts: %v, want %v: %s", i, got, counts, out.raw)
		}
	}
	award := out.text("importBadges", "results", 1, "award", "id")
	back := w.get(t, "self", `query($id: ID!) { award(id: $id) { original { fileName mediaType text base64 } badge(form: JSON) { text } } }`, map[string]any{"id": award})
	bytes, err := base64.StdEncoding.DecodeString(back.text("award", "original", "base64"))
	must(t, err)
	if string(bytes) != w.badges["Welding"] || back.text("award", "original", "text") != w.badges["Welding"] || back.text("award", "original", "fileName") != "my badge.json" {
		t.Errorf("got %s", back.raw)
	}
	if back.at("award", "badge") != nil {
		t.Errorf("what another signed is given as ours: %s", back.raw)
	}
}

func TestAReportIsToldInTheRequestsLanguage(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	said := map[string]map[string]bool{}
	for _, language := range []string{"en", "es-MX,es;q=0.9"} {
		for _, name := range []string{"Welding", "Forged", "Record"} {
			out := w.askIn(t.Context(), t, "", verifyText, map[string]any{"text": w.badges[name]}, "Accept-Language", language)
			checks := out.list("verifyBadge", "report", "checks")
			if len(checks) != 11 {
				t.Fatalf("%s: %d checks: %s", name, len(checks), out.raw)
			}
			for i := range checks {
				detail := out.text("verifyBadge", "report", "checks", i, "detail")
				if detail == "" {
					t.Errorf("%s in %s: check %d says nothing", name, language, i)
				}
				if said[language] == nil {
					said[language] = map[string]bool{}
				}
				said[language][detail] = true
			}
		}
		// What was kept is told so too.
		out := w.askIn(t.Context(), t, "self", importText, map[string]any{"text": w.badges["Plain's"]}, "Accept-Language", language)
		said[language][out.text("importBadge", "problems", 0, "message")] = true
	}
	for detail := range said["en"] {
		if said["es-MX,es;q=0.9"][detail] {
			t.Errorf("%q is said in both languages", detail)
		}
	}
}

func TestABadgeIsHadInEveryForm(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	award := w.awards["Privata/0"]
	w.get(t, "self", `mutation($id: ID!) { publishAward(input: {id: $id}) { problems { message } } }`, map[string]any{"id": award})
	for viewer := range map[string]bool{"self": true, "issuer": true} {
		out := w.get(t, viewer, `query($id: ID!) { award(id: $id) { json: badge(form: JSON) { ...f } jwt: badge(form: JWT) { ...f } png: badge(form: PNG) { ...f } svg: badge(form: SVG) { ...f } old: badge(form: OPEN_BADGE_2) { ...f } original { ...f } } }
			fragment f on BadgeFile { fileName mediaType text base64 }`, map[string]any{"id": award})
		for form, want := range map[string]string{
			"json": "badge.json application/vc text", "jwt": "badge.jwt application/vc+jwt text", "png": "badge.png image/png bytes",
			"svg": "badge.svg image/svg+xml text", "old": "badge.json application/ld+json text",
		} {
			kind := "bytes"
			if out.at("award", form, "text") != nil {
				kind = "text"
			}
			content, err := base64.StdEncoding.DecodeString(out.text("award", form, "base64"))
			must(t, err)
			if got := fmt.Sprint(out.text("award", form, "fileName"), " ", out.text("award", form, "mediaType"), " ", kind); got != want || len(content) == 0 {
				t.Errorf("%s: got %s with %d bytes, want %s", form, got, len(content), want)
			}
			if form == "png" {
				picture, err := png.DecodeConfig(bytes.NewReader(content))
				if err != nil || picture == (image.Config{}) {
					t.Errorf("png: %v", err)
				}
			}
		}
		if out.at("award", "original") != nil {
			t.Errorf("what was issued here has an original: %s", out.raw)
		}
	}
	w.get(t, "self", `mutation($id: ID!) { unpublishAward(input: {id: $id}) { problems { message } } }`, map[string]any{"id": award})
	if out := w.get(t, "self", `query($id: ID!) { award(id: $id) { badge(form: OPEN_BADGE_2) { text } } }`, map[string]any{"id": award}); out.at("award", "badge") != nil {
		t.Errorf("a hosted badge of what is published no more: %s", out.raw)
	}
}

func TestALearnerRecordHoldsWhatCounts(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	w.imports(t, "Welding")
	out := w.get(t, "self", `{ viewer { earner { learnerRecord { fileName mediaType text } } } }`, nil)
	text := out.text("viewer", "earner", "learnerRecord", "text")
	if !strings.Contains(text, "ClrCredential") || !strings.Contains(text, "Welding") || strings.Contains(text, "Geheim") {
		t.Errorf("got %s", out.raw)
	}
	verified := w.get(t, "", verifyText, map[string]any{"text": text})
	if got := verified.text("verifyBadge", "report", "verdict"); got != "VALID" {
		t.Errorf("our own record is %s: %s", got, verified.raw)
	}
}

func TestASkillsSheetIsItsEarnersAlone(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	made := w.get(t, "self", `mutation($a: ID!, $b: ID!) { publishSkillsSheet(input: {awards: [$b, $a], showName: true}) { sheet { id url awards { id } until withdrawnAt } problems { message } } }`,
		map[string]any{"a": w.awards["Privata/0"], "b": w.awards["Privata/1"]})
	if got := made.text("publishSkillsSheet", "sheet", "awards", 0, "id"); got != w.awards["Privata/1"] || !strings.Contains(made.text("publishSkillsSheet", "sheet", "url"), "/sheets/") {
		t.Errorf("got %s", made.raw)
	}
	list := `query($id: ID!) { earner(id: $id) { skillsSheets { nodes { id url withdrawnAt awards { id } } pageInfo { hasNextPage } } } }`
	for viewer, account := range viewers {
		out := w.get(t, account, list, map[string]any{"id": w.earners["Privata"]})
		if got := len(out.list("earner", "skillsSheets", "nodes")); got != map[string]int{"self": 1}[viewer] {
			t.Errorf("%s sees %d sheets: %s", viewer, got, out.raw)
		}
	}
	withdraw := `mutation($id: ID!) { withdrawSkillsSheet(input: {id: $id}) { sheet { withdrawnAt } problems { code } } }`
	vars := map[string]any{"id": made.text("publishSkillsSheet", "sheet", "id")}
	if out := w.get(t, "other_earner", withdraw, vars); out.text("withdrawSkillsSheet", "problems", 0, "code") != "NOT_FOUND" {
		t.Errorf("another earner: %s", out.raw)
	}
	if out := w.get(t, "self", withdraw, vars); out.at("withdrawSkillsSheet", "sheet", "withdrawnAt") == nil {
		t.Errorf("the earner: %s", out.raw)
	}
}

func TestStatementsDoNotGrowWithImportedBadges(t *testing.T) {
	t.Parallel()
	w := fill(t, newAPI(t, patience))
	w.addBadges(t)
	for i := range 10 {
		name := fmt.Sprint("Number ", i)
		w.badges[name] = w.college.badge(t, 100+i, fmt.Sprint("Trade", i), privata)
		w.imports(t, name)
	}
	for name, ask := range map[string]struct{ viewer, query string }{
		"own":        {"self", `query($first: Int!) { viewer { earner { awards(first: $first) { nodes { ` + awardFields + ` } } } } }`},
		"a coach's":  {"coach", `query($first: Int!) { earners(first: 1) { nodes { awards(first: $first) { nodes { ` + awardFields + ` } } } } }`},
		"alignments": {"operator", `query($first: Int!) { alignments(first: $first, filter: {mapped: true}) { nodes { target { name kind } skill { label } microCredential { title developer { name } } } } }`},
		"on a sheet": {"self", `mutation($ids: [ID!]!) { publishSkillsSheet(input: {awards: $ids}) { sheet { awards { ` + awardFields + ` } } problems { message } } }`},
	} {
		count := func(first int) int64 {
			ids := make([]string, first)
			for i := range ids {
				ids[i] = w.awards[fmt.Sprint("Number ", i)]
			}
			ctx, counter := store.Count(t.Context())
			if out := w.askIn(ctx, t, ask.viewer, ask.query, map[string]any{"first": first, "ids": ids}); len(out.Errors) > 0 || strings.Contains(out.raw, "message") {
				t.Fatalf("%s: %s", name, out.raw)
			}
			return counter.Statements()
		}
		notGrowing(t, name, count)
	}
}

func TestVerifyingCostsWhatItTakes(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	cost := func(out answer) int {
		n, _ := out.Extensions["cost"].(float64)
		return int(n)
	}
	one := w.ask(t, "", verifyText, map[string]any{"text": "x"})
	if got := cost(one); got < 200 || got > 230 {
		t.Errorf("verifying costs %d", got)
	}
	many := `mutation($b: [ImportBadgeInput!]!) { importBadges(input: {badges: $b}) { results { problems { code path } } problems { code message } } }`
	badges := slices.Repeat([]any{map[string]any{"text": "x"}}, 20)
	if got := cost(w.ask(t, "self", many, map[string]any{"b": badges})); got < 20*200 || got > 20*200+30 {
		t.Errorf("importing 20 costs %d", got)
	}
	if out := w.ask(t, "self", many, map[string]any{"b": append(badges, badges[:10]...)}); out.code() != "TOO_COMPLEX" {
		t.Errorf("importing 30: %s", out.raw)
	}
	if out := w.ask(t, "self", many, map[string]any{"b": append(badges, badges[0])}); out.text("importBadges", "problems", 0, "code") != "INVALID" {
		t.Errorf("importing 21: %s", out.raw)
	}
	if out := w.ask(t, "self", many, map[string]any{"b": []any{}}); out.text("importBadges", "problems", 0, "code") != "INVALID" {
		t.Errorf("importing none: %s", out.raw)
	}
}
