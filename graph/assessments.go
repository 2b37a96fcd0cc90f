package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/assessment"
)

// queueClock is the clock of the queue in which a submission stands; nil for who is
// told no more than how it stands.
func (r *Resolver) queueClock(ctx context.Context, of *assessment.Submission) (*assessment.QueueClock, error) {
	if of.Sight == assessment.SightCoach {
		return nil, nil
	}
	return r.loaders(ctx).queueClocks.Load(ctx, of.Row.OrganizationID)
}

// deletedID is the id of what is gone; null where it is not.
func deletedID(id string, err error) *string {
	if err != nil {
		return nil
	}
	return &id
}

// assessmentSettings is the input as the service reads it.
func assessmentSettings(in model.UpdateAssessmentSettingsInput) assessment.SettingsInput {
	return assessment.SettingsInput{
		DecideWithinDays: in.DecideWithinDays.Value(), ReleaseAfterHours: in.ReleaseAfterHours.Value(),
		FederalHolidays: in.FederalHolidays.Value(), Holidays: values(in.Holidays.Value()), SetHolidays: in.Holidays.IsSet(),
	}
}
