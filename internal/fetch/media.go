package fetch

import (
	"mime"
	"slices"
	"strings"
)

// The kinds of content that a document of ours may come as, but for those that
// say by their suffix that they are JSON or a token. Plain text and bytes of no
// kind are what file hosts make of a status list without an extension. A page of
// HTML is none: it is what a host says that has lost the document.
var (
	documentTypes = []string{
		"application/json", "application/vc", "application/vp", "application/did",
		"application/jwt", "application/jose", "application/x-pem-file",
		"text/plain", "application/octet-stream",
	}
	documentSuffixes = []string{"+json", "+jwt"}
	imageTypes       = []string{"image/png", "image/svg+xml"}
)

const (
	acceptedDocuments = "application/vc, application/ld+json, application/did+json, application/json, application/vc+jwt, application/jwt"
	acceptedOthers    = ", */*;q=0.1"
)

// accepted is what hosts are told. Some answer nothing at all to who does not
// take everything.
func accepted(want Want) string {
	if want.Images {
		return acceptedDocuments + ", " + strings.Join(imageTypes, ", ") + acceptedOthers
	}
	return acceptedDocuments + acceptedOthers
}

func allowed(contentType string, want Want) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	return slices.Contains(documentTypes, kind) ||
		strings.HasPrefix(kind, "application/") && slices.ContainsFunc(documentSuffixes, func(s string) bool { return strings.HasSuffix(kind, s) }) ||
		want.Images && slices.Contains(imageTypes, kind)
}
