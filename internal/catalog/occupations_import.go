package catalog

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/occupation"
	"github.com/stackmatch/stackmatch/ent/db/occupationtitle"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
)

// UpsertOccupations stores occupations of a framework, each with the titles by
// which it is shown. An occupation that is new needs one. Results stand in the
// order of the inputs.
func (s *SkillImporter) UpsertOccupations(ctx context.Context, framework string, in []OccupationRecord) (results []ItemResult, err error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		results, err = s.upsertOccupations(ctx, tx, framework, in)
		return err
	})
	return results, err
}

func (s *SkillImporter) upsertOccupations(ctx context.Context, tx *db.Client, framework string, in []OccupationRecord) ([]ItemResult, error) {
	codes := make([]string, len(in))
	for i, input := range in {
		codes[i] = input.Code
	}
	stored, err := storedOccupations(ctx, tx, codes, func(q *db.OccupationQuery) {
		q.WithTitles(func(q *db.OccupationTitleQuery) { q.Where(occupationtitle.KindEQ(enum.LabelPreferred)) })
	})
	if err != nil {
		return nil, err
	}
	w := occupationWriter{importer: s, tx: tx, framework: framework}
	results, seen := make([]ItemResult, len(in)), map[occupationKey]bool{}
	for i, input := range in {
		key := occupationKey{input.Scheme, input.Code}
		if seen[key] {
			results[i] = ItemResult{OutcomeSkipped, "repeated", "the occupation was given already; the first stands"}
			continue
		}
		seen[key] = true
		if results[i], err = w.upsert(ctx, input, stored[key]); err != nil {
			return nil, fmt.Errorf("store occupation %s: %w", input.Code, err)
		}
	}
	return results, w.flush(ctx)
}

// occupationKey identifies an occupation across sources.
type occupationKey struct {
	scheme enum.OccupationScheme
	code   string
}

func storedOccupations(ctx context.Context, tx *db.Client, codes []string, with func(*db.OccupationQuery)) (map[occupationKey]*db.Occupation, error) {
	codes = slices.Clone(codes)
	slices.Sort(codes)
	stored := map[occupationKey]*db.Occupation{}
	for some := range slices.Chunk(slices.Compact(codes), idsPerStatement) {
		q := tx.Occupation.Query().Where(occupation.CodeIn(some...))
		with(q)
		rows, err := q.All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load %d occupations: %w", len(some), err)
		}
		for _, row := range rows {
			stored[occupationKey{row.Scheme, row.Code}] = row
		}
	}
	return stored, nil
}

// occupationWriter gathers the rows of one transaction.
type occupationWriter struct {
	importer  *SkillImporter
	tx        *db.Client
	framework string
	rows      []*db.Occupation
	titles    []*db.OccupationTitle
	dropped   []int
}

func (w *occupationWriter) upsert(ctx context.Context, in OccupationRecord, stored *db.Occupation) (ItemResult, error) {
	switch {
	case in.Code == "":
		return ItemResult{OutcomeFailed, "missing_value", "the occupation has no code"}, nil
	case stored == nil && !slices.ContainsFunc(in.Texts, func(t OccupationText) bool { return t.Title != "" }):
		return ItemResult{OutcomeSkipped, "missing_occupation", "the occupation is not here, and has no title to be made with"}, nil
	case stored == nil:
		row := in.merged(&db.Occupation{
			ID: w.importer.IDs.Mint(id.Occupation), CreatedAt: w.importer.IDs.Now(), FrameworkID: w.framework,
			Scheme: in.Scheme, Code: in.Code, Active: true,
		})
		w.rows = append(w.rows, row)
		w.retitle(in, row)
		return ItemResult{Outcome: OutcomeCreated}, nil
	}
	retitled := w.retitle(in, stored)
	row := in.merged(stored)
	switch {
	case !sameOccupation(row, stored):
		return ItemResult{Outcome: OutcomeUpdated}, w.update(ctx, row)
	case retitled:
		return ItemResult{Outcome: OutcomeUpdated}, nil
	}
	return ItemResult{Outcome: OutcomeUnchanged}, nil
}

