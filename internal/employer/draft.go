package employer

import (
	"cmp"
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// fromText has a posting say what its text says, where it says nothing itself: what
// the text surely asks for, its conditions, and its first line as the title. It becomes
// a draft: a reading is for its employer to look through.
func (s *Service) fromText(ctx context.Context, in *opening) error {
	if in.FromText == nil {
		return nil
	}
	if in.Template != nil {
		return problem.New(problem.Invalid, "give a template or a text, not both").
			Spanish("dé una plantilla o un texto, no ambas cosas").At("fromText")
	}
	learned, err := s.lessonsOf(ctx, in.Organization)
	if err != nil {
		return err
	}
	ask := ProposeInput{Text: *in.FromText, Language: optional(in.Language), Limit: maxProposals}
	if err := ask.check(); err != nil {
		return problem.Under(renamed(err), "fromText")
	}
	if in.read, err = s.read(ctx, ask, learned); err != nil {
		return err
	}
	in.Draft, in.Language = true, in.read.Language
	in.Title = cmp.Or(in.Title, in.read.title())
	in.Description = cmp.Or(in.Description, cut(in.read.Text, maxDescription))
	if len(in.Conditions) == 0 {
		in.Conditions = in.read.conditions()
	}
	if len(in.Requirements) == 0 {
		in.Requirements = in.read.sure()
	}
	return nil
}

// sure are the requirements that a text surely asks for.
func (p *Proposals) sure() []RequirementInput {
	var out []RequirementInput
	for _, r := range p.Requirements {
		if r.Confidence >= sureEnough && len(out) < matching.MaxRequirements {
			out = append(out, r.input())
		}
	}
	return out
}

// titleAtMost is how long a first line may be to be taken for a title, in characters.
const titleAtMost = 100

// titleMark is what some write before a title.
var titleMark = regexp.MustCompile(`(?i)^(job title|title|position|role|puesto|cargo|título( del puesto)?)\s*:\s*`)

// title is a text's first line, where that is no sentence and no caption; "" otherwise.
func (p *Proposals) title() string {
	first, _, _ := strings.Cut(strings.TrimSpace(p.Text), "\n")
	first = strings.Join(strings.Fields(titleMark.ReplaceAllString(first, "")), " ")
	if utf8.RuneCountInString(first) > titleAtMost || strings.TrimRight(first, ".!?:;,") != first || checkTitle(first) != nil {
		return ""
	}
	return first
}
