package web

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
)

// achievementPage is a micro-credential as it was published once, with what goes
// with it today.
type achievementPage struct {
	page
	Of         definition
	Developer  issuerLine
	Issuers    []issuerLine
	Skills     []skill
	Competency said
	Version    string
	// Newer is the page of the version that is awarded now; "" where this is it.
	Newer string
	// Retired is since when nobody is awarded it any more, and Reason why.
	Retired *day
	Reason  string
	// Months is how long an award lasts; 0 where it does not expire.
	Months int
	// Hours and Price are what it takes; "" where unknown.
	Hours, Price string
	Languages    string
	// Assessed is nil where it is not assessed here.
	Assessed     *assessed
	Before       []beforeLine
	Offerings    []offeringLine
	Worth, Hoped []worthLine
	Aligned      []alignedLine
	Documents    []download
}

func (s *Site) achievementView(ctx context.Context, version, language string) (any, error) {
	row, err := s.Credentials.PublicVersion(ctx, version)
	if err != nil {
		return nil, err
	}
	today, err := s.Catalog.PublicDefinition(ctx, row)
	if err != nil {
		return nil, err
	}
	of := row.Edges.MicroCredential
	v := achievementPage{
		Of: definitionOf(row, language), Developer: issuerOf(of.Edges.Developer), Issuers: issuersOf(of.Edges.Issuers),
		Skills: skillsOf(asserted(row), language), Competency: saidIn(row.Competency, language), Version: strconv.Itoa(row.Number),
	}
	v.standing(of, row, language)
	v.today(today, language)
	path := v.Of.Href
	v.Documents = []download{
		{path + "/achievement.json", "achievement.json", phrases["achievement"].in(language)},
		{path + "/ob2.json", "ob2.json", phrases["achievement ob2"].in(language)},
	}
	v.page = page{
		Language: language, Path: path, Title: v.Of.Title,
		Document: path + "/achievement.json", DocumentType: mediaLD,
	}
	return v, nil
}

// standing says whether this version is awarded.
func (v *achievementPage) standing(of *db.MicroCredential, row *db.MicroCredentialVersion, language string) {
	if of.Status == enum.Retired && of.RetiredAt != nil {
		since := dayOf(*of.RetiredAt, language)
		v.Retired, v.Reason = &since, of.RetirementReason
	}
	if of.CurrentVersionID != nil && *of.CurrentVersionID != row.ID {
		v.Newer = "/" + achievements + "/" + *of.CurrentVersionID
	}
}

// today fills in what the version says and what goes with it.
func (v *achievementPage) today(d *catalog.Definition, language string) {
	c := d.Content
	if c.ValidityMonths != nil {
		v.Months = *c.ValidityMonths
	}
	if c.EffortMinutes != nil {
		v.Hours = strconv.FormatFloat(float64(*c.EffortMinutes)/60, 'f', -1, 64)
		if whole, part, fraction := strings.Cut(v.Hours, "."); fraction {
			v.Hours = whole + "." + part[:1]
		}
	}
	if c.Price != nil {
		v.Price = priceOf(&c.Price.Cents, c.Price.Currency, language)
	}
	names := make([]string, len(c.Languages))
	for i, tag := range c.Languages {
		names[i] = languageName(tag, language)
	}
	v.Languages = strings.Join(names, ", ")
	v.Assessed = assessedOf(c.Assessment, language)
	v.Before, v.Offerings, v.Aligned = beforeOf(d), offeringsOf(d.Offerings, language), alignedOf(c.Alignments)
	v.Worth, v.Hoped = worthOf(d.Recognitions, language)
}

func issuersOf(rows []*db.Organization) []issuerLine {
	var out []issuerLine
	for _, row := range rows {
		if row.Listed {
			out = append(out, issuerOf(row))
		}
	}
	slices.SortStableFunc(out, func(a, b issuerLine) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// asserted is what a version says that its holders can do.
func asserted(row *db.MicroCredentialVersion) []credential.PublicCompetency {
	out := make([]credential.PublicCompetency, len(row.Edges.Competencies))
	for i, c := range row.Edges.Competencies {
		out[i] = credential.PublicCompetency{Skill: c.Edges.Skill, Level: int(c.Level)}
	}
	return out
}
