package credential

import (
	"bytes"
	"context"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/fetch"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// How long one call may take with the network, and how large a badge may be.
const (
	verifyWithin = 30 * time.Second
	maxBadge     = 8 << 20
	maxFileName  = 200
)

// File is content with a name and a kind.
type File struct {
	Name, MediaType string
	Content         []byte
	// Gone says that what it speaks of holds no longer: a host answers 410 with
	// it, as Open Badges 2.0 wants of a revoked badge.
	Gone bool
}

// BadgeSource is a badge as it is handed over: exactly one of its members.
type BadgeSource struct {
	// Text is JSON or a token.
	Text *string
	// URL is where it is published.
	URL *string
	// File is any form, images too.
	File *File
}

// Verified is what was found out about a badge.
type Verified struct {
	Report badge.Report
	// Content is what the badge says, nil where nothing shows who says it.
	Content *badge.Credential
	// Parts are the credentials of a learner record or a presentation.
	Parts []VerifiedPart
}

// VerifiedPart is what was found out about a credential inside another.
type VerifiedPart struct {
	// Path says where it is, as a JSON pointer.
	Path    string
	Report  badge.Report
	Content *badge.Credential
}

// VerifyBadge tells everything that can be found out about a badge. It is for
// anyone, and keeps nothing.
func (s *Service) VerifyBadge(ctx context.Context, in BadgeSource) (*Verified, error) {
	ctx, cancel := context.WithTimeout(ctx, verifyWithin)
	defer cancel()
	given, err := s.receive(ctx, in)
	if err != nil {
		return nil, err
	}
	found, err := s.examine(ctx, given, nil)
	if err != nil {
		return nil, err
	}
	verified := &Verified{Report: found.report, Content: found.content()}
	for _, p := range found.parts {
		verified.Parts = append(verified.Parts, VerifiedPart{Path: p.path, Report: p.report, Content: p.content()})
	}
	return verified, nil
}

// given is a badge as it came.
type given struct {
	content  []byte
	name, at string
	// again has every document fetched anew.
	again bool
}

// receive reads a source. What it cannot get is a problem of the caller's.
func (s *Service) receive(ctx context.Context, in BadgeSource) (given, error) {
	named := 0
	for _, is := range []bool{in.Text != nil, in.URL != nil, in.File != nil} {
		if is {
			named++
		}
	}
	if named != 1 {
		return given{}, problem.New(problem.Invalid, "give exactly one of text, URL and file").
			Spanish("dé exactamente uno: texto, URL o archivo").At("badge")
	}
	var g given
	switch {
	case in.URL != nil:
		return s.fetchGiven(ctx, strings.TrimSpace(*in.URL))
	case in.Text != nil:
		g = given{content: []byte(strings.TrimSpace(*in.Text))}
	default:
		g = given{content: in.File.Content, name: clip(in.File.Name, maxFileName)}
	}
	if len(g.content) == 0 || len(g.content) > maxBadge {
		return given{}, problem.New(problem.Invalid, "a badge has 1 to %d bytes", maxBadge).
			Spanish("una insignia tiene de 1 a %d bytes", maxBadge).At("badge")
	}
	return g, nil
}

// fetchGiven opens the address at which a badge is published.
func (s *Service) fetchGiven(ctx context.Context, address string) (given, error) {
	if len(address) > maxIdentifier {
		return given{}, refusedAddress()
	}
	doc := s.document(ctx, address, fetch.Want{Images: true})
	switch {
	case doc.Blocked != "":
		return given{}, refusedAddress()
	case doc.Err != "" || doc.Status == 0 || doc.Status >= 500 || doc.Status == 429:
		return given{}, problem.New(problem.Unavailable, "nothing that can be read came back from this address; try again later").
			Spanish("no se pudo leer nada de esta dirección; inténtelo más tarde").At("badge", "url")
	case doc.Status < 200 || doc.Status > 299 || len(doc.Body) == 0:
		return given{}, problem.New(problem.NotFound, "there is no badge at this address").
			Spanish("no hay ninguna insignia en esta dirección").At("badge", "url")
	}
	at := address
	if doc.FinalURL != "" {
		at = doc.FinalURL
	}
	return given{content: doc.Body, at: at}, nil
}

func refusedAddress() error {
	return problem.New(problem.Invalid, "a badge is fetched from a public https address; this is none").
		Spanish("una insignia se obtiene de una dirección https pública; esta no lo es").At("badge", "url")
}

// mediaTypeOf is the kind of a badge as it was received. What a client says of
// its own file is not believed.
func mediaTypeOf(b *badge.Badge) string {
	switch {
	case b.Container() == badge.PNG:
		return "image/png"
	case b.Container() == badge.SVG:
		return "image/svg+xml"
	case isToken(b.Raw()):
		return "application/jwt"
	}
	return "application/json"
}

func isToken(raw []byte) bool {
	raw = bytes.TrimSpace(raw)
	return bytes.Count(raw, []byte(".")) == 2 && !bytes.ContainsAny(raw, "{} \n")
}
