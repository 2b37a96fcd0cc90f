package main

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/requirement"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/internal/auth"
)

// problems are a payload's: none are expected of these writers.
type problems []struct{ Code, Message string }

func (p problems) err() error {
	if len(p) > 0 {
		return fmt.Errorf("problems: %+v", p)
	}
	return nil
}

// record is what a writer knows of a record: how it is, and how else it may be
// when the last write was cut off.
type record struct{ is, maybe string }

// settle takes over what the server has, if it may have that.
func (r *record) settle(t *testing.T, id, got string) {
	t.Helper()
	if got != r.is && (r.maybe == "" || got != r.maybe) {
		t.Fatalf("%s: got %q, want %q, or %q that was cut off", id, got, r.is, r.maybe)
	}
	r.is, r.maybe = got, ""
}

// postingWriter opens, changes and closes an employer's postings.
type postingWriter struct {
	count              tally
	rng                *rand.Rand
	name, token, skill string
	before             []string // postings that were there
	made               int
	// opening is the title of a posting whose opening was cut off.
	opening string
	known   map[string]*record
	touched map[string]bool
}

func (w *postingWriter) tally() *tally { return &w.count }

// state is how a posting is, in one line.
func state(title string, revision int, status string) string {
	return fmt.Sprintf("%s / %d / %s", title, revision, status)
}

func (w *postingWriter) write(ctx context.Context, c client) error {
	c.token = w.token
	if w.known == nil {
		w.known, w.touched = map[string]*record{}, map[string]bool{}
	}
	ids := slices.Sorted(maps.Keys(w.known))
	ids = slices.DeleteFunc(ids, func(id string) bool { return strings.HasSuffix(w.known[id].is, string(enum.PostingClosed)) })
	if w.opening != "" || len(ids) == 0 || w.rng.IntN(3) == 0 {
		return w.open(ctx, c)
	}
	id := ids[w.rng.IntN(len(ids))]
	w.touched[id] = true
	if w.rng.IntN(5) == 0 {
		return w.close(ctx, c, id)
	}
	return w.rename(ctx, c, id)
}

// open repeats an opening that was cut off by its clientMutationId: it must not
// happen twice.
func (w *postingWriter) open(ctx context.Context, c client) error {
	if w.opening == "" {
		w.made++
		w.opening = fmt.Sprintf("Posting %d of %s", w.made, w.name)
	}
	var data struct {
		CreatePosting struct {
			Posting struct {
				ID, Title, Status string
				Revision          int
			}
			Problems problems
		}
	}
	err := c.ask(ctx, `mutation ($input: CreatePostingInput!) {
		createPosting(input: $input) { posting { id title status revision } problems { code message } } }`,
		map[string]any{"input": map[string]any{
			"title": w.opening, "clientMutationId": w.opening,
			"requirements": []any{map[string]any{"ask": map[string]any{"skill": map[string]any{"skill": w.skill}}}},
		}}, &data)
	if err != nil {
		return err
	}
	if err := data.CreatePosting.Problems.err(); err != nil {
		return err
	}
	p := data.CreatePosting.Posting
	w.known[p.ID] = &record{is: state(p.Title, p.Revision, p.Status)}
	w.touched[p.ID] = true
	w.opening = ""
	return nil
}

// rename gives a posting another title.
func (w *postingWriter) rename(ctx context.Context, c client, id string) error {
	r := w.known[id]
	title, revision := fmt.Sprintf("Forklift %d", w.rng.Uint32()), revisionOf(r.is)
	r.maybe = state(title, revision+1, string(enum.PostingOpen))
	return w.change(ctx, c, r, `mutation ($input: UpdatePostingInput!) { change: updatePosting(input: $input) { problems { code message } } }`,
		map[string]any{"id": id, "revision": revision, "title": title})
}

