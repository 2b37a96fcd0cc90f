package interop

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/internal/jobad"
)

// sectioned are the sections that have words.
func sectioned(pairs ...string) []jobad.ListedSection {
	var out []jobad.ListedSection
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out = append(out, jobad.ListedSection{Heading: pairs[i], Text: pairs[i+1]})
		}
	}
	return out
}

// socCode begins an occupation: "15-1132.00 Software Developers".
var socCode = regexp.MustCompile(`^(\d{2}-\d{4}(?:\.\d{2})?)\s*(.*)$`)

// schemaPosting reads schema.org's JobPosting, https://schema.org/JobPosting.
func schemaPosting(o object) jobad.Listing {
	l := jobad.Listing{
		ID: cmp.Or(o.text("identifier"), o.text("@id"), o.text("url")), URL: o.text("url"), Title: cmp.Or(o.text("title"), o.text("name")),
		Employer: o.text("hiringOrganization"), Language: o.text("inLanguage"), LastDay: dayOf(o.text("validThrough")),
		City: o.text("jobLocation", "address", "addressLocality"), Region: o.text("jobLocation", "address", "addressRegion"),
		PostalCode: o.text("jobLocation", "address", "postalCode"), Remote: strings.EqualFold(o.text("jobLocationType"), "TELECOMMUTE"),
		Sections: sectioned("", o.text("description"), "Responsibilities", o.text("responsibilities"), "Requirements", o.text("qualifications"),
			"Skills", o.text("skills"), "Education", o.text("educationRequirements"), "Experience", experienceOf(o), "Physical requirements", o.text("physicalRequirement"),
			"Benefits", o.text("jobBenefits")),
	}
	category := o
	if occupation := o.objects("relevantOccupation"); len(occupation) > 0 && o["occupationalCategory"] == nil {
		category = occupation[0]
	}
	if code := category.text("occupationalCategory", "codeValue"); code != "" {
		l.OccupationCode, l.OccupationTitle = code, category.text("occupationalCategory", "name")
	} else if m := socCode.FindStringSubmatch(category.text("occupationalCategory")); m != nil {
		l.OccupationCode, l.OccupationTitle = m[1], m[2]
	}
	for _, s := range o.objects("skills") {
		if uri := cmp.Or(s.text("@id"), s.text("url"), s.text("sameAs")); uri != "" {
			l.Skills = append(l.Skills, jobad.ListedSkill{Name: s.text("name"), URI: uri})
		}
	}
	l.Pay = schemaPay(o)
	return l
}

func experienceOf(o object) string {
	if months, err := strconv.Atoi(o.text("experienceRequirements", "monthsOfExperience")); err == nil {
		return strconv.Itoa(months) + " months of experience"
	}
	return o.text("experienceRequirements")
}

func schemaPay(o object) jobad.ListedPay {
	for _, at := range [][]string{{"baseSalary", "value"}, {"baseSalary"}, {"estimatedSalary"}} {
		value := o.objects(at...)
		if len(value) == 0 {
			continue
		}
		if pay := (jobad.ListedPay{
			Minimum:  decimalOf(cmp.Or(value[0].text("minValue"), value[0].text("value"))),
			Maximum:  decimalOf(value[0].text("maxValue")),
			Currency: cmp.Or(o.text("baseSalary", "currency"), o.text("salaryCurrency")), Unit: payUnit(value[0].text("unitText")),
		}); pay.Minimum+pay.Maximum != "" {
			return pay
		}
	}
	return jobad.ListedPay{}
}

// greenhousePosting reads a job of a Greenhouse board.
func greenhousePosting(o object) jobad.Listing {
	city, region := located(o.text("location"))
	return jobad.Listing{
		ID: o.text("id"), URL: o.text("absolute_url"), Title: o.text("title"), Employer: o.text("company_name"), Language: o.text("language"),
		City: city, Region: region, Remote: strings.Contains(strings.ToLower(o.text("location")), "remote"), Sections: sectioned("", o.text("content")),
	}
}

// leverPosting reads a posting of Lever.
func leverPosting(o object) jobad.Listing {
	city, region := located(o.text("categories", "location"))
	l := jobad.Listing{
		ID: o.text("id"), URL: o.text("hostedUrl"), Title: o.text("text"), City: city, Region: region,
		Remote:   strings.EqualFold(o.text("workplaceType"), "remote"),
		Sections: sectioned("", cmp.Or(o.text("description"), o.text("descriptionPlain"))),
		Pay: jobad.ListedPay{
			Minimum: decimalOf(o.text("salaryRange", "min")), Maximum: decimalOf(o.text("salaryRange", "max")),
			Currency: o.text("salaryRange", "currency"), Unit: payUnit(o.text("salaryRange", "interval")),
		},
	}
	for _, list := range o.objects("lists") {
		l.Sections = append(l.Sections, sectioned(list.text("text"), list.text("content"))...)
	}
	l.Sections = append(l.Sections, sectioned("", o.text("additional"))...)
	return l
}

