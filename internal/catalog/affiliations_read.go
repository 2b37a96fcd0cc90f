package catalog

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/affiliation"
	"github.com/stackmatch/stackmatch/ent/db/recognition"
	"github.com/stackmatch/stackmatch/internal/page"
)

// maxAffiliations is how many wholes are told of an organization.
const maxAffiliations = 100

// AffiliationsByOrganization tells what organizations belong to, by name, at most
// maxAffiliations each.
func (s *Service) AffiliationsByOrganization(ctx context.Context, organizations []string) (map[string][]*db.Affiliation, error) {
	rows, err := s.DB.Affiliation.Query().Where(affiliation.OrganizationIDIn(organizations...)).WithOf().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load affiliations: %w", err)
	}
	slices.SortFunc(rows, func(a, b *db.Affiliation) int {
		return cmp.Or(strings.Compare(a.Edges.Of.Name, b.Edges.Of.Name), strings.Compare(a.OfID, b.OfID))
	})
	out := map[string][]*db.Affiliation{}
	for _, row := range rows {
		if len(out[row.OrganizationID]) < maxAffiliations {
			out[row.OrganizationID] = append(out[row.OrganizationID], row)
		}
	}
	return out, nil
}

// HoldsAtByRecognition tells which organizations inherit recognitions, nearest
// first, at most maxWorth each.
func (s *Service) HoldsAtByRecognition(ctx context.Context, ids []string) (map[string][]string, error) {
	rows, err := s.DB.Recognition.Query().Where(recognition.IDIn(ids...)).
		Select(recognition.FieldID, recognition.FieldOrganizationID, recognition.FieldScopeKind).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load recognitions: %w", err)
	}
	var wholes []string
	for _, row := range rows {
		wholes = append(wholes, row.OrganizationID)
	}
	found, err := s.affiliations(ctx, distinct(wholes), true)
	if err != nil {
		return nil, err
	}
	where := &reach{links: found}
	out := make(map[string][]string, len(rows))
	for _, row := range rows {
		at := where.inherits(row.OrganizationID, row.ScopeKind)
		out[row.ID] = at[:min(len(at), maxWorth)]
	}
	return out, nil
}

// AcceptancesByRecognition gives the first page of the acceptances of each
// recognition, with one statement. Recognitions with Accepts as its filter goes on
// from there.
func (s *Service) AcceptancesByRecognition(ctx context.Context, ids []string, first int) (map[string]page.Page[*db.Recognition], error) {
	args := page.Args{First: first}
	if len(ids) == 1 {
		one, err := s.Recognitions(ctx, RecognitionsInput{Filter: RecognitionFilter{Accepts: &ids[0]}, Page: args})
		return map[string]page.Page[*db.Recognition]{ids[0]: one}, err
	}
	if err := args.Check(); err != nil {
		return nil, err
	}
	rows, err := s.DB.Recognition.Query().Where(recognition.AcceptsIDIn(ids...)).
		Order(db.Desc(recognition.FieldCreatedAt, recognition.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load acceptances: %w", err)
	}
	of := map[string][]*db.Recognition{}
	for _, row := range rows {
		of[*row.AcceptsID] = append(of[*row.AcceptsID], row)
	}
	out := make(map[string]page.Page[*db.Recognition], len(ids))
	for _, one := range ids {
		scope, err := recognitionScope(ctx, RecognitionFilter{Accepts: &one}, args)
		if err != nil {
			return nil, err
		}
		out[one] = page.Cut(of[one], args, s.Cursors, scope, recognitionPosition)
	}
	return out, nil
}
