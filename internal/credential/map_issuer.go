package credential

import (
	"context"
	"fmt"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/issueridentity"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/id"
)

// issuer is who issued a badge, as it is known here.
type issuer struct {
	organization *db.Organization
	// known issuers' badges count.
	known bool
}

// unproven is the name of an issuer of whom it is only said that they issued an
// earner's badge. It is no URI, so that no badge can name it, and it is the
// earner's own: what one person's badge claims touches nobody else.
func unproven(earner, uri string) string { return unprovenPrefix + earner + " " + uri }

const unprovenPrefix = "unproven "

// issuerOf finds the organization that a badge's issuer is here, by its URI alone:
// names are anybody's. Who is not known becomes an organization that is in no
// list.
func (s *Service) issuerOf(ctx context.Context, tx *db.Client, earner string, a accepted) (issuer, error) {
	uri := a.content.Issuer.ID
	if own := s.ownIssuer(uri); own != "" && a.proven() {
		row, err := tx.Organization.Query().Where(organization.ID(own)).Only(ctx)
		if err == nil {
			return issuer{organization: row, known: true}, nil
		}
		if !db.IsNotFound(err) {
			return issuer{}, fmt.Errorf("load issuer: %w", err)
		}
	}
	name := line(a.content.Issuer.Name)
	if name == "" {
		name = clip(a.content.Issuer.ID, maxLine)
	}
	identity, err := s.identityOf(ctx, tx, a.identity(earner), name)
	if err != nil {
		return issuer{}, err
	}
	if identity.TrustedAt == nil && a.proven() && listedByRegistry(a.report) {
		if identity, err = s.trust(ctx, tx, identity, trusting{note: registryNote}); err != nil {
			return issuer{}, err
		}
	}
	row, err := tx.Organization.Query().Where(organization.ID(identity.OrganizationID)).Only(ctx)
	if err != nil {
		return issuer{}, fmt.Errorf("load issuer: %w", err)
	}
	return issuer{organization: row, known: identity.TrustedAt != nil}, nil
}

// identity is the name under which the issuer of a badge is known here.
func (a accepted) identity(earner string) string {
	if !a.proven() {
		return unproven(earner, a.content.Issuer.ID)
	}
	return a.content.Issuer.ID
}

// identityOf finds or makes an identity.
func (s *Service) identityOf(ctx context.Context, tx *db.Client, uri, name string) (*db.IssuerIdentity, error) {
	found, err := tx.IssuerIdentity.Query().Where(issueridentity.URI(uri)).Only(ctx)
	if db.IsNotFound(err) {
		return s.newIdentity(ctx, tx, uri, name, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("look up issuer: %w", err)
	}
	return found, nil
}

// lockIdentity has this transaction be the only one that imports badges of an
// issuer, where it is known already: a write holds the row until the end, and what
// is read after it stands.
func lockIdentity(ctx context.Context, tx *db.Client, uri string) error {
	for {
		found, err := tx.IssuerIdentity.Query().Where(issueridentity.URI(uri)).Only(ctx)
		if db.IsNotFound(err) {
			return nil // of two that make it the second starts again
		}
		if err != nil {
			return fmt.Errorf("look up issuer: %w", err)
		}
		// To what it is: none is hit if somebody gave it another name meanwhile.
		n, err := tx.IssuerIdentity.Update().
			Where(issueridentity.ID(found.ID), issueridentity.Name(found.Name)).SetName(found.Name).Save(ctx)
		if err != nil {
			return fmt.Errorf("lock issuer: %w", err)
		}
		if n == 1 {
			return nil
		}
	}
}

// newIdentity adds an identity of an organization, or of one made for it.
func (s *Service) newIdentity(ctx context.Context, tx *db.Client, uri, name string, of *string) (*db.IssuerIdentity, error) {
	if of == nil {
		made, err := tx.Organization.Create().
			SetID(s.IDs.Mint(id.Organization)).SetCreatedAt(s.Now()).
			SetName(name).SetKinds([]enum.OrganizationKind{enum.OrgIssuer}).SetListed(false).Save(ctx)
		if err != nil {
			return nil, fmt.Errorf("write organization: %w", err)
		}
		if err := audit.Write(ctx, tx, s.Now(), organizationImported, enum.SubjectOrganization, made.ID); err != nil {
			return nil, err
		}
		of = &made.ID
	}
	made, err := tx.IssuerIdentity.Create().
		SetID(s.IDs.Mint(id.IssuerIdentity)).SetCreatedAt(s.Now()).
		SetOrganizationID(*of).SetURI(uri).SetName(name).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write issuer: %w", err)
	}
	return made, nil
}

// ownIssuer is the organization here that an issuer's id names; empty for others'.
func (s *Service) ownIssuer(uri string) string {
	base := s.Base.String() + "/issuers/"
	key, own := strings.CutPrefix(uri, base)
	if own {
		key, _, _ = strings.Cut(key, "/")
	} else if did, err := issue.DIDWeb(s.Base, "issuers"); err == nil {
		key, own = strings.CutPrefix(uri, did+":")
	}
	if !own {
		return ""
	}
	if _, err := id.Parse(key, id.Organization); err != nil {
		return ""
	}
	return key
}

// listedByRegistry tells whether a registry that answered lists the issuer.
func listedByRegistry(r badge.Report) bool {
	for _, answer := range r.Registries {
		if answer.Answered && answer.Lists {
			return true
		}
	}
	return false
}

// listedByNone tells whether every registry answered, and none lists the issuer.
func listedByNone(r badge.Report) bool {
	for _, answer := range r.Registries {
		if !answer.Answered || answer.Lists {
			return false
		}
	}
	return true
}
