package account_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db/address"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
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

func TestFewCodesAreTriedByWhoRegisters(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	coach := w.Member(t, auth.Coach, w.Organization(t, "Center", nil, enum.OrgNonprofit))
	made := world.Must(w.Accounts.OpenEarner(coach, account.OpenEarnerInput{Name: "Averil", PaperConsent: true}))(t)
	tries := func(address, code string) (*account.SignedIn, error) {
		return w.Accounts.SelfRegister(t.Context(), account.RegisterInput{Token: request(t, w, address), Name: "Averil", ClaimCode: &code})
	}
	for range 3 {
		_, err := tries("averil@people.example", "AAAA-BBBB-CCCC")
		wants(t, err, "NOT_FOUND claimCode")
	}
	link := request(t, w, "averil@people.example")
	for range 2 { // by one link as by several
		_, err := w.Accounts.SelfRegister(t.Context(), account.RegisterInput{Token: link, Name: "Averil", ClaimCode: world.Ptr("AAAA-BBBB-CCCC")})
		wants(t, err, "NOT_FOUND claimCode")
	}
	_, err := tries("averil@people.example", made.Code)
	wants(t, err, "LIMIT claimCode")
	if n := world.Must(w.DB().Address.Query().Where(address.Value("averil@people.example")).Count(w.Ctx))(t); n != 0 {
		t.Errorf("refused codes left %d addresses", n)
	}
	if entries := world.Must(w.DB().AuditEntry.Query().Where(auditentry.Action("account.claim_refused")).All(w.Ctx))(t); len(entries) != 5 || strings.Contains(entries[0].Subject, "@") {
		t.Errorf("the trail has %v", entries)
	}
	// Whoever has no code registers all the same; another address is not held back.
	_ = world.Must(w.Accounts.SelfRegister(t.Context(), account.RegisterInput{Token: link, Name: "Averil"}))(t)
	in := world.Must(tries("bertrand@people.example", made.Code))(t)
	if in.Viewer.Earner != made.Earner.ID {
		t.Errorf("is %q", in.Viewer.Earner)
	}
}

func TestTriesAreForgottenWithinTheHour(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	coach := w.Member(t, auth.Coach, w.Organization(t, "Center", nil, enum.OrgNonprofit))
	made := world.Must(w.Accounts.OpenEarner(coach, account.OpenEarnerInput{Name: "Averil", PaperConsent: true}))(t)
	wrong, link := "AAAA-BBBB-CCCC", request(t, w, "averil@people.example")
	w.Clock.Advance(14 * time.Minute) // the tries are later than their link
	for range 5 {
		_, err := w.Accounts.SelfRegister(t.Context(), account.RegisterInput{Token: link, Name: "Averil", ClaimCode: &wrong})
		wants(t, err, "NOT_FOUND claimCode")
	}
	again := func() error {
		_, err := w.Accounts.SelfRegister(t.Context(), account.RegisterInput{Token: request(t, w, "averil@people.example"), Name: "Averil", ClaimCode: &made.Code})
		return err
	}
	w.Clock.Advance(59 * time.Minute)
	wants(t, again(), "LIMIT claimCode")
	w.Clock.Advance(2 * time.Minute)
	if err := again(); err != nil {
		t.Error(err)
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
