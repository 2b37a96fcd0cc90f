package credential_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// unreachable is a maker whose key nobody can fetch for now.
func (f *fair) unreachable(t *testing.T) *maker {
	t.Helper()
	m := f.webMaker(t, "Trade school", "school.example")
	f.web.docs = map[string]badge.Document{"https://school.example/.well-known/did.json": {Err: "nothing answers"}}
	return m
}

func TestABadgeWhoseIssuerIsNotProvenTouchesNothingOfTheIssuers(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.unreachable(t)
	f.trusts(t, m)
	school := world.Must(f.Credentials.KnownIssuers(f.admin, credential.IssuerFilter{}, page.Args{First: 10}))(t).Items[0].OrganizationID
	got := f.imports(t, f.asAna, m.badge(t, anaMail))
	a := got.Award
	if got.Report.Verdict != badge.Indeterminate || a.Verification != enum.Unverified || a.IssuerID == school {
		t.Fatalf("%s, %v", got.Report.Verdict, a)
	}
	// Ben's claim of the same badge is another matter, and tells nobody of Ana's.
	b := f.imports(t, f.asBen, m.badge(t, benMail)).Award
	if b.ID == a.ID || b.IssuerID == a.IssuerID || b.MicroCredentialID == a.MicroCredentialID {
		t.Errorf("two people's claims share %v and %v", a, b)
	}
	issuers := world.Must(f.Credentials.KnownIssuers(f.admin, credential.IssuerFilter{}, page.Args{First: 10}))(t)
	if len(issuers.Items) != 1 {
		t.Errorf("an admin sees %v", issuers.Items)
	}
	again := f.imports(t, f.asAna, m.badge(t, anaMail)).Award
	if again.ID != a.ID || f.records(t)["awards"] != 2 {
		t.Errorf("again, it is %v", again)
	}
}

func TestAnIssuerThatIsProvenLaterGetsTheAward(t *testing.T) {
	t.Parallel()
	for name, again := range map[string]func(t *testing.T, f *fair, m *maker, content []byte){
		"by the schedule": func(t *testing.T, f *fair, _ *maker, _ []byte) {
			t.Helper()
			f.due(t, 15*time.Minute)
		},
		"by importing it again": func(t *testing.T, f *fair, _ *maker, content []byte) {
			t.Helper()
			f.imports(t, f.asAna, content)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFair(t)
			m := f.unreachable(t)
			identity := f.trusts(t, m)
			content := m.badge(t, anaMail)
			a := f.imports(t, f.asAna, content).Award
			m.publish(t)
			again(t, f, m, content)
			moved := f.award(t, a.ID)
			if moved.IssuerID != identity.OrganizationID || moved.MicroCredentialID == a.MicroCredentialID || !f.Credentials.Counts(moved) {
				t.Fatalf("it is %v", moved)
			}
			if diff := cmp.Diff(map[string]int{"weld": 1}, f.pairs(t, a.ID)); diff != "" {
				t.Errorf("competencies: %s", diff)
			}
			if n := f.records(t)["awards"]; n != 1 {
				t.Errorf("there are %d awards", n)
			}
			// From now on it is the badge of that issuer: another's import finds it.
			if last := f.imports(t, f.asAna, content).Award; last.ID != a.ID {
				t.Error("importing it again makes another award")
			}
		})
	}
}

func TestAnIssuerThatTurnsOutToBeAnotherFailsTheBadge(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m, mallory := f.unreachable(t), f.maker(t, "Mallory")
	identity := f.trusts(t, m)
	forged := m.award(anaMail)
	mallory.method = m.method // she signs in the school's name
	a := f.imports(t, f.asAna, mallory.sign(t, forged)).Award
	m.publish(t)
	f.due(t, 15*time.Minute)
	a = f.award(t, a.ID)
	if a.Verification != enum.VerificationFailed || a.IssuerID == identity.OrganizationID || f.Credentials.Counts(a) {
		t.Errorf("it is %v", a)
	}
}

func TestAClaimDoesNotKeepTheRightfulHolderOut(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.unreachable(t)
	f.trusts(t, m)
	squat := m.award(benMail) // Ben claims the id of Ana's badge
	f.imports(t, f.asBen, f.maker(t, "Mallory").as(m).sign(t, squat))
	m.publish(t)
	a := f.imports(t, f.asAna, m.badge(t, anaMail)).Award
	if !f.Credentials.Counts(a) || *a.EarnerID != f.ana {
		t.Errorf("Ana's is %v", a)
	}
}

// as has a maker sign in another's name.
func (m *maker) as(other *maker) *maker {
	m.method = other.method
	return m
}

func TestAnIssuerWithoutAnAddressIsNeverProven(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Nobody in particular")
	a := m.award(anaMail, func(a *issue.Award) { a.Issuer.ID = "urn:uuid:00000000-0000-4000-8000-0000000000dd" })
	got := f.imports(t, f.asAna, m.sign(t, a))
	if got.Report.Verdict != badge.Indeterminate || got.Award.Verification != enum.Unverified {
		t.Errorf("%s, %v", got.Report.Verdict, got.Award)
	}
	_, err := f.Credentials.TrustIssuer(f.admin, credential.TrustIssuerInput{URI: a.Issuer.ID})
	if diff := cmp.Diff([]string{"INVALID uri"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}
