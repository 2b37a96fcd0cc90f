package employer_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// said are words that nobody else says.
func said(i int) string {
	verbs := strings.Fields("load stack weld cut paint clean count check repair move sort pack wrap label weigh drive park fuel mix pour bake fry wash dry iron fold sew mend print copy file scan type call greet guide teach train coach watch guard lock")
	things := strings.Fields("pallets trucks pipes sheets walls floors boxes crates engines carts letters parcels gifts bottles scales vans buses tanks dough soup bread fish dishes towels shirts jackets shoes books forms records prices invoices guests visitors children teams crews gates doors")
	return fmt.Sprintf("%s %s in room %d", verbs[i%len(verbs)], things[i/len(verbs)%len(things)], i/len(verbs)/len(things))
}

// kept writes answers as they would be after a long time, the oldest first.
func (v *school) kept(t testing.TB, skill string, n int) {
	t.Helper()
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		rows := make([]*db.ProposalAnswer, n)
		for i := range rows {
			at := v.Clock.Now().Add(time.Duration(i-n) * time.Minute)
			rows[i] = &db.ProposalAnswer{
				ID: v.World.IDs.At(id.ProposalAnswer, at), CreatedAt: at, OrganizationID: v.mill.ID, SkillID: skill, Language: "en",
				Words: said(i), Verdict: enum.VerdictConfirmed,
			}
			if i%3 == 0 {
				rows[i].Verdict = enum.VerdictRefused
			}
		}
		return store.Insert(ctx, tx, rows)
	})
}

func TestLessonsAreBoundedAndTheOldestGo(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "welding")
	v.kept(t, v.Skill(t, "welding"), 10_000)
	v.says(t, [3]string{"one more", "welding", "CONFIRMED"}, [3]string{"and another", "welding", "CONFIRMED"})
	rows := v.World.DB().ProposalAnswer.Query().Order(db.Asc("created_at", "id")).AllX(v.Ctx)
	if len(rows) != 10_000 || rows[0].Words != said(2) {
		t.Errorf("%d are kept, the oldest %q", len(rows), rows[0].Words)
	}
	if got := v.sure(t, v.miller, v.mill, "Requirements:\n- "+said(1000)+"\n- Drive forklifts", "welding")["welding"]; got != "1 learned" {
		t.Errorf("of so many lessons: got %q", got)
	}
	if got := world.Must(v.Agreement(v.miller, v.mill.ID))(t); got == nil || got.Answers != 200 {
		t.Errorf("agreement of so many: %+v", got)
	}
}

func TestLessonsOfTwoAtOnceAreBothKept(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "welding")
	welding := v.Skill(t, "welding")
	key := "the same"
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			in := employer.AnswersInput{Organization: v.mill.ID, Language: "en", Answers: []employer.AnswerInput{
				{Words: "weld pipes", Skill: welding, Verdict: enum.VerdictConfirmed},
				{Words: fmt.Sprint("weld ", i/2), Skill: welding, Verdict: enum.VerdictRefused},
			}}
			if i < 2 {
				in.ClientMutationID = &key
			}
			if _, err := v.AnswerProposals(v.miller, in); err != nil {
				t.Errorf("%d: %v", i, err)
			}
		})
	}
	group.Wait()
	if got := world.Must(v.Learning(v.miller, v.mill.ID))(t); got.Confirmed != 1 || got.Refused != 4 {
		t.Errorf("got %+v, want 1 confirmed and 4 refused", got)
	}
	if list := world.Must(v.Answers(v.miller, v.mill.ID, page.Args{First: 100}))(t); len(list.Items) != 5 {
		t.Errorf("got %d rows", len(list.Items))
	}
}

func TestLessonsAreMeasuredByWhatTheOthersTeach(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "welding", "customer service")
	agreement := func() *employer.Agreement { return world.Must(v.Agreement(v.miller, v.mill.ID))(t) }
	v.says(t, [3]string{"welding one", "welding", "REFUSED"}, [3]string{"welding two", "welding", "REFUSED"},
		[3]string{"welding three", "welding", "REFUSED"}, [3]string{"welding four", "welding", "REFUSED"}, [3]string{"welding five", "welding", "REFUSED"},
		[3]string{"customer service here", "customer service", "CONFIRMED"}, [3]string{"good customer service", "customer service", "CONFIRMED"},
		[3]string{"customer service by phone", "customer service", "CONFIRMED"}, [3]string{"customer service counter", "customer service", "CONFIRMED"})
	if got := agreement(); got != nil {
		t.Errorf("of too few answers: %+v", got)
	}
	v.says(t, [3]string{"polite customer service", "customer service", "CONFIRMED"})
	if got := agreement(); got.Answers != 10 || got.Without > 0.9 || got.With != 1 {
		t.Errorf("got %+v, want that with lessons all that was confirmed ranks above all that was refused, and without them not", got)
	}
	v.turn(t, false)
	if got := agreement(); got != nil {
		t.Errorf("while it is off: %+v", got)
	}
}

