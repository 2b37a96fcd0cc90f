package badge

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

// linked is a document that an assertion names, as its own host serves it.
type linked struct {
	doc map[string]any
	// found says whether it could be had, schema whether it is what it
	// should be.
	found, schema finding
}

// linked fetches a badge class or an issuer from its identifier. Before 1.1 they
// had none, and were held by what holds the document around them.
func (l *legacy) linked(value any, class string, format Format) linked {
	address := idOf(value)
	if o, ok := value.(map[string]any); ok && address == "" && format == OpenBadge1 {
		return linked{doc: o, found: pass(), schema: pass()}
	}
	if !isWeb(address) {
		return linked{found: unknown(ReasonIssuerNotProven, address)}
	}
	doc, f := l.follow(address)
	if !f.passed() {
		return linked{found: f}
	}
	doc = upgraded(doc, format)
	s := legacyTypes(doc)
	if s.passed() {
		s = conformsToLinked(doc, class)
	}
	return linked{doc: doc, found: pass(), schema: s}
}

func conformsToLinked(doc map[string]any, class string) finding {
	if !isOfClass(doc, class) {
		return fail(ReasonDataModel, "/type")
	}
	if f := conforms(legacyClasses, classOf(doc), doc); f != nil {
		return fail(f.reason, f.at)
	}
	return pass()
}

// isOfClass compares classes; an Issuer is a Profile.
func isOfClass(doc map[string]any, class string) bool {
	is := classOf(doc)
	return is == class || class == "Profile" && is == "Issuer"
}

// follow fetches a document and, if it says that it lives elsewhere, fetches
// that: only there it speaks for itself. A host may have renamed its own.
func (l *legacy) follow(address string) (map[string]any, finding) {
	doc, f := l.read(address)
	if !f.passed() {
		return nil, f
	}
	id := text(doc, "id")
	if id == address || id == "" {
		return doc, l.stayed(address)
	}
	own, f := l.read(id)
	switch {
	case f.passed() && text(own, "id") == id:
		return own, l.stayed(id)
	case sameHost(id, address):
		return doc, l.stayed(address)
	case !f.passed():
		return nil, f
	default:
		return nil, unknown(ReasonHostedDiffers, address)
	}
}

// stayed tells whether a document came from the site that it was asked for at.
func (l *legacy) stayed(address string) finding {
	if final := l.docs[address].FinalURL; strayed(address, final) {
		return unknown(ReasonHostedDiffers, final)
	}
	return pass()
}

func (l *legacy) read(address string) (map[string]any, finding) {
	d, f := l.fetched(address)
	if !f.passed() {
		return nil, f
	}
	doc, err := strictjson.Object(d.Body)
	if err != nil {
		text, _ := withoutComments(d.Body)
		if doc, err = strictjson.Object(text); err != nil {
			return nil, unknown(ReasonNotFetched, address)
		}
	}
	return doc, pass()
}

// hosted fetches the document from where it says that it lives: what is there
// counts, and what was given is only a copy of it.
func (l *legacy) hosted() {
	address := l.home()
	if address == "" {
		l.signature.proof = unknown(ReasonNotFetched, text(l.doc, "id"))
		return
	}
	if address == l.policy.Source {
		l.signature.proof, l.all[CheckStatus] = pass(), pass()
		return
	}
	d, f := l.fetched(address)
	if !f.passed() {
		l.gone(absent(d, f, address))
		return
	}
	served := Parse(d.Body)
	if !served.readable() || !served.legacy() || served.doc == nil {
		l.signature.proof = unknown(ReasonNotFetched, address)
		return
	}
	l.final = d.FinalURL
	l.replace(upgraded(served.doc, served.format), address)
}

// gone puts the absence of a document where it belongs: what was taken back is
// a matter of its status.
func (l *legacy) gone(f finding) {
	if f.reason == ReasonRevoked {
		l.signature.proof, l.all[CheckStatus] = because(noteHosted), f
		return
	}
	l.signature.proof = f
}

