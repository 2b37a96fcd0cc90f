package employer

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/spool"
)

// ViewLog keeps what employers were shown: in the spool before the answer leaves,
// soon after in the records, a line for each earner, employer, posting and day.
type ViewLog struct {
	DB    *db.Client
	Now   func() time.Time
	Spool *spool.Spool

	loading sync.Mutex
}

var _ Sightings = (*ViewLog)(nil)

// noted is a record of the spool: one answer.
type noted struct {
	At    time.Time `json:"at"`
	Shown []seen    `json:"shown"`
}

// seen is several earners, of whom the same was shown to the same for the same.
type seen struct {
	Organization string   `json:"to"`
	Posting      string   `json:"for,omitempty"`
	Fields       []string `json:"read"`
	Earners      []string `json:"of"`
}

// Add notes what an answer shows. All of it is noted or, with an error, nothing.
func (l *ViewLog) Add(_ context.Context, lines []Sighting) error {
	record := noted{At: l.Now().UTC()}
	for _, line := range lines {
		record.add(line)
	}
	text, err := json.Marshal(record)
	if err != nil {
		return fmt.Errorf("write down who is shown: %w", err)
	}
	return l.Spool.Append(text)
}

func (n *noted) add(line Sighting) {
	if last := len(n.Shown) - 1; last >= 0 && n.Shown[last].same(line) {
		n.Shown[last].Earners = append(n.Shown[last].Earners, line.Earner)
		return
	}
	n.Shown = append(n.Shown, seen{Organization: line.Organization, Posting: line.Posting, Fields: line.Fields, Earners: []string{line.Earner}})
}

// same tells whether a line differs by the earner alone. The fields of one answer
// are one list.
func (s seen) same(line Sighting) bool {
	if s.Organization != line.Organization || s.Posting != line.Posting || len(s.Fields) != len(line.Fields) {
		return false
	}
	return len(s.Fields) == 0 || &s.Fields[0] == &line.Fields[0]
}
