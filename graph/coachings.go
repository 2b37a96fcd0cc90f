package graph

import (
	"context"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/page"
)

// coachings are the loaders of what coaches follow.
type coachings struct {
	cases *loader[*coaching.Case]
	// Of a case, and of an account.
	caseTasks *loader[[]*coaching.Task]
	caseNotes *loader[[]*db.CaseNote]
	caseSteps *loader[[]*db.CaseStep]
	coaches   *loader[*coaching.Coach]
}

func (r *Resolver) newCoachings(wait time.Duration) coachings {
	return coachings{
		cases:     gather(wait, r.Coaching.CasesByID),
		caseTasks: gather(wait, r.Coaching.TasksByCase),
		caseNotes: gather(wait, r.Coaching.NotesByCase),
		caseSteps: gather(wait, r.Coaching.StepsByCase),
		coaches:   gather(wait, r.Coaching.CoachesByAccount),
	}
}

func caseload(load *coaching.Caseload) *model.CaseloadConnection {
	return &model.CaseloadConnection{
		Nodes: load.Items, PageInfo: info(load.Page), TotalCount: load.Found, NotShared: load.NotShared,
		Stages: pointers(load.Stages), Queues: pointers(load.Queues),
		Edges: edges(load.Page, func(cursor string, node *coaching.Case) *model.CaseloadEdge {
			return &model.CaseloadEdge{Cursor: cursor, Node: node}
		}),
	}
}

func caseTasks(p page.Page[*coaching.Task]) *model.CaseTaskConnection {
	return &model.CaseTaskConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *coaching.Task) *model.CaseTaskEdge {
		return &model.CaseTaskEdge{Cursor: cursor, Node: node}
	})}
}

// loadAll loads records by their ids, in order, without those that the viewer may not
// see.
func loadAll[T any](ctx context.Context, l *loader[*T], ids []string) ([]*T, error) {
	found, err := l.LoadAll(ctx, ids)
	return slices.DeleteFunc(found, func(one *T) bool { return one == nil }), err
}

func earnerPathways(found *coaching.EarnerPathways) *model.EarnerPathwayConnection {
	return &model.EarnerPathwayConnection{
		Nodes: found.Items, PageInfo: info(found.Page), Routes: pointers(found.Routes),
		Edges: edges(found.Page, func(cursor string, node *coaching.EarnerPathway) *model.EarnerPathwayEdge {
			return &model.EarnerPathwayEdge{Cursor: cursor, Node: node}
		}),
	}
}

func unmetDemand(p page.Page[*coaching.UnmetDemand]) *model.UnmetDemandConnection {
	return &model.UnmetDemandConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *coaching.UnmetDemand) *model.UnmetDemandEdge {
		return &model.UnmetDemandEdge{Cursor: cursor, Node: node}
	})}
}
