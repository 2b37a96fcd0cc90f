package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/consent"
)

// savannah is the story of a group that learns manufacturing, and is hired for it.
type savannah struct {
	*story

	instructor, coach, issuer   person
	group                       []person // seven; the first two opened their awards to the coach
	earners                     []string // their ids
	forklift, belt, osha, ready string
	stack, cohort, college      string
	elsewhere                   *guild // signs the badges of the Red Cross
	firstAid                    string // what its badges are here
}

// TestSavannahGroupCompletesManufacturing is the program's story, by GraphQL: four
// parts from several issuers, one imported and one observed, complete a stack that
// awards itself; employers interview everybody; a part that is revoked takes the
// stack's award with it.
func TestSavannahGroupCompletesManufacturing(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	v := &savannah{
		story: s, instructor: s.as(auth.Assessor, "savannah-instructor@example.org"),
		coach: s.as(auth.Coach, "savannah-coach@example.org"), issuer: s.as(auth.Issuer, "issuer@example.org"),
		forklift: s.microCredential("Forklift Safety"), belt: s.microCredential("Six Sigma White Belt"),
		osha: s.microCredential("OSHA 10-Hour General Industry"), ready: s.microCredential("Manufacturing Ready Certificate"),
		stack: s.stack("Manufacturing Ready"), college: s.organization("Savannah Technical College"),
		elsewhere: newGuild(t, s.today),
	}
	opened := consent.Grant{Organization: v.college, Purpose: consent.Coaching, Fields: []consent.Field{consent.Awards}}
	for i, name := range []string{"Orla Marshfield", "Teague Sandbar", "Ismay Driftwood", "Corin Palmgrove", "Lowry Saltflat", "Maren Shoalwater", "Perrin Estuary"} {
		grants := []consent.Grant{opened}[:min(1, max(0, 2-i))]
		one := s.earner(name, fmt.Sprintf("group%d@example.org", i), grants...)
		v.group = append(v.group, one)
		v.earners = append(v.earners, at[string](t, one.asks(`{ viewer { earner { id } } }`, nil), "viewer.earner.id"))
	}
	v.enrollsTogether()
	v.passesTheExam()
	v.recordsTheCards()
	v.importsFirstAid()
	v.drivesTheForklift()
	v.holdsTheCertificate()
	v.countsWhatCameOfIt()
	v.losesTheForklift()
}

// enrollsTogether has the seven join the college's cohort, and the college have the
// stack award itself.
func (v *savannah) enrollsTogether() {
	v.t.Helper()
	v.issuer.does("setStackPolicy", vars{"stack": v.stack, "awardsItself": true, "policy": "WITHDRAW"}, "stack { awardsItself policy }")
	made := v.coach.does("createCohort", vars{"name": "Autumn group", "microCredentials": []string{v.forklift, v.belt}}, "code cohort { id }")
	v.cohort = at[string](v.t, made, "cohort.id")
	for _, one := range v.group {
		one.does("joinCohort", vars{"code": at[string](v.t, made, "code"), "shares": true}, "cohort { id }")
		for _, of := range []string{v.forklift, v.belt} {
			one.does("enroll", vars{"microCredential": of, "issuer": v.college, "cohort": v.cohort}, "enrollment { issuer { id } }")
		}
	}
}

// progress asserts how far everybody is with the stack.
func (v *savannah) progress(percent int) {
	v.t.Helper()
	for _, one := range v.group {
		one.sees(`query ($stack: ID!) { stackProgress(stack: $stack) { percent completed } }`, vars{"stack": v.stack},
			fmt.Sprintf(`{"stackProgress": {"percent": %d, "completed": %t}}`, percent, percent == 100))
	}
}

// passesTheExam has the instructor record the results of the white belt: who failed
// takes it again, and what was recorded is recorded once.
func (v *savannah) passesTheExam() {
	v.t.Helper()
	results := func(last string) []vars {
		var rows []vars
		for i, earner := range v.earners {
			score := "84"
			if i == 6 {
				score = last
			}
			rows = append(rows, vars{"earner": earner, "takenOn": v.day(-2), "score": score, "provider": "College test center"})
		}
		return rows
	}
	record := func(last string, want ...string) {
		v.t.Helper()
		got := v.instructor.does("recordExamResults", vars{"microCredential": v.belt, "results": results(last)}, rowsRecorded)
		v.recorded(got, want)
	}
	record("65", "CREATED true", "CREATED true", "CREATED true", "CREATED true", "CREATED true", "CREATED true", "CREATED false")
	record("71", "UNCHANGED true", "UNCHANGED true", "UNCHANGED true", "UNCHANGED true", "UNCHANGED true", "UNCHANGED true", "CREATED true")
	v.progress(25)
}

const rowsRecorded = "results { index outcome award { id } submission { observer } problems { code path message } }"

// recorded asserts what came of each row, and whether it earned the award.
func (v *savannah) recorded(got answer, want []string) {
	v.t.Helper()
	var rows []string
	for _, result := range at[[]any](v.t, got, "results") {
		row := answer{Data: result.(map[string]any)}
		rows = append(rows, fmt.Sprintf("%s %t", row.Data["outcome"], row.Data["award"] != nil))
		if observer := at[string](v.t, row, "submission.observer"); observer != "Example Savannah Instructor" {
			v.t.Errorf("%q observed it", observer)
		}
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		v.t.Errorf("the rows are otherwise (-want +got):\n%s\n%v", diff, got.Data)
	}
}

