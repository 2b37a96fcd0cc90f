package app

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// workVariables are those of the examples of what is shown and judged.
func (a *App) workVariables(ctx context.Context, assessed string) (map[string]map[string]any, error) {
	waiting, err := a.exampleSubmission(ctx)
	if err != nil {
		return nil, err
	}
	queued := "" // where nothing waits
	if waiting != nil {
		queued = waiting.ID
	}
	scores, err := a.exampleScores(ctx, waiting)
	if err != nil {
		return nil, err
	}
	shown, err := a.exampleEvidence(ctx, assessed)
	if err != nil {
		return nil, err
	}
	return map[string]map[string]any{
		"earner-7-submit":  onceADay(map[string]any{"microCredential": assessed, "items": shown}),
		"assessor-3-claim": {"input": map[string]any{"id": queued}},
		"assessor-4-score": {"input": map[string]any{"id": queued, "scores": scores, "feedback": "The overview says what was done; the photographs show it."}},
	}, nil
}

// exampleEvidence answers each part that the current version of a micro-credential
// asks for: with a text, or with a link where it takes none.
func (a *App) exampleEvidence(ctx context.Context, microCredential string) ([]any, error) {
	row, err := a.Store.Client.MicroCredentialVersion.Query().Where(microcredentialversion.MicroCredentialID(microCredential)).
		Order(db.Desc(microcredentialversion.FieldNumber)).First(ctx) // the current one
	if err != nil {
		return nil, fmt.Errorf("the version of an example: %w", err)
	}
	asked, err := submission.Parse(row.Assessment)
	if err != nil {
		return nil, fmt.Errorf("what an example asks for: %w", err)
	}
	items := make([]any, 0, len(asked.Parts))
	for _, part := range asked.Parts {
		item := map[string]any{"part": part.Key}
		if len(part.Kinds) == 0 || slices.Contains(part.Kinds, submission.TextEvidence) {
			item["text"] = "What I did, with whom, and what came of it."
		} else {
			item["link"] = "https://portfolio.example/" + part.Key
		}
		items = append(items, item)
	}
	return items, nil
}

// exampleScores finds every criterion of a submission's rubric met, by the lowest
// level that does.
func (a *App) exampleScores(ctx context.Context, waiting *assessment.Submission) ([]any, error) {
	if waiting == nil {
		return []any{}, nil
	}
	row, err := a.Store.Client.Submission.Query().Where(entsubmission.ID(waiting.Row.ID)).QueryVersion().Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("the version of an example: %w", err)
	}
	asked, err := submission.Parse(row.Assessment)
	if err != nil {
		return nil, fmt.Errorf("the rubric of an example: %w", err)
	}
	scores := make([]any, len(asked.Criteria))
	for i, c := range asked.Criteria {
		scores[i] = map[string]any{"criterion": c.Key, "level": c.Levels[c.Meets-1].Key, "comment": "Shown in full."}
	}
	return scores, nil
}
