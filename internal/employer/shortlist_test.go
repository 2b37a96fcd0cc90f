package employer_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/notification"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// desk is a town with a posting, candidates of it by the miller's ids, and a
// colleague of the miller's.
type desk struct {
	*town
	posting    *db.Posting
	crew       []string
	candidates []string
	colleague  world.Viewer
}

func newDesk(t *testing.T, n int) *desk {
	t.Helper()
	d := &desk{town: newTown(t)}
	d.Service.Post = d.World.Post
	d.posting = d.town.posting(d.miller, t, d.driver(t))
	d.crew = d.town.crew(t, n)
	d.index(t)
	d.candidates = idsOf(d.page(d.miller, t, d.posting.ID, 100, "").Nodes)
	d.colleague = d.Member(t, auth.Employer, d.mill)
	return d
}

// add puts candidates on the posting's shortlist, and gives their entries' ids.
func (d *desk) add(t *testing.T, candidates ...string) []string {
	t.Helper()
	results := world.Must(d.AddToShortlist(d.miller, employer.AddToShortlistInput{Posting: d.posting.ID, Candidates: candidates}))(t)
	ids := make([]string, len(results))
	for i, r := range results {
		if r.Entry == nil {
			t.Fatal(r.Problems)
		}
		ids[i] = r.Entry.ID
	}
	return ids
}

func (d *desk) list(t *testing.T, edit ...func(*employer.ShortlistInput)) *employer.Shortlist {
	t.Helper()
	in := employer.ShortlistInput{Posting: d.posting.ID, Page: page.Args{First: 100}}
	for _, change := range edit {
		change(&in)
	}
	return world.Must(d.Shortlist(d.miller, in))(t)
}

func entryIDs(rows []*db.ShortlistEntry) []string {
	out := make([]string, len(rows))
	for i, row := range rows {
		out[i] = row.ID
	}
	return out
}

// told are the kinds of problem of each row.
func told(results []*employer.ShortlistResult) []string {
	out := make([]string, len(results))
	for i, r := range results {
		out[i] = "ok"
		if len(r.Problems) > 0 {
			out[i] = string(r.Problems[0].Kind)
		}
	}
	return out
}

func TestAShortlistHasWhomThePostingListsOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 3)
	in := employer.AddToShortlistInput{Posting: d.posting.ID, Candidates: []string{
		d.candidates[0], "cnd_00000000000000000000000000", d.candidates[1], d.candidates[0],
	}}
	results := world.Must(d.AddToShortlist(d.miller, in))(t)
	if diff := cmp.Diff([]string{"ok", "NOT_FOUND", "ok", "ok"}, told(results)); diff != "" {
		t.Error(diff)
	}
	if results[0].Entry.ID != results[3].Entry.ID {
		t.Error("a candidate is on the list twice")
	}
	again := d.add(t, d.candidates[0])
	if again[0] != results[0].Entry.ID || len(d.list(t).Items) != 2 {
		t.Error("sent again, it added another entry")
	}
}

func TestAShortlistIsTheEmployersOwn(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1)
	entry := d.add(t, d.candidates[0])
	theirs := d.town.posting(d.stranger, t, d.driver(t))
	if _, err := d.AddToShortlist(d.stranger, employer.AddToShortlistInput{Posting: d.posting.ID, Candidates: d.candidates}); !problem.Is(err, problem.NotFound) {
		t.Errorf("a stranger adds to it: %v", err)
	}
	results := world.Must(d.AddToShortlist(d.stranger, employer.AddToShortlistInput{Posting: theirs.ID, Candidates: d.candidates}))(t)
	if diff := cmp.Diff([]string{"NOT_FOUND"}, told(results)); diff != "" {
		t.Errorf("a stranger uses the miller's ids: %s", diff)
	}
	if _, err := d.Shortlist(d.stranger, employer.ShortlistInput{Posting: d.posting.ID, Page: page.Args{First: 1}}); !problem.Is(err, problem.NotFound) {
		t.Errorf("a stranger reads it: %v", err)
	}
	moved := world.Must(d.MoveOnShortlist(d.stranger, employer.MoveOnShortlistInput{EntriesInput: employer.EntriesInput{Entries: entry}, To: enum.StageHired}))(t)
	if moved[0].Entry != nil || told(moved)[0] != "NOT_FOUND" {
		t.Error("a stranger moves its entries")
	}
	if _, err := d.NoteOnShortlist(d.stranger, employer.NoteOnShortlistInput{Entry: entry[0], Text: "Hm."}); !problem.Is(err, problem.NotFound) {
		t.Errorf("a stranger notes on it: %v", err)
	}
	for name, found := range map[string]int{
		"entries":    len(world.Must(d.EntriesByID(d.stranger, entry))(t)),
		"notes":      len(world.Must(d.NotesByEntry(d.stranger, entry))(t)),
		"moves":      len(world.Must(d.MovesByEntry(d.stranger, entry))(t)),
		"candidates": len(world.Must(d.CandidatesByEntry(d.stranger, entry, "en"))(t)),
	} {
		if found != 0 {
			t.Errorf("a stranger reads %d %s", found, name)
		}
	}
}

