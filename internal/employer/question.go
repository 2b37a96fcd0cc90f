package employer

import (
	"context"
	"fmt"
	"strings"
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
	asker
	requirements []Requirement
	plan         *matching.Plan
	filter       search.Filter
	offer        offer
	// texts say where the words stand; nil where nothing was searched for.
	texts *texts
	// interested are those earners of a page who show interest in the posting.
	interested map[string]bool
	// id names the posting, or the ad-hoc ask, in draws; scope the whole
	// question, in cursors.
	id, scope string
}

// asker is who asks, when, and what is the same for all that they ask.
type asker struct {
	viewer   auth.Viewer
	asOf     time.Time
	language matching.Language
	mask     mask
	catalog  *matching.Catalog
	// recognized are the micro-credentials that the viewer's organization recognizes.
	recognized []string
	// at is where those people are who ask how far work is.
	at whereabouts
}

func (s *Service) asker(ctx context.Context, language string) (asker, error) {
	a := asker{viewer: auth.From(ctx), asOf: s.Now(), language: languageOf(language), at: whereabouts{}}
	var err error
	if a.mask, err = newMask(s.MaskKey, a.viewer.Organization()); err != nil {
		return a, err
	}
	if a.catalog, err = s.Catalog.Matching(ctx); err != nil {
		return a, fmt.Errorf("load catalog: %w", err)
	}
	if a.recognized, err = s.Catalog.Recognized(ctx, a.viewer.Organization(), a.asOf); err != nil {
		return a, fmt.Errorf("load recognitions: %w", err)
	}
	return a, nil
}

// kinds are those of the viewer's organization.
func (a asker) kinds() []string {
	if a.viewer.Acting == nil {
		return nil
	}
	return a.viewer.Acting.Kinds
}

func (s *Service) question(ctx context.Context, in CandidatesInput) (*question, error) {
	a, err := s.asker(ctx, in.Language)
	if err != nil {
		return nil, err
	}
	q := &question{asker: a}
	asked, from, err := s.asked(ctx, q, in)
	if err != nil {
		return nil, err
	}
	if err := s.readWords(ctx, q, in, &asked); err != nil {
		return nil, err
	}
	if err := q.compile(&asked); err != nil {
		return nil, err
	}
	asked.Sought = nil // it is what the search says, by the catalog of the moment
	near, err := nearby(from, in.Filter.Within)
	if err != nil {
		return nil, err
	}
	if q.filter, err = in.Filter.forIndex(near); err != nil {
		return nil, err
	}
	if in.Filter.Interested != nil && *in.Filter.Interested {
		if q.filter.Earners, err = s.interestedIn(ctx, q.id); err != nil {
			return nil, err
		}
		q.filter.Earners = append([]string{}, q.filter.Earners...)
	}
	if err := s.label(ctx, q.requirements, in.Language); err != nil {
		return nil, err
	}
	q.scope, err = page.Scope(q.viewer.Key(), "candidates", q.id, asked, in.Filter, in.Search)
	return q, err
}

// readWords has the question ask for the words of a search.
func (s *Service) readWords(ctx context.Context, q *question, in CandidatesInput, asked *matching.Posting) error {
	if blank(in.Search) {
		return nil
	}
	wordings, err := s.Catalog.Wordings(ctx)
	if err != nil {
		return fmt.Errorf("load the catalog's texts: %w", err)
	}
	words := wordings.Ask(in.Search)
	asked.Words, asked.Sought = words.Words(), wordings.Sought(words)
	q.texts = &texts{catalog: s.Catalog, asked: words, language: string(q.language), versions: map[string]bool{}}
	return nil
}

// asked reads the posting, or the ad-hoc ask, with the place from which distances
// are measured.
func (s *Service) asked(ctx context.Context, q *question, in CandidatesInput) (asked matching.Posting, from *db.Place, err error) {
	if in.Posting == "" {
		from, err = s.askAdHoc(ctx, q, in)
		return asked, from, err
	}
	row, err := s.DB.Posting.Query().
		Where(posting.ID(in.Posting), posting.EmployerID(q.viewer.Organization())).
		WithPlace().WithRequirements(withAsks).Only(ctx)
	if db.IsNotFound(err) {
		return asked, nil, noPosting(in.Posting)
	}
	if err != nil {
		return asked, nil, fmt.Errorf("load posting: %w", err)
	}
	return q.askFor(row), row.Edges.Place, nil
}

func (s *Service) askAdHoc(ctx context.Context, q *question, in CandidatesInput) (from *db.Place, err error) {
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
	q.offer.at = org.Edges.Place
	return org.Edges.Place, nil
}

// askFor has the question be the posting's, which has its requirements and its
// place loaded.
func (q *question) askFor(row *db.Posting) matching.Posting {
	q.id, q.offer = row.ID, q.offerOf(row)
	q.requirements = make([]Requirement, len(row.Edges.Requirements))
	for i, r := range row.Edges.Requirements {
		q.requirements[i] = stored(r)
	}
	asked := matching.Posting{ID: row.ID}
	if row.NeededOn != nil && row.NeededOn.After(q.asOf) {
		asked.NeededOn = monthAfter(*row.NeededOn)
	}
	return asked
}

// monthAfter is the first day of the month after t's. A credential must outlast
// the month in which it is needed: rows tell months, and a day asked for must not
// tell more than they do.
func monthAfter(t time.Time) time.Time {
	year, month, _ := t.UTC().Date()
	return time.Date(year, month+1, 1, 0, 0, 0, 0, time.UTC)
}

// compile has the arithmetic understand the question.
func (q *question) compile(asked *matching.Posting) (err error) {
	asked.Recognized = q.recognized
	for _, r := range q.requirements {
		asked.Requirements = append(asked.Requirements, r.forMatching())
	}
	if q.plan, err = matching.Compile(*asked, q.catalog); err != nil {
		return fmt.Errorf("compile requirements: %w", err)
	}
	return nil
}

// withAsks loads requirements in the employer's order, with what they ask for.
func withAsks(q *db.RequirementQuery) {
	q.Order(requirement.ByPosition()).
		WithSkill(func(q *db.SkillQuery) { q.WithLabels() }).
		WithCredentials().WithStack()
}

// index is the question as the index asks it. Draws are keyed by the week of an
// instant, so that pages that follow each other agree.
func (q *question) index(secret []byte, drawn time.Time) search.Query {
	return search.Query{
		Plan: q.plan, Catalog: q.catalog,
		Draw: matching.NewDrawKey(secret, q.id, q.viewer.Organization(), drawn),
		Org:  q.viewer.Organization(), Kinds: q.kinds(), Offer: q.offer.forIndex(),
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
	if primary, _, _ := strings.Cut(code, "-"); primary == string(matching.Spanish) {
		return matching.Spanish
	}
	return matching.English
}