func (w *postingWriter) close(ctx context.Context, c client, id string) error {
	r := w.known[id]
	r.maybe = state(titleOf(r.is), revisionOf(r.is)+1, string(enum.PostingClosed))
	return w.change(ctx, c, r, `mutation ($input: ClosePostingInput!) { change: closePosting(input: $input) { problems { code message } } }`,
		map[string]any{"id": id})
}

func (w *postingWriter) change(ctx context.Context, c client, r *record, mutation string, input map[string]any) error {
	var data struct {
		Change struct{ Problems problems }
	}
	if err := c.ask(ctx, mutation, map[string]any{"input": input}, &data); err != nil {
		return err
	}
	if err := data.Change.Problems.err(); err != nil {
		return err
	}
	r.is, r.maybe = r.maybe, ""
	return nil
}

func titleOf(state string) string { return strings.Split(state, " / ")[0] }

func revisionOf(state string) int {
	n, err := strconv.Atoi(strings.Split(state, " / ")[1])
	if err != nil {
		panic(err) // it was made by state
	}
	return n
}

func (w *postingWriter) look(t *testing.T, c client, all bool) {
	t.Helper()
	c.token = w.token
	ids := slices.Sorted(maps.Keys(w.touched))
	if all {
		ids = slices.Sorted(maps.Keys(w.known))
	}
	clear(w.touched)
	for some := range slices.Chunk(ids, 100) {
		var data struct {
			Nodes []*struct {
				ID, Title, Status string
				Revision          int
			}
		}
		err := c.ask(t.Context(), `query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Posting { title status revision } } }`,
			map[string]any{"ids": some}, &data)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range data.Nodes {
			if p == nil {
				t.Fatalf("posting %s is lost", some[i])
			}
			w.known[p.ID].settle(t, p.ID, state(p.Title, p.Revision, p.Status))
		}
	}
	if all {
		w.lookForTwins(t, c)
	}
}

// lookForTwins finds postings that were opened twice.
func (w *postingWriter) lookForTwins(t *testing.T, c client) {
	t.Helper()
	listed, after := 0, ""
	for {
		var data struct {
			Postings struct {
				Nodes    []struct{ ID, Title string }
				PageInfo struct {
					HasNextPage bool
					EndCursor   string
				}
			}
		}
		variables := map[string]any{}
		if after != "" {
			variables["after"] = after
		}
		err := c.ask(t.Context(), `query ($after: String) {
			postings(filter: { mine: true, status: [OPEN, CLOSED] }, first: 100, after: $after) {
				nodes { id title } pageInfo { hasNextPage endCursor } } }`, variables, &data)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range data.Postings.Nodes {
			switch {
			case w.known[p.ID] != nil:
				listed++
			case !slices.Contains(w.before, p.ID) && p.Title != w.opening:
				t.Errorf("%s has a posting %q that it opened twice", w.name, p.Title)
			}
		}
		if !data.Postings.PageInfo.HasNextPage {
			break
		}
		after = data.Postings.PageInfo.EndCursor
	}
	if listed != len(w.known) {
		t.Errorf("%s has %d of the %d postings that it opened", w.name, listed, len(w.known))
	}
}

// earnerWriter shows and hides an earner.
type earnerWriter struct {
	count tally
	rng   *rand.Rand
	token string
	shown record
}

func (w *earnerWriter) tally() *tally { return &w.count }

func (w *earnerWriter) write(ctx context.Context, c client) error {
	c.token = w.token
	wanted := []string{"HIDDEN", "ANONYMOUS", "OPEN"}[w.rng.IntN(3)]
	w.shown.maybe = wanted
	var data struct {
		SetVisibility struct{ Problems problems }
	}
	err := c.ask(ctx, `mutation ($wanted: Visibility!) { setVisibility(input: { visibility: $wanted }) { problems { code message } } }`,
		map[string]any{"wanted": wanted}, &data)
	if err != nil {
		return err
	}
	if err := data.SetVisibility.Problems.err(); err != nil {
		return err
	}
	w.shown = record{is: wanted}
	return nil
}

