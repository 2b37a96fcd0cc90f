package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/datajob"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// settleAfter is when an erasure is done once more: a request that had begun before
// it may have written something since.
const settleAfter = time.Minute

// RunDataJobs does what is queued, the oldest first, and deletes exports that are too
// old. What a kill cut short is done again: each job may be done twice and ends the
// same. One that fails does not keep the others.
func (s *Service) RunDataJobs(ctx context.Context) error {
	rows, err := s.DB.DataJob.Query().Where(datajob.StatusIn(enum.JobQueued, enum.JobRunning)).
		Order(db.Asc(datajob.FieldCreatedAt, datajob.FieldID)).All(ctx)
	if err != nil {
		return fmt.Errorf("load jobs: %w", err)
	}
	var errs []error
	for _, row := range rows {
		run := s.export
		if row.Kind == enum.JobErase {
			run = s.erase
		}
		if err := run(ctx, row); err != nil {
			errs = append(errs, fmt.Errorf("job %s: %w", row.ID, err))
		}
	}
	return errors.Join(append(errs, s.expireExports(ctx))...)
}
