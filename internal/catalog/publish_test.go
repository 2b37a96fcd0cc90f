package catalog_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func TestEveryInvalidFieldOfAMicroCredentialIsReportedAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	in := catalog.MicroCredentialInput{
		ID: "mcr_short", Kind: "BADGE", Developer: "org_0", Issuers: []string{org.ID, org.ID, "org_1"},
		Version: catalog.VersionInput{
			Title: text.Localized{"EN": "x", "es": " "}, Description: text.En(strings.Repeat("x", 10_001)),
			Competencies: []catalog.CompetencyInput{
				{Skill: w.skills["weld"], Level: 7}, {Skill: "skl_0"}, {Skill: w.skills["weld"], Level: 1},
			},
			EffortMinutes: ptr(0), ValidityMonths: ptr(-1), Languages: nil, Delivery: []enum.Delivery{"BY_MAIL"},
			Price: &catalog.Price{Cents: -1, Currency: "USD"}, PublishedAt: w.Now().Add(time.Hour),
		},
	}
	_, err := w.PublishMicroCredential(w.ctx, in)
	want := []string{
		"INVALID id", "INVALID issuers.1", "INVALID kind",
		"INVALID version.competencies.0.level", "INVALID version.competencies.2.skill",
		"INVALID version.delivery.0", "INVALID version.description.en", "INVALID version.effortMinutes",
		"INVALID version.languages", "INVALID version.price", "INVALID version.publishedAt",
		"INVALID version.title.EN", "INVALID version.title.es", "INVALID version.validityMonths",
		"NOT_FOUND developer", "NOT_FOUND issuers.2", "NOT_FOUND version.competencies.1.skill",
	}
	if diff := cmp.Diff(want, problems(t, err)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if n := w.DB.MicroCredential.Query().CountX(w.ctx); n != 0 {
		t.Errorf("%d micro-credentials were written, want none", n)
	}
}

func TestAPublishedVersionStaysAndTheNextIsCurrent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	first := w.version("Forklift", map[string]int{"weld": 1})
	first.ID, first.Price, first.PublishedAt = w.IDs.Mint(id.Version), &catalog.Price{Cents: 0, Currency: "USD"}, w.Now().AddDate(-1, 0, 0)
	m := must(w.PublishMicroCredential(w.ctx, catalog.MicroCredentialInput{
		ID: w.IDs.Mint(id.MicroCredential), Kind: enum.KindCertification, URI: "https://example.org/f",
		Developer: org.ID, Issuers: []string{org.ID}, Version: first,
	}))(t)
	before := w.DB.MicroCredentialVersion.Query().WithCompetencies().OnlyX(w.ctx)
	if m.Status != enum.Published || *m.CurrentVersionID != first.ID || before.Number != 1 ||
		*before.PriceCents != 0 || !before.PublishedAt.Equal(first.PublishedAt) || len(before.Edges.Competencies) != 1 {
		t.Errorf("stored %+v with %+v", m, before)
	}
	next := must(w.PublishVersion(w.ctx, m.ID, w.version("Lift truck", map[string]int{"weld": 2, "lift loads": 0})))(t)
	after := must(w.VersionsByID(w.ctx, []string{first.ID}))(t)[first.ID]
	before.Edges = db.MicroCredentialVersionEdges{}
	if after.String() != before.String() {
		t.Errorf("the first version changed:\n%s\n%s", before, after)
	}
	now := must(w.MicroCredentialsByID(w.ctx, []string{m.ID}))(t)[m.ID]
	if next.Number != 2 || *now.CurrentVersionID != next.ID || now.Name != "Lift truck" {
		t.Errorf("got version %d, current %s called %s", next.Number, *now.CurrentVersionID, now.Name)
	}
	early := w.version("Forklift", nil)
	early.PublishedAt = w.Now().AddDate(-2, 0, 0)
	_, err := w.PublishVersion(w.ctx, m.ID, early)
	if diff := cmp.Diff([]string{"INVALID publishedAt"}, problems(t, err)); diff != "" {
		t.Errorf("before the one before (-want +got):\n%s", diff)
	}
	_, err = w.PublishVersion(w.ctx, m.ID, catalog.VersionInput{ID: first.ID, Title: text.En("x"), Languages: []string{"en"}, Delivery: first.Delivery})
	if diff := cmp.Diff([]string{"CONFLICT version.id"}, problems(t, err)); diff != "" {
		t.Errorf("an id again (-want +got):\n%s", diff)
	}
}

