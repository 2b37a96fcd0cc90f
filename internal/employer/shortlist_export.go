package employer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/shortlistentry"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// ExportedShortlist is a shortlist as its employer takes it elsewhere: who is shown
// to it at this instant, without notes.
type ExportedShortlist struct {
	Posting  *db.Posting
	Employer string
	At       time.Time
	Rows     []ExportedEntry
}

// ExportedEntry is an entry of an exported shortlist.
type ExportedEntry struct {
	ID    string
	Stage enum.ShortlistStage
	Added time.Time
	// Assignee is the colleague's name; empty for nobody.
	Assignee string
	// Candidate is nil of whoever is no longer shown.
	Candidate *Candidate
}

// exportedFields are what an export tells of candidates, by the API's names.
var exportedFields = []string{"alias", "awards", "completedStacks", "email", "id", "match", "name", "phone", "place", "remote"}

// ExportShortlist gives the shortlist of a posting of the viewer's organization. Each
// candidate in it was shown, and is noted as such.
func (s *Service) ExportShortlist(ctx context.Context, of, language string) (*ExportedShortlist, error) {
	if err := auth.Require(ctx, auth.KeepShortlists); err != nil {
		return nil, err
	}
	row, err := loadOwn(ctx, s.DB, of)
	if err != nil {
		return nil, err
	}
	entries, err := s.DB.ShortlistEntry.Query().Where(ownEntries(ctx), shortlistentry.PostingID(of)).
		WithAssignee().Order(shortlistentry.ByCreatedAt(), shortlistentry.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list shortlist: %w", err)
	}
	candidates, err := s.candidatesOf(ctx, entries, language, exportedFields, false)
	if err != nil {
		return nil, err
	}
	out := &ExportedShortlist{Posting: row, At: s.Now()}
	if out.Employer, err = s.nameOf(ctx, row.EmployerID); err != nil {
		return nil, err
	}
	for _, entry := range entries {
		out.Rows = append(out.Rows, exported(entry, candidates[entry.ID]))
	}
	return out, s.exportedAt(ctx, of)
}

func exported(entry *db.ShortlistEntry, candidate *Candidate) ExportedEntry {
	out := ExportedEntry{ID: entry.ID, Stage: entry.Stage, Added: entry.CreatedAt, Candidate: candidate}
	if entry.Edges.Assignee != nil {
		out.Assignee = entry.Edges.Assignee.DisplayName
	}
	return out
}

// exportedAt puts the export into the trail.
func (s *Service) exportedAt(ctx context.Context, posting string) error {
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		return audit.Write(ctx, tx, s.Now(), "shortlist.export", enum.SubjectPosting, posting)
	})
}

func (s *Service) nameOf(ctx context.Context, organization string) (string, error) {
	row, err := s.DB.Organization.Get(ctx, organization)
	if err != nil {
		return "", fmt.Errorf("load employer: %w", err)
	}
	return row.Name, nil
}

// Formats of an exported shortlist.
const (
	FormatCSV  = "csv"
	FormatJSON = "json"
)

// day is when an award was earned: the day where its earner opened that, else the
// month.
func (a CandidateAward) day() string {
	if a.EarnedOn != nil {
		return a.EarnedOn.UTC().Format(time.DateOnly)
	}
	return string(a.EarnedMonth)
}

// Write writes the shortlist in a format: CSV for spreadsheets, JSON as HR Open's
// recruiting documents.
func (x *ExportedShortlist) Write(format string) ([]byte, error) {
	if !slices.Contains([]string{FormatCSV, FormatJSON}, format) {
		return nil, problem.New(problem.NotFound, "a shortlist is exported as csv or json, not %q", short(format)).
			Spanish("una lista se exporta como csv o json, no %q", short(format))
	}
	if format == FormatCSV {
		return x.csv()
	}
	return x.hrOpen()
}
