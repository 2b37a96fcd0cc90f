package employer

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/report"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

const (
	maxReason = 2_000
	// reportsADay is how often one earner may report.
	reportsADay = 10
)

// Report is what somebody says against an organization, as those who handle reports
// see it: nothing of who says it, but what they say of themselves.
type Report struct {
	ID           string
	Organization string
	Reason       string
	// On is the day, no more exactly.
	On time.Time
	// Contacted tells whether it is about a contact.
	Contacted  bool
	HandledAt  *time.Time
	Resolution *string
}

func reportOf(row *db.Report) *Report {
	year, month, day := row.CreatedAt.UTC().Date()
	return &Report{
		ID: row.ID, Organization: row.OrganizationID, Reason: row.Reason,
		On: time.Date(year, month, day, 0, 0, 0, 0, time.UTC), Contacted: row.ContactID != nil,
		HandledAt: row.HandledAt, Resolution: optional(row.Resolution),
	}
}

// ReportOrganizationInput says what is wrong with an organization.
type ReportOrganizationInput struct {
	Organization string
	// Contact is the contact that it is about, if any.
	Contact *string
	Reason  string
}

// ReportOrganization has the earner who acts report an organization: once a contact,
// and once beside contacts until that is handled. Who vouches for it, and who runs the
// service, are told.
func (s *Service) ReportOrganization(ctx context.Context, in ReportOrganizationInput) (made *Report, err error) {
	if err := auth.Require(ctx, auth.AnswerContact); err != nil {
		return nil, err
	}
	var silent error
	if blank(in.Reason) {
		silent = problem.New(problem.Invalid, "say what happened").Spanish("diga qué ocurrió").At("reason")
	}
	if err := problem.Join(silent, checkLength(in.Reason, maxReason, "reason")); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.report(ctx, tx, in)
		if err == nil {
			made = reportOf(row)
		}
		return err
	})
	return made, err
}

func (s *Service) report(ctx context.Context, tx *db.Client, in ReportOrganizationInput) (*db.Report, error) {
	self := auth.From(ctx).ActingEarner()
	if err := store.Lock(ctx, "reports of "+self); err != nil {
		return nil, err
	}
	if err := s.checkReport(ctx, tx, self, in); err != nil {
		return nil, err
	}
	made, err := tx.Report.Create().SetID(s.IDs.Mint(id.Report)).SetCreatedAt(s.Now()).
		SetEarnerID(self).SetOrganizationID(in.Organization).SetNillableContactID(in.Contact).SetReason(in.Reason).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write report: %w", err)
	}
	if err := s.tellHandlers(ctx, tx, made); err != nil {
		return nil, err
	}
	return made, audit.Write(ctx, tx, s.Now(), "report.file", enum.SubjectReport, made.ID)
}

func (s *Service) checkReport(ctx context.Context, tx *db.Client, self string, in ReportOrganizationInput) error {
	known, err := tx.Organization.Query().Where(organization.ID(in.Organization)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up organization: %w", err)
	}
	if !known {
		return problem.New(problem.NotFound, "there is no organization %q", short(in.Organization)).
			Spanish("no hay ninguna organización %q", short(in.Organization)).At("organization")
	}
	same := []predicateOfReport{report.EarnerID(self), report.OrganizationID(in.Organization)}
	if in.Contact == nil {
		same = append(same, report.ContactIDIsNil(), report.HandledAtIsNil())
	} else {
		mine, err := tx.ContactRequest.Query().Where(contactrequest.ID(*in.Contact), contactrequest.EarnerID(self),
			contactrequest.OrganizationID(in.Organization)).Exist(ctx)
		if err != nil {
			return fmt.Errorf("look up contact: %w", err)
		}
		if !mine {
			return problem.New(problem.NotFound, "there is no contact %q with this organization", short(*in.Contact)).
				Spanish("no hay ningún contacto %q con esta organización", short(*in.Contact)).At("contact")
		}
		same = append(same, report.ContactID(*in.Contact))
	}
	return s.checkOnce(ctx, tx, self, same)
}

func (s *Service) checkOnce(ctx context.Context, tx *db.Client, self string, same []predicateOfReport) error {
	again, err := tx.Report.Query().Where(same...).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up report: %w", err)
	}
	if again {
		return problem.New(problem.Conflict, "you have reported this already").Spanish("usted ya denunció esto").At("organization")
	}
	today, err := tx.Report.Query().Where(report.EarnerID(self), report.CreatedAtGT(s.Now().Add(-24*time.Hour))).Count(ctx)
	if err != nil {
		return fmt.Errorf("count reports: %w", err)
	}
	if today >= reportsADay {
		return problem.New(problem.Limit, "report at most %d times a day", reportsADay).
			Spanish("denuncie como máximo %d veces al día", reportsADay)
	}
	return nil
}

// tellHandlers tells the administrators of who vouches for the organization, and of
// who runs the service.
func (s *Service) tellHandlers(ctx context.Context, tx *db.Client, row *db.Report) error {
	of, err := tx.Organization.Get(ctx, row.OrganizationID)
	if err != nil {
		return fmt.Errorf("load organization: %w", err)
	}
	handlers, err := serviceOrganizations(ctx, tx)
	if err != nil {
		return err
	}
	if of.VouchedByID != nil {
		handlers.add(*of.VouchedByID)
	}
	notice := inbox.Notice{Kind: enum.NoticeReportFiled, Subject: row.ID, About: row.OrganizationID, Once: "report " + row.ID}
	for _, handler := range handlers.ids() {
		if err := s.Post.TellMembers(ctx, tx, handler, []enum.Role{enum.RoleAdmin}, notice); err != nil {
			return err
		}
	}
	return nil
}
