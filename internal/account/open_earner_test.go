package account_test

import (
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestARecordOpenedOnPaperIsClaimedWithItsCode(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	center := w.Organization(t, "Center", nil, enum.OrgReentry)
	coach := w.Member(t, auth.Coach, center)
	key := "sheet 1"
	ask := account.OpenEarnerInput{Name: "Averil Fernbrook", PaperConsent: true, ClientMutationID: &key}
	made := world.Must(w.Accounts.OpenEarner(coach, ask))(t)
	if again := world.Must(w.Accounts.OpenEarner(coach, ask))(t); again.Earner.ID != made.Earner.ID || again.Code != "" {
		t.Errorf("sent again: %+v", again)
	}
	if row := made.Earner; row.Visibility != "HIDDEN" || row.PaperConsentAt == nil || row.AccountID != nil {
		t.Errorf("opened %+v", row)
	}
	consent := world.Must(w.DB().Grant.Query().Where(grant.EarnerID(made.Earner.ID)).Only(w.Ctx))(t)
	if consent.Source != enum.GrantByPaper || consent.WitnessID == nil || *consent.OrganizationID != center.ID {
		t.Errorf("consent %+v", consent)
	}
	if seen := world.Must(w.Accounts.Earner(coach, made.Earner.ID))(t); seen.Name == nil {
		t.Error("the coach sees no name")
	}
	self, in := registers(t, w, "averil@people.example", false)
	_, err := w.Accounts.ClaimAccount(self, "AAAA-BBBB-CCCC")
	wants(t, err, "NOT_FOUND code")
	if claimed := world.Must(w.Accounts.ClaimAccount(self, made.Code))(t); claimed != made.Earner.ID {
		t.Errorf("claimed %s", claimed)
	}
	if person := world.Must(w.Accounts.ResolveAccount(w.Ctx, auth.Subject{Account: in.Account.ID}))(t); person.Earner != made.Earner.ID {
		t.Errorf("is earner %q", person.Earner)
	}
	other, _ := registers(t, w, "bertrand@people.example", false)
	_, err = w.Accounts.ClaimAccount(other, made.Code)
	wants(t, err, "NOT_FOUND code")
	_, err = w.Accounts.ReissueEarnerCode(coach, made.Earner.ID)
	wants(t, err, "NOT_FOUND earner")
}

func TestWhoRegistersMayGiveTheCodeAtOnce(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	coach := w.Member(t, auth.Coach, w.Organization(t, "Center", nil, enum.OrgNonprofit))
	first := world.Must(w.Accounts.OpenEarner(coach, account.OpenEarnerInput{Name: "Averil", PaperConsent: true}))(t)
	code := world.Must(w.Accounts.ReissueEarnerCode(coach, first.Earner.ID))(t).Code
	token := request(t, w, "averil@people.example")
	ask := account.RegisterInput{Token: token, Name: "Averil", Earner: true, ClaimCode: &first.Code}
	_, err := w.Accounts.SelfRegister(t.Context(), ask)
	wants(t, err, "NOT_FOUND claimCode") // it was replaced; the link is still good
	ask.ClaimCode = &code
	in := world.Must(w.Accounts.SelfRegister(t.Context(), ask))(t)
	if in.Viewer.Earner != first.Earner.ID {
		t.Errorf("is %q", in.Viewer.Earner)
	}
}

func TestFewCodesAreTried(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	coach := w.Member(t, auth.Coach, w.Organization(t, "Center", nil, enum.OrgNonprofit))
	made := world.Must(w.Accounts.OpenEarner(coach, account.OpenEarnerInput{Name: "Averil", PaperConsent: true}))(t)
	self, _ := registers(t, w, "averil@people.example", false)
	for range 5 {
		_, err := w.Accounts.ClaimAccount(self, "AAAA-BBBB-CCCC")
		wants(t, err, "NOT_FOUND code")
	}
	_, err := w.Accounts.ClaimAccount(self, made.Code)
	wants(t, err, "LIMIT code")
	w.Clock.Advance(time.Hour + time.Second)
	_ = world.Must(w.Accounts.ClaimAccount(self, made.Code))(t)
}

func TestARecordIsOpenedWithPaperOnly(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	center := w.Organization(t, "Center", nil, enum.OrgNonprofit)
	_, err := w.Accounts.OpenEarner(w.Member(t, auth.Coach, center), account.OpenEarnerInput{})
	wants(t, err, "INVALID name", "INVALID paperConsent")
	_, err = w.Accounts.OpenEarner(w.Member(t, auth.Employer, center), account.OpenEarnerInput{Name: "Averil", PaperConsent: true})
	if !problem.Is(err, problem.Forbidden) {
		t.Errorf("an employer opens a record: %v", err)
	}
}
