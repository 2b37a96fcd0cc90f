// Package assessment owns the way from enrolling to an award: enrollments,
// evidence, submissions with their queues and clocks, what assessors say of them,
// and the cohorts that go this way together. It refuses to let an award past an
// unmet criterion, an assessor know whom they assess, and anybody but the two see
// evidence before its earner publishes it.
package assessment

import (
	"context"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/blob"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// Service keeps enrollments, submissions and cohorts.
type Service struct {
	DB      *db.Client
	IDs     id.Minter
	Now     func() time.Time
	Cursors *page.Sealer
	Vault   *vault.Vault
	// Blobs keeps files; nil keeps none.
	Blobs *blob.Store
	// MaxFile is how many bytes a file may have; 0 is 100 MiB.
	MaxFile int64

	Awards    Awards
	Baselines Baselines
	// Post tells earners what was decided, and assessors what waits.
	Post inbox.Post

	guesses guesses
}

// Awards is what the service asks of who keeps awards.
type Awards interface {
	// AwardAssessed awards what was assessed. It is called inside of the transaction of
	// the decision, so that the two are there together or not at all.
	AwardAssessed(ctx context.Context, in submission.Earned) (*db.Award, error)
	// AwardsByID gives those of the awards that the viewer may see.
	AwardsByID(ctx context.Context, ids []string) (map[string]*db.Award, error)
}

// Baselines is what the service asks of who keeps what is protected.
type Baselines interface {
	// CheckBaseline says everything that is wrong with a baseline.
	CheckBaseline(in submission.Baseline) error
	// CaptureBaseline keeps how an earner stood when they enrolled, in the
	// transaction of the enrollment.
	CaptureBaseline(ctx context.Context, enrollment *db.Enrollment, in submission.Baseline) error
}
