package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/shortlistentry"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// ShortlistInput asks for the shortlist of a posting.
type ShortlistInput struct {
	Posting string
	// Stage and Assignee, a colleague's membership, keep some; nil keeps all.
	Stage    *enum.ShortlistStage
	Assignee *string
	Page     page.Args
}

// Shortlist is a page of a posting's shortlist.
type Shortlist struct {
	page.Page[*db.ShortlistEntry]
	// Stages counts the whole list, in the order of the stages.
	Stages []StageCount
}

// StageCount is how many entries are at a stage.
type StageCount struct {
	Stage enum.ShortlistStage
	Count int
}

// Shortlist lists whom the viewer's organization follows for a posting of its own,
// first added first. An entry says nothing of its earner: who they are now is asked
// by CandidatesByEntry.
func (s *Service) Shortlist(ctx context.Context, in ShortlistInput) (*Shortlist, error) {
	if err := auth.Require(ctx, auth.KeepShortlists); err != nil {
		return nil, err
	}
	if err := in.Page.Check(); err != nil {
		return nil, err
	}
	if _, err := loadOwn(ctx, s.DB, in.Posting); err != nil {
		return nil, problem.Under(err, "posting")
	}
	scope, err := page.Scope(auth.From(ctx).Key(), "shortlist", in.Posting, in.Stage, in.Assignee)
	if err != nil {
		return nil, err
	}
	where, err := s.entriesOf(ctx, in, scope)
	if err != nil {
		return nil, err
	}
	rows, err := s.DB.ShortlistEntry.Query().Where(where...).
		Order(shortlistentry.ByCreatedAt(), shortlistentry.ByID()).Limit(in.Page.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list shortlist: %w", err)
	}
	out := &Shortlist{Page: page.Cut(rows, in.Page, s.Cursors, scope, func(row *db.ShortlistEntry) []string {
		return page.Instant(row.CreatedAt, row.ID)
	})}
	out.Stages, err = s.stages(ctx, in.Posting)
	return out, err
}

func (s *Service) entriesOf(ctx context.Context, in ShortlistInput, scope string) ([]predicate.ShortlistEntry, error) {
	where := []predicate.ShortlistEntry{ownEntries(ctx), shortlistentry.PostingID(in.Posting)}
	if in.Stage != nil {
		where = append(where, shortlistentry.StageEQ(*in.Stage))
	}
	if in.Assignee != nil {
		to, err := colleague(ctx, s.DB, *in.Assignee)
		if err != nil {
			return nil, problem.Under(err, "assignee")
		}
		where = append(where, shortlistentry.AssigneeID(to.AccountID))
	}
	rest, err := page.Past(s.Cursors, scope, in.Page,
		store.After[predicate.ShortlistEntry](shortlistentry.FieldCreatedAt, shortlistentry.FieldID))
	return append(where, rest...), err
}

// stages counts by stage, those without any included.
func (s *Service) stages(ctx context.Context, posting string) ([]StageCount, error) {
	var counted []StageCount
	err := s.DB.ShortlistEntry.Query().Where(ownEntries(ctx), shortlistentry.PostingID(posting)).
		GroupBy(shortlistentry.FieldStage).Aggregate(db.Count()).Scan(ctx, &counted)
	if err != nil {
		return nil, fmt.Errorf("count shortlist: %w", err)
	}
	n := map[enum.ShortlistStage]int{}
	for _, c := range counted {
		n[c.Stage] = c.Count
	}
	var out []StageCount
	for _, stage := range enum.ShortlistStage("").Values() {
		out = append(out, StageCount{Stage: enum.ShortlistStage(stage), Count: n[enum.ShortlistStage(stage)]})
	}
	return out, nil
}

// EntriesByID gives the entries that are on a shortlist of the viewer's organization.
func (s *Service) EntriesByID(ctx context.Context, ids []string) (map[string]*db.ShortlistEntry, error) {
	if !auth.Can(ctx, auth.KeepShortlists) {
		return map[string]*db.ShortlistEntry{}, nil
	}
	rows, err := s.DB.ShortlistEntry.Query().Where(ownEntries(ctx), shortlistentry.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load shortlist entries: %w", err)
	}
	return byID(rows, func(row *db.ShortlistEntry) string { return row.ID }), nil
}

// ownEntries keeps those that are on a shortlist of the viewer's organization.
func ownEntries(ctx context.Context) predicate.ShortlistEntry {
	return shortlistentry.And(
		shortlistentry.OrganizationID(auth.From(ctx).Organization()), shortlistentry.RemovedAtIsNil())
}
