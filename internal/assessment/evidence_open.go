package assessment

import (
	"context"
	"fmt"
	"mime"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/evidence"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/blob"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// EvidenceFile is the content of a file, to be read and closed.
type EvidenceFile struct {
	*blob.File
	MediaType string
	// Name is neutral, but for the earner.
	Name string
}

// OpenEvidence opens a file by the id under which the viewer knows it: their own,
// one of a submission that they hold or have decided, or one that is published.
// Everything else is not there; a file that was found infected is nobody's. Where and
// by whom a picture was taken is told to the earner alone.
func (s *Service) OpenEvidence(ctx context.Context, shown string) (*EvidenceFile, error) {
	row, own, err := s.fileOf(ctx, shown)
	if err != nil {
		return nil, err
	}
	if row.Scan == enum.ScanInfected {
		return nil, problem.New(problem.Forbidden, "the virus scanner refuses this file: nobody can open it").
			Spanish("el antivirus rechaza este archivo: nadie puede abrirlo")
	}
	v, err := s.Vault.Existing(ctx, s.DB, row.Edges.Submission.EarnerID)
	if err != nil {
		return nil, err
	}
	if v == nil || s.Blobs == nil {
		return nil, noEvidence()
	}
	name := "evidence" + extension(row.MediaType)
	if own {
		c, err := contentOf(v, row)
		if err != nil {
			return nil, err
		}
		if c.FileName != "" {
			name = c.FileName
		}
	}
	file, err := s.Blobs.Open(v, *row.Blob, row.BlobKey)
	if err != nil {
		return nil, err
	}
	if !own {
		file.Bare(row.MediaType)
	}
	return &EvidenceFile{File: file, MediaType: row.MediaType, Name: name}, nil
}

// fileOf finds a file that the viewer may open, and tells whether it is their own.
func (s *Service) fileOf(ctx context.Context, shown string) (row *db.Evidence, own bool, err error) {
	viewer := auth.From(ctx)
	record, sealed := s.unsealedID(viewer.Organization(), shown)
	if !sealed || viewer.Organization() == "" {
		record, sealed = shown, false
	}
	row, err = s.DB.Evidence.Query().Where(evidence.ID(record), evidence.BlobNotNil()).WithSubmission().Only(ctx)
	if db.IsNotFound(err) {
		return nil, false, noEvidence()
	}
	if err != nil {
		return nil, false, fmt.Errorf("load evidence: %w", err)
	}
	of := row.Edges.Submission
	if !sealed && auth.Can(ctx, auth.SubmitEvidence) && of.EarnerID == viewer.ActingEarner() {
		return row, true, nil
	}
	may, err := s.judges(ctx, row, sealed)
	if err == nil && !may && !sealed {
		may, err = s.seenWithAward(ctx, row)
	}
	if err == nil && !may {
		err = noEvidence()
	}
	return row, false, err
}

// judges tells whether the viewer holds, or has decided, the submission that an
// item is of. Who judges blind knows both by sealed ids alone.
func (s *Service) judges(ctx context.Context, row *db.Evidence, sealed bool) (bool, error) {
	if !sealed || !auth.Can(ctx, auth.Assess) {
		return false, nil
	}
	shown := s.sealedID(auth.From(ctx).Organization(), row.SubmissionID)
	found, err := s.AssessedByID(ctx, []string{shown})
	if err != nil || found[shown] == nil {
		return false, err
	}
	return found[shown].Holds && found[shown].shows(row), nil
}

// extension is what a name ends with for a media type, ".pdf"; empty where that is
// not known.
func extension(mediaType string) string {
	for _, known := range []struct{ of, is string }{
		{"text/plain", ".txt"},
		{"image/jpeg", ".jpg"},
		{"video/mp4", ".mp4"},
		{"audio/mpeg", ".mp3"},
		{"video/quicktime", ".mov"},
		{"wordprocessingml", ".docx"},
		{"spreadsheetml", ".xlsx"},
		{"presentationml", ".pptx"},
		{"opendocument.text", ".odt"},
		{"opendocument.spreadsheet", ".ods"},
		{"opendocument.presentation", ".odp"},
	} {
		if strings.Contains(mediaType, known.of) {
			return known.is
		}
	}
	if found, err := mime.ExtensionsByType(mediaType); err == nil && len(found) > 0 {
		return found[0]
	}
	return ""
}
