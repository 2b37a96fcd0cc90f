// Package jsonld turns a credential into the statements that its signature is
// about, or says why it cannot.
//
// It owns the contexts: which URLs may be named, what each of them says (by the
// hash of its content), and how a member of a document becomes a statement. It
// loads nothing. It refuses every document of which a part would vanish on that
// way, as anyone could have added it without breaking the signature; and every
// document that says the same in another spelling than the context has for it,
// as whoever reads the member names would overlook it.
package jsonld
