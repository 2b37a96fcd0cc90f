package auth_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// register is a Resolver over what a test writes down.
type register map[auth.Subject]auth.Person

// ResolveAccount is auth.Resolver.
func (r register) ResolveAccount(_ context.Context, subject auth.Subject) (auth.Person, error) {
	subject = timeless(subject)
	subject.Acting = ""
	person, ok := r[subject]
	if !ok {
		return auth.Person{}, problem.New(problem.NotFound, "no account")
	}
	return person, nil
}

// broken is a Resolver whose database is gone.
type broken struct{}

var errBroken = errors.New("the database is gone")

func (broken) ResolveAccount(context.Context, auth.Subject) (auth.Person, error) {
	return auth.Person{}, errBroken
}

// timeless is a subject without the instant of its token.
func timeless(s auth.Subject) auth.Subject {
	s.IssuedAt = time.Time{}
	return s
}

func local(account string) auth.Subject {
	return auth.Subject{Account: account, Issuer: auth.LocalIssuer, ID: account}
}

var (
	employer = auth.Membership{ID: "mem_employer", Organization: "org_1", Role: auth.Employer, Vouched: true}
	coach    = auth.Membership{ID: "mem_coach", Organization: "org_2", Role: auth.Coach}

	people = register{
		local("acc_both"):     {Account: "acc_both", Earner: "ern_both", Memberships: []auth.Membership{employer, coach}},
		local("acc_earner"):   {Account: "acc_earner", Earner: "ern_1"},
		local("acc_employer"): {Account: "acc_employer", Memberships: []auth.Membership{employer}},
		local("acc_two"):      {Account: "acc_two", Memberships: []auth.Membership{employer, coach}},
		local("acc_new"):      {Account: "acc_new"},
	}
)

