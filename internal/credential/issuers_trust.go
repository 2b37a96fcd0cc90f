package credential

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/awardcheck"
	"github.com/stackmatch/stackmatch/ent/db/issueridentity"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
)

// registryNote is the note of issuers that a registry lists and no admin trusts.
const registryNote = "listed by a registry"

// The marks that imports leave in the trail. Being permanent, it tells what came
// into the catalog by badges alone, and may leave it.
const (
	organizationImported    = "organization.import"
	microCredentialImported = "micro_credential.import"
)

// trusting says who trusts an issuer, and as whom.
type trusting struct {
	// account is nil where a registry, or the system, trusts.
	account    *string
	name, note string
}

// provenIssuers keeps the issuers that somebody may trust.
func provenIssuers() predicate.IssuerIdentity {
	return issueridentity.Not(issueridentity.URIHasPrefix(unprovenPrefix))
}

// trust has the valid badges of an issuer count, and lists what they brought.
func (s *Service) trust(ctx context.Context, tx *db.Client, identity *db.IssuerIdentity, by trusting) (*db.IssuerIdentity, error) {
	update := tx.IssuerIdentity.UpdateOne(identity).SetNillableTrustedByID(by.account).SetNote(by.note)
	if identity.TrustedAt == nil {
		update.SetTrustedAt(s.Now())
	}
	if by.account == nil {
		update.ClearTrustedByID()
	}
	if by.name != "" {
		update.SetName(by.name)
	}
	identity, err := update.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("trust issuer: %w", err)
	}
	imported, err := wasImported(ctx, tx, enum.SubjectOrganization, organizationImported, identity.OrganizationID)
	if err != nil {
		return nil, err
	}
	organization := tx.Organization.UpdateOneID(identity.OrganizationID).SetListed(true)
	if by.name != "" && len(imported) > 0 {
		organization.SetName(by.name)
	}
	if err := organization.Exec(ctx); err != nil {
		return nil, fmt.Errorf("list organization: %w", err)
	}
	if err := s.listImported(ctx, tx, identity.OrganizationID); err != nil {
		return nil, err
	}
	// Of those that stand as unverified, these are the ones whose checks came to
	// a good end.
	valid := award.And(award.VerificationEQ(enum.Unverified), award.FailedChecks(0), award.VerifiedAtNotNil())
	if err := s.moveAwards(ctx, tx, identity, valid, enum.Verified); err != nil {
		return nil, err
	}
	return identity, audit.Write(ctx, tx, s.Now(), "issuer.trust", enum.SubjectOrganization, identity.OrganizationID)
}

// listImported puts what imports have made of an issuer's achievements into the
// catalog, under the achievements' own ids where nobody else has them.
func (s *Service) listImported(ctx context.Context, tx *db.Client, organization string) error {
	rows, err := tx.MicroCredential.Query().Where(
		microcredential.DeveloperID(organization), microcredential.StatusEQ(enum.Draft), microcredential.CurrentVersionIDNotNil(),
	).All(ctx)
	if err != nil {
		return fmt.Errorf("load micro-credentials: %w", err)
	}
	for _, row := range rows {
		update := tx.MicroCredential.UpdateOne(row).SetStatus(enum.Published)
		if plain := unscoped(row); plain != "" {
			taken, err := tx.MicroCredential.Query().Where(microcredential.URI(plain)).Exist(ctx)
			if err != nil {
				return fmt.Errorf("look up micro-credential: %w", err)
			}
			if !taken {
				update.SetURI(plain)
			}
		}
		if err := update.Exec(ctx); err != nil {
			return fmt.Errorf("publish micro-credential: %w", err)
		}
	}
	return nil
}

// distrust takes the badges of an issuer out again, and what nothing but they
// brought out of the catalog.
func (s *Service) distrust(ctx context.Context, tx *db.Client, identity *db.IssuerIdentity) (*db.IssuerIdentity, error) {
	identity, err := tx.IssuerIdentity.UpdateOne(identity).ClearTrustedAt().ClearTrustedByID().ClearNote().Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("distrust issuer: %w", err)
	}
	if err := s.moveAwards(ctx, tx, identity, award.VerificationEQ(enum.Verified), enum.Unverified); err != nil {
		return nil, err
	}
	if err := s.unlistImported(ctx, tx, identity.OrganizationID); err != nil {
		return nil, err
	}
	return identity, audit.Write(ctx, tx, s.Now(), "issuer.distrust", enum.SubjectOrganization, identity.OrganizationID)
}

