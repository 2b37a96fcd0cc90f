package employer

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db/skillrelation"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/jobad"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

// ProposeInput is what an employer wrote about a job.
type ProposeInput struct {
	// Text is plain text or HTML.
	Text string
	// Language is guessed where it is nil.
	Language *string
	// Limit is how many requirements to propose at most.
	Limit int
	// Organization is whose answers to learn from: the viewer's. Nil learns from none.
	Organization *string
}

// Proposals are what a text asks for, to be looked through by its employer.
type Proposals struct {
	// Text is what was read: spans are of it.
	Text, Language string
	Requirements   []RequirementProposal
	Conditions     []ConditionProposal
}

// RequirementProposal is a skill that a text may ask for.
type RequirementProposal struct {
	Skill string
	// Label is the name of the skill that the words resemble.
	Label      string
	Level      *int
	Importance enum.Importance
	// Must is whether the text says so.
	Must  bool
	Years *float64
	// Confidence is above 0, and 1 where the text has the skill's name.
	Confidence float64
	ReadFrom   []TextSpan
	// Learned is whether the organization's answers had a say in the confidence.
	Learned bool
	// read is where it was read, the first first.
	read []reading
}

// reading is a part of a text, in bytes, and how surely it means a skill.
type reading struct {
	jobad.Span
	fit float64
	// learned and confirmed are those of the meaning.
	learned, confirmed bool
}

// ConditionProposal is a condition that a text states.
type ConditionProposal struct {
	ConditionInput
	Importance enum.Importance
	// Question is what to ask its employer; nil where nothing is open.
	Question *string
	ReadFrom TextSpan
}

const (
	// maxProposals bounds what one text is answered with.
	maxProposals = 50
	// maxPhrases bounds the phrases that skills are looked for.
	maxPhrases = 150
	// foundAtOnce is how many skills are looked at for each phrase.
	foundAtOnce = 8
)

// ProposeRequirements reads a text about a job: the skills it asks for, the surest
// first, and its conditions apart. It writes nothing, and anybody may ask.
func (s *Service) ProposeRequirements(ctx context.Context, in ProposeInput) (*Proposals, error) {
	learned, err := s.lessonsFor(ctx, in.Organization)
	if err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	return s.read(ctx, in, learned)
}

// read takes a text apart.
func (s *Service) read(ctx context.Context, in ProposeInput, learned *lessons) (*Proposals, error) {
	language := ""
	if in.Language != nil {
		language = *in.Language
	}
	ad := jobad.Read(in.Text, language)
	found, err := s.propose(ctx, ad, learned)
	if err != nil {
		return nil, err
	}
	out := &Proposals{Text: ad.Text, Language: ad.Language, Requirements: found[:min(len(found), in.Limit)]}
	var parts []jobad.Span
	for _, r := range out.Requirements {
		for _, one := range r.read {
			parts = append(parts, one.Span)
		}
	}
	for _, c := range ad.Conditions {
		parts = append(parts, c.Span)
	}
	spans := Spans(ad.Text, parts)
	for i := range out.Requirements {
		r := &out.Requirements[i]
		r.ReadFrom, spans = spans[:len(r.read):len(r.read)], spans[len(r.read):]
	}
	for i, c := range ad.Conditions {
		out.Conditions = append(out.Conditions, proposed(c, ad, spans[i]))
	}
	return out, nil
}

func (in ProposeInput) check() error {
	var text, limit error
	switch {
	case strings.TrimSpace(in.Text) == "":
		text = problem.New(problem.Invalid, "give the text of the job").Spanish("indique el texto del empleo").At("text")
	case len(in.Text) > jobad.MaxText:
		text = problem.New(problem.Invalid, "the text has at most %d bytes", jobad.MaxText).Spanish("el texto tiene como máximo %d bytes", jobad.MaxText).At("text")
	}
	if in.Limit < 1 || in.Limit > maxProposals {
		limit = problem.New(problem.Invalid, "ask for 1 to %d requirements", maxProposals).Spanish("pida de 1 a %d requisitos", maxProposals).At("limit")
	}
	return problem.Join(text, limit)
}

// propose finds the skills that an ad's phrases mean, each once, the surest first.
func (s *Service) propose(ctx context.Context, ad jobad.Ad, learned *lessons) ([]RequirementProposal, error) {
	phrases, queries, of := asked(ad)
	hits, err := s.Catalog.FindSkills(ctx, queries)
	if err != nil {
		return nil, err
	}
	resembled, err := learned.recall(ctx, queries)
	if err != nil {
		return nil, err
	}
	bySkill := map[string]*RequirementProposal{}
	for i, p := range phrases {
		for _, meant := range meanings(phraseOf(p, ad), hits[of[i]], learned, resembled[of[i]]) {
			if bySkill[meant.skill] == nil {
				bySkill[meant.skill] = &RequirementProposal{Skill: meant.skill, Label: meant.label, Importance: enum.Preferred}
			}
			bySkill[meant.skill].add(p, meant)
		}
	}
	if err := s.leaveOutRetired(ctx, bySkill, learned); err != nil {
		return nil, err
	}
	all := make([]RequirementProposal, 0, len(bySkill))
	for _, r := range bySkill {
		all = append(all, *r)
	}
	if all, err = s.mostSpecific(ctx, all); err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b RequirementProposal) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.read[0].Start, b.read[0].Start), cmp.Compare(a.Skill, b.Skill))
	})
	return all, nil
}

