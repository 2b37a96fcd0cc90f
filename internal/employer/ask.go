package employer

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// resolve checks requirements and looks up what they name. Everything that is
// wrong with them is reported at once.
func (s *Service) resolve(ctx context.Context, ins []RequirementInput, language string) ([]Requirement, error) {
	if err := checkCount(ins); err != nil {
		return nil, err
	}
	found, err := s.lookUp(ctx, ins)
	if err != nil {
		return nil, err
	}
	return s.requirements(ctx, ins, found, language)
}

// requirements makes requirements of what was looked up, for many lists at once if need be.
func (s *Service) requirements(ctx context.Context, ins []RequirementInput, found named, language string) ([]Requirement, error) {
	out := make([]Requirement, len(ins))
	errs := make([]error, len(ins))
	seen := map[string]bool{}
	for i, in := range ins {
		var err error
		out[i], err = s.requirement(ctx, in, found, language)
		if key := askKey(out[i].Ask); key != "" {
			if seen[key] {
				err = problem.Join(err, problem.New(problem.Invalid, "this is asked for already; each skill, credential list and stack once").
					Spanish("esto ya se pide; cada habilidad, lista de credenciales o serie una sola vez").At("ask"))
			}
			seen[key] = true
		}
		errs[i] = problem.Under(err, "requirements", strconv.Itoa(i))
	}
	return out, problem.Join(errs...)
}

// named is what a list of inputs names, by the reference used.
type named struct {
	skills      map[string]*db.Skill
	credentials map[string]*db.MicroCredential
	stacks      map[string]*db.Stack
}

func (s *Service) lookUp(ctx context.Context, ins []RequirementInput) (named, error) {
	var skills, credentials, stacks []string
	for _, in := range ins {
		if in.Ask.Skill != nil {
			skills = append(skills, in.Ask.Skill.Skill)
		}
		if len(in.Ask.AnyOf) <= maxAnyOf {
			credentials = append(credentials, in.Ask.AnyOf...)
		}
		if in.Ask.Stack != nil {
			stacks = append(stacks, *in.Ask.Stack)
		}
	}
	found := named{skills: map[string]*db.Skill{}, credentials: map[string]*db.MicroCredential{}, stacks: map[string]*db.Stack{}}
	skillRows, err := s.DB.Skill.Query().Where(skill.Or(skill.IDIn(skills...), skill.URIIn(skills...))).WithLabels().All(ctx)
	if err != nil {
		return found, fmt.Errorf("look up skills: %w", err)
	}
	for _, row := range skillRows {
		found.skills[row.ID], found.skills[row.URI] = row, row
	}
	credentialRows, err := s.DB.MicroCredential.Query().
		Where(microcredential.IDIn(credentials...), microcredential.CurrentVersionIDNotNil(), microcredential.StatusNEQ(enum.Draft)).All(ctx)
	if err != nil {
		return found, fmt.Errorf("look up micro-credentials: %w", err)
	}
	for _, row := range credentialRows {
		found.credentials[row.ID] = row
	}
	stackRows, err := s.DB.Stack.Query().Where(stack.IDIn(stacks...), stack.CurrentVersionIDNotNil()).All(ctx)
	if err != nil {
		return found, fmt.Errorf("look up stacks: %w", err)
	}
	for _, row := range stackRows {
		found.stacks[row.ID] = row
	}
	return found, nil
}

func (s *Service) requirement(ctx context.Context, in RequirementInput, found named, language string) (Requirement, error) {
	r := Requirement{Importance: in.Importance, Weight: in.Weight}
	if in.LegalRule != nil {
		r.LegalRule = &LegalRule{Text: in.LegalRule.Text, URL: in.LegalRule.URL}
	}
	var err error
	r.Ask, err = s.ask(ctx, in.Ask, found, language)
	r.ID = "ask:" + askKey(r.Ask)
	return r, problem.Join(checkWeight(in.Weight), problem.Under(err, "ask"), checkLegalRule(in))
}

func (s *Service) ask(ctx context.Context, in AskInput, found named, language string) (Ask, error) {
	if err := checkAsk(in); err != nil {
		return nil, err
	}
	switch {
	case in.Skill != nil:
		return s.skillAsk(ctx, *in.Skill, found, language)
	case in.AnyOf != nil:
		return credentialAsk(in.AnyOf, found)
	default:
		return stackAsk(*in.Stack, found)
	}
}

