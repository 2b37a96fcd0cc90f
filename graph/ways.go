package graph

import (
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/page"
)

func ways(p page.Page[catalog.Way]) *model.WayConnection {
	nodes := make([]model.Way, len(p.Items))
	for i, way := range p.Items {
		nodes[i] = way
	}
	return &model.WayConnection{Nodes: nodes, PageInfo: info(p), Edges: edges(p, func(cursor string, node catalog.Way) *model.WayEdge {
		return &model.WayEdge{Cursor: cursor, Node: node}
	})}
}
