// Package auth owns who is asking and what they may do: viewers, roles and the
// permission table, and the checking of bearer tokens. It refuses to query the
// database: a Resolver, the account service, turns a checked token into an
// account and its memberships.
package auth

import (
	"context"

	"github.com/stackmatch/stackmatch/internal/auth/internal/elevated"
)

// Viewer is who asks. The zero Viewer is anonymous.
type Viewer struct {
	// Account is the signed-in account's id, empty for the anonymous and the
	// system.
	Account string
	// Earner is the id of the account's own earner record, if it has one, in
	// whatever role it acts. For what needs the earner role, use ActingEarner.
	Earner string
	// Acting is the one membership that the viewer acts as. Nil when they act as
	// the earner that they are, or as nobody yet.
	Acting *Membership
	// Memberships lists all of the account's, acted as or not.
	Memberships []Membership
	// System is true inside system.Context only; With clears it.
	System bool
}

// Membership is a role in an organization.
type Membership struct {
	ID           string
	Organization string
	Role         Role
	// Kinds are the organization's kinds: some permissions are for some kinds.
	Kinds []string
	// Vouched tells whether a workforce board, college or admin vouches for the
	// organization: no employer sees a candidate before.
	Vouched bool
}

type viewerKey struct{}

// With returns a context that carries the viewer. It never elevates, and leaves
// the system's context where it is called on one.
func With(ctx context.Context, v Viewer) context.Context {
	v.System = false
	return context.WithValue(elevated.With(ctx, false), viewerKey{}, v)
}

// From returns the context's viewer: the anonymous one where there is none.
func From(ctx context.Context) Viewer {
	v, _ := ctx.Value(viewerKey{}).(Viewer)
	v.System = elevated.Is(ctx)
	return v
}

// Anonymous tells whether nobody is signed in.
func (v Viewer) Anonymous() bool { return v.Account == "" && !v.System }

// Role is the role that the viewer acts in, empty if in none.
func (v Viewer) Role() Role {
	switch {
	case v.Acting != nil:
		return v.Acting.Role
	case v.Earner != "":
		return Earner
	}
	return ""
}

// Organization is the id of the organization that the viewer acts for, empty if
// for none.
func (v Viewer) Organization() string {
	if v.Acting == nil {
		return ""
	}
	return v.Acting.Organization
}

// ActingEarner is the id of the earner that the viewer acts as, empty while they
// act for an organization.
func (v Viewer) ActingEarner() string {
	if v.Acting != nil {
		return ""
	}
	return v.Earner
}

// Key names the viewer in the role that they act in: what a cursor, a rate or an
// idempotency key is bound to. It is for comparing, not for showing.
func (v Viewer) Key() string {
	switch {
	case v.System:
		return "system"
	case v.Account == "":
		return "anonymous"
	case v.Acting != nil:
		return v.Account + "/" + v.Acting.ID
	}
	return v.Account + "/" + string(v.Role())
}
