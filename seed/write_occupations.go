package seed

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db/crosswalk"
	"github.com/stackmatch/stackmatch/ent/db/occupation"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
)

// socLength is that of a SOC code, with which O*NET-SOC codes begin.
const socLength = len("53-7051")

// writeOccupations adds the occupations that are not there: what was imported
// before knows more of them.
func (w *writer) writeOccupations(ctx context.Context) error {
	frameworks := map[string]string{}
	for _, f := range w.Frameworks {
		there, err := w.framework(ctx, f)
		if err != nil {
			return fmt.Errorf("framework %s: %w", f.Key, err)
		}
		frameworks[f.Key] = there
	}
	for _, o := range w.Occupations {
		w.at(w.beginning(), "occupation/"+o.Code)
		if err := w.writeOccupation(ctx, frameworks[o.framework()], o); err != nil {
			return fmt.Errorf("occupation %s: %w", o.Code, err)
		}
	}
	return w.writeCrosswalks(ctx)
}

// writeCrosswalks ties what no crosswalk that was imported before does.
func (w *writer) writeCrosswalks(ctx context.Context) error {
	titles := map[string]string{} // by SOC code, as far as occupations have it
	for _, o := range w.Occupations {
		if o.scheme() == enum.OccupationONET {
			titles[o.Code[:socLength]] = o.Title.EN
		}
	}
	var links []catalog.CrosswalkInput
	for _, c := range w.Crosswalks {
		there, err := w.db.Crosswalk.Query().Where(crosswalk.Or(crosswalk.FromCode(c.SOC), crosswalk.ToCode(c.SOC))).Exist(ctx)
		if err != nil {
			return fmt.Errorf("look up crosswalks: %w", err)
		}
		if !there {
			links = append(links, c.links(titles[c.SOC])...)
		}
	}
	_, err := w.skillWriter.AddCrosswalks(ctx, links)
	return err
}

// links are in the order of the codes.
func (c Crosswalk) links(title string) (links []catalog.CrosswalkInput) {
	from := catalog.CodeTitle{Scheme: enum.CodeSOC, Code: c.SOC, Title: title}
	for _, to := range []struct {
		scheme enum.CodeScheme
		titles map[string]string
	}{{enum.CodeISCO, c.ISCO}, {enum.CodeCIP, c.CIP}} {
		for _, code := range slices.Sorted(maps.Keys(to.titles)) {
			links = append(links, catalog.CrosswalkInput{From: from, To: catalog.CodeTitle{Scheme: to.scheme, Code: code, Title: to.titles[code]}})
		}
	}
	return links
}

func (w *writer) writeOccupation(ctx context.Context, framework string, o Occupation) error {
	there, err := w.db.Occupation.Query().Where(occupation.SchemeEQ(o.scheme()), occupation.Code(o.Code)).Exist(ctx)
	if err != nil || there {
		return err
	}
	if _, err := w.skillWriter.UpsertOccupations(ctx, framework, []catalog.OccupationRecord{o.record()}); err != nil {
		return err
	}
	if _, err := w.skillWriter.SetTitles(ctx, o.scheme(), o.titles()); err != nil {
		return err
	}
	ties := make([]catalog.TieInput, len(o.Essential))
	for i, key := range o.Essential {
		ties[i] = catalog.TieInput{Code: o.Code, Skill: w.skills[key].Identity(), Relation: enum.RelationEssential}
	}
	_, err = w.skillWriter.TieSkills(ctx, framework, o.scheme(), ties)
	return err
}

func (o Occupation) record() catalog.OccupationRecord {
	record := catalog.OccupationRecord{
		Scheme: o.scheme(), Code: o.Code,
		Texts: []catalog.OccupationText{{Language: "en", Title: o.Title.EN}, {Language: "es", Title: o.Title.ES}},
	}
	if record.Scheme == enum.OccupationISCO {
		record.ISCO = o.Code
	}
	if record.Scheme == enum.OccupationONET {
		record.SOC = o.Code[:socLength]
	}
	if o.Zone > 0 {
		record.JobZone = &o.Zone
	}
	return record
}

func (o Occupation) titles() []catalog.TitleInput {
	var titles []catalog.TitleInput
	for _, of := range []struct {
		language string
		texts    []string
	}{{"en", o.Alternative.EN}, {"es", o.Alternative.ES}} {
		for _, t := range of.texts {
			titles = append(titles, catalog.TitleInput{Code: o.Code, Language: of.language, Kind: enum.LabelAlternative, Text: t})
		}
	}
	return titles
}
