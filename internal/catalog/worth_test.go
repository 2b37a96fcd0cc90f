package catalog_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/store"
)

// told is what an answer says, a line for each item.
func (w *world) told(t *testing.T, in catalog.WorthInput) []string {
	t.Helper()
	return w.lines(t, must(w.Worth(w.ctx, in))(t).Items)
}

func (w *world) lines(t *testing.T, items []catalog.WorthItem) []string {
	t.Helper()
	var out []string
	for _, item := range items {
		line := []string{w.named(t, item.Recognition.OrganizationID)}
		if item.Inherited {
			line = append(line, "at "+w.named(t, item.At))
		}
		for _, r := range item.Through {
			line = append(line, "through "+w.named(t, r.OrganizationID))
		}
		line = append(line, string(item.Kind))
		if item.Amount != nil {
			line = append(line, *item.Amount+" "+item.Unit)
		}
		switch {
		case item.InForce && item.Status == enum.RecognitionInForce:
		case item.Kept:
			line = append(line, "kept")
		default:
			line = append(line, string(item.Status))
		}
		out = append(out, strings.Join(line, ", "))
	}
	return out
}

func (w *world) named(t *testing.T, organization string) string {
	t.Helper()
	return must(w.DB.Organization.Get(w.ctx, organization))(t).Name
}

func (w *world) affiliate(t *testing.T, kind enum.AffiliationKind, of *db.Organization, parts ...*db.Organization) {
	t.Helper()
	for _, part := range parts {
		must(w.SetAffiliation(w.ctx, catalog.SetAffiliationInput{Organization: part.ID, Of: of.ID, Kind: kind, Affiliated: true}))(t)
	}
}

func expect(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func day(offset int) *time.Time { return ptr(testDay.AddDate(0, 0, offset)) }

func TestADistrictsDaysAndAStatesRankHoldAtTheDistricts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kvec := w.organization(t, "KVEC")
	state, perry, letcher := w.organization(t, "State"), w.organization(t, "Perry"), w.organization(t, "Letcher")
	school := w.organization(t, "School of Perry")
	w.affiliate(t, enum.AffiliatedDistrict, state, perry, letcher)
	w.affiliate(t, enum.AffiliatedCampus, perry, school)
	m := w.microCredential(t, kvec, "Poverty", nil)
	w.recognition(t, catalog.RecognitionInput{
		Organization: perry.ID, MicroCredential: &m.ID, Kind: enum.RecognizedPDDays, Amount: ptr("2"), ScopeKind: enum.ScopeDistrict,
	})
	w.recognition(t, catalog.RecognitionInput{
		Organization: state.ID, MicroCredential: &m.ID, Kind: enum.RecognizedRank, Amount: ptr("1"), Unit: "rank (II to I)", ScopeKind: enum.ScopeState,
	})
	at := func(o *db.Organization) []string {
		return w.told(t, catalog.WorthInput{MicroCredential: &m.ID, For: &o.ID})
	}
	expect(t, "in the district", at(perry), "Perry, PD_DAYS, 2 days", "State, at Perry, RANK_CHANGE, 1 rank (II to I)")
	expect(t, "in a school of it", at(school),
		"Perry, at School of Perry, PD_DAYS, 2 days", "State, at School of Perry, RANK_CHANGE, 1 rank (II to I)")
	expect(t, "in another district", at(letcher), "State, at Letcher, RANK_CHANGE, 1 rank (II to I)")
	expect(t, "of the state itself", at(state), "State, RANK_CHANGE, 1 rank (II to I)")
	expect(t, "at the developer's", at(kvec))
	expect(t, "everywhere", w.told(t, catalog.WorthInput{MicroCredential: &m.ID}),
		"Perry, PD_DAYS, 2 days", "State, RANK_CHANGE, 1 rank (II to I)",
		"Perry, at School of Perry, PD_DAYS, 2 days",
		"State, at Perry, RANK_CHANGE, 1 rank (II to I)", "State, at Letcher, RANK_CHANGE, 1 rank (II to I)",
		"State, at School of Perry, RANK_CHANGE, 1 rank (II to I)")
	must(w.SetAffiliation(w.ctx, catalog.SetAffiliationInput{Organization: letcher.ID, Of: state.ID, Kind: enum.AffiliatedDistrict}))(t)
	expect(t, "in a district that left", at(letcher))
}

