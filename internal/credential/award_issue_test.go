package credential_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
	"github.com/stackmatch/stackmatch/search"
)

func TestAnIssuedAwardCountsAtOnceAndLeavesATrail(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	feed := outbox.New(o.Store)
	before := world.Must(feed.Head(o.Ctx))(t)
	made := o.issues(t, with(" A drive\n"), func(in *credential.IssueAwardInput) {
		in.Results = []credential.ResultInput{
			{Skill: world.Ptr(o.Skill(t, "driving")), Level: world.Ptr(2)}, {Name: world.Ptr("Score"), Value: world.Ptr("84 %")},
		}
	})
	if made.Source != enum.SourceIssued || made.Verification != enum.Verified || made.IssuerID != o.college.ID ||
		*made.EarnerID != o.ana || !made.EarnedAt.Equal(o.Clock.Now()) || made.ExpiresAt != nil || made.OwnPairs || !o.Credentials.Counts(made) {
		t.Errorf("issued as %v", made)
	}
	changes := ofEarners(world.Must(feed.Changes(o.Ctx, before, 10))(t))
	if len(changes) != 1 || changes[0].Kind != search.ChangeEarner || changes[0].ID != o.ana {
		t.Errorf("the feed tells %v", changes)
	}
	trail := world.Must(audit.Of(o.Ctx, o.DB(), enum.SubjectAward, made.ID, 0, 10))(t)
	if len(trail) != 1 || trail[0].Action != "award.issue" || trail[0].Actor != auth.From(o.issuer).Account {
		t.Errorf("the trail is %v", trail)
	}
	want := &credential.Detail{
		Evidence: []badge.Evidence{{Name: "A drive", Narrative: "It says  A drive\n."}},
		Results: []badge.Result{
			{Name: "driving", AchievedLevel: "Alone on routine work", Level: 2, Alignments: []badge.Alignment{{
				TargetType: "ceasn:Competency", Name: "driving", Framework: "Work", URL: "https://skills.example/driving",
			}}},
			{Name: "Score", Value: "84 %"},
		},
	}
	other := o.Award(t, o.Earner(t), o.safety)
	for name, tt := range map[string]struct {
		as   world.Viewer
		want map[string]*credential.Detail
	}{
		"Ana": {o.asAna, map[string]*credential.Detail{made.ID: want}}, "the issuer": {o.issuer, map[string]*credential.Detail{made.ID: want}},
		"another issuer": {o.other, map[string]*credential.Detail{}}, "nobody": {t.Context(), map[string]*credential.Detail{}},
		"a coach who sees her awards": {o.Member(t, auth.Coach, o.college), map[string]*credential.Detail{}},
	} {
		got := world.Must(o.Credentials.Detail(tt.as, []string{made.ID, other}))(t)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s reads: %s", name, diff)
		}
	}
}

func TestALevelThatWasReachedIsTheAwardsOwn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	made := o.issues(t, func(in *credential.IssueAwardInput) {
		in.Results = []credential.ResultInput{{Skill: world.Ptr(o.Skill(t, "loading")), Level: world.Ptr(4)}}
	})
	got := map[string]uint8{}
	for _, p := range made.Edges.Pairs {
		got[p.SkillID] = p.Level
	}
	want := map[string]uint8{o.Skill(t, "driving"): 2, o.Skill(t, "loading"): 4}
	if diff := cmp.Diff(want, got); diff != "" || !made.OwnPairs {
		t.Error(diff)
	}
}

func TestAnAwardIsValidAsLongAsItsMicroCredentialSays(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	yearly := world.Must(o.Catalog.PublishMicroCredential(o.Ctx, catalog.MicroCredentialInput{
		Kind: enum.KindCertification, Developer: o.college.ID, Issuers: []string{o.college.ID},
		Version: catalog.VersionInput{
			Title: text.En("First aid"), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline}, ValidityMonths: world.Ptr(12),
		},
	}))(t)
	earned := time.Date(2026, 1, 10, 9, 30, 0, 999, time.UTC)
	for name, tt := range map[string]struct {
		expires *time.Time
		want    time.Time
	}{
		"by default":   {nil, time.Date(2027, 1, 10, 9, 30, 0, 0, time.UTC)},
		"as was asked": {world.Ptr(earned.AddDate(0, 1, 0)), time.Date(2026, 2, 10, 9, 30, 0, 0, time.UTC)},
	} {
		made := o.issues(t, func(in *credential.IssueAwardInput) {
			in.MicroCredential, in.EarnedAt, in.ExpiresAt = yearly.ID, &earned, tt.expires
		})
		if !made.EarnedAt.Equal(earned.Truncate(time.Second)) || !made.ExpiresAt.Equal(tt.want) {
			t.Errorf("%s: from %v to %v", name, made.EarnedAt, made.ExpiresAt)
		}
	}
}

