package catalog

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/problem"
)

const (
	// maxOccupationRequirements is how many requirements an occupation has.
	maxOccupationRequirements = 24
	// leastShare of the postings must ask for something, in hundredths: what one in
	// twenty asks for is that employer's, not the occupation's.
	leastShare = 10
)

// Demand tells what is asked for in postings.
type Demand interface {
	// PostingsOf gives open postings that everybody may see, each with what it
	// requires: those that name one of the occupation codes, and of those that name
	// none, those whose title is one of the titles.
	PostingsOf(ctx context.Context, codes, titles []string) ([]*db.Posting, error)
}

// OccupationRequirement is something that an occupation asks for: exactly one of a
// skill, any of a list of micro-credentials, and a stack.
type OccupationRequirement struct {
	Skill string
	// Level is 1 to 4, 0 for any.
	Level int
	// AnyOf is sorted.
	AnyOf []string
	Stack string
	// Required tells a must from what is preferred.
	Required bool
	// Strength is how much it belongs to the occupation, in hundredths: the share of
	// the postings that ask for it; else 100 for an essential skill, and the share of
	// the tasks that an activity is a part of, measured by the activity with most.
	Strength int
	Sources  []RequirementSource
}

// RequirementSourceKind is where a requirement of an occupation comes from.
type RequirementSourceKind string

// The sources of requirements.
const (
	SourcePostings  RequirementSourceKind = "POSTINGS"
	SourceFramework RequirementSourceKind = "FRAMEWORK"
)

// RequirementSource says where a requirement comes from.
type RequirementSource struct {
	Kind RequirementSourceKind
	// Postings of Of open ones ask for it, Required of them as a must; they are by
	// this many employers.
	Postings, Required, Of, Employers int
	// Framework is the one that ties the skill to the occupation, as it stands in
	// that release; Tasks is of how many tasks the activity is a part.
	Framework, Release string
	Relation           enum.OccupationRelation
	Tasks              int
	// Through is the ISCO code of the occupation that the framework means, where it
	// is not this one itself.
	Through string
}

// OccupationRequirements derives what an occupation asks for: from its open
// postings first, then from what frameworks tie to it; at most 24, strongest
// first. Postings decide what is a must: what at least half of them ask for as
// one. Where there are none, the framework's essential skills are musts.
func (s *Service) OccupationRequirements(ctx context.Context, id string) ([]OccupationRequirement, error) {
	found, err := s.OccupationsByID(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	row := found[id]
	if row == nil {
		return nil, problem.New(problem.NotFound, "no occupation %q", id).Spanish("no hay ninguna ocupación %q", id)
	}
	return s.RequirementsOf(ctx, row)
}

// RequirementsOf is OccupationRequirements of an occupation that is loaded, with
// its titles.
func (s *Service) RequirementsOf(ctx context.Context, row *db.Occupation) ([]OccupationRequirement, error) {
	postings, err := s.PostingsOfOccupation(ctx, row)
	if err != nil {
		return nil, err
	}
	asked := askedIn(postings)
	tied, err := s.tied(ctx, row, len(postings) == 0)
	if err != nil {
		return nil, err
	}
	return joined(asked, tied), nil
}

// PostingsOfOccupation are the open postings of an occupation, with what they
// require.
func (s *Service) PostingsOfOccupation(ctx context.Context, row *db.Occupation) ([]*db.Posting, error) {
	if s.Demand == nil {
		return nil, nil
	}
	codes, titles, err := s.PostingKeys(ctx, row)
	if err != nil {
		return nil, err
	}
	return s.Demand.PostingsOf(ctx, codes, titles)
}

// PostingKeys are the codes and titles by which postings name an occupation. A
// base occupation of O*NET is all that has its SOC code but the specializations,
// which are known by their own codes alone; others are what crosswalks tie to them.
func (s *Service) PostingKeys(ctx context.Context, row *db.Occupation) (codes, titles []string, err error) {
	const base = ".00"
	switch {
	case row.Scheme == enum.OccupationONET && (row.Soc == "" || len(row.Code) > len(row.Soc) && row.Code != row.Soc+base):
		codes = nonEmpty(row.Code)
	case row.Scheme == enum.OccupationONET:
		codes = []string{row.Soc, row.Soc + base}
	default:
		socs, err := s.socCodes(ctx, row)
		if err != nil {
			return nil, nil, err
		}
		for _, soc := range socs {
			codes = append(codes, soc, soc+base)
		}
	}
	titles = []string{row.Name}
	for _, t := range row.Edges.Titles {
		if t.Kind != enum.LabelHidden {
			titles = append(titles, t.Text)
		}
	}
	return codes, titles, nil
}

// joined has what postings ask for first, each once, with all its sources.
func joined(asked, tied []OccupationRequirement) []OccupationRequirement {
	at := map[string]int{}
	for i, r := range asked {
		if r.Skill != "" {
			at[r.Skill] = i
		}
	}
	out := asked
	for _, r := range tied {
		if i, known := at[r.Skill]; known {
			out[i].Sources = append(out[i].Sources, r.Sources...)
			continue
		}
		at[r.Skill] = len(out)
		out = append(out, r)
	}
	return out[:min(len(out), maxOccupationRequirements)]
}
