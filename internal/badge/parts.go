package badge

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// embedded is something inside a badge that is verified by itself.
type embedded struct {
	path string
	kind PartKind
	// value is what is there, text how it was written, if that is kept.
	value any
	text  []byte
}

// Parts gives the credentials inside a learner record or a presentation, in
// their order, each as if it had been received alone. The report of the whole
// does not ask whose they are: verify each for that.
func (b *Badge) Parts() []*Badge {
	var parts []*Badge
	for _, e := range b.credentials() {
		parts = append(parts, e.read())
	}
	return parts
}

// credentials are those that a learner record or a presentation holds.
func (b *Badge) credentials() []embedded {
	steps := []string{"verifiableCredential"}
	switch b.format {
	case CLR2:
		steps = []string{"credentialSubject", "verifiableCredential"}
	case Presentation:
	default:
		return nil
	}
	var value any = b.doc
	for _, step := range steps {
		o, _ := value.(map[string]any)
		value = o[step]
	}
	found := gather(PartCredential, value, pointer(steps...))
	raw := rawAt(b.text, steps...)
	var each []json.RawMessage
	if json.Unmarshal(raw, &each) != nil {
		each = []json.RawMessage{raw}
	}
	for i := range min(len(found), len(each)) {
		found[i].text = each[i]
	}
	return found
}

// gather lists what a member holds, one or many.
func gather(kind PartKind, value any, path string) []embedded {
	values, many := value.([]any)
	if !many {
		values = list(value)
	}
	var found []embedded
	for i, v := range values[:min(len(values), maxParts+1)] {
		at := path
		if many {
			at += "/" + strconv.Itoa(i)
		}
		found = append(found, embedded{path: at, kind: kind, value: v})
	}
	return found
}

// read reads the document: a token, an envelope with a token in a data: address,
// or JSON.
func (e embedded) read() *Badge {
	switch v := e.value.(type) {
	case *Badge:
		return v
	case string:
		return Parse([]byte(v))
	case map[string]any:
		if isEnveloped(v) {
			return unwrapped(text(v, "id"))
		}
	}
	raw := e.text
	if raw == nil {
		raw, _ = json.Marshal(e.value)
	}
	return Parse(raw)
}

// envelopes are the media types of envelopes that can be opened.
var envelopes = []string{"application/vc+jwt", "application/vc+ld+jwt", "application/vc-ld+jwt", "application/jwt"}

// unwrapped opens an EnvelopedVerifiableCredential (VC Data Model 2.0 §4.13.1).
func unwrapped(address string) *Badge {
	media, data, found := strings.Cut(strings.TrimPrefix(address, "data:"), ",")
	media, _, _ = strings.Cut(media, ";")
	if !found || !slices.Contains(envelopes, strings.ToLower(media)) {
		return &Badge{
			raw: []byte(address), container: NoContainer, format: UnknownFormat,
			trouble: unknown(ReasonUnsupportedEnvelope, media),
		}
	}
	if plain, err := url.PathUnescape(data); err == nil {
		data = plain
	}
	return Parse([]byte(data))
}

// endorsements finds those at every depth: of the credential, the achievement,
// the issuer and every other profile. Credentials and endorsements inside have
// theirs for themselves.
func (b *Badge) endorsements() []embedded {
	var found []embedded
	endorsementsIn(b.doc, "", &found)
	return found
}

func endorsementsIn(value any, at string, found *[]embedded) {
	switch v := value.(type) {
	case []any:
		for i, item := range v {
			endorsementsIn(item, at+"/"+strconv.Itoa(i), found)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			endorsementsAt(name, v[name], at+pointer(name), found)
		}
	}
}

func endorsementsAt(name string, value any, at string, found *[]embedded) {
	if len(*found) > maxParts {
		return
	}
	switch name {
	case "endorsement", "endorsementJwt":
		*found = append(*found, gather(PartEndorsement, value, at)...)
	case "@context", "proof", "verifiableCredential":
	default:
		endorsementsIn(value, at, found)
	}
}

// embedded verifies the credentials of a record or a presentation: the EMBEDDED
// check. A presentation only hands on what is in it, so that what could not be
// checked there is told, and decides about that part alone.
func (r *run) embedded(b *Badge) (finding, []Part) {
	f, parts := r.verifyAll(b.credentials(), ReasonEmbeddedInvalid, ReasonEmbeddedUnknown)
	if b.format == Presentation && f.outcome == Unknown {
		f = f.advise()
	}
	return f, parts
}

// endorsed verifies the endorsements in a badge: the ENDORSEMENT check.
func (r *run) endorsed(b *Badge) (finding, []Part) {
	return r.endorse(b.endorsements(), b.doc)
}

// endorse verifies endorsements, and tells which of them speak of something in
// the documents that they came with.
func (r *run) endorse(all []embedded, documents ...any) (finding, []Part) {
	f, parts := r.verifyAll(all, ReasonEndorsementInvalid, ReasonEndorsementUnknown)
	named := identifiersIn(documents)
	for i, part := range parts {
		parts[i].About = named[part.Report.Credential.SubjectID]
	}
	return f, parts
}

func (r *run) verifyAll(all []embedded, invalid, undecided Reason) (finding, []Part) {
	if len(all) == 0 {
		return none(), nil
	}
	f := pass()
	var parts []Part
	for _, e := range all {
		if !r.take() {
			return worse(f, fail(ReasonTooComplex, fmt.Sprint(len(all)))), parts
		}
		b := e.read()
		report := r.inside().verify(b)
		switch {
		case report.Verdict == Invalid, e.misplaced(b):
			f = worse(f, fail(invalid, e.path))
		case report.Verdict == Indeterminate:
			f = worse(f, unknown(undecided, e.path))
		}
		parts = append(parts, Part{Path: e.path, Kind: e.kind, Report: report})
	}
	return f, parts
}

// misplaced tells of a document that stands where it means nothing: a credential
// that endorses nothing where an endorsement should be, and a presentation, which
// nobody needs to have issued, where a credential should.
func (e embedded) misplaced(b *Badge) bool {
	if e.kind != PartEndorsement {
		return b.format == Presentation
	}
	return b.readable() && b.format != Endorsement && classOf(b.doc) != "Endorsement"
}

// identifiersIn collects the identifiers of everything that a badge speaks of.
func identifiersIn(value any) map[string]bool {
	found := map[string]bool{}
	var walk func(value any)
	walk = func(value any) {
		switch v := value.(type) {
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			if id := text(v, "id"); id != "" {
				found[id] = true
			}
			for name, item := range v {
				if name != "endorsement" && name != "proof" {
					walk(item)
				}
			}
		}
	}
	walk(value)
	return found
}
