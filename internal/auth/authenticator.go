package auth

import (
	"context"
	"fmt"
	"strings"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// Authenticator turns a request's headers into its viewer.
type Authenticator struct {
	resolver  Resolver
	verifiers map[string]Verifier
}

// NewAuthenticator returns an authenticator that trusts these verifiers, one for
// each issuer.
func NewAuthenticator(resolver Resolver, verifiers ...Verifier) (*Authenticator, error) {
	a := &Authenticator{resolver, map[string]Verifier{}}
	for _, v := range verifiers {
		if a.verifiers[v.Issuer()] != nil {
			return nil, fmt.Errorf("two verifiers of issuer %q", v.Issuer())
		}
		a.verifiers[v.Issuer()] = v
	}
	return a, nil
}

// Authenticate returns the viewer of a request with these Authorization and
// X-Acting-For headers. Without the first the viewer is anonymous; one that is
// not good is an Unauthenticated problem, never an anonymous viewer.
func (a *Authenticator) Authenticate(ctx context.Context, authorization, actingFor string) (Viewer, error) {
	if authorization == "" {
		if actingFor != "" {
			return Viewer{}, problem.New(problem.Unauthenticated, "sign in to send %s", ActingForHeader)
		}
		return Viewer{}, nil
	}
	subject, err := a.check(ctx, authorization)
	if err != nil {
		return Viewer{}, err
	}
	person, err := a.resolver.ResolveAccount(ctx, subject)
	if problem.Is(err, problem.NotFound) {
		return Viewer{}, problem.New(problem.Unauthenticated, "no account here belongs to this sign-in")
	}
	if err != nil {
		return Viewer{}, fmt.Errorf("resolve account: %w", err)
	}
	if actingFor == "" {
		actingFor = subject.Acting
	}
	return person.acting(actingFor)
}

func (a *Authenticator) check(ctx context.Context, authorization string) (Subject, error) {
	scheme, token, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return Subject{}, problem.New(problem.Unauthenticated, "sign in with a bearer token: Authorization: Bearer …")
	}
	token = strings.TrimSpace(token)
	seen, err := inspect(token)
	if err != nil {
		return Subject{}, err
	}
	verifier := a.verifiers[seen.Issuer]
	if verifier == nil {
		return Subject{}, refused("its issuer is not trusted here")
	}
	return verifier.Verify(ctx, token)
}

// Viewer is who the person is where nothing is chosen to act as.
func (p Person) Viewer() Viewer {
	v, _ := p.acting("") // nothing chosen is nothing to refuse
	return v
}

// acting returns the viewer who acts as one of their own: a membership by its
// id, or the earner. Where nothing is chosen, they act as the earner that they
// are, else as their only membership; who has several and chose none acts as
// nobody, rather than by chance.
func (p Person) acting(choice string) (Viewer, error) {
	v := Viewer{Account: p.Account, Earner: p.Earner, Memberships: p.Memberships}
	switch {
	case choice == "":
		if p.Earner == "" && len(p.Memberships) == 1 {
			v.Acting = &v.Memberships[0]
		}
		return v, nil
	case choice == AsEarner && p.Earner != "":
		return v, nil
	}
	for i := range v.Memberships {
		if v.Memberships[i].ID == choice {
			v.Acting = &v.Memberships[i]
			return v, nil
		}
	}
	return Viewer{}, problem.New(problem.Forbidden,
		"you cannot act for that: %s is one of your own memberships, or %q if you are an earner", ActingForHeader, AsEarner)
}
