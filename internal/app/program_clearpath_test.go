package app_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/auth"
)

// clearPath is the story of a micro-credential that is written, shown and assessed in
// Spanish.
type clearPath struct {
	*story

	developer, reviewer, assessor person
	marisel                       person
	communication, skill          string
}

// TestClearPathIsEarnedInSpanish is the program's story, by GraphQL: a NACE competency
// is written in two languages, reviewed and published; experience from before, told
// in Spanish, is assessed in Spanish by the same rubric; what is published later
// leaves the award as it was.
func TestClearPathIsEarnedInSpanish(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	c := &clearPath{
		story: s, developer: s.as(auth.Developer, "clearpath-developer@example.org"),
		reviewer: s.as(auth.Developer, "clearpath-reviewer@example.org"), assessor: s.as(auth.Assessor, "clearpath-assessor@example.org"),
		marisel: s.as(auth.Earner, "earner2@example.org"),
	}
	c.writesInTwoLanguages()
	c.asksInSpanish()
	c.assessesExperience()
	c.publishesTheNext()
}

// both is a text in English and Spanish.
func both(english, spanish string) []vars {
	return []vars{{"language": "en", "text": english}, {"language": "es", "text": spanish}}
}

// content is what the micro-credential says, asking for so many examples at most.
func (c *clearPath) content(most int) vars {
	part := func(key, english, spanish, ask, pide string) vars {
		return vars{"key": key, "title": both(english, spanish), "prompt": both(ask, pide), "most": most, "kinds": []string{"TEXT", "LINK"}}
	}
	criterion := vars{
		"key": "understood", "title": both("Is understood", "Se hace entender"), "skill": c.skill, "part": "example", "meets": 2,
		"description": both("What the other one did because of it.", "Lo que la otra persona hizo a raíz de ello."),
		"levels": []vars{
			{"key": "with-help", "title": both("With help", "Con ayuda"), "description": both("Somebody repeats it.", "Alguien lo repite."), "skillLevel": 1},
			{"key": "alone", "title": both("Alone", "Sin ayuda"), "description": both("It is done as it was asked.", "Se hace lo que se pidió."), "skillLevel": 2},
		},
	}
	return vars{
		"title":       both("Communication for Early Childhood Educators", "Comunicación para educadores de la primera infancia"),
		"description": both("The NACE competency in a classroom.", "La competencia de NACE en el aula."),
		"competency":  both("Exchanges ideas with children and families.", "Intercambia ideas con niños y familias."),
		"holderCan":   both("Is understood by children, families and colleagues.", "Se hace entender por niños, familias y colegas."),
		"criteria":    both("One example from your own classroom.", "Un ejemplo de su propia aula."),
		"languages":   []string{"en", "es"}, "delivery": []string{"ONLINE"}, "effortMinutes": 600,
		"competencies": []vars{{"skill": c.skill, "level": 2}},
		"alignments": []vars{{
			"name": "Communication", "framework": "NACE Career Readiness Competencies",
			"url": "https://www.naceweb.org/career-readiness/competencies/career-readiness-defined",
		}},
		"assessment": vars{"modes": []string{"PORTFOLIO", "PRIOR"}, "criteria": []vars{criterion}, "parts": []vars{
			part("example", "Example", "Ejemplo", "What was said, and what came of it?", "¿Qué se dijo, y qué resultó de ello?"),
		}},
	}
}

