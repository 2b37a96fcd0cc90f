package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/postingcondition"
)

// ConditionsByPosting gives the conditions of postings, in the employer's order.
func (s *Service) ConditionsByPosting(ctx context.Context, postings []string) (map[string][]*db.PostingCondition, error) {
	rows, err := s.DB.PostingCondition.Query().Where(postingcondition.PostingIDIn(postings...)).
		Order(postingcondition.ByPosition()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load conditions: %w", err)
	}
	out := make(map[string][]*db.PostingCondition, len(postings))
	for _, row := range rows {
		out[row.PostingID] = append(out[row.PostingID], row)
	}
	return out, nil
}

// LegalRuleOf is the law that asks for a condition; nil where none does.
func LegalRuleOf(row *db.PostingCondition) *LegalRule {
	if row.LegalRule == nil {
		return nil
	}
	return &LegalRule{Text: *row.LegalRule, URL: optional(row.LegalURL)}
}
