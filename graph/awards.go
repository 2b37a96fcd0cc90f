package graph

import (
	"context"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/roster"
)

// awardings are the loaders of what is with awards, and of who may make them.
type awardings struct {
	recipients  *loader[*credential.Recipient]
	renewals    *loader[*db.Award]
	delegations *loader[*db.Delegation]
	rosters     *loader[*credential.RosterReport]
}

func (r *Resolver) newAwardings(wait time.Duration) awardings {
	return awardings{
		recipients:  gather(wait, r.Credentials.Recipients),
		renewals:    gather(wait, r.Credentials.Renewals),
		delegations: gather(wait, r.Credentials.DelegationsByID),
		rosters:     gather(wait, r.Credentials.RostersByID),
	}
}

// maxDocument is how many bytes of a document are read, which the service refuses
// one of.
const maxDocument = 10<<20 + 1

// awarded is an award with the code that claims it; null for none.
func awarded(made *credential.Awarded) (*db.Award, *string) {
	if made == nil {
		return nil, nil
	}
	return made.Award, orNull(made.ClaimCode)
}

func awardedRows(ctx context.Context, made []credential.AwardedRow) ([]*model.AwardedRow, error) {
	rows := make([]*model.AwardedRow, len(made))
	for i, row := range made {
		award, code := awarded(row.Awarded)
		var err error
		if rows[i], err = payload(ctx, row.Err, model.AwardedRow{Index: row.Index, Award: award, ClaimCode: code}); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// recordCertification is the input as the service reads it.
func recordCertification(in model.RecordCertificationInput) (credential.RecordCertificationInput, error) {
	content, err := in.Document.Bytes(maxDocument)
	return credential.RecordCertificationInput{
		Earner: in.Earner, MicroCredential: in.MicroCredential, EarnedAt: in.EarnedAt, ExpiresAt: in.ExpiresAt.Value(), Number: in.Number.Value(),
		Document: credential.File{Name: in.Document.Name, MediaType: in.Document.MediaType, Content: content},
	}, problem.Under(err, "document")
}

// importRoster is the input as the service reads it.
func importRoster(in model.ImportRosterInput) (credential.ImportRosterInput, error) {
	content, err := in.File.Bytes(roster.MaxSigned)
	return credential.ImportRosterInput{
		File: credential.File{Name: in.File.Name, MediaType: in.File.MediaType, Content: content}, OnBehalfOf: in.OnBehalfOf.Value(),
	}, problem.Under(err, "file")
}

func rosterPayload(report *credential.RosterReport) model.ImportRosterPayload {
	out := model.ImportRosterPayload{Roster: report, ClaimCodes: []*credential.ClaimCode{}}
	if report != nil {
		out.ClaimCodes = pointers(report.Codes)
	}
	return out
}

// rosterRows are a roster's rows with an outcome, or all.
func rosterRows(report *credential.RosterReport, outcome *enum.RowOutcome) []*credential.RosterLine {
	rows := []*credential.RosterLine{}
	for i := range report.Rows {
		if outcome == nil || report.Rows[i].Outcome == *outcome {
			rows = append(rows, &report.Rows[i])
		}
	}
	return rows
}

func delegations(p page.Page[*db.Delegation]) *model.DelegationConnection {
	return &model.DelegationConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Delegation) *model.DelegationEdge {
		return &model.DelegationEdge{Cursor: cursor, Node: node}
	})}
}

func rosters(p page.Page[*credential.RosterReport]) *model.RosterConnection {
	return &model.RosterConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *credential.RosterReport) *model.RosterEdge {
		return &model.RosterEdge{Cursor: cursor, Node: node}
	})}
}
