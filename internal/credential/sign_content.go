package credential

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/db/skilllabel"
	"github.com/stackmatch/stackmatch/ent/db/versionalignment"
	"github.com/stackmatch/stackmatch/ent/db/versioncompetency"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
)

// competency is a skill that is asserted, with its labels and framework.
type competency struct {
	skill *db.Skill
	level int
}

// achievementTypes are the kinds of micro-credentials in the words of Open Badges.
var achievementTypes = map[enum.CredentialKind]string{
	enum.KindMicroCredential: "MicroCredential", enum.KindCertification: "Certification", enum.KindLicense: "License",
	enum.KindCourseCompletion: "CertificateOfCompletion", enum.KindCertificate: "Certificate", enum.KindDegree: "Degree",
}

// levelNames are the levels of proficiency, from 1 on, by language.
var levelNames = map[string][4]string{
	"en": {"With help", "Alone on routine work", "Alone when things go wrong", "Guides others"},
	"es": {
		"Con ayuda", "Sin ayuda en el trabajo habitual", "Sin ayuda cuando algo sale mal", "Guía a otras personas",
	},
}

// versions loads versions with all that a badge says of them, by id: their
// micro-credentials with developer and issuers, what they assert and what they are
// about.
func versions(ctx context.Context, client *db.Client, ids ...string) (map[string]*db.MicroCredentialVersion, error) {
	rows, err := client.MicroCredentialVersion.Query().Where(microcredentialversion.IDIn(ids...)).
		WithMicroCredential(func(q *db.MicroCredentialQuery) {
			q.WithDeveloper().WithIssuers(func(q *db.OrganizationQuery) { q.Order(organization.ByID()) })
		}).
		WithCompetencies(func(q *db.VersionCompetencyQuery) {
			q.Order(versioncompetency.ByID()).WithSkill(withNames)
		}).
		WithAlignments(func(q *db.VersionAlignmentQuery) { q.Order(versionalignment.ByPosition()) }).
		All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load versions: %w", err)
	}
	out := make(map[string]*db.MicroCredentialVersion, len(rows))
	for _, row := range rows {
		out[row.ID] = row
	}
	return out, nil
}

// withNames loads what skills are called.
func withNames(q *db.SkillQuery) {
	q.WithFramework().WithLabels(func(q *db.SkillLabelQuery) { q.Where(skilllabel.KindEQ(enum.LabelPreferred)) })
}

// asserted are a version's competencies, in its order.
func asserted(row *db.MicroCredentialVersion) []competency {
	out := make([]competency, len(row.Edges.Competencies))
	for i, c := range row.Edges.Competencies {
		out[i] = competency{c.Edges.Skill, int(c.Level)}
	}
	return out
}

// proven are the competencies of awards, by award: their version's, or their own in
// the order of their version. The awards have their pairs loaded. It takes a
// constant number of statements.
func proven(
	ctx context.Context, client *db.Client, rows []*db.Award, of map[string]*db.MicroCredentialVersion,
) (map[string][]competency, error) {
	skills, err := skillsOfPairs(ctx, client, rows)
	if err != nil {
		return nil, err
	}
	out := make(map[string][]competency, len(rows))
	for _, row := range rows {
		all := asserted(of[row.VersionID])
		if row.OwnPairs {
			all = own(all, row.Edges.Pairs, skills)
		}
		out[row.ID] = all
	}
	return out, nil
}

