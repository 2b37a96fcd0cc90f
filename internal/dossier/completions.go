package dossier

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/stackcompletion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// Completions gives, by earner, the stacks that stand completed, in one statement;
// in none where the catalog keeps no completion that its current rules would not
// give as well.
func Completions(ctx context.Context, client *db.Client, catalog *matching.Catalog, earners []string) (map[string][]matching.Completion, error) {
	if !catalog.KeepsAny() || len(earners) == 0 {
		return nil, nil //nolint:nilnil // nobody has any
	}
	rows, err := client.StackCompletion.Query().
		Where(stackcompletion.EarnerIDIn(earners...), stackcompletion.StateEQ(enum.CompletionStands)).
		Order(stackcompletion.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load completed stacks: %w", err)
	}
	out := make(map[string][]matching.Completion)
	for _, row := range rows {
		out[row.EarnerID] = append(out[row.EarnerID], matching.Completion{
			Stack: row.StackID, Version: row.StackVersionID, At: row.CompletedAt,
		})
	}
	return out, nil
}
