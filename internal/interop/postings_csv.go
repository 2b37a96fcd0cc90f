package interop

import (
	"cmp"
	"context"
	"regexp"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/internal/jobad"
)

// listingColumns are the names that tools give to the columns of a listing.
var listingColumns = map[string]string{
	"position_title": "title", "job_title": "title", "position": "title",
	"job_id": "id", "control_number": "id", "requisition_id": "id",
	"company": "employer", "organization": "employer", "hiring_agency_name": "employer", "company_name": "employer",
	"position_close_date": "close_date", "valid_through": "close_date", "expires": "close_date",
	"minimum_salary": "min_salary", "maximum_salary": "max_salary",
	"qualifications": "requirements", "duties": "responsibilities", "telework_eligible": "remote", "telecommuting": "remote",
	"link": "url", "job_url": "url", "state": "region", "zip": "postal_code",
}

// listingSections are the columns that hold words, with their headings.
var listingSections = []struct{ column, heading string }{
	{"description", ""},
	{"responsibilities", "Responsibilities"},
	{"requirements", "Requirements"},
	{"skills", "Skills"},
	{"required_education", "Education"},
	{"benefits", "Benefits"},
	{"company_profile", "About us"},
}

// readCSV reads a listing in each row. A file without a title column is refused.
func (run *postingsRun) readCSV(ctx context.Context, s source, file *FileReport) error {
	var failed error
	err := run.rows(ctx, s, file, form{layout: layout{columns: []string{"title"}, filled: []string{"title"}}}, func(r row) *rowError {
		if failed == nil {
			failed = run.row(ctx, file, r)
		}
		return nil
	})
	return cmp.Or(failed, err)
}

func (run *postingsRun) row(ctx context.Context, file *FileReport, r row) error {
	if yes(r.get("fraudulent")) {
		file.Skipped++
		r.note(Info, "fraudulent", "fraudulent", "its source says that this listing is a fraud", r.get("title"))
		return nil
	}
	l := jobad.Listing{
		ID: r.get("id"), URL: r.get("url"), Title: r.get("title"), Employer: r.get("employer"), Language: r.get("language"),
		City: r.get("city"), Region: r.get("region"), PostalCode: r.get("postal_code"), Remote: yes(r.get("remote")),
		LastDay: dayOf(r.get("close_date")),
	}
	if l.City == "" {
		l.City, l.Region = located(r.get("location"))
	}
	for _, part := range listingSections {
		if text := r.get(part.column); text != "" && !strings.EqualFold(text, "unspecified") {
			l.Sections = append(l.Sections, jobad.ListedSection{Heading: part.heading, Text: text})
		}
	}
	if damaged.MatchString(r.get("salary_range")) {
		r.note(Warning, "salary_range", "damaged_value", "a spreadsheet took the range for a date; it is left out", r.get("salary_range"))
	}
	return run.put(ctx, file, r.line, l)
}

// damaged is "09-Dec", which was 9-12.
var damaged = regexp.MustCompile(`(?i)^\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$`)

// country begins a location that goes from the wide to the narrow: "US, NY, New York".
var country = regexp.MustCompile(`^[A-Z]{2}$`)

// located reads "US, NY, New York" and "Kirkland, WA".
func located(location string) (city, region string) {
	parts := strings.Split(location, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	switch {
	case len(parts) >= 3 && country.MatchString(parts[0]):
		return strings.Join(parts[2:], ", "), parts[1]
	case len(parts) == 2 && !country.MatchString(parts[0]):
		return parts[0], parts[1]
	case len(parts) == 1:
		return parts[0], ""
	}
	return "", ""
}

// yes reads a flag.
func yes(cell string) bool {
	switch strings.ToLower(cell) {
	case "1", "y", "yes", "t", "true":
		return true
	}
	return false
}

// dayOf reads a day that may have a time behind it; nil where it is none.
func dayOf(text string) *time.Time {
	text = strings.TrimSpace(text)
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05.999999999Z07:00", "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "01/02/2006", "Mon, 02 Jan 2006 15:04:05", "Mon, 02 Jan 2006", time.RFC1123, time.RFC1123Z} {
		if at, err := time.Parse(layout, text); err == nil {
			day := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
			return &day
		}
	}
	return nil
}
