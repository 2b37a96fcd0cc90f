package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/recognition"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
)

// RecognitionFilter says which recognitions to keep; members given together must
// all hold.
type RecognitionFilter struct {
	MicroCredential, Stack, Organization *string
	// Accepts keeps the acceptances of a recognition.
	Accepts *string
}

// RecognitionsInput asks for a list of recognitions.
type RecognitionsInput struct {
	Filter RecognitionFilter
	Page   page.Args
}

// RecognitionsByID gives the recognitions that exist.
func (s *Service) RecognitionsByID(ctx context.Context, ids []string) (map[string]*db.Recognition, error) {
	rows, err := s.DB.Recognition.Query().Where(recognition.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load recognitions: %w", err)
	}
	return byID(rows, func(row *db.Recognition) string { return row.ID }), nil
}

// Recognitions lists recognitions, newest first.
func (s *Service) Recognitions(ctx context.Context, in RecognitionsInput) (page.Page[*db.Recognition], error) {
	none := page.Page[*db.Recognition]{}
	scope, err := recognitionScope(ctx, in.Filter, in.Page)
	if err != nil {
		return none, err
	}
	where := in.Filter.predicates()
	if in.Page.After != "" {
		at, err := s.Cursors.OpenPosition(scope, in.Page.After, 2)
		if err != nil {
			return none, err
		}
		created, err := time.Parse(time.RFC3339Nano, at[0])
		if err != nil {
			return none, fmt.Errorf("read cursor: %w", err)
		}
		where = append(where, store.Before[predicate.Recognition](recognition.FieldCreatedAt, recognition.FieldID)(created, at[1]))
	}
	rows, err := s.DB.Recognition.Query().Where(where...).
		Order(db.Desc(recognition.FieldCreatedAt, recognition.FieldID)).Limit(in.Page.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list recognitions: %w", err)
	}
	return page.Cut(rows, in.Page, s.Cursors, scope, recognitionPosition), nil
}

// RecognitionsByOrganization gives the first page of what each organization
// recognizes, with one statement. Recognitions with the organization as its
// filter goes on from there.
func (s *Service) RecognitionsByOrganization(ctx context.Context, organizations []string, first int) (map[string]page.Page[*db.Recognition], error) {
	args := page.Args{First: first}
	if err := args.Check(); err != nil {
		return nil, err
	}
	rows, err := s.DB.Recognition.Query().Where(recognition.OrganizationIDIn(organizations...)).
		Order(db.Desc(recognition.FieldCreatedAt, recognition.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load recognitions: %w", err)
	}
	of := make(map[string][]*db.Recognition, len(organizations))
	for _, row := range rows {
		of[row.OrganizationID] = append(of[row.OrganizationID], row)
	}
	out := make(map[string]page.Page[*db.Recognition], len(organizations))
	for _, organization := range organizations {
		scope, err := recognitionScope(ctx, RecognitionFilter{Organization: &organization}, args)
		if err != nil {
			return nil, err
		}
		out[organization] = page.Cut(of[organization], args, s.Cursors, scope, recognitionPosition)
	}
	return out, nil
}

func recognitionScope(ctx context.Context, f RecognitionFilter, args page.Args) (string, error) {
	return startList(ctx, "", args, "recognitions", f)
}

func recognitionPosition(row *db.Recognition) []string {
	return []string{row.CreatedAt.UTC().Format(time.RFC3339Nano), row.ID}
}

func (f RecognitionFilter) predicates() []predicate.Recognition {
	var where []predicate.Recognition
	if f.MicroCredential != nil {
		where = append(where, recognition.MicroCredentialID(*f.MicroCredential))
	}
	if f.Stack != nil {
		where = append(where, recognition.StackID(*f.Stack))
	}
	if f.Organization != nil {
		where = append(where, recognition.OrganizationID(*f.Organization))
	}
	if f.Accepts != nil {
		where = append(where, recognition.AcceptsID(*f.Accepts))
	}
	return where
}

// forWork are the kinds of recognition that raise a candidate's score: for hiring,
// for promotion and rank, and for pay. Credit, admission and development are a
// school's, not an employer's, to give.
var forWork = []enum.RecognitionKind{
	enum.RecognizedHiring, enum.RecognizedPromotion, enum.RecognizedRankChange, enum.RecognizedWageStep,
}

// Recognized lists the micro-credentials, sorted, that an organization recognizes
// for hiring, promotion or pay, in force at an instant: by itself, or because it
// accepts what another recognizes. A stack that is recognized counts by the
// micro-credential that it certifies: its parts alone are not what was recognized.
// A skill that is recognized counts where postings ask for it.
func (s *Service) Recognized(ctx context.Context, organization string, at time.Time) ([]string, error) {
	by, err := s.RecognizedBy(ctx, []string{organization}, at)
	return by[organization], err
}

// RecognizedBy lists by organization what each of several recognizes: Recognized, in
// one statement.
func (s *Service) RecognizedBy(ctx context.Context, organizations []string, at time.Time) (map[string][]string, error) {
	day := dayOf(at)
	rows, err := s.DB.Recognition.Query().Where(
		recognition.OrganizationIDIn(organizations...),
		recognition.StatusEQ(enum.RecognitionInForce), recognition.KindIn(forWork...),
		recognition.Or(recognition.ValidFromIsNil(), recognition.ValidFromLTE(day)),
		recognition.Or(recognition.ValidUntilIsNil(), recognition.ValidUntilGTE(day)),
	).WithStack().WithAccepts(func(q *db.RecognitionQuery) {
		q.WithStack()
		acceptedToo(q, maxAccepted-1)
	}).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load recognitions: %w", err)
	}
	out := make(map[string][]string, len(organizations))
	for _, row := range rows {
		c, ok := chainOf(row)
		if !ok || !c.holds(at) {
			continue
		}
		switch root := c.root(); {
		case root.MicroCredentialID != nil:
			out[row.OrganizationID] = append(out[row.OrganizationID], *root.MicroCredentialID)
		case root.Edges.Stack != nil && root.Edges.Stack.CertifiesID != nil:
			out[row.OrganizationID] = append(out[row.OrganizationID], *root.Edges.Stack.CertifiesID)
		}
	}
	for of, ids := range out {
		out[of] = distinct(ids)
	}
	return out, nil
}
