package seed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/framework"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// beginningDaysAgo is when the story begins: before anything else in it.
const beginningDaysAgo = 2_000

func (w *writer) beginning() time.Time { return daysAgo(w.now, beginningDaysAgo) }

func (w *writer) writePlaces(ctx context.Context) error {
	w.at(w.beginning(), "places")
	ins := make([]catalog.PlaceInput, len(w.Places))
	for i, p := range w.Places {
		ins[i] = catalog.PlaceInput{
			ID: mint(id.Place, p.Key), Kind: p.Kind, Code: p.Code, Name: p.Name, State: p.State, FIPS: p.FIPS,
			Latitude: p.Lat, Longitude: p.Lon,
		}
		if p.RUCC > 0 {
			ins[i].RUCC = &p.RUCC
		}
		if p.Parent != "" {
			ins[i].Parent = ptr(mint(id.Place, p.Parent))
		}
	}
	ids, err := w.catalog.AddPlaces(ctx, ins)
	if err != nil {
		return err
	}
	w.placeIDs = map[string]string{}
	for i, p := range w.Places {
		w.placeIDs[p.Key] = ids[i]
	}
	w.report.Places = len(ids)
	return nil
}

// placeID is the id of a place that may be named; nil for none.
func (w *writer) placeID(key string) *string {
	if key == "" {
		return nil
	}
	return ptr(w.placeIDs[key])
}

func (w *writer) writeOrganizations(ctx context.Context) error {
	for _, o := range w.Organizations {
		w.at(w.beginning(), "organization/"+o.Key)
		_, err := w.catalog.AddOrganization(ctx, catalog.OrganizationInput{
			ID: mint(id.Organization, o.Key), Name: o.Name, Kinds: o.Kinds, Homepage: o.Homepage, Place: w.placeID(o.Place),
		})
		if err != nil {
			return fmt.Errorf("%s: %w", o.Key, err)
		}
	}
	for _, o := range w.Organizations {
		if o.VouchedBy == "" {
			continue
		}
		w.at(daysAgo(w.now, o.VouchedDaysAgo), "vouch/"+o.Key)
		_, err := w.catalog.Vouch(ctx, catalog.VouchInput{
			Organization: mint(id.Organization, o.Key), By: mint(id.Organization, o.VouchedBy), At: w.clock,
		})
		if err != nil {
			return fmt.Errorf("vouch for %s: %w", o.Key, err)
		}
	}
	w.report.Organizations = len(w.Organizations)
	return nil
}

func (w *writer) writeAffiliations(ctx context.Context) error {
	for _, a := range w.Affiliations {
		for _, part := range a.Organizations {
			w.at(w.beginning(), "affiliation/"+a.Of+"/"+part)
			_, err := w.catalog.SetAffiliation(ctx, catalog.SetAffiliationInput{
				Organization: mint(id.Organization, part), Of: mint(id.Organization, a.Of), Kind: a.Kind, Affiliated: true,
			})
			if err != nil {
				return fmt.Errorf("%s in %s: %w", part, a.Of, err)
			}
		}
	}
	return nil
}

// writeSkills adds the skills that are not there: where a framework was imported
// before, what it says of its skills stands.
func (w *writer) writeSkills(ctx context.Context) error {
	frameworks := map[string]string{} // ids by key
	for _, f := range w.Frameworks {
		key, err := w.framework(ctx, f)
		if err != nil {
			return fmt.Errorf("framework %s: %w", f.Key, err)
		}
		frameworks[f.Key] = key
	}
	if err := w.findSkills(ctx); err != nil {
		return err
	}
	for _, s := range w.Skills {
		if w.skillIDs[s.Key] != "" {
			continue
		}
		// One by one, so that the id follows from the key alone.
		w.at(w.beginning(), "skill/"+s.Key)
		results, err := w.skillWriter.UpsertSkills(ctx, frameworks[s.Framework], []catalog.SkillInput{s.input()})
		if err != nil {
			return fmt.Errorf("%s: %w", s.Key, err)
		}
		if results[0].Outcome != catalog.OutcomeCreated {
			return fmt.Errorf("%s: %s: %s", s.Key, results[0].Outcome, results[0].Message)
		}
		w.report.Skills++
	}
	if err := w.findSkills(ctx); err != nil {
		return err
	}
	for key, f := range frameworks {
		if err := w.relateSkills(ctx, key, f); err != nil {
			return fmt.Errorf("relations of %s: %w", key, err)
		}
	}
	return nil
}