// writesInTwoLanguages has a micro-credential written, returned once and approved by a
// colleague, and published. Nobody else sees it before.
func (c *clearPath) writesInTwoLanguages() {
	c.t.Helper()
	found := c.developer.asks(`{ skills(search: "comunicación", first: 50) { nodes { id framework { name } } } }`, nil)
	for _, node := range at[[]any](c.t, found, "skills.nodes") {
		if one := (answer{Data: node.(map[string]any)}); at[string](c.t, one, "framework.name") == "Career Readiness Competencies" {
			c.skill = at[string](c.t, one, "id")
		}
	}
	incomplete := c.content(2)
	incomplete["holderCan"] = incomplete["holderCan"].([]vars)[:1]
	made := c.developer.does("createMicroCredential", vars{"kind": "MICRO_CREDENTIAL", "content": incomplete},
		"microCredential { id status issuers { name } draft { status revision mayReview } }")
	c.communication = at[string](c.t, made, "microCredential.id")
	draft := func(revision float64) vars { return vars{"microCredential": c.communication, "revision": revision} }
	revision := at[float64](c.t, made, "microCredential.draft.revision")
	c.developer.fails("publishMicroCredential", draft(revision), "INVALID content.holderCan.es")
	saved := c.developer.does("updateMicroCredentialDraft", vars{
		"microCredential": c.communication, "revision": revision, "content": c.content(2),
	}, "draft { status revision }")
	c.developer.fails("publishMicroCredential", draft(revision), "CONFLICT revision")
	c.reviews(at[float64](c.t, saved, "draft.revision"), false, "RETURNED")
	saved = c.developer.does("updateMicroCredentialDraft", vars{
		"microCredential": c.communication, "revision": c.revision(), "content": c.content(2),
	}, "draft { status revision }")
	c.reviews(at[float64](c.t, saved, "draft.revision"), true, "APPROVED")
	for _, other := range []person{c.anybody(), c.assessor, c.as(auth.Developer, "developer@example.org")} {
		other.sees(`query ($id: ID!) { node(id: $id) { id } }`, vars{"id": c.communication}, `{"node": null}`)
	}
	c.developer.does("publishMicroCredential", draft(c.revision()), "version { number }")
	c.anybody().sees(`query ($id: ID!) { node(id: $id) { ... on MicroCredential { status version draft { id } alignments { framework name } } } }`,
		vars{"id": c.communication}, `{"node": {"status": "PUBLISHED", "version": 1, "draft": null,
			"alignments": [{"framework": "NACE Career Readiness Competencies", "name": "Communication"}]}}`)
}

// revision is that of the draft now.
func (c *clearPath) revision() float64 {
	c.t.Helper()
	got := c.developer.asks(`query ($id: ID!) { node(id: $id) { ... on MicroCredential { draft { revision } } } }`, vars{"id": c.communication})
	return at[float64](c.t, got, "node.draft.revision")
}

// reviews has the developer ask for a review, which a colleague does.
func (c *clearPath) reviews(revision float64, approve bool, want string) {
	c.t.Helper()
	c.developer.does("requestReview", vars{"microCredential": c.communication, "revision": revision}, "draft { status }")
	review := vars{"microCredential": c.communication, "approve": approve, "revision": c.revision()}
	if !approve {
		c.reviewer.fails("reviewMicroCredential", review, "INVALID note")
		review["note"] = "Say it in fewer words."
	}
	c.developer.fails("reviewMicroCredential", review, "CONFLICT microCredential") // nobody reviews what they hand in
	got := c.reviewer.does("reviewMicroCredential", review, "draft { status mayReview }")
	if status := at[string](c.t, got, "draft.status"); status != want {
		c.t.Errorf("the draft is %s, want %s", status, want)
	}
}

