package employer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/jobad"
	"github.com/stackmatch/stackmatch/internal/matching"
)

const (
	// sureEnough is the confidence from which a proposal goes into a draft unasked.
	sureEnough = 0.8
	// defaultWeight is that of a requirement of which nobody says another.
	defaultWeight = 10
	mostWeight    = 100
)

// TakeListing makes a draft of an employer's posting from a listing of another system,
// with what its words ask for. It is nil where the listing came before: what the
// employer made of it stays. For the system, which imports.
func (s *Service) TakeListing(ctx context.Context, employer string, l jobad.Listing) (*db.Posting, *Proposals, error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, nil, err
	}
	key := listingID(employer, l)
	known, err := s.DB.Posting.Query().Where(posting.ID(key)).Exist(ctx)
	if err != nil || known {
		return nil, nil, err
	}
	ad := l.Ad()
	read := &Proposals{}
	if ad != "" {
		if read, err = s.ProposeRequirements(ctx, ProposeInput{Text: ad[:min(len(ad), jobad.MaxText)], Language: optional(primary(l.Language)), Limit: maxProposals, Organization: &employer}); err != nil {
			return nil, nil, err
		}
	}
	if len(read.Requirements) == 0 {
		if err := s.readTitle(ctx, l, read); err != nil {
			return nil, nil, err
		}
	}
	in := CreatePostingInput{
		Title: cut(l.Title, maxTitle), Description: cut(ad, maxDescription), Language: read.Language, Remote: l.Remote, Draft: true, ExpiresOn: s.toCome(l.LastDay),
		Occupation: optional(l.OccupationCode), Pay: payOf(l.Pay), Conditions: read.conditions(),
	}
	if in.Requirements, err = s.requirementsOf(ctx, l, read); err != nil {
		return nil, nil, err
	}
	made, err := s.OpenPosting(ctx, NewPosting{
		ID: key, Organization: employer, OpenedAt: s.Now(), OccupationTitle: l.OccupationTitle, CreatePostingInput: in,
	})
	return made, read, err
}

// readTitle has the title ask for what the words of a listing do not.
func (s *Service) readTitle(ctx context.Context, l jobad.Listing, read *Proposals) error {
	titled, err := s.ProposeRequirements(ctx, ProposeInput{Text: l.Title, Language: optional(read.Language), Limit: maxProposals})
	if err != nil {
		return err
	}
	read.Requirements = titled.Requirements
	return nil
}

// listingID is the same for the same listing of the same employer.
func listingID(employer string, l jobad.Listing) string {
	key := l.ID
	if key == "" {
		key = l.URL + "\n" + l.Title + "\n" + l.Ad()
	}
	sum := sha256.Sum256([]byte(employer + "\n" + key))
	return id.New(id.Posting, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), bytes.NewReader(sum[:]))
}

func primary(language string) string {
	out, _, _ := strings.Cut(strings.ToLower(language), "-")
	return out
}

// cut is a text up to a number of characters.
func cut(text string, most int) string {
	for i := range text {
		if most == 0 {
			return text[:i]
		}
		most--
	}
	return text
}

// toCome is a last day, unless it is over.
func (s *Service) toCome(day *time.Time) *time.Time {
	if day == nil || day.Before(s.Now()) {
		return nil
	}
	return day
}

// payOf is a listing's pay; nil where it does not say what it is for.
func payOf(p jobad.ListedPay) *PayInput {
	if p.Unit == "" || p.Currency == "" || p.Minimum+p.Maximum == "" {
		return nil
	}
	return &PayInput{Minimum: optional(p.Minimum), Maximum: optional(p.Maximum), Unit: enum.PayUnit(p.Unit), Currency: p.Currency}
}

func (p *Proposals) conditions() []ConditionInput {
	var out []ConditionInput
	for _, c := range p.Conditions[:min(len(p.Conditions), maxConditions)] {
		out = append(out, c.ConditionInput)
	}
	return out
}

// requirementsOf are the skills that a listing names in fields of their own, as far as
// they are known here, and then those that its words surely ask for.
func (s *Service) requirementsOf(ctx context.Context, l jobad.Listing, read *Proposals) ([]RequirementInput, error) {
	uris := make([]string, len(l.Skills))
	for i, one := range l.Skills {
		uris[i] = one.URI
	}
	rows, err := s.DB.Skill.Query().Where(skill.URIIn(uris...), skill.StatusEQ(enum.SkillActive)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up the skills of a listing: %w", err)
	}
	known := make(map[string]string, len(rows))
	for _, row := range rows {
		known[row.URI] = row.ID
	}
	var out []RequirementInput
	seen := set{}
	ask := func(in RequirementInput) {
		if _, twice := seen[in.Ask.Skill.Skill]; !twice && len(out) < matching.MaxRequirements {
			seen.add(in.Ask.Skill.Skill)
			out = append(out, in)
		}
	}
	for _, one := range l.Skills {
		if row := known[one.URI]; row != "" {
			importance, weight := enum.Required, defaultWeight
			if one.Desired {
				importance = enum.Preferred
			}
			if one.Weight > 0 && one.Weight <= mostWeight {
				weight = one.Weight
			}
			ask(RequirementInput{Ask: AskInput{Skill: &SkillAskInput{Skill: row}}, Importance: importance, Weight: weight})
		}
	}
	for _, in := range read.sure() {
		ask(in)
	}
	return out, nil
}

// input asks for what is proposed.
func (r RequirementProposal) input() RequirementInput {
	return RequirementInput{Ask: AskInput{Skill: &SkillAskInput{Skill: r.Skill, Level: r.Level}}, Importance: r.Importance, Weight: defaultWeight}
}
