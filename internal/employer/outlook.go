package employer

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/search"
)

// maxOutlook is how many micro-credentials an outlook speaks of.
const maxOutlook = 3

// Outlook says in sentences how a posting of the viewer's organization stands: how
// many have all must-haves, how many nearly, how many one more micro-credential
// would bring and when it next starts, and what nothing proves. Nil of another's.
func (s *Service) Outlook(ctx context.Context, row *db.Posting, within *enum.DistanceRing, language string) ([]string, error) {
	if !s.Owns(ctx, row) {
		return nil, nil
	}
	q, _, from, err := s.ownQuestion(ctx, row.ID, language)
	if err != nil {
		return nil, err
	}
	if len(q.requirements) == 0 {
		return []string{asksNothingSentence(q.language)}, nil
	}
	var sentences []string
	if auth.Can(ctx, auth.RankCandidates) {
		sentences, err = s.prospects(ctx, q, from, within)
	} else {
		sentences = []string{pick(q.language,
			"Nobody is shown to your organization until a workforce board, a college or an administrator vouches for it.",
			"Nadie se muestra a su organización hasta que una junta laboral, una universidad o un administrador responda por ella.")}
	}
	if err != nil {
		return nil, err
	}
	provers, err := s.provers(ctx, q)
	if err != nil {
		return nil, err
	}
	for i, r := range q.requirements {
		if r.Importance == enum.Required && len(provers[i]) == 0 {
			l := string(q.language)
			sentences = append(sentences, unprovableSentence(q.language, r.Label(&l)))
		}
	}
	return sentences, nil
}

// prospects say whom the posting finds, and whom it soon may.
func (s *Service) prospects(ctx context.Context, q *question, from *db.Place, within *enum.DistanceRing) ([]string, error) {
	pending, err := s.Ranker.Barrier(ctx)
	if err != nil {
		return nil, fmt.Errorf("wait for the index: %w", err)
	}
	ask := q.index(s.DrawKey, q.asOf)
	near := around(from, within)
	ask.Filter, ask.First, ask.Want = search.Filter{Near: near}, 1, search.Want{Steps: true}
	found, err := s.Ranker.Candidates(ctx, ask, pending)
	if err != nil {
		return nil, fmt.Errorf("count candidates: %w", err)
	}
	sentences := []string{qualifiedSentence(q.language, found.Tiers[matching.Qualified], near)}
	if n := found.Tiers[matching.Near]; n > 0 {
		sentences = append(sentences, nearSentence(q.language, n))
	}
	steps, err := s.namedSteps(ctx, q, head(found.Steps, maxOutlook))
	if err != nil {
		return nil, err
	}
	return append(sentences, steps...), nil
}

// namedSteps say what one more micro-credential would bring, and when it starts.
func (s *Service) namedSteps(ctx context.Context, q *question, steps []search.StepCount) ([]string, error) {
	starts, err := s.nextStarts(ctx, steps, q.asOf)
	if err != nil {
		return nil, err
	}
	need := newIDs()
	for _, step := range steps {
		need.credentials.add(step.Credential)
	}
	records, err := s.load(ctx, need)
	if err != nil {
		return nil, err
	}
	var named []Requirement
	for _, row := range records.credentials {
		if row.CurrentVersionID != nil {
			named = append(named, Requirement{Ask: CredentialAsk{AnyOf: []*db.MicroCredential{row}}})
		}
	}
	titles, err := s.titles(ctx, named)
	if err != nil {
		return nil, err
	}
	var sentences []string
	for _, step := range steps {
		if title, _ := titles[step.Credential].In(string(q.language)); title != "" {
			sentences = append(sentences, stepSentence(q.language, step.AdditionalQualified, title, starts[step.Credential], q.asOf))
		}
	}
	return sentences, nil
}

func qualifiedSentence(l matching.Language, n int, near *search.Near) string {
	where := ""
	if near != nil {
		where = fmt.Sprintf(pick(l, " within %g km", " a menos de %g km"), near.Km)
	}
	switch n {
	case 0:
		return fmt.Sprintf(pick(l, "Nobody%s has all of your must-haves yet.", "Nadie%s tiene aún todo lo que usted exige."), where)
	case 1:
		return fmt.Sprintf(pick(l, "1 person%s has all of your must-haves.", "1 persona%s tiene todo lo que usted exige."), where)
	}
	return fmt.Sprintf(pick(l, "%d people%s have all of your must-haves.", "%d personas%s tienen todo lo que usted exige."), n, where)
}

func nearSentence(l matching.Language, n int) string {
	if n == 1 {
		return pick(l, "1 more has most of them.", "A 1 más le falta poco.")
	}
	return fmt.Sprintf(pick(l, "%d more have most of them.", "A %d más les falta poco."), n)
}

func stepSentence(l matching.Language, n int, title string, start *time.Time, now time.Time) string {
	out := fmt.Sprintf(pick(l, "%d more would after %s", "%d más lo tendrían con %s"), n, title)
	if start == nil {
		return out + pick(l, "; no start is announced.", "; no hay fecha de inicio anunciada.")
	}
	return out + fmt.Sprintf(pick(l, ", which next starts on %s.", ", que empieza el %s."), dayIn(l, *start, now))
}

func asksNothingSentence(l matching.Language) string {
	return pick(l, "The draft asks for nothing yet: give it requirements before it opens.",
		"El borrador no pide nada todavía: indique sus requisitos antes de abrirlo.")
}

func unprovableSentence(l matching.Language, label string) string {
	return fmt.Sprintf(pick(l, "No micro-credential in the catalog proves “%s”: nobody can be found by it.",
		"Ninguna microcredencial del catálogo prueba «%s»: no se puede encontrar a nadie por ella."), label)
}

// spanishMonths are those of the Spanish language.
var spanishMonths = [...]string{
	"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
}

// dayIn says a day; its year where it is not this one's.
func dayIn(l matching.Language, day, now time.Time) string {
	day = day.UTC()
	said, year := fmt.Sprintf("%s %d", day.Month(), day.Day()), ", %d"
	if l == matching.Spanish {
		said, year = fmt.Sprintf("%d de %s", day.Day(), spanishMonths[day.Month()-1]), " de %d"
	}
	if day.Year() != now.UTC().Year() {
		said += fmt.Sprintf(year, day.Year())
	}
	return said
}
