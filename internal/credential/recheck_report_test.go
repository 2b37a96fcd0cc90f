package credential_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/awardcheck"
	"github.com/stackmatch/stackmatch/ent/db/notification"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestTheHistoryOfVerificationsIsForWhoSeesTheAward(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m, a := f.counted(t)
	m.serveLists(t, []int{5}, nil)
	f.Clock.Advance(time.Minute)
	row, report, err := f.Credentials.Recheck(f.asAna, a.ID)
	if err != nil || row.Status != enum.AwardRevoked || report.Verdict != badge.Invalid {
		t.Fatalf("%v, %+v, %v", row, report, err)
	}
	list := world.Must(f.Credentials.ChecksOf(f.asAna, a.ID, page.Args{First: 1}))(t)
	if len(list.Items) != 1 || list.Items[0].Cause != enum.CauseRequest || !list.HasNext {
		t.Fatalf("the history is %v", list)
	}
	rest := world.Must(f.Credentials.ChecksOf(f.asAna, a.ID, page.Args{First: 9, After: list.Cursors[0]}))(t)
	if len(rest.Items) != 1 || rest.Items[0].Cause != enum.CauseImport {
		t.Errorf("before it came %v", rest)
	}
	last := world.Must(f.Credentials.LastReports(f.asAna, []string{a.ID, "awd_none"}))(t)
	kept := world.Must(credential.ReportOf(last[a.ID]))(t)
	if len(last) != 1 || outcome(*kept, badge.CheckStatus) != "FAIL revoked" || kept.Check(badge.CheckStatus).DetailES == "" || len(kept.Checks) != 11 {
		t.Errorf("the last is %+v", kept)
	}
	for name, as := range map[string]world.Viewer{"another": f.asBen, "nobody": t.Context()} {
		if _, err := f.Credentials.ChecksOf(as, a.ID, page.Args{First: 1}); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
		if got := world.Must(f.Credentials.LastReports(as, []string{a.ID}))(t); len(got) != 0 {
			t.Errorf("%s sees %v", name, got)
		}
	}
}

func TestWhatIsKeptOfAReportIsNothingOfTheEarner(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	_, a := f.counted(t)
	row := world.Must(f.DB().AwardCheck.Query().Where(awardcheck.AwardID(a.ID)).Only(f.Ctx))(t)
	for _, of := range []string{"ana@", "sha256$", "A plate", "Welding", f.ana} {
		if bytes.Contains(row.Report, []byte(of)) {
			t.Errorf("it says %q: %s", of, row.Report)
		}
	}
}

func TestVerifyingAgainIsForThoseConcerned(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	_, a := f.counted(t)
	issuer := f.Member(t, auth.Issuer, world.Must(f.DB().Organization.Get(f.Ctx, a.IssuerID))(t))
	other := f.Member(t, auth.Issuer, f.Organization(t, "Other", nil, enum.OrgIssuer))
	for name, c := range map[string]struct {
		as   world.Viewer
		want []string
	}{
		"the earner":     {f.asAna, []string{}},
		"the issuer":     {issuer, []string{}},
		"an admin":       {f.admin, []string{}},
		"another earner": {f.asBen, []string{"NOT_FOUND id"}},
		"another issuer": {other, []string{"NOT_FOUND id"}},
		"nobody":         {t.Context(), []string{"NOT_FOUND id"}},
	} {
		_, _, err := f.Credentials.Recheck(c.as, a.ID)
		if diff := cmp.Diff(c.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if _, err := f.Credentials.RecheckDue(f.asAna, 1); !problem.Is(err, problem.Forbidden) {
		t.Errorf("the loop is for everybody: %v", err)
	}
	college := f.Organization(t, "College", nil, enum.OrgIssuer)
	issued := f.Award(t, f.ana, f.MicroCredential(t, college, "Forklift", nil))
	_, _, err := f.Credentials.Recheck(f.asAna, issued)
	if diff := cmp.Diff([]string{"CONFLICT id"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}

// TestWhoseBadgeEndsAtItsIssuersEndIsTold: once, and not of what only could not be
// asked, nor of what counts again.
func TestWhoseBadgeEndsAtItsIssuersEndIsTold(t *testing.T) {
	t.Parallel()
	revoked := func(t *testing.T, _ *fair, m *maker) { m.serveLists(t, []int{5}, nil) }
	for name, c := range map[string]struct {
		happens func(t *testing.T, f *fair, m *maker)
		want    int
	}{
		"nothing":                {func(*testing.T, *fair, *maker) {}, 0},
		"it is revoked":          {revoked, 1},
		"it is suspended":        {func(t *testing.T, _ *fair, m *maker) { m.serveLists(t, nil, []int{5}) }, 1},
		"its key is taken back":  {func(t *testing.T, f *fair, m *maker) { f.takesKeyBack(t, m) }, 1},
		"it cannot be asked now": {func(_ *testing.T, f *fair, _ *maker) { f.web.turnOff(true) }, 0},
		"it is only unknown here": {func(t *testing.T, f *fair, m *maker) {
			world.Must(f.Credentials.DistrustIssuer(f.admin, credential.DistrustIssuerInput{URI: m.did}))(t)
			revoked(t, f, m)
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFair(t)
			m, a := f.counted(t)
			c.happens(t, f, m)
			f.due(t, 25*time.Hour)
			f.due(t, 25*time.Hour)
			if got := f.endings(t, a); got != c.want {
				t.Errorf("told %d times, want %d", got, c.want)
			}
		})
	}
}

// endings counts how often Ana was told that an award ended.
func (f *fair) endings(t *testing.T, a *db.Award) int {
	t.Helper()
	return world.Must(f.DB().Notification.Query().Where(notification.KindEQ(enum.NoticeAwardEnded), notification.Subject(a.ID)).Count(f.Ctx))(t)
}
