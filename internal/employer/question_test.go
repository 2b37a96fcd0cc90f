package employer_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
	"github.com/stackmatch/stackmatch/search"
)

func TestQuestionsThatCannotBeAnswered(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	posting := v.posting(v.miller, t, v.driver(t)).ID
	unvouched := *auth.From(v.miller).Acting
	unvouched.Vouched = false
	adHoc := employer.CandidatesInput{Requirements: v.driver(t).Requirements, Page: page.Args{First: 5}}
	ring := adHoc
	ring.Filter.Within = world.Ptr(enum.Within10)
	filtered := func(f employer.CandidateFilter) employer.CandidatesInput {
		in := asking(posting, 5, "")
		in.Filter = f
		return in
	}
	for name, tt := range map[string]struct {
		ctx  world.Viewer
		in   employer.CandidatesInput
		want []string
	}{
		"anonymous":        {t.Context(), adHoc, []string{"UNAUTHENTICATED"}},
		"a coach":          {v.Member(t, auth.Coach, v.mill), adHoc, []string{"FORBIDDEN"}},
		"an admin":         {v.Member(t, auth.Admin, v.mill), asking(posting, 5, ""), []string{"FORBIDDEN"}},
		"an earner":        {v.Self(t, v.Earner(t)), adHoc, []string{"FORBIDDEN"}},
		"not vouched for":  {auth.With(t.Context(), auth.Viewer{Account: "acc_1", Acting: &unvouched}), adHoc, []string{"FORBIDDEN"}},
		"no tiers":         {v.miller, filtered(employer.CandidateFilter{Tier: []employer.Tier{}}), []string{"INVALID filter"}},
		"no credentials":   {v.miller, filtered(employer.CandidateFilter{MicroCredentials: []string{}}), []string{"INVALID filter"}},
		"no stacks":        {v.miller, filtered(employer.CandidateFilter{StacksCompleted: []string{}}), []string{"INVALID filter"}},
		"from nowhere":     {v.stranger, ring, []string{"INVALID filter.within"}},
		"too many":         {v.miller, asking(posting, 101, ""), []string{"INVALID first"}},
		"a long search":    {v.miller, employer.CandidatesInput{Posting: posting, Search: string(make([]byte, 501))}, []string{"INVALID search"}},
		"nothing asked":    {v.miller, employer.CandidatesInput{}, []string{"INVALID requirements"}},
		"an unknown skill": {v.miller, employer.CandidatesInput{Requirements: []employer.RequirementInput{asksSkill("none", 0)}}, []string{"NOT_FOUND requirements.0.ask.skill.skill"}},
		"no such posting":  {v.miller, asking("pst_none", 5, ""), []string{"NOT_FOUND id"}},
	} {
		_, err := v.Candidates(tt.ctx, tt.in)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if row := world.Must(v.Posting(v.miller, posting))(t); !v.MayRank(v.miller, row) || v.MayRank(v.stranger, row) || v.MayRank(t.Context(), row) {
		t.Error("who may rank is not who can")
	}
}

func TestAnAdHocQuestionHasThePostingsAnswer(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.crew(t, 7)
	in := v.driver(t)
	in.Requirements = append(in.Requirements, asksAnyOf(v.safety, v.forklift), asksStack(v.stack))
	want := search.Want{Facets: true, Relaxations: true, Steps: true}
	asked := asking(v.posting(v.miller, t, in).ID, 10, "")
	asked.Want, asked.Search = want, "forklift"
	byPosting := world.Must(v.Candidates(v.miller, asked))(t)
	asked.Posting, asked.Requirements = "", in.Requirements
	adHoc := world.Must(v.Candidates(v.miller, asked))(t)
	inOrder := func(rows []employer.Candidate) []brief {
		// Equal scores are drawn for anew.
		list := briefly(rows)
		slices.SortFunc(list, func(a, b brief) int { return strings.Compare(a.ID, b.ID) })
		return list
	}
	if diff := cmp.Diff(inOrder(byPosting.Nodes), inOrder(adHoc.Nodes)); diff != "" {
		t.Error(diff)
	}
	ids := cmp.Comparer(func(a, b *db.MicroCredential) bool { return a.ID == b.ID })
	if diff := cmp.Diff(byPosting.OneStepAway(5), adHoc.OneStepAway(5), ids); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(byPosting.Facets.MicroCredentials(5), adHoc.Facets.MicroCredentials(5), ids); diff != "" {
		t.Error(diff)
	}
	for i, r := range byPosting.Relaxations {
		if adHoc.Relaxations[i].AdditionalQualified != r.AdditionalQualified || adHoc.Relaxations[i].Requirement.Label(nil) != r.Requirement.Label(nil) {
			t.Errorf("relaxation %d differs: %v, %v", i, r, adHoc.Relaxations[i])
		}
	}
}

func TestCandidatesTakeAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.crew(t, 12, func(e *account.NewEarner) { e.Place = v.zip })
	in := asking(v.posting(v.miller, t, v.driver(t)).ID, 1, "")
	in.Want = search.Want{Facets: true, Relaxations: true, Steps: true}
	world.Must(v.Candidates(v.miller, in))(t) // the catalog is read once
	var counts []int64
	for _, first := range []int{1, 2, 12} {
		in.Page.First = first
		counts = append(counts, v.statements(func(ctx context.Context) { world.Must(v.Candidates(ctx, in))(t) }))
	}
	if counts[0] != counts[1] || counts[1] != counts[2] || counts[0] > 30 {
		t.Errorf("1, 2 and 12 rows take %v statements", counts)
	}
	id := v.page(v.miller, t, in.Posting, 1, "").Nodes[0].ID
	byID := func() int64 {
		return v.statements(func(ctx context.Context) { world.Must(v.Candidate(ctx, id, "en"))(t) })
	}
	few := byID()
	for range 5 {
		v.posting(v.miller, t, v.driver(t))
	}
	byID() // the catalog looks whether the news are its own
	if many := byID(); many != few {
		t.Errorf("one posting takes %d statements, six %d", few, many)
	}
}
