package credential

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/issuerkey"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/statuslist"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// pathsAtOnce is how many records are read at a time.
const pathsAtOnce = 200

// next is the id after which to go on, "" where nothing follows.
func next[T any](rows []T, id func(T) string) string {
	if len(rows) < pathsAtOnce {
		return ""
	}
	return id(rows[len(rows)-1])
}

func (s *Service) issuerPaths(ctx context.Context, after string) ([]string, string, error) {
	rows, err := s.DB.Organization.Query().
		Where(organization.IDGT(after), organization.Listed(true)).
		Order(organization.ByID()).Limit(pathsAtOnce).IDs(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("list organizations: %w", err)
	}
	issuing, err := s.DB.Organization.Query().Where(organization.IDIn(rows...), issuesHere()).IDs(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("list issuers: %w", err)
	}
	var signing []string
	err = s.DB.IssuerKey.Query().Where(issuerkey.OrganizationIDIn(rows...)).
		Unique(true).Select(issuerkey.FieldOrganizationID).Scan(ctx, &signing)
	if err != nil {
		return nil, "", fmt.Errorf("list issuers that sign: %w", err)
	}
	var paths []string
	for _, key := range rows {
		signs := slices.Contains(signing, key)
		if signs || slices.Contains(issuing, key) {
			paths = append(paths, issuerPath(key), issuerPath(key)+"/ob2.json")
		}
		if signs {
			paths = append(paths, issuerPath(key)+"/did.json")
		}
	}
	return paths, next(rows, func(key string) string { return key }), nil
}

func (s *Service) achievementPaths(ctx context.Context, after string) ([]string, string, error) {
	rows, err := s.DB.MicroCredentialVersion.Query().
		Where(microcredentialversion.IDGT(after), microcredentialversion.HasMicroCredentialWith(
			microcredential.StatusNEQ(enum.Draft), microcredential.HasDeveloperWith(organization.Listed(true)))).
		WithMicroCredential(func(q *db.MicroCredentialQuery) {
			q.WithIssuers(func(q *db.OrganizationQuery) { q.Where(organization.Listed(true)).Order(organization.ByID()) })
		}).
		Order(microcredentialversion.ByID()).Limit(pathsAtOnce).All(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("list achievements: %w", err)
	}
	var paths []string
	for _, row := range rows {
		path, of := achievementPath(row.ID), row.Edges.MicroCredential
		paths = append(paths, path, path+"/image.svg", path+"/image.png")
		for _, issuer := range of.Edges.Issuers {
			paths = append(paths, classPath(row.ID, of.DeveloperID, issuer.ID))
		}
	}
	return paths, next(rows, func(row *db.MicroCredentialVersion) string { return row.ID }), nil
}

func (s *Service) statusPaths(ctx context.Context, after string) ([]string, string, error) {
	rows, err := s.DB.StatusList.Query().Where(statuslist.IDGT(after)).Order(statuslist.ByID()).Limit(pathsAtOnce).IDs(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("list status lists: %w", err)
	}
	paths := make([]string, len(rows))
	for i, key := range rows {
		paths[i] = statusPath(key)
	}
	return paths, next(rows, func(key string) string { return key }), nil
}