// hrOpenPosting reads a position profile of HR Open Standards 4.2, PositionOpening.
func hrOpenPosting(o object) jobad.Listing {
	l := jobad.Listing{
		ID: cmp.Or(o.text("positionId"), o.text("profileId")), Title: o.text("positionTitle"), Language: o.text("language"),
		Employer: o.text("positionOrganizations"), City: o.text("positionLocation", "city"), PostalCode: o.text("positionLocation", "postalCode"),
		Region: o.text("positionLocation", "countrySubDivisions", "value"), Remote: o.text("remoteWork", "remoteWorkIndicator") == "true",
		URL: o.text("postingInstructions", "applicationMethods", "applicationUri", "url"),
	}
	for _, d := range o.objects("positionFormattedDescriptions") {
		l.Sections = append(l.Sections, sectioned(d.text("title"), d.text("content"))...)
	}
	for _, q := range o.objects("positionQualifications") {
		l.Sections = append(l.Sections, sectioned("Requirements", q.text("qualificationSummary"))...)
		for _, c := range q.objects("positionCompetencies") {
			weight, _ := strconv.Atoi(c.text("weight", "value")) // none where it is no number
			l.Skills = append(l.Skills, jobad.ListedSkill{
				Name: c.text("competencyName"), URI: c.text("competencyIds", "schemeLink"), Weight: weight,
				Desired: c["requiredProficiencyLevel"] == nil && c["desiredProficiencyLevel"] != nil,
			})
		}
	}
	for _, r := range o.objects("offeredRemunerationPackage", "ranges") {
		if code := r.text("typeCode"); code == "" || code == "BasePay" {
			l.Pay = jobad.ListedPay{
				Minimum: decimalOf(cmp.Or(r.text("minimumAmount"), r.text("referenceAmount"))), Maximum: decimalOf(r.text("maximumAmount")),
				Currency: cmp.Or(r.text("referenceAmount", "currency"), r.text("minimumAmount", "currency")), Unit: payUnit(r.text("intervalCode")),
			}
			break
		}
	}
	return l
}

// usaJobsPosting reads an item of the USAJOBS search API.
func usaJobsPosting(item object) jobad.Listing {
	o, ok := item["MatchedObjectDescriptor"].(map[string]any)
	if !ok {
		return jobad.Listing{}
	}
	d := object(o)
	return jobad.Listing{
		ID: cmp.Or(item.text("MatchedObjectId"), d.text("PositionID")), URL: d.text("PositionURI"), Title: d.text("PositionTitle"), Employer: d.text("OrganizationName"),
		City: d.text("PositionLocation", "CityName"), Region: d.text("PositionLocation", "CountrySubDivisionCode"), LastDay: dayOf(d.text("ApplicationCloseDate")),
		Sections: sectioned("", d.text("UserArea", "Details", "JobSummary"), "Duties", d.text("UserArea", "Details", "MajorDuties"), "Qualifications", d.text("QualificationSummary")),
		Pay: jobad.ListedPay{
			Minimum: decimalOf(d.text("PositionRemuneration", "MinimumRange")), Maximum: decimalOf(d.text("PositionRemuneration", "MaximumRange")),
			Currency: "USD", Unit: payUnit(d.text("PositionRemuneration", "RateIntervalCode")),
		},
	}
}

// usaJobsFlat reads a USAJOBS listing that was flattened: a location is "City, State,
// State", several are parted by semicolons.
func usaJobsFlat(o object) jobad.Listing {
	first, _, _ := strings.Cut(o.text("location"), ";")
	city, rest, _ := strings.Cut(first, ",")
	region, _, _ := strings.Cut(rest, ",")
	return jobad.Listing{
		ID: o.text("control_number"), URL: o.text("url"), Title: o.text("title"), Employer: o.text("organization"),
		City: strings.TrimSpace(city), Region: strings.TrimSpace(region), LastDay: dayOf(o.text("close_date")),
		Sections: sectioned("", o.text("summary"), "Duties", o.text("duties"), "Qualifications", o.text("qualifications")),
	}
}

// resumeJob reads JSON Resume's job schema, and what resembles it.
func resumeJob(o object) jobad.Listing {
	l := jobad.Listing{
		ID: cmp.Or(o.text("id"), o.text("meta", "canonical"), o.text("url")), URL: cmp.Or(o.text("url"), o.text("meta", "canonical")), Title: o.text("title"), Employer: o.text("company"),
		Language: o.text("language"), City: o.text("location", "city"), Region: o.text("location", "region"), PostalCode: o.text("location", "postalCode"),
		Remote:   strings.EqualFold(o.text("remote"), "full"),
		Sections: sectioned("", o.text("description"), "Responsibilities", o.text("responsibilities"), "Qualifications", cmp.Or(o.text("qualifications"), o.text("requirements"))),
	}
	for _, s := range o.objects("skills") {
		l.Sections = append(l.Sections, sectioned("Skills", s.text("name")+"\n"+s.text("keywords"))...)
	}
	return l
}

// decimalOf reads "$59,334.00"; nothing where it is no number: "Not Displayed".
func decimalOf(text string) string {
	text = strings.Trim(strings.ReplaceAll(strings.TrimSpace(text), ",", ""), "$€£ ")
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n <= 0 {
		return ""
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// payUnit reads what a pay is for: "per-year-salary", "Hour", "PA".
func payUnit(text string) string {
	text = strings.ToLower(text)
	for _, unit := range []string{"hour", "day", "week", "month", "year"} {
		if strings.Contains(text, unit) {
			return strings.ToUpper(unit)
		}
	}
	switch text {
	case "pa", "annual", "annually":
		return "YEAR"
	case "ph":
		return "HOUR"
	case "pd", "daily":
		return "DAY"
	}
	return ""
}
