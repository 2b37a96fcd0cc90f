package catalog

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// OrganizationInput describes a new organization. Nobody vouches for it yet.
type OrganizationInput struct {
	// ID may be given, as by seeds; else one is minted. The same holds for the
	// ids of all inputs here.
	ID          string
	Name        string
	Kinds       []enum.OrganizationKind
	Description text.Localized
	Homepage    string
	// TimeZone is an IANA name; by default America/New_York.
	TimeZone string
	Place    *string
}

// AddOrganization adds an organization.
func (s *Service) AddOrganization(ctx context.Context, in OrganizationInput) (added *db.Organization, err error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	invalid := in.check()
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		names := references{places: namedIf(in.Place, "place")}
		if err := problem.Join(invalid, names.check(ctx, tx)); err != nil {
			return err
		}
		added, err = s.addOrganization(ctx, tx, in)
		return err
	})
	return added, err
}

func (in OrganizationInput) check() error {
	return problem.Join(
		checkID(in.ID, id.Organization), checkName(in.Name),
		checkEach(in.Kinds, "kinds", func(k enum.OrganizationKind) error { return checkOneOf(k) }),
		checkTexts(in.Description, maxText, "description"),
		checkURL(in.Homepage, "homepage"), checkTimeZone(in.TimeZone),
	)
}

func checkTimeZone(name string) error {
	// "Local" would be the zone of whichever machine reads it.
	if _, err := time.LoadLocation(name); err != nil || name == "Local" {
		return problem.New(problem.Invalid, "%q is no time zone such as America/New_York", name).
			Spanish("%q no es una zona horaria como America/New_York", name).At("timeZone")
	}
	return nil
}

func (s *Service) addOrganization(ctx context.Context, tx *db.Client, in OrganizationInput) (*db.Organization, error) {
	create := tx.Organization.Create().
		SetID(s.idOr(in.ID, id.Organization, s.Now())).SetCreatedAt(s.Now()).
		SetName(in.Name).SetKinds(in.Kinds).SetNillablePlaceID(in.Place)
	if len(in.Description) > 0 {
		create.SetDescription(in.Description)
	}
	if in.Homepage != "" {
		create.SetHomepage(in.Homepage)
	}
	if in.TimeZone != "" {
		create.SetTimeZone(in.TimeZone)
	}
	added, err := create.Save(ctx)
	if db.IsConstraintError(err) {
		return nil, conflict("an organization", "una organización")
	}
	if err != nil {
		return nil, fmt.Errorf("write organization: %w", err)
	}
	withoutSites([]*db.Organization{added})
	return added, audit.Write(ctx, tx, s.Now(), "organization.add", enum.SubjectOrganization, added.ID)
}

// idOr is the id given, or one minted for an instant.
func (s *Service) idOr(given, prefix string, at time.Time) string {
	if given != "" {
		return given
	}
	return s.IDs.At(prefix, at)
}

// VouchInput says for whom. By and At are for the system alone: everybody else
// vouches as the organization that they act for, now.
type VouchInput struct {
	Organization string
	By           string
	At           time.Time
}

// vouching are the kinds of organization that may vouch.
var vouching = []enum.OrganizationKind{enum.OrgWorkforceBoard, enum.OrgCollege, enum.OrgService}

// Vouch vouches for an organization: from then on, as an employer, it sees
// candidates. Nobody vouches for their own; vouching twice is a Conflict.
func (s *Service) Vouch(ctx context.Context, in VouchInput) (vouched *db.Organization, err error) {
	if err := auth.Require(ctx, auth.VouchForOrganization); err != nil {
		return nil, err
	}
	if viewer := auth.From(ctx); !viewer.System {
		in.By, in.At = viewer.Organization(), s.Now()
	}
	in.At = orNow(in.At, s.Now())
	if in.By == in.Organization {
		return nil, problem.New(problem.Invalid, "nobody vouches for an organization of their own").
			Spanish("nadie responde por una organización propia").At("organization")
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		vouched, err = s.vouch(ctx, tx, in)
		return err
	})
	return vouched, err
}

func (s *Service) vouch(ctx context.Context, tx *db.Client, in VouchInput) (*db.Organization, error) {
	names := references{organizations: []reference{named(in.Organization, "organization"), named(in.By, "by")}}
	if err := names.check(ctx, tx); err != nil {
		return nil, err
	}
	by, err := tx.Organization.Get(ctx, in.By)
	if err != nil {
		return nil, fmt.Errorf("load who vouches: %w", err)
	}
	if !slices.ContainsFunc(by.Kinds, func(k enum.OrganizationKind) bool { return slices.Contains(vouching, k) }) {
		return nil, problem.New(problem.Invalid, "a workforce board, a college or an administrator vouches; this is none").
			Spanish("responden una junta laboral, un colegio o un administrador; esto no es ninguno").At("by")
	}
	row, err := tx.Organization.Get(ctx, in.Organization)
	if err != nil {
		return nil, fmt.Errorf("load organization: %w", err)
	}
	if row.VouchedAt != nil {
		return nil, problem.New(problem.Conflict, "this organization is vouched for already").
			Spanish("ya se responde por esta organización").At("organization").With(row)
	}
	vouched, err := tx.Organization.UpdateOne(row).SetVouchedByID(in.By).SetVouchedAt(in.At).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("vouch: %w", err)
	}
	withoutSites([]*db.Organization{vouched})
	return vouched, audit.Write(ctx, tx, s.Now(), "organization.vouch", enum.SubjectOrganization, row.ID)
}
