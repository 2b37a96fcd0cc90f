package catalog

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// MicroCredentialInput describes a new micro-credential of any kind, with its
// first version.
type MicroCredentialInput struct {
	ID   string
	Kind enum.CredentialKind
	// URI is the id under which other systems' badges name it, if any.
	URI string
	// Developer is by default the organization that the viewer acts for.
	Developer string
	// Issuers may award it.
	Issuers []string
	// Assessor assesses for all issuers; nil where each assesses for itself.
	Assessor *string
	Version  VersionInput
}

// PublishMicroCredential adds a micro-credential and publishes its first version.
func (s *Service) PublishMicroCredential(ctx context.Context, in MicroCredentialInput) (made *db.MicroCredential, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	if in.Developer, err = onBehalf(ctx, in.Developer, "developer"); err != nil {
		return nil, err
	}
	invalid := in.check(s.Now())
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := problem.Join(invalid, in.names().check(ctx, tx), problem.Under(in.Version.checkPicture(ctx, tx, in.Developer), "version")); err != nil {
			return err
		}
		made, err = s.publishMicroCredential(ctx, tx, in)
		return err
	})
	return made, err
}

func (in MicroCredentialInput) check(now time.Time) error {
	return problem.Join(
		checkID(in.ID, id.MicroCredential), checkOneOf(in.Kind, "kind"),
		checkEach(in.Issuers, "issuers", func(string) error { return nil }),
		problem.Under(in.Version.check(now), "version"),
	)
}

func (in MicroCredentialInput) names() references {
	refs := in.Version.names("version")
	refs.organizations = append(refs.organizations, named(in.Developer, "developer"))
	for i, issuer := range in.Issuers {
		refs.organizations = append(refs.organizations, named(issuer, "issuers", strconv.Itoa(i)))
	}
	refs.organizations = append(refs.organizations, namedIf(in.Assessor, "assessor")...)
	return refs
}

func (s *Service) publishMicroCredential(ctx context.Context, tx *db.Client, in MicroCredentialInput) (*db.MicroCredential, error) {
	made, err := s.addMicroCredential(ctx, tx, in)
	if err != nil {
		return nil, err
	}
	version, err := s.writeVersion(ctx, tx, made.ID, 1, in.Version)
	if err != nil {
		return nil, err
	}
	if made, err = makeCurrent(ctx, tx, version); err != nil {
		return nil, err
	}
	return made, audit.Write(ctx, tx, s.Now(), "micro_credential.publish", enum.SubjectMicroCredential, made.ID)
}

// addMicroCredential writes a micro-credential that has no version yet: a draft.
func (s *Service) addMicroCredential(ctx context.Context, tx *db.Client, in MicroCredentialInput) (*db.MicroCredential, error) {
	now := s.Now()
	name, _ := in.Version.Title.In("en")
	create := tx.MicroCredential.Create().
		SetID(s.idOr(in.ID, id.MicroCredential, orNow(in.Version.PublishedAt, now))).SetCreatedAt(now).
		SetKind(in.Kind).SetName(name).SetDeveloperID(in.Developer).SetNillableAssessorID(in.Assessor).AddIssuerIDs(in.Issuers...)
	if in.URI != "" {
		create.SetURI(in.URI)
	}
	made, err := create.Save(ctx)
	if db.IsConstraintError(err) {
		return nil, problem.New(problem.Conflict, "there is a micro-credential with this id or URI already").
			Spanish("ya hay una microcredencial con este id o URI").At("id")
	}
	if err != nil {
		return nil, fmt.Errorf("write micro-credential: %w", err)
	}
	return made, nil
}

// PublishVersion publishes the next version of a micro-credential, which is what
// is awarded from then on. Earlier versions stay as they are: awards rest on them.
func (s *Service) PublishVersion(ctx context.Context, microCredential string, in VersionInput) (made *db.MicroCredentialVersion, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	invalid := in.check(s.Now())
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.ownMicroCredential(ctx, tx, microCredential)
		if err != nil {
			return err
		}
		if err := problem.Join(invalid, in.names().check(ctx, tx), in.checkPicture(ctx, tx, row.DeveloperID)); err != nil {
			return err
		}
		made, err = s.publishVersion(ctx, tx, row, in)
		return err
	})
	return made, err
}

// ownMicroCredential is one that the viewer's organization develops.
// path is where the input names it, by default microCredential.
func (s *Service) ownMicroCredential(ctx context.Context, tx *db.Client, key string, path ...string) (*db.MicroCredential, error) {
	if path == nil {
		path = []string{"microCredential"}
	}
	row, err := tx.MicroCredential.Query().Where(microcredential.ID(key)).Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, fmt.Errorf("load micro-credential: %w", err)
	}
	if err == nil {
		_, err = onBehalf(ctx, row.DeveloperID)
	}
	if err != nil {
		return nil, problem.New(problem.NotFound, "your organization develops no micro-credential %q", key).
			Spanish("su organización no desarrolla ninguna microcredencial %q", key).At(path...)
	}
	return row, nil
}

func (s *Service) publishVersion(ctx context.Context, tx *db.Client, row *db.MicroCredential, in VersionInput) (*db.MicroCredentialVersion, error) {
	number, since, err := nextVersion(ctx, tx, row.ID)
	if err != nil {
		return nil, err
	}
	if orNow(in.PublishedAt, s.Now()).Before(since) {
		return nil, publishedBefore()
	}
	made, err := s.writeVersion(ctx, tx, row.ID, number, in)
	if err != nil {
		return nil, err
	}
	if _, err := makeCurrent(ctx, tx, made); err != nil {
		return nil, err
	}
	return made, audit.Write(ctx, tx, s.Now(), "micro_credential.version", enum.SubjectMicroCredential, row.ID)
}

func publishedBefore() error {
	return problem.New(problem.Invalid, "a version is published after the one before it").
		Spanish("una versión se publica después de la anterior").At("publishedAt")
}