// asked are the phrases of an ad that skills are looked for: what is asked of people
// before what is done in the job, where there is too much. What is said twice is looked
// for once: of is the query of each phrase.
func asked(ad jobad.Ad) (phrases []jobad.Phrase, queries []skillindex.Query, of []int) {
	at := map[string]int{}
	for _, duty := range []bool{false, true} {
		for _, p := range ad.Phrases {
			words := p.Of(ad.Text)
			query, known := at[words]
			if p.Duty != duty || !known && len(queries) == maxPhrases {
				continue
			}
			if !known {
				query = len(queries)
				at[words] = query
				queries = append(queries, skillindex.Query{Text: words, Language: skillindex.Language(ad.Language), Limit: foundAtOnce})
			}
			phrases, of = append(phrases, p), append(of, query)
		}
	}
	return phrases, queries, of
}

// dutyFactor makes a duty a little less sure than what is asked for in so many words.
const dutyFactor = 0.9

// add has a phrase speak for a skill.
func (r *RequirementProposal) add(p jobad.Phrase, meant meaning) {
	fit := meant.fit
	if p.Duty && !meant.confirmed {
		fit *= dutyFactor
	}
	if p.Importance != jobad.NiceToHave {
		r.Importance = enum.Required
	}
	r.Must = r.Must || p.Importance == jobad.Must
	if p.Level > 0 && (r.Level == nil || *r.Level < p.Level) {
		r.Level = &p.Level
	}
	if p.Years > 0 && (r.Years == nil || *r.Years < p.Years) {
		r.Years = &p.Years
	}
	r.read = append(r.read, reading{p.Span, fit, meant.learned, meant.confirmed})
}

// mostSpecific has words that mean a skill and, as surely, a narrower one speak for the
// narrower alone. What nothing speaks for any more is left out; of the others it says
// how sure they are.
func (s *Service) mostSpecific(ctx context.Context, all []RequirementProposal) ([]RequirementProposal, error) {
	at := make(map[string]int, len(all))
	ids := make([]string, len(all))
	for i, r := range all {
		at[r.Skill], ids[i] = i, r.Skill
	}
	rows, err := s.DB.SkillRelation.Query().
		Where(skillrelation.KindEQ(enum.RelationBroader), skillrelation.FromIDIn(ids...), skillrelation.ToIDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load broader skills: %w", err)
	}
	pairs := make([]pair, len(rows))
	for i, row := range rows {
		pairs[i] = pair{narrow: at[row.FromID], broad: at[row.ToID]}
	}
	yield(all, pairs)
	all = slices.DeleteFunc(all, func(r RequirementProposal) bool { return len(r.read) == 0 })
	for i := range all {
		slices.SortFunc(all[i].read, func(a, b reading) int { return cmp.Compare(a.Start, b.Start) })
		for _, one := range all[i].read {
			all[i].Confidence = max(all[i].Confidence, one.fit)
			all[i].Learned = all[i].Learned || one.learned
		}
	}
	return all, nil
}

// pair is a proposal and one of a broader skill, by where they stand.
type pair struct{ narrow, broad int }

// yield takes from broad proposals the readings that a narrow one has as surely. In
// whichever order the pairs come, a reading counts for what is above it although it
// yields itself. Skills that are each narrower than the other both stay.
func yield(all []RequirementProposal, pairs []pair) {
	before := make([][]reading, len(all))
	for i := range all {
		before[i] = slices.Clone(all[i].read)
	}
	for _, p := range pairs {
		if slices.Contains(pairs, pair{narrow: p.broad, broad: p.narrow}) {
			continue
		}
		all[p.broad].read = slices.DeleteFunc(all[p.broad].read, func(b reading) bool {
			return !b.confirmed && slices.ContainsFunc(before[p.narrow], func(n reading) bool { return n.Span == b.Span && n.fit >= b.fit })
		})
	}
}

// proposed is a condition as its employer may take it over.
func proposed(c jobad.Condition, ad jobad.Ad, span TextSpan) ConditionProposal {
	out := ConditionProposal{
		ConditionInput: ConditionInput{
			Kind: enum.ConditionKind(c.Kind), Text: cut(c.Of(ad.Text), maxText),
			Minimum: optional(c.Minimum), Maximum: optional(c.Maximum), Unit: optional(c.Unit),
		},
		Importance: enum.Required, ReadFrom: span,
	}
	if c.Importance == jobad.NiceToHave {
		out.Importance = enum.Preferred
	}
	if c.Claimed {
		question := "Which law asks for it?"
		if ad.Language == "es" {
			question = "¿Qué ley lo exige?"
		}
		out.Question = &question
	}
	return out
}
