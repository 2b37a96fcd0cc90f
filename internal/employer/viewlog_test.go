package employer_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/spool"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// withViewLog has the town's service note whom it shows.
func (v *town) withViewLog(t *testing.T, dir string) *employer.ViewLog {
	t.Helper()
	kept := world.Must(spool.Open(dir, spool.Options{Segment: 500, Careless: true}))(t)
	t.Cleanup(func() { _ = kept.Close() })
	log := &employer.ViewLog{DB: v.World.DB(), Now: v.Clock.Now, Spool: kept}
	v.Sightings = log
	return log
}

// view is a line of the log, without what a test does not set.
type view struct {
	Organization, Posting string
	On                    string
	Times                 int
	Fields                []string
}

func (v *town) viewsOf(t *testing.T, earner string) []view {
	t.Helper()
	viewer := auth.With(t.Context(), auth.Viewer{Account: "acc_" + earner, Earner: earner})
	var all []view
	for after := ""; ; {
		found := world.Must(v.ViewLog(viewer, page.Args{First: 2, After: after}))(t)
		for _, row := range found.Items {
			all = append(all, view{row.OrganizationID, row.PostingID, row.On.Format(time.DateOnly), row.Times, row.Fields})
		}
		if !found.HasNext {
			return all
		}
		after = found.Cursors[len(found.Cursors)-1]
	}
}

func TestEveryTimeAnEarnerIsShownIsALineOfTheirs(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.withViewLog(t, t.TempDir())
	posting := v.posting(v.miller, t, v.driver(t))
	crew := v.crew(t, 3)
	v.index(t)
	ask := asking(posting.ID, 2, "")
	ask.Fields = []string{"alias", "id"}
	shown := world.Must(v.Candidates(v.miller, ask))(t)
	ask.Fields = []string{"awards", "id"}
	world.Must(v.Candidates(v.miller, ask))(t)
	ask.CountsOnly = true
	world.Must(v.Candidates(v.miller, ask))(t)
	v.Clock.Advance(24 * time.Hour)
	world.Must(v.CandidatesByID(v.miller, []string{shown.Nodes[0].ID}, "en", "name"))(t)

	day := v.Clock.Now().UTC()
	today, yesterday := day.Format(time.DateOnly), day.AddDate(0, 0, -1).Format(time.DateOnly)
	twice := view{v.mill.ID, posting.ID, yesterday, 2, []string{"alias", "awards", "id"}}
	for i, want := range [][]view{
		{{v.mill.ID, posting.ID, today, 1, []string{"name"}}, twice},
		{twice},
		nil,
	} {
		earner := crew[slices.IndexFunc(crew, func(e string) bool { return v.isCandidate(t, e, posting, i) })]
		if diff := cmp.Diff(want, v.viewsOf(t, earner)); diff != "" {
			t.Errorf("the earner in row %d (-want +got):\n%s", i, diff)
		}
	}
}

// isCandidate tells whether an earner is a row of the miller's list, which nobody
// notes.
func (v *town) isCandidate(t *testing.T, earner string, posting *db.Posting, row int) bool {
	t.Helper()
	noting := v.Sightings
	defer func() { v.Sightings = noting }()
	v.Sightings = nil
	rows := world.Must(v.Candidates(v.miller, asking(posting.ID, 10, "")))(t)
	told := &recorder{}
	v.Sightings = told
	world.Must(v.CandidatesByID(v.miller, []string{rows.Nodes[row].ID}, "en"))(t)
	return told.lines[0].Earner == earner
}

// recorder keeps sightings in memory.
type recorder struct {
	lines []employer.Sighting
	err   error
}

func (r *recorder) Add(_ context.Context, lines []employer.Sighting) error {
	r.lines = append(r.lines, lines...)
	return r.err
}

func (r *recorder) Load(context.Context) error { return nil }

func TestAnAnswerThatCannotBeNotedIsNotGiven(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	posting := v.posting(v.miller, t, v.driver(t))
	v.crew(t, 1)
	v.index(t)
	found := v.page(v.miller, t, posting.ID, 5, "")
	full := errors.New("the disk is full")
	v.Sightings = &recorder{err: full}
	if out, err := v.Candidates(v.miller, asking(posting.ID, 5, "")); !errors.Is(err, full) || out != nil {
		t.Errorf("the list is %v, %v", out, err)
	}
	if out, err := v.CandidatesByID(v.miller, []string{found.Nodes[0].ID}, "en"); !errors.Is(err, full) || out != nil {
		t.Errorf("the node is %v, %v", out, err)
	}
}

func TestTheViewLogIsReadByTheEarnerAlone(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	for name, viewer := range map[string]context.Context{"an employer": v.miller, "anonymous": t.Context()} {
		if _, err := v.ViewLog(viewer, page.Args{First: 5}); !problem.Is(err, problem.Forbidden) && !problem.Is(err, problem.Unauthenticated) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsLoadedIsLoadedOnceAndOfThoseWhoAreThere(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	dir := t.TempDir()
	log := v.withViewLog(t, dir)
	earners := v.crew(t, 2)
	gone := "ern_00000000000000000000000000"
	add := func(n int) {
		for range n {
			line := func(of string) employer.Sighting {
				return employer.Sighting{Earner: of, Organization: v.mill.ID, Fields: []string{"id"}}
			}
			if err := log.Add(t.Context(), []employer.Sighting{line(earners[0]), line(gone), line(earners[1])}); err != nil {
				t.Fatal(err)
			}
		}
	}
	add(7)
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Earner.UpdateOneID(earners[1]).SetErasedAt(v.Clock.Now()).Exec(ctx)
	})
	for range 3 {
		if err := log.Load(v.Ctx); err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Spool.Close(); err != nil {
		t.Fatal(err)
	}
	log = v.withViewLog(t, dir)
	add(4)
	want := []view{{v.mill.ID, "", v.Clock.Now().Format(time.DateOnly), 11, []string{"id"}}}
	if diff := cmp.Diff(want, v.viewsOf(t, earners[0])); diff != "" {
		t.Errorf("the log (-want +got):\n%s", diff)
	}
	if n := v.World.DB().ViewLogLine.Query().CountX(v.Ctx); n != 1 {
		t.Errorf("%d lines are kept, want the one of who is there", n)
	}
}
