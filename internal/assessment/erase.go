package assessment

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/cohortmember"
	"github.com/stackmatch/stackmatch/ent/db/conflict"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/db/evidence"
	"github.com/stackmatch/stackmatch/ent/db/savedcomment"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/internal/store"
)

// EraseEarner erases what an earner submitted, with how it was assessed, and their
// places in classes and groups, in the transaction of their erasure. Their files go
// once that is committed; what a kill leaves of them cannot be read any more, and is
// swept as files without a row are.
func (s *Service) EraseEarner(ctx context.Context, tx *db.Client, earner, account string) error {
	files, err := tx.Evidence.Query().
		Where(evidence.HasSubmissionWith(entsubmission.EarnerID(earner)), evidence.BlobNotNil()).
		Select(evidence.FieldBlob).Strings(ctx)
	if err != nil {
		return fmt.Errorf("list files: %w", err)
	}
	// In this order: what is named goes after what names it.
	for _, step := range []struct {
		what   string
		remove func(context.Context) (int, error)
	}{
		{"submissions", tx.Submission.Delete().Where(entsubmission.EarnerID(earner)).Exec},
		{"enrollments", tx.Enrollment.Delete().Where(enrollment.EarnerID(earner)).Exec},
		{"groups", tx.CohortMember.Delete().Where(cohortmember.EarnerID(earner)).Exec},
		{"conflicts", tx.Conflict.Delete().Where(conflict.EarnerID(earner)).Exec},
		{"saved comments", tx.SavedComment.Delete().Where(savedcomment.AccountID(account)).Exec},
	} {
		if _, err := step.remove(ctx); err != nil {
			return fmt.Errorf("erase %s: %w", step.what, err)
		}
	}
	if s.Blobs != nil {
		store.AfterCommit(ctx, func() {
			for _, file := range files {
				_ = s.Blobs.Remove(file) // else it is swept
			}
		})
	}
	return nil
}
