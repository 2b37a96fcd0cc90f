package interop

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/jobad"
)

// listings keeps those that it is given.
type listings []jobad.Listing

func (l *listings) TakeListing(_ context.Context, _ string, in jobad.Listing) (*db.Posting, *employer.Proposals, error) {
	*l = append(*l, in)
	return &db.Posting{}, &employer.Proposals{}, nil
}

func readListings(t *testing.T, paths ...string) (listings, Report) {
	t.Helper()
	var got listings
	report, err := Import(t.Context(), "postings", paths, Sinks{Postings: &got}, Options{Employer: "org_1"})
	if err != nil {
		t.Fatal(err)
	}
	return got, report
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestListingsAreReadFromEveryFormat(t *testing.T) {
	t.Parallel()
	const dir = "../../../shared/data/jobs/"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the sample postings are not here:", err)
	}
	for _, tt := range []struct {
		file, title, employer, says string
		count                       int
	}{
		{"emscad_postings.csv", "Marketing Intern", "", "Requirements:\nExperience with content management systems", 250},
		{"greenhouse_job_board_1.json", "Vault Designer", "", "Any HTML included through", 1},
		{"schemaorg_eg-0028.jsonld", "Software Engineer", "", "Education:\nBachelor's Degree", 1},
		{"schemaorg_eg-0251.jsonld", "Mobile App Developer", "ACME Software", "", 1},
		{"schemaorg_eg-0280.jsonld", "Systems Research Engineer", "", "Bachelor of Science in Computer Science", 1},
		{"jsonresume_sample_job.json", "Web Developer", "Microsoft", "Qualifications:\nBachelor's degree", 1},
		{"neogov_less_items.rss", "Professional Development and Training Intern-DHS", "State of Michigan Internship Program – Statewide", "• Formulate analysis plans.", 0},
		{"hropen_PositionOpening_UC1_exchange_from_ATS_to_job_board.json", "Sales Manager", "ABC Inc.", "Qualifications:\n5 years of direct sales experience", 1},
		{"hropen_PositionOpening_UC8_candidate_position_opening_match.json", "Senior Data Scientist", "Global Supply Chain Inc.", "• Selecting features", 1},
		{"usajobs_recent_2026.json", "DATA SCIENTIST", "Air Force Civilian Career Training", "Duties:\n• Performs developmental", 8},
		{"usajobs_hrxml_sample_a.xml", "Physician (Surgical Critical Care)", "Veterans Affairs, Veterans Health Administration", "Basic Requirements", 0},
		{"usajobs_product_manager_538.csv", "Program Analyst (Product Manager)", "Office of Personnel Management", "", 537},
	} {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			got, report := readListings(t, dir+tt.file)
			if len(got) == 0 {
				t.Fatalf("nothing was read: %+v", report.Notes)
			}
			if tt.count > 0 && report.Rows.Read != tt.count {
				t.Errorf("%d were read, want %d", report.Rows.Read, tt.count)
			}
			if first := got[0]; first.Title != tt.title || first.Employer != tt.employer || !strings.Contains(first.Ad(), tt.says) {
				t.Errorf("the first is %q of %q: %q", first.Title, first.Employer, first.Ad())
			}
			if n := report.Rows; n.Read != n.Created+n.Skipped+n.Failed {
				t.Errorf("rows are lost: %+v", n)
			}
		})
	}
}

