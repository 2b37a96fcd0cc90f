package employer_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
	"github.com/stackmatch/stackmatch/search"
)

// town is a world with an employer in it, who acts, and another one.
type town struct {
	*world.World
	*employer.Service
	ranker      *ranker
	mill, other *db.Organization
	// miller and stranger act for them.
	miller, stranger world.Viewer
	county, zip      string
	college          *db.Organization
	forklift, safety *db.MicroCredential
	stack            *db.Stack
}

func newTown(t testing.TB) *town {
	t.Helper()
	w := world.New(t)
	v := &town{World: w}
	state := w.Place(t, enum.PlaceState, "13", 32.6, -83.4, "")
	v.county = w.Place(t, enum.PlaceCounty, "13051", 32, -81.1, state)
	v.zip = w.Place(t, enum.PlaceZIP, "31401", 32.07, -81.09, v.county)
	v.mill = w.Organization(t, "Mill", &v.zip, enum.OrgEmployer)
	v.other = w.Organization(t, "Other", nil, enum.OrgEmployer)
	v.college = w.Organization(t, "College", nil, enum.OrgIssuer, enum.OrgDeveloper)
	v.forklift = w.MicroCredential(t, v.college, "Forklift", map[string]int{"drive forklifts": 2})
	v.safety = w.MicroCredential(t, v.college, "Safety", map[string]int{"keep safe": 2})
	v.stack = w.Stack(t, v.college, "Warehouse", v.forklift, v.safety)
	v.miller, v.stranger = w.Member(t, auth.Employer, v.mill), w.Member(t, auth.Employer, v.other)
	v.ranker = newRanker(t, w)
	v.Service = &employer.Service{
		DB: w.DB(), IDs: w.IDs, Now: w.Clock.Now, Catalog: w.Catalog, Ranker: v.ranker, Texts: postingTexts{w.Texts},
		Cursors: w.Cursors, Post: w.Post, MaskKey: [32]byte{1}, DrawKey: []byte("a key for draws"),
	}
	v.ranker.words.employers = v.Service
	return v
}

// ranker is as internal/app builds it, with a moment in which a test may act:
// between what the index answers and what the records say.
type ranker struct {
	earners     *search.Earners
	syncer      *search.Syncer
	credentials *credential.Service
	words       *words
	meanwhile   func()
}

func newRanker(t testing.TB, w *world.World) *ranker {
	t.Helper()
	earners := world.Must(search.OpenEarners(t.TempDir(), func() []search.Place {
		var list []search.Place
		for _, row := range w.DB().Place.Query().AllX(w.Ctx) {
			list = append(list, search.Place{ID: row.ID, Lat: row.Latitude, Lon: row.Longitude})
		}
		return list
	}))(t)
	t.Cleanup(func() { _ = earners.Close() })
	r := &ranker{earners: earners, credentials: w.Credentials, words: &words{world: w}}
	r.syncer = search.NewSyncer(outbox.New(w.Store), earners, people{w.Credentials}, w.Texts, r.words, slog.New(slog.DiscardHandler))
	return r
}

func (r *ranker) Barrier(ctx context.Context) ([]string, error) {
	if _, ok := r.earners.Position(); !ok {
		return nil, r.syncer.SyncOnce(ctx)
	}
	return r.syncer.Barrier(ctx, time.Minute)
}

func (r *ranker) Candidates(ctx context.Context, q search.Query, pending []string) (*search.Result, error) {
	newer, err := r.newer(ctx, pending)
	if err != nil {
		return nil, err
	}
	found, err := r.earners.CandidatesWith(ctx, q, newer)
	if act := r.meanwhile; act != nil {
		r.meanwhile = nil
		act()
	}
	return found, err
}

func (r *ranker) Standings(ctx context.Context, q search.Query, keys []matching.Key, pending []string) ([]int, error) {
	newer, err := r.newer(ctx, pending)
	if err != nil {
		return nil, err
	}
	return r.earners.Standings(ctx, q, keys, newer)
}

func (r *ranker) ShownPlaces(ctx context.Context, org string, kinds, earners, pending []string) (map[string]string, error) {
	newer, err := r.newer(ctx, pending)
	if err != nil {
		return nil, err
	}
	return r.earners.ShownPlaces(org, kinds, earners, newer)
}

func (r *ranker) newer(ctx context.Context, pending []string) (search.Newer, error) {
	documents, err := r.credentials.Load(ctx, pending)
	return search.Newer{Stale: pending, Documents: documents}, err
}

// people is what the index of earners is made of; every page is asked for whole.
type people struct{ credentials *credential.Service }

func (p people) Load(ctx context.Context, ids []string) ([]search.Document, error) {
	return p.credentials.Load(ctx, ids)
}

func (p people) Page(ctx context.Context, after string, limit int) ([]search.Document, error) {
	documents, _, err := p.credentials.Page(ctx, after, limit)
	return documents, err
}

// words is what the index of texts is made of.
type words struct {
	world     *world.World
	employers *employer.Service
}

func (w *words) Load(ctx context.Context, ids []string) ([]search.Text, error) {
	texts, err := w.world.Catalog.LoadTexts(ctx, ids)
	if err != nil {
		return nil, err
	}
	postings, err := w.employers.LoadTexts(ctx, ids)
	return append(texts, postings...), err
}

