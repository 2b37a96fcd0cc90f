package catalog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/store"
)

// maxPath bounds the way up from a skill: frameworks have half as many steps.
const maxPath = 16

// PathBySkill gives, for each skill, the way down to it with labels: from the
// broadest skill or group to the one just above. Where a skill has several broader
// ones it is by the first of them by name. Two statements find them all.
func (s *Service) PathBySkill(ctx context.Context, ids []string) (map[string][]*db.Skill, error) {
	ways := make(map[string][]string, len(ids))
	var above []string
	for some := range slices.Chunk(ids, idsPerStatement) {
		if err := s.climb(ctx, some, ways); err != nil {
			return nil, err
		}
	}
	for _, way := range ways {
		above = append(above, way...)
	}
	slices.Sort(above)
	rows, err := s.SkillsByID(ctx, slices.Compact(above))
	if err != nil {
		return nil, err
	}
	out := make(map[string][]*db.Skill, len(ways))
	for from, way := range ways {
		for _, key := range slices.Backward(way) {
			if row := rows[key]; row != nil {
				out[from] = append(out[from], row)
			}
		}
	}
	return out, nil
}

// climb finds what is above each skill, the nearest first. A way that comes back to
// where it was ends there.
func (s *Service) climb(ctx context.Context, ids []string, ways map[string][]string) (err error) {
	args := make([]any, len(ids))
	marks := make([]string, len(ids))
	for i, key := range ids {
		args[i], marks[i] = key, "$"+strconv.Itoa(i+1)
	}
	rows, err := store.In(ctx, s.DB).QueryContext(ctx, fmt.Sprintf(`
		WITH RECURSIVE way (leaf, at, step) AS (
			SELECT id, id, 0 FROM skills WHERE id IN (%s)
			UNION ALL
			SELECT leaf, (SELECT r.to_id FROM skill_relations r JOIN skills b ON b.id = r.to_id
				WHERE r.from_id = at AND r.kind = 'BROADER' ORDER BY b.name, b.id LIMIT 1), step + 1
			FROM way WHERE at IS NOT NULL AND step < %d
		) SELECT leaf, at FROM way WHERE step > 0 AND at IS NOT NULL ORDER BY leaf, step`,
		strings.Join(marks, ", "), maxPath), args...)
	if err != nil {
		return fmt.Errorf("find what is above skills: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	round := map[string]bool{}
	for rows.Next() {
		var leaf, at string
		if err := rows.Scan(&leaf, &at); err != nil {
			return fmt.Errorf("find what is above skills: %w", err)
		}
		if round[leaf] = round[leaf] || at == leaf || slices.Contains(ways[leaf], at); !round[leaf] {
			ways[leaf] = append(ways[leaf], at)
		}
	}
	return rows.Err()
}
