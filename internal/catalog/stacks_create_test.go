package catalog_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/stackversion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func partIn(key string) catalog.StackRuleInput { return catalog.StackRuleInput{Part: &key} }

func allIn(of ...catalog.StackRuleInput) catalog.StackRuleInput {
	return catalog.StackRuleInput{AllOf: of}
}

func TestAStackAcrossIssuersIsCreatedAsItWasAskedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.organization(t, "A"), w.organization(t, "B")
	one, two, three := w.microCredential(t, a, "One", nil), w.microCredential(t, b, "Two", nil), w.microCredential(t, b, "Three", nil)
	whole := w.microCredential(t, a, "Whole", nil)
	key := "again"
	in := catalog.CreateStackInput{
		Title: text.En("All"), Certifies: &whole.ID, Policy: ptr(enum.PolicySuspend), AwardsItself: ptr(true), ClientMutationID: &key,
		Rule: allIn(partIn(one.ID), catalog.StackRuleInput{KOf: &catalog.StackKOfInput{
			K: 1, Of: []catalog.StackRuleInput{partIn(two.ID), {AnyOf: []catalog.StackRuleInput{partIn(three.ID)}}},
		}}),
	}
	ctx := as(t, auth.Issuer, a)
	made := must(w.CreateStack(ctx, in))(t)
	if made.Policy != enum.PolicySuspend || !made.AwardsItself || made.OwnerID != a.ID || made.Status != enum.Published {
		t.Errorf("got %v", made)
	}
	if again := must(w.CreateStack(ctx, in))(t); again.ID != made.ID {
		t.Error("the same call made another stack")
	}
	version := must(w.StackVersionsByID(w.ctx, []string{*made.CurrentVersionID}))(t)[*made.CurrentVersionID]
	want := matching.Rule{Op: matching.OpAllOf, Of: []matching.Rule{
		{Op: matching.OpPart, Credential: one.ID},
		{Op: matching.OpKOf, K: 1, Of: []matching.Rule{
			{Op: matching.OpPart, Credential: two.ID},
			{Op: matching.OpAnyOf, Of: []matching.Rule{{Op: matching.OpPart, Credential: three.ID}}},
		}},
	}}
	if diff := cmp.Diff(want, must(catalog.Rule(version))(t)); diff != "" {
		t.Errorf("rule (-want +got):\n%s", diff)
	}
}