func TestAProposedAgreementComesIntoForceAtEveryCampus(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	system, augusta, machias := w.organization(t, "Maine"), w.organization(t, "Augusta"), w.organization(t, "Machias")
	center := w.organization(t, "Center of Augusta")
	partner := w.organization(t, "Partner")
	w.affiliate(t, enum.AffiliatedCampus, system, augusta, machias)
	w.affiliate(t, enum.AffiliatedCampus, augusta, center)
	w.affiliate(t, enum.AffiliatedMember, system, partner)
	one, two := w.microCredential(t, augusta, "Support 1", nil), w.microCredential(t, augusta, "Support 2", nil)
	stack := w.stack(t, augusta, "Support Specialist", one, two)
	r := w.recognition(t, catalog.RecognitionInput{
		Organization: system.ID, MicroCredential: &one.ID, Kind: enum.RecognizedCredit, Amount: ptr("3"), Course: "CIS 100",
		Status: enum.RecognitionProposed,
	})
	w.recognition(t, catalog.RecognitionInput{
		Organization: augusta.ID, Stack: &stack.ID, Kind: enum.RecognizedCredit, Amount: ptr("9"),
	})
	in := catalog.WorthInput{MicroCredential: &one.ID}
	expect(t, "proposed", w.told(t, in),
		"Maine, CREDIT, 3 credits, PROPOSED", "Maine, at Augusta, CREDIT, 3 credits, PROPOSED",
		"Maine, at Machias, CREDIT, 3 credits, PROPOSED", "Maine, at Center of Augusta, CREDIT, 3 credits, PROPOSED")
	recognizer := as(t, auth.Recognizer, system)
	must(w.PutInForce(recognizer, catalog.PutInForceInput{ID: r.ID}))(t)
	answer := must(w.Worth(w.ctx, in))(t)
	expect(t, "in force", w.lines(t, answer.Items),
		"Maine, CREDIT, 3 credits", "Maine, at Augusta, CREDIT, 3 credits",
		"Maine, at Machias, CREDIT, 3 credits", "Maine, at Center of Augusta, CREDIT, 3 credits")
	expect(t, "with the stack", w.lines(t, answer.WithStack), "Augusta, CREDIT, 9 credits", "Augusta, at Center of Augusta, CREDIT, 9 credits")
	if got := len(answer.Credits); got != 4 || answer.Credits[1] != (catalog.OrganizationCredits{Organization: augusta.ID, Credits: "3"}) {
		t.Errorf("credits: %v", answer.Credits)
	}
	expect(t, "of the stack", w.told(t, catalog.WorthInput{Stack: &stack.ID, For: &augusta.ID}), "Augusta, CREDIT, 9 credits")
	if _, err := w.PutInForce(recognizer, catalog.PutInForceInput{ID: r.ID}); len(problems(t, err)) != 1 {
		t.Errorf("twice: %v", err)
	}
}