// asksInSpanish asserts that prompts and rubric are there in Spanish, as in English.
func (c *clearPath) asksInSpanish() {
	c.t.Helper()
	const asked = `query ($id: ID!, $in: LanguageCode!) { node(id: $id) { ... on MicroCredential { title(language: $in) assessment {
		parts { title(language: $in) prompt(language: $in) { text language } }
		criteria { title(language: $in) skill { label(language: $in) } levels { title(language: $in) description(language: $in) { text } } } } } } }`
	c.marisel.sees(asked, vars{"id": c.communication, "in": "es"}, `{"node": {"title": "Comunicación para educadores de la primera infancia", "assessment": {
		"parts": [{"title": "Ejemplo", "prompt": {"text": "¿Qué se dijo, y qué resultó de ello?", "language": "es"}}],
		"criteria": [{"title": "Se hace entender", "skill": {"label": "Comunicación"}, "levels": [
			{"title": "Con ayuda", "description": {"text": "Alguien lo repite."}}, {"title": "Sin ayuda", "description": {"text": "Se hace lo que se pidió."}}]}]}}}`)
	c.anybody().sees(asked, vars{"id": c.communication, "in": "en"}, `{"node": {"title": "Communication for Early Childhood Educators", "assessment": {
		"parts": [{"title": "Example", "prompt": {"text": "What was said, and what came of it?", "language": "en"}}],
		"criteria": [{"title": "Is understood", "skill": {"label": "Communication"}, "levels": [
			{"title": "With help", "description": {"text": "Somebody repeats it."}}, {"title": "Alone", "description": {"text": "It is done as it was asked."}}]}]}}}`)
}

// assessesExperience has Marisel tell in Spanish of what she did before, without a
// course; it is read, scored and returned in Spanish, by who does not know her.
func (c *clearPath) assessesExperience() {
	c.t.Helper()
	begun := c.marisel.does("startSubmission", vars{"microCredential": c.communication, "prior": true, "language": "es"},
		"submission { id mode state language enrollment { id } }")
	own := at[string](c.t, begun, "submission.id")
	want := map[string]any{"id": own, "mode": "PRIOR", "state": "DRAFT", "language": "es", "enrollment": nil}
	if diff := cmp.Diff(want, begun.Data["submission"]); diff != "" {
		c.t.Errorf("what is begun is otherwise (-want +got):\n%s", diff)
	}
	c.marisel.fails("submitEvidence", vars{"submission": own}, "INVALID items.example")
	c.marisel.does("addEvidence", vars{
		"submission": own, "part": "example", "title": "La hora de salida",
		"text": "Me llamo Marisel. Una madre no entendía el aviso; lo dibujé, y llegó a las tres.",
	}, "submission { revision }")
	sent := c.marisel.does("submitEvidence", vars{"submission": own}, "submission { state } warnings { kind words }")
	if words := at[string](c.t, sent, "warnings.0.words"); words != "Marisel" {
		c.t.Errorf("she is warned of %q", words)
	}
	queued := c.queue("es", 1)
	c.queue("en", 0)
	got := c.assessor.does("claimSubmission", vars{"id": queued}, "submission { language mode earner { id } evidence { title text flags } }")
	text := at[string](c.t, got, "submission.evidence.0.text")
	if at[any](c.t, got, "submission.earner") != nil || strings.Contains(text, "Marisel") || !strings.Contains(text, "lo dibujé, y llegó a las tres") {
		c.t.Errorf("the assessor reads %v", got.Data)
	}
	c.assessor.does("decideSubmission", vars{"id": queued, "decision": "RETURN", "feedback": "¿Y los niños?", "scores": c.scores(c.communication, "understood")}, "submission { state }")
	c.marisel.sees(`query ($id: ID!) { submission(id: $id) { state attempts { feedback scores { criterion level } } } }`, vars{"id": own},
		`{"submission": {"state": "RETURNED", "attempts": [{"feedback": "¿Y los niños?", "scores": [{"criterion": "understood", "level": "with-help"}]}]}}`)
	c.marisel.does("submitEvidence", vars{"submission": own, "items": []vars{{"part": "example", "text": "A los niños se lo canté."}}}, "submission { attempt }")
	queued = c.queue("es", 1)
	c.assessor.does("claimSubmission", vars{"id": queued}, "submission { attempt }")
	c.assessor.does("decideSubmission", vars{"id": queued, "decision": "ACCEPT", "feedback": "Muy claro.", "scores": c.scores(c.communication)}, "submission { state }")
	c.holds()
}

