package employer

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/proposalanswer"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

// AnswersInput is what an employer says of proposals.
type AnswersInput struct {
	Organization string
	// Language is that of the words.
	Language         string
	Answers          []AnswerInput
	ClientMutationID *string
}

// AnswerInput says of a skill whether words ask for it.
type AnswerInput struct {
	Words string
	// Skill is an id, or its framework's URI.
	Skill   string
	Verdict enum.ProposalVerdict
}

// Answered is what became of answers.
type Answered struct {
	Kept     int
	Learning *Learning
	// Refused are the problems of those that were not kept.
	Refused error
}

const (
	// maxAnswers bounds what is said at once, and keptAnswers what is kept of an
	// organization: the oldest go.
	maxAnswers, keptAnswers = 100, 10_000
	// maxWords bounds the words of one answer, in characters.
	maxWords = 200
	// maxSuggested bounds the unknown skills for which others are suggested.
	maxSuggested = 10
)

// AnswerProposals keeps what the viewer's organization confirms and refuses, where it
// agreed to that. A later answer about the same words and skill takes the place of the
// earlier one. Answers that are wrong are told, and the others kept.
func (s *Service) AnswerProposals(ctx context.Context, in AnswersInput) (*Answered, error) {
	if err := requireFor(ctx, auth.TeachProposals, in.Organization); err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "answerProposals", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(in.check(), call.Check()); err != nil {
		return nil, err
	}
	rows, refused, err := s.judge(ctx, in)
	if err != nil {
		return nil, err
	}
	return repeat.Once(ctx, s.DB, call, repeat.Record[*Answered]{
		Load: func(ctx context.Context, tx *db.Client, kept string) (*Answered, error) {
			n, err := strconv.Atoi(kept)
			if err != nil {
				return nil, fmt.Errorf("read how many answers were kept: %w", err)
			}
			return answersKept(ctx, tx, in.Organization, n, refused)
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *Answered, error) {
			if err := s.keep(ctx, tx, in.Organization, rows); err != nil {
				return "", nil, err
			}
			out, err := answersKept(ctx, tx, in.Organization, len(rows), refused)
			return strconv.Itoa(len(rows)), out, err
		},
	})
}

func answersKept(ctx context.Context, tx *db.Client, organization string, kept int, refused error) (*Answered, error) {
	learning, err := learningOf(ctx, tx, organization)
	return &Answered{Kept: kept, Learning: learning, Refused: refused}, err
}

func (in AnswersInput) check() error {
	var language, count error
	if !slices.Contains(languages, matching.Language(in.Language)) {
		language = problem.New(problem.Invalid, "words are in English (en) or Spanish (es)").
			Spanish("las palabras están en inglés (en) o en español (es)").At("language")
	}
	if n := len(in.Answers); n < 1 || n > maxAnswers {
		count = problem.New(problem.Invalid, "give 1 to %d answers, not %d", maxAnswers, n).
			Spanish("dé de 1 a %d respuestas, no %d", maxAnswers, n).At("answers")
	}
	return problem.Join(language, count)
}

func notLearning() error {
	return problem.New(problem.Conflict, "your organization has not agreed that proposals learn: its admin turns it on").
		Spanish("su organización no ha aceptado que las propuestas aprendan: quien la administra lo activa").At("organization")
}

// judge checks answers one by one, and notes what was proposed for their words
// without any lesson.
func (s *Service) judge(ctx context.Context, in AnswersInput) (rows []*db.ProposalAnswer, refused, err error) {
	known, err := s.answeredSkills(ctx, in)
	if err != nil {
		return nil, nil, err
	}
	errs := make([]error, len(in.Answers))
	seen := map[saying]bool{}
	for i, a := range in.Answers {
		row := &db.ProposalAnswer{
			ID: s.IDs.Mint(id.ProposalAnswer), CreatedAt: s.Now(), OrganizationID: in.Organization,
			Words: plainWords(a.Words), Language: in.Language, Verdict: a.Verdict,
		}
		errs[i] = problem.Join(a.checkWords(row.Words), known.name(row, a.Skill))
		if errs[i] == nil && seen[sayingOf(row)] {
			errs[i] = problem.New(problem.Invalid, "these words and this skill are answered already").
				Spanish("estas palabras y esta habilidad ya tienen respuesta")
		}
		if errs[i] = problem.Under(errs[i], "answers", strconv.Itoa(i)); errs[i] == nil {
			seen[sayingOf(row)] = true
			rows = append(rows, row)
		}
	}
	return rows, problem.Join(errs...), s.noteProposed(ctx, rows)
}

// reaching is how a person is reached or known: an e-mail address, a phone number, a
// social security number. Years and the numbers of standards are none.
var reaching = regexp.MustCompile(`\S@\S+\.\S|(^|\D)(\(\d{3}\)|\d{3}[ .-])\s?\d{3}[ .-]\d{4}(\D|$)|\+\d[\d ().-]{7,}\d|(^|\D)\d{10,}(\D|$)|(^|\D)\d{3}-\d{2}-\d{4}(\D|$)`)

