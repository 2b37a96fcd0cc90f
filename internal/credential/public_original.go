package credential

import (
	"bytes"
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/badge/image"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// publicOriginal is an imported badge in the form in which everybody may have it.
func (s *Service) publicOriginal(ctx context.Context, row *db.Award, form Form) (*File, error) {
	found, err := s.handedOut(ctx, row)
	if err != nil {
		return nil, err
	}
	if found.form != form {
		return nil, noDocument()
	}
	return &found.file, nil
}

// originalForms are the forms in which an imported badge is to be had: the one
// that it came in, or none.
func (s *Service) originalForms(ctx context.Context, row *db.Award) ([]Form, error) {
	found, err := s.handedOut(ctx, row)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return []Form{found.form}, nil
}

// handout is a badge as everybody may have it.
type handout struct {
	form Form
	file File
}

// handedOut opens an imported badge for everybody. Of an SVG it is the badge
// inside: the picture may hold scripts, which would be ours, or those of the host
// to which it is published as a file.
func (s *Service) handedOut(ctx context.Context, row *db.Award) (handout, error) {
	kept, err := s.openOriginal(ctx, row)
	if err != nil {
		return handout{}, err
	}
	content, mediaType := kept.content, kept.mediaType
	if mediaType == mediaSVG {
		inside, _, err := image.Extract(content)
		content = bytes.TrimSpace(inside)
		switch {
		case err != nil:
			return handout{}, noDocument()
		case isToken(content):
			mediaType = mediaOldJWT
		case bytes.HasPrefix(content, []byte("{")):
			mediaType = mediaJSON
		default:
			return handout{}, noDocument() // an address, as Open Badges 2.0 allows
		}
	}
	return handout{formOf(mediaType), File{Name: "badge" + extensions[mediaType], MediaType: mediaType, Content: content}}, nil
}

// formOf is the form of an original.
func formOf(mediaType string) Form {
	switch mediaType {
	case mediaPNG:
		return FormPNG
	case mediaOldJWT:
		return FormJWT
	}
	return FormJSON
}
