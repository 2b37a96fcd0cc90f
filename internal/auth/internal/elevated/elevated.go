// Package elevated marks a context as the system's own. It owns the mark alone:
// Go's internal rule keeps it to internal/auth, and internal/auth/system, the
// only way to set it, is kept to a few packages by internal/arch.
package elevated

import "context"

type key struct{}

// With returns a context that is the system's own, or no longer is.
func With(ctx context.Context, elevated bool) context.Context {
	return context.WithValue(ctx, key{}, elevated)
}

// Is tells whether a context is the system's own.
func Is(ctx context.Context) bool {
	elevated, _ := ctx.Value(key{}).(bool)
	return elevated
}
