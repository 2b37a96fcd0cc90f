package employer_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestReportsReachWhoVouchesAndTellNothingOfWhoReports(t *testing.T) {
	t.Parallel()
	v := newFair(t)
	board := v.World.DB().Organization.GetX(v.Ctx, *v.mill.VouchedByID)
	voucher, bystander := v.Member(t, auth.Admin, board), v.Member(t, auth.Admin, v.Organization(t, "Another board", nil, enum.OrgWorkforceBoard))
	service := v.Member(t, auth.Admin, v.Organization(t, "Service", nil, enum.OrgService))
	asked := v.ask(t)
	in := employer.ReportOrganizationInput{Organization: v.mill.ID, Contact: &asked.ID, Reason: "They asked for my age."}
	world.Must(v.ReportOrganization(v.self, in))(t)
	world.Must(v.ReportOrganization(v.self, employer.ReportOrganizationInput{Organization: v.mill.ID, Reason: "Again."}))(t)
	for name, c := range map[string]struct {
		as   context.Context
		in   employer.ReportOrganizationInput
		want string
	}{
		"a contact twice":     {v.self, in, "CONFLICT organization"},
		"the rest twice":      {v.self, employer.ReportOrganizationInput{Organization: v.mill.ID, Reason: "Again."}, "CONFLICT organization"},
		"nothing":             {v.self, employer.ReportOrganizationInput{Organization: v.mill.ID, Reason: " "}, "INVALID reason"},
		"nobody":              {v.self, employer.ReportOrganizationInput{Organization: "org_none", Reason: "Hm."}, "NOT_FOUND organization"},
		"a contact of others": {v.self, employer.ReportOrganizationInput{Organization: v.other.ID, Contact: &asked.ID, Reason: "Hm."}, "NOT_FOUND contact"},
		"an employer":         {v.miller, in, "FORBIDDEN"},
	} {
		_, err := v.ReportOrganization(c.as, c.in)
		if diff := cmp.Diff([]string{c.want}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	list := func(as context.Context) []*employer.Report {
		return world.Must(v.Reports(as, employer.ReportsInput{Page: page.Args{First: 10}}))(t).Items
	}
	if a, b, c := len(list(voucher)), len(list(bystander)), len(list(service)); a != 2 || b != 0 || c != 2 {
		t.Errorf("the voucher reads %d reports, another board %d, the service %d", a, b, c)
	}
	first := list(voucher)[1]
	if first.Reason != in.Reason || !first.Contacted || first.On.Hour() != 0 {
		t.Errorf("read %+v", first)
	}
	if _, err := v.Reports(v.miller, employer.ReportsInput{Page: page.Args{First: 10}}); err == nil {
		t.Error("an employer reads reports")
	}
	if got := strings.Count(v.notices(t), "REPORT_FILED"); got != 4 {
		t.Errorf("told %d times, want both of each", got)
	}
	_, err := v.HandleReport(bystander, employer.HandleReportInput{ID: first.ID, Resolution: "Talked."})
	if diff := cmp.Diff([]string{"NOT_FOUND id"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	if got := world.Must(v.HandleReport(voucher, employer.HandleReportInput{ID: first.ID, Resolution: "Talked."}))(t); text(got.Resolution) != "Talked." || got.HandledAt == nil {
		t.Errorf("handled %+v", got)
	}
	_, err = v.HandleReport(service, employer.HandleReportInput{ID: first.ID, Resolution: "Talked."})
	if diff := cmp.Diff([]string{"CONFLICT id"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}