func (s *Service) skillAsk(ctx context.Context, in SkillAskInput, found named, language string) (Ask, error) {
	wrong := checkLevel(in.Level)
	if row := found.skills[in.Skill]; row != nil {
		return SkillAsk{Skill: row, Level: in.Level}, wrong
	}
	near, err := s.Catalog.Nearest(ctx, in.Skill, language)
	if err != nil {
		return nil, fmt.Errorf("suggest skills: %w", err)
	}
	return nil, problem.Join(wrong, problem.New(problem.NotFound, "there is no skill %q", short(in.Skill)).
		Spanish("no hay ninguna habilidad %q", short(in.Skill)).At("skill", "skill").Suggest(near...))
}

func credentialAsk(ids []string, found named) (Ask, error) {
	if err := checkAnyOf(ids); err != nil {
		return nil, err
	}
	rows := make([]*db.MicroCredential, 0, len(ids))
	var errs []error
	for i, id := range ids {
		row := found.credentials[id]
		if row == nil {
			errs = append(errs, problem.New(problem.NotFound, "there is no micro-credential %q", short(id)).
				Spanish("no hay ninguna microcredencial %q", short(id)).At("anyOf", strconv.Itoa(i)))
			continue
		}
		rows = append(rows, row)
	}
	return anyOf(rows), problem.Join(errs...)
}

// anyOf asks for any of micro-credentials, each once and in one order: equal
// lists have one label, and are one ask.
func anyOf(rows []*db.MicroCredential) CredentialAsk {
	rows = slices.SortedFunc(slices.Values(rows), func(a, b *db.MicroCredential) int { return strings.Compare(a.ID, b.ID) })
	return CredentialAsk{AnyOf: slices.CompactFunc(rows, func(a, b *db.MicroCredential) bool { return a.ID == b.ID })}
}

func stackAsk(id string, found named) (Ask, error) {
	row := found.stacks[id]
	if row == nil {
		return nil, problem.New(problem.NotFound, "there is no stack %q", short(id)).
			Spanish("no hay ninguna serie %q", short(id)).At("stack")
	}
	return StackAsk{Stack: row}, nil
}

// askKey names what is asked, whatever the level: it may be asked once. It is ""
// where nothing known is.
func askKey(ask Ask) string {
	switch ask := ask.(type) {
	case SkillAsk:
		return ask.Skill.ID
	case StackAsk:
		return ask.Stack.ID
	case CredentialAsk:
		ids := make([]string, len(ask.AnyOf))
		for i, row := range ask.AnyOf {
			ids[i] = row.ID
		}
		return strings.Join(ids, "+")
	}
	return ""
}

// forMatching is the requirement as the arithmetic reads it.
func (r Requirement) forMatching() matching.Requirement {
	out := matching.Requirement{
		ID: r.ID, Importance: matching.Importance(r.Importance), Weight: r.Weight, Legal: r.LegalRule != nil,
	}
	switch ask := r.Ask.(type) {
	case SkillAsk:
		out.Skill = ask.Skill.ID
		if ask.Level != nil {
			out.Level = matching.Level(*ask.Level)
		}
	case CredentialAsk:
		for _, row := range ask.AnyOf {
			out.AnyOf = append(out.AnyOf, row.ID)
		}
	case StackAsk:
		out.Stack = ask.Stack.ID
	}
	return out
}

// stored is a requirement of a posting, with its ask loaded.
func stored(row *db.Requirement) Requirement {
	r := Requirement{ID: row.ID, Importance: row.Importance, Weight: row.Weight}
	if row.LegalRule != nil {
		r.LegalRule = &LegalRule{Text: *row.LegalRule, URL: optional(row.LegalURL)}
	}
	switch {
	case row.Edges.Skill != nil:
		ask := SkillAsk{Skill: row.Edges.Skill}
		if row.Level > 0 {
			level := int(row.Level)
			ask.Level = &level
		}
		r.Ask = ask
	case row.Edges.Stack != nil:
		r.Ask = StackAsk{Stack: row.Edges.Stack}
	default:
		r.Ask = anyOf(row.Edges.Credentials)
	}
	return r
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
