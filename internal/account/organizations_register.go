package account

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// RegisterOrganizationInput describes an employer whose owner registers it.
type RegisterOrganizationInput struct {
	Name             string
	Homepage         *string
	Place            *string
	TimeZone         *string
	ClientMutationID *string
}

const (
	// maxUnvouched organizations an account may have registered that nobody vouches for.
	maxUnvouched   = 3
	maxOrgName     = 200
	maxOrgHomepage = 2_000
)

// RegisterOrganization makes an employer, and the viewer its admin and employer. It
// is in no list and sees no candidate until somebody vouches for it.
func (s *Service) RegisterOrganization(ctx context.Context, in RegisterOrganizationInput) (*db.Organization, []auth.Membership, error) {
	of, err := signedInTo(ctx, "register an organization")
	if err != nil {
		return nil, nil, err
	}
	in.Name = strings.TrimSpace(in.Name)
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "registerOrganization", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(in.check(), call.Check()); err != nil {
		return nil, nil, err
	}
	made, err := repeat.Once(ctx, s.DB, call, repeat.Record[*db.Organization]{
		Load: func(ctx context.Context, tx *db.Client, key string) (*db.Organization, error) {
			return tx.Organization.Get(ctx, key)
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.Organization, error) {
			made, err := s.registerOrganization(ctx, tx, of, in)
			if err != nil {
				return "", nil, err
			}
			return made.ID, made, nil
		},
	})
	if err != nil {
		return nil, nil, err
	}
	roles, err := s.rolesIn(ctx, of, made.ID)
	return made, roles, err
}

// rolesIn are the roles of an account in an organization.
func (s *Service) rolesIn(ctx context.Context, of, organization string) ([]auth.Membership, error) {
	rows, err := store.In(ctx, s.DB).Membership.Query().Where(membership.AccountID(of), membership.OrganizationID(organization)).
		WithOrganization().Order(membership.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load memberships: %w", err)
	}
	out := make([]auth.Membership, len(rows))
	for i, row := range rows {
		out[i] = asMembership(row)
	}
	return out, nil
}

func (s *Service) registerOrganization(ctx context.Context, tx *db.Client, of string, in RegisterOrganizationInput) (*db.Organization, error) {
	if err := store.Lock(ctx, "organizations of "+of); err != nil {
		return nil, err
	}
	waiting, err := tx.Organization.Query().Where(organization.RegisteredByID(of), organization.VouchedByIDIsNil()).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count organizations: %w", err)
	}
	if waiting >= maxUnvouched {
		return nil, problem.New(problem.Limit, "you registered %d organizations that nobody vouches for yet", waiting).
			Spanish("usted registró %d organizaciones por las que nadie responde todavía", waiting)
	}
	if in.Place != nil {
		there, err := tx.Place.Query().Where(place.ID(*in.Place)).Exist(ctx)
		if err != nil {
			return nil, fmt.Errorf("look up a place: %w", err)
		}
		if !there {
			return nil, problem.New(problem.NotFound, "there is no place %q", *in.Place).Spanish("no hay ningún lugar %q", *in.Place).At("place")
		}
	}
	create := tx.Organization.Create().SetID(s.IDs.Mint(id.Organization)).SetCreatedAt(s.Now()).SetName(in.Name).
		SetKinds([]enum.OrganizationKind{enum.OrgEmployer}).SetListed(false).SetRegisteredByID(of).
		SetNillablePlaceID(in.Place).SetNillableHomepage(in.Homepage).SetNillableTimeZone(in.TimeZone)
	made, err := create.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write organization: %w", err)
	}
	for _, role := range []enum.Role{enum.RoleAdmin, enum.RoleEmployer} {
		if _, err := s.join(ctx, tx, of, made.ID, role); err != nil {
			return nil, err
		}
	}
	return made, audit.Write(ctx, tx, s.Now(), "organization.register", enum.SubjectOrganization, made.ID)
}

func (in RegisterOrganizationInput) check() error {
	var errs []error
	if n := utf8.RuneCountInString(in.Name); n < 1 || n > maxOrgName {
		errs = append(errs, problem.New(problem.Invalid, "a name has 1 to %d characters", maxOrgName).
			Spanish("un nombre tiene de 1 a %d caracteres", maxOrgName).At("name"))
	}
	if in.Homepage != nil {
		u, err := url.Parse(*in.Homepage)
		if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || len(*in.Homepage) > maxOrgHomepage {
			errs = append(errs, problem.New(problem.Invalid, "give a URL such as https://example.org").
				Spanish("dé una URL como https://example.org").At("homepage"))
		}
	}
	if in.TimeZone != nil {
		// "Local" would be the zone of whichever machine reads it.
		if _, err := time.LoadLocation(*in.TimeZone); err != nil || *in.TimeZone == "Local" || *in.TimeZone == "" {
			errs = append(errs, problem.New(problem.Invalid, "%q is no time zone such as America/New_York", *in.TimeZone).
				Spanish("%q no es una zona horaria como America/New_York", *in.TimeZone).At("timeZone"))
		}
	}
	return problem.Join(errs...)
}
