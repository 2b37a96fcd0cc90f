package catalog_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
	kit "github.com/stackmatch/stackmatch/internal/testkit/world"
)

// studio is where definitions are written: a developer with two accounts, and
// another organization.
type studio struct {
	*kit.World
	own, other         *db.Organization
	ana, ben, stranger context.Context
}

func newStudio(t *testing.T) *studio {
	t.Helper()
	s := &studio{World: kit.New(t)}
	s.own = s.Organization(t, "College", nil, enum.OrgCollege)
	s.other = s.Organization(t, "Elsewhere", nil, enum.OrgCollege)
	s.ana, s.ben = s.Member(t, auth.Developer, s.own), s.Member(t, auth.Developer, s.own)
	s.stranger = s.Member(t, auth.Developer, s.other)
	return s
}

// content is whole: it may be published.
func (s *studio) content(t *testing.T, title string) catalog.VersionInput {
	t.Helper()
	both := func(words string) submission.Text { return submission.Text{"en": words, "es": words + " (es)"} }
	return catalog.VersionInput{
		Title: text.EnEs(title, title+" (es)"), Competency: text.EnEs("Drives", "Conduce"),
		HolderCan: text.EnEs("Can drive", "Sabe conducir"), Criteria: text.EnEs("Drive", "Conduzca"),
		Languages: []string{"en", "es"}, Delivery: []enum.Delivery{enum.DeliveryInPerson},
		Competencies: []catalog.CompetencyInput{{Skill: s.Skill(t, "drive forklifts"), Level: 2}},
		Assessment: &submission.Definition{
			Modes: []submission.Mode{submission.Portfolio},
			Parts: []submission.Part{{Key: "overview", Title: both("Overview"), Prompt: both("Tell"), Required: true}},
			Criteria: []submission.Criterion{{
				Key: "safe", Title: both("Safe"), Required: true, Meets: 2, Part: "overview", Skill: s.Skill(t, "drive forklifts"),
				Levels: []submission.Level{{Key: "no", Title: both("No")}, {Key: "yes", Title: both("Yes"), SkillLevel: 2}},
			}},
		},
	}
}

func (s *studio) create(t *testing.T, content catalog.VersionInput) *db.MicroCredential {
	t.Helper()
	return must(s.Catalog.CreateMicroCredential(s.ana, catalog.CreateMicroCredentialInput{Kind: enum.KindMicroCredential, Content: content}))(t)
}

func (s *studio) trail(t *testing.T, of string) []string {
	t.Helper()
	var actions []string
	for _, e := range s.DB().AuditEntry.Query().Where(auditentry.Subject(of)).Order(auditentry.ByID()).AllX(s.Ctx) {
		actions = append(actions, e.Action)
	}
	return actions
}

func TestADraftIsReviewedByAnotherAccountThenPublished(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	m := s.create(t, s.content(t, "Forklift"))
	first := catalog.DraftInput{MicroCredential: m.ID, Revision: 1}
	if d := must(s.Catalog.RequestReview(s.ana, first))(t); d.Status != enum.DraftInReview {
		t.Errorf("got %s", d.Status)
	}
	_, err := s.Catalog.Review(s.ana, catalog.ReviewInput{MicroCredential: m.ID, Approve: true})
	want(t, "one's own", err, "CONFLICT microCredential")
	_, err = s.Catalog.PublishDraft(s.ana, first)
	want(t, "in review", err, "CONFLICT microCredential")
	content := s.content(t, "Lift truck")
	_, err = s.Catalog.UpdateDraft(s.ana, catalog.UpdateDraftInput{MicroCredential: m.ID, Revision: ptr(1), Content: &content})
	want(t, "written in review", err, "CONFLICT microCredential")
	_, err = s.Catalog.Review(s.ben, catalog.ReviewInput{MicroCredential: m.ID})
	want(t, "returned without a word", err, "INVALID note")
	must(s.Catalog.Review(s.ben, catalog.ReviewInput{MicroCredential: m.ID, Note: ptr("Say more")}))(t)
	_, err = s.Catalog.PublishDraft(s.ana, first)
	want(t, "returned", err, "CONFLICT microCredential")
	d := must(s.Catalog.UpdateDraft(s.ana, catalog.UpdateDraftInput{MicroCredential: m.ID, Revision: ptr(1), Content: &content}))(t)
	if d.Status != enum.DraftWriting || d.Revision != 2 {
		t.Errorf("got %s, revision %d", d.Status, d.Revision)
	}
	second := catalog.DraftInput{MicroCredential: m.ID, Revision: 2}
	must(s.Catalog.RequestReview(s.ana, second))(t)
	must(s.Catalog.Review(s.ben, catalog.ReviewInput{MicroCredential: m.ID, Approve: true}))(t)
	v := must(s.Catalog.PublishDraft(s.ana, second))(t)
	row := s.DB().MicroCredential.GetX(s.Ctx, m.ID)
	if v.Number != 1 || row.Status != enum.Published || *row.CurrentVersionID != v.ID || row.Name != "Lift truck" || s.DB().Draft.Query().CountX(s.Ctx) != 0 {
		t.Errorf("got version %d of %v", v.Number, row)
	}
	if diff := cmp.Diff([]string{
		"micro_credential.create", "micro_credential.request_review", "micro_credential.return", "micro_credential.draft",
		"micro_credential.request_review", "micro_credential.approve", "micro_credential.publish",
	}, s.trail(t, m.ID)); diff != "" {
		t.Errorf("trail (-want +got):\n%s", diff)
	}
}

