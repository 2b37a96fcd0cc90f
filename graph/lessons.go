package graph

import (
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/page"
)

// lessons are the loaders of what organizations answered to proposals.
type lessons struct {
	proposalAnswers *loader[*db.ProposalAnswer]
}

func (r *Resolver) newLessons(wait time.Duration) lessons {
	return lessons{proposalAnswers: gather(wait, r.Employers.AnswersByID)}
}

func proposalAnswers(p page.Page[*db.ProposalAnswer]) *model.ProposalAnswerConnection {
	return &model.ProposalAnswerConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.ProposalAnswer) *model.ProposalAnswerEdge {
		return &model.ProposalAnswerEdge{Cursor: cursor, Node: node}
	})}
}
