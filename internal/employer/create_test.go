package employer_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/idempotency"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestEveryFaultOfAPostingHasItsPath(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	law := func(text string) *employer.LegalRuleInput { return &employer.LegalRuleInput{Text: text} }
	first := func(change func(*employer.RequirementInput)) func(*employer.CreatePostingInput) {
		return func(in *employer.CreatePostingInput) { change(&in.Requirements[0]) }
	}
	condition := func(c employer.ConditionInput) func(*employer.CreatePostingInput) {
		return func(in *employer.CreatePostingInput) {
			in.Conditions = []employer.ConditionInput{{Kind: enum.ConditionPay, Text: "fine"}, c}
		}
	}
	nothing, many := "skl_none", make([]string, 51)
	for name, tt := range map[string]struct {
		change func(*employer.CreatePostingInput)
		want   []string
	}{
		"no title":           {func(in *employer.CreatePostingInput) { in.Title = "" }, []string{"INVALID title"}},
		"a blank title":      {func(in *employer.CreatePostingInput) { in.Title = " \t" }, []string{"INVALID title"}},
		"a title of 201":     {func(in *employer.CreatePostingInput) { in.Title = strings.Repeat("ñ", 201) }, []string{"INVALID title"}},
		"a long description": {func(in *employer.CreatePostingInput) { in.Description = strings.Repeat("x", 20_001) }, []string{"INVALID description"}},
		"an occupation":      {func(in *employer.CreatePostingInput) { in.Occupation = world.Ptr("Driver") }, []string{"INVALID occupation"}},
		"an unknown place":   {func(in *employer.CreatePostingInput) { in.Place = world.Ptr("plc_none") }, []string{"NOT_FOUND place"}},
		"an empty key":       {func(in *employer.CreatePostingInput) { in.ClientMutationID = world.Ptr("") }, []string{"INVALID clientMutationId"}},
		"nothing asked":      {func(in *employer.CreatePostingInput) { in.Requirements = nil }, []string{"INVALID requirements"}},
		"25 requirements":    {func(in *employer.CreatePostingInput) { in.Requirements = make([]employer.RequirementInput, 25) }, []string{"INVALID requirements"}},
		"weight 0":           {first(func(r *employer.RequirementInput) { r.Weight = 0 }), []string{"INVALID requirements.0.weight"}},
		"weight 101":         {first(func(r *employer.RequirementInput) { r.Weight = 101 }), []string{"INVALID requirements.0.weight"}},
		"level 0":            {first(func(r *employer.RequirementInput) { r.Ask.Skill.Level = world.Ptr(0) }), []string{"INVALID requirements.0.ask.skill.level"}},
		"level 5":            {first(func(r *employer.RequirementInput) { r.Ask.Skill.Level = world.Ptr(5) }), []string{"INVALID requirements.0.ask.skill.level"}},
		"level 7":            {first(func(r *employer.RequirementInput) { r.Ask.Skill.Level = world.Ptr(7) }), []string{"INVALID requirements.0.ask.skill.level"}},
		"two asks":           {first(func(r *employer.RequirementInput) { r.Ask.Stack = &v.stack.ID }), []string{"INVALID requirements.0.ask"}},
		"no ask":             {first(func(r *employer.RequirementInput) { r.Ask = employer.AskInput{} }), []string{"INVALID requirements.0.ask"}},
		"the same skill":     {func(in *employer.CreatePostingInput) { in.Requirements[1] = in.Requirements[0] }, []string{"INVALID requirements.1.ask"}},
		"the same list": {func(in *employer.CreatePostingInput) {
			in.Requirements = []employer.RequirementInput{asksAnyOf(v.forklift, v.safety), asksAnyOf(v.safety, v.forklift)}
		}, []string{"INVALID requirements.1.ask"}},
		"an unknown skill": {first(func(r *employer.RequirementInput) { r.Ask.Skill.Skill = nothing }), []string{"NOT_FOUND requirements.0.ask.skill.skill"}},
		"an unknown member": {first(func(r *employer.RequirementInput) {
			r.Ask = employer.AskInput{AnyOf: []string{v.safety.ID, "mcr_none"}}
		}), []string{"NOT_FOUND requirements.0.ask.anyOf.1"}},
		"an empty list":     {first(func(r *employer.RequirementInput) { r.Ask = employer.AskInput{AnyOf: []string{}} }), []string{"INVALID requirements.0.ask.anyOf"}},
		"a list of 51":      {first(func(r *employer.RequirementInput) { r.Ask = employer.AskInput{AnyOf: many} }), []string{"INVALID requirements.0.ask.anyOf"}},
		"an unknown stack":  {first(func(r *employer.RequirementInput) { r.Ask = employer.AskInput{Stack: &nothing} }), []string{"NOT_FOUND requirements.0.ask.stack"}},
		"a law for a skill": {first(func(r *employer.RequirementInput) { r.LegalRule = law("a law") }), []string{"INVALID requirements.0.legalRule"}},
		"a law for a wish": {first(func(r *employer.RequirementInput) {
			*r = asksStack(v.stack)
			r.Importance, r.LegalRule = enum.Preferred, law("a law")
		}), []string{"INVALID requirements.0.importance"}},
		"a law without words": {first(func(r *employer.RequirementInput) { *r = asksStack(v.stack); r.LegalRule = law(" ") }), []string{"INVALID requirements.0.legalRule.text"}},
		"41 conditions":       {func(in *employer.CreatePostingInput) { in.Conditions = make([]employer.ConditionInput, 41) }, []string{"INVALID conditions"}},
		"a blank condition":   {condition(employer.ConditionInput{Kind: enum.ConditionPay}), []string{"INVALID conditions.1.text"}},
		"a long condition":    {condition(employer.ConditionInput{Kind: enum.ConditionPay, Text: strings.Repeat("x", 1001)}), []string{"INVALID conditions.1.text"}},
		"a bound in words":    {condition(employer.ConditionInput{Kind: enum.ConditionPay, Text: "x", Minimum: world.Ptr("ten")}), []string{"INVALID conditions.1.minimum"}},
		"crossed bounds":      {condition(employer.ConditionInput{Kind: enum.ConditionPay, Text: "x", Minimum: world.Ptr("10.5"), Maximum: world.Ptr("9")}), []string{"INVALID conditions.1.minimum"}},
		"a long unit":         {condition(employer.ConditionInput{Kind: enum.ConditionPay, Text: "x", Unit: world.Ptr(strings.Repeat("x", 51))}), []string{"INVALID conditions.1.unit"}},
		"a law's words":       {condition(employer.ConditionInput{Kind: enum.ConditionPay, Text: "x", LegalRule: law("")}), []string{"INVALID conditions.1.legalRule.text"}},
		"everything at once": {func(in *employer.CreatePostingInput) {
			in.Title, in.Place, in.Occupation = "", world.Ptr("plc_none"), world.Ptr("x")
			in.Requirements[0].Weight, in.Requirements[0].Ask.Skill = 0, &employer.SkillAskInput{Skill: nothing, Level: world.Ptr(7)}
			in.Requirements[1].Ask = employer.AskInput{}
			in.Conditions = []employer.ConditionInput{{Kind: enum.ConditionPay}}
		}, []string{
			"INVALID conditions.0.text", "INVALID occupation", "INVALID requirements.0.ask.skill.level", "INVALID requirements.0.weight",
			"INVALID requirements.1.ask", "INVALID title", "NOT_FOUND place", "NOT_FOUND requirements.0.ask.skill.skill",
		}},
	} {
		in := v.driver(t)
		tt.change(&in)
		before := v.footprint(t)
		_, err := v.creates(v.miller, in)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if diff := cmp.Diff(before, v.footprint(t)); diff != "" {
			t.Errorf("%s: something was written: %s", name, diff)
		}
	}
}

