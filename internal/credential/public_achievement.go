package credential

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
)

// AchievementDocument is a version of a published micro-credential as an
// Achievement: what the badges of it name.
func (s *Service) AchievementDocument(ctx context.Context, version string) (*File, error) {
	row, err := s.PublicVersion(ctx, version)
	if err != nil {
		return nil, err
	}
	what, err := s.achievement(row, asserted(row), defaultLanguage)
	if err != nil {
		return nil, err
	}
	document, err := issue.AchievementDocument(what)
	return encoded(row.ID+".json", mediaJSONLD, document, err)
}

// AchievementOpenBadge2 is a version as the BadgeClass of one of its issuers, by
// default of its developer.
func (s *Service) AchievementOpenBadge2(ctx context.Context, version, issuer string) (*File, error) {
	row, err := s.PublicVersion(ctx, version)
	if err != nil {
		return nil, err
	}
	developer := row.Edges.MicroCredential.DeveloperID
	if issuer == developer {
		return nil, noDocument() // it has one address
	}
	if issuer == "" {
		issuer = developer
	}
	if _, err := s.PublicIssuer(ctx, issuer); err != nil {
		return nil, err
	}
	what, err := s.achievement(row, asserted(row), defaultLanguage)
	if err != nil {
		return nil, err
	}
	document, err := issue.BadgeClass2(what, s.hosted(row.ID, developer, issuer))
	return encoded("ob2.json", mediaJSONLD, document, err)
}

// hosted is where the documents of Open Badges 2.0 are, but for the assertion.
func (s *Service) hosted(version, developer, issuer string) issue.Hosted2 {
	return issue.Hosted2{
		BadgeClass: s.address(classPath(version, developer, issuer)),
		Issuer:     s.address(issuerPath(issuer) + "/ob2.json"),
	}
}

// AchievementImage is the picture of a version, as SVG or PNG.
func (s *Service) AchievementImage(ctx context.Context, version string, form Form) (*File, error) {
	row, err := s.PublicVersion(ctx, version)
	if err != nil {
		return nil, err
	}
	drawing, err := s.pictureOf(ctx, row, row.Edges.MicroCredential)
	if err != nil {
		return nil, err
	}
	if form == FormSVG {
		title, _ := row.Title.In(defaultLanguage)
		return &File{Name: "image.svg", MediaType: mediaSVG, Content: drawing.svg(title)}, nil
	}
	content, err := drawing.png()
	if err != nil {
		return nil, err
	}
	return &File{Name: "image.png", MediaType: mediaPNG, Content: content}, nil
}

// PublicVersion is a version of a micro-credential that was published, with its
// micro-credential, developer and issuers, and the skills that it asserts: for its
// page. What is known from imported badges alone is not public.
func (s *Service) PublicVersion(ctx context.Context, id string) (*db.MicroCredentialVersion, error) {
	rows, err := versions(ctx, s.DB, id)
	if err != nil {
		return nil, err
	}
	row := rows[id]
	if row == nil || row.Edges.MicroCredential.Status == enum.Draft || !row.Edges.MicroCredential.Edges.Developer.Listed {
		return nil, noDocument()
	}
	return row, nil
}