func TestWhatIsThereAlreadyIsAConflict(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	m := must(w.PublishMicroCredential(w.ctx, catalog.MicroCredentialInput{
		Kind: enum.KindLicense, URI: "https://example.org/f", Developer: org.ID, Issuers: []string{org.ID}, Version: w.version("A", nil),
	}))(t)
	s := w.stack(t, org, "S", m)
	r := w.recognition(t, catalog.RecognitionInput{Organization: org.ID, Stack: &s.ID})
	_, byURI := w.PublishMicroCredential(w.ctx, catalog.MicroCredentialInput{
		Kind: enum.KindLicense, URI: "https://example.org/f", Developer: org.ID, Issuers: []string{org.ID}, Version: w.version("A", nil),
	})
	_, stack := w.PublishStack(w.ctx, catalog.StackInput{ID: s.ID, Owner: org.ID, Version: catalog.StackVersionInput{Title: text.En("S"), Rule: allOf(m)}})
	_, recognition := w.RecordRecognition(w.ctx, catalog.RecognitionInput{
		ID: r.ID, Organization: org.ID, Stack: &s.ID, Kind: enum.RecognizedPay, Status: enum.RecognitionInForce,
	})
	_, organization := w.AddOrganization(w.ctx, catalog.OrganizationInput{ID: org.ID, Name: "A", Kinds: org.Kinds})
	for name, err := range map[string]error{"URI": byURI, "stack": stack, "recognition": recognition, "organization": organization} {
		if diff := cmp.Diff([]string{"CONFLICT id"}, problems(t, err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestRulesOfStacksAreCheckedWhereTheyAreWrong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	m := w.microCredential(t, org, "One", nil)
	draft := w.draft(t, org, "Draft")
	part := func(id string) matching.Rule { return matching.Rule{Op: matching.OpPart, Credential: id} }
	group := func(op matching.Op, k int, of ...matching.Rule) matching.Rule {
		return matching.Rule{Op: op, K: k, Of: of}
	}
	deep := part(m.ID)
	for range 9 {
		deep = group(matching.OpAllOf, 0, deep)
	}
	for name, c := range map[string]struct {
		rule      matching.Rule
		certifies *string
		draft     bool
		want      []string
	}{
		"fine":             {rule: group(matching.OpKOf, 1, part(m.ID), group(matching.OpAnyOf, 0, part(m.ID)))},
		"empty":            {want: []string{"INVALID version.rule.op"}},
		"k too large":      {rule: group(matching.OpKOf, 3, part(m.ID)), want: []string{"INVALID version.rule.k"}},
		"too deep":         {rule: deep, want: []string{"INVALID version.rule" + strings.Repeat(".of.0", 6)}},
		"unknown part":     {rule: group(matching.OpAllOf, 0, part(m.ID), part("mcr_0")), want: []string{"NOT_FOUND version.rule.of.1.credential"}},
		"draft part":       {rule: part(draft.ID), want: []string{"NOT_FOUND version.rule.credential"}},
		"draft of a draft": {rule: part(draft.ID), draft: true},
		"certifies a part": {rule: part(m.ID), certifies: &m.ID, want: []string{"INVALID version.rule.credential"}},
	} {
		_, err := w.PublishStack(w.ctx, catalog.StackInput{
			Owner: org.ID, Certifies: c.certifies, Draft: c.draft, Version: catalog.StackVersionInput{Title: text.En(name), Rule: c.rule},
		})
		if diff := cmp.Diff(append([]string{}, c.want...), problems(t, err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestInputsAreCheckedFieldByField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	m := w.microCredential(t, org, "One", nil)
	day := w.Now()
	before := day.AddDate(0, 0, -1)
	for name, c := range map[string]struct {
		write func() error
		want  []string
	}{
		"organization": {
			func() error {
				_, err := w.AddOrganization(w.ctx, catalog.OrganizationInput{
					ID: "org_", Kinds: []enum.OrganizationKind{"CLUB"}, Homepage: "ftp://x", TimeZone: "Local", Place: ptr("plc_0"),
				})
				return err
			},
			[]string{"INVALID homepage", "INVALID id", "INVALID kinds.0", "INVALID name", "INVALID timeZone", "NOT_FOUND place"},
		},
		"offering": {
			func() error {
				_, err := w.AddOffering(w.ctx, catalog.OfferingInput{
					MicroCredential: "mcr_0", Provider: org.ID, Delivery: enum.DeliveryInPerson, Language: "English",
					StartsOn: &day, EndsOn: &before, Seats: ptr(0), Price: &catalog.Price{Cents: 1, Currency: "$"}, URL: ptr("x"),
				})
				return err
			},
			[]string{
				"INVALID endsOn", "INVALID language", "INVALID place", "INVALID price", "INVALID seats", "INVALID url",
				"NOT_FOUND microCredential",
			},
		},
		"pathway": {
			func() error {
				_, err := w.PublishPathway(w.ctx, catalog.PathwayInput{
					Owner: org.ID, Goal: enum.GoalOccupation, Occupation: "7051", Degree: &m.ID,
					Steps: []catalog.PathwayStepInput{{}, {MicroCredential: &m.ID, Stack: ptr("stk_0")}},
				})
				return err
			},
			[]string{
				"INVALID degree", "INVALID occupation", "INVALID occupationTitle", "INVALID steps.0", "INVALID steps.1", "INVALID title",
				"NOT_FOUND steps.1.stack",
			},
		},
		"pathway without steps": {
			func() error {
				_, err := w.PublishPathway(w.ctx, catalog.PathwayInput{Owner: org.ID, Title: text.En("x"), Goal: enum.GoalStack})
				return err
			},
			[]string{"INVALID stack", "INVALID steps"},
		},
		"recognition": {
			func() error {
				_, err := w.RecordRecognition(w.ctx, catalog.RecognitionInput{
					Organization: org.ID, Kind: "PRAISE", Status: "MAYBE", Amount: ptr("three"), ValidFrom: &day, ValidUntil: &before,
				})
				return err
			},
			[]string{"INVALID amount", "INVALID kind", "INVALID microCredential", "INVALID status", "INVALID unit", "INVALID validUntil"},
		},
		"places": {
			func() error {
				_, err := w.AddPlaces(w.ctx, []catalog.PlaceInput{
					{Kind: "CITY", Name: "", State: "Maine", FIPS: "1", RUCC: ptr(10), Latitude: 91},
					{Kind: enum.PlaceState, Code: "23", Name: "Maine", State: "ME"},
					{Kind: enum.PlaceState, Code: "23", Name: "Maine", State: "ME"},
				})
				return err
			},
			[]string{
				"INVALID 0.code", "INVALID 0.fips", "INVALID 0.kind", "INVALID 0.latitude", "INVALID 0.name", "INVALID 0.rucc",
				"INVALID 0.state", "INVALID 2.code",
			},
		},
	} {
		if diff := cmp.Diff(c.want, problems(t, c.write())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestOneWritesForOnesOwnOrganizationOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own, other := w.organization(t, "Own"), w.organization(t, "Other")
	theirs := w.microCredential(t, other, "Theirs", nil)
	stack := w.stack(t, other, "Theirs", theirs)
	developer, recognizer := as(t, auth.Developer, own), as(t, auth.Recognizer, own)
	micro := func(by string) error {
		_, err := w.PublishMicroCredential(developer, catalog.MicroCredentialInput{
			Kind: enum.KindMicroCredential, Developer: by, Issuers: []string{own.ID}, Version: w.version("Mine", nil),
		})
		return err
	}
	recognize := func(by string) error {
		_, err := w.RecordRecognition(recognizer, catalog.RecognitionInput{
			Organization: by, MicroCredential: &theirs.ID, Kind: enum.RecognizedHire, Status: enum.RecognitionInForce,
		})
		return err
	}
	_, version := w.PublishVersion(developer, theirs.ID, w.version("Taken over", nil))
	_, noVersion := w.PublishVersion(developer, "mcr_0", w.version("Taken over", nil))
	_, rule := w.PublishStackVersion(developer, stack.ID, catalog.StackVersionInput{Title: text.En("x"), Rule: allOf(theirs)})
	_, offering := w.AddOffering(developer, catalog.OfferingInput{
		MicroCredential: theirs.ID, Delivery: enum.DeliveryOnline, Language: "en",
	})
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"own, by default":       {micro(""), ""},
		"own, named":            {micro(own.ID), ""},
		"another's":             {micro(other.ID), "FORBIDDEN developer"},
		"a version":             {version, "NOT_FOUND microCredential"},
		"a version of nothing":  {noVersion, "NOT_FOUND microCredential"},
		"a rule":                {rule, "NOT_FOUND stack"},
		"an offering":           {offering, "INVALID provider"},
		"recognition":           {recognize(""), ""},
		"another's recognition": {recognize(other.ID), "FORBIDDEN organization"},
	} {
		if got := strings.Join(problems(t, c.err), ", "); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestWritesAskForTheirPermission(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A", enum.OrgEmployer)
	ctx := as(t, auth.Employer, org)
	errs := map[string]error{}
	_, errs["organization"] = w.AddOrganization(ctx, catalog.OrganizationInput{})
	_, errs["vouch"] = w.Vouch(ctx, catalog.VouchInput{})
	_, errs["places"] = w.AddPlaces(ctx, nil)
	_, errs["micro-credential"] = w.PublishMicroCredential(ctx, catalog.MicroCredentialInput{})
	_, errs["version"] = w.PublishVersion(ctx, "", catalog.VersionInput{})
	_, errs["offering"] = w.AddOffering(ctx, catalog.OfferingInput{})
	_, errs["stack"] = w.PublishStack(ctx, catalog.StackInput{})
	_, errs["stack version"] = w.PublishStackVersion(ctx, "", catalog.StackVersionInput{})
	_, errs["pathway"] = w.PublishPathway(ctx, catalog.PathwayInput{})
	_, errs["recognition"] = w.RecordRecognition(ctx, catalog.RecognitionInput{})
	for name, err := range errs {
		if !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s: got %v, want Forbidden", name, err)
		}
	}
	if _, err := w.PublishStack(t.Context(), catalog.StackInput{}); !problem.Is(err, problem.Unauthenticated) {
		t.Errorf("nobody: got %v, want Unauthenticated", err)
	}
}

func TestVouchingIsForOthersOnceAndByFewKinds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	board := w.organization(t, "Board", enum.OrgWorkforceBoard)
	employer := w.organization(t, "Employer", enum.OrgEmployer)
	second := w.organization(t, "Second", enum.OrgEmployer)
	for _, c := range []struct {
		name string
		in   catalog.VouchInput
		want string
	}{
		{"one's own", catalog.VouchInput{Organization: board.ID, By: board.ID}, "INVALID organization"},
		{"by an employer", catalog.VouchInput{Organization: employer.ID, By: second.ID}, "INVALID by"},
		{"for nobody", catalog.VouchInput{Organization: "org_0", By: board.ID}, "NOT_FOUND organization"},
		{"by nobody", catalog.VouchInput{Organization: employer.ID}, "NOT_FOUND by"},
		{"by a board", catalog.VouchInput{Organization: employer.ID, By: board.ID, At: w.Now().AddDate(-1, 0, 0)}, ""},
		{"twice", catalog.VouchInput{Organization: employer.ID, By: board.ID}, "CONFLICT organization"},
	} {
		_, err := w.Vouch(w.ctx, c.in)
		if got := strings.Join(problems(t, err), ", "); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	admin := as(t, auth.Admin, board)
	if _, err := w.Vouch(admin, catalog.VouchInput{Organization: board.ID}); !problem.Is(err, problem.Invalid) {
		t.Errorf("an admin's own: got %v, want Invalid", err)
	}
	got := must(w.Vouch(admin, catalog.VouchInput{Organization: second.ID, By: employer.ID}))(t)
	if *got.VouchedByID != board.ID || !got.VouchedAt.Equal(w.Now()) {
		t.Errorf("vouched for by %s at %s, want the one acted for, now", *got.VouchedByID, got.VouchedAt)
	}
}

func TestEveryWriteIsInTheAudit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org, board := w.organization(t, "A"), w.organization(t, "B", enum.OrgCollege)
	must(w.Vouch(w.ctx, catalog.VouchInput{Organization: org.ID, By: board.ID}))(t)
	m := w.microCredential(t, org, "One", nil)
	must(w.PublishVersion(w.ctx, m.ID, w.version("Two", nil)))(t)
	must(w.AddOffering(w.ctx, catalog.OfferingInput{MicroCredential: m.ID, Provider: org.ID, Delivery: enum.DeliveryOnline, Language: "en"}))(t)
	s := w.stack(t, org, "S", m)
	must(w.PublishStackVersion(w.ctx, s.ID, catalog.StackVersionInput{Title: text.En("S"), Rule: allOf(m)}))(t)
	must(w.PublishPathway(w.ctx, catalog.PathwayInput{
		Owner: org.ID, Title: text.En("P"), Goal: enum.GoalStack, Stack: &s.ID, Steps: []catalog.PathwayStepInput{{Stack: &s.ID}},
	}))(t)
	w.recognition(t, catalog.RecognitionInput{Organization: org.ID, Stack: &s.ID})
	must(w.AddPlaces(w.ctx, []catalog.PlaceInput{{Kind: enum.PlaceState, Code: "23", Name: "Maine", State: "ME"}}))(t)
	var got []string
	for _, e := range w.DB.AuditEntry.Query().Order(auditentry.ByID()).AllX(w.ctx) {
		got = append(got, e.Action)
	}
	want := []string{
		"organization.add", "organization.add", "organization.vouch", "micro_credential.publish", "micro_credential.version",
		"offering.add", "stack.publish", "stack.version", "pathway.publish", "recognition.record", "places.add",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("audit (-want +got):\n%s", diff)
	}
}
