package catalog

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/crosswalk"
	"github.com/stackmatch/stackmatch/ent/db/occupation"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/store"
)

// AddCrosswalks stores links between codes. One that is there takes the titles
// given; none is removed. Results stand in the order of the inputs.
func (s *SkillImporter) AddCrosswalks(ctx context.Context, in []CrosswalkInput) (results []ItemResult, err error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		results, err = addCrosswalks(ctx, tx, in)
		return err
	})
	return results, err
}

func addCrosswalks(ctx context.Context, tx *db.Client, in []CrosswalkInput) ([]ItemResult, error) {
	type key struct{ from, to CodeTitle } // without titles
	keyOf := func(c CrosswalkInput) key {
		c.From.Title, c.To.Title = "", ""
		return key{c.From, c.To}
	}
	stored := map[key]*db.Crosswalk{}
	for some := range slices.Chunk(codesOf(in, func(c CrosswalkInput) string { return c.From.Code }), idsPerStatement) {
		rows, err := tx.Crosswalk.Query().Where(crosswalk.FromCodeIn(some...)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load crosswalks: %w", err)
		}
		for _, row := range rows {
			stored[keyOf(linkOf(row))] = row
		}
	}
	results, seen := make([]ItemResult, len(in)), map[key]bool{}
	var rows []*db.Crosswalk
	for i, c := range in {
		k := keyOf(c)
		row := stored[k]
		switch {
		case seen[k]:
			results[i] = repeatedPart
			continue
		case row != nil && linkOf(row) == c:
			results[i].Outcome = OutcomeUnchanged
		case row != nil:
			results[i].Outcome = OutcomeUpdated
		default:
			results[i].Outcome = OutcomeCreated
		}
		seen[k] = true
		if results[i].Outcome != OutcomeUnchanged {
			rows = append(rows, &db.Crosswalk{
				FromScheme: c.From.Scheme, FromCode: c.From.Code, FromTitle: c.From.Title,
				ToScheme: c.To.Scheme, ToCode: c.To.Code, ToTitle: c.To.Title,
			})
		}
	}
	return results, store.Upsert(ctx, tx, rows,
		crosswalk.FieldFromScheme, crosswalk.FieldFromCode, crosswalk.FieldToScheme, crosswalk.FieldToCode)
}

func linkOf(row *db.Crosswalk) CrosswalkInput {
	return CrosswalkInput{
		From: CodeTitle{row.FromScheme, row.FromCode, row.FromTitle},
		To:   CodeTitle{row.ToScheme, row.ToCode, row.ToTitle},
	}
}

// CodesByOccupation gives the codes of other classifications that stand for
// occupations, by their ids: what crosswalks tie to their own SOC and ISCO codes,
// and the programs of CIP that lead to those of SOC. They are in the order of
// classification and code.
func (s *Service) CodesByOccupation(ctx context.Context, ids []string) (map[string][]CodeTitle, error) {
	rows, err := s.DB.Occupation.Query().Where(occupation.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load occupations: %w", err)
	}
	out := make(map[string][]CodeTitle, len(rows))
	reached := map[string]map[CodeTitle]bool{}
	for _, row := range rows {
		reached[row.ID] = ownCodes(row)
	}
	// Twice: from ISCO to SOC, and on to CIP.
	for range 2 {
		links, err := s.linksOf(ctx, reached)
		if err != nil {
			return nil, err
		}
		for _, codes := range reached {
			follow(codes, links)
		}
	}
	for _, row := range rows {
		own := ownCodes(row)
		titles := map[CodeTitle]string{}
		for code := range reached[row.ID] {
			bare := CodeTitle{Scheme: code.Scheme, Code: code.Code}
			titles[bare] = max(titles[bare], code.Title)
		}
		for bare, title := range titles {
			if !own[bare] {
				out[row.ID] = append(out[row.ID], CodeTitle{bare.Scheme, bare.Code, title})
			}
		}
		slices.SortFunc(out[row.ID], func(a, b CodeTitle) int {
			return cmp.Or(cmp.Compare(a.Scheme, b.Scheme), cmp.Compare(a.Code, b.Code))
		})
	}
	return out, nil
}

