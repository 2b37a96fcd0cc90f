package account_test

import (
	"context"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func minor(w *world.World) func(*account.NewEarner) {
	until := w.Clock.Now().AddDate(1, 0, 0)
	return func(e *account.NewEarner) { e.Name, e.GuardianUntil = "Minor Geheim", &until }
}

func answered(answer string, ticked ...string) link.Given {
	fields := url.Values{}
	for _, name := range ticked {
		fields.Set(name, "on")
	}
	return link.Given{Answer: answer, Fields: fields, Language: "en"}
}

func TestAMinorIsShownToNobodyUntilAGuardianAgreesByALink(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	maker := w.Organization(t, "Maker", nil, enum.OrgEmployer)
	id := w.Earner(t, minor(w))
	self, pages := w.Self(t, id), account.Guardians{Accounts: w.Accounts}
	shown := func() bool { return decided(t, w, id).ShownTo(maker.ID, nil, w.Clock.Now()) }
	if shown() {
		t.Fatal("a minor is shown without a guardian")
	}
	world.Must(w.Accounts.AskGuardian(self, account.AskGuardianInput{Address: "parent@example.org"}))(t)
	token := lastLink(t, w, "parent@example.org")
	for range 2 { // mail programs look ahead
		question := world.Must(pages.Ask(t.Context(), token, "es"))(t)
		if len(question.Answers) != 2 || shown() {
			t.Fatalf("asked %v; shown %t", question, shown())
		}
	}
	_, err := pages.Do(t.Context(), token, answered("agree"))
	if diff := cmp.Diff([]string{"INVALID guardian"}, world.Problems(t, err)); diff != "" || shown() {
		t.Errorf("without the box: %s, shown %t", diff, shown())
	}
	w.Clock.Advance(time.Second) // messages are in the order of their instants
	world.Must(pages.Do(t.Context(), token, answered("agree", "guardian")))(t)
	if !shown() {
		t.Error("the guardian agreed, in vain")
	}
	if _, err := pages.Do(t.Context(), token, answered("agree", "guardian")); err == nil {
		t.Error("a link works twice")
	}
	back := lastLink(t, w, "parent@example.org")
	world.Must(pages.Do(t.Context(), back, answered("keep")))(t)
	if !shown() {
		t.Error("keeping took it back")
	}
	world.Must(pages.Do(t.Context(), back, answered("withdraw")))(t)
	if shown() {
		t.Error("shown although the guardian took it back")
	}
}

func TestAGuardianWhoRefusesChangesNothing(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	id := w.Earner(t, minor(w))
	world.Must(w.Accounts.AskGuardian(w.Self(t, id), account.AskGuardianInput{Address: "(912) 555-0123", Language: "es"}))(t)
	token := lastLink(t, w, "+19125550123")
	world.Must(account.Guardians{Accounts: w.Accounts}.Do(t.Context(), token, answered("refuse")))(t)
	if n := world.Must(w.DB().Grant.Query().Where(grant.EarnerID(id)).Count(w.Ctx))(t); n != 0 {
		t.Errorf("%d consents", n)
	}
	if _, err := (account.Guardians{Accounts: w.Accounts}).Ask(t.Context(), token, "en"); err == nil {
		t.Error("the link still asks")
	}
}

func TestNobodyIsTheirOwnGuardian(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	self, in := registers(t, w, "averil@people.example", true)
	until := w.Clock.Now().AddDate(1, 0, 0)
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Earner.UpdateOneID(in.Viewer.Earner).SetGuardianUntil(until).Exec(ctx)
	})
	for _, own := range []string{"averil@people.example", "Averil@People.Example", "averil+mom@people.example"} {
		_, err := w.Accounts.AskGuardian(self, account.AskGuardianInput{Address: own})
		if diff := cmp.Diff([]string{"INVALID address"}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", own, diff)
		}
	}
	world.Must(w.Accounts.AskGuardian(self, account.AskGuardianInput{Address: "parent@people.example"}))(t)
	token := lastLink(t, w, "parent@people.example")
	world.Must(w.Accounts.AddAddress(self, account.AddAddressInput{Address: "parent@people.example"}))(t)
	world.Must(w.Accounts.VerifyAddress(t.Context(), lastLink(t, w, "parent@people.example")))(t)
	_, err := account.Guardians{Accounts: w.Accounts}.Do(t.Context(), token, answered("agree", "guardian"))
	if diff := cmp.Diff([]string{"INVALID address"}, world.Problems(t, err)); diff != "" {
		t.Errorf("an address that became theirs: %s", diff)
	}
}

func TestAGuardianIsAskedWhereOneIsNeededAndNotTooOften(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	ask := func(as context.Context, address string) []string {
		_, err := w.Accounts.AskGuardian(as, account.AskGuardianInput{Address: address})
		return world.Problems(t, err)
	}
	self := w.Self(t, w.Earner(t, minor(w)))
	for what, tt := range map[string]struct {
		got, want []string
	}{
		"of age":     {ask(w.Self(t, w.Earner(t)), "parent@example.org"), []string{"CONFLICT"}},
		"no address": {ask(self, "somewhere"), []string{"INVALID address"}},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	for range 5 {
		if got := ask(self, "parent@example.org"); len(got) > 0 {
			t.Fatal(got)
		}
	}
	if diff := cmp.Diff([]string{"LIMIT address"}, ask(self, "parent@example.org")); diff != "" {
		t.Error(diff)
	}
}

func TestAGuardiansPaperIsWitnessedByWhomTheEarnerLetIn(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	college, maker := w.Organization(t, "College", nil, enum.OrgCollege), w.Organization(t, "Maker", nil, enum.OrgEmployer)
	coach, stranger := w.Member(t, auth.Coach, college), w.Member(t, auth.Coach, w.Organization(t, "Other", nil, enum.OrgCollege))
	id := w.Earner(t, minor(w), grants(consent.Grant{Organization: college.ID, Fields: []consent.Field{consent.Name}}))
	in := account.RecordGuardianConsentInput{Earner: id, SignedOn: w.Clock.Now().Add(-time.Hour)}
	for what, tt := range map[string]struct {
		as   context.Context
		in   account.RecordGuardianConsentInput
		want []string
	}{
		"a stranger":  {stranger, in, []string{"NOT_FOUND earner"}},
		"an employer": {w.Member(t, auth.Employer, maker), in, []string{"FORBIDDEN"}},
		"tomorrow":    {coach, account.RecordGuardianConsentInput{Earner: id, SignedOn: w.Clock.Now().AddDate(0, 0, 1)}, []string{"INVALID signedOn"}},
	} {
		_, err := w.Accounts.RecordGuardianConsent(tt.as, tt.in)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	world.Must(w.Accounts.RecordGuardianConsent(coach, in))(t)
	row := world.Must(w.DB().Grant.Query().Where(grant.EarnerID(id), grant.PurposeEQ(consent.Guardian)).Only(w.Ctx))(t)
	if row.Source != enum.GrantByGuardianPaper || row.WitnessID == nil || *row.WitnessID != auth.From(coach).Account {
		t.Errorf("recorded %v", row)
	}
	if !decided(t, w, id).ShownTo(maker.ID, nil, w.Clock.Now()) {
		t.Error("not shown, although a guardian agreed")
	}
	world.Must(w.Accounts.EndGuardianConsent(coach, account.EndGuardianConsentInput{Earner: id}))(t)
	if decided(t, w, id).ShownTo(maker.ID, nil, w.Clock.Now()) {
		t.Error("shown, although the guardian took it back")
	}
}