func (w *earnerWriter) look(t *testing.T, c client, _ bool) {
	t.Helper()
	c.token = w.token
	var data struct {
		Viewer struct {
			Earner struct{ ID, Visibility string }
		}
	}
	if err := c.ask(t.Context(), `{ viewer { earner { id visibility } } }`, nil, &data); err != nil {
		t.Fatal(err)
	}
	got := data.Viewer.Earner
	if w.shown == (record{}) {
		w.shown.is = got.Visibility
	}
	w.shown.settle(t, got.ID, got.Visibility)
}

// awardWriter revokes awards, a few in each round.
type awardWriter struct {
	count tally
	token string
	left  []string
	known map[string]*record
	// here counts those of the round.
	here int
}

const revokedPerRound = 4

func (w *awardWriter) tally() *tally { return &w.count }

func (w *awardWriter) write(ctx context.Context, c client) error {
	c.token = w.token
	if w.known == nil {
		w.known = map[string]*record{}
	}
	if len(w.left) == 0 || w.here == revokedPerRound {
		return errDone
	}
	w.here++
	id := w.left[0]
	w.left = w.left[1:]
	w.known[id] = &record{is: "ACTIVE", maybe: "REVOKED"}
	var data struct {
		RevokeAward struct{ Problems problems }
	}
	err := c.ask(ctx, `mutation ($input: RevokeAwardInput!) { revokeAward(input: $input) { problems { code message } } }`,
		map[string]any{"input": map[string]any{"id": id, "reason": "Issued in error."}}, &data)
	if err != nil {
		return err
	}
	if err := data.RevokeAward.Problems.err(); err != nil {
		return err
	}
	w.known[id] = &record{is: "REVOKED"}
	return nil
}

func (w *awardWriter) look(t *testing.T, c client, _ bool) {
	t.Helper()
	c.token, w.here = w.token, 0
	for some := range slices.Chunk(slices.Sorted(maps.Keys(w.known)), 100) {
		var data struct {
			Nodes []*struct{ ID, Status string }
		}
		err := c.ask(t.Context(), `query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Award { status } } }`,
			map[string]any{"ids": some}, &data)
		if err != nil {
			t.Fatal(err)
		}
		for i, a := range data.Nodes {
			if a == nil {
				t.Fatalf("award %s is lost", some[i])
			}
			w.known[a.ID].settle(t, a.ID, a.Status)
		}
	}
}

// askedBy lists an employer's postings, and a skill that one of them asks for.
func askedBy(t *testing.T, a *app.App, email string) (postings []string, skill string) {
	t.Helper()
	person, err := a.Accounts.ResolveAccount(t.Context(), auth.Subject{Email: email})
	if err != nil {
		t.Fatal(err)
	}
	of := posting.EmployerID(person.Memberships[0].Organization)
	postings, err = a.Store.Client.Posting.Query().Where(of).Order(posting.ByID()).IDs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	asked, err := a.Store.Client.Requirement.Query().
		Where(requirement.HasPostingWith(of), requirement.SkillIDNotNil()).Order(requirement.ByID()).First(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return postings, *asked.SkillID
}

// revocable lists awards that the demo's issuer may revoke, in no order.
func revocable(t *testing.T, a *app.App, rng *rand.Rand) []string {
	t.Helper()
	accounts, err := a.Accounts.Demo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, account := range accounts {
		if account.DemoRole != string(auth.Issuer) {
			continue
		}
		ids, err := a.Store.Client.Award.Query().
			Where(award.IssuerID(account.Edges.Memberships[0].OrganizationID), award.StatusEQ(enum.AwardActive),
				award.SourceNEQ(enum.SourceClaimed)).
			Order(award.ByID()).IDs(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		rng.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		return ids
	}
	t.Fatal("the demo has no issuer")
	return nil
}
