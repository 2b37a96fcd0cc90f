package catalog

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/offering"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/versioncompetency"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/search"
)

// MicroCredentialFilter says which micro-credentials to keep; lists mean any of,
// nil any at all; members given together must all hold.
type MicroCredentialFilter struct {
	Kinds   []enum.CredentialKind
	Issuers []string
	// Skills keeps those whose current version asserts any of them.
	Skills []string
}

// MicroCredentialsInput asks for a list of micro-credentials.
type MicroCredentialsInput struct {
	Search string
	Filter MicroCredentialFilter
	Page   page.Args
}

// unlisted keeps the micro-credentials that are known from imported badges of
// issuers whom nobody here trusts: they have a version, which their awards name,
// and are drafts to everybody else.
func unlisted() predicate.MicroCredential {
	return microcredential.And(microcredential.StatusEQ(enum.Draft), microcredential.CurrentVersionIDNotNil())
}

// MicroCredentialsByID gives the micro-credentials that were published, retired
// ones too, for what was awarded keeps counting, and unlisted ones: whoever knows
// an award of one may see what it is of. The viewer's organization sees its drafts.
func (s *Service) MicroCredentialsByID(ctx context.Context, ids []string) (map[string]*db.MicroCredential, error) {
	return s.microCredentials(ctx, microcredential.IDIn(ids...), shown(ctx))
}

func (s *Service) microCredentials(ctx context.Context, where ...predicate.MicroCredential) (map[string]*db.MicroCredential, error) {
	rows, err := s.DB.MicroCredential.Query().Where(where...).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load micro-credentials: %w", err)
	}
	return byID(rows, func(row *db.MicroCredential) string { return row.ID }), nil
}

// VersionsByID gives the versions of micro-credentials that exist.
func (s *Service) VersionsByID(ctx context.Context, ids []string) (map[string]*db.MicroCredentialVersion, error) {
	rows, err := s.DB.MicroCredentialVersion.Query().Where(microcredentialversion.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load versions: %w", err)
	}
	return byID(rows, func(row *db.MicroCredentialVersion) string { return row.ID }), nil
}

// CompetenciesByVersion gives what versions assert, in the order stated.
func (s *Service) CompetenciesByVersion(ctx context.Context, versions []string) (map[string][]*db.VersionCompetency, error) {
	rows, err := s.DB.VersionCompetency.Query().
		Where(versioncompetency.VersionIDIn(versions...)).Order(versioncompetency.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load competencies: %w", err)
	}
	out := make(map[string][]*db.VersionCompetency, len(versions))
	for _, row := range rows {
		out[row.VersionID] = append(out[row.VersionID], row)
	}
	return out, nil
}

// IssuersByMicroCredential gives who may award each micro-credential, by name.
func (s *Service) IssuersByMicroCredential(ctx context.Context, ids []string) (map[string][]*db.Organization, error) {
	rows, err := s.DB.MicroCredential.Query().Where(microcredential.IDIn(ids...)).
		WithIssuers(func(q *db.OrganizationQuery) { q.Order(organization.ByName(), organization.ByID()) }).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load issuers: %w", err)
	}
	out := make(map[string][]*db.Organization, len(rows))
	for _, row := range rows {
		out[row.ID] = withoutSites(row.Edges.Issuers)
	}
	return out, nil
}

// OfferingsByMicroCredential gives the offerings that one may still start, those
// that start at any time first, then by day.
func (s *Service) OfferingsByMicroCredential(ctx context.Context, ids []string) (map[string][]*db.Offering, error) {
	today := dayOf(s.Now())
	rows, err := s.DB.Offering.Query().Where(
		offering.MicroCredentialIDIn(ids...), offering.WithdrawnAtIsNil(),
		offering.HasMicroCredentialWith(microcredential.StatusNEQ(enum.Retired)),
		offering.Or(offering.StartsOnIsNil(), offering.StartsOnGTE(today)),
		offering.Or(offering.EndsOnIsNil(), offering.EndsOnGTE(today)),
	).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load offerings: %w", err)
	}
	out := make(map[string][]*db.Offering, len(ids))
	for _, row := range sortedByStart(rows) {
		out[row.MicroCredentialID] = append(out[row.MicroCredentialID], row)
	}
	return out, nil
}

// MicroCredentials lists the published micro-credentials: with words best match
// first, else by title.
func (s *Service) MicroCredentials(ctx context.Context, in MicroCredentialsInput) (page.Page[*db.MicroCredential], error) {
	none := page.Page[*db.MicroCredential]{}
	scope, err := startList(ctx, in.Search, in.Page, "micro-credentials", in.Filter)
	if err != nil {
		return none, err
	}
	where, err := s.keptMicroCredentials(ctx, in.Filter)
	if err != nil {
		return none, err
	}
	if !blank(in.Search) {
		q := search.TextQuery{Search: in.Search, Kind: search.TextMicroCredential}
		return found(ctx, s, q, in.Page, scope, func(ctx context.Context, ids []string) (map[string]*db.MicroCredential, error) {
			return s.microCredentials(ctx, append(where, microcredential.IDIn(ids...))...)
		})
	}
	after, err := s.afterName(scope, in.Page.After)
	if err != nil {
		return none, err
	}
	if after != nil {
		where = append(where, store.After[predicate.MicroCredential](microcredential.FieldName, microcredential.FieldID)(after.name, after.id))
	}
	rows, err := s.DB.MicroCredential.Query().Where(where...).
		Order(microcredential.ByName(), microcredential.ByID()).Limit(in.Page.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list micro-credentials: %w", err)
	}
	return page.Cut(rows, in.Page, s.Cursors, scope, func(row *db.MicroCredential) []string {
		return []string{row.Name, row.ID}
	}), nil
}

// keptMicroCredentials says in the database's terms what a filter keeps.
func (s *Service) keptMicroCredentials(ctx context.Context, f MicroCredentialFilter) ([]predicate.MicroCredential, error) {
	where := []predicate.MicroCredential{microcredential.StatusEQ(enum.Published)}
	if f.Kinds != nil {
		where = append(where, microcredential.KindIn(f.Kinds...))
	}
	if f.Issuers != nil {
		where = append(where, microcredential.HasIssuersWith(organization.IDIn(f.Issuers...)))
	}
	if f.Skills == nil {
		return where, nil
	}
	// The current version is no edge: which versions assert the skills is asked
	// first. Of one skill there are tens.
	rows, err := s.DB.VersionCompetency.Query().Where(versioncompetency.SkillIDIn(f.Skills...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find versions by skill: %w", err)
	}
	versions := make([]string, len(rows))
	for i, row := range rows {
		versions[i] = row.VersionID
	}
	return append(where, microcredential.CurrentVersionIDIn(versions...)), nil
}