func (w *words) Page(ctx context.Context, _ string, limit int) ([]search.Text, error) {
	texts, err := w.world.Catalog.PageTexts(ctx, "", limit)
	if err != nil {
		return nil, err
	}
	postings, err := w.employers.PageTexts(ctx, "", limit)
	return append(texts, postings...), err
}

// postingTexts finds postings by their words.
type postingTexts struct{ texts *search.Texts }

func (p postingTexts) Postings(ctx context.Context, words, _ string, limit int) ([]string, error) {
	found, err := p.texts.Search(ctx, search.TextQuery{Search: words, Kind: search.TextPosting, First: limit})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(found.Hits))
	for i, hit := range found.Hits {
		ids[i] = hit.ID
	}
	return ids, nil
}

// index has the indexes follow what was written so far.
func (v *town) index(t *testing.T) {
	t.Helper()
	if err := v.ranker.syncer.SyncOnce(v.Ctx); err != nil {
		t.Fatal(err)
	}
}

func asksSkill(skill string, level int) employer.RequirementInput {
	in := employer.RequirementInput{Ask: employer.AskInput{Skill: &employer.SkillAskInput{Skill: skill}}, Importance: enum.Required, Weight: 10}
	if level != 0 {
		in.Ask.Skill.Level = &level
	}
	return in
}

func asksAnyOf(of ...*db.MicroCredential) employer.RequirementInput {
	ids := []string{}
	for _, m := range of {
		ids = append(ids, m.ID)
	}
	return employer.RequirementInput{Ask: employer.AskInput{AnyOf: ids}, Importance: enum.Required, Weight: 10}
}

func asksStack(of *db.Stack) employer.RequirementInput {
	return employer.RequirementInput{Ask: employer.AskInput{Stack: &of.ID}, Importance: enum.Required, Weight: 10}
}

// driver is a posting that asks for driving forklifts and, rather, for safety.
func (v *town) driver(t *testing.T) employer.CreatePostingInput {
	t.Helper()
	safe := asksSkill(v.Skill(t, "keep safe"), 0)
	safe.Importance = enum.Preferred
	return employer.CreatePostingInput{
		Title: "Driver", Description: "Moves pallets.",
		Requirements: []employer.RequirementInput{asksSkill(v.Skill(t, "drive forklifts"), 3), safe},
	}
}

// creates is CreatePosting without what was read of a text.
func (v *town) creates(ctx context.Context, in employer.CreatePostingInput) (*db.Posting, error) {
	made, _, err := v.CreatePosting(ctx, in)
	return made, err
}

func (v *town) posting(ctx context.Context, t *testing.T, in employer.CreatePostingInput) *db.Posting {
	t.Helper()
	return world.Must(v.creates(ctx, in))(t)
}

// crew registers people who hold the forklift micro-credential, and every third
// the other one, too.
func (v *town) crew(t *testing.T, n int, edit ...func(*account.NewEarner)) []string {
	t.Helper()
	ids := make([]string, n)
	for i := range ids {
		ids[i] = v.Earner(t, edit...)
		v.Award(t, ids[i], v.forklift)
		if i%3 == 0 {
			v.Award(t, ids[i], v.safety)
		}
	}
	return ids
}

// page asks for candidates of a posting.
func (v *town) page(ctx context.Context, t *testing.T, posting string, first int, after string) *employer.Candidates {
	t.Helper()
	return world.Must(v.Candidates(ctx, asking(posting, first, after)))(t)
}

func asking(posting string, first int, after string) employer.CandidatesInput {
	return employer.CandidatesInput{Posting: posting, Language: "en", Page: page.Args{First: first, After: after}}
}

// read is every candidate of a posting, page by page.
func (v *town) read(ctx context.Context, t *testing.T, posting string, first int) []employer.Candidate {
	t.Helper()
	var all []employer.Candidate
	for after := ""; ; {
		found := v.page(ctx, t, posting, first, after)
		all = append(all, found.Nodes...)
		if !found.PageInfo.HasNextPage {
			return all
		}
		after = *found.PageInfo.EndCursor
	}
}

// brief is what tells a row from another.
type brief struct {
	ID    string
	Tier  employer.Tier
	Score float64
	Rank  int
}

func briefly(rows []employer.Candidate) []brief {
	out := make([]brief, len(rows))
	for i, r := range rows {
		out[i] = brief{r.ID, r.Match.Tier, r.Match.Score, r.Match.Rank}
	}
	return out
}

func idsOf(rows []employer.Candidate) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.ID
	}
	return out
}

func without(ids []string, gone string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == gone })
}

// statements counts those of what the miller does.
func (v *town) statements(do func(ctx context.Context)) int64 {
	ctx, counter := store.Count(v.miller)
	do(ctx)
	return counter.Statements()
}

// week is long enough for another draw.
const week = 7 * 24 * time.Hour

// Candidate is the one of an id; a NotFound problem where there is none.
func (v *town) Candidate(ctx context.Context, id, language string) (*employer.Candidate, error) {
	found, err := v.CandidatesByID(ctx, []string{id}, language)
	if err == nil && found[id] == nil {
		err = problem.New(problem.NotFound, "there is no candidate %q", id)
	}
	return found[id], err
}
