package credential

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// priceCurrency is the currency in which ways are compared: a price in another one is
// as good as unknown.
const priceCurrency = "USD"

// unavailable is what counts for the price of what nobody awards any more: more unknown
// prices than a rule has parts, so that a way without it is cheaper.
const unavailable = 1_000

// partsOfRule lists the micro-credentials that a rule names.
func partsOfRule(r matching.Rule) []string {
	var parts []string
	if r.Op == matching.OpPart {
		parts = append(parts, r.Credential)
	}
	for _, of := range r.Of {
		parts = append(parts, partsOfRule(of)...)
	}
	return parts
}

// costs are what micro-credentials take in their current versions: the list price and
// a typical learner's time.
func (s *Service) costs(ctx context.Context, ids []string) (map[string]*db.MicroCredential, map[string]matching.Cost, error) {
	slices.Sort(ids)
	rows, err := s.DB.MicroCredential.Query().
		Where(microcredential.IDIn(slices.Compact(ids)...), microcredential.CurrentVersionIDNotNil()).All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("load micro-credentials: %w", err)
	}
	of := make(map[string]*db.MicroCredential, len(rows))
	current := make([]string, len(rows))
	for i, row := range rows {
		of[row.ID], current[i] = row, *row.CurrentVersionID
	}
	versions, err := s.DB.MicroCredentialVersion.Query().Where(microcredentialversion.IDIn(current...)).
		Select(
			microcredentialversion.FieldMicroCredentialID, microcredentialversion.FieldPriceCents,
			microcredentialversion.FieldPriceCurrency, microcredentialversion.FieldEffortMinutes,
		).All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("load versions: %w", err)
	}
	costs := make(map[string]matching.Cost, len(ids))
	for _, key := range ids {
		costs[key] = matching.Cost{Unpriced: unavailable, Untimed: 1, Parts: 1}
	}
	for _, row := range rows {
		if row.Status != enum.Published {
			costs[row.ID] = matching.Cost{Unpriced: unavailable, Untimed: 1, Parts: 1}
		}
	}
	for _, v := range versions {
		if of[v.MicroCredentialID].Status != enum.Published {
			continue
		}
		cost := matching.Cost{Unpriced: 1, Untimed: 1, Parts: 1}
		if v.PriceCents != nil && v.PriceCurrency == priceCurrency {
			cost.Unpriced, cost.Cents = 0, *v.PriceCents
		}
		if v.EffortMinutes != nil {
			cost.Untimed, cost.Minutes = 0, int64(*v.EffortMinutes)
		}
		costs[v.MicroCredentialID] = cost
	}
	return of, costs, nil
}
