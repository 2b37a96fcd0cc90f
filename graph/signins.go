package graph

import (
	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
)

// bearer is the token of somebody who has just signed in; null for nobody.
func bearer(in *account.SignedIn) *model.Bearer {
	if in == nil {
		return nil
	}
	return &model.Bearer{Token: in.Token, ExpiresAt: in.ExpiresAt}
}

func viewerOf(in *account.SignedIn) *auth.Viewer {
	if in == nil {
		return nil
	}
	return &in.Viewer
}

func members(p page.Page[*db.Membership]) *model.MemberConnection {
	return &model.MemberConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Membership) *model.MemberEdge {
		return &model.MemberEdge{Cursor: cursor, Node: node}
	})}
}

func invitations(p page.Page[*db.Invitation]) *model.InvitationConnection {
	return &model.InvitationConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Invitation) *model.InvitationEdge {
		return &model.InvitationEdge{Cursor: cursor, Node: node}
	})}
}

func vouchRequests(p page.Page[*db.Organization]) *model.VouchRequestConnection {
	asked := page.Map(p, vouchRequest)
	return &model.VouchRequestConnection{Nodes: asked.Items, PageInfo: info(asked), Edges: edges(asked, func(cursor string, node *model.VouchRequest) *model.VouchRequestEdge {
		return &model.VouchRequestEdge{Cursor: cursor, Node: node}
	})}
}

// vouchRequest says who asks, and how they are reached.
func vouchRequest(row *db.Organization) *model.VouchRequest {
	out := &model.VouchRequest{Organization: row, AskedAt: *row.VouchAskedAt}
	if by := row.Edges.RegisteredBy; by != nil {
		out.RegisteredBy = &by.DisplayName
		out.Contact = orNull(account.PreferredOf(by.Edges.Addresses))
	}
	return out
}
