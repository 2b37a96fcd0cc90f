package app

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/outcome"
)

// baselines has the protected store keep what earners tell when they enroll.
type baselines struct{ outcomes *outcome.Service }

func (b baselines) CheckBaseline(in assessment.BaselineInput) error {
	return b.outcomes.CheckBaseline(outcome.BaselineInput(in))
}

func (b baselines) CaptureBaseline(ctx context.Context, of *db.Enrollment, in assessment.BaselineInput) error {
	return b.outcomes.Capture(ctx, of, outcome.BaselineInput(in))
}
