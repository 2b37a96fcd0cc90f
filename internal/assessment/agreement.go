package assessment

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/assessment"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/submission"
)

const (
	// minPairs is of how few pairs nothing is said: it would be of one assessor.
	minPairs = 5
	// maxPairs is how many pairs are compared, the newest.
	maxPairs = 5_000
)

// Agreement is how far two assessors who judge the same attempts agree.
type Agreement struct {
	// Submissions are the attempts that two have decided.
	Submissions int
	// Kappa is Cohen's, of their decisions; nil of too few, and where all were decided
	// alike, so that chance explains it.
	Kappa *float64
	// Observed is in which share of them both decided the same; nil of too few.
	Observed *float64
	// PerCriterion follows the rubric.
	PerCriterion []CriterionAgreement
}

// CriterionAgreement is the same of the levels of one criterion.
type CriterionAgreement struct {
	// Criterion is its key.
	Criterion string
	Kappa     *float64
	// N are the attempts in which both gave a level.
	N int
}

// Agreement compares those who assess a micro-credential in pairs, for its
// developer and for who assesses and awards it: of the version of that number, or
// the current one. Who is not its developer is told of their own organization's.
func (s *Service) Agreement(ctx context.Context, microCredential string, number *int) (*Agreement, error) {
	if auth.From(ctx).Anonymous() {
		return nil, auth.Require(ctx, auth.Assess)
	}
	scope, of, err := s.mayCompare(ctx, microCredential)
	if err != nil {
		return nil, err
	}
	version := microcredentialversion.ID(value(of.CurrentVersionID))
	if number != nil {
		version = microcredentialversion.Number(*number)
	}
	row, err := s.DB.MicroCredentialVersion.Query().Where(microcredentialversion.MicroCredentialID(of.ID), version).Only(ctx)
	if db.IsNotFound(err) {
		return nil, noMicroCredential(microCredential)
	}
	if err != nil {
		return nil, fmt.Errorf("load version: %w", err)
	}
	d, assessed, err := definitionOf(row)
	if err != nil || !assessed {
		return &Agreement{}, err
	}
	pairs, err := s.pairs(ctx, append(scope, entsubmission.VersionID(row.ID)))
	if err != nil {
		return nil, err
	}
	return agreementOf(d, pairs), nil
}

// mayCompare says which submissions the viewer may compare: those of their
// organization, and all that it has developed.
func (s *Service) mayCompare(ctx context.Context, key string) ([]predicate.Submission, *db.MicroCredential, error) {
	row, err := s.DB.MicroCredential.Query().Where(microcredential.ID(key)).WithIssuers().Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil, noMicroCredential(key)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("load micro-credential: %w", err)
	}
	own := auth.From(ctx).Organization()
	switch {
	case auth.From(ctx).System || auth.Can(ctx, auth.PublishCatalog) && row.DeveloperID == own:
		return nil, row, nil
	case auth.Can(ctx, auth.Assess) || auth.Can(ctx, auth.ManageAssessment):
		part := row.AssessorID != nil && *row.AssessorID == own
		for _, issuer := range row.Edges.Issuers {
			part = part || issuer.ID == own
		}
		if part {
			return []predicate.Submission{entsubmission.Or(entsubmission.OrganizationID(own), entsubmission.IssuerID(own))}, row, nil
		}
	}
	return nil, nil, noMicroCredential(key)
}

// pairs loads what two assessors made of the same attempts, the newest first.
func (s *Service) pairs(ctx context.Context, of []predicate.Submission) ([][2]*db.Assessment, error) {
	rows, err := s.DB.Assessment.Query().Where(
		assessment.SlotIn(1, 2), assessment.DecidedAtNotNil(), assessment.ReleasedAtIsNil(),
		assessment.HasSubmissionWith(append(of, entsubmission.ModeIn(enum.ModePortfolio, enum.ModePrior))...),
	).WithScores().Order(db.Desc(assessment.FieldSubmissionID, assessment.FieldAttempt), db.Asc(assessment.FieldSlot)).
		Limit(2 * maxPairs).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load assessments: %w", err)
	}
	var pairs [][2]*db.Assessment
	for i := 1; i < len(rows); i++ {
		a, b := rows[i-1], rows[i]
		if a.SubmissionID == b.SubmissionID && a.Attempt == b.Attempt {
			pairs = append(pairs, [2]*db.Assessment{a, b})
		}
	}
	return pairs, nil
}

func agreementOf(d submission.Definition, works [][2]*db.Assessment) *Agreement {
	out := &Agreement{Submissions: len(works)}
	decisions := make([]submission.Pair, len(works))
	levels := map[string][]submission.Pair{}
	for i, w := range works {
		decisions[i] = submission.Pair{A: string(*w[0].Decision), B: string(*w[1].Decision)}
		first, second := workOf(w[0]).Scores, workOf(w[1]).Scores
		for criterion, level := range first {
			if other, both := second[criterion]; both {
				levels[criterion] = append(levels[criterion], submission.Pair{A: level, B: other})
			}
		}
	}
	out.Kappa = kappaOf(decisions)
	if agreed, n := submission.Raw(decisions); n >= minPairs {
		share := float64(agreed) / float64(n)
		out.Observed = &share
	}
	for _, c := range d.Criteria {
		out.PerCriterion = append(out.PerCriterion, CriterionAgreement{
			Criterion: c.Key, Kappa: kappaOf(levels[c.Key]), N: len(levels[c.Key]),
		})
	}
	return out
}

func kappaOf(pairs []submission.Pair) *float64 {
	kappa, n, defined := submission.Kappa(pairs)
	if !defined || n < minPairs {
		return nil
	}
	return &kappa
}
