package web

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// issuerPage is an organization that issues here.
type issuerPage struct {
	page
	Name    string
	About   said
	Website string
	// DID is the id that its badges name; empty until it has issued one.
	DID       string
	Documents []download
}

func (s *Site) issuerView(ctx context.Context, organization, language string) (any, error) {
	row, err := s.Credentials.PublicIssuer(ctx, organization)
	if err != nil {
		return nil, err
	}
	path := "/" + issuers + "/" + row.ID
	v := issuerPage{
		Name: row.Name, About: saidIn(row.Description, language), Website: onTheWeb(row.Homepage),
		Documents: []download{
			{path + "/issuer.json", "issuer.json", phrases["profile"].in(language)},
			{path + "/ob2.json", "ob2.json", phrases["profile ob2"].in(language)},
		},
	}
	v.page = page{
		Language: language, Path: path, Title: said{Text: row.Name},
		Document: path + "/issuer.json", DocumentType: mediaLD,
	}
	keys, err := s.Credentials.ControllerDocument(ctx, row.ID)
	switch {
	case problem.Is(err, problem.NotFound):
		return v, nil // it has not signed anything yet
	case err != nil:
		return nil, err
	}
	v.Documents = append([]download{{path + "/did.json", "did.json", phrases["issuer keys"].in(language)}}, v.Documents...)
	var controller struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(keys.Content, &controller); err != nil {
		return nil, fmt.Errorf("read the issuer's keys: %w", err)
	}
	v.DID = controller.ID
	return v, nil
}