// want compares the problems of an error.
func want(t *testing.T, what string, err error, problems ...string) {
	t.Helper()
	if diff := cmp.Diff(append([]string{}, problems...), kit.Problems(t, err)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestWhatIsPublishedIsWhatWasWritten(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	before := s.MicroCredential(t, s.other, "Basics", nil)
	content := s.content(t, "Forklift")
	content.Description, content.Changes = text.En("About"), text.En("All new")
	content.EffortMinutes, content.ValidityMonths, content.Price = ptr(600), ptr(36), &catalog.Price{Cents: 4900, Currency: "USD"}
	content.Prerequisites = []catalog.PrerequisiteInput{{MicroCredential: before.ID, Advised: true}}
	content.Alignments = []catalog.FrameworkAlignment{{Kind: enum.AlignedFrameworkItem, Name: "Safety", URL: "https://nace.example/safety", Framework: "NACE", Code: "S1"}}
	content.Description = text.EnEs("About", "Acerca")
	content.Changes = text.EnEs("All new", "Todo nuevo")
	m := s.create(t, content)
	v := must(s.Catalog.PublishDraft(s.ana, catalog.DraftInput{MicroCredential: m.ID, Revision: 1}))(t)
	v = s.DB().MicroCredentialVersion.GetX(s.Ctx, v.ID) // as the database writes JSON
	got := must(s.Catalog.ContentsByVersion(s.Ctx, []string{v.ID}))(t)[v.ID]
	if diff := cmp.Diff(&content, got); diff != "" {
		t.Errorf("published (-written +published):\n%s", diff)
	}
	if trail := s.trail(t, m.ID); trail[len(trail)-1] != "micro_credential.publish_unreviewed" {
		t.Errorf("the trail does not say that nobody reviewed it: %q", trail)
	}
	// The next version starts from it.
	d := must(s.Catalog.UpdateDraft(s.ana, catalog.UpdateDraftInput{MicroCredential: m.ID}))(t)
	next := must(catalog.Content(d))(t)
	content.Changes = text.Localized{}
	if next.Changes == nil {
		next.Changes = text.Localized{}
	}
	if diff := cmp.Diff(&content, next); diff != "" {
		t.Errorf("next (-current +draft):\n%s", diff)
	}
	next.Title = text.EnEs("Lift truck", "Montacargas")
	must(s.Catalog.UpdateDraft(s.ana, catalog.UpdateDraftInput{MicroCredential: m.ID, Revision: ptr(1), Content: next}))(t)
	if row := s.DB().MicroCredential.GetX(s.Ctx, m.ID); row.Name != "Forklift" {
		t.Errorf("a draft renamed what is published to %q", row.Name)
	}
	second := must(s.Catalog.PublishDraft(s.ana, catalog.DraftInput{MicroCredential: m.ID, Revision: 2}))(t)
	if after := s.DB().MicroCredentialVersion.GetX(s.Ctx, v.ID); second.Number != 2 || after.String() != v.String() {
		t.Errorf("the first version changed:\n%s\n%s", v, after)
	}
}

func TestEverythingThatADefinitionLacksIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	content := s.content(t, "Forklift")
	content.Title = text.En("Forklift")
	content.Competency, content.HolderCan = nil, text.En("Can drive")
	content.Delivery = nil
	content.Assessment.Parts[0].Prompt = nil
	content.Assessment.Criteria[0].Levels[1].Title = submission.Text{"en": "Yes"}
	content.Assessment.Criteria[0].Skill = s.Skill(t, "weld")
	content.Assessment.Criteria = append(content.Assessment.Criteria, content.Assessment.Criteria[0])
	m := s.create(t, content)
	all := []string{
		"INVALID content.assessment.criteria.0.levels.1.title.es", "INVALID content.assessment.criteria.0.skill",
		"INVALID content.assessment.criteria.1.key", "INVALID content.assessment.criteria.1.levels.1.title.es",
		"INVALID content.assessment.criteria.1.skill", "INVALID content.assessment.parts.0.prompt.en",
		"INVALID content.assessment.parts.0.prompt.es", "INVALID content.competency.en", "INVALID content.competency.es",
		"INVALID content.delivery", "INVALID content.holderCan.es", "INVALID content.title.es",
	}
	_, err := s.Catalog.PublishDraft(s.ana, catalog.DraftInput{MicroCredential: m.ID, Revision: 1})
	want(t, "publish", err, all...)
	_, err = s.Catalog.RequestReview(s.ana, catalog.DraftInput{MicroCredential: m.ID, Revision: 1})
	want(t, "request review", err, all...)
	if n := s.DB().MicroCredentialVersion.Query().CountX(s.Ctx); n != 0 {
		t.Errorf("%d versions were written", n)
	}
}

func TestADraftIsBoundedHoweverLittleIsWritten(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	m := s.create(t, catalog.VersionInput{Title: text.Localized{"en": "T", "es": " "}})
	levels := make([]submission.Level, 1_000)
	huge := strings.Repeat("x", 20_000)
	for name, c := range map[string]struct {
		content catalog.VersionInput
		want    []string
	}{
		"nothing":     {catalog.VersionInput{}, nil},
		"levels":      {catalog.VersionInput{Assessment: &submission.Definition{Criteria: []submission.Criterion{{Levels: levels}}}}, []string{"INVALID content.assessment.criteria.0.levels"}},
		"a long text": {catalog.VersionInput{Criteria: text.En(huge)}, []string{"INVALID content.criteria.en"}},
		"no language": {catalog.VersionInput{Criteria: text.Localized{"<b>": "x"}}, []string{"INVALID content.criteria.<b>"}},
		"no skill":    {catalog.VersionInput{Competencies: []catalog.CompetencyInput{{Skill: "skl_0"}}}, []string{"NOT_FOUND content.competencies.0.skill"}},
		"no picture":  {catalog.VersionInput{Picture: ptr("pic_0")}, []string{"NOT_FOUND content.picture"}},
		"no web":      {catalog.VersionInput{Alignments: []catalog.FrameworkAlignment{{Kind: enum.AlignedOther, Name: "x", URL: "javascript:alert(1)"}}}, []string{"INVALID content.alignments.0.url"}},
		"before": {catalog.VersionInput{Prerequisites: []catalog.PrerequisiteInput{{MicroCredential: m.ID}}}, []string{
			"INVALID content.prerequisites.0.microCredential", "NOT_FOUND content.prerequisites.0.microCredential",
		}},
		"far too much": {catalog.VersionInput{Assessment: &submission.Definition{Parts: []submission.Part{{Prompt: submission.Text{"en": strings.Repeat(huge, 60)}}}}}, []string{"LIMIT content"}},
	} {
		d := s.DB().Draft.Query().OnlyX(s.Ctx)
		_, err := s.Catalog.UpdateDraft(s.ana, catalog.UpdateDraftInput{MicroCredential: m.ID, Revision: &d.Revision, Content: &c.content})
		want(t, name, err, c.want...)
	}
}

func TestOneOfTwoWhoWriteTheSameRevisionIsTold(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	m := s.create(t, s.content(t, "Forklift"))
	var all sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		all.Go(func() {
			content := s.content(t, "Lift truck")
			_, errs[i] = s.Catalog.UpdateDraft(s.ana, catalog.UpdateDraftInput{MicroCredential: m.ID, Revision: ptr(1), Content: &content})
		})
	}
	all.Wait()
	count(t, errs, "CONFLICT revision")
	for i := range errs {
		all.Go(func() {
			_, errs[i] = s.Catalog.PublishDraft(s.ben, catalog.DraftInput{MicroCredential: m.ID, Revision: 2})
		})
	}
	all.Wait()
	for i, err := range errs { // whoever comes later finds no draft at all
		if err != nil && problem.Is(err, problem.NotFound) {
			errs[i] = problem.New(problem.Conflict, "gone").Spanish("ya no está").At("revision")
		}
	}
	count(t, errs, "CONFLICT revision")
	if n := s.DB().MicroCredentialVersion.Query().CountX(s.Ctx); n != 1 {
		t.Errorf("%d versions were published", n)
	}
}