// unlistImported unlists an organization that is known by badges alone, unless it is
// trusted by another id.
func (s *Service) unlistImported(ctx context.Context, tx *db.Client, organization string) error {
	imported, err := wasImported(ctx, tx, enum.SubjectOrganization, organizationImported, organization)
	if err != nil || len(imported) == 0 {
		return err
	}
	trusted, err := tx.IssuerIdentity.Query().
		Where(issueridentity.OrganizationID(organization), issueridentity.TrustedAtNotNil()).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up issuer: %w", err)
	}
	members, err := tx.Membership.Query().Where(membership.OrganizationID(organization)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up members: %w", err)
	}
	if trusted || members {
		return nil
	}
	if err := tx.Organization.UpdateOneID(organization).SetListed(false).Exec(ctx); err != nil {
		return fmt.Errorf("unlist organization: %w", err)
	}
	published, err := tx.MicroCredential.Query().
		Where(microcredential.DeveloperID(organization), microcredential.StatusEQ(enum.Published)).IDs(ctx)
	if err != nil {
		return fmt.Errorf("load micro-credentials: %w", err)
	}
	if published, err = wasImported(ctx, tx, enum.SubjectMicroCredential, microCredentialImported, published...); err != nil {
		return err
	}
	err = tx.MicroCredential.Update().Where(microcredential.IDIn(published...)).SetStatus(enum.Draft).Exec(ctx)
	if err != nil {
		return fmt.Errorf("unlist micro-credentials: %w", err)
	}
	return nil
}

// wasImported gives those of some records that imports made.
func wasImported(ctx context.Context, tx *db.Client, kind enum.SubjectKind, action string, ids ...string) ([]string, error) {
	rows, err := tx.AuditEntry.Query().
		Where(auditentry.KindEQ(kind), auditentry.SubjectIn(ids...), auditentry.Action(action)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the audit trail: %w", err)
	}
	found := make([]string, len(rows))
	for i, row := range rows {
		found[i] = row.Subject
	}
	return found, nil
}

// moveAwards changes how the imported awards of an issuer stand.
func (s *Service) moveAwards(ctx context.Context, tx *db.Client, of *db.IssuerIdentity, from predicate.Award, to enum.Verification) error {
	ids, err := tx.Award.Query().
		Where(award.IssuerID(of.OrganizationID), award.SourceEQ(enum.SourceImported), from).Order(award.ByID()).IDs(ctx)
	if err != nil {
		return fmt.Errorf("load awards: %w", err)
	}
	for some := range slices.Chunk(ids, awardsPerStatement) {
		if some, err = ofIdentity(ctx, tx, of.URI, some); err != nil {
			return err
		}
		if err := tx.Award.Update().Where(award.IDIn(some...)).SetVerification(to).Exec(ctx); err != nil {
			return fmt.Errorf("write awards: %w", err)
		}
		moved, err := tx.Award.Query().Where(award.IDIn(some...)).All(ctx)
		if err != nil {
			return fmt.Errorf("load awards: %w", err)
		}
		if err := s.followStacks(ctx, tx, moved...); err != nil {
			return err
		}
	}
	return nil
}

// ofIdentity keeps the awards whose badges name their issuer by that id: an
// organization may have several.
func ofIdentity(ctx context.Context, tx *db.Client, uri string, awards []string) ([]string, error) {
	rows, err := tx.AwardCheck.Query().
		Where(awardcheck.AwardIDIn(awards...), awardcheck.CauseEQ(enum.CauseImport)).Order(awardcheck.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load verifications: %w", err)
	}
	named := make(map[string]string, len(awards))
	for _, row := range rows {
		kept, err := readReport(row)
		if err != nil {
			return nil, err
		}
		named[row.AwardID] = kept.Issuer
	}
	return slices.DeleteFunc(slices.Clone(awards), func(id string) bool { return named[id] != uri }), nil
}
