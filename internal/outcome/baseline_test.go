package outcome_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestABaselineIsKeptWithTheEnrollment(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	college := w.Organization(t, "College", nil, enum.OrgCollege, enum.OrgIssuer)
	welding, self := w.MicroCredential(t, college, "Welding", map[string]int{"weld": 1}), newPerson(t, w)
	made := world.Must(w.Assessments.Enroll(self.ctx, assessment.EnrollInput{
		MicroCredential: welding.ID,
		Baseline: &submission.Baseline{
			HourlyWage: world.Ptr("12.5"), WeeklyHours: world.Ptr(37.5), Benefits: []string{"health"},
			Employed: world.Ptr(true), PublicAssistance: world.Ptr(false), Rural: world.Ptr(true),
		},
	}))(t)
	row := world.Must(w.DB().ProtectedEnrollment.Query().Only(w.Ctx))(t)
	if *row.EnrollmentID != made.ID || row.EarnerID != self.id || row.OrganizationID != college.ID || *row.MicroCredentialID != welding.ID {
		t.Errorf("kept of something else: %v", row)
	}
	if *row.WageCents != 1250 || row.WageCurrency != "USD" || *row.WeeklyHours != 37.5 || !*row.Rural || *row.Assisted || row.LowIncome != nil || row.BaselineSource != "the earner" {
		t.Errorf("kept %v", row)
	}
	if today := on(2026, 3, 2); !row.BaselineOn.Equal(today) || !row.EnrolledOn.Equal(today) {
		t.Errorf("kept for %v, %v; want %v", row.BaselineOn, row.EnrolledOn, today)
	}
}

func TestABaselineThatIsWrongLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	college := w.Organization(t, "College", nil, enum.OrgCollege, enum.OrgIssuer)
	welding, self := w.MicroCredential(t, college, "Welding", map[string]int{"weld": 1}), newPerson(t, w)
	long := strings.Repeat("x", 201)
	_, err := w.Assessments.Enroll(self.ctx, assessment.EnrollInput{
		MicroCredential: welding.ID,
		Baseline: &submission.Baseline{
			On: world.Ptr(w.Clock.Now().AddDate(0, 0, 1)), HourlyWage: world.Ptr("12.345"), Currency: world.Ptr("DOLLARS"),
			WeeklyHours: world.Ptr(169.0), Source: &long, Benefits: []string{"health", long},
		},
	})
	want := []string{
		"INVALID baseline.benefits.1", "INVALID baseline.currency", "INVALID baseline.hourlyWage",
		"INVALID baseline.on", "INVALID baseline.source", "INVALID baseline.weeklyHours",
	}
	if diff := cmp.Diff(want, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	if n := world.Must(w.DB().Enrollment.Query().Count(w.Ctx))(t); n != 0 {
		t.Errorf("%d enrolled all the same", n)
	}
}

func TestWagesAreReadExactly(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	for text, ok := range map[string]bool{
		"0": true, "17": true, "17.5": true, "17.05": true, "10000": true, "10000.01": false, "-1": false, "1e3": false,
		"17.505": false, "": false, ".5": false, "17.": false, "99999999999999999999": false, "१७": false, "17,50": false,
	} {
		err := w.Outcomes.CheckBaseline(submission.Baseline{HourlyWage: &text})
		if (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
	err := w.Outcomes.CheckBaseline(submission.Baseline{Currency: world.Ptr("USD")})
	if diff := cmp.Diff([]string{"INVALID currency"}, world.Problems(t, err)); diff != "" {
		t.Errorf("a currency of no wage: %s", diff)
	}
}

func TestNobodyTellsABaselineOfAnother(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	college := w.Organization(t, "College", nil, enum.OrgCollege, enum.OrgIssuer)
	welding := w.MicroCredential(t, college, "Welding", map[string]int{"weld": 1})
	self, other := newPerson(t, w), newPerson(t, w)
	made := world.Must(w.Assessments.Enroll(self.ctx, assessment.EnrollInput{MicroCredential: welding.ID}))(t)
	err := w.Outcomes.CaptureBaseline(other.ctx, made, submission.Baseline{Rural: world.Ptr(true)})
	if diff := cmp.Diff([]string{"FORBIDDEN"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}
