package graph

import (
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/catalog"
)

// catalogs are the loaders of what the catalog holds.
type catalogs struct {
	organizations    *loader[*db.Organization]
	places           *loader[*db.Place]
	frameworks       *loader[*db.Framework]
	skills           *loader[*db.Skill]
	broader, paths   *loader[[]*db.Skill]
	microCredentials *loader[*db.MicroCredential]
	versions         *loader[*db.MicroCredentialVersion]
	publicVersions   *loader[*db.MicroCredentialVersion]
	versionsOf       *loader[[]*db.MicroCredentialVersion]
	contents         *loader[*catalog.VersionInput]
	drafts           *loader[*db.Draft]
	pictures         *loader[*db.Picture]
	competencies     *loader[[]*db.VersionCompetency]
	issuers          *loader[[]*db.Organization]
	offerings        *loader[[]*db.Offering]
	stacksByPart     *loader[[]*db.Stack]
	stacks           *loader[*db.Stack]
	stackVersions    *loader[*db.StackVersion]
	versionsOfStack  *loader[[]*db.StackVersion]
	pathways         *loader[*db.Pathway]
	recognitions     *loader[*db.Recognition]
	affiliations     *loader[[]*db.Affiliation]
	holdsAt          *loader[[]string]
	documents        *loader[*catalog.Document]
}

func (r *Resolver) newCatalogs(wait time.Duration) catalogs {
	return catalogs{
		organizations:    gather(wait, r.Catalog.OrganizationsByID),
		places:           gather(wait, r.Catalog.PlacesByID),
		frameworks:       gather(wait, r.Catalog.FrameworksByID),
		skills:           gather(wait, r.Catalog.SkillsByID),
		broader:          gather(wait, r.Catalog.BroaderBySkill),
		paths:            gather(wait, r.Catalog.PathBySkill),
		microCredentials: gather(wait, r.Catalog.MicroCredentialsByID),
		versions:         gather(wait, r.Catalog.VersionsByID),
		publicVersions:   gather(wait, r.Catalog.PublicVersionsByID),
		versionsOf:       gather(wait, r.Catalog.VersionsByMicroCredential),
		contents:         gather(wait, r.Catalog.ContentsByVersion),
		drafts:           gather(wait, r.Catalog.DraftsByMicroCredential),
		pictures:         gather(wait, r.Catalog.PicturesByID),
		competencies:     gather(wait, r.Catalog.CompetenciesByVersion),
		issuers:          gather(wait, r.Catalog.IssuersByMicroCredential),
		offerings:        gather(wait, r.Catalog.OfferingsByMicroCredential),
		stacksByPart:     gather(wait, r.Catalog.StacksByPart),
		stacks:           gather(wait, r.Catalog.StacksByID),
		stackVersions:    gather(wait, r.Catalog.StackVersionsByID),
		versionsOfStack:  gather(wait, r.Catalog.VersionsByStack),
		pathways:         gather(wait, r.Catalog.PathwaysByID),
		recognitions:     gather(wait, r.Catalog.RecognitionsByID),
		affiliations:     gather(wait, r.Catalog.AffiliationsByOrganization),
		holdsAt:          gather(wait, r.Catalog.HoldsAtByRecognition),
		documents:        gather(wait, r.Catalog.DocumentsByID),
	}
}
