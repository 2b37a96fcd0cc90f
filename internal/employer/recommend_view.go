package employer

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/interest"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// Recommended is an open posting, with how its earner matches it.
type Recommended struct {
	Posting *db.Posting
	// Score, of 100, and Tier are those that the employer reads.
	Score        float64
	Tier         Tier
	Requirements []RequirementFit
	// Unmet are the earner's own conditions that the posting does not meet.
	Unmet           []UnmetCondition
	Saved, Interest bool

	summaries map[matching.Language]string
	language  matching.Language
}

// Summary says the match to its earner, by default in the request's language.
func (r Recommended) Summary(language *string) string {
	if language != nil {
		return r.summaries[languageOf(*language)]
	}
	return r.summaries[r.language]
}

// RequirementFit is how an earner meets a requirement, and what would.
type RequirementFit struct {
	Requirement Requirement
	Grade       matching.Grade
	Credit      float64
	LevelHeld   *int
	Reason      string
	// ClosedBy are micro-credentials each of which would meet it; none where it is met.
	ClosedBy []*db.MicroCredential
}

// UnmetCondition is a condition of the earner's that a posting does not meet.
type UnmetCondition struct {
	Kind   enum.EarnerConditionKind
	Reason string
}

// maxClosing is how many micro-credentials are named that would meet a requirement.
const maxClosing = 5

// recommended explains a page of postings to an earner.
func (s *Service) recommended(ctx context.Context, who *seeker, rows []suited, language string) ([]*Recommended, error) {
	ids := make([]string, len(rows))
	for i, one := range rows {
		ids[i] = one.row.ID
	}
	saved, err := s.savedAmong(ctx, who.Earner.ID, ids)
	if err != nil {
		return nil, err
	}
	interested, err := s.interestsAmong(ctx, who.Earner.ID, ids)
	if err != nil {
		return nil, err
	}
	closing, err := s.closing(ctx, rows)
	if err != nil {
		return nil, err
	}
	out := make([]*Recommended, len(rows))
	for i, one := range rows {
		// What is compiled is shared: labels are put on a copy.
		q := *one.q
		q.language, q.requirements = languageOf(language), slices.Clone(q.requirements)
		if err := s.label(ctx, q.requirements, language); err != nil {
			return nil, err
		}
		out[i] = who.fit(&q, one, closing)
		out[i].Saved, out[i].Interest = saved[one.row.ID], interested[one.row.ID]
	}
	return out, nil
}

// closing are the micro-credentials that would meet some requirement of the rows, by id.
func (s *Service) closing(ctx context.Context, rows []suited) (map[string]*db.MicroCredential, error) {
	need := newIDs()
	for _, one := range rows {
		for _, step := range one.q.plan.Steps() {
			need.credentials.add(step.Credential)
		}
	}
	found, err := s.load(ctx, need)
	if err != nil {
		return nil, err
	}
	return found.credentials, nil
}

func (s *Service) interestsAmong(ctx context.Context, earner string, postings []string) (map[string]bool, error) {
	ids, err := s.DB.Interest.Query().
		Where(interest.EarnerID(earner), interest.PostingIDIn(postings...), interest.WithdrawnAtIsNil()).
		Select(interest.FieldPostingID).Strings(ctx)
	if err != nil {
		return nil, fmt.Errorf("load interest: %w", err)
	}
	return marked(ids), nil
}

// fit explains one posting.
func (who *seeker) fit(q *question, one suited, closing map[string]*db.MicroCredential) *Recommended {
	match := q.plan.Explain(who.Evidence(), q.asOf)
	out := &Recommended{
		Posting: one.row, Score: points(match.Points), Tier: tierOf(match.Tier), language: q.language,
		summaries: make(map[matching.Language]string, len(languages)),
	}
	for _, l := range languages {
		out.summaries[l] = match.SummaryForEarner(l, q.labels(l), q.asOf)
	}
	steps := q.plan.Steps()
	for _, r := range match.Requirements {
		fit := RequirementFit{
			Requirement: q.requirements[r.Requirement], Grade: r.Grade, Credit: float64(r.Credit) / 100,
			LevelHeld: level(r.LevelHeld), Reason: r.Reason.Sentence(q.language),
		}
		for _, step := range steps {
			if row := closing[step.Credential]; row != nil && r.Credit < 100 && step.Full&(1<<r.Requirement) != 0 && len(fit.ClosedBy) < maxClosing {
				fit.ClosedBy = append(fit.ClosedBy, row)
			}
		}
		out.Requirements = append(out.Requirements, fit)
	}
	for _, c := range one.unmet {
		out.Unmet = append(out.Unmet, UnmetCondition{Kind: enum.EarnerConditionKind(c), Reason: unmetSentence(c, q)})
	}
	return out
}

// unmetSentence says to an earner which of their conditions a posting does not meet.
func unmetSentence(c consent.WorkCondition, q *question) string {
	switch c {
	case consent.PayFloor:
		if q.offer.Pay == 0 {
			return pick(q.language, "The posting does not say its pay in dollars.", "La oferta no dice su pago en dólares.")
		}
		return pick(q.language, "It pays less than you ask.", "Paga menos de lo que usted pide.")
	case consent.Shifts:
		return pick(q.language, "It is worked in other shifts.", "Se trabaja en otros turnos.")
	case consent.Hours:
		return pick(q.language, "It is for more or fewer hours a week.", "Es por más o menos horas por semana.")
	default:
		return pick(q.language, "It is too far away.", "Está demasiado lejos.")
	}
}
