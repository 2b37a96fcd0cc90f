package graph_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// said is a text in English and Spanish, as inputs have it.
func said(en, es string) []any {
	return []any{map[string]any{"text": en, "language": "en"}, map[string]any{"text": es, "language": "ES"}}
}

// wholeContent may be published.
func (w *world) wholeContent(title string) map[string]any {
	level := func(key string, shown any) map[string]any {
		return map[string]any{"key": key, "title": said(key, key+" (es)"), "description": said("Is "+key, "Es "+key), "skillLevel": shown}
	}
	return map[string]any{
		"title": said(title, title+" (es)"), "description": said("About", "Acerca"), "competency": said("Marshals pallets", "Conduce"),
		"holderCan": said("Can drive", "Sabe conducir"), "criteria": said("Drive", "Conduzca"), "changes": said("New", "Nuevo"),
		"competencies": []any{map[string]any{"skill": w.skills["Drive a forklift"], "level": 2}},
		"assessment": map[string]any{
			"modes": []any{"PORTFOLIO", "OBSERVED", "EXAM"}, "assessors": 2, "exam": map[string]any{"name": "Written test", "passScore": "72.5"},
			"parts": []any{map[string]any{"key": "overview", "title": said("Overview", "Resumen"), "prompt": said("Tell", "Cuente"), "kinds": []any{"TEXT"}, "most": 3}},
			"criteria": []any{map[string]any{
				"key": "safe", "title": said("Safe", "Seguro"), "description": said("Looks", "Mira"), "part": "overview",
				"skill": w.skills["Drive a forklift"], "levels": []any{level("no", nil), level("yes", 2)}, "meets": 2,
			}},
		},
		"effortMinutes": 600, "price": map[string]any{"amount": "49.5", "currency": "USD"}, "languages": []any{"en", "es"},
		"delivery": []any{"IN_PERSON"}, "validityMonths": 36,
		"prerequisites": []any{map[string]any{"microCredential": w.credentials["Safety"], "advised": true}},
		"alignments":    []any{map[string]any{"name": "Safety", "url": "https://nace.example/s1", "framework": "NACE"}},
	}
}

const contentFields = `{ title { text language } description { text } competency { text } holderCan { text } criteria { text } changes { text }
	competencies { skill { label } level } effortMinutes price { amount currency } languages delivery validityMonths
	assessment { modes assessors exam { name passScore maxScore }
		parts { key title prompt { text language } required kinds most }
		criteria { key title description { text } required part skill { label } meets levels { key title description { text } skillLevel } } }
	prerequisites { microCredential { title } advised } alignments { kind name url framework code description } picture { width } }`

const contentInSpanish = `{"title":{"text":"Lift (es)","language":"es"},"description":{"text":"Acerca"},"competency":{"text":"Conduce"},` +
	`"holderCan":{"text":"Sabe conducir"},"criteria":{"text":"Conduzca"},"changes":{"text":"Nuevo"},` +
	`"competencies":[{"skill":{"label":"Conducir una carretilla elevadora"},"level":2}],"effortMinutes":600,"price":{"amount":"49.50","currency":"USD"},` +
	`"languages":["en","es"],"delivery":["IN_PERSON"],"validityMonths":36,` +
	`"assessment":{"modes":["PORTFOLIO","OBSERVED","EXAM"],"assessors":2,"exam":{"name":"Written test","passScore":"72.5","maxScore":null},` +
	`"parts":[{"key":"overview","title":"Resumen","prompt":{"text":"Cuente","language":"es"},"required":true,"kinds":["TEXT"],"most":3}],` +
	`"criteria":[{"key":"safe","title":"Seguro","description":{"text":"Mira"},"required":true,"part":"overview","skill":{"label":"Conducir una carretilla elevadora"},"meets":2,` +
	`"levels":[{"key":"no","title":"no (es)","description":{"text":"Es no"},"skillLevel":null},{"key":"yes","title":"yes (es)","description":{"text":"Es yes"},"skillLevel":2}]}]},` +
	`"prerequisites":[{"microCredential":{"title":"Safety (es)"},"advised":true}],` +
	`"alignments":[{"kind":"FRAMEWORK_ITEM","name":"Safety","url":"https://nace.example/s1","framework":"NACE","code":null,"description":null}],"picture":null}`

