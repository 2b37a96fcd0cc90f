package graph

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
)

// contacts are a request's loaders of contacts and hiring events.
type contacts struct {
	contacts          *loader[*employer.Contact]
	contactCandidates *loader[*employer.ContactCandidate]
	contactSteps      *loader[[]*employer.ContactStep]
	events            *loader[*employer.Event]
}

func (r *Resolver) newContacts(wait time.Duration) contacts {
	return contacts{
		contacts: gather(wait, r.Employers.ContactsByID),
		contactCandidates: gather(wait, func(ctx context.Context, ids []string) (map[string]*employer.ContactCandidate, error) {
			return r.Employers.CandidatesByContact(ctx, ids, readOfContacts(ctx)...)
		}),
		contactSteps: gather(wait, r.Employers.HistoryByContact),
		events:       gather(wait, r.Employers.EventsByID),
	}
}

// readOfContacts names what the operation selects of those whom an employer is in
// contact with.
func readOfContacts(ctx context.Context) []string {
	if !graphql.HasOperationContext(ctx) {
		return nil
	}
	fields := map[string]bool{}
	readOf("ContactCandidate", graphql.GetOperationContext(ctx).Operation.SelectionSet, fields)
	return slices.Sorted(maps.Keys(fields))
}

func contactRequests(p page.Page[*employer.Contact]) *model.ContactRequestConnection {
	return &model.ContactRequestConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *employer.Contact) *model.ContactRequestEdge {
		return &model.ContactRequestEdge{Cursor: cursor, Node: node}
	})}
}

func reports(p page.Page[*employer.Report]) *model.ReportConnection {
	return &model.ReportConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *employer.Report) *model.ReportEdge {
		return &model.ReportEdge{Cursor: cursor, Node: node}
	})}
}

func hiringEvents(p page.Page[*employer.Event]) *model.HiringEventConnection {
	return &model.HiringEventConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *employer.Event) *model.HiringEventEdge {
		return &model.HiringEventEdge{Cursor: cursor, Node: node}
	})}
}

func eventCandidates(p page.Page[*employer.Candidate]) *model.HiringEventCandidateConnection {
	return &model.HiringEventCandidateConnection{
		Nodes: p.Items, PageInfo: info(p), TotalCount: value(p.Total),
		Edges: edges(p, func(cursor string, node *employer.Candidate) *model.HiringEventCandidateEdge {
			return &model.HiringEventCandidateEdge{Cursor: cursor, Node: node}
		}),
	}
}

// openedEvidence is a part of the evidence that an earner published and opened: what it says,
// under no id.
func openedEvidence(e *assessment.Evidence) *model.CandidateEvidence {
	return &model.CandidateEvidence{Kind: e.Row.Kind, Title: orNull(e.Title), Text: orNull(e.Text), Link: orNull(e.Link)}
}
