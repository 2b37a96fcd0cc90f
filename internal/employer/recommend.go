package employer

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/search"
)

// RecommendedInput asks which open postings suit the viewer, an earner.
type RecommendedInput struct {
	// Search keeps postings with its words.
	Search   string
	Filter   RecommendedFilter
	Page     page.Args
	Language string
}

// RecommendedFilter says which postings to keep.
type RecommendedFilter struct {
	// Within measures from where the earner lives.
	Within   *enum.DistanceRing
	Remote   *bool
	PayShown *bool
	Tier     []Tier
	// LeftOut lists, too, what the earner's own conditions leave out.
	LeftOut *bool
}

// suited is a posting with how the viewer matches it.
type suited struct {
	row    *db.Posting
	q      *question
	tier   matching.Tier
	points int64
	km     float64
	unmet  []consent.WorkCondition
}

// Recommended ranks the open postings that the viewer may see by the score that
// their employers would read: best first, then the newest. What the earner asks of
// work leaves postings out.
func (s *Service) Recommended(ctx context.Context, in RecommendedInput) (page.Page[*Recommended], error) {
	none := page.Page[*Recommended]{}
	if err := problem.Join(auth.Require(ctx, auth.SeekWork), in.Page.Check(), checkLength(in.Search, maxSearch, "search")); err != nil {
		return none, err
	}
	viewer := auth.From(ctx)
	scope, err := page.Scope(viewer.Key(), "recommended", in.Filter, in.Search)
	if err != nil {
		return none, err
	}
	seeker, err := s.seeker(ctx, viewer.ActingEarner(), in.Filter)
	if err != nil {
		return none, err
	}
	all, err := s.suit(ctx, seeker, in)
	if err != nil {
		return none, err
	}
	if in.Page.After != "" {
		at, err := s.Cursors.OpenPosition(scope, in.Page.After, 4)
		if err != nil {
			return none, err
		}
		all = all[after(all, at):]
	}
	cut := page.Cut(all[:min(len(all), in.Page.Limit())], in.Page, s.Cursors, scope, suited.position)
	items, err := s.recommended(ctx, seeker, cut.Items, in.Language)
	if err != nil {
		return none, err
	}
	out := page.Page[*Recommended]{Items: items, Cursors: cut.Cursors, HasNext: cut.HasNext, HasPrevious: cut.HasPrevious}
	return out, nil
}

// seeker is an earner who looks for work.
type seeker struct {
	dossier.Dossier
	catalog *matching.Catalog
	home    *db.Place
	held    []matching.Held
}

func (s *Service) seeker(ctx context.Context, self string, filter RecommendedFilter) (*seeker, error) {
	catalog, err := s.Catalog.Matching(ctx)
	if err != nil {
		return nil, fmt.Errorf("load catalog: %w", err)
	}
	people, err := dossier.Load(ctx, s.DB, catalog, []string{self})
	if err != nil {
		return nil, fmt.Errorf("load earner: %w", err)
	}
	if len(people) == 0 {
		return nil, problem.New(problem.NotFound, "there is no earner %q", self).Spanish("no hay ninguna persona %q", self)
	}
	out := &seeker{Dossier: people[0], catalog: catalog, held: people[0].Counting(s.Now())}
	if at := out.Earner.PlaceID; at != nil {
		if out.home, err = s.DB.Place.Query().Where(place.ID(*at)).Only(ctx); err != nil {
			return nil, fmt.Errorf("load place: %w", err)
		}
	}
	if filter.Within != nil && out.home == nil {
		return nil, problem.New(problem.Invalid, "say first where you live").
			Spanish("indique primero dónde vive").At("filter", "within")
	}
	return out, nil
}

