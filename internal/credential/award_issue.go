package credential

import (
	"context"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
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
	by := awarder{organization: viewer.Organization(), issuer: viewer.Organization()}
	of, unknown := s.awardable(ctx, by, in.MicroCredential)
	err := problem.Join(
		call.Check(), s.checkReachable(ctx, by, in.Earner), unknown, in.check(s.Now()), s.checkElsewhere(in.Evidence), in.checkAgainst(of, s.Now()),
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
	return s.place(ctx, tx, placing{IssueAwardInput: in, of: of, by: awarder{organization: issuer, issuer: issuer}})
}