func TestAnEndStopsNewWorthAndKeepsOld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ace, college := w.organization(t, "ACE"), w.organization(t, "College")
	campus := w.organization(t, "Campus")
	w.affiliate(t, enum.AffiliatedCampus, college, campus)
	m := w.microCredential(t, ace, "Course", nil)
	root := w.recognition(t, catalog.RecognitionInput{
		Organization: ace.ID, MicroCredential: &m.ID, Kind: enum.RecognizedCredit, Amount: ptr("3"), Course: "Intro",
		ValidFrom: day(-100), Condition: localized("with a grade"),
	})
	w.recognition(t, catalog.RecognitionInput{
		Organization: college.ID, Accepts: &root.ID, Amount: ptr("2"), ValidFrom: day(-50), MinimumGrade: "C",
	})
	at := func(earned, at *time.Time) []string {
		return w.told(t, catalog.WorthInput{MicroCredential: &m.ID, For: &campus.ID, EarnedOn: earned, At: at})
	}
	const accepted = "College, at Campus, through ACE, CREDIT, 2 credits"
	expect(t, "today", at(nil, nil), accepted)
	expect(t, "before the college accepted", at(nil, day(-60)), accepted+", IN_FORCE")
	must(w.EndRecognition(as(t, auth.Recognizer, ace), catalog.EndRecognitionInput{ID: root.ID, EndsOn: day(10), Reason: "reviewed"}))(t)
	expect(t, "until the end", at(nil, day(10)), accepted)
	expect(t, "after it", at(nil, day(11)), accepted+", ENDED")
	expect(t, "after it, earned before", at(day(-1), day(11)), accepted+", kept")
	expect(t, "earned before any of it", at(day(-200), day(11)), accepted+", ENDED")
	expect(t, "earned while one side held", at(day(-60), day(11)), accepted+", ENDED")

	item := must(w.Worth(w.ctx, catalog.WorthInput{MicroCredential: &m.ID, For: &college.ID}))(t).Items[0]
	if item.Course != "Intro" || item.MinimumGrade != "C" || item.Condition["en"] != "with a grade" ||
		!item.Since.Equal(*day(-50)) || !item.Until.Equal(*day(10)) {
		t.Errorf("terms: %+v, %v to %v", item.Terms, item.Since, item.Until)
	}
	// The end may be moved while it is to come, and is then at once.
	must(w.EndRecognition(as(t, auth.Recognizer, ace), catalog.EndRecognitionInput{ID: root.ID}))(t)
	expect(t, "ended at once", at(nil, nil), accepted+", ENDED")
	expect(t, "earned this morning", at(day(0), nil), accepted+", kept")
	_, again := w.EndRecognition(as(t, auth.Recognizer, ace), catalog.EndRecognitionInput{ID: root.ID})
	expect(t, "again", problems(t, again), "CONFLICT id")
	_, accept := w.RecordRecognition(w.ctx, catalog.RecognitionInput{Organization: campus.ID, Accepts: &root.ID})
	expect(t, "accepting what has ended", problems(t, accept), "CONFLICT accepts")
}

func TestWhatWasOnlyProposedIsNeverKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	m := w.microCredential(t, org, "M", nil)
	r := w.recognition(t, catalog.RecognitionInput{Organization: org.ID, MicroCredential: &m.ID, Kind: enum.RecognizedAdmission, Status: enum.RecognitionProposed})
	must(w.EndRecognition(w.ctx, catalog.EndRecognitionInput{ID: r.ID}))(t)
	w.clock.Advance(48 * time.Hour)
	expect(t, "kept", w.told(t, catalog.WorthInput{MicroCredential: &m.ID, EarnedOn: day(-5)}), "A, ADMISSION, ENDED")
	_, err := w.PutInForce(w.ctx, catalog.PutInForceInput{ID: r.ID})
	expect(t, "put in force", problems(t, err), "CONFLICT id")
}

