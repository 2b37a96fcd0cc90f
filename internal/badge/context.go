package badge

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
)

// The starts of the addresses of 1EdTech's contexts, of which there are several
// for every version.
const (
	contextsOB3  = "https://purl.imsglobal.org/spec/ob/v3p0/context"
	contextsCLR2 = "https://purl.imsglobal.org/spec/clr/v2p0/context"
)

// contexts is the CONTEXT check of a Verifiable Credential: only contexts whose
// content we hold, in a list, and the right one first. Under others a term
// could mean anything, and an inline one could make terms vanish before the
// signature is checked.
//
// A token is signed as it is, to the last byte, so that contexts that we do not
// know take nothing away from it. Without a signature there is nothing that a
// context could take something from; its form is then a matter of the schema.
func (b *Badge) contexts(known *jsonld.Contexts) finding {
	if !b.signed() {
		return none()
	}
	if f := b.baseContext(); !f.passed() {
		return f
	}
	accepts := known.Accepts
	if b.token != nil {
		accepts = func(string) bool { return true }
	}
	return allowed(b.doc, "", accepts)
}

// baseContext asks for the context that documents of the format start with.
func (b *Badge) baseContext() finding {
	values := list(b.doc["@context"])
	if len(values) == 0 || values[0] != contextVC2 && values[0] != contextVC1 {
		return fail(ReasonContextMissing, contextVC2)
	}
	want := ""
	switch {
	case b.format == CLR2:
		want = contextsCLR2
	case b.format.isAchievement(), b.format == Endorsement:
		want = contextsOB3
	}
	if !hasContext(b.doc, want) && !b.foreignContexts(values) {
		return fail(ReasonContextMissing, want)
	}
	return pass()
}

// foreignContexts tells whether there are contexts besides those of W3C that
// start alike: a draft's, say. Those are refused as unknown, not as missing.
func (b *Badge) foreignContexts(values []any) bool {
	return slices.ContainsFunc(values, func(v any) bool {
		s, ok := v.(string)
		return !ok || strings.Contains(s, "imsglobal.org")
	})
}

// hasContext tells whether a document names a context that starts like this.
func hasContext(doc map[string]any, start string) bool {
	return slices.ContainsFunc(texts(doc, "@context"), func(s string) bool { return strings.HasPrefix(s, start) })
}

// allowed looks at every @context in a document. Besides its own there may be
// those of the credentials in it, and of proofs.
func allowed(value any, at string, accepts func(string) bool) finding {
	switch v := value.(type) {
	case map[string]any:
		return allowedMembers(v, at, accepts)
	case []any:
		for i, item := range v {
			if f := allowed(item, at+"/"+strconv.Itoa(i), accepts); !f.passed() {
				return f
			}
		}
	}
	return pass()
}

func allowedMembers(o map[string]any, at string, accepts func(string) bool) finding {
	for _, name := range slices.Sorted(maps.Keys(o)) {
		if name == "@context" {
			if f := allowedContext(o[name], at, accepts); !f.passed() {
				return f
			}
			continue
		}
		if f := allowed(o[name], at+pointer(name), accepts); !f.passed() {
			return f
		}
	}
	return pass()
}

func allowedContext(value any, at string, accepts func(string) bool) finding {
	if !mayHaveContext(at) {
		return fail(ReasonContextNotAllowed, at+"/@context")
	}
	for _, v := range list(value) {
		url, ok := v.(string)
		if !ok {
			return fail(ReasonContextNotAllowed, at+"/@context")
		}
		if !accepts(url) {
			return fail(ReasonContextNotAllowed, url)
		}
	}
	return pass()
}

// mayHaveContext tells whether a @context may stand at a place: at the top, in
// a credential inside this one, in a proof.
func mayHaveContext(at string) bool {
	steps := strings.Split(at, "/")
	last := steps[len(steps)-1]
	if _, err := strconv.Atoi(last); err == nil && len(steps) > 1 {
		last = steps[len(steps)-2]
	}
	return slices.Contains([]string{"", "endorsement", "verifiableCredential", "proof"}, last)
}

// unsignedContextFlaw checks the contexts of a document that nobody signed, as
// part of its form: the right one first, every type and identifier absolute,
// nothing protected redefined. Contexts that are written out in it are read,
// which is safe where no signature depends on them.
func unsignedContextFlaw(doc map[string]any, known *jsonld.Contexts) *flaw {
	values := list(doc["@context"])
	if len(values) == 0 || values[0] != contextVC2 && values[0] != contextVC1 {
		return &flaw{"/@context", ReasonDataModel}
	}
	if allowed(map[string]any{"@context": named(values)}, "", known.Accepts).failed() {
		// What its terms mean cannot be told, and need not be: it is worth nothing.
		return nil
	}
	_, err := known.WithInlineTypes().Expand(doc)
	var problem *jsonld.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &problem):
		return &flaw{problem.Pointer, ReasonDataModel}
	default:
		return &flaw{"/", ReasonDataModel}
	}
}

// named are the contexts that are named, not written out.
func named(contexts []any) []any {
	return slices.DeleteFunc(slices.Clone(contexts), func(v any) bool { _, ok := v.(string); return !ok })
}
