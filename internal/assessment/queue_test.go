package assessment_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// many submits n, a day apart, every third in Spanish.
func (p *panel) many(t testing.TB, n int) []*db.Submission {
	t.Helper()
	rows := make([]*db.Submission, n)
	for i := range rows {
		language := "en"
		if i%3 == 2 {
			language = "es"
		}
		rows[i] = p.submitsAs(t, p.Earner(t), "I drove.", language)
		p.Clock.Advance(days(1))
	}
	return rows
}

func keys(list []*assessment.Submission) []string {
	out := make([]string, len(list))
	for i, one := range list {
		out[i] = one.Row.ID
	}
	return out
}

func TestAQueueIsReadToItsEndTheMostUrgentFirst(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	rows := p.many(t, 11)
	slices.Reverse(rows) // so that the order of the ids is no help
	claimed := rows[4]
	p.claims(t, p.rita, claimed)
	p.claims(t, p.omar, rows[7])
	want := slices.Clone(rows)
	slices.SortFunc(want, func(a, b *db.Submission) int {
		if c := a.DueAt.Compare(b.DueAt); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	for _, size := range []int{1, 3, 100} {
		var got []string
		args := page.Args{First: size}
		for range 20 {
			found := world.Must(p.Assessments.Queue(p.rita, assessment.QueueFilter{}, args))(t)
			got = append(got, keys(found.Items)...)
			if !found.HasNext {
				break
			}
			args.After = found.Cursors[len(found.Cursors)-1]
		}
		if diff := cmp.Diff(keysOf(want), got); diff != "" {
			t.Errorf("pages of %d: %s", size, diff)
		}
	}
	cursor := world.Must(p.Assessments.Queue(p.rita, assessment.QueueFilter{}, page.Args{First: 1}))(t).Cursors[0]
	if _, err := p.Assessments.Queue(p.omar, assessment.QueueFilter{}, page.Args{First: 1, After: cursor}); !problem.Is(err, problem.Invalid) {
		t.Errorf("another's cursor: %v, want it refused", err)
	}
}

func keysOf(rows []*db.Submission) []string {
	out := make([]string, len(rows))
	for i, row := range rows {
		out[i] = row.ID
	}
	return out
}

func TestAQueueIsNarrowedByWhatIsAsked(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	rows := p.many(t, 6)
	p.claims(t, p.rita, rows[0])
	p.claims(t, p.omar, rows[1])
	world.Must(p.Assessments.Decide(p.rita, accept(p.claims(t, p.rita, rows[2]))))(t)
	world.Must(p.Assessments.Decide(p.omar, sendBack(p.claims(t, p.omar, rows[3]))))(t)
	for name, tt := range map[string]struct {
		filter assessment.QueueFilter
		want   []int
	}{
		"nothing asked":           {assessment.QueueFilter{}, []int{0, 1, 4, 5}},
		"mine":                    {assessment.QueueFilter{Mine: world.Ptr(true)}, []int{0}},
		"not mine":                {assessment.QueueFilter{Mine: world.Ptr(false)}, []int{1, 4, 5}},
		"to be claimed":           {assessment.QueueFilter{Unclaimed: true}, []int{4, 5}},
		"in Spanish":              {assessment.QueueFilter{Language: world.Ptr("es")}, []int{5}},
		"claimed":                 {assessment.QueueFilter{State: world.Ptr(enum.SubmissionClaimed)}, []int{0, 1}},
		"accepted, by me":         {assessment.QueueFilter{State: world.Ptr(enum.SubmissionAccepted)}, []int{2}},
		"returned, by another":    {assessment.QueueFilter{State: world.Ptr(enum.SubmissionReturned)}, nil},
		"accepted, not by me":     {assessment.QueueFilter{State: world.Ptr(enum.SubmissionAccepted), Mine: world.Ptr(false)}, nil},
		"drafts":                  {assessment.QueueFilter{State: world.Ptr(enum.SubmissionDraft)}, nil},
		"withdrawn":               {assessment.QueueFilter{State: world.Ptr(enum.SubmissionWithdrawn)}, nil},
		"experience":              {assessment.QueueFilter{Mode: world.Ptr(enum.ModePrior)}, nil},
		"observed":                {assessment.QueueFilter{Mode: world.Ptr(enum.ModeObserved)}, nil},
		"of it":                   {assessment.QueueFilter{MicroCredential: &p.of.ID}, []int{0, 1, 4, 5}},
		"of something else":       {assessment.QueueFilter{MicroCredential: world.Ptr("mcr_other")}, nil},
		"decided, by the clock":   {assessment.QueueFilter{State: world.Ptr(enum.SubmissionAccepted), Standing: world.Ptr(submission.OnTime)}, nil},
		"on time, to be claimed":  {assessment.QueueFilter{Unclaimed: true, Standing: world.Ptr(submission.OnTime)}, []int{4, 5}},
		"of a language not there": {assessment.QueueFilter{Language: world.Ptr("fr")}, nil},
	} {
		got := keys(p.queue(t, p.rita, tt.filter))
		var want []string
		for _, i := range tt.want {
			want = append(want, rows[i].ID)
		}
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, append([]string(nil), got...)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if n := world.Must(p.Assessments.CountQueue(p.rita, tt.filter))(t); n != len(want) {
			t.Errorf("%s: counts %d, want %d", name, n, len(want))
		}
	}
	_, err := p.Assessments.Queue(p.rita, assessment.QueueFilter{Mine: world.Ptr(true), Unclaimed: true}, page.Args{First: 1})
	if diff := cmp.Diff([]string{"INVALID filter.unclaimed"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}

func TestAQueueNeverShowsWhatOneMayNotAssess(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana, row := p.submits(t, "I drove.")
	p.submits(t, "So did I.")
	if err := p.Assessments.DeclareConflict(p.manager, conflictOf(auth.From(p.omar).Account, ana)); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		as   world.Viewer
		want int
	}{
		"an assessor":                       {p.rita, 2},
		"the earner, as an assessor":        {alsoEarner(p.rita, ana), 1},
		"in conflict":                       {p.omar, 1},
		"another organization's assessor":   {p.stranger, 0},
		"an assessor of no queue at all":    {p.Member(t, auth.Assessor, p.Organization(t, "Third", nil, enum.OrgIssuer)), 0},
		"an earner elsewhere, an assessor ": {alsoEarner(p.pia, p.Earner(t)), 2},
	} {
		shown := p.queue(t, tt.as, assessment.QueueFilter{})
		count := world.Must(p.Assessments.CountQueue(tt.as, assessment.QueueFilter{}))(t)
		if len(shown) != tt.want || count != tt.want {
			t.Errorf("%s sees %d and counts %d, want %d", name, len(shown), count, tt.want)
		}
		if tt.want == 1 && shown[0].Row.ID == row.ID {
			t.Errorf("%s sees the one that they may not", name)
		}
	}
	for name, as := range map[string]world.Viewer{
		"who runs the queue": p.manager, "the earner": p.Self(t, ana), "a coach": p.Member(t, auth.Coach, p.college),
		"an employer": p.Member(t, auth.Employer, p.college), "an analyst": p.Member(t, auth.Analyst, p.college), "nobody": t.Context(),
	} {
		if _, err := p.Assessments.Queue(as, assessment.QueueFilter{}, page.Args{First: 1}); err == nil {
			t.Errorf("%s reads the queue", name)
		}
		if _, err := p.Assessments.CountQueue(as, assessment.QueueFilter{}); err == nil {
			t.Errorf("%s counts the queue", name)
		}
		if got, err := p.Assessments.AssessedByID(as, []string{row.ID, p.shown(t, p.rita, row)}); err != nil || len(got) != 0 {
			t.Errorf("%s finds %v, %v", name, got, err)
		}
	}
}

func TestABlindIDIsItsOrganizationsOwn(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	_, row := p.submits(t, "I drove.")
	shown := p.shown(t, p.rita, row)
	if strings.Contains(shown, row.ID) || !strings.HasPrefix(shown, "sub_") || shown != p.shown(t, p.omar, row) {
		t.Errorf("it is known as %q and %q", shown, p.shown(t, p.omar, row))
	}
	one := p.queue(t, p.rita, assessment.QueueFilter{})[0]
	alias := p.Assessments.Alias(p.rita, one)
	if len(alias) != 6 || alias != p.Assessments.Alias(p.omar, one) || alias == p.Assessments.Alias(p.stranger, one) {
		t.Errorf("its alias is %q", alias)
	}
	if got := p.Assessments.Alias(p.rita, &assessment.Submission{ID: row.ID, Sight: assessment.SightEarner, Row: row}); got != "" {
		t.Errorf("the earner reads the alias %q", got)
	}
}

func TestTheStandingsOfAQueueArePartsOfIt(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	p.many(t, 8)
	standings := submission.Standings()
	for range 30 {
		clock := world.Must(p.Assessments.QueueClocks(p.Ctx, []string{p.college.ID}))(t)[p.college.ID]
		want := map[string]submission.Standing{}
		for _, one := range p.queue(t, p.rita, assessment.QueueFilter{}) {
			want[one.Row.ID], _ = clock.Standing(one.Row)
		}
		got := map[string]submission.Standing{}
		for _, standing := range standings {
			for _, one := range p.queue(t, p.rita, assessment.QueueFilter{Standing: &standing}) {
				if before, twice := got[one.Row.ID]; twice {
					t.Errorf("%s is %s and %s", one.Row.ID, before, standing)
				}
				got[one.Row.ID] = standing
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("at %s: %s", p.Clock.Now(), diff)
		}
		p.Clock.Advance(26 * time.Hour)
	}
}

func TestTheClocksOfManyQueuesAreLoadedAtOnce(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	world.Must(p.Assessments.UpdateSettings(p.manager, assessment.SettingsInput{
		DecideWithinDays: world.Ptr(5), Holidays: []assessment.HolidayInput{{On: p.Clock.Now()}}, SetHolidays: true,
	}))(t)
	count := func(organizations ...string) int64 {
		ctx, counter := store.Count(p.Ctx)
		if got := world.Must(p.Assessments.QueueClocks(ctx, organizations))(t); len(got) != len(organizations) {
			t.Errorf("%d clocks of %d queues", len(got), len(organizations))
		}
		return counter.Statements()
	}
	third := p.Organization(t, "Third", nil, enum.OrgIssuer).ID
	if one, three := count(p.college.ID), count(p.college.ID, p.elsewhere.ID, third); three != one {
		t.Errorf("one takes %d statements, three %d", one, three)
	}
}

func TestWhatAnAssessorScoredIsTheirsToReadAlone(t *testing.T) {
	t.Parallel()
	p := newPanel(t, pair)
	_, row := p.submits(t, "I drove.")
	shown := p.claims(t, p.rita, row)
	p.claims(t, p.omar, row)
	world.Must(p.Assessments.Score(p.rita, assessment.ScoreSubmissionInput{ID: shown, Feedback: world.Ptr("Good."), Scores: []assessment.ScoreInput{
		{Criterion: "tidy", Level: "yes", Comment: world.Ptr("Neat.")}, {Criterion: "safe", Level: "yes"},
	}}))(t)
	released := p.Clock.Now().Add(72 * time.Hour)
	want := map[string]*assessment.Work{shown: {
		ClaimedAt: p.Clock.Now(), ReleasedAfter: &released, Feedback: "Good.", Scores: []assessment.AttemptScore{
			{Criterion: "safe", Level: "yes"}, {Criterion: "tidy", Level: "yes", Comments: []string{"Neat."}},
		},
	}}
	if diff := cmp.Diff(want, world.Must(p.Assessments.WorkBySubmission(p.rita, []string{shown}))(t)); diff != "" {
		t.Error(diff)
	}
	got := world.Must(p.Assessments.WorkBySubmission(p.omar, []string{shown}))(t)
	if got[shown] == nil || got[shown].Feedback != "" || got[shown].Scores != nil {
		t.Errorf("the second reads %v, want nothing of the first's", got[shown])
	}
	for name, as := range map[string]world.Viewer{"who did not claim": p.pia, "another's": p.stranger, "who runs the queue": p.manager} {
		if got := world.Must(p.Assessments.WorkBySubmission(as, []string{shown, row.ID}))(t); len(got) != 0 {
			t.Errorf("%s reads %v", name, got)
		}
	}
}