func TestVersionsAndSkillsAreRecognizedWhereTheyFit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	m := w.microCredential(t, org, "M", map[string]int{"weld": 2})
	first := *m.CurrentVersionID
	must(w.PublishVersion(w.ctx, m.ID, w.version("M", map[string]int{"weld": 3})))(t)
	weld := w.skills["weld"]
	w.recognition(t, catalog.RecognitionInput{Organization: org.ID, Version: &first, Kind: enum.RecognizedPromotion})
	w.recognition(t, catalog.RecognitionInput{Organization: org.ID, Skill: &weld, Level: 3, Kind: enum.RecognizedWageStep, Amount: ptr("1.50"), Unit: "USD per hour"})
	w.recognition(t, catalog.RecognitionInput{Organization: org.ID, Skill: &weld, Kind: enum.RecognizedInterview})
	expect(t, "the first version", w.told(t, catalog.WorthInput{MicroCredential: &m.ID, Version: ptr(1)}), "A, HIRING", "A, PROMOTION")
	expect(t, "the current one", w.told(t, catalog.WorthInput{MicroCredential: &m.ID}), "A, HIRING", "A, WAGE_STEP, 1.50 USD per hour")
	_, err := w.Worth(w.ctx, catalog.WorthInput{MicroCredential: &m.ID, Version: ptr(3)})
	expect(t, "no such version", problems(t, err), "NOT_FOUND version")
}

func TestCreditForACourseCountsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org, other := w.organization(t, "A"), w.organization(t, "B")
	m := w.microCredential(t, org, "M", nil)
	for _, c := range []struct{ course, amount string }{
		{"CIS 100", "3"}, {"cis  100", "2.5"}, {"CIS 101", "1.25"}, {"", "1"}, {"", "0.5"},
	} {
		w.recognition(t, catalog.RecognitionInput{
			Organization: org.ID, MicroCredential: &m.ID, Kind: enum.RecognizedCredit, Amount: ptr(c.amount), Course: c.course,
		})
	}
	w.recognition(t, catalog.RecognitionInput{
		Organization: other.ID, MicroCredential: &m.ID, Kind: enum.RecognizedCredit, Amount: ptr("4"), Status: enum.RecognitionProposed,
	})
	got := must(w.Worth(w.ctx, catalog.WorthInput{MicroCredential: &m.ID}))(t).Credits
	if diff := cmp.Diff([]catalog.OrganizationCredits{{Organization: org.ID, Credits: "5.25"}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWorthOfManyIsThatOfEachWithConstantStatements(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	var all []catalog.HeldSince
	for i := range 6 {
		m := w.microCredential(t, org, fmt.Sprint("M", i), map[string]int{"weld": 1})
		w.recognition(t, catalog.RecognitionInput{Organization: org.ID, MicroCredential: &m.ID, Kind: enum.RecognizedPDHours, Amount: ptr(fmt.Sprint(i))})
		all = append(all, catalog.HeldSince{Held: catalog.Held{MicroCredential: m.ID, Version: *m.CurrentVersionID}, EarnedOn: *day(-1)})
	}
	var statements [2]int64
	for i, some := range [][]catalog.HeldSince{all[:1], all} {
		ctx, counter := store.Count(w.ctx)
		for j, answer := range must(w.WorthOf(ctx, some, &org.ID))(t) {
			expect(t, "one of many", w.lines(t, answer.Items), fmt.Sprintf("A, PD_HOURS, %d hours", j))
		}
		statements[i] = counter.Statements()
	}
	if statements[0] != statements[1] {
		t.Errorf("%d statements for one, %d for six", statements[0], statements[1])
	}
}

func TestCirclesOfAffiliationEndAndFarPartsInheritNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var chain []*db.Organization
	for i := range 7 {
		chain = append(chain, w.organization(t, fmt.Sprint("O", i)))
	}
	m := w.microCredential(t, chain[0], "M", nil)
	for i := range chain {
		w.affiliate(t, enum.AffiliatedCampus, chain[i], chain[(i+1)%len(chain)])
	}
	w.recognition(t, catalog.RecognitionInput{Organization: chain[0].ID, MicroCredential: &m.ID, Kind: enum.RecognizedAdmission})
	expect(t, "everywhere", w.told(t, catalog.WorthInput{MicroCredential: &m.ID}),
		"O0, ADMISSION", "O0, at O1, ADMISSION", "O0, at O2, ADMISSION", "O0, at O3, ADMISSION", "O0, at O4, ADMISSION")
	expect(t, "four steps away", w.told(t, catalog.WorthInput{MicroCredential: &m.ID, For: &chain[4].ID}), "O0, at O4, ADMISSION")
	expect(t, "five steps away", w.told(t, catalog.WorthInput{MicroCredential: &m.ID, For: &chain[5].ID}))
}

func TestACircleOfAcceptanceIsNotFollowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.organization(t, "A"), w.organization(t, "B")
	m := w.microCredential(t, a, "M", nil)
	first := w.recognition(t, catalog.RecognitionInput{Organization: a.ID, MicroCredential: &m.ID, Kind: enum.RecognizedAdmission})
	second := w.recognition(t, catalog.RecognitionInput{Organization: b.ID, Accepts: &first.ID})
	// No service writes it: the rows of a damaged database.
	w.tx(t, func(tx *db.Client) error {
		return tx.Recognition.UpdateOneID(first.ID).ClearMicroCredentialID().SetAcceptsID(second.ID).Exec(w.inTx)
	})
	expect(t, "of nothing", w.told(t, catalog.WorthInput{MicroCredential: &m.ID}))
	if got := must(w.Recognized(w.ctx, b.ID, w.Now()))(t); len(got) != 0 {
		t.Errorf("recognized: %v", got)
	}
}

