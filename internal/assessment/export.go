package assessment

import (
	"context"
	"fmt"
	"io"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/cohortmember"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/db/evidence"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// ExportEarner gives what an earner enrolled in and submitted, with the files, and
// what was answered. Who assessed it is not theirs to know.
func (s *Service) ExportEarner(ctx context.Context, earner, _ string, put func(name string, value any) error, file func(name string, content io.Reader) error) error {
	if err := s.exportPlaces(ctx, earner, put); err != nil {
		return err
	}
	keys, err := s.Vault.Existing(ctx, s.DB, earner)
	if err != nil {
		return err
	}
	rows, err := s.DB.Submission.Query().Where(entsubmission.EarnerID(earner)).WithMicroCredential().WithOrganization().
		WithAttempts().WithEvidence().Order(entsubmission.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load submissions: %w", err)
	}
	submissions := make([]any, len(rows))
	for i, row := range rows {
		if submissions[i], err = exported(row, keys); err != nil {
			return err
		}
	}
	if err := put("submissions", submissions); err != nil {
		return fmt.Errorf("write submissions: %w", err)
	}
	return s.exportFiles(ctx, earner, keys, file)
}

// exportPlaces gives the earner's places in classes and groups.
func (s *Service) exportPlaces(ctx context.Context, earner string, put func(name string, value any) error) error {
	enrolled, err := s.DB.Enrollment.Query().Where(enrollment.EarnerID(earner)).WithMicroCredential().WithIssuer().Order(enrollment.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load enrollments: %w", err)
	}
	list := make([]any, len(enrolled))
	for i, row := range enrolled {
		list[i] = map[string]any{
			"id": row.ID, "microCredential": row.Edges.MicroCredential.Name, "issuer": row.Edges.Issuer.Name,
			"since": row.CreatedAt, "status": row.Status, "endedAt": row.EndedAt,
		}
	}
	if err := put("enrollments", list); err != nil {
		return fmt.Errorf("write enrollments: %w", err)
	}
	joined, err := s.DB.CohortMember.Query().Where(cohortmember.EarnerID(earner)).WithCohort().Order(cohortmember.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load groups: %w", err)
	}
	groups := make([]any, len(joined))
	for i, row := range joined {
		groups[i] = map[string]any{"name": row.Edges.Cohort.Name, "joinedAt": row.JoinedAt, "shares": row.Shares, "leftAt": row.LeftAt}
	}
	return put("cohorts", groups)
}

// exported is a submission with what was answered.
func exported(row *db.Submission, keys *vault.Vault) (map[string]any, error) {
	attempts := []any{}
	for _, a := range row.Edges.Attempts {
		one := map[string]any{"number": a.Number, "submittedAt": a.SubmittedAt, "decidedAt": a.DecidedAt, "decision": a.Decision}
		if len(a.Feedback) > 0 && keys != nil {
			said, err := keys.Open(boundFeedback(row.ID, a.Number), a.Feedback)
			if err != nil {
				return nil, err
			}
			one["feedback"] = string(said)
		}
		attempts = append(attempts, one)
	}
	items := []any{}
	for _, e := range row.Edges.Evidence {
		one := map[string]any{"id": e.ID, "part": e.Part, "kind": e.Kind, "mediaType": e.MediaType, "bytes": e.Size, "publishedAt": e.PublishedAt}
		if keys != nil {
			c, err := contentOf(keys, e)
			if err != nil {
				return nil, err
			}
			one["title"], one["text"], one["link"], one["fileName"] = c.Title, c.Text, c.Link, c.FileName
		}
		items = append(items, one)
	}
	return map[string]any{
		"id": row.ID, "microCredential": row.Edges.MicroCredential.Name, "assessedBy": row.Edges.Organization.Name,
		"state": row.State, "attempt": row.Attempt, "submittedAt": row.SubmittedAt, "decidedAt": row.DecidedAt, "award": row.AwardID,
		"attempts": attempts, "evidence": items,
	}, nil
}

// exportFiles gives the files, one after the other.
func (s *Service) exportFiles(ctx context.Context, earner string, keys *vault.Vault, file func(name string, content io.Reader) error) error {
	if keys == nil || s.Blobs == nil {
		return nil
	}
	rows, err := s.DB.Evidence.Query().Where(evidence.HasSubmissionWith(entsubmission.EarnerID(earner)), evidence.BlobNotNil(),
		evidence.ScanNEQ(enum.ScanInfected)).Order(evidence.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("list files: %w", err)
	}
	for _, row := range rows {
		if err := s.exportFile(row, keys, file); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) exportFile(row *db.Evidence, keys *vault.Vault, file func(name string, content io.Reader) error) error {
	opened, err := s.Blobs.Open(keys, *row.Blob, row.BlobKey)
	if err != nil {
		return err
	}
	defer func() { _ = opened.Close() }()
	if err := file("evidence/"+row.ID+extension(row.MediaType), opened); err != nil {
		return fmt.Errorf("write a file: %w", err)
	}
	return nil
}
