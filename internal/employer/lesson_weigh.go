package employer

import (
	"context"
	"maps"
	"math"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

const (
	// confirmedFit is the least that the very words that were confirmed fit.
	confirmedFit = 0.95
	// nearlyAll is how much of the words of an answer a phrase must have, and nearlyAlike
	// how much it must mean: a few answers don't tell which of their words count.
	nearlyAll, nearlyAlike = 0.8, 0.65
	// resembling is how many answers are looked at for each phrase.
	resembling = 16
)

// recall finds, for each phrase, the answers whose words it resembles.
func (l *lessons) recall(ctx context.Context, phrases []skillindex.Query) ([][]skillindex.Hit, error) {
	if l == nil || len(l.newest) == 0 {
		return make([][]skillindex.Hit, len(phrases)), nil
	}
	queries := make([]skillindex.Query, len(phrases))
	for i, q := range phrases {
		queries[i] = skillindex.Query{Text: q.Text, Language: q.Language, Limit: resembling}
	}
	return l.index.SearchAll(ctx, queries)
}

// weigh says how surely a phrase means each skill after what was learned, and adds
// the skills that were taught for its words or for words like them.
func (l *lessons) weigh(p phrase, all []meaning, resembled []skillindex.Hit) []meaning {
	if l == nil {
		return all
	}
	near := l.near(resembled, "")
	taught := set{}
	taught.add(slices.Collect(maps.Keys(near))...)
	for _, a := range l.bySaid[p.wording()] {
		taught.add(a.SkillID)
	}
	for i, m := range all {
		delete(taught, m.skill)
		all[i] = l.fit(p, m, near[m.skill], "")
	}
	for _, skill := range taught.ids() {
		all = append(all, l.fit(p, meaning{skill: skill}, near[skill], ""))
	}
	return all
}

// wording is the phrase as answers have it.
func (p phrase) wording() wording { return wording{plainWords(p.words), string(p.language)} }

// nearest is how well a phrase fits the nearest answers about a skill.
type nearest struct {
	confirmed, refused float64
	words              string // of the confirmed one
}

// near are the nearest answers about each skill, but for one.
func (l *lessons) near(resembled []skillindex.Hit, except string) map[string]nearest {
	out := map[string]nearest{}
	for _, h := range resembled {
		a := l.answers[h.ID]
		if a.ID == except || h.Coverage < nearlyAll || h.Likeness < nearlyAlike {
			continue
		}
		n, fit := out[a.SkillID], hundredths(0.6*h.Coverage+0.4*h.Likeness)
		if a.Verdict == enum.VerdictRefused {
			n.refused = max(n.refused, fit)
		} else if fit > n.confirmed {
			n.confirmed, n.words = fit, a.Words
		}
		out[a.SkillID] = n
	}
	return out
}

// fit is a meaning after all lessons but for one answer. The very words decide where
// they were answered; else the name that they resemble counts as much as it is still
// believed, and words that were confirmed count as a name, unless the phrase is as
// near to some that were refused.
func (l *lessons) fit(p phrase, m meaning, n nearest, except string) meaning {
	plain := m.fit
	if of := (skillName{m.skill, m.label}); m.fit > 0 {
		m.fit = hundredths(m.fit * l.tallyOf(of, except).weight())
	}
	if n.confirmed > n.refused && n.confirmed > m.fit {
		m.fit, m.confirmed = n.confirmed, true
		if m.label == "" {
			m.label = n.words
		}
	}
	if a := l.verdict(p, m.skill, except); a != nil {
		m.confirmed = a.Verdict == enum.VerdictConfirmed
		if m.confirmed {
			m.fit = max(m.fit, confirmedFit)
		} else {
			m.fit = 0
		}
	}
	m.learned = m.fit != plain
	return m
}

// verdict is the answer about the very words and a skill, but for one.
func (l *lessons) verdict(p phrase, skill, except string) *db.ProposalAnswer {
	a := l.said[saying{p.wording(), skill}]
	if a == nil || a.ID == except {
		return nil
	}
	return a
}

func (l *lessons) tallyOf(of skillName, except string) tally {
	t := l.names[of]
	if a := l.answers[except]; a != nil && (skillName{a.SkillID, a.Label}) == of {
		t = t.without(a.Verdict)
	}
	return t
}

func hundredths(fit float64) float64 { return math.Round(100*fit) / 100 }
