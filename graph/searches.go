package graph

import (
	"context"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
)

// searches are the loaders of saved searches.
type searches struct {
	savedSearches      *loader[*db.SavedSearch]
	searchMatches      *loader[*employer.SearchMatch]
	searchRequirements *loader[[]employer.Requirement]
	matchedCandidates  *loader[*employer.Candidate]
}

func (r *Resolver) newSearches(wait time.Duration) searches {
	return searches{
		savedSearches: gather(wait, r.Employers.SavedSearchesByID),
		searchMatches: gather(wait, r.Employers.SearchMatchesByID),
		searchRequirements: gather(wait, func(ctx context.Context, ids []string) (map[string][]employer.Requirement, error) {
			return r.Employers.RequirementsBySearch(ctx, ids, RequestOf(ctx).Language)
		}),
		matchedCandidates: gather(wait, func(ctx context.Context, ids []string) (map[string]*employer.Candidate, error) {
			return r.Employers.MatchedCandidates(ctx, ids, RequestOf(ctx).Language, readOfCandidates(ctx)...)
		}),
	}
}

func savedSearches(p page.Page[*db.SavedSearch]) *model.SavedSearchConnection {
	return &model.SavedSearchConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.SavedSearch) *model.SavedSearchEdge {
		return &model.SavedSearchEdge{Cursor: cursor, Node: node}
	})}
}

func searchMatches(p page.Page[*employer.SearchMatch]) *model.SearchMatchConnection {
	return &model.SearchMatchConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *employer.SearchMatch) *model.SearchMatchEdge {
		return &model.SearchMatchEdge{Cursor: cursor, Node: node}
	})}
}
