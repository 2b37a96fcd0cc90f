package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/requirement"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/search"
)

// everything pages through a source.
func everything[D any](t *testing.T, from search.Source[D], limit int, id func(D) string) []string {
	t.Helper()
	var ids []string
	after := ""
	for {
		page, err := from.Page(t.Context(), after, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range page {
			after = id(d)
			ids = append(ids, after)
		}
		if len(page) < limit {
			return ids
		}
	}
}

func TestPagesOfAnySizeLeaveNobodyOut(t *testing.T) {
	t.Parallel()
	a := openDemo(t)
	text := func(d search.Text) string { return d.ID }
	person := func(d search.Document) string { return d.Earner }
	if diff := cmp.Diff(everything(t, a.Words(), 5000, text), everything(t, a.Words(), 7, text)); diff != "" {
		t.Errorf("texts (-one page +many):\n%s", diff)
	}
	if diff := cmp.Diff(everything(t, a.People(), 5000, person), everything(t, a.People(), 3, person)); diff != "" {
		t.Errorf("earners (-one page +many):\n%s", diff)
	}
	ids, err := a.Store.Client.Earner.Query().Order(earner.ByID()).IDs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := a.People().Load(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	if got := everything(t, a.People(), 100, person); len(got) != len(loaded) || len(got) == 0 {
		t.Errorf("paged %d, loaded %d", len(got), len(loaded))
	}
}

// query asks for what one of the demo's postings asks for.
func query(t *testing.T, a *app.App) search.Query {
	t.Helper()
	row, err := a.Store.Client.Requirement.Query().Where(requirement.SkillIDNotNil()).Order(requirement.ByID()).First(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := a.Catalog.Matching(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := matching.Compile(matching.Posting{ID: "pst", Requirements: []matching.Requirement{
		{ID: "req", Importance: matching.Required, Weight: 1, Skill: *row.SkillID},
	}}, catalog)
	if err != nil {
		t.Fatal(err)
	}
	return search.Query{
		Plan: plan, Catalog: catalog, Org: "org", Kinds: []string{string(enum.OrgEmployer)}, First: 1000,
		Want: search.Want{Facets: true, Relaxations: true, Steps: true},
	}
}

// TestWhatTheIndexLacksIsRankedByTheRecords asks before the index has a change and
// after: the answers are the same.
func TestWhatTheIndexLacksIsRankedByTheRecords(t *testing.T) {
	t.Parallel()
	a := openDemo(t)
	catchUp(t, a)
	q := query(t, a)
	before, err := a.Ranker().Candidates(t.Context(), q, nil)
	if err != nil || len(before.Hits) == 0 {
		t.Fatalf("%d candidates, %v", before.Total, err)
	}
	hidden := before.Hits[0].Key.Earner
	as := auth.With(t.Context(), auth.Viewer{Account: "acc", Earner: hidden})
	if _, err := a.Accounts.SetVisibility(as, account.SetVisibilityInput{Visibility: consent.Hidden}); err != nil {
		t.Fatal(err)
	}
	during, err := a.Ranker().Candidates(t.Context(), q, []string{hidden})
	if err != nil {
		t.Fatal(err)
	}
	catchUp(t, a)
	after, err := a.Ranker().Candidates(t.Context(), q, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(after, during); diff != "" || after.Total != before.Total-1 {
		t.Errorf("total %d, then %d (-caught up +before):\n%s", before.Total, after.Total, diff)
	}
}

// TestWhatExpiresLeavesTheIndexByItself moves the clock past every expiry.
func TestWhatExpiresLeavesTheIndexByItself(t *testing.T) {
	t.Parallel()
	var ahead time.Duration
	a := open(t, app.Config{
		Where: app.Where{Data: copyOfDemo(t), Demo: true}, Index: app.OwnIndex,
		Now: func() time.Time { return time.Now().Add(ahead) },
	})
	catchUp(t, a)
	found := func() int {
		return len(everything(t, a.People(), 1000, func(d search.Document) string { return d.Earner }))
	}
	before := found()
	ahead = 50 * 365 * 24 * time.Hour
	catchUp(t, a)
	after := found()
	if after >= before {
		t.Fatalf("%d earners to be found, %d in 50 years: nobody's awards expire", before, after)
	}
	_, metrics := get(t, handler(t, a), "/metrics")
	if want := fmt.Sprintf("stackmatch_index_earners %d\n", after); !strings.Contains(metrics, want) {
		t.Errorf("the index did not follow: want %q", want)
	}
}
