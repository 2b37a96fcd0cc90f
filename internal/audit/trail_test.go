package audit_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// story is a portfolio that was submitted, assessed and awarded, with everybody who
// might want to read its trail.
type story struct {
	*world.World
	subjects map[string]string // ids by name
	viewers  map[string]context.Context
	shown    string // the submission, as assessors know it
}

func newStory(t *testing.T) *story {
	t.Helper()
	s := &story{World: world.New(t), subjects: map[string]string{}}
	college, elsewhere := s.Organization(t, "College", nil, enum.OrgIssuer), s.Organization(t, "Elsewhere", nil, enum.OrgIssuer)
	office := s.Organization(t, "Office", nil, enum.OrgService)
	of := s.portfolio(t, college)
	earner := s.Earner(t, func(e *account.NewEarner) {
		e.Grants = []consent.Grant{{Organization: college.ID, Purpose: consent.Coaching, Fields: []consent.Field{consent.Awards}}}
	})
	s.viewers = map[string]context.Context{
		"self": s.Self(t, earner), "another earner": s.Self(t, s.Earner(t)), "nobody": t.Context(),
		"assessor": s.Member(t, auth.Assessor, college), "colleague": s.Member(t, auth.Assessor, college),
		"issuer": s.Member(t, auth.Issuer, college), "coach": s.Member(t, auth.Coach, college),
		"employer": s.Member(t, auth.Employer, college), "analyst": s.Member(t, auth.Analyst, college),
		"assessor elsewhere": s.Member(t, auth.Assessor, elsewhere), "issuer elsewhere": s.Member(t, auth.Issuer, elsewhere),
		"admin elsewhere": s.Member(t, auth.Admin, elsewhere), "service": s.Member(t, auth.Admin, office),
	}
	s.subjects["organization"], s.subjects["micro-credential"], s.subjects["earner"] = college.ID, of.ID, earner
	s.play(t, of)
	return s
}

func (s *story) portfolio(t *testing.T, by *db.Organization) *db.MicroCredential {
	t.Helper()
	say := func(s string) submission.Text { return submission.Text{"en": s, "es": s} }
	return world.Must(s.Catalog.PublishMicroCredential(s.Ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: by.ID, Issuers: []string{by.ID}, Version: catalog.VersionInput{
			Title: text.EnEs("Forklift", "Carretilla"), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline},
			Competencies: []catalog.CompetencyInput{{Skill: s.Skill(t, "driving"), Level: 2}},
			Assessment: &submission.Definition{
				Modes: []submission.Mode{submission.Portfolio},
				Parts: []submission.Part{{Key: "overview", Title: say("Overview"), Required: true}},
				Criteria: []submission.Criterion{{Key: "safe", Title: say("Safe"), Required: true, Meets: 2, Levels: []submission.Level{
					{Key: "no", Title: say("No")}, {Key: "yes", Title: say("Yes")},
				}}},
			},
		},
	}))(t)
}

// play has the earner join a cohort, enroll and submit, and an assessor accept.
func (s *story) play(t *testing.T, of *db.MicroCredential) {
	t.Helper()
	group := world.Must(s.Assessments.CreateCohort(s.viewers["issuer"], assessment.CreateCohortInput{Name: "Spring", MicroCredentials: []string{of.ID}}))(t)
	for _, who := range []string{"another earner", "self"} {
		world.Must(s.Assessments.JoinCohort(s.viewers[who], assessment.JoinCohortInput{Code: group.Code}))(t)
	}
	enrolled := world.Must(s.Assessments.Enroll(s.viewers["self"], assessment.EnrollInput{MicroCredential: of.ID}))(t)
	done := world.Must(s.Assessments.Submit(s.viewers["self"], assessment.SubmitInput{
		Enrollment: &enrolled.ID, Items: []assessment.EvidenceItem{{Part: "overview", Text: world.Ptr("I drive with care.")}},
	}))(t)
	s.Clock.Advance(25 * time.Hour)
	queue := world.Must(s.Assessments.Queue(s.viewers["assessor"], assessment.QueueFilter{}, page.Args{First: 1}))(t)
	s.shown = queue.Items[0].ID
	world.Must(s.Assessments.Claim(s.viewers["assessor"], assessment.ClaimInput{ID: s.shown}))(t)
	world.Must(s.Assessments.Decide(s.viewers["assessor"], assessment.DecideInput{
		ID: s.shown, Decision: enum.DecisionAccept, Scores: []assessment.ScoreInput{{Criterion: "safe", Level: "yes"}},
	}))(t)
	s.subjects["cohort"], s.subjects["enrollment"], s.subjects["submission"] = group.Cohort.ID, enrolled.ID, done.Submission.Row.ID
	s.subjects["award"] = world.Must(s.DB().Award.Query().OnlyID(s.Ctx))(t)
	if s.shown == s.subjects["submission"] {
		t.Fatal("assessors know the submission by its record's id")
	}
}

