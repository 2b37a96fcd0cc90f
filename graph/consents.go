package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
)

func consents(p page.Page[*db.Grant]) *model.ConsentConnection {
	return &model.ConsentConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Grant) *model.ConsentEdge {
		return &model.ConsentEdge{Cursor: cursor, Node: node}
	})}
}

func blocked(p page.Page[*db.Block]) *model.BlockConnection {
	return &model.BlockConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Block) *model.BlockEdge {
		return &model.BlockEdge{Cursor: cursor, Node: node}
	})}
}

// payloadOfSelf ends a mutation by which the viewer changed their own record: with
// the record, loaded anew.
func payloadOfSelf[P any](ctx context.Context, r *Resolver, err error, fill func(*account.Earner) P) (*P, error) {
	if err != nil {
		return payload(ctx, err, fill(nil))
	}
	self := auth.From(ctx).ActingEarner()
	r.loaders(ctx).earners.Clear(self)
	earner, err := r.Accounts.Earner(ctx, self)
	return payload(ctx, err, fill(earner))
}

func dataJobs(p page.Page[*db.DataJob]) *model.DataJobConnection {
	return &model.DataJobConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.DataJob) *model.DataJobEdge {
		return &model.DataJobEdge{Cursor: cursor, Node: node}
	})}
}

// setMatching is the input as the service reads it.
func setMatching(in model.SetMatchingInput) account.SetMatchingInput {
	return account.SetMatchingInput{
		Awards: values(in.Awards.Value()), Place: in.Place.Value(), NoPlace: in.Place.IsSet() && in.Place.Value() == nil,
		Precision: in.Precision.Value(), Remote: in.Remote.Value(), Languages: in.Languages.Value(),
		ShowNonCounting: in.ShowNonCounting.Value(), Reach: in.Reach.Value(),
	}
}
