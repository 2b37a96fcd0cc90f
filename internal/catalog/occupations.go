package catalog

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/occupation"
	"github.com/stackmatch/stackmatch/ent/db/occupationskill"
	"github.com/stackmatch/stackmatch/ent/db/occupationtask"
	"github.com/stackmatch/stackmatch/ent/db/occupationtitle"
	"github.com/stackmatch/stackmatch/ent/db/pathway"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/search"
)

// OccupationsInput asks for a list of occupations.
type OccupationsInput struct {
	Search string
	// Scheme keeps one classification, JobZone one zone of O*NET, Code what has the
	// code, or is a part of what has it; nil keeps all.
	Scheme  *enum.OccupationScheme
	JobZone *int
	Code    *string
	Page    page.Args
}

// Occupations lists occupations with their titles: with words best match first, by
// any title, else by name. Those that their classification no longer has are left
// out.
func (s *Service) Occupations(ctx context.Context, in OccupationsInput) (page.Page[*db.Occupation], error) {
	none := page.Page[*db.Occupation]{}
	scope, err := startList(ctx, in.Search, in.Page, "occupations", in.Scheme, in.JobZone, in.Code)
	if err != nil {
		return none, err
	}
	where := in.predicates()
	if !blank(in.Search) {
		q := search.TextQuery{Search: in.Search, Kind: search.TextOccupation}
		if in.Scheme != nil {
			q.Scopes = []string{string(*in.Scheme)}
		}
		p, err := found(ctx, s, q, in.Page, scope, func(ctx context.Context, ids []string) (map[string]*db.Occupation, error) {
			return s.occupations(ctx, append(slices.Clone(where), occupation.IDIn(ids...))...)
		})
		if in.JobZone != nil || in.Code != nil {
			p.Total = nil // the index knows neither
		}
		return p, err
	}
	after, err := s.afterName(scope, in.Page.After)
	if err != nil {
		return none, err
	}
	if after != nil {
		where = append(where, store.After[predicate.Occupation](occupation.FieldName, occupation.FieldID)(after.name, after.id))
	}
	rows, err := s.DB.Occupation.Query().Where(where...).WithTitles(shownFirst).
		Order(occupation.ByName(), occupation.ByID()).Limit(in.Page.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list occupations: %w", err)
	}
	return page.Cut(rows, in.Page, s.Cursors, scope, func(row *db.Occupation) []string { return []string{row.Name, row.ID} }), nil
}

func (in OccupationsInput) predicates() []predicate.Occupation {
	where := []predicate.Occupation{occupation.Active(true)}
	if in.Scheme != nil {
		where = append(where, occupation.SchemeEQ(*in.Scheme))
	}
	if in.JobZone != nil {
		where = append(where, occupation.JobZone(*in.JobZone))
	}
	if in.Code != nil {
		code := strings.TrimSpace(*in.Code)
		where = append(where, occupation.Or(occupation.Code(code), occupation.Soc(code), occupation.Isco(code)))
	}
	return where
}

// shownFirst has titles by language, the one to show first.
func shownFirst(q *db.OccupationTitleQuery) {
	q.Order(occupationtitle.ByLanguage(), db.Desc(occupationtitle.FieldKind), occupationtitle.ByText())
}

func (s *Service) occupations(ctx context.Context, where ...predicate.Occupation) (map[string]*db.Occupation, error) {
	rows, err := s.DB.Occupation.Query().Where(where...).WithTitles(shownFirst).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load occupations: %w", err)
	}
	return byID(rows, func(row *db.Occupation) string { return row.ID }), nil
}

// An O*NET-SOC code or its first part, the SOC code.
var onetCode = regexp.MustCompile(`^\d{2}-\d{4}(\.\d{2})?$`)

// socOf is the SOC code of an O*NET-SOC code; empty where it is none.
func socOf(code string) string {
	if !onetCode.MatchString(code) {
		return ""
	}
	return code[:7]
}

// UnlistedOccupation stands for an occupation that a pathway or a posting names by
// its code and that was never imported: its id is derived from the code, and
// nothing is known of it but its title.
func UnlistedOccupation(code, title string) *db.Occupation {
	return &db.Occupation{
		ID: id.Occupation + "_" + code, Scheme: enum.OccupationONET, Code: code, Soc: socOf(code), Name: cmp.Or(title, code), Active: true,
	}
}

// OccupationsByID gives the occupations with their titles. An id that was derived
// from a code gives what the code stands for.
func (s *Service) OccupationsByID(ctx context.Context, ids []string) (map[string]*db.Occupation, error) {
	out, err := s.occupations(ctx, occupation.IDIn(ids...))
	if err != nil {
		return nil, err
	}
	derived := map[string]string{} // id by code
	for _, key := range ids {
		if _, code, _ := strings.Cut(key, "_"); out[key] == nil && id.Prefix(key) == id.Occupation && onetCode.MatchString(code) {
			derived[code] = key
		}
	}
	if len(derived) == 0 {
		return out, nil
	}
	return out, s.derived(ctx, derived, out)
}