// home is the address where a document says that it lives: its identifier. The
// oldest assertions name none, and live where they were found.
func (l *legacy) home() string {
	if id := text(l.doc, "id"); isWeb(id) {
		return id
	}
	if l.badge.format == OpenBadge1 {
		return l.policy.Source
	}
	return ""
}

// replace takes the served document for the given one, unless the two tell of
// different awards.
func (l *legacy) replace(served map[string]any, address string) {
	switch {
	case revoked(served):
		l.signature.proof, l.all[CheckStatus] = because(noteHosted), fail(ReasonRevoked, text(served, "revocationReason"))
		return
	case text(served, "id") != text(l.doc, "id"), !isOfClass(served, classOf(l.doc)):
		l.signature.proof = fail(ReasonHostedDiffers, address)
		return
	}
	if name := contradiction(l.doc, served); name != "" {
		l.signature.proof = fail(ReasonHostedDiffers, name)
		return
	}
	l.signature.proof, l.all[CheckStatus] = pass(), pass()
	l.all[CheckSchema] = worse(l.all[CheckSchema], legacySchema(served))
	l.doc = served
}

// contradiction names what a copy of an assertion says otherwise than the host
// does: who earned what, and when. Anything else may have been added since.
func contradiction(given, served map[string]any) string {
	if classOf(given) != "Assertion" {
		return ""
	}
	a, b := object(given, "recipient"), object(served, "recipient")
	for _, name := range []string{"identity", "salt"} {
		if text(a, name) != text(b, name) {
			return "recipient"
		}
	}
	if text(given, "uid") != text(served, "uid") {
		return "uid"
	}
	if idOf(given["badge"]) != idOf(served["badge"]) {
		return "badge"
	}
	for _, name := range []string{"issuedOn", "expires"} {
		if !instant(given[name]).Equal(instant(served[name])) && (name == "issuedOn" || given[name] != nil) {
			return name
		}
	}
	return ""
}

func instant(value any) time.Time {
	t, _ := parseLooseTime(value)
	return t
}

// scope is the ISSUER_BINDING check of a hosted assertion: it has to be
// published where its issuer publishes (OB 2.0 §VerificationObject).
func (l *legacy) scope() {
	f := l.established()
	if f.passed() {
		f = inScope(l.home(), l.issuer.doc)
	}
	if f.passed() && strayed(l.home(), l.final) && !isOrigin(l.final, l.issuer.doc) {
		f = unknown(ReasonHostingScope, l.final)
	}
	l.signature.binding = f
	if f.outcome == Pass || f.outcome == Fail {
		l.signature.bound = tri(f.passed())
	}
}

func inScope(address string, issuer map[string]any) finding {
	if !isOrigin(address, issuer) {
		return fail(ReasonHostingScope, address)
	}
	starts := texts(object(issuer, "verification"), "startsWith")
	if len(starts) == 0 {
		return pass()
	}
	under := func(s string) bool { return strings.HasPrefix(address, s) }
	if climbs(address) || !slices.ContainsFunc(starts, under) {
		return fail(ReasonHostingScope, address)
	}
	return pass()
}

// isOrigin tells whether an issuer publishes on the host of an address: where it
// says, else where it is itself.
func isOrigin(address string, issuer map[string]any) bool {
	origins := texts(object(issuer, "verification"), "allowedOrigins")
	if len(origins) == 0 {
		origins = []string{home(issuer)}
	}
	return slices.ContainsFunc(origins, func(origin string) bool {
		return strings.EqualFold(strings.TrimSpace(origin), hostOf(address)) || sameHost(origin, address)
	})
}

// climbs tells whether a server could read an address as one of another folder.
func climbs(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return true
	}
	steps := strings.FieldsFunc(u.Path, func(c rune) bool { return c == '/' || c == '\\' })
	return slices.ContainsFunc(steps, func(step string) bool { return step == "." || step == ".." })
}

// home is where an issuer is: at its identifier, or, before 1.1, at its site.
func home(issuer map[string]any) string {
	if id := text(issuer, "id"); id != "" {
		return id
	}
	return text(issuer, "url")
}

// hostOf is the host of an address, without its port.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}
