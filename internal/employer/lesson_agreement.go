package employer

import (
	"cmp"
	"context"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

const (
	// judgedAnswers bounds the answers that an agreement is of: the newest.
	judgedAnswers = 200
	// fewAnswers of either verdict are too few to say anything.
	fewAnswers = 5
)

// Agreement is how often what an organization confirmed ranks above what it refused:
// 1 always, .5 as often as by chance.
type Agreement struct {
	// Answers is how many were compared.
	Answers int
	// Without is by the proposals as they were, With after the lessons of all other
	// answers.
	Without, With float64
}

// Agreement is that of the viewer's organization; nil where there are too few answers,
// or learning is off.
func (s *Service) Agreement(ctx context.Context, organization string) (*Agreement, error) {
	if err := requireFor(ctx, auth.ReviewLessons, organization); err != nil {
		return nil, err
	}
	learned, err := s.lessonsOf(ctx, organization)
	if err != nil || learned == nil {
		return nil, err
	}
	return learned.agreement(ctx)
}

// agreement is made once, for whoever asks first.
func (l *lessons) agreement(ctx context.Context) (made *Agreement, err error) {
	l.judging.Lock()
	defer l.judging.Unlock()
	if !l.judged {
		l.agreed, err = l.judge(ctx)
		l.judged = err == nil
	}
	return l.agreed, err
}

func (l *lessons) judge(ctx context.Context) (*Agreement, error) {
	judged := l.newest[:min(len(l.newest), judgedAnswers)]
	confirmed := 0
	queries := make([]skillindex.Query, len(judged))
	for i, a := range judged {
		if a.Verdict == enum.VerdictConfirmed {
			confirmed++
		}
		queries[i] = skillindex.Query{Text: a.Words, Language: skillindex.Language(a.Language)}
	}
	if confirmed < fewAnswers || len(judged)-confirmed < fewAnswers {
		return nil, nil //nolint:nilnil // too few to say anything
	}
	resembled, err := l.recall(ctx, queries)
	if err != nil {
		return nil, err
	}
	with := make(map[string]float64, len(judged))
	for i, a := range judged {
		with[a.ID] = l.otherwise(a, resembled[i])
	}
	return &Agreement{
		Answers: len(judged),
		Without: hundredths(outranking(judged, func(a *db.ProposalAnswer) float64 { return a.Confidence })),
		With:    hundredths(outranking(judged, func(a *db.ProposalAnswer) float64 { return with[a.ID] })),
	}, nil
}

// otherwise is how sure the proposal would be that an answer is about, had only the
// others been given.
func (l *lessons) otherwise(a *db.ProposalAnswer, resembled []skillindex.Hit) float64 {
	near := l.near(resembled, a.ID)[a.SkillID]
	return l.fit(newPhrase(a.Words, a.Language), meaning{skill: a.SkillID, label: a.Label, fit: a.Confidence}, near, a.ID).fit
}

// outranking is the part of the pairs of a confirmed and a refused answer in which the
// confirmed one is surer; where both are as sure a half counts.
func outranking(judged []*db.ProposalAnswer, sure func(*db.ProposalAnswer) float64) float64 {
	rows := slices.SortedFunc(slices.Values(judged), func(a, b *db.ProposalAnswer) int { return cmp.Compare(sure(a), sure(b)) })
	won, refused, confirmed := 0.0, 0.0, 0.0
	for start := 0; start < len(rows); {
		end, tied := start, tally{}
		for end < len(rows) && sure(rows[end]) == sure(rows[start]) {
			tied = tied.with(rows[end].Verdict)
			end++
		}
		won += float64(tied.confirmed) * (refused + float64(tied.refused)/2)
		refused, confirmed = refused+float64(tied.refused), confirmed+float64(tied.confirmed)
		start = end
	}
	return won / (refused * confirmed)
}
