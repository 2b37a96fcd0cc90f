package credential

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/block"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// IssueAwardInput is an award to be issued.
type IssueAwardInput struct {
	Earner          string
	MicroCredential string
	// EarnedAt is by default now.
	EarnedAt *time.Time
	// ExpiresAt is by default as the micro-credential says.
	ExpiresAt        *time.Time
	Evidence         []EvidenceInput
	Results          []ResultInput
	ClientMutationID *string
}

// EvidenceInput is something that an award rests on: at an address, or told.
type EvidenceInput struct {
	URL         *string
	Name        *string
	Description *string
	Narrative   *string
	Genre       *string
	Audience    *string
}

// ResultInput is what was reached: a level in a skill that the micro-credential
// asserts, or a value under a name.
type ResultInput struct {
	Skill *string
	Level *int
	Name  *string
	Value *string
}

// IssueAward gives an earner a micro-credential that the viewer's organization may
// award, in its current version. The earner has opened their record to the
// organization, or holds an award of it. Repeated with the same ClientMutationID
// within a day, it returns the first.
func (s *Service) IssueAward(ctx context.Context, in IssueAwardInput) (*db.Award, error) {
	if err := auth.Require(ctx, auth.IssueAward); err != nil {
		return nil, err
	}
	viewer := auth.From(ctx)
	call := repeat.Call{Viewer: viewer.Key(), Mutation: "issueAward", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	of, unknown := s.awardable(ctx, in.MicroCredential)
	err := problem.Join(
		call.Check(), s.checkReachable(ctx, in.Earner), unknown, in.check(s.Now()), s.checkElsewhere(in.Evidence), in.checkAgainst(of, s.Now()),
	)
	if err != nil {
		return nil, err
	}
	return repeat.Once(ctx, s.DB, call, repeat.Record[*db.Award]{
		Load: loadAward,
		Make: func(ctx context.Context, tx *db.Client) (string, *db.Award, error) {
			made, err := s.issue(ctx, tx, in, of, viewer.Organization())
			if err != nil {
				return "", nil, err
			}
			return made.ID, made, nil
		},
	})
}

// awardable is the current version of a micro-credential that the viewer's
// organization may award.
func (s *Service) awardable(ctx context.Context, microCredential string) (*db.MicroCredentialVersion, error) {
	row, err := s.DB.MicroCredential.Query().Where(
		microcredential.ID(microCredential), microcredential.StatusEQ(enum.Published), microcredential.CurrentVersionIDNotNil(),
		microcredential.HasIssuersWith(organization.ID(auth.From(ctx).Organization())),
	).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no micro-credential %q that your organization may award", microCredential).
			Spanish("no hay ninguna microcredencial %q que su organización pueda otorgar", microCredential).At("microCredential")
	}
	if err != nil {
		return nil, fmt.Errorf("load micro-credential: %w", err)
	}
	found, err := versions(ctx, s.DB, *row.CurrentVersionID)
	if err != nil {
		return nil, err
	}
	return found[*row.CurrentVersionID], nil
}

// checkReachable wants an earner who lets the viewer's organization see them, or
// whom it has given an award before.
func (s *Service) checkReachable(ctx context.Context, earnerID string) error {
	viewer := auth.From(ctx)
	is, err := s.DB.Earner.Query().Where(
		earner.ID(earnerID), earner.ErasedAtIsNil(),
		earner.Not(earner.HasBlocksWith(block.OrganizationID(viewer.Organization()))),
		earner.Or(
			earner.HasGrantsWith(dossier.GrantTo(viewer.Organization(), viewer.Account, consent.Coaching, s.Now())),
			earner.HasAwardsWith(award.IssuerID(viewer.Organization()), award.SourceIn(enum.SourceIssued, enum.SourceRecorded)),
		),
	).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up earner: %w", err)
	}
	if !is {
		return problem.New(problem.NotFound, "there is no earner %q who has opened their record to your organization", earnerID).
			Spanish("no hay ninguna persona %q que haya abierto su expediente a su organización", earnerID).At("earner")
	}
	return nil
}

// checkElsewhere refuses our own pages as evidence: a badge names them as other
// things.
func (s *Service) checkElsewhere(evidence []EvidenceInput) error {
	var errs []error
	for i, e := range evidence {
		if _, ours := s.pathOf(e.said().ID); ours {
			errs = append(errs, problem.New(problem.Invalid, "a page of this service is no evidence").
				Spanish("una página de este servicio no es una evidencia").At("evidence", strconv.Itoa(i), "url"))
		}
	}
	return problem.Join(errs...)
}

// issue writes an issuer's award with what it rests on.
func (s *Service) issue(ctx context.Context, tx *db.Client, in IssueAwardInput, of *db.MicroCredentialVersion, issuer string) (*db.Award, error) {
	now := s.Now()
	earned, expires := in.dates(of, now)
	key := s.IDs.At(id.Award, earned)
	uri := urnOf(key)
	pairs := in.pairs(key, of)
	row := &db.Award{
		ID: key, CreatedAt: now, EarnerID: &in.Earner, VersionID: of.ID, MicroCredentialID: of.MicroCredentialID,
		IssuerID: issuer, Source: enum.SourceIssued, Status: enum.AwardActive,
		Verification: enum.Verified, VerifiedAt: &now, EarnedAt: earned, ExpiresAt: expires, URI: &uri,
		Shown: true, OwnPairs: pairs != nil,
	}
	if err := store.Insert(ctx, tx, []*db.Award{row}); err != nil {
		return nil, fmt.Errorf("write award: %w", err)
	}
	if err := store.Insert(ctx, tx, pairs); err != nil {
		return nil, fmt.Errorf("write competencies of award: %w", err)
	}
	if detail := in.detail(of); !detail.empty() {
		if _, err := s.Vault.ForEarner(ctx, tx, in.Earner); err != nil {
			return nil, err
		}
		if err := s.keepDetail(ctx, tx, in.Earner, key, detail); err != nil {
			return nil, err
		}
	}
	if err := audit.Write(ctx, tx, now, "award.issue", enum.SubjectAward, key); err != nil {
		return nil, err
	}
	return loadAward(ctx, tx, key)
}