func mustAuthenticator(t *testing.T, r auth.Resolver, verifiers ...auth.Verifier) *auth.Authenticator {
	t.Helper()
	a, err := auth.NewAuthenticator(r, verifiers...)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAViewerActsAsTheirTokenOrHeaderSays(t *testing.T) {
	t.Parallel()
	tokens := mustTokens(t, newClock(noon))
	a := mustAuthenticator(t, people, tokens)
	for _, c := range []struct{ name, account, token, header, want string }{
		{"an earner, nothing said", "acc_earner", "", "", "acc_earner/EARNER"},
		{"an earner who says so", "acc_earner", auth.AsEarner, auth.AsEarner, "acc_earner/EARNER"},
		{"one membership, nothing said", "acc_employer", "", "", "acc_employer/mem_employer"},
		{"several, nothing said", "acc_two", "", "", "acc_two/"},
		{"several, by token", "acc_two", "mem_coach", "", "acc_two/mem_coach"},
		{"several, by header", "acc_two", "", "mem_employer", "acc_two/mem_employer"},
		{"the header over the token", "acc_two", "mem_coach", "mem_employer", "acc_two/mem_employer"},
		{"earner and memberships, nothing said", "acc_both", "", "", "acc_both/EARNER"},
		{"an earner's token for a membership", "acc_both", "mem_coach", "", "acc_both/mem_coach"},
		{"back to the earner", "acc_both", "mem_coach", auth.AsEarner, "acc_both/EARNER"},
		{"nobody yet", "acc_new", "", "", "acc_new/"},

		{"another's membership, by header", "acc_employer", "", "mem_coach", "FORBIDDEN"},
		{"another's membership, by token", "acc_employer", "mem_coach", "", "FORBIDDEN"},
		{"a membership that is none", "acc_both", "", "org_1", "FORBIDDEN"},
		{"the earner that one is not", "acc_employer", "", auth.AsEarner, "FORBIDDEN"},
		{"the earner's id", "acc_earner", "", "ern_1", "FORBIDDEN"},
		{"no account", "acc_gone", "", "", "UNAUTHENTICATED"},
	} {
		token := mustMint(t, tokens, auth.TokenRequest{Account: c.account, Acting: c.token})
		v, err := a.Authenticate(t.Context(), "Bearer "+token, c.header)
		got := v.Key()
		if err != nil {
			kind, _ := problem.KindOf(err)
			got = string(kind)
		}
		if got != c.want {
			t.Errorf("%s: got %s (%v), want %s", c.name, got, err, c.want)
		}
	}
}

func TestAViewerKnowsAllOfTheirMemberships(t *testing.T) {
	t.Parallel()
	tokens := mustTokens(t, newClock(noon))
	token := mustMint(t, tokens, auth.TokenRequest{Account: "acc_both", Acting: "mem_coach"})
	got, err := mustAuthenticator(t, people, tokens).Authenticate(t.Context(), "bearer  "+token+" ", "")
	if err != nil {
		t.Fatal(err)
	}
	want := auth.Viewer{Account: "acc_both", Earner: "ern_both", Acting: &coach, Memberships: []auth.Membership{employer, coach}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutAHeaderTheViewerIsAnonymous(t *testing.T) {
	t.Parallel()
	a := mustAuthenticator(t, broken{}, mustTokens(t, newClock(noon)))
	v, err := a.Authenticate(t.Context(), "", "")
	if err != nil || !v.Anonymous() {
		t.Errorf("got %+v (%v)", v, err)
	}
	if _, err := a.Authenticate(t.Context(), "", "mem_1"); !problem.Is(err, problem.Unauthenticated) {
		t.Errorf("acting for another: got %v, want Unauthenticated", err)
	}
}

func TestABadHeaderIsNeverTheAnonymousViewer(t *testing.T) {
	t.Parallel()
	tokens := mustTokens(t, newClock(noon))
	a := mustAuthenticator(t, people, tokens)
	token := mustMint(t, tokens, auth.TokenRequest{Account: "acc_earner"})
	for _, header := range []string{
		" ", "Bearer", "Bearer ", "Bearer x", token, "Basic " + token, "Bearer" + token, "Bearer Bearer " + token,
		"Bearer " + token + "," + token, "Bearer " + strings.Repeat("a", 1<<20),
		"Bearer " + part(`{"alg":"none"}`) + "." + part(`{"sub":"acc_earner"}`) + ".",
		"Bearer " + part(`{"alg":"none"}`) + "." + part(`{"iss":"stackmatch","sub":"acc_earner"}`) + ".",
	} {
		v, err := a.Authenticate(t.Context(), header, "")
		if !problem.Is(err, problem.Unauthenticated) || !v.Anonymous() {
			t.Errorf("%.40q: got %+v (%v), want Unauthenticated", header, v, err)
		}
	}
}

func TestTheIssuerPicksTheVerifierAndNothingElse(t *testing.T) {
	t.Parallel()
	clock := newClock(noon)
	tokens := mustTokens(t, clock)
	p := newProvider(t, jwkOf(t, "rsa", rsaKey()))
	verifier := p.verifier(t, clock)
	byEmail := auth.Subject{Issuer: p.issuer, ID: "ana", Email: "ana@example.org"}
	a := mustAuthenticator(t, register{
		local("acc_1"): {Account: "acc_1", Earner: "ern_1"},
		byEmail:        {Account: "acc_2", Earner: "ern_2"},
	}, tokens, verifier)
	claims := p.claims("email", "ana@example.org", "email_verified", true)
	mine := mustMint(t, tokens, auth.TokenRequest{Account: "acc_1"})

	for name, c := range map[string]struct{ token, want string }{
		"our own":                                   {mine, "acc_1"},
		"the provider's":                            {rs256(t, "rsa", claims), "acc_2"},
		"the provider's in our name":                {rs256(t, "rsa", with(claims, "iss", auth.LocalIssuer, "sub", "acc_1")), ""},
		"the provider's with our claims":            {rs256(t, "rsa", claimsOf(t, mine)), ""},
		"the provider's with an account of ours":    {rs256(t, "rsa", p.claims("sub", "acc_1", "acting", "mem_1")), ""},
		"the provider's with our issuer beside its": {rs256(t, "rsa", with(claims, "ISS", auth.LocalIssuer)), "acc_2"},
		"a stranger's":                              {rs256(t, "rsa", with(claims, "iss", "https://elsewhere.example.org")), ""},
	} {
		v, err := a.Authenticate(t.Context(), "Bearer "+c.token, "")
		if v.Account != c.want || (c.want == "") != problem.Is(err, problem.Unauthenticated) {
			t.Errorf("%s: got %q (%v), want %q", name, v.Account, err, c.want)
		}
	}
}

func TestWhatCouldNotBeCheckedIsNoBadToken(t *testing.T) {
	t.Parallel()
	tokens := mustTokens(t, newClock(noon))
	token := "Bearer " + mustMint(t, tokens, auth.TokenRequest{Account: "acc_1"})
	_, err := mustAuthenticator(t, broken{}, tokens).Authenticate(t.Context(), token, "")
	if _, isProblem := problem.KindOf(err); isProblem || !errors.Is(err, errBroken) {
		t.Errorf("the resolver's failure became %v", err)
	}
}

func TestAnIssuerHasOneVerifier(t *testing.T) {
	t.Parallel()
	tokens := mustTokens(t, newClock(noon))
	if _, err := auth.NewAuthenticator(people, tokens, tokens); err == nil {
		t.Error("two verifiers of one issuer were accepted")
	}
}
