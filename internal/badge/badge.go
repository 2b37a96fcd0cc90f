package badge

import (
	"slices"

	"github.com/stackmatch/stackmatch/internal/badge/jose"
)

// Badge is a document that was read, or could not be. It never changes.
type Badge struct {
	raw       []byte
	container Container
	format    Format
	// trouble is why it could not be read: the report's FORMAT check.
	trouble finding

	// text is the JSON that doc was decoded from.
	text []byte
	// doc is the credential, the presentation or the Open Badges 2.0 object.
	doc map[string]any
	// address stands for a badge that was baked as nothing but its address.
	address string

	// token is the JWS around doc, nil if there is none.
	token *jose.Token
	// claims are what the token says; doc is made of them.
	claims map[string]any
	// refused is why the token can never verify: its algorithm, or an
	// extension that it asks for.
	refused error
}

// Format tells what kind of document it is.
func (b *Badge) Format() Format { return b.format }

// Container tells what image the badge was baked into.
func (b *Badge) Container() Container { return b.container }

// Raw gives the bytes as they were received, image and all.
func (b *Badge) Raw() []byte { return slices.Clone(b.raw) }

// readable tells whether there is a document to check.
func (b *Badge) readable() bool { return !b.trouble.failed() }

// signed tells whether anybody put a signature to it, good or bad.
func (b *Badge) signed() bool {
	if b.token != nil {
		return true
	}
	return len(list(b.doc["proof"])) > 0
}

// legacy tells whether it is of Open Badges 2.0 or 1.x.
func (b *Badge) legacy() bool {
	return b.format == OpenBadge2 || b.format == OpenBadge2Signed || b.format == OpenBadge1
}

// issuer is the identifier of who issued the credential, or of the holder who
// made a presentation.
func (b *Badge) issuer() string {
	if b.format == Presentation {
		return idOf(b.doc["holder"])
	}
	return idOf(b.doc["issuer"])
}