// footprint counts what creating a posting leaves behind.
func (v *town) footprint(t *testing.T) []int {
	t.Helper()
	client := v.Store.Client
	counts := []interface {
		Count(ctx context.Context) (int, error)
	}{
		client.Posting.Query(), client.Requirement.Query(), client.PostingCondition.Query(),
		client.Change.Query(), client.AuditEntry.Query(), client.Idempotency.Query(),
	}
	out := make([]int, len(counts))
	for i, c := range counts {
		out[i] = world.Must(c.Count(v.Ctx))(t)
	}
	return out
}

func TestAnUnknownSkillComesWithSuggestions(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.index(t)
	in := v.driver(t)
	in.Requirements[1].Ask.Skill.Skill = "forklifts"
	_, err := v.creates(v.miller, in)
	if diff := cmp.Diff([]string{"NOT_FOUND requirements.1.ask.skill.skill"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{v.Skill(t, "drive forklifts")}, problem.As(err)[0].Suggestions); diff != "" {
		t.Error(diff)
	}
}

func TestWhatOnlyAnUnknownIssuerAwardsIsNotAskedFor(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.MicroCredential.UpdateOne(v.safety).SetStatus(enum.Draft).Exec(ctx)
	})
	in := v.driver(t)
	in.Requirements = append(in.Requirements, asksAnyOf(v.safety))
	_, err := v.creates(v.miller, in)
	if diff := cmp.Diff([]string{"NOT_FOUND requirements.2.ask.anyOf.0"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}

func TestACreatedPostingHoldsWhatWasGiven(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	in := v.driver(t)
	in.Requirements[0].Ask.Skill.Skill = "https://skills.example/drive forklifts"
	in.Requirements = append(in.Requirements, asksStack(v.stack), asksAnyOf(v.safety, v.forklift, v.safety))
	in.Requirements[3].LegalRule = &employer.LegalRuleInput{Text: "29 CFR 1910.178(l)", URL: world.Ptr("https://osha.gov")}
	in.Conditions = []employer.ConditionInput{
		{Kind: enum.ConditionPay, Text: "pay", Minimum: world.Ptr("17.50"), Maximum: world.Ptr("19"), Unit: world.Ptr("USD per hour")},
		{Kind: enum.ConditionShift, Text: "nights", LegalRule: &employer.LegalRuleInput{Text: "a rule"}},
	}
	made := v.posting(v.miller, t, in)
	if got := []any{made.Revision, made.Language, made.Status, *made.PlaceID, made.EmployerID}; !cmp.Equal(got, []any{1, "en", enum.PostingOpen, v.zip, v.mill.ID}) {
		t.Errorf("made %v", got)
	}
	requirements := world.Must(v.RequirementsByPosting(v.miller, []string{made.ID}, "es"))(t)[made.ID]
	var labels []string
	for _, r := range requirements {
		labels = append(labels, r.Label(nil))
	}
	want := []string{"drive forklifts (es)", "keep safe (es)", "Warehouse (es)", "Forklift (es) o Safety (es)"}
	if v.safety.ID < v.forklift.ID { // a list is in the order of its ids
		want[3] = "Safety (es) o Forklift (es)"
	}
	if diff := cmp.Diff(want, labels); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(&employer.LegalRule{Text: "29 CFR 1910.178(l)", URL: world.Ptr("https://osha.gov")}, requirements[3].LegalRule); diff != "" {
		t.Error(diff)
	}
	conditions := world.Must(v.ConditionsByPosting(v.miller, []string{made.ID}))(t)[made.ID]
	if len(conditions) != 2 || *conditions[0].Minimum != "17.50" || employer.LegalRuleOf(conditions[0]) != nil || employer.LegalRuleOf(conditions[1]).Text != "a rule" {
		t.Errorf("conditions are %v", conditions)
	}
	trail := world.Must(v.Store.Client.AuditEntry.Query().Order(db.Desc("id")).First(v.Ctx))(t)
	if trail.Action != "posting.create" || trail.Subject != made.ID || trail.Actor != auth.From(v.miller).Account {
		t.Errorf("the trail says %v", trail)
	}
}

func TestTheWorkplaceIsTheEmployersUnlessItIsAnywhere(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	site := v.Organization(t, "Center", &v.zip, enum.OrgEmployer, enum.OrgReentry)
	for name, tt := range map[string]struct {
		as     world.Viewer
		change func(*employer.CreatePostingInput)
		want   *string
	}{
		"by default":         {v.miller, func(*employer.CreatePostingInput) {}, &v.zip},
		"named":              {v.miller, func(in *employer.CreatePostingInput) { in.Place = &v.county }, &v.county},
		"remote":             {v.miller, func(in *employer.CreatePostingInput) { in.Remote = true }, nil},
		"remote, but named":  {v.miller, func(in *employer.CreatePostingInput) { in.Remote, in.Place = true, &v.county }, &v.county},
		"an employer's none": {v.stranger, func(*employer.CreatePostingInput) {}, nil},
		"a re-entry site":    {v.Member(t, auth.Employer, site), func(*employer.CreatePostingInput) {}, nil},
	} {
		in := v.driver(t)
		tt.change(&in)
		if diff := cmp.Diff(tt.want, v.posting(tt.as, t, in).PlaceID); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestOnlyEmployersCreatePostings(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	for name, ctx := range map[string]context.Context{
		"UNAUTHENTICATED": t.Context(), "FORBIDDEN": v.Member(t, auth.Coach, v.mill),
	} {
		_, err := v.creates(ctx, v.driver(t))
		if diff := cmp.Diff([]string{name}, world.Problems(t, err)); diff != "" {
			t.Error(diff)
		}
		_, err = v.UpdatePosting(ctx, employer.UpdatePostingInput{})
		if diff := cmp.Diff([]string{name}, world.Problems(t, err)); diff != "" {
			t.Error(diff)
		}
		_, err = v.ClosePosting(ctx, employer.ClosePostingInput{})
		if diff := cmp.Diff([]string{name}, world.Problems(t, err)); diff != "" {
			t.Error(diff)
		}
	}
	if _, err := v.OpenPosting(v.miller, employer.NewPosting{}); !problem.Is(err, problem.Forbidden) {
		t.Errorf("an employer opened for another: %v", err)
	}
}

func TestACreationIsRepeatableForADay(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	in := v.driver(t)
	in.ClientMutationID = world.Ptr("once")
	first := v.posting(v.miller, t, in)
	v.Clock.Advance(24*time.Hour - time.Second)
	if again := v.posting(v.miller, t, in); again.ID != first.ID {
		t.Errorf("repeated within a day: made %s after %s", again.ID, first.ID)
	}
	other := v.driver(t)
	other.ClientMutationID, other.Title = in.ClientMutationID, "Other"
	_, err := v.creates(v.miller, other)
	if diff := cmp.Diff([]string{"CONFLICT clientMutationId"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	// The same account in another role, and another account, have keys of their own.
	acting := auth.From(v.miller)
	acting.Acting = auth.From(v.stranger).Acting
	for _, ctx := range []context.Context{auth.With(t.Context(), acting), v.stranger} {
		if made := v.posting(ctx, t, in); made.ID == first.ID || made.EmployerID != v.other.ID {
			t.Errorf("another's repetition gave %s of %s", made.ID, made.EmployerID)
		}
	}
	v.Clock.Advance(time.Second)
	if later := v.posting(v.miller, t, in); later.ID == first.ID {
		t.Error("a day later, it is still the first")
	}
	kept := world.Must(v.Store.Client.Idempotency.Query().Where(idempotency.Key("once")).Count(v.Ctx))(t)
	if kept != 3 {
		t.Errorf("%d keys are kept, want 3", kept)
	}
}

func TestCreationsAtTheSameTimeAreOne(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	in := v.driver(t)
	in.ClientMutationID = world.Ptr("once")
	const callers = 8
	ids := make([]string, callers)
	var all sync.WaitGroup
	for i := range callers {
		all.Go(func() {
			made, err := v.creates(v.miller, in)
			if err != nil {
				t.Error(err)
				return
			}
			ids[i] = made.ID
		})
	}
	all.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Fatalf("made %v", ids)
		}
	}
}

func TestAnOrganizationHasAsManyOpenPostingsAsItMay(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	first := v.posting(v.miller, t, v.driver(t))
	err := store.InTx(t.Context(), v.Service.DB, func(ctx context.Context, tx *db.Client) error {
		rows := make([]*db.PostingCreate, 999)
		for i := range rows {
			rows[i] = tx.Posting.Create().SetID(v.Service.IDs.Mint(id.Posting)).SetCreatedAt(v.Now()).SetEmployerID(first.EmployerID).
				SetTitle("Driver").SetDescription("").SetOpenedAt(v.Now()).SetUpdatedAt(v.Now())
		}
		return tx.Posting.CreateBulk(rows...).Exec(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.creates(v.miller, v.driver(t)); !problem.Is(err, problem.Limit) {
		t.Fatalf("one more than the limit: got %v, want LIMIT", err)
	}
	world.Must(v.ClosePosting(v.miller, employer.ClosePostingInput{ID: first.ID}))(t)
	if _, err := v.creates(v.miller, v.driver(t)); err != nil {
		t.Errorf("after one was closed: %v", err)
	}
}
