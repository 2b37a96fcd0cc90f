package credential

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	alignmentrow "github.com/stackmatch/stackmatch/ent/db/alignment"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/awardalignment"
	"github.com/stackmatch/stackmatch/ent/db/awardpair"
	"github.com/stackmatch/stackmatch/ent/db/versioncompetency"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/store"
)

// defaultLevel is the level of a competency of which no result shows one.
const defaultLevel = 1

// awardsPerStatement bounds one statement's parameters.
const awardsPerStatement = 500

// competencies writes the competencies of imported awards anew: those of the
// version, whose issuer may award it, and those that the mapped alignments of
// their badges mean. Of several levels of a skill the highest counts.
func (s *Service) competencies(ctx context.Context, tx *db.Client, awards []string) error {
	for some := range slices.Chunk(awards, awardsPerStatement) {
		levels, err := levelsOf(ctx, tx, some)
		if err != nil {
			return err
		}
		if _, err := tx.AwardPair.Delete().Where(awardpair.AwardIDIn(some...)).Exec(ctx); err != nil {
			return fmt.Errorf("drop competencies of awards: %w", err)
		}
		var pairs []*db.AwardPair
		for _, id := range some {
			for _, skill := range slices.SortedFunc(maps.Keys(levels[id]), strings.Compare) {
				pairs = append(pairs, &db.AwardPair{AwardID: id, SkillID: skill, Level: levels[id][skill]})
			}
		}
		if err := store.Insert(ctx, tx, pairs); err != nil {
			return fmt.Errorf("write competencies of awards: %w", err)
		}
	}
	return nil
}

// levelsOf are the levels by skill, by award.
func levelsOf(ctx context.Context, tx *db.Client, awards []string) (map[string]map[string]uint8, error) {
	levels := make(map[string]map[string]uint8, len(awards))
	add := func(award, skill string, level uint8) {
		if levels[award] == nil {
			levels[award] = map[string]uint8{}
		}
		levels[award][skill] = max(levels[award][skill], level)
	}
	rows, err := tx.Award.Query().Where(award.IDIn(awards...), award.OwnPairs(true), award.SourceEQ(enum.SourceImported)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load awards: %w", err)
	}
	versions := map[string][]string{} // awards by version
	for _, row := range rows {
		versions[row.VersionID] = append(versions[row.VersionID], row.ID)
	}
	asserted, err := tx.VersionCompetency.Query().
		Where(versioncompetency.VersionIDIn(slices.Collect(maps.Keys(versions))...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load competencies: %w", err)
	}
	for _, c := range asserted {
		for _, id := range versions[c.VersionID] {
			add(id, c.SkillID, c.Level)
		}
	}
	links, err := tx.AwardAlignment.Query().
		Where(awardalignment.AwardIDIn(awards...), awardalignment.HasAlignmentWith(alignmentrow.SkillIDNotNil())).
		WithAlignment().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load alignments of awards: %w", err)
	}
	for _, link := range links {
		level := link.Edges.Alignment.Level
		if level == 0 {
			level = max(link.Level, defaultLevel)
		}
		add(link.AwardID, *link.Edges.Alignment.SkillID, level)
	}
	return levels, nil
}
