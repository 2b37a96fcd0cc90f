package credential

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	rosters "github.com/stackmatch/stackmatch/ent/db/roster"
	"github.com/stackmatch/stackmatch/ent/db/rosterrow"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/roster"
	"github.com/stackmatch/stackmatch/internal/store"
)

// RosterReport is what came of a roster, row by row.
type RosterReport struct {
	Roster *db.Roster
	// Rows are in the order of the file.
	Rows                       []RosterLine
	Created, Unchanged, Failed int
	// Codes are those of the awards that this import made for people who have no
	// record here. They are told this once.
	Codes []ClaimCode
}

// RosterLine is what came of a row.
type RosterLine struct {
	Line    int
	Outcome enum.RowOutcome
	// AwardID is the award that the row made, or found.
	AwardID *string
	Code    roster.Code
}

// Problem says why a row failed; nil where it did not.
func (l RosterLine) Problem() *problem.Problem {
	if l.Outcome != enum.RowFailed {
		return nil
	}
	english, spanish := l.Code.Sentences()
	kind := problem.Invalid
	if l.Code == roster.MicroCredentialUnknown || l.Code == roster.RecipientUnknown {
		kind = problem.NotFound
	}
	p := problem.New(kind, "%s", english).Spanish("%s", spanish)
	if column := l.Code.Column(); column != "" {
		p = p.At(column)
	}
	return p
}

// ClaimCode is the code by which somebody claims an award, with what their issuer
// knows them by.
type ClaimCode struct {
	Line                   int
	AwardID                string
	Name, Reference, Value string
}

// add reports a row; now, if this import took it.
func (r *RosterReport) add(row *db.RosterRow, now bool) {
	line := RosterLine{Line: row.Line, Outcome: row.Outcome, AwardID: row.AwardID, Code: roster.Code(row.Code)}
	if line.Outcome == enum.RowCreated && !now {
		line.Outcome = enum.RowUnchanged
	}
	switch line.Outcome {
	case enum.RowCreated:
		r.Created++
	case enum.RowUnchanged:
		r.Unchanged++
	case enum.RowFailed:
		r.Failed++
	}
	r.Rows = append(r.Rows, line)
}

// ID is the roster's.
func (r *RosterReport) ID() string { return r.Roster.ID }

// CreatedAt is when the file came first.
func (r *RosterReport) CreatedAt() time.Time { return r.Roster.CreatedAt }

// Signed tells whether the file was signed.
func (r *RosterReport) Signed() bool { return r.Roster.OfflineKeyID != nil }

func (s *Service) rowsOf(ctx context.Context, rosters ...string) ([]*db.RosterRow, error) {
	rows, err := s.DB.RosterRow.Query().Where(rosterrow.RosterIDIn(rosters...)).
		Order(rosterrow.ByRosterID(), rosterrow.ByLine()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load rows of rosters: %w", err)
	}
	return rows, nil
}

// RostersByID gives the reports of those that the viewer's organization imported, or
// that were imported in its name.
func (s *Service) RostersByID(ctx context.Context, ids []string) (map[string]*RosterReport, error) {
	if !auth.Can(ctx, auth.ImportRoster) {
		return nil, nil //nolint:nilnil // none is what others see
	}
	kept, err := s.DB.Roster.Query().Where(rosters.IDIn(ids...), rostersSeen(ctx)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load rosters: %w", err)
	}
	reports, err := s.reportsOf(ctx, kept)
	return keyed(reports, (*RosterReport).ID), err
}

// Rosters lists those that the viewer's organization imported, or that were imported
// in its name, newest first.
func (s *Service) Rosters(ctx context.Context, args page.Args) (page.Page[*RosterReport], error) {
	none := page.Page[*RosterReport]{}
	if err := problem.Join(auth.Require(ctx, auth.ImportRoster), args.Check()); err != nil {
		return none, err
	}
	scope := auth.From(ctx).Key() + " rosters"
	rest, err := pastCursor(s, scope, args, store.Before[predicate.Roster](rosters.FieldCreatedAt, rosters.FieldID))
	if err != nil {
		return none, err
	}
	kept, err := s.DB.Roster.Query().Where(rostersSeen(ctx)).Where(rest...).
		Order(db.Desc(rosters.FieldCreatedAt, rosters.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list rosters: %w", err)
	}
	reports, err := s.reportsOf(ctx, kept)
	if err != nil {
		return none, err
	}
	return page.Cut(reports, args, s.Cursors, scope, func(r *RosterReport) []string { return instant(r.CreatedAt(), r.ID()) }), nil
}

// reportsOf gives rosters with what came of them when they were imported.
func (s *Service) reportsOf(ctx context.Context, kept []*db.Roster) ([]*RosterReport, error) {
	ids := make([]string, len(kept))
	reports := make([]*RosterReport, len(kept))
	byID := make(map[string]*RosterReport, len(kept))
	for i, row := range kept {
		ids[i], reports[i] = row.ID, &RosterReport{Roster: row}
		byID[row.ID] = reports[i]
	}
	rows, err := s.rowsOf(ctx, ids...)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		byID[row.RosterID].add(row, true)
	}
	return reports, nil
}

// rostersSeen keeps those that are the viewer's organization's, or that they
// imported themselves.
func rostersSeen(ctx context.Context) predicate.Roster {
	viewer := auth.From(ctx)
	return rosters.Or(rosters.OrganizationID(viewer.Organization()), rosters.ImportedByID(viewer.Account))
}
