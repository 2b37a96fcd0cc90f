package employer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/idempotency"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// repeatWithin is how long a clientMutationId is remembered.
const repeatWithin = 24 * time.Hour

const createPosting = "createPosting"

// repeated is the id of the posting that the same viewer, in the same role, made
// with the same ClientMutationID within a day; "" where this is the first time.
func (s *Service) repeated(ctx context.Context, tx *db.Client, viewer string, in CreatePostingInput) (string, error) {
	if in.ClientMutationID == nil || viewer == "" {
		return "", nil
	}
	key := idempotency.And(idempotency.Viewer(viewer), idempotency.Mutation(createPosting), idempotency.Key(*in.ClientMutationID))
	if _, err := tx.Idempotency.Delete().Where(key, idempotency.AtLTE(s.Now().Add(-repeatWithin))).Exec(ctx); err != nil {
		return "", fmt.Errorf("forget old mutations: %w", err)
	}
	row, err := tx.Idempotency.Query().Where(key).Only(ctx)
	if db.IsNotFound(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("look up mutation: %w", err)
	}
	if row.InputHash != hash(in) {
		return "", problem.New(problem.Conflict, "this clientMutationId was used for another posting").
			Spanish("este clientMutationId se usó para otra oferta").At("clientMutationId")
	}
	return row.Result, nil
}

func (s *Service) remember(ctx context.Context, tx *db.Client, viewer string, in CreatePostingInput, made string) error {
	if in.ClientMutationID == nil || viewer == "" {
		return nil
	}
	err := tx.Idempotency.Create().
		SetViewer(viewer).SetMutation(createPosting).SetKey(*in.ClientMutationID).
		SetInputHash(hash(in)).SetResult(made).SetAt(s.Now()).
		Exec(ctx)
	if err != nil {
		return fmt.Errorf("remember mutation: %w", err)
	}
	return nil
}

func hash(in CreatePostingInput) string {
	raw, err := json.Marshal(in)
	if err != nil {
		return "" // plain values: Marshal has nothing to refuse
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
