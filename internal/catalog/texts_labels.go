package catalog

import (
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/search"
)

func textsFrom[T any](rows []T, of func(T) search.Text) []search.Text {
	texts := make([]search.Text, len(rows))
	for i, row := range rows {
		texts[i] = of(row)
	}
	return texts
}

// microCredentialText is found by its own words, and by the shown names of its
// skills in every language that their framework has: a Spanish search finds what
// is written in English alone.
func microCredentialText(row *db.MicroCredential, v *db.MicroCredentialVersion) search.Text {
	t := search.Text{ID: row.ID, Kind: search.TextMicroCredential}
	if v == nil {
		return t
	}
	t.Labels = appendTexts(t.Labels, search.LabelPreferred, v.Title)
	t.Labels = appendTexts(t.Labels, search.LabelDescription, v.Description, v.Competency, v.HolderCan)
	for _, c := range v.Edges.Competencies {
		if c.Edges.Skill == nil {
			continue
		}
		for _, l := range sortedLabels(c.Edges.Skill.Edges.Labels) {
			if l.Kind != enum.LabelHidden {
				t.Labels = append(t.Labels, search.Label{Kind: search.LabelDescription, Text: l.Text})
			}
		}
	}
	return t
}

func stackText(row *db.Stack, v *db.StackVersion) search.Text {
	t := search.Text{ID: row.ID, Kind: search.TextStack}
	if v == nil {
		return t
	}
	t.Labels = appendTexts(t.Labels, search.LabelPreferred, v.Title)
	t.Labels = appendTexts(t.Labels, search.LabelDescription, v.Description)
	return t
}

func pathwayText(row *db.Pathway) search.Text {
	t := search.Text{ID: row.ID, Kind: search.TextPathway}
	t.Labels = appendTexts(t.Labels, search.LabelPreferred, row.Title)
	t.Labels = appendTexts(t.Labels, search.LabelDescription, row.Description)
	if row.OccupationTitle != "" {
		t.Labels = append(t.Labels, search.Label{Kind: search.LabelDescription, Text: row.OccupationTitle})
	}
	return t
}

func organizationText(row *db.Organization) search.Text {
	t := search.Text{ID: row.ID, Kind: search.TextOrganization}
	t.Labels = append(t.Labels, search.Label{Kind: search.LabelPreferred, Text: row.Name})
	t.Labels = appendTexts(t.Labels, search.LabelDescription, row.Description)
	return t
}

// appendTexts adds texts in the order of their languages.
func appendTexts(labels []search.Label, kind search.LabelKind, texts ...text.Localized) []search.Label {
	for _, t := range texts {
		for _, language := range t.Languages() {
			labels = append(labels, search.Label{Kind: kind, Text: t[language]})
		}
	}
	return labels
}

// sortedLabels has labels in one order, whatever the database's.
func sortedLabels(labels []*db.SkillLabel) []*db.SkillLabel {
	slices.SortFunc(labels, func(a, b *db.SkillLabel) int {
		return strings.Compare(labelKey(a), labelKey(b))
	})
	return labels
}

func labelKey(l *db.SkillLabel) string {
	return strings.Join([]string{l.Language, string(l.Kind), l.Text}, "\x00")
}
