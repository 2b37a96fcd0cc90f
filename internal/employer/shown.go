package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/internal/auth"
)

// Sighting is that an employer was shown an earner.
type Sighting struct {
	Earner, Organization string
	// Posting is empty where the question was no posting's.
	Posting string
	// Fields are what was read, by the API's names.
	Fields []string
}

// Sightings keeps what employers were shown, for the earners to read.
type Sightings interface {
	// Add returns once nothing but the loss of the disk could lose the lines.
	Add(ctx context.Context, lines []Sighting) error
	// Load brings what was added before the call into the records.
	Load(ctx context.Context) error
}

// shown notes that the viewer's organization is shown earners, before it is: an
// answer that cannot be noted is not given.
func (s *Service) shown(ctx context.Context, posting string, fields []string, earners ...string) error {
	if s.Sightings == nil || len(earners) == 0 {
		return nil
	}
	lines := make([]Sighting, len(earners))
	for i, earner := range earners {
		lines[i] = Sighting{Earner: earner, Organization: auth.From(ctx).Organization(), Posting: posting, Fields: fields}
	}
	if err := s.Sightings.Add(ctx, lines); err != nil {
		return fmt.Errorf("note who is shown: %w", err)
	}
	return nil
}
