package web

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// endorsementPage is what an organization says in favor of something.
type endorsementPage struct {
	page
	By issuerLine
	// Of is the page of what is endorsed.
	Of      string
	On      day
	Comment said

	Documents []download
}

func (s *Site) endorsementView(ctx context.Context, id, language string) (any, error) {
	row, err := s.Credentials.PublicEndorsement(ctx, id)
	if err != nil {
		return nil, err
	}
	path := "/" + endorsements + "/" + row.ID
	v := endorsementPage{
		By: issuerOf(row.Edges.Organization), On: dayOf(row.CreatedAt, language),
		Comment:   saidIn(text.Localized{row.Language: row.Comment}, language),
		Documents: []download{{path + "/endorsement.json", "endorsement.json", phrases["endorsement file"].in(language)}},
	}
	v.page = page{
		Language: language, Path: path, Title: endorsedName(row, language),
		Document: path + "/endorsement.json", DocumentType: mediaVC,
	}
	v.Of, err = s.endorsedPage(ctx, row)
	return v, err
}

// endorsedName is what is endorsed.
func endorsedName(row *db.Endorsement, language string) said {
	if of := row.Edges.Subject; of != nil {
		return said{Text: of.Name}
	}
	if of := row.Edges.Version; of != nil {
		return saidIn(of.Title, language)
	}
	return said{}
}

// endorsedPage is the page of what is endorsed; "" where it has none.
func (s *Site) endorsedPage(ctx context.Context, row *db.Endorsement) (string, error) {
	if row.VersionID != nil {
		return "/" + achievements + "/" + *row.VersionID, nil
	}
	of, err := s.Credentials.PublicIssuer(ctx, *row.SubjectID)
	if problem.Is(err, problem.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return issuerOf(of).Href, nil
}