// suit ranks the postings.
func (s *Service) suit(ctx context.Context, who *seeker, in RecommendedInput) ([]suited, error) {
	where, err := s.seekable(ctx, who, in)
	if err != nil {
		return nil, err
	}
	rows, err := s.DB.Posting.Query().Where(where...).WithPlace().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load open postings: %w", err)
	}
	questions, err := s.compiled(ctx, who.catalog, rows)
	if err != nil {
		return nil, err
	}
	var out []suited
	for _, row := range rows {
		if one := who.suits(row, questions[row.ID]); one.kept(in.Filter) {
			out = append(out, one)
		}
	}
	slices.SortFunc(out, func(a, b suited) int { return a.compare(b) })
	return out, nil
}

// seekable keeps the open postings that an earner may see, of employers whom
// somebody vouches for and whom they have not blocked.
func (s *Service) seekable(ctx context.Context, who *seeker, in RecommendedInput) ([]predicate.Posting, error) {
	visible, err := s.visibleTo(ctx)
	if err != nil {
		return nil, err
	}
	where := []predicate.Posting{
		visible, openAt(s.Now()), posting.HasEmployerWith(organization.VouchedByIDNotNil()),
		posting.EmployerIDNotIn(who.Subject.Blocked...),
	}
	if in.Filter.Remote != nil {
		where = append(where, posting.Remote(*in.Filter.Remote))
	}
	if in.Filter.PayShown != nil && *in.Filter.PayShown {
		where = append(where, posting.PayUnitNotNil())
	}
	if blank(in.Search) {
		return where, nil
	}
	ids, err := s.Texts.Postings(ctx, in.Search, in.Language, maxFound)
	if err != nil {
		return nil, fmt.Errorf("find postings: %w", err)
	}
	return append(where, posting.IDIn(ids...)), nil
}

// suits is how an earner matches a posting, by the score that its employer reads.
func (who *seeker) suits(row *db.Posting, q *question) suited {
	out := suited{row: row, q: q, km: math.Inf(1)}
	if q.plan.NeededOn() == "" {
		out.tier, out.points, _ = q.plan.Score(who.held)
	} else {
		match := q.plan.Explain(who.Evidence(), q.asOf)
		out.tier, out.points = match.Tier, match.Points
	}
	if at := row.Edges.Place; at != nil && who.home != nil {
		out.km = search.Distance(at.Latitude, at.Longitude, who.home.Latitude, who.home.Longitude)
	}
	out.unmet = who.Work.Unmet(q.offer.WorkOffer, out.km, who.Earner.Remote)
	return out
}

func (one suited) kept(f RecommendedFilter) bool {
	switch {
	case one.tier == matching.Unlisted,
		len(one.unmet) > 0 && (f.LeftOut == nil || !*f.LeftOut),
		f.Within != nil && one.km > kilometers[*f.Within],
		f.Tier != nil && !slices.Contains(f.Tier, tierOf(one.tier)):
		return false
	}
	return true
}

// compare orders by tier, score, then the newest.
func (one suited) compare(o suited) int {
	return cmp.Or(
		cmp.Compare(o.tier, one.tier), cmp.Compare(o.points, one.points),
		o.row.OpenedAt.Compare(one.row.OpenedAt), strings.Compare(o.row.ID, one.row.ID),
	)
}

// position is what the order goes by.
func (one suited) position() []string {
	return []string{
		strconv.Itoa(int(one.tier)), strconv.FormatInt(one.points, 10), strconv.FormatInt(one.row.OpenedAt.UnixNano(), 10), one.row.ID,
	}
}

// after is where the list goes on after a position.
func after(all []suited, at []string) int {
	tier, _ := strconv.Atoi(at[0])
	points, _ := strconv.ParseInt(at[1], 10, 64)
	opened, _ := strconv.ParseInt(at[2], 10, 64)
	last := func(one suited) int {
		return cmp.Or(
			cmp.Compare(tier, int(one.tier)), cmp.Compare(points, one.points),
			cmp.Compare(opened, one.row.OpenedAt.UnixNano()), strings.Compare(at[3], one.row.ID),
		)
	}
	i := slices.IndexFunc(all, func(one suited) bool { return last(one) > 0 })
	if i < 0 {
		return len(all)
	}
	return i
}
