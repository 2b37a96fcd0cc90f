package catalog

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/db/skilllabel"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
)

// UpsertSkills stores skills of a framework, each with its labels. Results stand
// in the order of the inputs.
func (s *SkillImporter) UpsertSkills(ctx context.Context, framework string, in []SkillInput) (results []ItemResult, err error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		results, err = s.upsertSkills(ctx, tx, framework, in)
		return err
	})
	return results, err
}

func (s *SkillImporter) upsertSkills(ctx context.Context, tx *db.Client, framework string, in []SkillInput) ([]ItemResult, error) {
	stored, err := loadSkills(ctx, tx, framework, in)
	if err != nil {
		return nil, err
	}
	w := skillWriter{importer: s, tx: tx, framework: framework}
	results := make([]ItemResult, len(in))
	seen := map[string]bool{}
	for i, input := range in {
		if results[i] = checkInput(input, seen); results[i].Outcome != "" {
			continue
		}
		results[i].Outcome, err = w.upsert(ctx, input, stored[input.URI])
		if err != nil {
			return nil, fmt.Errorf("store skill %s: %w", input.URI, err)
		}
	}
	return results, w.flush(ctx)
}

// checkInput refuses what can't be stored; seen holds the URIs of the call.
func checkInput(in SkillInput, seen map[string]bool) ItemResult {
	repeated := seen[in.URI]
	seen[in.URI] = true
	switch {
	case in.URI == "":
		return ItemResult{OutcomeFailed, "missing_value", "the skill has no URI"}
	case repeated:
		return ItemResult{OutcomeSkipped, "repeated", "the skill was given already; the first stands"}
	case len(in.Texts) == 0 || slices.ContainsFunc(in.Texts, func(t SkillText) bool { return t.Label == "" || t.Language == "" }):
		return ItemResult{OutcomeFailed, "no_label", "the skill lacks a label"}
	}
	return ItemResult{}
}

// loadSkills loads what is stored of the inputs, by URI, with labels.
func loadSkills(ctx context.Context, tx *db.Client, framework string, in []SkillInput) (map[string]*db.Skill, error) {
	uris := make([]string, len(in))
	for i, input := range in {
		uris[i] = input.URI
	}
	// By URI alone: asked for the framework too, PostgreSQL without statistics
	// reads the framework's every skill and compares it with every URI.
	list, err := tx.Skill.Query().Where(skill.URIIn(uris...)).WithLabels().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load %d skills: %w", len(in), err)
	}
	byURI := make(map[string]*db.Skill, len(list))
	for _, record := range list {
		if record.FrameworkID == framework {
			byURI[record.URI] = record
		}
	}
	return byURI, nil
}

// skillLabel is a label as one compares it.
type skillLabel struct {
	language string
	kind     enum.LabelKind
	text     string
}

// labels lists what the input says, each once: a text that is the preferred
// label is no alternative one.
func (t SkillText) labels() []skillLabel {
	all := []skillLabel{{t.Language, enum.LabelPreferred, t.Label}}
	taken := map[string]bool{t.Label: true}
	for _, group := range []struct {
		kind  enum.LabelKind
		texts []string
	}{{enum.LabelAlternative, t.Alternative}, {enum.LabelHidden, t.Hidden}} {
		for _, label := range group.texts {
			if label != "" && !taken[label] {
				taken[label] = true
				all = append(all, skillLabel{t.Language, group.kind, label})
			}
		}
	}
	return all
}

// skillWriter gathers the rows of one transaction.
type skillWriter struct {
	importer  *SkillImporter
	tx        *db.Client
	framework string
	skills    []*db.Skill
	labels    []*db.SkillLabel
	dropped   []int
}

// upsert takes an input and what is stored of it, if anything.
func (w *skillWriter) upsert(ctx context.Context, in SkillInput, stored *db.Skill) (Outcome, error) {
	if stored == nil {
		w.create(in)
		return OutcomeCreated, nil
	}
	relabeled := w.relabel(in, stored)
	record := merged(in, stored)
	same := record.Name == stored.Name && record.Type == stored.Type && record.Status == stored.Status &&
		maps.Equal(record.Description, stored.Description)
	switch {
	case same && !relabeled:
		return OutcomeUnchanged, nil
	case same:
		return OutcomeUpdated, nil
	}
	update := w.tx.Skill.UpdateOneID(stored.ID).
		SetName(record.Name).SetType(record.Type).SetStatus(record.Status)
	if len(record.Description) > 0 {
		update.SetDescription(record.Description)
	}
	return OutcomeUpdated, update.Exec(ctx)
}

func (w *skillWriter) create(in SkillInput) {
	record := merged(in, &db.Skill{Status: enum.SkillActive})
	minter := w.importer.IDs
	record.ID, record.CreatedAt = minter.Mint(id.Skill), minter.Now()
	record.FrameworkID, record.URI = w.framework, in.URI
	w.skills = append(w.skills, record)
	for _, t := range in.Texts {
		for _, l := range t.labels() {
			w.add(record.ID, l)
		}
	}
}

func (w *skillWriter) add(skillID string, l skillLabel) {
	w.labels = append(w.labels, &db.SkillLabel{SkillID: skillID, Language: l.language, Kind: l.kind, Text: l.text})
}

// relabel replaces the labels in the languages given and tells whether any
// differed.
func (w *skillWriter) relabel(in SkillInput, stored *db.Skill) bool {
	wanted, given := map[skillLabel]bool{}, map[string]bool{}
	var order []skillLabel
	for _, t := range in.Texts {
		given[t.Language] = true
		for _, l := range t.labels() {
			wanted[l] = true
			order = append(order, l)
		}
	}
	before := len(w.labels) + len(w.dropped)
	for _, l := range stored.Edges.Labels {
		key := skillLabel{l.Language, l.Kind, l.Text}
		switch {
		case !given[l.Language]:
		case wanted[key]:
			delete(wanted, key)
		default:
			w.dropped = append(w.dropped, l.ID)
		}
	}
	for _, l := range order {
		if wanted[l] {
			w.add(stored.ID, l)
		}
	}
	return len(w.labels)+len(w.dropped) > before
}

// merged is the stored skill as the input changes it.
func merged(in SkillInput, stored *db.Skill) *db.Skill {
	out := &db.Skill{Type: stored.Type, Status: stored.Status, Description: maps.Clone(stored.Description)}
	if in.Type != "" {
		out.Type = in.Type
	}
	if in.Status != "" {
		out.Status = in.Status
	}
	preferred := text.Localized{}
	for _, l := range stored.Edges.Labels {
		if l.Kind == enum.LabelPreferred {
			preferred[l.Language] = l.Text
		}
	}
	for _, t := range in.Texts {
		preferred[t.Language] = t.Label
		if t.Description != "" {
			if out.Description == nil {
				out.Description = text.Localized{}
			}
			out.Description[t.Language] = t.Description
		}
	}
	out.Name, _ = preferred.In("en")
	return out
}

// flush writes what was gathered: skills before their labels.
func (w *skillWriter) flush(ctx context.Context) error {
	for some := range slices.Chunk(w.dropped, idsPerDelete) {
		if _, err := w.tx.SkillLabel.Delete().Where(skilllabel.IDIn(some...)).Exec(ctx); err != nil {
			return fmt.Errorf("drop %d labels: %w", len(some), err)
		}
	}
	if err := store.Insert(ctx, w.tx, w.skills); err != nil {
		return err
	}
	return store.Insert(ctx, w.tx, w.labels)
}

// idsPerDelete bounds the parameters of one statement.
const idsPerDelete = 500
