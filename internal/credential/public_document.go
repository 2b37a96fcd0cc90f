package credential

import (
	"context"
	"fmt"
	"strings"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// PublicDocument is the document at a public path, as programs read it. It asks
// nobody's permission: only what is public has a path.
func (s *Service) PublicDocument(ctx context.Context, path string) (*File, error) {
	if path == servicePath {
		return s.ControllerDocument(ctx, ourselves)
	}
	kind, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	name, part, _ := strings.Cut(rest, "/")
	if name == "" || path != "/"+strings.TrimSuffix(kind+"/"+name+"/"+part, "/") {
		return nil, noDocument()
	}
	switch kind {
	case "issuers":
		return s.issuerPart(ctx, name, part)
	case "achievements":
		return s.achievementPart(ctx, name, part)
	case "status":
		if part == "" {
			return s.StatusListDocument(ctx, name)
		}
	case "endorsements":
		if part == "" {
			return s.EndorsementDocument(ctx, name)
		}
	case "awards":
		return s.awardPart(ctx, name, part)
	}
	return nil, noDocument()
}

func (s *Service) issuerPart(ctx context.Context, organization, part string) (*File, error) {
	switch part {
	case "":
		return s.IssuerDocument(ctx, organization)
	case "did.json":
		return s.ControllerDocument(ctx, organization)
	case "ob2.json":
		return s.IssuerOpenBadge2(ctx, organization)
	}
	return nil, noDocument()
}

func (s *Service) achievementPart(ctx context.Context, version, part string) (*File, error) {
	switch part {
	case "":
		return s.AchievementDocument(ctx, version)
	case "image.svg":
		return s.AchievementImage(ctx, version, FormSVG)
	case "image.png":
		return s.AchievementImage(ctx, version, FormPNG)
	case "ob2.json":
		return s.AchievementOpenBadge2(ctx, version, "")
	}
	if issuer, found := strings.CutPrefix(part, "ob2/"); found {
		if issuer, found := strings.CutSuffix(issuer, ".json"); found && issuer != "" {
			return s.AchievementOpenBadge2(ctx, version, issuer)
		}
	}
	return nil, noDocument()
}

// awardParts are the files below an award's page.
var awardParts = map[string]Form{
	"": FormJSON, "badge.json": FormJSON, "badge.jwt": FormJWT, "badge.png": FormPNG, "badge.svg": FormSVG,
	"ob2.json": FormOpenBadge2,
}

func (s *Service) awardPart(ctx context.Context, token, part string) (*File, error) {
	form, known := awardParts[part]
	if !known {
		return nil, noDocument()
	}
	return s.PublicBadge(ctx, token, form)
}

// served is our own document at a path, as a fetcher would find it.
func (s *Service) served(ctx context.Context, path string) badge.Document {
	file, err := s.PublicDocument(ctx, path)
	switch {
	case problem.Is(err, problem.NotFound), problem.Is(err, problem.Conflict):
		return badge.Document{Status: 404}
	case err != nil:
		return badge.Document{Err: err.Error()}
	case file.Gone:
		return badge.Document{Status: 410, ContentType: file.MediaType, Body: file.Content}
	}
	return badge.Document{Status: 200, ContentType: file.MediaType, Body: file.Content}
}

// encoded is an unsigned document as a file.
func encoded(name, mediaType string, document map[string]any, err error) (*File, error) {
	if err != nil {
		return nil, fmt.Errorf("make %s: %w", name, err)
	}
	content, err := issue.Encode(document)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	return &File{Name: name, MediaType: mediaType, Content: content}, nil
}
