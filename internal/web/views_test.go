package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge"
)

// The views of these tests are made by hand: what a page shows of what it is given.

var noon = time.Date(2026, 3, 2, 12, 5, 0, 0, time.UTC)

func mustCode(t testing.TB, address string) code {
	t.Helper()
	c, err := newCode(address)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// forkliftPage is an award of a forklift micro-credential.
func forkliftPage(t testing.TB, language string, edit ...func(*awardPage)) awardPage {
	t.Helper()
	path := "/awards/mzxw6ytboi4dsnbqgezdgnjugy3tqojq"
	until := dayOf(noon.AddDate(3, 0, 0), language)
	v := awardPage{
		page: page{
			Language: language, Path: path, Title: said{Text: "Forklift Safety"}, Private: true,
			Document: path + "/badge.json", DocumentType: mediaVC,
		},
		Of: definition{
			Kind: "Micro-credential", Title: said{Text: "Forklift Safety"},
			Can:      said{Text: "Is trained to inspect and drive a sit-down forklift; the employer’s own site evaluation is still due before work starts."},
			About:    said{Text: "Forty hours in a warehouse.\n\nWritten test and driving test."},
			Criteria: said{Text: "Aprobar el examen escrito con 80 por ciento.", Lang: "es"},
			Href:     "/achievements/ver_1", Image: "/achievements/ver_1/image.svg",
		},
		Issuer: issuerLine{Name: "Savannah Technical College", Href: "/issuers/org_1", Known: true}, Holder: "Averil Fernbrook",
		Earned: dayOf(noon.AddDate(0, -4, 0), language), Until: &until,
		Standing: standing{markGood, "Valid", "Valid", "Everything that decides was checked, and holds."},
		Skills: []skill{
			{Name: said{Text: "operate forklift"}, Level: 2, Words: levelWords[2].in(language)},
			{Name: said{Text: "inspect forklift before each shift and write down what is wrong with it"}, Level: 3, Words: levelWords[3].in(language)},
			{Name: said{Text: "seguridad en el trabajo", Lang: "es"}, Words: levelWords[0].in(language)},
		},
		Evidence: []evidence{{Name: "Driving log", Texts: []string{"Twelve hours on the simulator.", "I learned to look back."}, Href: "https://work.example/log"}},
		Checks: []checkLine{
			{markGood, "Signature", "Passed", "It is unchanged since it was signed or published."},
			{markOpen, "Revocation", "Could not be checked", "The status list did not answer."},
			{markBad, "Dates", "Failed", "It ended."},
			{markNone, "Recipient", "Does not apply", "Whose it is was not asked."},
		},
		Checked: minuteOf(noon, language),
		Files:   []download{{path + "/badge.json", "Open Badges 3.0", "signed JSON"}},
		Code:    mustCode(t, "https://portal.example.org"+path),
	}
	for _, change := range edit {
		change(&v)
	}
	return v
}

// fullSheet has n lines, of texts as long as they get.
func fullSheet(t testing.TB, language string, n int) sheetPage {
	t.Helper()
	path := "/sheets/mzxw6ytboi4dsnbqgezdgnjugy3tqojq"
	v := sheetPage{
		page:   page{Language: language, Path: path, Title: said{Text: "What Averil Fernbrook can do"}, Private: true},
		Holder: "Averil Fernbrook", AsOf: minuteOf(noon, language), Code: mustCode(t, "https://portal.example.org"+path),
	}
	for i := range n {
		stands := []standing{
			{markGood, "Valid", "Valid", ""},
			{markEnded, "Expired", "Expired", ""},
			{markBad, "Revoked", "Revoked", ""},
			{markOpen, "Valid when last fully checked", "Not fully checked", ""},
		}[i%4]
		v.Lines = append(v.Lines, sheetLine{
			Title:  said{Text: fmt.Sprintf("Forklift Safety, Inspection and Handling of Hazardous Materials, Part %d of the Program", i+1)},
			Can:    said{Text: strings.Repeat("Is trained to inspect and drive a sit-down forklift; the employer’s own site evaluation is still due. ", 3)},
			Issuer: "Technical College of the Whole State and of All of Its Counties", Standing: stands,
			Dates: []string{"earned March 2026", "valid until March 2, 2029"},
		})
	}
	return v
}

func theIssuer(_ testing.TB, language string) issuerPage {
	return issuerPage{
		page: page{Language: language, Path: "/issuers/org_1", Title: said{Text: "College"}, Document: "/issuers/org_1/issuer.json", DocumentType: mediaLD},
		Name: "Savannah Technical College", About: said{Text: "A public college."}, Website: "https://college.example",
		DID: "did:web:portal.example.org:issuers:org_1", Documents: []download{{"/issuers/org_1/did.json", "did.json", "keys"}},
	}
}

func theAchievement(t testing.TB, language string) achievementPage {
	t.Helper()
	a := forkliftPage(t, language)
	return achievementPage{
		page: page{Language: language, Path: "/achievements/ver_1", Title: a.Of.Title, Document: "/achievements/ver_1/achievement.json", DocumentType: mediaLD},
		Of:   a.Of, Developer: a.Issuer, Issuers: []issuerLine{a.Issuer, a.Issuer}, Skills: a.Skills, Version: "2", Months: 36,
		Competency: said{Text: "Inspects, drives and parks a counterbalanced forklift."}, Hours: "7.5", Price: "49.50 USD", Languages: "English, Spanish",
		Newer: "/achievements/ver_2", Retired: &day{"2026-03-02", "March 2, 2026"}, Reason: "Replaced.",
		Assessed: &assessed{
			Ways: []string{"Evidence"}, Two: true, Columns: 3,
			Parts: []partLine{{Title: said{Text: "Overview"}, Prompt: said{Text: "Cuente.", Lang: "es"}, Required: true, Kinds: "text"}, {Title: said{Text: "Work"}, Kinds: "file"}},
			Criteria: []criterionLine{
				{Title: said{Text: "Safe"}, About: said{Text: "Looks back."}, Required: true, Levels: []levelCell{{Title: said{Text: "No"}}, {Title: said{Text: "Yes"}, Meets: true}}, Rest: 1},
				{Title: said{Text: "Swift"}, Levels: []levelCell{{Title: said{Text: "No"}}, {Title: said{Text: "Partly"}}, {Title: said{Text: "Sí", Lang: "es"}, About: said{Text: "In time."}, Meets: true}}},
			},
		},
		Before:    []beforeLine{{"Basics", "/achievements/ver_0", false}, {"Reading", "", true}},
		Offerings: []offeringLine{{Provider: a.Issuer, Facts: []string{"Online", "English"}, Schedule: said{Text: "Mondays"}, Funding: said{Text: "The board pays."}, URL: "https://college.example"}},
		Worth:     []worthLine{{Organization: "Mill", What: "An interview", Condition: said{Text: "With a license."}, Scope: said{Text: "Georgia"}, Until: a.Until}},
		Hoped:     []worthLine{{Organization: "System", What: "College credit: 3 credits", From: a.Until}},
		Aligned:   []alignedLine{{"Safety", "https://nace.example/s1", "NACE", "S1"}},
		Documents: []download{{"/achievements/ver_1/achievement.json", "achievement.json", "definition"}},
	}
}

// everyPage is each page, in a language, with all that it can show and with as
// little as it can have.
func everyPage(t testing.TB, language string) map[string]string {
	t.Helper()
	little := forkliftPage(t, language, func(v *awardPage) {
		v.Holder, v.Until, v.Skills, v.Evidence, v.Checks, v.Files, v.Document = "", nil, nil, nil, nil, nil, ""
		v.Of.Image, v.Of.Href, v.Issuer.Href, v.Issuer.Known = "", "", "", false
		v.Of.About, v.Of.Criteria = said{}, said{}
	})
	until := dayOf(noon.AddDate(0, 1, 0), language)
	timed := fullSheet(t, language, 30)
	timed.Until = &until
	out := map[string]string{}
	for name, p := range map[string]struct {
		template string
		view     any
	}{
		"award":            {"award", forkliftPage(t, language)},
		"award, expired":   {"award", forkliftPage(t, language, func(v *awardPage) { v.Ended, v.Standing.Mark = true, markEnded })},
		"award, revoked":   {"award", forkliftPage(t, language, func(v *awardPage) { v.Revoked, v.Standing.Mark = v.Until, markBad })},
		"award, least":     {"award", little},
		"sheet":            {"sheet", timed},
		"sheet, empty":     {"sheet", sheetPage{page: page{Language: language, Path: "/sheets/x"}, Code: mustCode(t, "https://portal.example.org/sheets/x")}},
		"issuer":           {"issuer", theIssuer(t, language)},
		"issuer, least":    {"issuer", issuerPage{page: page{Language: language, Path: "/issuers/x"}, Name: "X"}},
		"achievement":      {"achievement", theAchievement(t, language)},
		"achievement, few": {"achievement", achievementPage{page: page{Language: language, Path: "/achievements/x"}}},
		"nothing":          {"nothing", page{Language: language, Title: said{Text: "There is nothing here"}}},
	} {
		content, err := render(p.template, language, p.view)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = string(content)
	}
	return out
}

// checkedReport is a report with every check and every outcome.
func checkedReport() *badge.Report {
	r := &badge.Report{Verdict: badge.Valid}
	outcomes := []badge.Outcome{badge.Pass, badge.Fail, badge.Unknown, badge.NotApplicable}
	for i, name := range []badge.CheckName{
		badge.CheckFormat, badge.CheckContext, badge.CheckSchema, badge.CheckProof, badge.CheckIssuerBinding, badge.CheckStatus,
		badge.CheckValidity, badge.CheckRecipient, badge.CheckEndorsement, badge.CheckEmbedded, badge.CheckIssuerTrust,
	} {
		r.Checks = append(r.Checks, badge.Check{Name: name, Outcome: outcomes[i%4], Detail: "In English.", DetailES: "En español."})
	}
	return r
}