func ownCodes(row *db.Occupation) map[CodeTitle]bool {
	own := map[CodeTitle]bool{}
	if row.Soc != "" {
		own[CodeTitle{Scheme: enum.CodeSOC, Code: row.Soc}] = true
	}
	if row.Isco != "" {
		own[CodeTitle{Scheme: enum.CodeISCO, Code: row.Isco}] = true
	}
	return own
}

// linksOf loads the crosswalks at whose ends the codes are.
func (s *Service) linksOf(ctx context.Context, reached map[string]map[CodeTitle]bool) ([]CrosswalkInput, error) {
	codes := map[string]bool{}
	for _, set := range reached {
		for code := range set {
			if code.Scheme != enum.CodeCIP { // programs lead to many occupations
				codes[code.Code] = true
			}
		}
	}
	list := make([]string, 0, len(codes))
	for code := range codes {
		list = append(list, code)
	}
	if len(list) == 0 {
		return nil, nil
	}
	slices.Sort(list)
	rows, err := s.DB.Crosswalk.Query().
		Where(crosswalk.Or(crosswalk.FromCodeIn(list...), crosswalk.ToCodeIn(list...))).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load crosswalks: %w", err)
	}
	links := make([]CrosswalkInput, len(rows))
	for i, row := range rows {
		links[i] = linkOf(row)
	}
	return links, nil
}

// follow adds what links tie to the codes, but no further occupations of a
// classification that has one already: SOC to ISCO and back would gather all of
// its neighbors.
func follow(codes map[CodeTitle]bool, links []CrosswalkInput) {
	has := map[enum.CodeScheme]bool{}
	bare := map[CodeTitle]bool{}
	for code := range codes {
		has[code.Scheme] = true
		bare[CodeTitle{Scheme: code.Scheme, Code: code.Code}] = true
	}
	for _, link := range links {
		for _, way := range [][2]CodeTitle{{link.From, link.To}, {link.To, link.From}} {
			from, to := way[0], way[1]
			from.Title = ""
			if bare[from] && from.Scheme != enum.CodeCIP && (to.Scheme == enum.CodeCIP || !has[to.Scheme]) {
				codes[to] = true
			}
		}
	}
}

// socCodes are the SOC codes of occupations, by their ids: their own, else those
// that crosswalks tie to their ISCO code.
func (s *Service) socCodes(ctx context.Context, row *db.Occupation) ([]string, error) {
	if row.Soc != "" || row.Isco == "" {
		return nonEmpty(row.Soc), nil
	}
	rows, err := s.DB.Crosswalk.Query().Where(eitherEnd(enum.CodeISCO, row.Isco, enum.CodeSOC)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load crosswalks: %w", err)
	}
	return codesOf(rows, func(c *db.Crosswalk) string {
		if c.FromScheme == enum.CodeSOC {
			return c.FromCode
		}
		return c.ToCode
	}), nil
}

// iscoCodes are the ISCO codes of an occupation: its own, else those that
// crosswalks tie to its SOC code.
func (s *Service) iscoCodes(ctx context.Context, row *db.Occupation) ([]string, error) {
	if row.Isco != "" || row.Soc == "" {
		return nonEmpty(row.Isco), nil
	}
	rows, err := s.DB.Crosswalk.Query().Where(eitherEnd(enum.CodeSOC, row.Soc, enum.CodeISCO)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load crosswalks: %w", err)
	}
	return codesOf(rows, func(c *db.Crosswalk) string {
		if c.FromScheme == enum.CodeISCO {
			return c.FromCode
		}
		return c.ToCode
	}), nil
}

func eitherEnd(scheme enum.CodeScheme, code string, other enum.CodeScheme) predicate.Crosswalk {
	return crosswalk.Or(
		crosswalk.And(crosswalk.FromSchemeEQ(scheme), crosswalk.FromCode(code), crosswalk.ToSchemeEQ(other)),
		crosswalk.And(crosswalk.ToSchemeEQ(scheme), crosswalk.ToCode(code), crosswalk.FromSchemeEQ(other)),
	)
}

func nonEmpty(values ...string) []string {
	return slices.DeleteFunc(values, func(v string) bool { return v == "" })
}
