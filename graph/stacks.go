package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// stackVersion is the stack's current version; of a draft, which its keeper alone is
// served, what it says so far.
func (r *Resolver) stackVersion(ctx context.Context, obj *db.Stack) (*db.StackVersion, error) {
	if obj.CurrentVersionID != nil {
		return loadCurrent(ctx, r.loaders(ctx).stackVersions, obj.CurrentVersionID, obj.ID)
	}
	versions, err := r.loaders(ctx).versionsOfStack.Load(ctx, obj.ID)
	if err != nil || len(versions) == 0 {
		return loadCurrent(ctx, r.loaders(ctx).stackVersions, nil, obj.ID)
	}
	return versions[len(versions)-1], nil
}

// earnerOr is the earner asked for, by default the viewer.
func earnerOr(ctx context.Context, asked *string) string {
	if asked != nil {
		return *asked
	}
	return auth.From(ctx).ActingEarner()
}

// unopened is an empty page where the viewer may not see what it is of.
func unopened[T any](p page.Page[T], err error) (page.Page[T], error) {
	if problem.Is(err, problem.NotFound) {
		return page.Page[T]{}, nil
	}
	return p, err
}

func stacksInProgress(p page.Page[*credential.StackProgress]) *model.StackProgressConnection {
	return &model.StackProgressConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *credential.StackProgress) *model.StackProgressEdge {
		return &model.StackProgressEdge{Cursor: cursor, Node: node}
	})}
}

// restacked forgets what a request has loaded of a stack that it has changed.
func (l *Loaders) restacked(stack string) {
	l.stacks.Clear(stack)
	l.versionsOfStack.Clear(stack)
}
