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
// list. While this transaction goes on, no other import sees or makes anything of
// the same issuer.
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
	if !a.proven() {
		uri = unproven(earner, uri)
	}
	name := line(a.content.Issuer.Name)
	if name == "" {
		name = clip(a.content.Issuer.ID, maxLine)
	}
	identity, err := s.identityOf(ctx, tx, uri, name)
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

// identityOf finds or makes an identity, and locks it.
func (s *Service) identityOf(ctx context.Context, tx *db.Client, uri, name string) (*db.IssuerIdentity, error) {
	found, err := tx.IssuerIdentity.Query().Where(issueridentity.URI(uri)).Only(ctx)
	if db.IsNotFound(err) {
		return s.newIdentity(ctx, tx, uri, name, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("look up issuer: %w", err)
	}
	// A write holds the row until the transaction is over; what it returns is
	// what stands then.
	locked, err := tx.IssuerIdentity.UpdateOne(found).SetName(found.Name).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock issuer: %w", err)
	}
	return locked, nil
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
