package credential_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// sheet has Ana make a sheet.
func (o *office) sheet(t *testing.T, awards []string, edit ...func(*credential.PublishSheetInput)) *db.SkillsSheet {
	t.Helper()
	in := credential.PublishSheetInput{Awards: awards}
	for _, change := range edit {
		change(&in)
	}
	return world.Must(o.Credentials.PublishSheet(o.asAna, in))(t)
}

func TestASheetSaysWhatHoldsWhenItIsOpened(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ends := o.Clock.Now().Add(time.Hour)
	var awards []string
	for i := range 4 {
		awards = append(awards, o.issues(t, with("Drive"), func(in *credential.IssueAwardInput) {
			if i == 3 {
				in.ExpiresAt = &ends
			}
		}).ID)
	}
	slices.Reverse(awards)
	o.publish(t, awards[1], named)
	made := o.sheet(t, awards)
	opened := func(want ...string) {
		t.Helper()
		sheet := world.Must(o.Credentials.PublicSheet(t.Context(), made.Token))(t)
		var got []string
		for i, a := range sheet.Awards {
			if a.Award.ID != awards[i] {
				t.Errorf("at %d is %s", i, a.Award.ID)
			}
			got = append(got, fmt.Sprint(a.Report.Verdict, " ", a.Counts))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		raw := string(world.Must(json.Marshal(sheet))(t))
		for _, secret := range []string{"Ana", "people.example", o.ana, "Drive", "/awards/"} {
			if strings.Contains(raw, secret) {
				t.Errorf("it has %q in it", secret)
			}
		}
	}
	opened("VALID true", "VALID true", "VALID true", "VALID true")
	world.Must(o.revokes(awards[1], "a slip"))(t)
	world.Must(o.suspends(awards[2], "a doubt"))(t)
	o.Clock.Advance(time.Hour)
	opened("INVALID false", "INVALID false", "INVALID false", "VALID true")
}

func TestASheetHasTheNameThatIsWished(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	made := o.sheet(t, []string{o.issues(t).ID}, func(in *credential.PublishSheetInput) { in.ShowName = true })
	sheet := world.Must(o.Credentials.PublicSheet(t.Context(), made.Token))(t)
	if sheet.Name != "Ana Example" || sheet.URL != "https://stackmatch.example/sheets/"+made.Token || len(made.Token) != 32 {
		t.Errorf("the sheet is %+v", sheet)
	}
}

func TestASheetEnds(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := []string{o.issues(t).ID}
	until := o.Clock.Now().Add(time.Hour)
	ending := o.sheet(t, award, func(in *credential.PublishSheetInput) { in.Until = &until })
	withdrawn, erased := o.sheet(t, award), o.sheet(t, award)
	there := func(sheet *db.SkillsSheet) bool {
		t.Helper()
		_, err := o.Credentials.PublicSheet(t.Context(), sheet.Token)
		if err != nil && !problem.Is(err, problem.NotFound) {
			t.Error(err)
		}
		return err == nil
	}
	o.Clock.Advance(time.Hour - 1)
	if !there(ending) {
		t.Error("it ends before its time")
	}
	o.Clock.Advance(1)
	if there(ending) {
		t.Error("it does not end at its time")
	}
	for range 2 {
		if row := world.Must(o.Credentials.WithdrawSheet(o.asAna, credential.WithdrawSheetInput{ID: withdrawn.ID}))(t); row.WithdrawnAt == nil {
			t.Errorf("withdrawn as %v", row)
		}
	}
	if there(withdrawn) {
		t.Error("it is there after it was withdrawn")
	}
	trail := world.Must(audit.Of(o.Ctx, o.DB(), enum.SubjectEarner, o.ana, 0, 10))(t)
	if len(trail) != 4 || trail[0].Action != "sheet.withdraw" || trail[1].Action != "sheet.publish" {
		t.Errorf("the trail is %v", trail)
	}
	if !there(erased) {
		t.Error("another is withdrawn too")
	}
	o.erase(t, o.ana)
	if there(erased) {
		t.Error("it outlives its earner")
	}
}

func TestASheetIsOfOnesOwnAwards(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t).ID
	ben, asBen := o.person(t, "ben@people.example")
	bens := o.Award(t, ben, o.forklift)
	claim := o.Award(t, o.ana, o.forklift, func(a *credential.NewAward) { a.Source = enum.SourceClaimed })
	past := o.Clock.Now()
	for name, tt := range map[string]struct {
		as   world.Viewer
		in   credential.PublishSheetInput
		want []string
	}{
		"nothing":       {o.asAna, credential.PublishSheetInput{}, []string{"INVALID awards"}},
		"too much":      {o.asAna, credential.PublishSheetInput{Awards: many(31)}, []string{"INVALID awards"}},
		"another's":     {o.asAna, credential.PublishSheetInput{Awards: []string{award, bens, claim}}, []string{"NOT_FOUND awards.1", "NOT_FOUND awards.2"}},
		"twice":         {o.asAna, credential.PublishSheetInput{Awards: []string{award, award}}, []string{"INVALID awards.1"}},
		"until now":     {o.asAna, credential.PublishSheetInput{Awards: []string{award}, Until: &past}, []string{"INVALID until"}},
		"by the issuer": {o.issuer, credential.PublishSheetInput{Awards: []string{award}}, []string{"FORBIDDEN"}},
		"by nobody":     {t.Context(), credential.PublishSheetInput{Awards: []string{award}}, []string{"UNAUTHENTICATED"}},
	} {
		_, err := o.Credentials.PublishSheet(tt.as, tt.in)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	made := o.sheet(t, []string{award})
	_, err := o.Credentials.WithdrawSheet(asBen, credential.WithdrawSheetInput{ID: made.ID})
	if diff := cmp.Diff([]string{"NOT_FOUND id"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	if list := world.Must(o.Credentials.SheetsOf(asBen, page.Args{First: 10}))(t); len(list.Items) != 0 {
		t.Errorf("Ben sees %v", list.Items)
	}
	if _, err := o.Credentials.SheetsOf(o.issuer, page.Args{First: 10}); !problem.Is(err, problem.Forbidden) {
		t.Errorf("the issuer lists sheets: %v", err)
	}
}

func many(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint("awd_", i)
	}
	return out
}

func TestSheetsAreListedNewestFirstPageByPage(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := []string{o.issues(t).ID}
	var want []string
	for i := range 5 {
		want = append(want, o.sheet(t, award).ID)
		o.Clock.Advance(time.Duration(i%2) * time.Minute)
	}
	for _, first := range []int{1, 2, 5} {
		var got []string
		args := page.Args{First: first}
		for {
			p := world.Must(o.Credentials.SheetsOf(o.asAna, args))(t)
			for _, row := range p.Items {
				got = append(got, row.ID)
			}
			if !p.HasNext {
				break
			}
			args.After = p.Cursors[len(p.Cursors)-1]
		}
		slices.Sort(got)
		if diff := cmp.Diff(slices.Sorted(slices.Values(want)), got); diff != "" {
			t.Errorf("by %d: %s", first, diff)
		}
	}
}

func TestASheetOfManyTakesAsManyStatementsAsOfOne(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var awards []string
	for range 9 {
		awards = append(awards, o.issues(t, with("Drive")).ID)
	}
	one, nine := o.sheet(t, awards[:1]), o.sheet(t, awards)
	statements := func(sheet *db.SkillsSheet) int64 {
		ctx, counter := store.Count(t.Context())
		for _, a := range world.Must(o.Credentials.PublicSheet(ctx, sheet.Token))(t).Awards {
			is(t, "on the sheet", *a.Report, badge.Valid, "")
		}
		return counter.Statements()
	}
	statements(nine) // the badges are signed once
	if a, b := statements(one), statements(nine); a != b {
		t.Errorf("of one it takes %d statements, of nine %d", a, b)
	}
	details := func(awards []string) int64 {
		ctx, counter := store.Count(o.issuer)
		if got := world.Must(o.Credentials.Detail(ctx, awards))(t); len(got) != len(awards) {
			t.Errorf("%d details", len(got))
		}
		return counter.Statements()
	}
	if a, b := details(awards[:1]), details(awards); a != b {
		t.Errorf("details of one take %d statements, of nine %d", a, b)
	}
}
