package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// version is the micro-credential's current version; of a draft that was never
// published, which its developer alone is served, what it says so far.
func (r *Resolver) version(ctx context.Context, obj *db.MicroCredential) (*db.MicroCredentialVersion, error) {
	if obj.CurrentVersionID == nil {
		return r.unpublished(ctx, obj)
	}
	return loadCurrent(ctx, r.loaders(ctx).versions, obj.CurrentVersionID, obj.ID)
}

func loadCurrent[V any](ctx context.Context, l *loader[*V], version *string, of string) (*V, error) {
	found, err := loadOptional(ctx, l, version)
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, fmt.Errorf("%s has no published version", of)
	}
	return found, nil
}

func rule(v *db.StackVersion) (*matching.Rule, error) {
	var out matching.Rule
	if err := json.Unmarshal(v.Rule, &out); err != nil {
		return nil, fmt.Errorf("read rule of %s: %w", v.ID, err)
	}
	return &out, nil
}

func (r *Resolver) versionCompetencies(ctx context.Context, version string) ([]*model.Competency, error) {
	rows, err := r.loaders(ctx).competencies.Load(ctx, version)
	if err != nil {
		return nil, err
	}
	pairs := make([]pair, len(rows))
	for i, row := range rows {
		pairs[i] = pair{row.SkillID, row.Level}
	}
	return r.competencies(ctx, pairs)
}

func (r *Resolver) awardCompetencies(ctx context.Context, obj *db.Award) ([]*model.Competency, error) {
	if !obj.OwnPairs {
		return r.versionCompetencies(ctx, obj.VersionID)
	}
	pairs := make([]pair, len(obj.Edges.Pairs))
	for i, row := range obj.Edges.Pairs {
		pairs[i] = pair{row.SkillID, row.Level}
	}
	return r.competencies(ctx, pairs)
}

// pair is a skill at a level, as versions and awards hold it.
type pair struct {
	skill string
	level uint8
}

func (r *Resolver) competencies(ctx context.Context, pairs []pair) ([]*model.Competency, error) {
	ids := make([]string, len(pairs))
	for i, p := range pairs {
		ids[i] = p.skill
	}
	skills, err := r.loaders(ctx).skills.LoadAll(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]*model.Competency, len(pairs))
	for i, p := range pairs {
		out[i] = &model.Competency{Skill: skills[i], Level: level(p.level)}
	}
	return out, nil
}

// pathwaySteps are the pathway's steps, loaded with it or now.
func (r *Resolver) pathwaySteps(ctx context.Context, obj *db.Pathway) ([]*db.PathwayStep, error) {
	if steps, err := obj.Edges.StepsOrErr(); err == nil {
		return steps, nil
	}
	loaded, err := r.loaders(ctx).pathways.Load(ctx, obj.ID)
	if err != nil || loaded == nil {
		return nil, err
	}
	return loaded.Edges.Steps, nil
}

// skillLabels are the skill's labels, loaded with it or now.
func (r *Resolver) skillLabels(ctx context.Context, obj *db.Skill) ([]*db.SkillLabel, error) {
	if labels, err := obj.Edges.LabelsOrErr(); err == nil {
		return labels, nil
	}
	loaded, err := r.loaders(ctx).skills.Load(ctx, obj.ID)
	if err != nil || loaded == nil {
		return nil, err
	}
	return loaded.Edges.Labels, nil
}

// shownLabels leaves hidden ones out: they are searched, not shown.
func (r *Resolver) shownLabels(ctx context.Context, obj *db.Skill) ([]*db.SkillLabel, error) {
	labels, err := r.skillLabels(ctx, obj)
	return slices.DeleteFunc(slices.Clone(labels), func(l *db.SkillLabel) bool { return l.Kind == enum.LabelHidden }), err
}

func (r *Resolver) skillLabel(ctx context.Context, obj *db.Skill, language string) (string, error) {
	labels, err := r.skillLabels(ctx, obj)
	if err != nil {
		return "", err
	}
	for _, l := range labels {
		if l.Kind == enum.LabelPreferred && l.Language == language {
			return l.Text, nil
		}
	}
	return obj.Name, nil
}

func microCredentialFilter(in *model.MicroCredentialFilter) catalog.MicroCredentialFilter {
	if in == nil {
		return catalog.MicroCredentialFilter{}
	}
	return catalog.MicroCredentialFilter{Kinds: in.Kinds.Value(), Issuers: in.Issuers.Value(), Skills: in.Skills.Value()}
}
