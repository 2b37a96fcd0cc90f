package catalog

import (
	"context"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
)

// CreateMicroCredentialInput is a micro-credential that is to be written. Its
// developer is the organization that the viewer acts for.
type CreateMicroCredentialInput struct {
	// ID is minted, unless the seed names it.
	ID   string
	Kind enum.CredentialKind
	// Issuers may award it: by default the developer.
	Issuers []string
	// Assessor assesses for all issuers; nil where each assesses for itself.
	Assessor *string
	// Content is what is written so far: a title at least.
	Content          VersionInput
	ClientMutationID *string
}

// CreateMicroCredential begins a micro-credential as a draft, which nobody but its
// developer sees until a version is published. Repeated with the same
// ClientMutationID within a day, it returns the first.
func (s *Service) CreateMicroCredential(ctx context.Context, in CreateMicroCredentialInput) (*db.MicroCredential, error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	developer, err := onBehalf(ctx, "")
	if err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "createMicroCredential", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if len(in.Issuers) == 0 {
		in.Issuers = []string{developer}
	}
	invalid := problem.Join(call.Check(), in.check())
	return repeat.Once(ctx, s.DB, call, repeat.Record[*db.MicroCredential]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.MicroCredential, error) {
			return tx.MicroCredential.Get(ctx, id)
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.MicroCredential, error) {
			of := &db.MicroCredential{DeveloperID: developer}
			if err := problem.Join(invalid, checkListed(ctx, tx, in.organizations()), in.Content.checkNames(ctx, tx, of)); err != nil {
				return "", nil, err
			}
			made, err := s.createMicroCredential(ctx, tx, developer, in)
			if err != nil {
				return "", nil, err
			}
			return made.ID, made, nil
		},
	})
}

func (in CreateMicroCredentialInput) check() error {
	content := in.Content.withoutBlanks()
	errs := []error{
		checkID(in.ID, id.MicroCredential), checkOneOf(in.Kind, "kind"), checkEach(in.Issuers, "issuers", func(string) error { return nil }),
		problem.Under(content.checkBounds(), "content"),
	}
	if len(content.Title) == 0 {
		errs = append(errs, problem.Under(checkTitle(content.Title), "content"))
	}
	return problem.Join(errs...)
}

// organizations are those that are named.
func (in CreateMicroCredentialInput) organizations() []reference {
	refs := namedIf(in.Assessor, "assessor")
	for i, issuer := range in.Issuers {
		refs = append(refs, named(issuer, "issuers", strconv.Itoa(i)))
	}
	return refs
}

// checkListed reports organizations that nobody here knows: they are named by no
// definition.
func checkListed(ctx context.Context, tx *db.Client, refs []reference) error {
	return missing(refs, "organization", "ninguna organización", func(ids []string) ([]string, error) {
		return tx.Organization.Query().Where(organization.IDIn(ids...), organization.Listed(true)).IDs(ctx)
	})
}

func (s *Service) createMicroCredential(ctx context.Context, tx *db.Client, developer string, in CreateMicroCredentialInput) (*db.MicroCredential, error) {
	made, err := s.addMicroCredential(ctx, tx, MicroCredentialInput{
		ID: in.ID, Kind: in.Kind, Developer: developer, Issuers: in.Issuers, Assessor: in.Assessor, Version: *in.Content.withoutBlanks(),
	})
	if err != nil {
		return nil, err
	}
	if _, err := s.beginDraft(ctx, tx, made, in.Content); err != nil {
		return nil, err
	}
	return made, audit.Write(ctx, tx, s.Now(), "micro_credential.create", enum.SubjectMicroCredential, made.ID)
}