func TestEntriesMoveByThemselvesAndRememberHow(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 3)
	entries := d.add(t, d.candidates...)
	move := func(to enum.ShortlistStage, entries []string, revisions ...int) []*employer.ShortlistResult {
		return world.Must(d.MoveOnShortlist(d.miller, employer.MoveOnShortlistInput{
			EntriesInput: employer.EntriesInput{Entries: entries, Revisions: revisions}, To: to,
		}))(t)
	}
	move(enum.StageReview, entries[:1])
	results := move(enum.StageInterview, []string{entries[0], entries[1], "sle_nobody"}, 1, 1, 1)
	if diff := cmp.Diff([]string{"CONFLICT", "ok", "NOT_FOUND"}, told(results)); diff != "" {
		t.Error(diff)
	}
	if results[0].Entry.Revision != 2 || results[0].Entry.Stage != enum.StageReview {
		t.Errorf("a conflict shows the entry as %+v", results[0].Entry)
	}
	count := map[enum.ShortlistStage]int{}
	for _, c := range d.list(t).Stages {
		count[c.Stage] = c.Count
	}
	if count[enum.StageReview] != 1 || count[enum.StageInterview] != 1 || count[enum.StageNew] != 1 || len(count) != 7 {
		t.Errorf("the stages are %v", count)
	}
	only := d.list(t, func(in *employer.ShortlistInput) { in.Stage = world.Ptr(enum.StageReview) })
	if diff := cmp.Diff(entries[:1], entryIDs(only.Items)); diff != "" {
		t.Error(diff)
	}
	moves := world.Must(d.MovesByEntry(d.miller, entries[:1]))(t)[entries[0]]
	if len(moves) != 2 || moves[0].From != nil || *moves[1].From != enum.StageNew || moves[1].Stage != enum.StageReview {
		t.Errorf("the history is %v", moves)
	}
}

func TestAColleagueIsToldWhomTheyAreToFollowUp(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 2)
	entries := d.add(t, d.candidates...)
	all := world.Must(d.Colleagues(d.miller))(t)
	if len(all) != 2 || !slices.ContainsFunc(all, func(c *employer.Colleague) bool { return c.Me }) {
		t.Fatalf("the colleagues are %v", all)
	}
	other := all[slices.IndexFunc(all, func(c *employer.Colleague) bool { return !c.Me })]
	assign := func(to *string) []*employer.ShortlistResult {
		return world.Must(d.AssignOnShortlist(d.miller, employer.AssignOnShortlistInput{EntriesInput: employer.EntriesInput{Entries: entries[:1]}, To: to}))(t)
	}
	assign(&other.ID)
	assign(&other.ID)
	notices := d.World.DB().Notification.Query().Where(notification.KindEQ(enum.NoticeAssigned)).AllX(d.Ctx)
	if len(notices) != 1 || notices[0].MembershipID != other.ID || notices[0].Subject != entries[0] || notices[0].About != d.posting.ID {
		t.Errorf("the notices are %v", notices)
	}
	mine := d.list(t, func(in *employer.ShortlistInput) { in.Assignee = &other.ID })
	if diff := cmp.Diff(entries[:1], entryIDs(mine.Items)); diff != "" {
		t.Error(diff)
	}
	theirs := world.Must(d.Colleagues(d.stranger))(t)
	if _, err := d.AssignOnShortlist(d.miller, employer.AssignOnShortlistInput{EntriesInput: employer.EntriesInput{Entries: entries}, To: &theirs[0].ID}); !problem.Is(err, problem.NotFound) {
		t.Errorf("a stranger was assigned: %v", err)
	}
	if got := assign(nil); got[0].Entry.AssigneeID != nil {
		t.Error("nobody was assigned, and somebody is")
	}
}

