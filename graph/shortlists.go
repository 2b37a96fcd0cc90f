package graph

import (
	"context"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
)

// shortlists are the loaders of what employers keep of candidates.
type shortlists struct {
	shortlistEntries *loader[*db.ShortlistEntry]
	// Of an entry, and of an account.
	entryCandidates *loader[*employer.Candidate]
	shortlistNotes  *loader[[]*db.ShortlistNote]
	shortlistMoves  *loader[[]*db.ShortlistMove]
	colleagues      *loader[*employer.Colleague]
}

func (r *Resolver) newShortlists(wait time.Duration) shortlists {
	return shortlists{
		shortlistEntries: gather(wait, r.Employers.EntriesByID),
		entryCandidates:  gather(wait, r.candidatesByEntry),
		shortlistNotes:   gather(wait, r.Employers.NotesByEntry),
		shortlistMoves:   gather(wait, r.Employers.MovesByEntry),
		colleagues:       gather(wait, r.Employers.ColleaguesByAccount),
	}
}

func (r *Resolver) candidatesByEntry(ctx context.Context, entries []string) (map[string]*employer.Candidate, error) {
	return r.Employers.CandidatesByEntry(ctx, entries, RequestOf(ctx).Language, readOfCandidates(ctx)...)
}

func shortlist(list *employer.Shortlist) *model.ShortlistConnection {
	return &model.ShortlistConnection{
		Nodes: list.Items, PageInfo: info(list.Page), Stages: pointers(list.Stages),
		Edges: edges(list.Page, func(cursor string, node *db.ShortlistEntry) *model.ShortlistEdge {
			return &model.ShortlistEdge{Cursor: cursor, Node: node}
		}),
	}
}

func viewLog(p page.Page[*db.ViewLogLine]) *model.ViewLogConnection {
	return &model.ViewLogConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.ViewLogLine) *model.ViewLogEdge {
		return &model.ViewLogEdge{Cursor: cursor, Node: node}
	})}
}