// queue asserts how many experiences in a language wait for the assessor, and returns
// one.
func (c *clearPath) queue(language string, want int) (queued string) {
	c.t.Helper()
	got := c.assessor.asks(`query ($of: ID!, $in: LanguageCode!) { submissions(filter: {microCredential: $of, language: $in, mode: PRIOR, unclaimed: true}) {
		totalCount nodes { id } } }`, vars{"of": c.communication, "in": language})
	if n := at[float64](c.t, got, "submissions.totalCount"); n != float64(want) {
		c.t.Fatalf("%v wait in %s, want %d", n, language, want)
	}
	if want > 0 {
		queued = at[string](c.t, got, "submissions.nodes.0.id")
	}
	return queued
}

// holds asserts what Marisel has: an award of the version that she was assessed by.
func (c *clearPath) holds() {
	c.t.Helper()
	got := c.marisel.asks(`{ viewer { earner { awards(first: 1) { nodes { microCredential { id title(language: es) } issuer { name }
		microCredentialVersion { number current content { assessment { parts { most } } } } competencies { level skill { id } } counts } } } } }`, nil)
	current := at[bool](c.t, got, "viewer.earner.awards.nodes.0.microCredentialVersion.current")
	want := map[string]any{
		"microCredential": map[string]any{"id": c.communication, "title": "Comunicación para educadores de la primera infancia"},
		"issuer":          map[string]any{"name": "Tennessee State University"}, "counts": true,
		"microCredentialVersion": map[string]any{"number": 1., "current": current, "content": map[string]any{
			"assessment": map[string]any{"parts": []any{map[string]any{"most": 2.}}},
		}},
		"competencies": []any{map[string]any{"level": 2., "skill": map[string]any{"id": c.skill}}},
	}
	if diff := cmp.Diff(want, at[any](c.t, got, "viewer.earner.awards.nodes.0")); diff != "" {
		c.t.Errorf("Marisel holds otherwise (-want +got):\n%s", diff)
	}
}

// publishesTheNext has version 2 say something else. The award stays what it was.
func (c *clearPath) publishesTheNext() {
	c.t.Helper()
	next := c.content(5)
	next["title"] = both("Communication for Early Childhood Educators", "Comunicación en la primera infancia")
	next["changes"] = both("More examples.", "Más ejemplos.")
	saved := c.developer.does("updateMicroCredentialDraft", vars{"microCredential": c.communication, "content": next}, "draft { revision }")
	c.reviews(at[float64](c.t, saved, "draft.revision"), true, "APPROVED")
	c.developer.does("publishMicroCredential", vars{"microCredential": c.communication, "revision": c.revision()}, "version { number current }")
	got := c.marisel.asks(`{ viewer { earner { awards(first: 1) { nodes { version microCredentialVersion { number current title(language: es) } microCredential { version title(language: es) } } } } } }`, nil)
	want := map[string]any{
		"version": 1., "microCredentialVersion": map[string]any{"number": 1., "current": false, "title": "Comunicación para educadores de la primera infancia"},
		"microCredential": map[string]any{"version": 2., "title": "Comunicación en la primera infancia"},
	}
	if diff := cmp.Diff(want, at[any](c.t, got, "viewer.earner.awards.nodes.0")); diff != "" {
		c.t.Errorf("the award is otherwise (-want +got):\n%s", diff)
	}
	c.anybody().sees(`query ($id: ID!) { compareVersions(microCredential: $id, from: 1, to: 2) { provesAll fields { field language was is }
		competencies { change } criteria { change } parts { change key was { most } is { most } } } }`, vars{"id": c.communication},
		`{"compareVersions": {"provesAll": true, "competencies": [], "criteria": [],
			"fields": [{"field": "title", "language": "es", "was": "Comunicación para educadores de la primera infancia", "is": "Comunicación en la primera infancia"}],
			"parts": [{"change": "CHANGED", "key": "example", "was": {"most": 2}, "is": {"most": 5}}]}}`)
}
