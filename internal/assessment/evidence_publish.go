package assessment

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/evidence"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// PublishEvidenceInput says whether an item is shown with the award that it earned.
type PublishEvidenceInput struct {
	ID        string
	Published bool
}

// PublishEvidence has an item seen by everybody who sees the award that it earned,
// or by nobody any more. It is of the attempt that was accepted.
func (s *Service) PublishEvidence(ctx context.Context, in PublishEvidenceInput) (*Evidence, error) {
	earner, err := self(ctx, auth.SubmitEvidence)
	if err != nil {
		return nil, err
	}
	var row *db.Evidence
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if row, err = ownEvidence(ctx, tx, earner, in.ID); err != nil {
			return err
		}
		if row.PublishedAt != nil == in.Published {
			return nil
		}
		row, err = s.publish(ctx, tx, row.ID, in.Published)
		return err
	})
	if err != nil {
		return nil, err
	}
	open, err := s.opener(ctx, []string{earner})
	if err != nil {
		return nil, err
	}
	return open.item(ctx, own(&db.Submission{EarnerID: earner}), row)
}

func (s *Service) publish(ctx context.Context, tx *db.Client, key string, published bool) (*db.Evidence, error) {
	now, action := s.Now(), audit.Action("evidence.publish")
	update := tx.Evidence.Update().Where(evidence.ID(key), evidence.UntilAttemptIsNil())
	if published {
		update.Where(earned()).SetPublishedAt(now)
	} else {
		action = "evidence.unpublish"
		update.ClearPublishedAt()
	}
	n, err := update.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("publish evidence: %w", err)
	}
	if n == 0 {
		return nil, problem.New(problem.Conflict, "evidence is published once it was accepted and awarded").
			Spanish("una evidencia se publica una vez aceptada y otorgada").At("id")
	}
	row, err := tx.Evidence.Get(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("load evidence: %w", err)
	}
	return row, audit.Write(ctx, tx, now, action, enum.SubjectSubmission, row.SubmissionID)
}

// earned keeps evidence of submissions that were accepted and awarded.
func earned() predicate.Evidence {
	return evidence.HasSubmissionWith(entsubmission.StateEQ(enum.SubmissionAccepted), entsubmission.AwardIDNotNil())
}

// PublishedByAward gives what earners have published of the evidence behind awards.
// The caller has seen to it that the viewer may see the awards.
func (s *Service) PublishedByAward(ctx context.Context, awards []string) (map[string][]*Evidence, error) {
	rows, err := s.DB.Evidence.Query().Where(
		evidence.PublishedAtNotNil(), evidence.UntilAttemptIsNil(), earned(),
		evidence.HasSubmissionWith(entsubmission.AwardIDIn(awards...)),
	).WithSubmission().Order(evidence.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load published evidence: %w", err)
	}
	earners := mappedTo(rows, func(row *db.Evidence) string { return row.Edges.Submission.EarnerID })
	slices.Sort(earners)
	open, err := s.opener(ctx, slices.Compact(earners))
	if err != nil {
		return nil, err
	}
	out := make(map[string][]*Evidence, len(awards))
	for _, row := range rows {
		of := row.Edges.Submission
		item, err := open.published(ctx, of, row)
		if err != nil {
			return nil, err
		}
		if item != nil {
			out[*of.AwardID] = append(out[*of.AwardID], item)
		}
	}
	return out, nil
}

// published is an item as everybody sees it: its earner as their own.
func (o *opener) published(ctx context.Context, of *db.Submission, row *db.Evidence) (*Evidence, error) {
	sight := SightIssuer
	if of.EarnerID == auth.From(ctx).ActingEarner() {
		sight = SightEarner
	}
	return o.item(ctx, &Submission{Sight: sight, Row: of}, row)
}

// seenWithAward tells whether an item is published with an award that the viewer
// may see, or that everybody may.
func (s *Service) seenWithAward(ctx context.Context, row *db.Evidence) (bool, error) {
	of := row.Edges.Submission
	if row.PublishedAt == nil || row.UntilAttempt != nil || of.State != enum.SubmissionAccepted || of.AwardID == nil {
		return false, nil
	}
	public, err := s.DB.Award.Query().Where(award.ID(*of.AwardID), award.PublicTokenNotNil()).Exist(ctx)
	if err != nil || public {
		return public, wrapped(err, "look up award")
	}
	shown, err := s.Awards.AwardsByID(ctx, []string{*of.AwardID})
	return shown[*of.AwardID] != nil, err
}