func TestFaultsOfARuleAreSaidWhereTheyAre(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	m := w.microCredential(t, org, "One", nil)
	deep := partIn(m.ID)
	for range 50 {
		deep = allIn(deep)
	}
	ctx := as(t, auth.Issuer, org)
	for name, test := range map[string]struct {
		rule catalog.StackRuleInput
		want []string
	}{
		"of nothing":    {catalog.StackRuleInput{}, []string{"INVALID rule"}},
		"of two things": {catalog.StackRuleInput{Part: &m.ID, AllOf: []catalog.StackRuleInput{partIn(m.ID)}}, []string{"INVALID rule"}},
		"empty":         {catalog.StackRuleInput{AnyOf: []catalog.StackRuleInput{}}, []string{"INVALID rule.anyOf"}},
		"nested": {
			allIn(partIn(m.ID), catalog.StackRuleInput{AnyOf: []catalog.StackRuleInput{{}, partIn(m.ID), {}}}),
			[]string{"INVALID rule.allOf.1.anyOf.0", "INVALID rule.allOf.1.anyOf.2"},
		},
		"k": {
			allIn(catalog.StackRuleInput{KOf: &catalog.StackKOfInput{K: 2, Of: []catalog.StackRuleInput{partIn(m.ID)}}}),
			[]string{"INVALID rule.allOf.0.kOf.k"},
		},
		"unknown":  {allIn(partIn(m.ID), allIn(partIn("mcr_0"))), []string{"NOT_FOUND rule.allOf.1.allOf.0.part"}},
		"blank":    {allIn(partIn("")), []string{"INVALID rule.allOf.0.part"}},
		"too deep": {deep, []string{"INVALID rule.allOf.0.allOf.0.allOf.0.allOf.0.allOf.0.allOf.0"}},
	} {
		_, err := w.CreateStack(ctx, catalog.CreateStackInput{Title: text.En("S"), Rule: test.rule})
		if diff := cmp.Diff(test.want, problems(t, err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if n := w.DB.Stack.Query().CountX(w.ctx); n != 0 {
		t.Errorf("%d stacks were written", n)
	}
}

func TestAStackAwardsItselfOnlyWhatItsOwnerMayAward(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.organization(t, "A"), w.organization(t, "B")
	m, others := w.microCredential(t, a, "One", nil), w.microCredential(t, b, "Two", nil)
	ctx := as(t, auth.Issuer, a)
	for _, certifies := range []*string{nil, &others.ID} {
		in := catalog.CreateStackInput{Title: text.En("S"), Rule: allIn(partIn(m.ID)), Certifies: certifies, AwardsItself: ptr(true)}
		_, err := w.CreateStack(ctx, in)
		if diff := cmp.Diff([]string{"INVALID awardsItself"}, problems(t, err)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	made := must(w.CreateStack(ctx, catalog.CreateStackInput{Title: text.En("S"), Rule: allIn(partIn(m.ID)), Certifies: &others.ID}))(t)
	if _, err := w.SetStackPolicy(ctx, catalog.SetStackPolicyInput{Stack: made.ID, AwardsItself: ptr(true)}); !problem.Is(err, problem.Invalid) {
		t.Errorf("set later: %v", err)
	}
}

func TestADraftIsPublishedAsItsFirstVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	m := w.microCredential(t, org, "One", nil)
	ctx := as(t, auth.Issuer, org)
	draft := must(w.CreateStack(ctx, catalog.CreateStackInput{Title: text.En("S"), Rule: allIn(partIn(m.ID)), Publish: ptr(false)}))(t)
	if draft.Status != enum.Draft || len(must(w.StacksByID(w.ctx, []string{draft.ID}))(t)) != 0 {
		t.Errorf("the draft is public: %v", draft)
	}
	made := must(w.ReviseStack(ctx, catalog.ReviseStackInput{Stack: draft.ID, Title: text.En("Final"), Rule: allIn(partIn(m.ID))}))(t)
	versions := w.DB.StackVersion.Query().Where(stackversion.StackID(draft.ID)).AllX(w.ctx)
	if made.Status != enum.Published || made.Name != "Final" || len(versions) != 1 || versions[0].Number != 1 {
		t.Errorf("got %v with %d versions", made, len(versions))
	}
	next := must(w.ReviseStack(ctx, catalog.ReviseStackInput{Stack: draft.ID, Title: text.En("Next"), Rule: allIn(partIn(m.ID))}))(t)
	if number := w.DB.StackVersion.GetX(w.ctx, *next.CurrentVersionID).Number; number != 2 {
		t.Errorf("the next version is number %d", number)
	}
}

func TestARetiredStackIsChangedNoMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org, other := w.organization(t, "A"), w.organization(t, "B")
	m := w.microCredential(t, org, "One", nil)
	s := w.stack(t, org, "S", m)
	ctx, stranger := as(t, auth.Issuer, org), as(t, auth.Issuer, other)
	if _, err := w.RetireStack(stranger, catalog.RetireStackInput{Stack: s.ID}); !problem.Is(err, problem.NotFound) {
		t.Errorf("by another organization: %v", err)
	}
	if _, err := w.SetStackPolicy(stranger, catalog.SetStackPolicyInput{Stack: s.ID}); !problem.Is(err, problem.NotFound) {
		t.Errorf("policy by another organization: %v", err)
	}
	kept := must(w.SetStackPolicy(ctx, catalog.SetStackPolicyInput{Stack: s.ID, Policy: ptr(enum.PolicyKeep)}))(t)
	retired := must(w.RetireStack(ctx, catalog.RetireStackInput{Stack: s.ID}))(t)
	if kept.Policy != enum.PolicyKeep || retired.Status != enum.Retired || retired.RetiredAt == nil {
		t.Errorf("got %v, then %v", kept, retired)
	}
	_, again := w.RetireStack(ctx, catalog.RetireStackInput{Stack: s.ID})
	_, revised := w.ReviseStack(ctx, catalog.ReviseStackInput{Stack: s.ID, Title: text.En("S"), Rule: allIn(partIn(m.ID))})
	_, policy := w.SetStackPolicy(ctx, catalog.SetStackPolicyInput{Stack: s.ID, Policy: ptr(enum.PolicySuspend)})
	for what, err := range map[string]error{"retired again": again, "revised": revised, "policy": policy} {
		if !problem.Is(err, problem.Conflict) {
			t.Errorf("%s: %v, want a conflict", what, err)
		}
	}
}
