package coaching

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// full are the offerings every seat of which is taken, as who enrolls finds it: whoever
// is enrolled has one, and in a class that has a first day who has completed it, too.
func (s *Service) full(ctx context.Context, t *terms) (map[string]bool, error) {
	today := s.today()
	var ids []string
	for id, at := range t.seated {
		if !over(at, today) {
			ids = append(ids, id)
		}
	}
	out := make(map[string]bool, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	var taken []struct {
		OfferingID string                `json:"offering_id"`
		Status     enum.EnrollmentStatus `json:"status"`
		Count      int                   `json:"count"`
	}
	err := s.DB.Enrollment.Query().
		Where(enrollment.OfferingIDIn(ids...), enrollment.StatusIn(enum.EnrollmentActive, enum.EnrollmentCompleted)).
		GroupBy(enrollment.FieldOfferingID, enrollment.FieldStatus).Aggregate(db.Count()).Scan(ctx, &taken)
	if err != nil {
		return nil, fmt.Errorf("count seats: %w", err)
	}
	seats := map[string]int{}
	for _, row := range taken {
		if row.Status == enum.EnrollmentActive || t.seated[row.OfferingID].StartsOn != nil {
			seats[row.OfferingID] += row.Count
		}
	}
	for _, id := range ids {
		out[id] = seats[id] >= *t.seated[id].Seats
	}
	return out, nil
}

// today is the first instant of the day that it is, in UTC.
func (s *Service) today() time.Time { return s.Now().UTC().Truncate(oneDay) }