func (w *occupationWriter) update(ctx context.Context, row *db.Occupation) error {
	update := w.tx.Occupation.UpdateOneID(row.ID).SetName(row.Name).
		SetSoc(row.Soc).SetIsco(row.Isco).SetRegulated(row.Regulated).SetActive(row.Active).SetNillableJobZone(row.JobZone)
	if len(row.Description) > 0 {
		update.SetDescription(row.Description)
	}
	return update.Exec(ctx)
}

// retitle replaces the shown titles in the languages given and tells whether any
// differed.
func (w *occupationWriter) retitle(in OccupationRecord, row *db.Occupation) bool {
	before := len(w.titles)
	for _, t := range in.Texts {
		if t.Title == "" {
			continue
		}
		same := false
		for _, held := range row.Edges.Titles {
			switch {
			case held.Language != t.Language || held.Kind != enum.LabelPreferred:
			case held.Text == t.Title:
				same = true
			default:
				w.dropped = append(w.dropped, held.ID)
			}
		}
		if !same {
			w.titles = append(w.titles, &db.OccupationTitle{
				OccupationID: row.ID, Language: t.Language, Kind: enum.LabelPreferred, Text: t.Title,
			})
		}
	}
	return len(w.titles) > before
}

// merged is the occupation as the input changes it.
func (in OccupationRecord) merged(stored *db.Occupation) *db.Occupation {
	out := *stored
	out.Description = maps.Clone(stored.Description)
	shown := text.Localized{}
	for _, t := range stored.Edges.Titles {
		shown[t.Language] = t.Text
	}
	for _, t := range in.Texts {
		if t.Title != "" {
			shown[t.Language] = t.Title
		}
		if t.Description != "" {
			if out.Description == nil {
				out.Description = text.Localized{}
			}
			out.Description[t.Language] = t.Description
		}
	}
	if len(shown) > 0 {
		out.Name, _ = shown.In("en")
	}
	given(&out.Soc, in.SOC)
	given(&out.Isco, in.ISCO)
	if in.JobZone != nil {
		out.JobZone = in.JobZone
	}
	if in.Regulated != nil {
		out.Regulated = *in.Regulated
	}
	if in.Active != nil {
		out.Active = *in.Active
	}
	return &out
}

// given sets a text that is not blank.
func given(into *string, value string) {
	if value != "" {
		*into = value
	}
}

func sameOccupation(a, b *db.Occupation) bool {
	return a.Name == b.Name && a.Soc == b.Soc && a.Isco == b.Isco && same(a.JobZone, b.JobZone) &&
		a.Regulated == b.Regulated && a.Active == b.Active && maps.Equal(a.Description, b.Description)
}

// flush writes what was gathered: occupations before their titles.
func (w *occupationWriter) flush(ctx context.Context) error {
	for some := range slices.Chunk(w.dropped, idsPerDelete) {
		if _, err := w.tx.OccupationTitle.Delete().Where(occupationtitle.IDIn(some...)).Exec(ctx); err != nil {
			return fmt.Errorf("drop %d titles: %w", len(some), err)
		}
	}
	if err := store.Insert(ctx, w.tx, w.rows); err != nil {
		return err
	}
	return store.Insert(ctx, w.tx, w.titles)
}

// RetireOccupations marks what a framework's new release no longer has, and tells
// how many there were. They stay where something names them.
func (s *SkillImporter) RetireOccupations(ctx context.Context, framework string, scheme enum.OccupationScheme, kept []string) (retired int, err error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return 0, err
	}
	keep := make(map[string]bool, len(kept))
	for _, code := range kept {
		keep[code] = true
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		where := []predicate.Occupation{occupation.FrameworkID(framework), occupation.SchemeEQ(scheme), occupation.Active(true)}
		rows, err := tx.Occupation.Query().Where(where...).All(ctx)
		if err != nil {
			return fmt.Errorf("load occupations: %w", err)
		}
		var gone []string
		for _, row := range rows {
			if !keep[row.Code] {
				gone = append(gone, row.ID)
			}
		}
		retired = len(gone)
		for some := range slices.Chunk(gone, idsPerStatement) {
			if err := tx.Occupation.Update().Where(occupation.IDIn(some...)).SetActive(false).Exec(ctx); err != nil {
				return fmt.Errorf("retire %d occupations: %w", len(some), err)
			}
		}
		return nil
	})
	return retired, err
}