func (w *world) creates(t *testing.T, viewer, title string) string {
	t.Helper()
	out := w.get(t, viewer, `mutation($input: CreateMicroCredentialInput!) { createMicroCredential(input: $input) { microCredential { id status } problems { message path } } }`,
		map[string]any{"input": map[string]any{"kind": "MICRO_CREDENTIAL", "issuers": []any{w.orgs["College"]}, "content": w.wholeContent(title)}})
	made := out.text("createMicroCredential", "microCredential", "id")
	if made == "" || out.text("createMicroCredential", "microCredential", "status") != "DRAFT" {
		t.Fatalf("got %s", out.raw)
	}
	return made
}

func (w *world) publishes(t *testing.T, viewer, microCredential string, revision int) {
	t.Helper()
	out := w.get(t, viewer, `mutation($id: ID!, $revision: Int!) { publishMicroCredential(input: {microCredential: $id, revision: $revision}) { version { id } problems { message path } } }`,
		map[string]any{"id": microCredential, "revision": revision})
	if out.text("publishMicroCredential", "version", "id") == "" {
		t.Fatalf("got %s", out.raw)
	}
}

func TestADefinitionIsWrittenReviewedPublishedAndRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.creates(t, "issuer", "Lift")
	byID := map[string]any{"id": id}
	draft := `draft { status revision mayReview reviewNote content ` + contentFields + ` }`
	out := w.askIn(t.Context(), t, "developer", `query($id: ID!) { node(id: $id) { ... on MicroCredential { title version `+draft+` } } }`, byID, "Accept-Language", "es")
	if !strings.Contains(out.raw, `"title":"Lift (es)","version":0,"draft":{"status":"WRITING","revision":1,"mayReview":false,"reviewNote":null,"content":`+contentInSpanish) {
		t.Errorf("the draft: %s", out.raw)
	}
	out = w.get(t, "issuer", `mutation($id: ID!) { requestReview(input: {microCredential: $id, revision: 1}) { draft { status mayReview } problems { message } } }`, byID)
	if out.text("requestReview", "draft", "status") != "IN_REVIEW" || out.at("requestReview", "draft", "mayReview") != false {
		t.Errorf("asked: %s", out.raw)
	}
	out = w.get(t, "developer", `{ drafts(status: [IN_REVIEW], first: 1) { nodes { mayReview microCredential { id } } pageInfo { hasNextPage } } }`, nil)
	if out.at("drafts", "nodes", 0, "mayReview") != true || out.text("drafts", "nodes", 0, "microCredential", "id") != id {
		t.Errorf("to review: %s", out.raw)
	}
	out = w.get(t, "developer", `mutation($id: ID!) { reviewMicroCredential(input: {microCredential: $id, approve: true, note: "Fine"}) { draft { status reviewNote } problems { message } } }`, byID)
	if out.text("reviewMicroCredential", "draft", "status") != "APPROVED" || out.text("reviewMicroCredential", "draft", "reviewNote") != "Fine" {
		t.Errorf("reviewed: %s", out.raw)
	}
	w.publishes(t, "issuer", id, 1)
	w.sync(t)
	read := `query($id: ID!) { node(id: $id) { ... on MicroCredential { status competency { text } draft { id } assessment { criteria { key } }
		prerequisites { advised } alignments { name } currentVersion { number current title content ` + contentFields + ` } versions { number } } }
		microCredentials(search: "marshals") { nodes { id } } }`
	out = w.askIn(t.Context(), t, "", read, byID, "Accept-Language", "es")
	if !strings.Contains(out.raw, `"status":"PUBLISHED","competency":{"text":"Conduce"},"draft":null,"assessment":{"criteria":[{"key":"safe"}]},`+
		`"prerequisites":[{"advised":true}],"alignments":[{"name":"Safety"}],"currentVersion":{"number":1,"current":true,"title":"Lift (es)","content":`+
		contentInSpanish+`},"versions":[{"number":1}]}`) {
		t.Errorf("published: %s", out.raw)
	}
	if out.text("microCredentials", "nodes", 0, "id") != id {
		t.Errorf("it is not found by its competency statement: %s", out.raw)
	}
}