// recordsTheCards has the instructor record each OSHA 10 card from its document,
// which its earner can read, and nobody else but the college.
func (v *savannah) recordsTheCards() {
	v.t.Helper()
	for i, earner := range v.earners {
		card := file{"card.pdf", fmt.Sprintf("%%PDF-1.7\nOSHA 10, card %d", i)}
		got := v.instructor.does("recordCertification", vars{
			"earner": earner, "microCredential": v.osha, "earnedAt": v.today().AddDate(0, 0, -20), "number": fmt.Sprint("24-", i), "document": card,
		}, "award { id source status counts delegate { id } issuer { id } }")
		id := at[string](v.t, got, "award.id")
		want := map[string]any{"id": id, "source": "RECORDED", "status": "ACTIVE", "counts": true, "delegate": nil, "issuer": map[string]any{"id": v.college}}
		if diff := cmp.Diff(want, got.Data["award"]); diff != "" {
			v.t.Errorf("the card is recorded otherwise (-want +got):\n%s", diff)
		}
		const document = `query ($id: ID!) { award(id: $id) { document { mediaType text } results { name value } } }`
		read := v.group[i].asks(document, vars{"id": id})
		if media := at[string](v.t, read, "award.document.mediaType"); media != "application/pdf" {
			v.t.Errorf("the document is %s", media)
		}
		if number := at[string](v.t, read, "award.results.0.value"); number != fmt.Sprint("24-", i) {
			v.t.Errorf("the card's number is %q", number)
		}
		v.group[(i+1)%len(v.group)].sees(document, vars{"id": id}, `{"award": null}`)
		v.as(auth.Coach, "coach@example.org").sees(document, vars{"id": id}, `{"award": null}`)
	}
	v.progress(50)
}

// importsFirstAid has each import a badge of the Red Cross. The college's stack
// takes it from its next version on; who completed the stack before keeps that.
func (v *savannah) importsFirstAid() {
	v.t.Helper()
	v.as(auth.Admin, "admin@example.org").does("trustIssuer", vars{
		"uri": v.elsewhere.did, "organization": v.organization("American Red Cross"), "note": "Its key is on its site.",
	}, "issuer { trustedAt }")
	for i, one := range v.group {
		got := one.does("importBadge", vars{"text": v.firstAidBadge(i)},
			"award { id source counts microCredential { id } issuer { name } expiresAt } report { verdict }")
		if at[string](v.t, got, "report.verdict") != "VALID" || !at[bool](v.t, got, "award.counts") ||
			at[string](v.t, got, "award.issuer.name") != "American Red Cross" {
			v.t.Fatalf("the badge is imported otherwise: %v", got.Data)
		}
		v.firstAid = at[string](v.t, got, "award.microCredential.id")
	}
	v.group[1].fails("importBadge", vars{"text": v.firstAidBadge(0)}, "INVALID")
	v.progress(50)
	part := func(title string) vars { return vars{"part": v.microCredential(title)} }
	v.issuer.does("publishStackVersion", vars{
		"stack": v.stack, "title": []vars{{"text": "Manufacturing Ready", "language": "en"}},
		"rule": vars{"allOf": []vars{{"part": v.forklift}, {"part": v.belt}, {"part": v.osha}, {"anyOf": []vars{
			{"part": v.firstAid}, part("First Aid/CPR/AED"), part("Heartsaver First Aid CPR AED"),
		}}}},
	}, "stack { versions { number } }")
	v.progress(75)
	v.as(auth.Earner, "earner@example.org").sees(`query ($stack: ID!) { stackProgress(stack: $stack) { completed } }`,
		vars{"stack": v.stack}, `{"stackProgress": {"completed": true}}`)
}

// firstAidBadge is what the Red Cross gave to one of the group.
func (v *savannah) firstAidBadge(of int) string {
	v.t.Helper()
	until := v.today().AddDate(2, 0, 0)
	return string(v.elsewhere.signed(issue.Credential(issue.Award{
		ID: fmt.Sprintf("urn:uuid:3f0e8f0a-6f4f-4f5e-8b8e-1d3c9a5b7f%02d", of), Issuer: issue.Issuer{ID: v.elsewhere.did, Name: "American Red Cross"},
		Achievement: issue.Achievement{
			ID: "https://badges.example.org/first-aid", Name: "First Aid and CPR", Description: "Two days.", Criteria: "A hands-on check.",
		},
		Identifiers: []badge.Identifier{{Type: "emailAddress", Hashed: true, Salt: "s", Value: issue.HashIdentity(v.group[of].email, "s")}},
		ValidFrom:   v.today().AddDate(0, 0, -3), ValidUntil: &until,
	})))
}

// today is the beginning of the day.
func (s *story) today() time.Time {
	s.t.Helper()
	today, err := time.Parse(time.DateOnly, s.day(0))
	if err != nil {
		s.t.Fatal(err)
	}
	return today
}
