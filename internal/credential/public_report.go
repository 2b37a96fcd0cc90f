package credential

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/issuedbadge"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/fetch"
)

// checked is what verifying an award's badge came to, and when.
type checked struct {
	report *badge.Report
	at     time.Time
}

// reports verifies the badges of whole awards that were issued here, as anybody
// would, and gives the last verification of those that were not. An award without
// a badge has no report.
func (s *Service) reports(ctx context.Context, rows []*db.Award) (map[string]checked, error) {
	out := make(map[string]checked, len(rows))
	var issued []*db.Award
	var imported []string
	for _, row := range rows {
		switch {
		case signable(row) == nil:
			issued = append(issued, row)
		case row.Source == enum.SourceImported:
			imported = append(imported, row.ID)
		}
	}
	badges, err := s.signedAll(ctx, issued)
	if err != nil {
		return nil, err
	}
	policy, err := s.ownPolicy(ctx, issued)
	if err != nil {
		return nil, err
	}
	docs := badge.Documents{} // for all of them: issuers and lists are few
	for _, row := range issued {
		report := withoutContent(s.judge(ctx, badge.Parse(badges[row.ID]), docs, fetch.Want{}, policy))
		out[row.ID] = checked{&report, policy.Now}
	}
	last, err := s.lastChecks(ctx, imported)
	if err != nil {
		return nil, err
	}
	for id, row := range last {
		report, err := ReportOf(row)
		if err != nil {
			return nil, err
		}
		out[id] = checked{report, row.CreatedAt}
	}
	return out, nil
}

// withoutContent is a report without what the badge says: which of it is public is
// its earner's choice.
func withoutContent(r badge.Report) badge.Report {
	r.Credential = badge.Credential{}
	r.Parts = slices.Clone(r.Parts)
	for i := range r.Parts {
		r.Parts[i].Report = withoutContent(r.Parts[i].Report)
	}
	return r
}

// ownPolicy is that of our own badges. Their keys are told, not fetched: a did:web
// is asked for by https, which a server without a public address does not have.
func (s *Service) ownPolicy(ctx context.Context, rows []*db.Award) (badge.Policy, error) {
	p := badge.Policy{
		Now: s.Now(), Home: s.Base.String(), Controllers: map[string][]byte{},
		Trusted: func(uri string) bool { return s.ownIssuer(uri) != "" },
	}
	for _, row := range rows {
		did, err := s.didOf(row.IssuerID)
		if err != nil {
			return p, err
		}
		if p.Controllers[did] != nil {
			continue
		}
		document, err := s.ControllerDocument(ctx, row.IssuerID)
		if err != nil {
			return p, err
		}
		p.Controllers[did] = document.Content
	}
	return p, nil
}

// signedAll are the JSON badges of awards, by award. Those that are signed already
// take a constant number of statements.
func (s *Service) signedAll(ctx context.Context, rows []*db.Award) (map[string][]byte, error) {
	ids, earners := make([]string, len(rows)), make([]string, len(rows))
	holders := make(map[string]string, len(rows))
	for i, row := range rows {
		ids[i], earners[i], holders[row.ID] = row.ID, *row.EarnerID, *row.EarnerID
	}
	kept, err := s.DB.IssuedBadge.Query().
		Where(issuedbadge.AwardIDIn(ids...), issuedbadge.FormEQ(enum.FormJSON)).WithKey().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load badges: %w", err)
	}
	vaults, err := s.Vault.ExistingOf(ctx, s.DB, earners)
	if err != nil {
		return nil, err
	}
	out := make(map[string][]byte, len(rows))
	for _, row := range kept {
		vault := vaults[holders[row.AwardID]]
		if vault == nil || row.Edges.Key.CompromisedAt != nil {
			continue
		}
		if out[row.AwardID], err = vault.Open(boundToBadge(row), row.Content); err != nil {
			return nil, err
		}
	}
	for _, row := range rows {
		if out[row.ID] != nil {
			continue
		}
		if out[row.ID], err = s.signed(ctx, row, enum.FormJSON); err != nil {
			return nil, err
		}
	}
	return out, nil
}