func TestAnIssuerAwardsWhatItMayToWhomItMay(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	draft := o.MicroCredential(t, o.college, "Draft", nil)
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.MicroCredential.UpdateOneID(draft.ID).SetStatus(enum.Retired).Exec(ctx)
	})
	theirs := o.MicroCredential(t, o.center, "Theirs", nil)
	known := o.Earner(t)
	o.Award(t, known, o.forklift)
	claims := o.Earner(t)
	o.Award(t, claims, o.forklift, func(a *credential.NewAward) { a.Source = enum.SourceClaimed })
	blocks := o.Earner(t, opens(consent.Grant{Organization: o.college.ID}, consent.Awards), func(e *account.NewEarner) { e.Blocked = []string{o.college.ID} })
	gone := o.Earner(t, opens(consent.Grant{Organization: o.college.ID}, consent.Awards))
	o.erase(t, gone)
	long, now := strings.Repeat("ñ", 10_001), o.Clock.Now()
	driving := world.Ptr(o.Skill(t, "driving"))
	set := func(change func(*credential.IssueAwardInput)) func(*credential.IssueAwardInput) { return change }
	for name, tt := range map[string]struct {
		as   world.Viewer
		edit func(*credential.IssueAwardInput)
		want []string
	}{
		"what it may":            {o.issuer, set(func(*credential.IssueAwardInput) {}), []string{}},
		"again":                  {o.issuer, set(func(in *credential.IssueAwardInput) { in.Earner = known }), []string{}},
		"anonymous":              {t.Context(), set(func(*credential.IssueAwardInput) {}), []string{"UNAUTHENTICATED"}},
		"a coach":                {o.Member(t, auth.Coach, o.college), set(func(*credential.IssueAwardInput) {}), []string{"FORBIDDEN"}},
		"a stranger":             {o.other, set(func(in *credential.IssueAwardInput) { in.MicroCredential = theirs.ID }), []string{"NOT_FOUND earner"}},
		"another's":              {o.issuer, set(func(in *credential.IssueAwardInput) { in.MicroCredential = theirs.ID }), []string{"NOT_FOUND microCredential"}},
		"retired":                {o.issuer, set(func(in *credential.IssueAwardInput) { in.MicroCredential = draft.ID }), []string{"NOT_FOUND microCredential"}},
		"nothing, to nobody":     {o.issuer, set(func(in *credential.IssueAwardInput) { in.MicroCredential, in.Earner = "mcr_none", "ern_none" }), []string{"NOT_FOUND earner", "NOT_FOUND microCredential"}},
		"to who only claims one": {o.issuer, set(func(in *credential.IssueAwardInput) { in.Earner = claims }), []string{"NOT_FOUND earner"}},
		"to who blocks it":       {o.issuer, set(func(in *credential.IssueAwardInput) { in.Earner = blocks }), []string{"NOT_FOUND earner"}},
		"to who is erased":       {o.issuer, set(func(in *credential.IssueAwardInput) { in.Earner = gone }), []string{"NOT_FOUND earner"}},
		"earned ahead":           {o.issuer, set(func(in *credential.IssueAwardInput) { in.EarnedAt = world.Ptr(now.Add(1)) }), []string{"INVALID earnedAt"}},
		"expired before":         {o.issuer, set(func(in *credential.IssueAwardInput) { in.ExpiresAt = world.Ptr(now.Add(time.Microsecond)) }), []string{"INVALID expiresAt"}},
		"empty evidence":         {o.issuer, set(func(in *credential.IssueAwardInput) { in.Evidence = []credential.EvidenceInput{{Name: world.Ptr(" ")}} }), []string{"INVALID evidence.0"}},
		"evidence twice":         {o.issuer, with("A", "A"), []string{"INVALID evidence.1"}},
		"evidence at one address": {o.issuer, set(func(in *credential.IssueAwardInput) {
			in.Evidence = []credential.EvidenceInput{{URL: world.Ptr("https://e.example/1")}, {URL: world.Ptr("https://e.example/1"), Name: world.Ptr("B")}}
		}), []string{"INVALID evidence.1"}},
		"evidence nowhere": {o.issuer, set(func(in *credential.IssueAwardInput) {
			in.Evidence = []credential.EvidenceInput{
				{URL: world.Ptr("http://e.example/1")},
				{URL: world.Ptr("https://e.example/a b")},
				{URL: world.Ptr("ftp://e.example")},
				{URL: world.Ptr("https://stackmatch.example/achievements/ver_1")},
				{Name: world.Ptr(long[:500]), Narrative: &long},
			}
		}), []string{"INVALID evidence.0.url", "INVALID evidence.1.url", "INVALID evidence.2.url", "INVALID evidence.3.url", "INVALID evidence.4.name", "INVALID evidence.4.narrative"}},
		"too much of it": {o.issuer, set(func(in *credential.IssueAwardInput) {
			for i := range 21 {
				with(strings.Repeat("e", i+1))(in)
			}
			in.Results = make([]credential.ResultInput, 51)
			for i := range in.Results {
				in.Results[i] = credential.ResultInput{Name: world.Ptr("n"), Value: world.Ptr("v")}
			}
		}), []string{"INVALID evidence", "INVALID results"}},
		"odd results": {o.issuer, set(func(in *credential.IssueAwardInput) {
			in.Results = []credential.ResultInput{
				{},
				{Skill: driving},
				{Skill: driving, Level: world.Ptr(5)},
				{Skill: world.Ptr("skl_none"), Level: world.Ptr(1)},
				{Name: world.Ptr(" "), Value: world.Ptr("1")},
				{Skill: driving, Level: world.Ptr(1), Name: world.Ptr("x")},
			}
		}), []string{
			"INVALID results.0", "INVALID results.1", "INVALID results.2.level", "INVALID results.2.skill", "INVALID results.3.skill",
			"INVALID results.4", "INVALID results.5", "INVALID results.5.skill",
		}},
		"an empty key": {o.issuer, set(func(in *credential.IssueAwardInput) { in.ClientMutationID = world.Ptr("") }), []string{"INVALID clientMutationId"}},
	} {
		in := credential.IssueAwardInput{Earner: o.ana, MicroCredential: o.forklift.ID}
		tt.edit(&in)
		made, err := o.Credentials.IssueAward(tt.as, in)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if err == nil {
			is(t, name, o.verify(t, world.Must(o.Credentials.Badge(o.issuer, made.ID, credential.FormJSON))(t).Content,
				func(p *badge.Policy) { p.Recipient = nil }), badge.Valid, "")
		}
	}
}

func TestAnAwardIsIssuedOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	once := func(in *credential.IssueAwardInput) { in.ClientMutationID = world.Ptr("once") }
	var all sync.WaitGroup
	made := make([]string, 8)
	for i := range made {
		all.Go(func() {
			row, err := o.Credentials.IssueAward(o.issuer, credential.IssueAwardInput{
				Earner: o.ana, MicroCredential: o.forklift.ID, ClientMutationID: world.Ptr("once"),
			})
			if err != nil {
				t.Error(err)
				return
			}
			made[i] = row.ID
		})
	}
	all.Wait()
	for _, id := range made {
		if id != made[0] {
			t.Fatalf("issued %v", made)
		}
	}
	_, err := o.Credentials.IssueAward(o.issuer, credential.IssueAwardInput{Earner: o.ana, MicroCredential: o.safety.ID, ClientMutationID: world.Ptr("once")})
	if diff := cmp.Diff([]string{"CONFLICT clientMutationId"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	o.Clock.Advance(24 * time.Hour)
	if later := o.issues(t, once); later.ID == made[0] {
		t.Error("a day later, it is still the first")
	}
	if n := world.Must(o.DB().Award.Query().Count(o.Ctx))(t); n != 2 {
		t.Errorf("%d awards", n)
	}
}

func TestOurOwnBadgeComesBackAsItsAward(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.Credentials.Documents = &web{docs: map[string]badge.Document{}}
	award := o.issues(t)
	for _, form := range signedForms {
		got := world.Must(o.Credentials.ImportBadge(o.asAna, credential.BadgeSource{
			File: &credential.File{Content: o.badge(t, award.ID, form)},
		}))(t)
		if got.Award.ID != award.ID || got.Award.Source != enum.SourceIssued {
			t.Errorf("%s came back as %v", form, got.Award)
		}
	}
	seeded := o.Award(t, o.ana, o.safety)
	got := world.Must(o.Credentials.ImportBadge(o.asAna, given(o.badge(t, seeded, credential.FormJSON))))(t)
	if got.Award.ID != seeded {
		t.Errorf("what was recorded came back as %v", got.Award)
	}
	_, asBen := o.person(t, "ben@people.example")
	if _, err := o.Credentials.ImportBadge(asBen, given(o.badge(t, award.ID, credential.FormJSON))); !problem.Is(err, problem.Invalid) {
		t.Errorf("by another: %v", err)
	}
}