func (s *story) trail(t *testing.T, viewer, subject string) []*audit.Entry {
	t.Helper()
	return world.Must(s.Trail.Of(s.viewers[viewer], subject, page.Args{First: 100}))(t).Items
}

func TestATrailIsForThoseWhomItConcerns(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	everyMember := []string{"analyst", "assessor", "coach", "colleague", "employer", "issuer"}
	for subject, want := range map[string][]string{
		"organization":     append([]string{"service"}, everyMember...),
		"micro-credential": everyMember,
		"earner":           nil, // nothing is done to them yet
		"award":            {"issuer", "self"},
		"enrollment":       {"issuer", "self"},
		"submission":       {"issuer", "self"},
		"cohort":           {"another earner", "coach", "employer", "issuer", "self"},
	} {
		var got []string
		for name := range s.viewers {
			if len(s.trail(t, name, s.subjects[subject])) > 0 {
				got = append(got, name)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", subject, diff)
		}
	}
	var blind []string
	for name := range s.viewers {
		if len(s.trail(t, name, s.shown)) > 0 {
			blind = append(blind, name)
		}
	}
	if diff := cmp.Diff([]string{"assessor"}, blind); diff != "" {
		t.Errorf("the submission by its assessors' id: %s", diff)
	}
}

func TestWhatDoesNotExistHasNoTrail(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	for name := range s.viewers {
		for _, subject := range []string{"", "x", "org_none", "awd_none", "sub_none", "acc_none", "zzz_none", "sub_", strings.Repeat("sub_", 1000)} {
			if got := s.trail(t, name, subject); len(got) != 0 {
				t.Errorf("%s, %.10q: %d steps", name, subject, len(got))
			}
		}
	}
}

// told says a trail, oldest first, as who did what.
func told(entries []*audit.Entry) (lines []string) {
	for _, e := range slices.Backward(entries) {
		lines = append(lines, strings.TrimSpace(string(e.Actor.Kind)+" "+string(e.Actor.Role))+": "+string(e.Action))
	}
	return lines
}

func TestEachSideOfABlindAssessmentSeesAStrangerOnADay(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	own, judged := s.trail(t, "self", s.subjects["submission"]), s.trail(t, "assessor", s.shown)
	if diff := cmp.Diff([]string{
		"SELF: submission.start", "SELF: submission.submit", "MEMBER ASSESSOR: submission.claim",
		"MEMBER ASSESSOR: submission.decide", "MEMBER ASSESSOR: submission.award",
	}, told(own)); diff != "" {
		t.Errorf("the earner: %s", diff)
	}
	if diff := cmp.Diff([]string{
		"EARNER: submission.start", "EARNER: submission.submit", "SELF ASSESSOR: submission.claim",
		"SELF ASSESSOR: submission.decide", "SELF ASSESSOR: submission.award",
	}, told(judged)); diff != "" {
		t.Errorf("the assessor: %s", diff)
	}
	for name, entries := range map[string][]*audit.Entry{"the earner": own, "the assessor": judged} {
		for _, e := range entries {
			self := e.Actor.Kind == audit.ActorSelf
			if e.Exact != self || !self && !e.At.Equal(e.At.Truncate(24*time.Hour)) {
				t.Errorf("%s: %s by %s at %v, exactly: %v", name, e.Action, e.Actor.Kind, e.At, e.Exact)
			}
			if (e.Actor.Account != "") != self {
				t.Errorf("%s learns the account of %s", name, e.Actor.Kind)
			}
		}
	}
	for _, one := range own {
		if slices.ContainsFunc(judged, func(e *audit.Entry) bool { return e.ID == one.ID }) {
			t.Error("a step has the same id for both")
		}
	}
}

func TestWhatABlindAssessmentLedToIsOfADayToo(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	for _, who := range []string{"self", "issuer"} {
		steps := s.trail(t, who, s.subjects["award"])
		if diff := cmp.Diff([]string{"MEMBER ASSESSOR: award.issue"}, told(steps)); diff != "" {
			t.Fatalf("%s: %s", who, diff)
		}
		if one := steps[0]; one.Exact || !one.At.Equal(one.At.Truncate(24*time.Hour)) {
			t.Errorf("%s learns that the assessor was at work at %v", who, one.At)
		}
	}
}

func TestAMemberOfACohortSeesNoOtherMember(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	for who, want := range map[string][]string{
		"self":           {"MEMBER ISSUER: cohort.create", "SELF: cohort.join"},
		"another earner": {"MEMBER ISSUER: cohort.create", "SELF: cohort.join"},
		"issuer":         {"SELF ISSUER: cohort.create", "EARNER: cohort.join", "EARNER: cohort.join"},
		"coach":          {"MEMBER ISSUER: cohort.create", "EARNER: cohort.join", "EARNER: cohort.join"},
	} {
		if diff := cmp.Diff(want, told(s.trail(t, who, s.subjects["cohort"]))); diff != "" {
			t.Errorf("%s: %s", who, diff)
		}
	}
}

func TestWhoRunsTheServiceIsNotNamedFurther(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	err := store.InTx(s.viewers["service"], s.DB(), func(ctx context.Context, tx *db.Client) error {
		return audit.Write(ctx, tx, s.Clock.Now(), "organization.vouch", enum.SubjectOrganization, s.subjects["organization"])
	})
	if err != nil {
		t.Fatal(err)
	}
	newest := s.trail(t, "issuer", s.subjects["organization"])[0]
	if diff := cmp.Diff(audit.Actor{Kind: audit.ActorService}, newest.Actor); diff != "" {
		t.Error(diff)
	}
	if own := s.trail(t, "service", s.subjects["organization"])[0]; own.Actor.Kind != audit.ActorSelf {
		t.Errorf("to themselves: %v", own.Actor)
	}
}

func TestATrailIsPagedForOneViewer(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	var lines []string
	args := page.Args{First: 2}
	for range 3 {
		part := world.Must(s.Trail.Of(s.viewers["self"], s.subjects["submission"], args))(t)
		for _, e := range part.Items {
			lines = append(lines, string(e.Action))
		}
		args.After = part.Cursors[len(part.Cursors)-1]
	}
	want := []string{"submission.award", "submission.decide", "submission.claim", "submission.submit", "submission.start"}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	for name, c := range map[string]struct {
		ctx     context.Context
		subject string
	}{"another viewer": {s.viewers["issuer"], s.subjects["submission"]}, "another subject": {s.viewers["self"], s.subjects["award"]}} {
		if _, err := s.Trail.Of(c.ctx, c.subject, args); err == nil {
			t.Errorf("%s's cursor is taken", name)
		}
	}
	_, err := s.Trail.Of(s.viewers["self"], s.subjects["submission"], page.Args{First: 101})
	if diff := cmp.Diff([]string{"INVALID first"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}
