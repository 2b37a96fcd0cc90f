package graph

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/search"
)

// CodeTooOld says that a subscription cannot go on where it is to resume.
const CodeTooOld = "TOO_OLD"

// follows names what a subscription follows, which its cursors are good for.
type follows struct {
	name string
	// of are the arguments that it is narrowed by.
	of          []any
	resumeAfter *string
}

// mark is where an event's client stands: what a cursor holds.
type mark struct {
	search.Position
	// Seen is a digest of what was told last, where that is not the records' to say.
	Seen string `json:"seen,omitempty"`
}

// position is where to go on; nil is now.
func (m *mark) position() *search.Position {
	if m == nil {
		return nil
	}
	return &m.Position
}

// cursor seals a mark for the viewer and what they follow.
func (r *Resolver) cursor(ctx context.Context, f follows, at mark) (string, error) {
	scope, err := f.scope(ctx)
	if err != nil {
		return "", err
	}
	plain, err := json.Marshal(at)
	if err != nil {
		return "", fmt.Errorf("write cursor: %w", err)
	}
	return r.Cursors.Seal(scope, plain), nil
}

// resume reads the cursor that a subscription is to go on after; nil is that there
// is none.
func (r *Resolver) resume(ctx context.Context, f follows) (*mark, error) {
	if f.resumeAfter == nil || *f.resumeAfter == "" {
		return nil, nil //nolint:nilnil // no cursor is no mark
	}
	scope, err := f.scope(ctx)
	if err != nil {
		return nil, err
	}
	plain, err := r.Cursors.Open(scope, *f.resumeAfter)
	if err != nil {
		return nil, problem.New(problem.Invalid, "this cursor does not belong to this subscription: subscribe without it").
			Spanish("este cursor no pertenece a esta suscripción: suscríbase sin él").At("resumeAfter")
	}
	var at mark
	if err := json.Unmarshal(plain, &at); err != nil {
		return nil, fmt.Errorf("read cursor: %w", err)
	}
	return &at, nil
}

func (f follows) scope(ctx context.Context) (string, error) {
	return page.Scope(auth.From(ctx).Key(), "subscription", f.name, f.of)
}
