package assessment

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/evidence"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// Evidence is an item as one viewer sees it.
type Evidence struct {
	// ID is the one under which the viewer knows it: see Submission.ID.
	ID  string
	Row *db.Evidence
	// Title, Text and Link are opened; masked for who must not learn whose they are.
	Title, Text, Link string
	// FileName is as the earner called the file; empty for everyone else.
	FileName string
	// Flags are what was masked, or would have to be.
	Flags []submission.SpanKind
	// Own tells that the viewer is the earner.
	Own bool
}

// filePath begins the addresses of files.
const filePath = "/evidence/"

// Path is where a file is on this server; empty for what is none.
func (e *Evidence) Path() string {
	if e.Row.Blob == nil {
		return ""
	}
	return filePath + e.ID
}

// seenByEarner is an item as who wrote it sees it.
func seenByEarner(row *db.Evidence, c content) *Evidence {
	return &Evidence{ID: row.ID, Row: row, Own: true, Title: c.Title, Text: c.Text, Link: c.Link, FileName: c.FileName}
}

// seenByAll is an item that its earner published.
func seenByAll(row *db.Evidence, c content) *Evidence {
	return &Evidence{ID: row.ID, Row: row, Title: c.Title, Text: c.Text, Link: c.Link}
}

// seenBlind is an item as who judges it blind sees it.
func (s *Service) seenBlind(organization string, row *db.Evidence, c content, names []string) *Evidence {
	e := &Evidence{ID: s.sealedID(organization, row.ID), Row: row}
	kinds := map[submission.SpanKind]bool{}
	for _, masked := range []struct {
		said  string
		shown *string
	}{{c.Title, &e.Title}, {c.Text, &e.Text}, {c.Link, &e.Link}} {
		spans := submission.Names(masked.said, names)
		*masked.shown = submission.Mask(masked.said, spans)
		for _, span := range spans {
			kinds[span.Kind] = true
		}
	}
	e.Flags = slices.Sorted(maps.Keys(kinds))
	return e
}

// EvidenceBySubmission gives the evidence of submissions, by the ids under which
// the viewer knows them: to their earners what stands now, to who holds them or has
// decided what was submitted. Others see none of it.
func (s *Service) EvidenceBySubmission(ctx context.Context, ids []string) (map[string][]*Evidence, error) {
	shown, err := s.SubmissionsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	by := map[string]*Submission{}
	for _, of := range shown {
		if of.Sight == SightEarner || of.Sight == SightAssessor && of.Holds {
			by[of.Row.ID] = of
		}
	}
	rows, err := s.DB.Evidence.Query().Where(evidence.SubmissionIDIn(slices.Sorted(maps.Keys(by))...)).
		Order(evidence.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load evidence: %w", err)
	}
	rows = slices.DeleteFunc(rows, func(row *db.Evidence) bool { return !by[row.SubmissionID].shows(row) })
	open, err := s.opener(ctx, mappedTo(slices.Collect(maps.Values(by)), func(of *Submission) string { return of.Row.EarnerID }))
	if err != nil {
		return nil, err
	}
	out := make(map[string][]*Evidence, len(by))
	for _, row := range rows {
		of := by[row.SubmissionID]
		item, err := open.item(ctx, of, row)
		if err != nil {
			return nil, err
		}
		if item != nil {
			out[of.ID] = append(out[of.ID], item)
		}
	}
	return out, nil
}

// shows tells whether an item is a part of what the viewer looks at: for the earner
// what stands now, for others the attempt that was submitted last.
func (s *Submission) shows(row *db.Evidence) bool {
	if s.Sight == SightEarner {
		return row.UntilAttempt == nil
	}
	return row.SinceAttempt <= s.Row.Attempt && (row.UntilAttempt == nil || *row.UntilAttempt >= s.Row.Attempt)
}

// opener opens what earners have sealed.
type opener struct {
	service *Service
	vaults  map[string]*vault.Vault
	names   map[string][]string
}

func (s *Service) opener(ctx context.Context, earners []string) (*opener, error) {
	vaults, err := s.Vault.ExistingOf(ctx, s.DB, earners)
	if err != nil {
		return nil, err
	}
	names, err := namesOf(ctx, s.DB, earners)
	if err != nil {
		return nil, err
	}
	return &opener{s, vaults, names}, nil
}

// item is a submission's item as the viewer sees it; nil where its key is gone.
func (o *opener) item(ctx context.Context, of *Submission, row *db.Evidence) (*Evidence, error) {
	v := o.vaults[of.Row.EarnerID]
	if v == nil {
		return nil, nil //nolint:nilnil // of an erased earner nothing is left
	}
	c, err := contentOf(v, row)
	switch {
	case err != nil:
		return nil, err
	case of.Sight == SightEarner:
		return seenByEarner(row, c), nil
	case of.Blind():
		return o.service.seenBlind(auth.From(ctx).Organization(), row, c, o.names[of.Row.EarnerID]), nil
	}
	return seenByAll(row, c), nil
}

func mappedTo[T, U any](list []T, one func(T) U) []U {
	out := make([]U, len(list))
	for i, v := range list {
		out[i] = one(v)
	}
	return out
}
