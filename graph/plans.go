package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
)

// planning are the loaders of gaps and plans.
type planning struct {
	savedPlans  *loader[*coaching.SavedPlan]
	sharedPlans *loader[*coaching.SharedPlan]
	// asked are requirements as they are shown, by what is asked, written down.
	asked *loader[*employer.Requirement]
	// worthToBe is of micro-credentials that are yet to be earned.
	worthToBe *loader[*catalog.Worth]
	// readiness is of micro-credentials, offeringReadiness of offerings.
	readiness, offeringReadiness *loader[[]*db.ReadinessNote]
}

func (r *Resolver) newPlanning(wait time.Duration) planning {
	return planning{
		savedPlans:  gather(wait, r.Coaching.SavedPlansByID),
		sharedPlans: gather(wait, r.Coaching.SharedByContact),
		asked:       gather(wait, r.askedByKey),
		worthToBe:   gather(wait, r.Catalog.WorthToBe),
		readiness:   gather(wait, r.Catalog.ReadinessByMicroCredential), offeringReadiness: gather(wait, r.Catalog.ReadinessByOffering),
	}
}

// askedByKey shows requirements that the arithmetic read, however many there are, with
// the same statements.
func (r *Resolver) askedByKey(ctx context.Context, keys []string) (map[string]*employer.Requirement, error) {
	asks := make([]coaching.Ask, len(keys))
	plain := make([]matching.Requirement, len(keys))
	for i, key := range keys {
		if err := json.Unmarshal([]byte(key), &asks[i]); err != nil {
			return nil, fmt.Errorf("read what is asked: %w", err)
		}
		plain[i] = asks[i].Requirement
	}
	found, err := r.Employers.Named(ctx, plain, RequestOf(ctx).Language)
	if err != nil {
		return nil, err
	}
	out := make(map[string]*employer.Requirement, len(found))
	for i, requirement := range found {
		if rule := asks[i].LegalText; rule != "" {
			requirement.LegalRule = &employer.LegalRule{Text: rule, URL: orNull(asks[i].LegalURL)}
		}
		out[keys[i]] = &requirement
	}
	return out, nil
}

// requirement is what is asked, as it is shown; null where that is there no more.
func (r *Resolver) requirement(ctx context.Context, ask coaching.Ask) (*employer.Requirement, error) {
	key, err := json.Marshal(ask)
	if err != nil {
		return nil, fmt.Errorf("write what is asked: %w", err)
	}
	return r.loaders(ctx).asked.Load(ctx, string(key))
}

// requirementsOf are what is asked, without what is there no more.
func (r *Resolver) requirementsOf(ctx context.Context, asks []coaching.Ask) ([]*employer.Requirement, error) {
	keys := make([]string, len(asks))
	for i, ask := range asks {
		key, err := json.Marshal(ask)
		if err != nil {
			return nil, fmt.Errorf("write what is asked: %w", err)
		}
		keys[i] = string(key)
	}
	found, err := r.loaders(ctx).asked.LoadAll(ctx, keys)
	return present(found), err
}

// present leaves out what is there no more.
func present[T any](found []*T) []*T {
	out := make([]*T, 0, len(found))
	for _, one := range found {
		if one != nil {
			out = append(out, one)
		}
	}
	return out
}

// microCredentialsOf are those that the viewer may see, in order.
func (r *Resolver) microCredentialsOf(ctx context.Context, ids []string) ([]*db.MicroCredential, error) {
	found, err := r.loaders(ctx).microCredentials.LoadAll(ctx, ids)
	return present(found), err
}

// asksOf are requirements of an input as plans reckon with them.
func (r *Resolver) asksOf(ctx context.Context, given []*employer.RequirementInput) ([]coaching.Ask, error) {
	if given == nil {
		return nil, nil
	}
	plain, rules, err := r.Employers.Resolve(ctx, values(given), RequestOf(ctx).Language)
	if err != nil {
		return nil, err
	}
	asks := make([]coaching.Ask, len(plain))
	for i, one := range plain {
		asks[i] = coaching.Ask{Requirement: one}
		if rule := rules[i]; rule != nil {
			asks[i].LegalText, asks[i].LegalURL = rule.Text, value(rule.URL)
		}
	}
	return asks, nil
}

// goalPosting is the posting of a goal, where the viewer may see it.
func (r *Resolver) goalPosting(ctx context.Context, row *db.Posting) (*db.Posting, error) {
	if row == nil {
		return nil, nil
	}
	return r.loaders(ctx).postings.Load(ctx, row.ID)
}

// matchTiers are the tiers as the API names them; others are no row of a list.
var matchTiers = map[matching.Tier]employer.Tier{
	matching.Qualified: employer.TierQualified, matching.Near: employer.TierNear, matching.Partial: employer.TierPartial,
}

func matchTier(m *matching.Match) *employer.Tier {
	if m == nil {
		return nil
	}
	return orNull(matchTiers[m.Tier])
}

// matchScore is of 100.
func matchScore(m *matching.Match) *float64 {
	if m == nil {
		return nil
	}
	score := float64(m.Points) / (matching.TotalPoints / 100)
	return &score
}

// planDollars is the currency of plans.
const planDollars = "USD"

// cents are whole ones of a decimal; nil where none is given.
func cents(amount *string) (*int64, error) {
	if amount == nil {
		return nil, nil
	}
	n, err := wholeCents(*amount)
	return &n, err
}

func pairsOf(given []*catalog.CompetencyInput) []matching.Pair {
	if given == nil {
		return nil
	}
	out := make([]matching.Pair, len(given))
	for i, one := range given {
		// A level out of range is refused by who reads it.
		out[i] = matching.Pair{Skill: one.Skill, Level: matching.Level(min(max(one.Level, 0), int(matching.MaxLevel)+1))}
	}
	return out
}

func savedPlans(p page.Page[*coaching.SavedPlan]) *model.SavedPlanConnection {
	return &model.SavedPlanConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *coaching.SavedPlan) *model.SavedPlanEdge {
		return &model.SavedPlanEdge{Cursor: cursor, Node: node}
	})}
}

// maxOpened is how many of the postings that a step opens are listed.
const maxOpened = 20

// spokenIn is the request's language, of those that matching speaks.
func spokenIn(ctx context.Context) matching.Language {
	if strings.HasPrefix(RequestOf(ctx).Language, string(matching.Spanish)) {
		return matching.Spanish
	}
	return matching.English
}

// readinessOf are the notes of a micro-credential and of an offering of it, if any.
func (r *Resolver) readinessOf(ctx context.Context, credential string, offering *db.Offering) ([]*db.ReadinessNote, error) {
	notes, err := r.loaders(ctx).readiness.Load(ctx, credential)
	if err != nil || offering == nil {
		return notes, err
	}
	more, err := r.loaders(ctx).offeringReadiness.Load(ctx, offering.ID)
	return slices.Concat(notes, more), err
}
