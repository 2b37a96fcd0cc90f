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
	"github.com/stackmatch/stackmatch/ent/db/shortlistentry"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// The most that a shortlist has, and that one call changes.
const (
	maxEntries     = 500
	maxEntriesOnce = 100
)

// AddToShortlistInput says whom to follow for which posting: candidates by the ids
// that the organization knows them by.
type AddToShortlistInput struct {
	Posting    string
	Candidates []string
}

// ShortlistResult is what came of one row of a call.
type ShortlistResult struct {
	// Index is the row's place in the input.
	Index int
	// Entry is as it stands now; nil where it was not found.
	Entry    *db.ShortlistEntry
	Problems []*problem.Problem
}

// AddToShortlist puts candidates whom a posting lists now on its shortlist. Who is on
// it already stays where they are: to send it again changes nothing.
func (s *Service) AddToShortlist(ctx context.Context, in AddToShortlistInput) ([]*ShortlistResult, error) {
	if err := auth.Require(ctx, auth.KeepShortlists); err != nil {
		return nil, err
	}
	if err := checkMany(in.Candidates, "candidates"); err != nil {
		return nil, err
	}
	listed, err := s.listed(ctx, in.Posting, in.Candidates)
	if err != nil {
		return nil, err
	}
	var results []*ShortlistResult
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		results, err = s.add(ctx, tx, in, listed)
		return err
	})
	return results, err
}

// listed are the earners, by the candidate's id, whom a posting of the viewer's
// organization lists at this instant.
func (s *Service) listed(ctx context.Context, of string, candidates []string) (map[string]string, error) {
	a, err := s.asker(ctx, defaultLanguage)
	if err != nil {
		return nil, err
	}
	row, err := s.DB.Posting.Query().
		Where(posting.ID(of), posting.EmployerID(a.viewer.Organization())).WithPlace().WithRequirements(withAsks).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.Under(noPosting(of), "posting")
	}
	if err != nil {
		return nil, fmt.Errorf("load posting: %w", err)
	}
	questions, err := a.questions([]*db.Posting{row})
	if err != nil {
		return nil, err
	}
	people, err := s.meant(ctx, a, candidates)
	if err != nil {
		return nil, err
	}
	if err := s.locate(ctx, a, slices.Collect(maps.Values(people))); err != nil {
		return nil, err
	}
	out := make(map[string]string, len(people))
	for candidate, person := range people {
		if _, is := questions[0].match(person); is {
			out[candidate] = person.Earner.ID
		}
	}
	return out, nil
}

func (s *Service) add(ctx context.Context, tx *db.Client, in AddToShortlistInput, listed map[string]string) ([]*ShortlistResult, error) {
	// Of two who add the same at once, the second finds what the first added.
	if err := store.Lock(ctx, "shortlist "+in.Posting); err != nil {
		return nil, err
	}
	before, err := tx.ShortlistEntry.Query().Where(shortlistentry.PostingID(in.Posting)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load shortlist: %w", err)
	}
	known := byID(before, func(row *db.ShortlistEntry) string { return row.EarnerID })
	room := maxEntries
	for _, row := range before {
		if row.RemovedAt == nil {
			room--
		}
	}
	results := make([]*ShortlistResult, len(in.Candidates))
	for i, candidate := range in.Candidates {
		results[i] = &ShortlistResult{Index: i}
		earner, is := listed[candidate]
		at := []string{"candidates", strconv.Itoa(i)}
		switch row := known[earner]; {
		case !is:
			results[i].fail(noCandidate(candidate).At(at...))
		case row != nil && row.RemovedAt == nil:
			results[i].Entry = row
		case room == 0:
			results[i].fail(problem.New(problem.Limit, "a shortlist has room for %d; remove somebody first", maxEntries).
				Spanish("una lista tiene lugar para %d; quite a alguien antes", maxEntries).At(at...))
		default:
			room--
			if results[i].Entry, err = s.enter(ctx, tx, entering{posting: in.Posting, earner: earner, removed: row, index: i}); err != nil {
				return nil, err
			}
			known[earner] = results[i].Entry
		}
	}
	return results, nil
}

func (r *ShortlistResult) fail(p *problem.Problem) { r.Problems = append(r.Problems, p) }

// entering is an earner who is to be on a shortlist; removed is their entry where
// they were on it before.
type entering struct {
	posting, earner string
	removed         *db.ShortlistEntry
	index           int
}

// enter puts an earner on a shortlist.
func (s *Service) enter(ctx context.Context, tx *db.Client, in entering) (row *db.ShortlistEntry, err error) {
	now, viewer := s.Now(), auth.From(ctx)
	if in.removed != nil {
		row, err = tx.ShortlistEntry.UpdateOne(in.removed).ClearRemovedAt().ClearAssigneeID().
			SetStage(enum.StageNew).SetMovedAt(now).AddRevision(1).Save(ctx)
	} else {
		// Those of one call are listed in its order.
		created := now.Add(time.Duration(in.index) * time.Microsecond)
		row, err = tx.ShortlistEntry.Create().SetID(s.IDs.Mint(id.ShortlistEntry)).SetCreatedAt(created).
			SetPostingID(in.posting).SetOrganizationID(viewer.Organization()).SetEarnerID(in.earner).
			SetAddedByID(viewer.Account).SetMovedAt(now).Save(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("write shortlist entry: %w", err)
	}
	err = tx.ShortlistMove.Create().SetEntryID(row.ID).SetStage(enum.StageNew).SetActorID(viewer.Account).SetAt(now).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("write move: %w", err)
	}
	return row, audit.Write(ctx, tx, now, "shortlist.add", enum.SubjectShortlist, row.ID)
}

func noCandidate(id string) *problem.Problem {
	return problem.New(problem.NotFound, "this posting lists no candidate %q now", short(id)).
		Spanish("esta oferta no incluye ahora a ninguna persona candidata %q", short(id))
}

// checkMany refuses calls of nothing, and of more than one call may change.
func checkMany(ids []string, path string) error {
	if n := len(ids); n < 1 || n > maxEntriesOnce {
		return problem.New(problem.Invalid, "give 1 to %d, not %d", maxEntriesOnce, n).
			Spanish("dé de 1 a %d, no %d", maxEntriesOnce, n).At(path)
	}
	return nil
}
