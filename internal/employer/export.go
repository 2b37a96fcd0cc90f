package employer

import (
	"context"
	"fmt"
	"io"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/ent/db/employment"
	"github.com/stackmatch/stackmatch/ent/db/hiringeventearner"
	"github.com/stackmatch/stackmatch/ent/db/interest"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/report"
	"github.com/stackmatch/stackmatch/ent/db/savedposting"
	"github.com/stackmatch/stackmatch/ent/db/viewlogline"
)

// ExportEarner gives an earner what passed between them and employers, and who
// looked. What an employer keeps for itself, as notes and shortlists, is not theirs.
func (s *Service) ExportEarner(ctx context.Context, earner, _ string, put func(name string, value any) error, _ func(name string, content io.Reader) error) error {
	for _, part := range []struct {
		name string
		read func(context.Context, string) ([]any, error)
	}{
		{"contacts", s.exportContacts},
		{"interests", s.exportInterests},
		{"saved-postings", s.exportSaved},
		{"employments", s.exportEmployments},
		{"hiring-events", s.exportEvents},
		{"reports", s.exportReports},
		{"view-log", s.exportViews},
	} {
		rows, err := part.read(ctx, earner)
		if err != nil {
			return fmt.Errorf("load %s: %w", part.name, err)
		}
		if err := put(part.name, rows); err != nil {
			return fmt.Errorf("write %s: %w", part.name, err)
		}
	}
	return nil
}

func (s *Service) exportContacts(ctx context.Context, earner string) ([]any, error) {
	rows, err := s.DB.ContactRequest.Query().Where(contactrequest.EarnerID(earner)).WithOrganization().WithPosting().WithSteps().
		Order(contactrequest.ByID()).All(ctx)
	return exportEach(rows, err, func(r *db.ContactRequest) any {
		steps := []any{}
		for _, step := range r.Edges.Steps {
			steps = append(steps, map[string]any{"status": step.Status, "at": step.At})
		}
		return map[string]any{
			"id": r.ID, "organization": r.Edges.Organization.Name, "posting": r.Edges.Posting.Title, "message": r.Message, "status": r.Status,
			"opened": r.Fields, "askedAt": r.CreatedAt, "answeredAt": r.AnsweredAt, "steps": steps,
		}
	})
}

func (s *Service) exportInterests(ctx context.Context, earner string) ([]any, error) {
	rows, err := s.DB.Interest.Query().Where(interest.EarnerID(earner)).WithPosting().Order(interest.ByID()).All(ctx)
	return exportEach(rows, err, func(r *db.Interest) any {
		return map[string]any{"posting": r.Edges.Posting.Title, "shownAt": r.ShownAt, "withdrawnAt": r.WithdrawnAt}
	})
}

func (s *Service) exportSaved(ctx context.Context, earner string) ([]any, error) {
	rows, err := s.DB.SavedPosting.Query().Where(savedposting.EarnerID(earner)).WithPosting().Order(savedposting.ByID()).All(ctx)
	return exportEach(rows, err, func(r *db.SavedPosting) any {
		return map[string]any{"posting": r.Edges.Posting.Title, "at": r.At}
	})
}

func (s *Service) exportEmployments(ctx context.Context, earner string) ([]any, error) {
	rows, err := s.DB.Employment.Query().Where(employment.EarnerID(earner)).WithOrganization().Order(employment.ByID()).All(ctx)
	return exportEach(rows, err, func(r *db.Employment) any {
		return map[string]any{"organization": r.Edges.Organization.Name, "internal": r.Internal, "since": r.CreatedAt, "endedAt": r.EndedAt}
	})
}

func (s *Service) exportEvents(ctx context.Context, earner string) ([]any, error) {
	rows, err := s.DB.HiringEventEarner.Query().Where(hiringeventearner.EarnerID(earner)).WithEvent().Order(hiringeventearner.ByID()).All(ctx)
	return exportEach(rows, err, func(r *db.HiringEventEarner) any {
		return map[string]any{"event": r.Edges.Event.Title, "joinedAt": r.JoinedAt, "leftAt": r.LeftAt}
	})
}

func (s *Service) exportReports(ctx context.Context, earner string) ([]any, error) {
	rows, err := s.DB.Report.Query().Where(report.EarnerID(earner)).WithOrganization().Order(report.ByID()).All(ctx)
	return exportEach(rows, err, func(r *db.Report) any {
		return map[string]any{"organization": r.Edges.Organization.Name, "reason": r.Reason, "at": r.CreatedAt, "handledAt": r.HandledAt}
	})
}

// exportViews gives who looked; organizations are named, as in the view log.
func (s *Service) exportViews(ctx context.Context, earner string) ([]any, error) {
	rows, err := s.DB.ViewLogLine.Query().Where(viewlogline.EarnerID(earner)).Order(db.Asc(viewlogline.FieldOn, viewlogline.FieldID)).All(ctx)
	if err != nil {
		return nil, err
	}
	ids := set{}
	for _, r := range rows {
		ids.add(r.OrganizationID)
	}
	named, err := s.DB.Organization.Query().Where(organization.IDIn(ids.ids()...)).All(ctx)
	if err != nil {
		return nil, err
	}
	names := byID(named, func(o *db.Organization) string { return o.ID })
	return exportEach(rows, nil, func(r *db.ViewLogLine) any {
		one := map[string]any{"on": r.On, "times": r.Times, "fields": r.Fields, "posting": r.PostingID}
		if o := names[r.OrganizationID]; o != nil {
			one["organization"] = o.Name
		}
		return one
	})
}

func exportEach[T any](rows []T, err error, one func(T) any) ([]any, error) {
	out := make([]any, len(rows))
	for i, row := range rows {
		out[i] = one(row)
	}
	return out, err
}