func TestWhoHidesStaysOnTheListWithoutAFace(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 2)
	entries := d.add(t, d.candidates...)
	log := d.withViewLog(t, t.TempDir())
	shown := world.Must(d.CandidatesByEntry(d.miller, entries, "en", "alias"))(t)
	if len(shown) != 2 || shown[entries[0]].ID != d.candidates[0] || shown[entries[0]].Match.Rank != 1 {
		t.Fatalf("the entries show %v", shown)
	}
	row := d.World.DB().ShortlistEntry.GetX(d.Ctx, entries[0])
	if got := d.viewsOf(t, row.EarnerID); len(got) != 1 || got[0].Times != 1 || got[0].Posting != d.posting.ID {
		t.Errorf("the earner reads %v", got)
	}
	d.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Earner.UpdateOneID(row.EarnerID).SetVisibility(consent.Hidden).Exec(ctx)
	})
	if left := world.Must(d.CandidatesByEntry(d.miller, entries, "en"))(t); len(left) != 1 || left[entries[0]] != nil {
		t.Errorf("hidden, the entries show %v", left)
	}
	if diff := cmp.Diff(entries, entryIDs(d.list(t).Items)); diff != "" {
		t.Error(diff)
	}
	if err := log.Load(d.Ctx); err != nil {
		t.Fatal(err)
	}
	gone := world.Must(d.RemoveFromShortlist(d.miller, employer.RemoveFromShortlistInput{EntriesInput: employer.EntriesInput{Entries: entries[:1]}}))(t)
	if gone[0].Entry != nil || len(gone[0].Problems) > 0 || len(d.list(t).Items) != 1 {
		t.Errorf("removed, it is %v", gone[0])
	}
}

func TestNotesAreTheMembersAndGoWithTheEntry(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1)
	entry := d.add(t, d.candidates...)
	note := func(key, text string) *db.ShortlistNote {
		return world.Must(d.NoteOnShortlist(d.miller, employer.NoteOnShortlistInput{Entry: entry[0], Text: text, ClientMutationID: &key}))(t)
	}
	first := note("1", "Good with pallets.")
	if again := note("1", "Good with pallets."); again.ID != first.ID {
		t.Error("sent again, it is another note")
	}
	second := note("2", "Call on Monday.")
	if err := d.DeleteNote(d.colleague, employer.DeleteNoteInput{ID: second.ID}); !problem.Is(err, problem.NotFound) {
		t.Errorf("a colleague deletes another's note: %v", err)
	}
	if err := d.DeleteNote(d.miller, employer.DeleteNoteInput{ID: second.ID}); err != nil {
		t.Error(err)
	}
	read := world.Must(d.NotesByEntry(d.colleague, entry))(t)[entry[0]]
	if len(read) != 1 || read[0].Text != "Good with pallets." {
		t.Errorf("a colleague reads %v", read)
	}
	for _, wrong := range []string{"", " \n"} {
		if _, err := d.NoteOnShortlist(d.miller, employer.NoteOnShortlistInput{Entry: entry[0], Text: wrong}); !problem.Is(err, problem.Invalid) {
			t.Errorf("the note %q: %v", wrong, err)
		}
	}
	world.Must(d.RemoveFromShortlist(d.miller, employer.RemoveFromShortlistInput{EntriesInput: employer.EntriesInput{Entries: entry}}))(t)
	d.add(t, d.candidates...)
	if read := world.Must(d.NotesByEntry(d.miller, entry))(t)[entry[0]]; len(read) != 0 {
		t.Errorf("back on the list, it has the notes %v", read)
	}
}
