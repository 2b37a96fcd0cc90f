package employer

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/report"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

type predicateOfReport = predicate.Report

// ReportsInput asks for a list of reports.
type ReportsInput struct {
	// Handled keeps those that are, or are not.
	Handled *bool
	Page    page.Args
}

// Reports lists reports, newest first: of every organization to who runs the service,
// else of those that the viewer's organization vouches for.
func (s *Service) Reports(ctx context.Context, in ReportsInput) (page.Page[*Report], error) {
	none := page.Page[*Report]{}
	if err := auth.Require(ctx, auth.HandleReports); err != nil {
		return none, err
	}
	if err := in.Page.Check(); err != nil {
		return none, err
	}
	scope, err := page.Scope(auth.From(ctx).Key(), "reports", in.Handled)
	if err != nil {
		return none, err
	}
	where := []predicateOfReport{handledBy(ctx)}
	if in.Handled != nil && *in.Handled {
		where = append(where, report.HandledAtNotNil())
	} else if in.Handled != nil {
		where = append(where, report.HandledAtIsNil())
	}
	rest, err := page.Past(s.Cursors, scope, in.Page, store.Before[predicate.Report](report.FieldCreatedAt, report.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.Report.Query().Where(where...).Where(rest...).
		Order(db.Desc(report.FieldCreatedAt, report.FieldID)).Limit(in.Page.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list reports: %w", err)
	}
	cut := page.Cut(rows, in.Page, s.Cursors, scope, func(row *db.Report) []string { return page.Instant(row.CreatedAt, row.ID) })
	return page.Map(cut, reportOf), nil
}

// handledBy keeps the reports that the viewer's organization handles.
func handledBy(ctx context.Context) predicate.Report {
	viewer := auth.From(ctx)
	if viewer.System || viewer.Acting != nil && slices.Contains(viewer.Acting.Kinds, string(enum.OrgService)) {
		return report.IDNEQ("")
	}
	return report.And(report.OrganizationIDNEQ(viewer.Organization()),
		report.HasOrganizationWith(organization.VouchedByID(viewer.Organization())))
}

// HandleReportInput says what came of a report.
type HandleReportInput struct{ ID, Resolution string }

// HandleReport closes a report, with what was done. Handling twice is a Conflict: the
// first resolution stands.
func (s *Service) HandleReport(ctx context.Context, in HandleReportInput) (handled *Report, err error) {
	if err := auth.Require(ctx, auth.HandleReports); err != nil {
		return nil, err
	}
	var silent error
	if blank(in.Resolution) {
		silent = problem.New(problem.Invalid, "say what was done").Spanish("diga qué se hizo").At("resolution")
	}
	if err := problem.Join(silent, checkLength(in.Resolution, maxReason, "resolution")); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		handled, err = s.handle(ctx, tx, in)
		return err
	})
	return handled, err
}

func (s *Service) handle(ctx context.Context, tx *db.Client, in HandleReportInput) (*Report, error) {
	change := tx.Report.Update().Where(report.ID(in.ID), handledBy(ctx), report.HandledAtIsNil()).
		SetHandledAt(s.Now()).SetResolution(in.Resolution)
	if by := auth.From(ctx).Account; by != "" {
		change.SetHandledByID(by)
	}
	n, err := change.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("handle report: %w", err)
	}
	row, err := tx.Report.Query().Where(report.ID(in.ID), handledBy(ctx)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no report %q", short(in.ID)).
			Spanish("no hay ninguna denuncia %q", short(in.ID)).At("id")
	}
	if err != nil {
		return nil, fmt.Errorf("load report: %w", err)
	}
	if n == 0 {
		return nil, problem.New(problem.Conflict, "this report was handled already").
			Spanish("esta denuncia ya se atendió").At("id")
	}
	return reportOf(row), audit.Write(ctx, tx, s.Now(), "report.handle", enum.SubjectReport, in.ID)
}

// serviceOrganizations are those that run this installation.
func serviceOrganizations(ctx context.Context, tx *db.Client) (set, error) {
	running := store.ListHasAny(organization.FieldKinds, []enum.OrganizationKind{enum.OrgService})
	ids, err := tx.Organization.Query().Where(predicate.Organization(running)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("load organizations: %w", err)
	}
	out := set{}
	out.add(ids...)
	return out, nil
}