func (a AnswerInput) checkWords(plain string) error {
	if n := utf8.RuneCountInString(plain); blank(plain) || n > maxWords || len(a.Words) > 10*maxWords {
		return problem.New(problem.Invalid, "give the words that were read, 1 to %d characters", maxWords).
			Spanish("dé las palabras leídas, de 1 a %d caracteres", maxWords).At("words")
	}
	if reaching.MatchString(plain) {
		return problem.New(problem.Invalid, "leave out e-mail addresses and phone numbers: nothing of a person is kept").
			Spanish("omita correos electrónicos y números de teléfono: no se guarda nada de una persona").At("words")
	}
	return nil
}

// answeredSkills are the skills that answers name, by id and by URI; of what names
// none, those that it may have meant.
type answeredSkills struct {
	found map[string]*db.Skill
	near  map[string][]string
}

func (s *Service) answeredSkills(ctx context.Context, in AnswersInput) (answeredSkills, error) {
	out := answeredSkills{map[string]*db.Skill{}, map[string][]string{}}
	named := set{}
	for _, a := range in.Answers {
		named.add(a.Skill)
	}
	rows, err := s.DB.Skill.Query().Where(skill.Or(skill.IDIn(named.ids()...), skill.URIIn(named.ids()...)), skill.StatusEQ(enum.SkillActive)).All(ctx)
	if err != nil {
		return out, fmt.Errorf("look up skills: %w", err)
	}
	for _, row := range rows {
		out.found[row.ID], out.found[row.URI] = row, row
	}
	for _, reference := range named.ids() {
		if out.found[reference] != nil || len(out.near) == maxSuggested {
			continue
		}
		if out.near[reference], err = s.Catalog.Nearest(ctx, reference, in.Language); err != nil {
			return out, fmt.Errorf("suggest skills: %w", err)
		}
	}
	return out, nil
}

// name has an answer be about the skill that it names.
func (k answeredSkills) name(row *db.ProposalAnswer, reference string) error {
	if found := k.found[reference]; found != nil {
		row.SkillID = found.ID
		return nil
	}
	return problem.New(problem.NotFound, "there is no skill %q", short(reference)).
		Spanish("no hay ninguna habilidad %q", short(reference)).At("skill").Suggest(k.near[reference]...)
}

// noteProposed writes beside each answer which name of its skill the words resembled,
// and how surely.
func (s *Service) noteProposed(ctx context.Context, rows []*db.ProposalAnswer) error {
	queries := make([]skillindex.Query, len(rows))
	for i, row := range rows {
		queries[i] = skillindex.Query{Text: row.Words, Language: skillindex.Language(row.Language), Limit: foundAtOnce}
	}
	hits, err := s.Catalog.FindSkills(ctx, queries)
	if err != nil {
		return err
	}
	for i, row := range rows {
		said := newPhrase(row.Words, row.Language)
		for _, h := range hits[i] {
			if fit := said.fit(h); h.ID == row.SkillID && fit > 0 {
				row.Label, row.Confidence = h.Label.Text, fit
			}
		}
	}
	return nil
}

// keep writes answers in the place of earlier ones about the same, and lets the oldest
// go where there are too many.
func (s *Service) keep(ctx context.Context, tx *db.Client, organization string, rows []*db.ProposalAnswer) error {
	if on, err := changed(ctx, tx, organization); err != nil {
		return err
	} else if !on {
		return notLearning()
	}
	if len(rows) == 0 {
		return nil
	}
	same := make([]predicate.ProposalAnswer, len(rows))
	for i, row := range rows {
		same[i] = proposalanswer.And(proposalanswer.SkillID(row.SkillID), proposalanswer.Language(row.Language), proposalanswer.Words(row.Words))
	}
	of := proposalanswer.OrganizationID(organization)
	if _, err := tx.ProposalAnswer.Delete().Where(of, proposalanswer.Or(same...)).Exec(ctx); err != nil {
		return fmt.Errorf("replace answers: %w", err)
	}
	if err := store.Insert(ctx, tx, rows); err != nil {
		return err
	}
	if err := letGo(ctx, tx, of); err != nil {
		return err
	}
	return audit.Write(ctx, tx, s.Now(), "proposal.answer", enum.SubjectOrganization, organization)
}

func letGo(ctx context.Context, tx *db.Client, of predicate.ProposalAnswer) error {
	n, err := tx.ProposalAnswer.Query().Where(of).Count(ctx)
	if err != nil {
		return fmt.Errorf("count answers: %w", err)
	}
	if n <= keptAnswers {
		return nil
	}
	oldest, err := tx.ProposalAnswer.Query().Where(of).
		Order(db.Asc(proposalanswer.FieldCreatedAt, proposalanswer.FieldID)).Limit(n - keptAnswers).IDs(ctx)
	if err != nil {
		return fmt.Errorf("look up the oldest answers: %w", err)
	}
	if _, err := tx.ProposalAnswer.Delete().Where(proposalanswer.IDIn(oldest...)).Exec(ctx); err != nil {
		return fmt.Errorf("let the oldest answers go: %w", err)
	}
	return nil
}
