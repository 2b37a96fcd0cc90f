package employer

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// position is where a page of candidates ended. Sealed into a cursor, it says
// nothing to its holder.
type position struct {
	Key matching.Key `json:"k"`
	// Row counts the candidates up to and with this one; Rank is this one's.
	Row  int `json:"n"`
	Rank int `json:"r"`
	// Drawn is the time whose week keys the fair draw: pages read across
	// midnight on Sunday stay one list.
	Drawn time.Time `json:"d"`
}

func (p position) seal(s *page.Sealer, scope string) (string, error) {
	raw, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("write cursor: %w", err)
	}
	return s.Seal(scope, raw), nil
}

func openPosition(s *page.Sealer, scope, cursor string) (position, error) {
	raw, err := s.Open(scope, cursor)
	if err != nil {
		return position{}, problem.New(problem.Invalid, "this cursor belongs to another query; start again without it").
			Spanish("este cursor es de otra consulta; empiece de nuevo sin él").At("after")
	}
	var p position
	if err := json.Unmarshal(raw, &p); err != nil {
		return position{}, fmt.Errorf("read cursor: %w", err)
	}
	return p, nil
}
