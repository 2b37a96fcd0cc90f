package credential

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
)

// ControllerDocument says which keys sign for an organization that has issued
// here, or for the service itself (""): a DID document. Retired keys stay in it,
// so that what they signed keeps verifying; compromised ones do not.
func (s *Service) ControllerDocument(ctx context.Context, organization string) (*File, error) {
	if organization == ourselves {
		// The service has a document as soon as it is asked for.
		if _, err := s.signerFor(ctx, ourselves, enum.KeyEd25519); err != nil {
			return nil, err
		}
	}
	rows, err := s.keysOf(ctx, organization)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, noDocument()
	}
	var methods []issue.MethodKey
	for _, row := range rows {
		if row.CompromisedAt != nil {
			continue
		}
		method, err := methodOf(row)
		if err != nil {
			return nil, err
		}
		methods = append(methods, method)
	}
	did, err := s.didOf(organization)
	if err != nil {
		return nil, err
	}
	var alsoKnownAs []string
	if organization != ourselves {
		alsoKnownAs = []string{s.address(issuerPath(organization))}
	}
	document, err := issue.Controller(did, methods, alsoKnownAs)
	return encoded("did.json", mediaDID, document, err)
}

// IssuerDocument is the profile of an organization that issues here.
func (s *Service) IssuerDocument(ctx context.Context, organization string) (*File, error) {
	row, err := s.PublicIssuer(ctx, organization)
	if err != nil {
		return nil, err
	}
	profile, err := s.profile(row, defaultLanguage)
	if err != nil {
		return nil, err
	}
	document, err := issue.Profile(profile)
	return encoded(row.ID+".json", mediaJSONLD, document, err)
}

// IssuerOpenBadge2 is the profile for old backpacks, which ask for an e-mail
// address: organizations have none here.
func (s *Service) IssuerOpenBadge2(ctx context.Context, organization string) (*File, error) {
	row, err := s.PublicIssuer(ctx, organization)
	if err != nil {
		return nil, err
	}
	profile, err := s.profile(row, defaultLanguage)
	if err != nil {
		return nil, err
	}
	profile.Email = "no-reply@" + s.Base.Hostname()
	document, err := issue.Issuer2(profile, issue.Hosted2{Issuer: s.address(issuerPath(row.ID) + "/ob2.json")})
	return encoded("ob2.json", mediaJSONLD, document, err)
}

// defaultLanguage is that of documents that are nobody's in particular.
const defaultLanguage = "en"

// issuesHere keeps the organizations that may award something published.
func issuesHere() predicate.Organization {
	return organization.HasIssuesWith(microcredential.StatusNEQ(enum.Draft))
}

// PublicIssuer is an organization that may issue something published here, or has
// done so.
func (s *Service) PublicIssuer(ctx context.Context, id string) (*db.Organization, error) {
	row, err := s.DB.Organization.Query().Where(organization.ID(id), organization.Listed(true)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, noDocument()
	}
	if err != nil {
		return nil, fmt.Errorf("load organization: %w", err)
	}
	issues, err := s.DB.Organization.Query().Where(organization.ID(id), issuesHere()).Exist(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up what an organization issues: %w", err)
	}
	if issues {
		return row, nil
	}
	signs, err := s.DB.IssuerKey.Query().Where(ofIssuer(id)).Exist(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up keys: %w", err)
	}
	if !signs {
		return nil, noDocument()
	}
	return row, nil
}
