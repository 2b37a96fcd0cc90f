package credential

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	alignmentrow "github.com/stackmatch/stackmatch/ent/db/alignment"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/awardalignment"
	"github.com/stackmatch/stackmatch/ent/db/issueridentity"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/skillssheet"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
)

// AlignmentsByID gives those of the alignments that the viewer decides about, and
// those of awards that are theirs, or that their organization issued.
func (s *Service) AlignmentsByID(ctx context.Context, ids []string) (map[string]*db.Alignment, error) {
	may := []predicate.Alignment{alignmentrow.IDEQ("")}
	if auth.Can(ctx, auth.MapAlignments) {
		may = append(may, mayMap(ctx))
	}
	if auth.Can(ctx, auth.ViewOwnAwards) {
		may = append(may, alignedBy(award.EarnerID(auth.From(ctx).ActingEarner())))
	}
	if auth.Can(ctx, auth.ViewIssuedAwards) {
		may = append(may, alignedBy(issuedBy(ctx)))
	}
	rows, err := s.DB.Alignment.Query().Where(alignmentrow.IDIn(ids...), alignmentrow.Or(may...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load alignments: %w", err)
	}
	return keyed(rows, func(row *db.Alignment) string { return row.ID }), nil
}

// alignedBy keeps the alignments that some award has.
func alignedBy(of predicate.Award) predicate.Alignment {
	return alignmentrow.HasAwardsWith(awardalignment.HasAwardWith(of))
}

// KnownIssuersByID gives issuers to who administers the service, and none to others.
func (s *Service) KnownIssuersByID(ctx context.Context, ids []string) (map[string]*db.IssuerIdentity, error) {
	if !auth.Can(ctx, auth.AdministerService) {
		return nil, nil //nolint:nilnil // none is what others see
	}
	rows, err := s.DB.IssuerIdentity.Query().Where(issueridentity.IDIn(ids...), provenIssuers()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load issuers: %w", err)
	}
	return keyed(rows, func(row *db.IssuerIdentity) string { return row.ID }), nil
}

// SheetsByID gives those of the skills sheets that are the viewer's own.
func (s *Service) SheetsByID(ctx context.Context, ids []string) (map[string]*db.SkillsSheet, error) {
	if !auth.Can(ctx, auth.PublishAward) {
		return nil, nil //nolint:nilnil // none is what others see
	}
	rows, err := s.DB.SkillsSheet.Query().
		Where(skillssheet.IDIn(ids...), skillssheet.EarnerID(auth.From(ctx).ActingEarner())).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load sheets: %w", err)
	}
	return keyed(rows, func(row *db.SkillsSheet) string { return row.ID }), nil
}

// DIDs are those that the earner who acts has proven to be theirs, in order.
func (s *Service) DIDs(ctx context.Context) ([]string, error) {
	if err := auth.Require(ctx, auth.ViewOwnAwards); err != nil {
		return nil, err
	}
	row, err := s.holder(ctx)
	if err != nil || row.Edges.Account == nil {
		return nil, err
	}
	var dids []string
	for _, a := range row.Edges.Account.Edges.Addresses {
		if a.Kind == enum.AddressDID && a.VerifiedAt != nil {
			dids = append(dids, a.Value)
		}
	}
	slices.Sort(dids)
	return dids, nil
}

// Issuing says whether, and as whom, an organization issues badges.
type Issuing struct {
	// DID is empty of one that issues none here.
	DID string
	// Trusted tells whether its badges count: it issues here, or is trusted by
	// another id.
	Trusted bool
}

// IssuingByOrganization tells of organizations how they issue badges.
func (s *Service) IssuingByOrganization(ctx context.Context, ids []string) (map[string]*Issuing, error) {
	here, err := s.DB.Organization.Query().Where(organization.IDIn(ids...), organization.Listed(true), issuesHere()).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up what organizations issue: %w", err)
	}
	trusted, err := s.DB.IssuerIdentity.Query().Where(issueridentity.OrganizationIDIn(ids...), issueridentity.TrustedAtNotNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up trusted issuers: %w", err)
	}
	out := make(map[string]*Issuing, len(ids))
	for _, row := range trusted {
		out[row.OrganizationID] = &Issuing{Trusted: true}
	}
	for _, id := range here {
		did, err := s.didOf(id)
		if err != nil {
			return nil, err
		}
		out[id] = &Issuing{DID: did, Trusted: true}
	}
	return out, nil
}

func keyed[T any](rows []T, id func(T) string) map[string]T {
	out := make(map[string]T, len(rows))
	for _, row := range rows {
		out[id(row)] = row
	}
	return out
}
