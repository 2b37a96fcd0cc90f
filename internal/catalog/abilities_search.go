package catalog

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

// FoundSkill is a skill of a list.
type FoundSkill struct {
	*db.Skill
	// Match is nil where nothing was searched for.
	Match *SkillMatch
}

// SkillMatch is the name by which a search found a skill.
type SkillMatch struct {
	Label, Language string
	// Marks are the parts of the label that the search has.
	Marks []skillindex.Mark
}

// maxFound is how many skills a search lists at most.
const maxFound = 1_000

// searchSkills lists what somebody who types may look for. A page goes on after the
// skill that the last one ended with, wherever the index has that one by now.
func (s *Service) searchSkills(ctx context.Context, in SkillsInput, scope string) (page.Page[FoundSkill], error) {
	none := page.Page[FoundSkill]{}
	q := skillindex.Query{Text: in.Search, Begun: true, Limit: maxFound}
	if in.Framework != nil {
		q.Frameworks = []string{*in.Framework}
	}
	answers, err := s.FindSkills(ctx, []skillindex.Query{q})
	if err != nil {
		return none, err
	}
	hits := answers[0]
	total := len(hits)
	if hits, err = s.afterSkill(scope, in.Page.After, hits); err != nil {
		return none, err
	}
	rows, err := s.foundSkills(ctx, hits, in)
	if err != nil {
		return none, err
	}
	p := page.Cut(rows, in.Page, s.Cursors, scope, foundRow.position)
	p.Total = &total
	return page.Map(p, func(r foundRow) FoundSkill { return r.FoundSkill }), nil
}

// foundRow is a skill with where the search found it.
type foundRow struct {
	FoundSkill
	score float64
}

func (r foundRow) position() []string {
	return []string{strconv.FormatFloat(r.score, 'g', -1, 64), r.ID}
}

// afterSkill are the hits after a cursor's: after what scored as much, where the
// skill is found no more.
func (s *Service) afterSkill(scope, cursor string, hits []skillindex.Hit) ([]skillindex.Hit, error) {
	if cursor == "" {
		return hits, nil
	}
	at, err := s.Cursors.OpenPosition(scope, cursor, 2)
	if err != nil {
		return nil, err
	}
	score, err := strconv.ParseFloat(at[0], 64)
	if err != nil {
		return nil, fmt.Errorf("read cursor: %w", err)
	}
	last := slices.IndexFunc(hits, func(h skillindex.Hit) bool { return h.ID == at[1] })
	if last >= 0 {
		return hits[last+1:], nil
	}
	return slices.DeleteFunc(hits, func(h skillindex.Hit) bool {
		return h.Score > score || h.Score == score && h.ID <= at[1]
	}), nil
}

// foundSkills loads the hits of a page. What is no longer offered is left out, and
// further hits take its place.
func (s *Service) foundSkills(ctx context.Context, hits []skillindex.Hit, in SkillsInput) ([]foundRow, error) {
	var out []foundRow
	for len(hits) > 0 && len(out) < in.Page.Limit() {
		some := hits[:min(len(hits), in.Page.Limit()-len(out))]
		hits = hits[len(some):]
		ids := make([]string, len(some))
		for i, h := range some {
			ids[i] = h.ID
		}
		rows, err := s.DB.Skill.Query().Where(skill.IDIn(ids...)).Where(offered()...).WithLabels().All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load skills: %w", err)
		}
		byID := byID(rows, func(row *db.Skill) string { return row.ID })
		for _, h := range some {
			if row := byID[h.ID]; row != nil {
				out = append(out, foundRow{FoundSkill{row, matchOf(row, h, in.Language)}, h.Score})
			}
		}
	}
	return out, nil
}

// matchOf says by which name a skill was found: where nothing of the name was said,
// by the one to show in the language asked for.
func matchOf(row *db.Skill, h skillindex.Hit, language string) *SkillMatch {
	m := &SkillMatch{Label: h.Label.Text, Language: string(h.Label.Language), Marks: h.Marks}
	held := text.Localized{}
	shown := ""
	for _, l := range row.Edges.Labels {
		if l.Kind == enum.LabelPreferred {
			held[l.Language] = l.Text
		}
		if l.Kind != enum.LabelHidden && l.Text == m.Label && (shown == "" || sameLanguage(l.Language, language)) {
			shown = l.Language
		}
	}
	if shown != "" && len(m.Marks) > 0 {
		m.Language = shown
		return m
	}
	m.Marks = nil
	if m.Label, m.Language = held.In(language); m.Label == "" {
		m.Label, m.Language = row.Name, "en"
	}
	return m
}

func sameLanguage(a, b string) bool {
	a, _, _ = strings.Cut(strings.ToLower(a), "-")
	b, _, _ = strings.Cut(strings.ToLower(b), "-")
	return a == b
}

// maxNearest is how many skills are suggested.
const maxNearest = 5

// Nearest suggests skills for a reference that is none: those whose names come
// closest to it, whatever language they are in. Something that was meant as an id
// is like no name.
func (s *Service) Nearest(ctx context.Context, reference, _ string) ([]string, error) {
	if id.Prefix(reference) == id.Skill {
		return nil, nil
	}
	answers, err := s.FindSkills(ctx, []skillindex.Query{{Text: reference, Begun: true, Limit: maxNearest}})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(answers[0]))
	for i, h := range answers[0] {
		ids[i] = h.ID
	}
	return ids, nil
}