// framework gives the id of a framework; it writes the ones that are not there.
func (w *writer) framework(ctx context.Context, f Framework) (string, error) {
	there, err := w.db.Framework.Query().Where(framework.Code(f.Key)).OnlyID(ctx)
	if err == nil || !db.IsNotFound(err) {
		return there, err
	}
	w.at(w.beginning(), "framework/"+f.Key)
	return w.skillWriter.UpsertFramework(ctx, catalog.FrameworkInput{
		Code: f.Key, Name: f.Name, Publisher: f.Publisher, Version: f.Version, URL: f.URL,
		License: f.License, Attribution: f.Attribution,
	})
}

func (s Skill) input() catalog.SkillInput {
	return catalog.SkillInput{URI: s.Identity(), Texts: []catalog.SkillText{
		{Language: "en", Label: s.Preferred.EN, Alternative: s.Alternative.EN, Hidden: s.Hidden.EN, Description: s.Description.EN},
		{Language: "es", Label: s.Preferred.ES, Alternative: s.Alternative.ES, Hidden: s.Hidden.ES, Description: s.Description.ES},
	}}
}

// findSkills looks the ids of skills up: of what was imported they are others.
func (w *writer) findSkills(ctx context.Context) error {
	keys := make(map[string]string, len(w.Skills))
	uris := make([]string, len(w.Skills))
	for i, s := range w.Skills {
		uris[i] = s.Identity()
		keys[uris[i]] = s.Key
	}
	rows, err := w.db.Skill.Query().Where(skill.URIIn(uris...)).WithFramework().All(ctx)
	if err != nil {
		return fmt.Errorf("look up skills: %w", err)
	}
	w.skillIDs = map[string]string{}
	for _, row := range rows {
		if key := keys[row.URI]; row.Edges.Framework.Code == w.skills[key].Framework {
			w.skillIDs[key] = row.ID
		}
	}
	return nil
}

func (w *writer) relateSkills(ctx context.Context, key, frameworkID string) error {
	var relations []catalog.RelationInput
	for _, s := range w.Skills {
		if s.Framework != key {
			continue
		}
		for _, r := range []struct {
			kind   taxonomy.RelationKind
			others []string
		}{{taxonomy.Broader, s.Broader}, {taxonomy.Related, s.Related}, {taxonomy.Exact, s.Exact}} {
			for _, other := range r.others {
				relations = append(relations, catalog.RelationInput{From: s.Identity(), To: w.skills[other].Identity(), Kind: r.kind})
			}
		}
	}
	w.at(w.beginning(), "relations/"+key)
	results, err := w.skillWriter.RelateSkills(ctx, frameworkID, relations)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(results, func(r catalog.ItemResult) bool { return r.Outcome == catalog.OutcomeSkipped }); i >= 0 {
		return fmt.Errorf("%v: %s", relations[i], results[i].Message)
	}
	return nil
}

// find looks up what Write wrote on another day: records whose ids a database
// that was there before may have decided.
func (w *writer) find(ctx context.Context) error {
	codes, keys := make([]string, len(w.Places)), map[enum.PlaceKind]map[string]string{}
	for i, p := range w.Places {
		codes[i] = p.Code
		if keys[p.Kind] == nil {
			keys[p.Kind] = map[string]string{}
		}
		keys[p.Kind][p.Code] = p.Key
	}
	rows, err := w.db.Place.Query().Where(place.CodeIn(codes...)).All(ctx)
	if err != nil {
		return fmt.Errorf("look up places: %w", err)
	}
	w.placeIDs = map[string]string{}
	for _, row := range rows {
		if key, ours := keys[row.Kind][row.Code]; ours {
			w.placeIDs[key] = row.ID
		}
	}
	return w.findSkills(ctx)
}
