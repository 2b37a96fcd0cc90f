package catalog

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/offering"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/recognition"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// maxShown is how many offerings, and how many recognitions, a page shows.
const maxShown = 50

// Definition is a published version with what goes with it today.
type Definition struct {
	Content *VersionInput
	// Before are the micro-credentials that are asked for or advised, by id.
	Before map[string]*db.MicroCredential
	// Offerings have their provider and place; there are none of what is retired.
	Offerings []*db.Offering
	// Recognitions have their organization: those in force today first, then those
	// that are proposed or to come.
	Recognitions []Recognized
}

// Recognized is what an organization says of a micro-credential.
type Recognized struct {
	*db.Recognition
	// InForce ones may be relied on today; the others are proposed, or to come.
	InForce bool
}

// PublicDefinition is what everybody may read of a version of a micro-credential
// that was published.
func (s *Service) PublicDefinition(ctx context.Context, version *db.MicroCredentialVersion) (*Definition, error) {
	found, err := contents(ctx, s.DB, version.ID)
	if err != nil {
		return nil, err
	}
	d := &Definition{Content: found[version.ID]}
	if d.Content == nil {
		return nil, fmt.Errorf("version %s is missing", version.ID)
	}
	before := make([]string, len(d.Content.Prerequisites))
	for i, p := range d.Content.Prerequisites {
		before[i] = p.MicroCredential
	}
	if d.Before, err = s.MicroCredentialsByID(ctx, before); err != nil {
		return nil, err
	}
	if d.Offerings, err = s.publicOfferings(ctx, version.MicroCredentialID); err != nil {
		return nil, err
	}
	d.Recognitions, err = s.publicRecognitions(ctx, version)
	return d, err
}

func (s *Service) publicOfferings(ctx context.Context, microCredential string) ([]*db.Offering, error) {
	open, err := s.OfferingsByMicroCredential(ctx, []string{microCredential})
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, maxShown)
	for _, row := range open[microCredential][:min(len(open[microCredential]), maxShown)] {
		ids = append(ids, row.ID)
	}
	rows, err := s.DB.Offering.Query().Where(offering.IDIn(ids...), offering.HasProviderWith(organization.Listed(true))).
		WithProvider().WithPlace().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load offerings: %w", err)
	}
	return sortedByStart(rows), nil
}

func (s *Service) publicRecognitions(ctx context.Context, version *db.MicroCredentialVersion) ([]Recognized, error) {
	now := s.Now()
	rows, err := s.DB.Recognition.Query().Where(
		recognition.MicroCredentialID(version.MicroCredentialID),
		recognition.Or(recognition.VersionIDIsNil(), recognition.VersionID(version.ID)),
		recognition.StatusIn(enum.RecognitionInForce, enum.RecognitionProposed),
		recognition.Or(recognition.EndedAtIsNil(), recognition.EndedAtGT(now)),
		recognition.Or(recognition.ValidUntilIsNil(), recognition.ValidUntilGTE(dayOf(now))),
		recognition.HasOrganizationWith(organization.Listed(true)),
	).WithOrganization().Order(recognition.ByCreatedAt(), recognition.ByID()).Limit(maxShown).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load recognitions: %w", err)
	}
	var inForce, rest []Recognized
	for _, row := range rows {
		if holds(row, now) {
			inForce = append(inForce, Recognized{row, true})
		} else {
			rest = append(rest, Recognized{row, false})
		}
	}
	return append(inForce, rest...), nil
}
