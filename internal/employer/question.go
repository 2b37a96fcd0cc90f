package employer

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/requirement"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/search"
)

// question is what an employer asks, compiled against the catalog of the moment.
type question struct {
	viewer       auth.Viewer
	requirements []Requirement
	catalog      *matching.Catalog
	plan         *matching.Plan
	filter       search.Filter
	// id names the posting, or the ad-hoc ask, in draws; scope the whole
	// question, in cursors.
	id, scope string
	asOf      time.Time
	language  matching.Language
	mask      mask
}

func (s *Service) question(ctx context.Context, in CandidatesInput) (*question, error) {
	q := &question{viewer: auth.From(ctx), asOf: s.Now(), language: languageOf(in.Language)}
	asked := matching.Posting{Words: search.Analyze(in.Search)}
	place, err := s.askedIn(ctx, q, &asked, in)
	if err != nil {
		return nil, err
	}
	for _, r := range q.requirements {
		asked.Requirements = append(asked.Requirements, r.forMatching())
	}
	if err := s.compile(ctx, q, asked); err != nil {
		return nil, err
	}
	near, err := nearby(place, in.Filter.Within)
	if err != nil {
		return nil, err
	}
	if q.filter, err = in.Filter.forIndex(near); err != nil {
		return nil, err
	}
	if err := s.label(ctx, q.requirements, in.Language); err != nil {
		return nil, err
	}
	if q.mask, err = newMask(s.MaskKey, q.viewer.Organization()); err != nil {
		return nil, err
	}
	q.scope, err = page.Scope(q.viewer.Key(), "candidates", q.id, asked, in.Filter, in.Search)
	return q, err
}

// askedIn reads the posting, or the ad-hoc ask; it returns the place from which
// distances are measured.
func (s *Service) askedIn(ctx context.Context, q *question, asked *matching.Posting, in CandidatesInput) (*db.Place, error) {
	if in.Posting != "" {
		return s.askedByPosting(ctx, q, asked, in.Posting)
	}
	if err := checkRequirements(in.Requirements); err != nil {
		return nil, err
	}
	var err error
	if q.requirements, err = s.resolve(ctx, in.Requirements, in.Language); err != nil {
		return nil, err
	}
	if q.id, err = page.Scope("", "ask", in.Requirements); err != nil {
		return nil, err
	}
	org, err := s.DB.Organization.Query().Where(organization.ID(q.viewer.Organization())).WithPlace().Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("load employer: %w", err)
	}
	return org.Edges.Place, nil
}

func (s *Service) askedByPosting(ctx context.Context, q *question, asked *matching.Posting, id string) (*db.Place, error) {
	row, err := s.DB.Posting.Query().
		Where(posting.ID(id), posting.EmployerID(q.viewer.Organization())).
		WithPlace().WithRequirements(withAsks).Only(ctx)
	if db.IsNotFound(err) {
		return nil, noPosting(id)
	}
	if err != nil {
		return nil, fmt.Errorf("load posting: %w", err)
	}
	q.id = row.ID
	q.requirements = make([]Requirement, len(row.Edges.Requirements))
	for i, r := range row.Edges.Requirements {
		q.requirements[i] = stored(r)
	}
	if row.NeededOn != nil && row.NeededOn.After(q.asOf) {
		asked.NeededOn = *row.NeededOn
	}
	asked.ID = row.ID
	return row.Edges.Place, nil
}

// withAsks loads requirements in the employer's order, with what they ask for.
func withAsks(q *db.RequirementQuery) {
	q.Order(requirement.ByPosition()).
		WithSkill(func(q *db.SkillQuery) { q.WithLabels() }).
		WithCredentials().WithStack()
}

func (s *Service) compile(ctx context.Context, q *question, asked matching.Posting) error {
	var err error
	if q.catalog, err = s.Catalog.Matching(ctx); err != nil {
		return fmt.Errorf("load catalog: %w", err)
	}
	if asked.Recognized, err = s.Catalog.Recognized(ctx, q.viewer.Organization(), q.asOf); err != nil {
		return fmt.Errorf("load recognitions: %w", err)
	}
	if q.plan, err = matching.Compile(asked, q.catalog); err != nil {
		return fmt.Errorf("compile requirements: %w", err)
	}
	return nil
}

// index is the question as the index asks it. Draws are keyed by the week of an
// instant, so that pages that follow each other agree.
func (q *question) index(secret []byte, drawn time.Time) search.Query {
	kinds := []string{}
	if q.viewer.Acting != nil {
		kinds = q.viewer.Acting.Kinds
	}
	return search.Query{
		Plan: q.plan, Catalog: q.catalog,
		Draw: matching.NewDrawKey(secret, q.id, q.viewer.Organization(), drawn),
		Org:  q.viewer.Organization(), Kinds: kinds,
	}
}

// kilometers of each ring.
var kilometers = map[enum.DistanceRing]float64{
	enum.Within10: 10, enum.Within25: 25, enum.Within50: 50, enum.Within100: 100, enum.Within250: 250,
}

func nearby(place *db.Place, ring *enum.DistanceRing) (*search.Near, error) {
	if ring == nil {
		return nil, nil //nolint:nilnil // no ring is no filter
	}
	if place == nil {
		return nil, problem.New(problem.Invalid, "there is no place to measure from: give the posting or your organization one").
			Spanish("no hay un lugar desde el que medir: indique uno en la oferta o en su organización").At("filter", "within")
	}
	return &search.Near{Lat: place.Latitude, Lon: place.Longitude, Km: kilometers[*ring]}, nil
}

func languageOf(code string) matching.Language {
	if len(code) >= 2 && code[:2] == string(matching.Spanish) {
		return matching.Spanish
	}
	return matching.English
}