func TestTheNextVersionIsComparedWithTheOneBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.creates(t, "developer", "Lift")
	w.publishes(t, "developer", id, 1)
	next := w.wholeContent("Lift truck")
	next["competencies"] = []any{map[string]any{"skill": w.skills["Drive a forklift"], "level": 3}, map[string]any{"skill": w.skills["Work safely"]}}
	save := `mutation($input: UpdateMicroCredentialDraftInput!) { updateMicroCredentialDraft(input: $input) { draft { revision content { title { text } } } problems { code path } } }`
	out := w.get(t, "developer", save, map[string]any{"input": map[string]any{"microCredential": id}})
	if out.text("updateMicroCredentialDraft", "draft", "content", "title", "text") != "Lift" {
		t.Errorf("it does not start from what is published: %s", out.raw)
	}
	for revision, want := range map[int]string{7: "CONFLICT revision", 1: ""} {
		out = w.get(t, "developer", save, map[string]any{"input": map[string]any{"microCredential": id, "revision": revision, "content": next}})
		got := strings.TrimSpace(out.text("updateMicroCredentialDraft", "problems", 0, "code") + " " + out.text("updateMicroCredentialDraft", "problems", 0, "path", 0))
		if got != want {
			t.Errorf("revision %d: got %q, want %q", revision, got, want)
		}
	}
	w.publishes(t, "developer", id, 2)
	out = w.get(t, "", `query($id: ID!) { compareVersions(microCredential: $id, from: 1, to: 2) { from { number current } to { number current } provesAll
		fields { field language was is } competencies { change skill { label } was is } parts { key } criteria { key } prerequisites { change } }
		none: compareVersions(microCredential: $id, from: 1, to: 3) { provesAll } }`, map[string]any{"id": id})
	want := `{"data":{"compareVersions":{"from":{"number":1,"current":false},"to":{"number":2,"current":true},"provesAll":false,` +
		`"fields":[{"field":"title","language":"en","was":"Lift","is":"Lift truck"},{"field":"title","language":"es","was":"Lift (es)","is":"Lift truck (es)"}],` +
		`"competencies":[{"change":"CHANGED","skill":{"label":"Drive a forklift"},"was":2,"is":3},{"change":"ADDED","skill":{"label":"Work safely"},"was":null,"is":0}],` +
		`"parts":[],"criteria":[],"prerequisites":[]},"none":null}`
	if !strings.HasPrefix(out.raw, want) {
		t.Errorf("got %s\nwant %s", out.raw, want)
	}
}

func TestWhatADefinitionLacksIsToldToItsAuthor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	create := `mutation($content: MicroCredentialContentInput!) { createMicroCredential(input: {kind: DEGREE, content: $content}) { microCredential { id } problems { code path message } } }`
	out := w.askIn(t.Context(), t, "developer", create, map[string]any{"content": map[string]any{"languages": []any{"es"}}}, "Accept-Language", "es")
	if !strings.Contains(out.raw, `"problems":[{"code":"INVALID","path":["content","title"],"message":"dé un título en al menos un idioma"}]`) {
		t.Errorf("without a title: %s", out.raw)
	}
	made := w.get(t, "developer", create, map[string]any{"content": map[string]any{"title": said("T", "T"), "languages": []any{"es"}}}).text("createMicroCredential", "microCredential", "id")
	out = w.get(t, "developer", `mutation($id: ID!) { publishMicroCredential(input: {microCredential: $id, revision: 1}) { version { id } problems { path } } }`, map[string]any{"id": made})
	var paths []string
	for i := range out.list("publishMicroCredential", "problems") {
		paths = append(paths, strings.Trim(fmt.Sprint(out.at("publishMicroCredential", "problems", i, "path")), "[]"))
	}
	slices.Sort(paths)
	want := []string{"content competency es", "content criteria es", "content delivery", "content holderCan en", "content holderCan es"}
	if !slices.Equal(paths, want) {
		t.Errorf("got %q, want %q", paths, want)
	}
	for name, c := range map[string]struct{ content, want map[string]any }{
		"twice in a language": {content: map[string]any{"title": []any{map[string]any{"text": "a", "language": "en"}, map[string]any{"text": "b", "language": "EN"}}}},
		"three decimals":      {content: map[string]any{"title": said("T", "T"), "price": map[string]any{"amount": "1.005", "currency": "USD"}}},
	} {
		if out := w.ask(t, "developer", create, map[string]any{"content": c.content}); out.code() != "BAD_USER_INPUT" {
			t.Errorf("%s: %s", name, out.raw)
		}
	}
}