// derived finds what codes stand for: an occupation that was imported since, or one
// that a published pathway or an open posting names.
func (s *Service) derived(ctx context.Context, ids map[string]string, out map[string]*db.Occupation) error {
	codes := make([]string, 0, len(ids))
	for code := range ids {
		codes = append(codes, code)
	}
	rows, err := s.OccupationsByCode(ctx, codes)
	if err != nil {
		return err
	}
	named, err := s.DB.Pathway.Query().Where(pathway.StatusEQ(enum.Published), pathway.OccupationCodeIn(codes...)).
		Order(pathway.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load pathways by occupation: %w", err)
	}
	for _, row := range named {
		if rows[row.OccupationCode] == nil {
			rows[row.OccupationCode] = UnlistedOccupation(row.OccupationCode, row.OccupationTitle)
		}
	}
	if s.Demand != nil {
		postings, err := s.Demand.PostingsOf(ctx, codes, nil)
		if err != nil {
			return err
		}
		for _, p := range postings {
			if rows[p.OccupationCode] == nil {
				rows[p.OccupationCode] = UnlistedOccupation(p.OccupationCode, p.OccupationTitle)
			}
		}
	}
	for code, key := range ids {
		if row := rows[code]; row != nil {
			out[key] = row
		}
	}
	return nil
}

// OccupationsByCode gives the occupations of O*NET, with their titles, that have
// the codes: of a SOC code, the base occupation.
func (s *Service) OccupationsByCode(ctx context.Context, codes []string) (map[string]*db.Occupation, error) {
	asked := map[string]string{} // what is asked, by O*NET-SOC code
	for _, code := range codes {
		if len(code) == len("53-7051") {
			asked[code+".00"] = code
		}
	}
	wanted := slices.Clone(codes)
	for code := range asked {
		wanted = append(wanted, code)
	}
	rows, err := s.DB.Occupation.Query().
		Where(occupation.SchemeEQ(enum.OccupationONET), occupation.CodeIn(wanted...)).WithTitles(shownFirst).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load occupations by code: %w", err)
	}
	out := make(map[string]*db.Occupation, len(codes))
	for _, row := range rows {
		out[row.Code] = row
		if soc := asked[row.Code]; soc != "" && out[soc] == nil {
			out[soc] = row
		}
	}
	return out, nil
}

// TasksByOccupation gives the tasks of occupations, core ones first.
func (s *Service) TasksByOccupation(ctx context.Context, ids []string) (map[string][]*db.OccupationTask, error) {
	rows, err := s.DB.OccupationTask.Query().Where(occupationtask.OccupationIDIn(ids...)).
		Order(db.Desc(occupationtask.FieldCore), occupationtask.ByText()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load tasks: %w", err)
	}
	out := make(map[string][]*db.OccupationTask, len(ids))
	for _, row := range rows {
		out[row.OccupationID] = append(out[row.OccupationID], row)
	}
	return out, nil
}

// relationOrder is how a framework's relations are listed.
var relationOrder = []enum.OccupationRelation{
	enum.RelationEssential, enum.RelationActivity, enum.RelationTechnology, enum.RelationOptional,
}

// SkillsByOccupation gives what frameworks tie to occupations: essential skills
// first, then activities by the number of tasks that they are a part of,
// technologies, those in demand first, and optional skills.
func (s *Service) SkillsByOccupation(ctx context.Context, ids []string) (map[string][]*db.OccupationSkill, error) {
	rows, err := s.DB.OccupationSkill.Query().Where(occupationskill.OccupationIDIn(ids...)).WithSkill().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load skills of occupations: %w", err)
	}
	slices.SortFunc(rows, func(a, b *db.OccupationSkill) int {
		return cmp.Or(
			cmp.Compare(slices.Index(relationOrder, a.Relation), slices.Index(relationOrder, b.Relation)),
			cmp.Compare(b.Tasks, a.Tasks),
			compareBools(b.InDemand, a.InDemand),
			cmp.Compare(skillName(a), skillName(b)),
			cmp.Compare(a.SkillID, b.SkillID),
		)
	})
	out := make(map[string][]*db.OccupationSkill, len(ids))
	for _, row := range rows {
		out[row.OccupationID] = append(out[row.OccupationID], row)
	}
	return out, nil
}

func skillName(row *db.OccupationSkill) string {
	if row.Edges.Skill == nil {
		return ""
	}
	return row.Edges.Skill.Name
}

// compareBools has false before true.
func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// PathwaysByOccupation gives the published pathways that lead to occupations, by
// title: to their own codes, or to the SOC code that they share.
func (s *Service) PathwaysByOccupation(ctx context.Context, codes []string) (map[string][]*db.Pathway, error) {
	wanted := slices.Clone(codes)
	for _, code := range codes {
		if soc := socOf(code); soc != "" {
			wanted = append(wanted, soc)
		}
	}
	rows, err := s.DB.Pathway.Query().
		Where(pathway.StatusEQ(enum.Published), pathway.OccupationCodeIn(wanted...)).
		WithSteps(inOrder).Order(pathway.ByName(), pathway.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load pathways by occupation: %w", err)
	}
	out := make(map[string][]*db.Pathway, len(codes))
	for _, code := range codes {
		for _, row := range rows {
			if row.OccupationCode == code || row.OccupationCode == socOf(code) {
				out[code] = append(out[code], row)
			}
		}
	}
	return out, nil
}