func TestAcceptancesFollowEachOtherFourTimesAtMost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.organization(t, "O0")
	m := w.microCredential(t, first, "M", nil)
	last := w.recognition(t, catalog.RecognitionInput{Organization: first.ID, MicroCredential: &m.ID, Kind: enum.RecognizedCredit, Amount: ptr("3")})
	for i := range 4 {
		next := w.organization(t, fmt.Sprint("O", i+1))
		last = w.recognition(t, catalog.RecognitionInput{Organization: next.ID, Accepts: &last.ID})
	}
	fifth := w.organization(t, "O5")
	_, err := w.RecordRecognition(w.ctx, catalog.RecognitionInput{Organization: fifth.ID, Accepts: &last.ID, Status: enum.RecognitionInForce})
	expect(t, "the fifth", problems(t, err), "LIMIT accepts")
	expect(t, "the fourth", w.told(t, catalog.WorthInput{MicroCredential: &m.ID, For: &last.OrganizationID}),
		"O4, through O3, through O2, through O1, through O0, CREDIT, 3 credits")
}

func TestTenThousandRecognitionsAreAnsweredInBounds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org, other := w.organization(t, "Many"), w.organization(t, "One")
	m := w.microCredential(t, org, "M", nil)
	w.recognition(t, catalog.RecognitionInput{Organization: other.ID, MicroCredential: &m.ID, Kind: enum.RecognizedPromotion})
	rows := make([]*db.Recognition, 10_000)
	for i := range rows {
		rows[i] = &db.Recognition{
			ID: w.IDs.Mint("rec"), CreatedAt: w.Now(), OrganizationID: org.ID, MicroCredentialID: &m.ID,
			Kind: enum.RecognizedAdmission, Status: enum.RecognitionProposed, ScopeKind: enum.ScopeOrganization,
		}
	}
	w.tx(t, func(tx *db.Client) error { return store.Insert(w.inTx, tx, rows) })
	answer := must(w.Worth(w.ctx, catalog.WorthInput{MicroCredential: &m.ID}))(t)
	if len(answer.Items) != 200 || !answer.More {
		t.Errorf("%d items, more %v", len(answer.Items), answer.More)
	}
	expect(t, "what is in force is first", w.lines(t, answer.Items[:2]), "One, PROMOTION", "Many, ADMISSION, PROPOSED")
	_, err := w.RecordRecognition(as(t, auth.Recognizer, org), catalog.RecognitionInput{MicroCredential: &m.ID, Kind: enum.RecognizedAdmission})
	expect(t, "one more", problems(t, err), "LIMIT ")
}
