package catalog

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/versionalignment"
	"github.com/stackmatch/stackmatch/ent/db/versioncompetency"
	"github.com/stackmatch/stackmatch/ent/db/versionprerequisite"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// ContentsByVersion gives all that versions say.
func (s *Service) ContentsByVersion(ctx context.Context, versions []string) (map[string]*VersionInput, error) {
	return contents(ctx, s.DB, versions...)
}

// contents reads versions as they were given. It takes a constant number of
// statements.
func contents(ctx context.Context, client *db.Client, versions ...string) (map[string]*VersionInput, error) {
	rows, err := client.MicroCredentialVersion.Query().Where(microcredentialversion.IDIn(versions...)).
		WithCompetencies(func(q *db.VersionCompetencyQuery) { q.Order(versioncompetency.ByID()) }).
		WithPrerequisites(func(q *db.VersionPrerequisiteQuery) { q.Order(versionprerequisite.ByID()) }).
		WithAlignments(func(q *db.VersionAlignmentQuery) { q.Order(versionalignment.ByPosition()) }).
		All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load versions: %w", err)
	}
	out := make(map[string]*VersionInput, len(rows))
	for _, row := range rows {
		if out[row.ID], err = contentOf(row); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func contentOf(row *db.MicroCredentialVersion) (*VersionInput, error) {
	assessment, err := Assessment(row)
	if err != nil {
		return nil, err
	}
	in := &VersionInput{
		Title: row.Title, Description: row.Description, Competency: row.Competency, HolderCan: row.HolderCan,
		Criteria: row.Criteria, Changes: row.Changes, Assessment: assessment, EffortMinutes: row.EffortMinutes, PriorMinutes: row.PriorMinutes,
		Languages: row.Languages, Delivery: row.Delivery, ValidityMonths: row.ValidityMonths, Picture: row.PictureID,
	}
	if row.PriceCents != nil {
		in.Price = &Price{Cents: *row.PriceCents, Currency: row.PriceCurrency}
	}
	for _, c := range row.Edges.Competencies {
		in.Competencies = append(in.Competencies, CompetencyInput{c.SkillID, int(c.Level)})
	}
	for _, p := range row.Edges.Prerequisites {
		in.Prerequisites = append(in.Prerequisites, PrerequisiteInput{p.MicroCredentialID, p.Advised})
	}
	for _, a := range row.Edges.Alignments {
		in.Alignments = append(in.Alignments, FrameworkAlignment{a.Kind, a.Name, a.URL, a.Framework, a.Code, a.Description})
	}
	return in, nil
}

// Assessment is how a version is assessed; nil where it is not assessed here.
func Assessment(row *db.MicroCredentialVersion) (*submission.Definition, error) {
	if len(row.Assessment) == 0 {
		return nil, nil // nil is what the record says where nothing is assessed
	}
	// It was validated before it was written, perhaps by narrower rules than today's.
	var d submission.Definition
	if err := json.Unmarshal(row.Assessment, &d); err != nil {
		return nil, fmt.Errorf("read assessment of %s: %w", row.ID, err)
	}
	return &d, nil
}

// Content is what a draft says.
func Content(row *db.Draft) (*VersionInput, error) {
	var in VersionInput
	if err := json.Unmarshal(row.Content, &in); err != nil {
		return nil, fmt.Errorf("read draft %s: %w", row.ID, err)
	}
	return &in, nil
}

// PublicVersionsByID gives the versions that anybody may know: of
// micro-credentials that were published.
func (s *Service) PublicVersionsByID(ctx context.Context, ids []string) (map[string]*db.MicroCredentialVersion, error) {
	rows, err := s.DB.MicroCredentialVersion.Query().
		Where(microcredentialversion.IDIn(ids...), microcredentialversion.HasMicroCredentialWith(microcredential.CurrentVersionIDNotNil())).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load versions: %w", err)
	}
	return byID(rows, func(row *db.MicroCredentialVersion) string { return row.ID }), nil
}

// VersionsByMicroCredential gives the published versions, newest first.
func (s *Service) VersionsByMicroCredential(ctx context.Context, ids []string) (map[string][]*db.MicroCredentialVersion, error) {
	rows, err := s.DB.MicroCredentialVersion.Query().
		Where(microcredentialversion.MicroCredentialIDIn(ids...), microcredentialversion.HasMicroCredentialWith(microcredential.CurrentVersionIDNotNil())).
		Order(db.Desc(microcredentialversion.FieldNumber)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load versions: %w", err)
	}
	out := make(map[string][]*db.MicroCredentialVersion, len(ids))
	for _, row := range rows {
		out[row.MicroCredentialID] = append(out[row.MicroCredentialID], row)
	}
	return out, nil
}