// TestWhoMayDoWhatWithDefinitions asks as everyone: whom a test does not list is
// forbidden it. Who may not is told the same of what is there and of what is not.
func TestWhoMayDoWhatWithDefinitions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	draft, published := w.creates(t, "issuer", "Secret"), w.credentials["Forklift"]
	others := map[string]string{"other_issuer": "NOT_FOUND", "admin": "NOT_FOUND"}
	own := func(outcomes ...string) map[string]string {
		all := maps.Clone(others)
		all["issuer"], all["developer"] = outcomes[0], outcomes[len(outcomes)-1]
		return all
	}
	for _, op := range []struct {
		ask  string
		id   string
		want map[string]string
	}{
		{`mutation($id: ID!) { updateMicroCredentialDraft(input: {microCredential: $id, revision: 9, content: {}}) { draft { id } problems { code message } } }`, draft, own("CONFLICT")},
		{`mutation($id: ID!) { requestReview(input: {microCredential: $id, revision: 9}) { draft { id } problems { code message } } }`, draft, own("CONFLICT")},
		{
			`mutation($id: ID!) { reviewMicroCredential(input: {microCredential: $id, approve: true}) { draft { id } problems { code message } } }`, draft,
			map[string]string{"developer": "CONFLICT", "admin": "NOT_FOUND"},
		},
		{`mutation($id: ID!) { publishMicroCredential(input: {microCredential: $id, revision: 9}) { version { id } problems { code message } } }`, draft, own("CONFLICT")},
		{`mutation($id: ID!) { discardDraft(input: {microCredential: $id, revision: 9}) { microCredential { id } problems { code message } } }`, draft, own("CONFLICT")},
		{`mutation($id: ID!) { authorizeIssuer(input: {microCredential: $id, issuer: "` + w.orgs["Other College"] + `", authorized: true}) { microCredential { id } problems { code message } } }`, published, own("ok")},
		{`mutation($id: ID!) { assignAssessor(input: {microCredential: $id}) { microCredential { id } problems { code message } } }`, published, own("ok")},
		{`mutation($id: ID!) { identifyMicroCredential(input: {microCredential: $id, uri: "urn:example:lift"}) { microCredential { id } problems { code message } } }`, published, own("ok")},
		{
			`mutation($id: ID!) { addOffering(input: {microCredential: $id, delivery: ONLINE, language: "en"}) { offering { id } problems { code message } } }`, published,
			map[string]string{"issuer": "ok", "developer": "ok", "other_issuer": "ok", "admin": "INVALID"},
		},
		{`mutation($id: ID!) { addOffering(input: {microCredential: $id, delivery: ONLINE, language: "en"}) { offering { id } problems { code message } } }`, draft, own("NOT_FOUND")},
		{`mutation($id: ID!) { retireMicroCredential(input: {id: $id, reason: "x"}) { microCredential { id } problems { code message } } }`, draft, own("CONFLICT")},
		{
			`mutation { createMicroCredential(input: {kind: DEGREE, content: {title: [{text: "x", language: "en"}]}}) { microCredential { id } problems { code message } } }`, "",
			map[string]string{"issuer": "ok", "developer": "ok", "other_issuer": "ok", "admin": "ok"},
		},
		{`query { drafts { nodes { id } } }`, "", map[string]string{"issuer": "ok", "developer": "ok", "other_issuer": "ok", "admin": "ok"}},
	} {
		field := regexp.MustCompile(`\{ (\w+)`).FindStringSubmatch(op.ask)[1]
		missing := op.id[:min(len(op.id), 4)] + strings.Repeat("0", 26)
		for _, viewer := range slices.Sorted(maps.Keys(viewers)) {
			want := op.want[viewer]
			switch {
			case want == "" && viewer == "anonymous":
				want = "UNAUTHENTICATED"
			case want == "":
				want = "FORBIDDEN"
			}
			out := w.ask(t, viewers[viewer], op.ask, map[string]any{"id": op.id})
			if got := out.outcome(field); got != want {
				t.Errorf("%s asks %s: %s, want %s: %s", viewer, op.ask, got, want, out.raw)
			}
			if want != "NOT_FOUND" && want != "FORBIDDEN" && want != "UNAUTHENTICATED" {
				continue
			}
			none := w.ask(t, viewers[viewer], op.ask, map[string]any{"id": missing})
			if got, want := strings.ReplaceAll(none.raw, missing, "ID"), strings.ReplaceAll(out.raw, op.id, "ID"); op.id != "" && got != want {
				t.Errorf("%s tells what is missing from what is not theirs by %s:\n%s\n%s", viewer, op.ask, got, want)
			}
		}
	}
}