// What one server is taught another one uses: each asks the database which lessons
// are the newest.
func TestLessonsAreThoseOfNowOnEveryServer(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "welding")
	second := &employer.Service{DB: v.World.DB(), IDs: v.World.IDs, Now: v.Clock.Now, Catalog: v.World.Catalog, Cursors: v.World.Cursors}
	proposed := func() int {
		return len(world.Must(second.ProposeRequirements(v.miller, employer.ProposeInput{
			Text: "Requirements:\n- Welding", Limit: 5, Organization: &v.mill.ID,
		}))(t).Requirements)
	}
	for _, step := range []struct {
		claim string
		do    func()
		want  int
	}{
		{"before", func() {}, 1},
		{"refused elsewhere", func() { v.says(t, [3]string{"welding", "welding", "REFUSED"}) }, 0},
		{"forgotten elsewhere", func() { world.Must(v.ForgetAnswers(v.miller, employer.ForgetInput{Organization: v.mill.ID}))(t) }, 1},
		{"refused again", func() { v.says(t, [3]string{"welding", "welding", "REFUSED"}) }, 0},
		{"turned off elsewhere", func() { v.turn(t, false) }, 1},
	} {
		if step.do(); proposed() != step.want {
			t.Errorf("%s: %d proposed, want %d", step.claim, proposed(), step.want)
		}
	}
}

func BenchmarkLessons(b *testing.B) {
	v := &school{town: newTown(b)}
	v.admin = v.Member(b, "ADMIN", v.mill)
	world.Must(v.SetLearning(v.admin, employer.LearningInput{Organization: v.mill.ID, On: true}))(b)
	v.kept(b, v.Skill(b, "welding"), 10_000)
	text := "Requirements:\n"
	for i := range 150 {
		text += "- " + said(i*61) + "\n"
	}
	for name, organization := range map[string]*string{"without": nil, "with": &v.mill.ID} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				world.Must(v.ProposeRequirements(v.miller, employer.ProposeInput{Text: text, Limit: 50, Organization: organization}))(b)
			}
		})
	}
	b.Run("made anew", func(b *testing.B) {
		for b.Loop() {
			world.Must(v.ForgetAnswers(v.miller, employer.ForgetInput{Organization: v.mill.ID, IDs: []string{"pan_none"}}))(b)
			world.Must(v.ProposeRequirements(v.miller, employer.ProposeInput{Text: "Welding", Limit: 50, Organization: &v.mill.ID}))(b)
		}
	})
}

func TestLessonsHoldNothingByWhichAPersonIsReached(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "welding")
	for words, kept := range map[string]int{
		"call Jane Doe 555-867-5309": 0, "call (555) 867-5309": 0, "text 555.867.5309 now": 0, "ring +44 20 7946 0958": 0, "5558675309": 0,
		"１ 555 867 5309": 0, "jane.doe@example.org": 0, "ask jane@mail.example.org for it": 0, "078-05-1120": 0,
		"osha 1910.178": 1, "iso 9001 2015 and iso 14001": 1, "asme y14.5-2018": 1, "mil-std-883-2019": 1, "2024-2025": 1, "soc 15-1252.00": 1,
		"$15.00-$20.00 an hour": 1, "c# @ night": 1, "100 000 parts": 1, "1,000,000 miles": 1,
	} {
		got := world.Must(v.AnswerProposals(v.miller, employer.AnswersInput{Organization: v.mill.ID, Language: "en", Answers: []employer.AnswerInput{
			{Words: words, Skill: v.Skill(t, "welding"), Verdict: enum.VerdictConfirmed},
		}}))(t)
		if got.Kept != kept || len(problem.As(got.Refused)) != 1-kept {
			t.Errorf("%q: kept %d, want %d: %v", words, got.Kept, kept, got.Refused)
		}
	}
}

func TestLessonsOfManyWordsAreAboutTheVeryWords(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "customer service", "welding")
	short, long := "charm the walk-ins at noon", "charm the walk-ins at noon and soothe whoever rings late about broken kettles"
	for words, want := range map[string][2]string{short: {"1 learned", "0.97 learned"}, long: {"0.95 learned", ""}} {
		v.says(t, [3]string{words, "customer service", "CONFIRMED"})
		for i, text := range []string{words, strings.Replace(words, "noon", "noon always", 1)} {
			if got := v.sure(t, v.miller, v.mill, "Requirements:\n- "+text, "customer service", "welding")["customer service"]; got != want[i] {
				t.Errorf("%q: got %q, want %q", text, got, want[i])
			}
		}
		world.Must(v.ForgetAnswers(v.miller, employer.ForgetInput{Organization: v.mill.ID}))(t)
	}
}
