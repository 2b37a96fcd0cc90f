package auth

import (
	"context"
	"fmt"
	"strings"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// ActingForHeader is the HTTP header that chooses one of the viewer's own
// memberships, or "earner".
const ActingForHeader = "X-Acting-For"

// Require returns nil if the context's viewer holds the permission in the role
// that they act in, else an Unauthenticated or Forbidden problem that says what
// would be enough.
func Require(ctx context.Context, p Permission) error {
	v := From(ctx)
	r := p.rule()
	switch {
	case v.System:
		return nil
	case v.Anonymous():
		return problem.New(problem.Unauthenticated, "sign in to %s", r.to)
	case !v.acts(r):
		return problem.New(problem.Forbidden, "%s", r.refusal(v))
	case r.vouched && (v.Acting == nil || !v.Acting.Vouched):
		return problem.New(problem.Forbidden,
			"to %s, your organization must first be vouched for by a workforce board, a college or an administrator", r.to)
	}
	return nil
}

// Held lists the permissions that the context's viewer holds, in the role that
// they act in.
func Held(ctx context.Context) []Permission {
	var held []Permission
	for p := range permissionCount {
		if Require(ctx, p) == nil {
			held = append(held, p)
		}
	}
	return held
}

func (v Viewer) acts(r rule) bool {
	if v.Acting != nil {
		return r.holds(v.Acting.Role, v.Acting.Kinds)
	}
	return r.holds(v.Role(), nil)
}

// refusal says which role is needed, and which of the viewer's own has it.
func (r rule) refusal(v Viewer) string {
	var names []string
	for _, role := range r.roles {
		names = append(names, string(role))
	}
	text := fmt.Sprintf("to %s, act as %s", r.to, strings.Join(names, " or "))
	if len(r.kinds) > 0 {
		text += fmt.Sprintf(" of an organization of kind %s", strings.Join(r.kinds, " or "))
	}
	if v.Earner != "" && r.holds(Earner, nil) {
		return text + fmt.Sprintf(": send %s: %s", ActingForHeader, AsEarner)
	}
	for _, m := range v.Memberships {
		if r.holds(m.Role, m.Kinds) {
			return text + fmt.Sprintf(": send %s: %s", ActingForHeader, m.ID)
		}
	}
	return text
}

// Can tells whether Require would return nil.
func Can(ctx context.Context, p Permission) bool { return Require(ctx, p) == nil }
