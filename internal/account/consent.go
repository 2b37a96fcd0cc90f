package account

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
)

// GrantConsentInput is what the viewer, an earner, allows.
type GrantConsentInput struct {
	To      ConsentTo
	Purpose consent.Purpose
	// Fields are what is opened; none for matching, which only lets in.
	Fields []consent.Field
	// Until is when it ends by itself; nil where it does not.
	Until            *time.Time
	ClientMutationID *string
}

// ConsentTo is to whom: exactly one.
type ConsentTo struct {
	Organization     *string
	OrganizationKind *enum.OrganizationKind
	Account          *string
}

// maxGrants is how many live grants somebody may have: each is read at each question.
const maxGrants = 200

// GrantConsent opens something of the viewer's to somebody, with the next request.
func (s *Service) GrantConsent(ctx context.Context, in GrantConsentInput) (*db.Grant, error) {
	if err := auth.Require(ctx, auth.GiveConsent); err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "grantConsent", Key: in.ClientMutationID, Input: in.plain(), Now: s.Now()}
	if err := problem.Join(in.check(s.Now()), call.Check()); err != nil {
		return nil, err
	}
	self := auth.From(ctx).ActingEarner()
	return repeat.Once(ctx, s.DB, call, repeat.Record[*db.Grant]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.Grant, error) {
			return tx.Grant.Query().Where(grant.ID(id), grant.EarnerID(self)).Only(ctx)
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.Grant, error) {
			made, err := s.grantConsent(ctx, tx, self, in)
			if err != nil {
				return "", nil, err
			}
			return made.ID, made, audit.Write(ctx, tx, s.Now(), "earner.grant", enum.SubjectEarner, self)
		},
	})
}

// plain is the input as it is remembered.
func (in GrantConsentInput) plain() GrantConsentInput {
	in.ClientMutationID = nil
	return in
}

func (s *Service) grantConsent(ctx context.Context, tx *db.Client, self string, in GrantConsentInput) (*db.Grant, error) {
	row, err := s.deciding(ctx, tx, self)
	if err != nil {
		return nil, err
	}
	if err := s.mayGrant(ctx, tx, row, in); err != nil {
		return nil, err
	}
	create := tx.Grant.Create().SetID(s.IDs.Mint(id.Grant)).SetCreatedAt(s.Now()).SetEarnerID(self).
		SetNillableOrganizationID(in.To.Organization).SetNillableOrganizationKind(in.To.OrganizationKind).SetNillableAccountID(in.To.Account).
		SetPurpose(in.Purpose).SetFields(once(in.Fields)).SetSource(enum.GrantByEarner).SetNillableUntil(in.Until)
	made, err := create.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write consent: %w", err)
	}
	return made, nil
}

// deciding is the record of who decides about themselves, with all that they decided.
func (s *Service) deciding(ctx context.Context, tx *db.Client, self string) (*db.Earner, error) {
	row, err := tx.Earner.Query().Where(earner.ID(self), earner.ErasedAtIsNil()).WithGrants().WithBlocks().Only(ctx)
	if db.IsNotFound(err) {
		return nil, noEarner(self)
	}
	if err != nil {
		return nil, fmt.Errorf("load earner: %w", err)
	}
	return row, nil
}

func noEarner(id string) *problem.Problem {
	return problem.New(problem.NotFound, "there is no earner %q", id).Spanish("no hay ninguna persona %q", id)
}

// mayGrant holds what is asked for against what there is.
func (s *Service) mayGrant(ctx context.Context, tx *db.Client, row *db.Earner, in GrantConsentInput) error {
	if err := s.grantee(ctx, tx, in.To); err != nil {
		return err
	}
	if in.To.Organization != nil && blocks(row, *in.To.Organization) {
		return problem.New(problem.Conflict, "you blocked this organization: unblock it first").
			Spanish("usted bloqueó esta organización: desbloquéela primero").At("to", "organization")
	}
	if in.Purpose.ToEmployers() && dossier.Subject(row).NeedsGuardian(s.Now()) {
		return guardianFirst().At("purpose")
	}
	live := 0
	for _, g := range dossier.Subject(row).Grants {
		if g.Live(s.Now()) {
			live++
		}
	}
	if live >= maxGrants {
		return problem.New(problem.Limit, "you have given %d consents: withdraw some first", live).
			Spanish("usted dio %d consentimientos: retire alguno primero", live).At("to")
	}
	return nil
}

func guardianFirst() *problem.Problem {
	return problem.New(problem.Conflict, "a guardian must agree first").Spanish("primero debe estar de acuerdo un tutor")
}

func blocks(row *db.Earner, organization string) bool {
	return slices.ContainsFunc(row.Edges.Blocks, func(b *db.Block) bool { return b.OrganizationID == organization })
}
