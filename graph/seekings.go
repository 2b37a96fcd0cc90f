package graph

import (
	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
)

func recommendedPostings(p page.Page[*employer.Recommended]) *model.RecommendedPostingConnection {
	return &model.RecommendedPostingConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *employer.Recommended) *model.RecommendedPostingEdge {
		return &model.RecommendedPostingEdge{Cursor: cursor, Node: node}
	})}
}

func savedPostings(p page.Page[*db.SavedPosting]) *model.SavedPostingConnection {
	return &model.SavedPostingConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.SavedPosting) *model.SavedPostingEdge {
		return &model.SavedPostingEdge{Cursor: cursor, Node: node}
	})}
}