// count wants one to succeed, and all others to be told the same.
func count(t *testing.T, errs []error, refused string) {
	t.Helper()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
			continue
		}
		want(t, "the others", err, refused)
	}
	if done != 1 {
		t.Errorf("%d of %d succeeded", done, len(errs))
	}
}

func TestADraftIsItsDevelopersOwn(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	m := s.create(t, s.content(t, "Forklift"))
	content := s.content(t, "Theirs")
	for name, call := range map[string]func(ctx context.Context) error{
		"update": func(ctx context.Context) error {
			_, err := s.Catalog.UpdateDraft(ctx, catalog.UpdateDraftInput{MicroCredential: m.ID, Revision: ptr(1), Content: &content})
			return err
		},
		"request": func(ctx context.Context) error {
			_, err := s.Catalog.RequestReview(ctx, catalog.DraftInput{MicroCredential: m.ID, Revision: 1})
			return err
		},
		"review": func(ctx context.Context) error {
			_, err := s.Catalog.Review(ctx, catalog.ReviewInput{MicroCredential: m.ID, Approve: true})
			return err
		},
		"publish": func(ctx context.Context) error {
			_, err := s.Catalog.PublishDraft(ctx, catalog.DraftInput{MicroCredential: m.ID, Revision: 1})
			return err
		},
		"discard": func(ctx context.Context) error {
			_, err := s.Catalog.DiscardDraft(ctx, catalog.DiscardInput{MicroCredential: m.ID})
			return err
		},
		"authorize": func(ctx context.Context) error {
			_, err := s.Catalog.AuthorizeIssuer(ctx, catalog.AuthorizeIssuerInput{MicroCredential: m.ID, Issuer: s.other.ID, Authorized: true})
			return err
		},
		"assign": func(ctx context.Context) error {
			_, err := s.Catalog.AssignAssessor(ctx, catalog.AssignAssessorInput{MicroCredential: m.ID, Assessor: &s.other.ID})
			return err
		},
		"offer": func(ctx context.Context) error {
			_, err := s.Catalog.Offer(ctx, catalog.OfferInput{OfferingInput: catalog.OfferingInput{MicroCredential: m.ID, Delivery: enum.DeliveryOnline, Language: "en"}})
			return err
		},
	} {
		want(t, name, call(s.stranger), "NOT_FOUND microCredential")
		for who, ctx := range map[string]context.Context{"employer": s.Member(t, auth.Employer, s.own), "nobody": t.Context()} {
			if kind, _ := problem.KindOf(call(ctx)); kind != problem.Forbidden && kind != problem.Unauthenticated {
				t.Errorf("%s by %s: %s", name, who, kind)
			}
		}
	}
	for who, c := range map[string]struct {
		ctx  context.Context
		sees int
	}{"developer": {s.ben, 1}, "stranger": {s.stranger, 0}, "employer": {s.Member(t, auth.Employer, s.own), 0}, "nobody": {t.Context(), 0}} {
		rows := must(s.Catalog.MicroCredentialsByID(c.ctx, []string{m.ID}))(t)
		drafts := must(s.Catalog.DraftsByMicroCredential(c.ctx, []string{m.ID}))(t)
		if len(rows) != c.sees || len(drafts) != c.sees {
			t.Errorf("%s sees %d micro-credentials and %d drafts, want %d", who, len(rows), len(drafts), c.sees)
		}
	}
	mine := must(s.Catalog.Drafts(s.ben, catalog.DraftsInput{Page: page.Args{First: 10}}))(t)
	theirs := must(s.Catalog.Drafts(s.stranger, catalog.DraftsInput{Page: page.Args{First: 10}}))(t)
	if len(mine.Items) != 1 || len(theirs.Items) != 0 {
		t.Errorf("lists have %d and %d drafts, want 1 and 0", len(mine.Items), len(theirs.Items))
	}
}

func TestADiscardedDraftLeavesWhatIsPublished(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	m := s.create(t, s.content(t, "Forklift"))
	v := must(s.Catalog.PublishDraft(s.ana, catalog.DraftInput{MicroCredential: m.ID, Revision: 1}))(t)
	must(s.Catalog.UpdateDraft(s.ana, catalog.UpdateDraftInput{MicroCredential: m.ID}))(t)
	_, err := s.Catalog.DiscardDraft(s.ana, catalog.DiscardInput{MicroCredential: m.ID, Revision: ptr(7)})
	want(t, "another revision", err, "CONFLICT revision")
	row := must(s.Catalog.DiscardDraft(s.ana, catalog.DiscardInput{MicroCredential: m.ID}))(t)
	if *row.CurrentVersionID != v.ID || s.DB().Draft.Query().CountX(s.Ctx) != 0 {
		t.Errorf("got %v", row)
	}
	_, err = s.Catalog.DiscardDraft(s.ana, catalog.DiscardInput{MicroCredential: m.ID})
	want(t, "again", err, "NOT_FOUND microCredential")
}