// TestADeveloperSaysUnderWhichIDBadgesNameAMicroCredential: they read it back, nobody else does.
func TestADeveloperSaysUnderWhichIDBadgesNameAMicroCredential(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	say := `mutation($id: ID!, $uri: String) { identifyMicroCredential(input: {microCredential: $id, uri: $uri}) { microCredential { uri } problems { code path } } }`
	forklift := w.credentials["Forklift"]
	uri := func(given any) map[string]any { return map[string]any{"id": forklift, "uri": given} }
	for _, c := range []struct {
		uri  any
		want string
	}{
		{"https://badges.example/lift", `{"microCredential":{"uri":"https://badges.example/lift"},"problems":[]}`},
		{"lift", `{"microCredential":null,"problems":[{"code":"INVALID","path":["uri"]}]}`},
	} {
		if out := w.get(t, "developer", say, uri(c.uri)); !strings.Contains(out.raw, c.want) {
			t.Errorf("%v: got %s, want %s", c.uri, out.raw, c.want)
		}
	}
	read := `query($id: ID!) { node(id: $id) { ... on MicroCredential { id uri } } }`
	for viewer, account := range viewers {
		sees := viewer == "developer" || viewer == "issuer"
		out := w.ask(t, account, read, map[string]any{"id": forklift})
		if out.text("node", "id") != forklift || sees != (out.text("node", "uri") != "") {
			t.Errorf("%s reads %s", viewer, out.raw)
		}
	}
	if out := w.get(t, "developer", say, uri(nil)); !strings.Contains(out.raw, `{"microCredential":{"uri":null},"problems":[]}`) {
		t.Errorf("taken away: %s", out.raw)
	}
}

func TestADraftIsShownToNobodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	draft := w.creates(t, "issuer", "Verysecret")
	next := `mutation($id: ID!) { updateMicroCredentialDraft(input: {microCredential: $id, content: {title: [{text: "Verysecret too", language: "en"}]}}) { draft { id } } }`
	w.get(t, "developer", next, map[string]any{"id": w.credentials["Forklift"]})
	w.sync(t)
	query := `query($id: ID!, $published: ID!, $college: ID!) {
		node(id: $id) { id ... on MicroCredential { title draft { content { title { text } } } } }
		published: node(id: $published) { ... on MicroCredential { title draft { content { title { text } } } versions { title } } }
		microCredentials(filter: {issuers: [$college]}) { nodes { title draft { id } } }
		search: microCredentials(search: "Verysecret") { nodes { id } }
		compareVersions(microCredential: $id, from: 0, to: 1) { provesAll }
	}`
	for viewer, account := range viewers {
		out := w.ask(t, account, query, map[string]any{"id": draft, "published": w.credentials["Forklift"], "college": w.orgs["College"]})
		sees := viewer == "issuer" || viewer == "developer"
		if got := strings.Contains(out.raw, "Verysecret"); got != sees || (out.at("node") != nil) != sees {
			t.Errorf("%s: %s", viewer, out.raw)
		}
		if len(out.list("search", "nodes")) != 0 || len(out.list("microCredentials", "nodes")) != 3 {
			t.Errorf("%s finds a draft in a list: %s", viewer, out.raw)
		}
	}
}

func TestAnAwardNamesTheVersionThatNeverChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	award := map[string]any{"id": w.awards["Privata/0"]}
	query := `query($id: ID!) { award(id: $id) { microCredentialVersion { id title current content { title { text } } microCredential { title } } } }`
	w.get(t, "developer", `mutation($id: ID!) { updateMicroCredentialDraft(input: {microCredential: $id}) { draft { id } } }`, map[string]any{"id": w.credentials["Forklift"]})
	content := w.wholeContent("Lift truck")
	w.get(t, "developer", `mutation($id: ID!, $content: MicroCredentialContentInput!) { updateMicroCredentialDraft(input: {microCredential: $id, revision: 1, content: $content}) { draft { id } problems { message } } }`,
		map[string]any{"id": w.credentials["Forklift"], "content": content})
	w.publishes(t, "developer", w.credentials["Forklift"], 2)
	out := w.get(t, "self", query, award)
	want := `{"id":"` + w.versions["Forklift"] + `","title":"Forklift","current":false,"content":{"title":{"text":"Forklift"}},"microCredential":{"title":"Lift truck"}}`
	if !strings.Contains(out.raw, want) {
		t.Errorf("got %s\nwant %s", out.raw, want)
	}
	out = w.get(t, "", `query($id: ID!) { node(id: $id) { ... on MicroCredentialVersion { number publishedAt } } }`, map[string]any{"id": w.versions["Forklift"]})
	if out.number("node", "number") != 1 {
		t.Errorf("as a node: %s", out.raw)
	}
}

