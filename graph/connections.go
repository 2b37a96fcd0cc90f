package graph

import (
	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/page"
)

// edges makes a connection's edges of a page.
func edges[T, E any](p page.Page[T], edge func(cursor string, node T) E) []E {
	out := make([]E, len(p.Items))
	for i, item := range p.Items {
		out[i] = edge(p.Cursors[i], item)
	}
	return out
}

func info[T any](p page.Page[T]) *page.Info {
	i := p.Info()
	return &i
}

// pageArgs are a connection's arguments.
func pageArgs(first int, after *string) page.Args {
	return page.Args{First: first, After: value(after)}
}

func postings(p page.Page[*db.Posting]) *model.PostingConnection {
	return &model.PostingConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Posting) *model.PostingEdge {
		return &model.PostingEdge{Cursor: cursor, Node: node}
	})}
}

func places(p page.Page[*db.Place]) *model.PlaceConnection {
	return &model.PlaceConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Place) *model.PlaceEdge {
		return &model.PlaceEdge{Cursor: cursor, Node: node}
	})}
}

func organizations(p page.Page[*db.Organization]) *model.OrganizationConnection {
	return &model.OrganizationConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Organization) *model.OrganizationEdge {
		return &model.OrganizationEdge{Cursor: cursor, Node: node}
	})}
}

func recognitions(p page.Page[*db.Recognition]) *model.RecognitionConnection {
	return &model.RecognitionConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Recognition) *model.RecognitionEdge {
		return &model.RecognitionEdge{Cursor: cursor, Node: node}
	})}
}

func skills(p page.Page[catalog.FoundSkill]) *model.SkillConnection {
	nodes := mapped(p.Items, func(found catalog.FoundSkill) *db.Skill { return found.Skill })
	return &model.SkillConnection{Nodes: nodes, PageInfo: info(p), TotalCount: value(p.Total), Edges: edges(p, func(cursor string, node catalog.FoundSkill) *model.SkillEdge {
		return &model.SkillEdge{Cursor: cursor, Node: node.Skill, Match: node.Match}
	})}
}

func microCredentials(p page.Page[*db.MicroCredential]) *model.MicroCredentialConnection {
	return &model.MicroCredentialConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.MicroCredential) *model.MicroCredentialEdge {
		return &model.MicroCredentialEdge{Cursor: cursor, Node: node}
	})}
}

func drafts(p page.Page[*db.Draft]) *model.MicroCredentialDraftConnection {
	return &model.MicroCredentialDraftConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Draft) *model.MicroCredentialDraftEdge {
		return &model.MicroCredentialDraftEdge{Cursor: cursor, Node: node}
	})}
}

func stacks(p page.Page[*db.Stack]) *model.StackConnection {
	return &model.StackConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Stack) *model.StackEdge {
		return &model.StackEdge{Cursor: cursor, Node: node}
	})}
}

func pathways(p page.Page[*db.Pathway]) *model.PathwayConnection {
	return &model.PathwayConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Pathway) *model.PathwayEdge {
		return &model.PathwayEdge{Cursor: cursor, Node: node}
	})}
}

func earners(p page.Page[*account.Earner]) *model.EarnerConnection {
	return &model.EarnerConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *account.Earner) *model.EarnerEdge {
		return &model.EarnerEdge{Cursor: cursor, Node: node}
	})}
}

func awards(p page.Page[*db.Award]) *model.AwardConnection {
	return &model.AwardConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Award) *model.AwardEdge {
		return &model.AwardEdge{Cursor: cursor, Node: node}
	})}
}

func awardChecks(p page.Page[*db.AwardCheck]) *model.AwardCheckConnection {
	return &model.AwardCheckConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.AwardCheck) *model.AwardCheckEdge {
		return &model.AwardCheckEdge{Cursor: cursor, Node: node}
	})}
}

func alignments(p page.Page[*db.Alignment]) *model.BadgeAlignmentConnection {
	return &model.BadgeAlignmentConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Alignment) *model.BadgeAlignmentEdge {
		return &model.BadgeAlignmentEdge{Cursor: cursor, Node: node}
	})}
}

func knownIssuers(p page.Page[*db.IssuerIdentity]) *model.KnownIssuerConnection {
	return &model.KnownIssuerConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.IssuerIdentity) *model.KnownIssuerEdge {
		return &model.KnownIssuerEdge{Cursor: cursor, Node: node}
	})}
}

func endorsements(p page.Page[*db.Endorsement]) *model.EndorsementConnection {
	return &model.EndorsementConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Endorsement) *model.EndorsementEdge {
		return &model.EndorsementEdge{Cursor: cursor, Node: node}
	})}
}

func skillsSheets(p page.Page[*db.SkillsSheet]) *model.SkillsSheetConnection {
	return &model.SkillsSheetConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.SkillsSheet) *model.SkillsSheetEdge {
		return &model.SkillsSheetEdge{Cursor: cursor, Node: node}
	})}
}

func outcomes(p page.Page[*db.ProtectedOutcome]) *model.OutcomeConnection {
	return &model.OutcomeConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.ProtectedOutcome) *model.OutcomeEdge {
		return &model.OutcomeEdge{Cursor: cursor, Node: node}
	})}
}

func auditEntries(p page.Page[*audit.Entry]) *model.AuditEntryConnection {
	return &model.AuditEntryConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *audit.Entry) *model.AuditEntryEdge {
		return &model.AuditEntryEdge{Cursor: cursor, Node: node}
	})}
}

// connect makes a connection of a service's answer.
func connect[T, C any](connection func(page.Page[T]) *C) func(page.Page[T], error) (*C, error) {
	return func(p page.Page[T], err error) (*C, error) {
		if err != nil {
			return nil, err
		}
		return connection(p), nil
	}
}
