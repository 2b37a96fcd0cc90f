package coaching

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/stackcompletion"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// reached is when people came to the end of pathways, by pathway and earner: all
// people, as only their number is told. The last step done counts, whatever became of
// it later.
func (s *Service) reached(ctx context.Context, ways []*db.Pathway) (map[string]map[string]time.Time, error) {
	var credentials, stacks []string
	for _, way := range ways {
		for _, step := range way.Edges.Steps {
			if step.Optional {
				continue
			}
			if step.StackID != nil {
				stacks = append(stacks, *step.StackID)
			} else {
				credentials = append(credentials, *step.MicroCredentialID)
			}
		}
	}
	when := map[string]map[string]time.Time{} // by step and earner
	note := func(of, who string, at time.Time) {
		if when[of] == nil {
			when[of] = map[string]time.Time{}
		}
		if first, is := when[of][who]; !is || at.Before(first) {
			when[of][who] = at
		}
	}
	awards, err := s.DB.Award.Query().Where(
		award.MicroCredentialIDIn(credentials...), award.HasEarnerWith(earner.ErasedAtIsNil()), award.VerificationEQ(enum.Verified),
		award.SourceNEQ(enum.SourceClaimed), award.Or(award.RevocationIsNil(), award.RevocationNEQ(enum.RevokedInError)),
	).Select(award.FieldEarnerID, award.FieldMicroCredentialID, award.FieldEarnedAt).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load who took a step: %w", err)
	}
	for _, row := range awards {
		note(row.MicroCredentialID, *row.EarnerID, row.EarnedAt)
	}
	done, err := s.DB.StackCompletion.Query().Where(stackcompletion.StackIDIn(stacks...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load who completed a stack: %w", err)
	}
	for _, row := range done {
		note(row.StackID, row.EarnerID, row.CompletedAt)
	}
	out := map[string]map[string]time.Time{}
	for _, way := range ways {
		out[way.ID] = throughAll(way, when)
	}
	return out, nil
}

// throughAll is when people had done all steps that a pathway cannot do without.
func throughAll(way *db.Pathway, when map[string]map[string]time.Time) map[string]time.Time {
	var through map[string]time.Time
	for _, of := range required(way) {
		if through == nil {
			through = map[string]time.Time{}
			for who, at := range when[of] {
				through[who] = at
			}
			continue
		}
		for who, at := range through {
			last, is := when[of][who]
			switch {
			case !is:
				delete(through, who)
			case last.After(at):
				through[who] = last
			}
		}
	}
	return through
}
