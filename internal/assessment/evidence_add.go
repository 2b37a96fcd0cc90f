package assessment

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/evidence"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/blob"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// AddEvidenceInput is an item for a submission that is being written.
type AddEvidenceInput struct {
	Submission string
	// Revision is the one that was read; nil does not ask.
	Revision *int
	EvidenceItem
}

// AddEvidence adds an item to a draft, or to what was returned. A file is kept
// whole, or nothing of it is.
func (s *Service) AddEvidence(ctx context.Context, in AddEvidenceInput) (*Submission, *Evidence, error) {
	earner, err := self(ctx, auth.SubmitEvidence)
	if err != nil {
		return nil, nil, err
	}
	if err := in.check(); err != nil {
		return nil, nil, err
	}
	if in.File != nil { // before a large file is read
		err := store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
			_, err := s.writing(ctx, tx, earner, in.Submission, in.Revision, in.EvidenceItem)
			return err
		})
		if err != nil {
			return nil, nil, err
		}
	}
	up, err := s.upload(ctx, earner, []EvidenceItem{in.EvidenceItem}, false)
	if err != nil {
		return nil, nil, err
	}
	defer up.close()
	var row *db.Submission
	var item *db.Evidence
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		p, err := s.writing(ctx, tx, earner, in.Submission, in.Revision, in.EvidenceItem)
		if err != nil {
			return err
		}
		row = p.row
		if item, err = s.addItem(ctx, tx, p, in.EvidenceItem, up.files[0]); err != nil {
			return err
		}
		if err := touch(ctx, tx, p.row); err != nil {
			return err
		}
		up.kept = true
		return audit.Write(ctx, tx, s.Now(), "evidence.add", enum.SubjectSubmission, row.ID)
	})
	if err != nil {
		return nil, nil, err
	}
	return own(row), seenByEarner(item, in.says()), nil
}

// writing takes a submission that its earner still writes, with room for an item.
func (s *Service) writing(ctx context.Context, tx *db.Client, earner, key string, revision *int, item EvidenceItem) (*process, error) {
	p, err := s.begin(ctx, tx, key, entsubmission.EarnerID(earner))
	if err != nil {
		return nil, problem.Under(err, "submission")
	}
	if err := checkWritable(p.row, revision); err != nil {
		return nil, err
	}
	return p, checkRoom(ctx, tx, p, item)
}

// checkWritable refuses what is with the assessors, or decided.
func checkWritable(row *db.Submission, revision *int) error {
	if !submission.Mode(row.Mode).Blind() {
		return problem.New(problem.Conflict, "this is not assessed by evidence that you submit: whoever watched records it again").
			Spanish("esto no se evalúa con evidencias que usted presente: quien lo observó lo registra de nuevo").At("submission")
	}
	if row.State != enum.SubmissionDraft && row.State != enum.SubmissionReturned {
		return problem.New(problem.Conflict, "evidence is changed in a draft, or after it was returned").
			Spanish("la evidencia se cambia en un borrador, o tras su devolución").At("submission")
	}
	return checkRevision(row, revision)
}

func checkRevision(row *db.Submission, revision *int) error {
	if revision != nil && *revision != row.Revision {
		return problem.New(problem.Conflict, "the submission has changed since you read it: its revision is %d", row.Revision).
			Spanish("la entrega ha cambiado desde que la leyó: su revisión es %d", row.Revision).At("revision")
	}
	return nil
}

// checkRoom wants an item to fit into its part, and into the submission.
func checkRoom(ctx context.Context, tx *db.Client, p *process, item EvidenceItem) error {
	part, err := partOf(p.definition, item)
	if err != nil {
		return err
	}
	rows, err := tx.Evidence.Query().Where(evidence.SubmissionID(p.row.ID)).
		Select(evidence.FieldPart, evidence.FieldSize, evidence.FieldUntilAttempt).All(ctx)
	if err != nil {
		return fmt.Errorf("load evidence: %w", err)
	}
	items, bytes := 0, int64(0)
	for _, row := range rows {
		if row.Part == part.Key && row.UntilAttempt == nil {
			items++
		}
		bytes += value(row.Size)
	}
	if most := min(part.Limit(), maxPartItems); items >= most {
		return problem.New(problem.Limit, "this part has at most %d items", most).
			Spanish("esta parte tiene como máximo %d elementos", most).At("part")
	}
	if item.File != nil && bytes+item.File.Size > maxFiles {
		return tooManyBytes()
	}
	return nil
}

// writes is the attempt that the earner writes at.
func writes(row *db.Submission) int {
	if row.State == enum.SubmissionReturned {
		return row.Attempt + 1
	}
	return row.Attempt
}

// addItem writes an item; its file, if it is one, is kept already.
func (s *Service) addItem(ctx context.Context, tx *db.Client, p *process, item EvidenceItem, file *blob.Blob) (*db.Evidence, error) {
	v, err := s.Vault.ForEarner(ctx, tx, p.row.EarnerID)
	if err != nil {
		return nil, err
	}
	key := s.IDs.Mint(id.Evidence)
	sealed, err := item.says().seal(v, key)
	if err != nil {
		return nil, err
	}
	create := tx.Evidence.Create().SetID(key).SetCreatedAt(s.Now()).SetSubmissionID(p.row.ID).SetPart(item.Part).
		SetKind(item.kind()).SetContent(sealed).SetSinceAttempt(writes(p.row))
	if file != nil {
		create.SetBlob(file.ID).SetBlobKey(file.Sealed).SetMediaType(file.MediaType).SetSize(file.Size).SetSha256(file.SHA256).
			SetScan(s.scanned())
	}
	row, err := create.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write evidence: %w", err)
	}
	return row, nil
}

// touch counts a change of what the earner writes.
func touch(ctx context.Context, tx *db.Client, row *db.Submission) error {
	if err := tx.Submission.UpdateOneID(row.ID).AddRevision(1).Exec(ctx); err != nil {
		return fmt.Errorf("count revision: %w", err)
	}
	row.Revision++
	return nil
}
