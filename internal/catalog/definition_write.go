package catalog

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/picture"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// checkPicture wants a picture of the developer's own.
func (in *VersionInput) checkPicture(ctx context.Context, tx *db.Client, developer string) error {
	if in.Picture == nil {
		return nil
	}
	is, err := tx.Picture.Query().Where(picture.ID(*in.Picture), picture.OrganizationID(developer)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up picture: %w", err)
	}
	if !is {
		return problem.New(problem.NotFound, "your organization has no picture %q", *in.Picture).
			Spanish("su organización no tiene ninguna imagen %q", *in.Picture).At("picture")
	}
	return nil
}

// writeVersion writes a version that was checked.
func (s *Service) writeVersion(ctx context.Context, tx *db.Client, microCredential string, number int, in VersionInput) (*db.MicroCredentialVersion, error) {
	published := orNow(in.PublishedAt, s.Now())
	create := tx.MicroCredentialVersion.Create().
		SetID(s.idOr(in.ID, id.Version, published)).SetCreatedAt(s.Now()).
		SetMicroCredentialID(microCredential).SetNumber(number).SetTitle(in.Title).
		SetNillableEffortMinutes(in.EffortMinutes).SetNillablePriorMinutes(in.PriorMinutes).SetLanguages(in.Languages).SetDelivery(in.Delivery).
		SetNillableValidityMonths(in.ValidityMonths).SetNillablePictureID(in.Picture).
		SetNillablePriceCents(in.Price.cents()).SetPriceCurrency(in.Price.currency()).SetPublishedAt(published)
	for _, t := range []struct {
		given text.Localized
		set   func(text.Localized) *db.MicroCredentialVersionCreate
	}{
		{in.Description, create.SetDescription},
		{in.Competency, create.SetCompetency},
		{in.HolderCan, create.SetHolderCan},
		{in.Criteria, create.SetCriteria},
		{in.Changes, create.SetChanges},
	} {
		if len(t.given) > 0 {
			t.set(t.given)
		}
	}
	if in.Assessment != nil {
		raw, err := json.Marshal(in.Assessment)
		if err != nil {
			return nil, fmt.Errorf("encode assessment: %w", err)
		}
		create.SetAssessment(raw)
	}
	made, err := create.Save(ctx)
	if db.IsConstraintError(err) {
		return nil, problem.Under(conflict("a version", "una versión"), "version")
	}
	if err != nil {
		return nil, fmt.Errorf("write version: %w", err)
	}
	return made, writeParts(ctx, tx, made.ID, in)
}

// writeParts writes what a version lists.
func writeParts(ctx context.Context, tx *db.Client, version string, in VersionInput) error {
	competencies := make([]*db.VersionCompetencyCreate, len(in.Competencies))
	for i, c := range in.Competencies {
		competencies[i] = tx.VersionCompetency.Create().
			SetVersionID(version).SetSkillID(c.Skill).SetLevel(uint8(c.Level)) // 0 to 4, checked with the input
	}
	prerequisites := make([]*db.VersionPrerequisiteCreate, len(in.Prerequisites))
	for i, p := range in.Prerequisites {
		prerequisites[i] = tx.VersionPrerequisite.Create().
			SetVersionID(version).SetMicroCredentialID(p.MicroCredential).SetAdvised(p.Advised)
	}
	alignments := make([]*db.VersionAlignmentCreate, len(in.Alignments))
	for i, a := range in.Alignments {
		alignments[i] = tx.VersionAlignment.Create().
			SetVersionID(version).SetPosition(i + 1).SetKind(a.Kind).SetName(a.Name).SetURL(a.URL).
			SetFramework(a.Framework).SetCode(a.Code).SetDescription(a.Description)
	}
	if err := tx.VersionCompetency.CreateBulk(competencies...).Exec(ctx); err != nil {
		return fmt.Errorf("write competencies: %w", err)
	}
	if err := tx.VersionPrerequisite.CreateBulk(prerequisites...).Exec(ctx); err != nil {
		return fmt.Errorf("write prerequisites: %w", err)
	}
	if err := tx.VersionAlignment.CreateBulk(alignments...).Exec(ctx); err != nil {
		return fmt.Errorf("write alignments: %w", err)
	}
	return nil
}
