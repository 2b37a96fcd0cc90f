package account

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/datajob"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Holder is who keeps something of earners: each service does.
type Holder interface {
	// EraseEarner erases what it keeps, in the transaction of the erasure. The account
	// is empty where the earner has none.
	EraseEarner(ctx context.Context, tx *db.Client, earner, account string) error
	// ExportEarner gives what it keeps: values as JSON by name, files by name.
	ExportEarner(ctx context.Context, earner, account string, put func(name string, value any) error, file func(name string, content io.Reader) error) error
}

const (
	// maxExports is how many copies of one's data may be asked for in a day.
	maxExports = 3
	// confirmWithin is how long a second word may take.
	confirmWithin = 10 * time.Minute
)

// ExportMyData has a copy made of all that is kept of the viewer. While one is being
// made, it is that one.
func (s *Service) ExportMyData(ctx context.Context) (*db.DataJob, error) {
	if err := auth.Require(ctx, auth.ManageOwnData); err != nil {
		return nil, err
	}
	return s.ask(ctx, enum.JobExport, "earner.export", func(ctx context.Context, tx *db.Client) error {
		made, err := tx.DataJob.Query().Where(datajob.AccountID(auth.From(ctx).Account), datajob.KindEQ(enum.JobExport),
			datajob.CreatedAtGT(s.Now().Add(-day))).Count(ctx)
		if err != nil {
			return fmt.Errorf("count jobs: %w", err)
		}
		if made >= maxExports {
			return problem.New(problem.Limit, "you asked for %d copies within a day: try again tomorrow", made).
				Spanish("usted pidió %d copias en un día: inténtelo mañana", made)
		}
		return nil
	})
}

// EraseMeInput asks for the viewer's erasure, the second time with what the first
// time returned.
type EraseMeInput struct{ Confirmation *string }

// EraseMe erases the viewer. Asked without a confirmation it gives one, and changes
// nothing; with it, the viewer is hidden at once and erased within moments, for good.
func (s *Service) EraseMe(ctx context.Context, in EraseMeInput) (job *db.DataJob, confirmation string, err error) {
	if err := auth.Require(ctx, auth.ManageOwnData); err != nil {
		return nil, "", err
	}
	scope := auth.From(ctx).Key() + " erase me"
	if in.Confirmation == nil {
		return nil, s.Cursors.Seal(scope, []byte(s.Now().UTC().Format(time.RFC3339Nano))), nil
	}
	if err := s.confirmed(scope, *in.Confirmation); err != nil {
		return nil, "", err
	}
	job, err = s.ask(ctx, enum.JobErase, "earner.erase_asked", func(ctx context.Context, tx *db.Client) error {
		err := tx.Earner.UpdateOneID(auth.From(ctx).ActingEarner()).SetVisibility(consent.Hidden).Exec(ctx)
		if err != nil {
			return fmt.Errorf("hide earner: %w", err)
		}
		return nil
	})
	return job, "", err
}

func (s *Service) confirmed(scope, confirmation string) error {
	plain, err := s.Cursors.Open(scope, confirmation)
	at, unread := time.Parse(time.RFC3339Nano, string(plain))
	if err != nil || unread != nil || s.Now().After(at.Add(confirmWithin)) {
		return problem.New(problem.Invalid, "this confirmation is not yours, or too old: ask for another one").
			Spanish("esta confirmación no es suya o es demasiado antigua: pida otra").At("confirmation")
	}
	return nil
}

// ask queues a job of the viewer's, or gives the one that is not finished yet.
func (s *Service) ask(ctx context.Context, kind enum.DataJobKind, action audit.Action, first func(context.Context, *db.Client) error) (job *db.DataJob, err error) {
	viewer := auth.From(ctx)
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		job, err = tx.DataJob.Query().Where(datajob.AccountID(viewer.Account), datajob.KindEQ(kind),
			datajob.StatusIn(enum.JobQueued, enum.JobRunning)).First(ctx)
		if err == nil || !db.IsNotFound(err) {
			return err
		}
		if err := first(ctx, tx); err != nil {
			return err
		}
		job, err = tx.DataJob.Create().SetID(s.IDs.Mint(id.DataJob)).SetCreatedAt(s.Now()).
			SetAccountID(viewer.Account).SetEarnerID(viewer.ActingEarner()).SetKind(kind).Save(ctx)
		if err != nil {
			return fmt.Errorf("queue job: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), action, enum.SubjectEarner, viewer.ActingEarner())
	})
	return job, err
}

// DataJobs lists the viewer's exports and erasures, newest first.
func (s *Service) DataJobs(ctx context.Context, args page.Args) (page.Page[*db.DataJob], error) {
	none := page.Page[*db.DataJob]{}
	if err := problem.Join(auth.Require(ctx, auth.ManageOwnData), args.Check()); err != nil {
		return none, err
	}
	where := []predicate.DataJob{datajob.AccountID(auth.From(ctx).Account)}
	scope := auth.From(ctx).Key() + " data jobs"
	if args.After != "" {
		at, err := s.Cursors.OpenPosition(scope, args.After, 1)
		if err != nil {
			return none, err
		}
		where = append(where, datajob.IDLT(at[0]))
	}
	rows, err := s.DB.DataJob.Query().Where(where...).Order(db.Desc(datajob.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list jobs: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(j *db.DataJob) []string { return []string{j.ID} }), nil
}
