package assessment

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// award awards what was accepted, in the transaction of the decision: there is no
// accepted submission without its award, and none with two.
func (s *Service) award(ctx context.Context, tx *db.Client, p *process) error {
	made, err := s.Awards.AwardAssessed(ctx, submission.Earned{
		Earner: p.row.EarnerID, Version: p.row.VersionID, Issuer: p.row.IssuerID,
		EarnedAt: s.earnedAt(p.row), Levels: p.levels(),
	})
	if err != nil {
		return fmt.Errorf("award %s: %w", p.row.ID, err)
	}
	err = p.apply(ctx, tx, submission.Event{Step: submission.Award}, func(row *db.SubmissionUpdate) { row.SetAwardID(made.ID) })
	if err != nil {
		return fmt.Errorf("award %s: %w", p.row.ID, err)
	}
	p.row.AwardID = &made.ID
	if p.row.EnrollmentID != nil {
		_, err := tx.Enrollment.Update().
			Where(enrollment.ID(*p.row.EnrollmentID), enrollment.StatusEQ(enum.EnrollmentActive)).
			SetStatus(enum.EnrollmentCompleted).SetEndedAt(s.Now()).Save(ctx)
		if err != nil {
			return fmt.Errorf("complete enrollment: %w", err)
		}
	}
	return audit.Write(ctx, tx, s.Now(), "submission.award", enum.SubjectSubmission, p.row.ID)
}

// earnedAt is the day on which something was seen. Of what was judged blind it is
// the day of the decision, and no instant: by that, who decided would find the
// award among those that are published.
func (s *Service) earnedAt(row *db.Submission) time.Time {
	if !submission.Mode(row.Mode).Blind() && row.SubmittedAt != nil {
		return *row.SubmittedAt
	}
	return dayIn(s.Now(), time.UTC)
}

// dayIn is the day of an instant in a zone, as days are stored: its first instant
// in UTC.
func dayIn(at time.Time, zone *time.Location) time.Time {
	y, m, d := at.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// levels are those that the decision shows, by skill, of the skills that the
// version asserts.
func (p *process) levels() map[string]int {
	d := p.definition.For(submission.Mode(p.row.Mode))
	levels := map[string]int{}
	for _, r := range d.Results(p.state.Scores(p.definition)) {
		levels[r.Skill] = r.Level
	}
	return levels
}
