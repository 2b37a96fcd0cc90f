package outcome

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/protectedattributes"
	"github.com/stackmatch/stackmatch/ent/db/protectedenrollment"
	"github.com/stackmatch/stackmatch/ent/db/protectedoutcome"
)

// EraseEarner erases all that is protected about an earner, their research id with
// it, in the transaction of their erasure. They are counted no more.
func (s *Service) EraseEarner(ctx context.Context, tx *db.Client, earner, _ string) error {
	for what, remove := range map[string]func(context.Context) (int, error){
		"outcomes":   tx.ProtectedOutcome.Delete().Where(protectedoutcome.EarnerID(earner)).Exec,
		"attributes": tx.ProtectedAttributes.Delete().Where(protectedattributes.EarnerID(earner)).Exec,
		"baselines":  tx.ProtectedEnrollment.Delete().Where(protectedenrollment.EarnerID(earner)).Exec,
	} {
		if _, err := remove(ctx); err != nil {
			return fmt.Errorf("erase %s: %w", what, err)
		}
	}
	return nil
}