// own are an award's own pairs, those of its version's skills first.
func own(asserted []competency, pairs []*db.AwardPair, skills map[string]*db.Skill) []competency {
	levels := make(map[string]int, len(pairs))
	for _, p := range pairs {
		levels[p.SkillID] = int(p.Level)
	}
	var out []competency
	for _, c := range asserted {
		if level, held := levels[c.skill.ID]; held {
			out = append(out, competency{c.skill, level})
			delete(levels, c.skill.ID)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(levels)) {
		out = append(out, competency{skills[id], levels[id]})
	}
	return out
}

func skillsOfPairs(ctx context.Context, client *db.Client, rows []*db.Award) (map[string]*db.Skill, error) {
	var ids []string
	for _, row := range rows {
		for _, p := range row.Edges.Pairs {
			ids = append(ids, p.SkillID)
		}
	}
	out := make(map[string]*db.Skill, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	q := client.Skill.Query().Where(skill.IDIn(ids...))
	withNames(q)
	found, err := q.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load skills: %w", err)
	}
	for _, row := range found {
		out[row.ID] = row
	}
	return out, nil
}

// achievement is a version as a badge has it, in the language nearest to the one
// asked for.
func (s *Service) achievement(row *db.MicroCredentialVersion, held []competency, language string) (issue.Achievement, error) {
	title, language := row.Title.In(language)
	holderCan, _ := row.HolderCan.In(language)
	description, _ := row.Description.In(language)
	criteria, _ := row.Criteria.In(language)
	address := s.address(achievementPath(row.ID))
	of := row.Edges.MicroCredential
	creator, err := s.profile(of.Edges.Developer, language)
	if err != nil {
		return issue.Achievement{}, err
	}
	a := issue.Achievement{
		ID: address, Type: achievementTypes[of.Kind],
		Name: title, Description: firstText(holderCan, description, title),
		Criteria: criteria, CriteriaURL: address + "#criteria",
		Image: address + "/image.png", Language: base(language), Version: strconv.Itoa(row.Number),
		Creator: creator,
	}
	if holderCan != "" && description != "" {
		a.Description = holderCan + "\n\n" + description
	}
	for _, c := range held {
		if target := alignment(c.skill, language); target.URL != "" {
			a.Alignments = append(a.Alignments, target)
		}
	}
	a.Alignments = append(a.Alignments, about(row.Edges.Alignments, a.Alignments)...)
	a.ResultDescriptions, _ = levels(address, held, language)
	return a, nil
}

// targetTypes are what alignments lead to in the words of Open Badges, which has none
// for the others.
var targetTypes = map[enum.AlignmentKind]string{
	enum.AlignedSkill: "ceasn:Competency", enum.AlignedCredential: "ceterms:Credential", enum.AlignedFrameworkItem: "CFItem",
}

// about are the entries of frameworks that a version is about, but for those that it
// is aligned with already, as with what it asserts.
func about(rows []*db.VersionAlignment, already []issue.Alignment) []issue.Alignment {
	var out []issue.Alignment
	for _, row := range rows {
		one := issue.Alignment{
			TargetType: targetTypes[row.Kind], Name: row.Name, URL: webAddress(row.URL), Framework: row.Framework, Code: row.Code, Description: row.Description,
		}
		known := slices.ContainsFunc(already, func(a issue.Alignment) bool { return a.URL == one.URL && a.Code == one.Code })
		if one.URL != "" && !known {
			out = append(out, one)
		}
	}
	return out
}

// levels says the levels of competencies as results that are described. The ids
// are the same in every badge of the version.
func levels(achievement string, held []competency, language string) ([]issue.ResultDescription, []issue.Result) {
	names, known := levelNames[base(language)]
	if !known {
		names = levelNames["en"]
	}
	var descriptions []issue.ResultDescription
	var results []issue.Result
	for _, c := range held {
		target := alignment(c.skill, language)
		if target.URL == "" {
			continue
		}
		d, r := issue.Competencies(achievement+"#"+c.skill.ID+"-", []issue.Competency{{Skill: target, Level: c.level}}, names)
		descriptions, results = append(descriptions, d...), append(results, r...)
	}
	return descriptions, results
}

// alignment is a skill as a badge points at it: by its own identifier, which is how
// others know it. One that is no web address is named by code in its framework.
func alignment(row *db.Skill, language string) issue.Alignment {
	framework := row.Edges.Framework
	a := issue.Alignment{
		TargetType: "ceasn:Competency", Name: label(row, language), Framework: framework.Name, URL: webAddress(row.URI),
	}
	a.Description, _ = row.Description.In(language)
	if a.URL == "" {
		a.URL, a.Code = webAddress(framework.URL), row.URI
	}
	return a
}

// label is the preferred label in a language, else the skill's name.
func label(row *db.Skill, language string) string {
	for _, l := range row.Edges.Labels {
		if l.Language == language {
			return l.Text
		}
	}
	return row.Name
}

// profile is an organization that issues here, as its badges have it.
func (s *Service) profile(row *db.Organization, language string) (issue.Issuer, error) {
	did, err := s.didOf(row.ID)
	if err != nil {
		return issue.Issuer{}, err
	}
	description, _ := row.Description.In(language)
	return issue.Issuer{
		ID: did, Name: row.Name, Description: description,
		URL: cmp.Or(webAddress(row.Homepage), s.address(issuerPath(row.ID))),
	}, nil
}

// firstText is the first text that says something.
func firstText(texts ...string) string {
	for _, text := range texts {
		if strings.TrimSpace(text) != "" {
			return text
		}
	}
	return ""
}

// base is a language without its region, as Open Badges writes it.
func base(language string) string {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	return base
}