func TestWhatAListingSaysInFieldsIsKept(t *testing.T) {
	t.Parallel()
	got, _ := readListings(t, write(t, "a.json", `// exported today
{"@type": "JobPosting", "title": "Welder", "identifier": {"@type": "PropertyValue", "value": "W-1"}, "validThrough": "2026-12-24T23:59:59Z",
 "hiringOrganization": {"name": "Yard"}, "occupationalCategory": "51-4121.00 Welders", "jobLocationType": "TELECOMMUTE",
 "jobLocation": {"address": {"addressLocality": "Savannah", "addressRegion": "GA", "postalCode": "31401"}},
 "baseSalary": {"currency": "USD", "value": {"minValue": 21.5, "maxValue": 28, "unitText": "HOUR"}},
 "skills": [{"@type": "DefinedTerm", "name": "weld", "@id": "http://skills.example/weld"}], "description": "<p>Weld</p>"}
{"positionTitle": "Welder", "positionQualifications": [{"positionCompetencies": [
  {"competencyName": "weld", "competencyIds": [{"schemeLink": "http://skills.example/weld"}], "weight": {"value": 80}, "requiredProficiencyLevel": {}},
  {"competencyName": "grind", "desiredProficiencyLevel": {}}]}]}`))
	if len(got) != 2 {
		t.Fatalf("got %d", len(got))
	}
	first := got[0]
	if first.LastDay == nil || first.LastDay.Format("2006-01-02") != "2026-12-24" {
		t.Errorf("it ends on %v", first.LastDay)
	}
	first.LastDay, first.Sections = nil, nil
	if diff := cmp.Diff(jobad.Listing{
		ID: "W-1", Title: "Welder", Employer: "Yard", OccupationCode: "51-4121.00", OccupationTitle: "Welders", City: "Savannah", Region: "GA", PostalCode: "31401",
		Remote: true, Pay: jobad.ListedPay{Minimum: "21.5", Maximum: "28", Currency: "USD", Unit: "HOUR"},
		Skills: []jobad.ListedSkill{{Name: "weld", URI: "http://skills.example/weld"}},
	}, first); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]jobad.ListedSkill{{Name: "weld", URI: "http://skills.example/weld", Weight: 80}, {Name: "grind", Desired: true}}, got[1].Skills); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsBrokenIsToldAndTheRestStands(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		file, content string
		titles        []string
		codes         map[string]int
	}{
		"broken JSON between two documents": {
			"a.json", "{\"title\": \"One\"}\n{\"title\": \"Tw\n{\"title\": \"Three\"}\n", []string{"One", "Three"}, map[string]int{"broken_json": 1},
		},
		"no listing, and one without a title": {"a.json", `[{"a": 1}, {"title": ""}, {"title": "One"}]`, []string{"One"}, map[string]int{"no_listing": 1, "missing_value": 1}},
		"a page":                              {"a.html", `<html><script type="application/ld+json">{"@type": "JobPosting", "title": "One"}</script>`, []string{"One"}, nil},
		"a page without one":                  {"a.html", `<html><p>Hello`, nil, map[string]int{"no_listing": 1}},
		"XML that breaks off":                 {"a.xml", `<rss><item><title>One</title></item><item><title>Two`, []string{"One"}, map[string]int{"broken_xml": 1}},
		"XML that is nested without end":      {"a.xml", `<rss><item>` + strings.Repeat("<a>", 5000), nil, map[string]int{"broken_xml": 1}},
		"another XML":                         {"a.xml", `<feed><entry/></feed>`, nil, map[string]int{"no_listing": 1}},
		"CSV without titles":                  {"a.csv", "name,description\na,b\n", nil, map[string]int{"missing_column": 1}},
		"CSV with a fraud and a blank":        {"a.csv", "Job Title,Fraudulent,salary_range\nOne,0,09-Dec\nTwo,1,\n,0,\n", []string{"One"}, map[string]int{"fraudulent": 1, "missing_value": 1, "damaged_value": 1}},
		"JSON nested without end":             {"a.json", strings.Repeat("[", 20000), nil, map[string]int{"broken_json": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, report := readListings(t, write(t, tt.file, tt.content))
			var titles []string
			for _, l := range got {
				titles = append(titles, l.Title)
			}
			if diff := cmp.Diff(tt.titles, titles); diff != "" {
				t.Error(diff)
			}
			delete(report.Codes, "proposals")
			if diff := cmp.Diff(tt.codes, report.Codes); diff != "" && len(tt.codes)+len(report.Codes) > 0 {
				t.Errorf("%s\n%+v", diff, report.Notes)
			}
		})
	}
}

func FuzzListings(f *testing.F) {
	for _, s := range []string{`{"jobs":[{"title":"a","absolute_url":"b"}]}`, "<rss><item><title>a", "<html><script type=application/ld+json>{", "title\na", "// a\n[1,"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "a")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		var got listings
		if report, err := Import(t.Context(), "postings", []string{path}, Sinks{Postings: &got}, Options{Employer: "org_1"}); err == nil && len(got) != report.Rows.Created {
			t.Errorf("%d listings, report %+v", len(got), report.Rows)
		}
	})
}