func TestAnOfferingIsSaidAndWithdrawn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	add := `mutation($input: AddOfferingInput!) { addOffering(input: $input) { offering { id url seats language schedule funding price { amount } startsOn place { name } microCredential { offerings { id } } } problems { message path } } }`
	out := w.get(t, "developer", add, map[string]any{"input": map[string]any{
		"microCredential": w.credentials["Forklift"], "delivery": "IN_PERSON", "place": w.places["31401"], "language": "es", "seats": 12,
		"startsOn": w.now().AddDate(0, 1, 0).Format("2006-01-02"), "schedule": said("Mondays", "Lunes"), "funding": said("Free", "Gratis"),
		"price": map[string]any{"amount": "0", "currency": "USD"}, "url": "https://college.example/lift",
	}})
	id := out.text("addOffering", "offering", "id")
	if !strings.Contains(out.raw, `"url":"https://college.example/lift","seats":12,"language":"es","schedule":"Mondays","funding":"Free","price":{"amount":"0.00"}`) ||
		out.text("addOffering", "offering", "microCredential", "offerings", 0, "id") != id {
		t.Errorf("added: %s", out.raw)
	}
	withdraw := `mutation($id: ID!) { withdrawOffering(input: {offering: $id}) { offering { withdrawnAt } problems { code } } }`
	for viewer, want := range map[string]string{"other_issuer": "NOT_FOUND", "coach": "FORBIDDEN", "anonymous": "UNAUTHENTICATED"} {
		if got := w.ask(t, viewers[viewer], withdraw, map[string]any{"id": id}).outcome("withdrawOffering"); got != want {
			t.Errorf("%s: %s, want %s", viewer, got, want)
		}
	}
	if out := w.get(t, "issuer", withdraw, map[string]any{"id": id}); out.text("withdrawOffering", "offering", "withdrawnAt") == "" {
		t.Errorf("withdrawn: %s", out.raw)
	}
	out = w.get(t, "", `query($id: ID!) { node(id: $id) { ... on MicroCredential { offerings { id } } } }`, map[string]any{"id": w.credentials["Forklift"]})
	if len(out.list("node", "offerings")) != 0 {
		t.Errorf("what is withdrawn is listed: %s", out.raw)
	}
}

func TestAPictureIsSentAsAFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var picture bytes.Buffer
	must(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 700, 350))))
	query := `mutation($file: Upload!) { addPicture(input: {file: $file}) { picture { id width height } problems { code path } } }`
	send := func(viewer, content string) answer {
		return w.upload(t, viewer, query, map[string]any{"file": nil}, "variables.file", content)
	}
	out := send("developer", picture.String())
	if !strings.Contains(out.raw, `"width":512,"height":256},"problems":[]`) {
		t.Fatalf("got %s", out.raw)
	}
	id := out.text("addPicture", "picture", "id")
	if out := send("developer", "<svg/>"); !strings.Contains(out.raw, `{"code":"INVALID","path":["file"]}`) {
		t.Errorf("no picture: %s", out.raw)
	}
	if out := send("developer", strings.Repeat("x", 3<<20)); !strings.Contains(out.raw, `{"code":"LIMIT","path":["file"]}`) {
		t.Errorf("too large: %s", out.raw)
	}
	if out := send("coach", picture.String()); out.code() != "FORBIDDEN" {
		t.Errorf("a coach: %s", out.raw)
	}
	content := w.wholeContent("Lift")
	content["picture"] = id
	create := `mutation($content: MicroCredentialContentInput!) { createMicroCredential(input: {kind: MICRO_CREDENTIAL, content: $content}) { microCredential { draft { content { picture { id } } } } problems { code path } } }`
	if out := w.get(t, "issuer", create, map[string]any{"content": content}); out.text("createMicroCredential", "microCredential", "draft", "content", "picture", "id") != id {
		t.Errorf("named: %s", out.raw)
	}
	if out := w.get(t, "other_issuer", create, map[string]any{"content": content}); !strings.Contains(out.raw, `{"code":"NOT_FOUND","path":["content","picture"]}`) {
		t.Errorf("another organization's: %s", out.raw)
	}
}
