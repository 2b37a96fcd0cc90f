// Package system lets imports, seeds and background work pass every permission.
// It owns elevation and refuses to be more than that: a request never acts as
// the system, so only app, seed, testkit and tests may import it.
package system

import (
	"context"

	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/auth/internal/elevated"
)

// Context returns a context whose viewer is the system: whoever was the viewer
// no longer is. auth.With on it leaves the system again.
func Context(ctx context.Context) context.Context {
	return elevated.With(auth.With(ctx, auth.Viewer{}), true)
}
