package employer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// maxFound is how many postings a text search ranks: nobody reads further.
const maxFound = 1_000

// PostingFilter says which postings to keep: lists mean any of, an empty one
// nothing; members given together must all hold.
type PostingFilter struct {
	Employers []string
	// Mine keeps those of the organization that the viewer acts for.
	Mine       *bool
	Status     []enum.PostingStatus
	Occupation *string
	Remote     *bool
}

// PostingsInput asks for a list of postings.
type PostingsInput struct {
	Filter   PostingFilter
	Search   string
	Language string
	Page     page.Args
}

// Posting is a posting that the viewer may see: an open one that is meant for
// them, and one's own.
func (s *Service) Posting(ctx context.Context, id string) (*db.Posting, error) {
	visible, err := s.visibleTo(ctx)
	if err != nil {
		return nil, err
	}
	p, err := s.DB.Posting.Query().Where(posting.ID(id), visible).Only(ctx)
	if db.IsNotFound(err) {
		return nil, noPosting(id)
	}
	if err != nil {
		return nil, fmt.Errorf("load posting: %w", err)
	}
	return p, nil
}

// PostingsByID gives those of the postings that the viewer may see.
func (s *Service) PostingsByID(ctx context.Context, ids []string) (map[string]*db.Posting, error) {
	visible, err := s.visibleTo(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.DB.Posting.Query().Where(posting.IDIn(ids...), visible).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load postings: %w", err)
	}
	out := make(map[string]*db.Posting, len(rows))
	for _, p := range rows {
		out[p.ID] = p
	}
	return out, nil
}

// Postings lists postings: with words best match first, else newest first.
func (s *Service) Postings(ctx context.Context, in PostingsInput) (page.Page[*db.Posting], error) {
	none := page.Page[*db.Posting]{}
	if err := problem.Join(in.Page.Check(), checkLength(in.Search, maxSearch, "search"), checkOccupationPrefix(in.Filter.Occupation)); err != nil {
		return none, err
	}
	viewer := auth.From(ctx)
	scope, err := page.Scope(viewer.Key(), "postings", in.Filter, in.Search)
	if err != nil {
		return none, err
	}
	visible, err := s.visibleTo(ctx)
	if err != nil {
		return none, err
	}
	where := append(in.Filter.predicates(viewer, s.Now()), visible)
	if !blank(in.Search) {
		return s.foundPostings(ctx, in, where, scope)
	}
	return s.newestPostings(ctx, in, where, scope)
}

func (s *Service) newestPostings(ctx context.Context, in PostingsInput, where []predicate.Posting, scope string) (page.Page[*db.Posting], error) {
	none := page.Page[*db.Posting]{}
	rest, err := page.Past(s.Cursors, scope, in.Page, store.Before[predicate.Posting](posting.FieldOpenedAt, posting.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.Posting.Query().Where(where...).Where(rest...).
		Order(db.Desc(posting.FieldOpenedAt, posting.FieldID)).Limit(in.Page.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list postings: %w", err)
	}
	return page.Cut(rows, in.Page, s.Cursors, scope, func(p *db.Posting) []string { return page.Instant(p.OpenedAt, p.ID) }), nil
}

// foundPostings keeps the order of the text index. The cursor is the last
// posting seen and its place in that order, which stands in for a posting that is
// found no more.
func (s *Service) foundPostings(ctx context.Context, in PostingsInput, where []predicate.Posting, scope string) (page.Page[*db.Posting], error) {
	none := page.Page[*db.Posting]{}
	ids, err := s.Texts.Postings(ctx, in.Search, in.Language, maxFound)
	if err != nil {
		return none, fmt.Errorf("find postings: %w", err)
	}
	start, err := s.startOf(ids, scope, in.Page.After)
	if err != nil {
		return none, err
	}
	shown, err := s.DB.Posting.Query().Where(append(where, posting.IDIn(ids[start:]...))...).IDs(ctx)
	if err != nil {
		return none, fmt.Errorf("filter found postings: %w", err)
	}
	at := make(map[string]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	slices.SortFunc(shown, func(a, b string) int { return at[a] - at[b] })
	rows, err := s.PostingsByID(ctx, shown[:min(len(shown), in.Page.Limit())])
	if err != nil {
		return none, err
	}
	list := slices.SortedFunc(maps.Values(rows), func(a, b *db.Posting) int { return at[a.ID] - at[b.ID] })
	return page.Cut(list, in.Page, s.Cursors, scope, func(p *db.Posting) []string {
		return []string{p.ID, strconv.Itoa(at[p.ID])}
	}), nil
}

// startOf is where the page after a cursor begins among ids.
func (s *Service) startOf(ids []string, scope, cursor string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	last, err := s.Cursors.OpenPosition(scope, cursor, 2)
	if err != nil {
		return 0, err
	}
	if i := slices.Index(ids, last[0]); i >= 0 {
		return i + 1, nil
	}
	i, err := strconv.Atoi(last[1])
	if err != nil {
		return 0, fmt.Errorf("read cursor: %w", err)
	}
	return min(i, len(ids)), nil
}

func (f PostingFilter) predicates(viewer auth.Viewer, now time.Time) []predicate.Posting {
	var where []predicate.Posting
	mine := f.Mine != nil && *f.Mine
	switch {
	case f.Status != nil:
		where = append(where, standsAs(now, f.Status...))
	case !mine:
		where = append(where, openAt(now))
	}
	if mine {
		where = append(where, posting.EmployerID(viewer.Organization()))
	}
	if f.Employers != nil {
		where = append(where, posting.EmployerIDIn(f.Employers...))
	}
	if f.Occupation != nil {
		where = append(where, posting.OccupationCodeHasPrefix(*f.Occupation))
	}
	if f.Remote != nil {
		where = append(where, posting.Remote(*f.Remote))
	}
	return where
}

func noPosting(id string) error {
	return problem.New(problem.NotFound, "there is no posting %q", short(id)).Spanish("no hay ninguna oferta %q", short(id)).At("id")
}
