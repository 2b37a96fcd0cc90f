package account

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/block"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Earner is an earner as one viewer may see them.
type Earner struct {
	*db.Earner
	// Self is true for the viewer's own record.
	Self bool
	// Name is nil where it is not opened to the viewer.
	Name *string
	// Visibility is nil for everyone but the earner.
	Visibility *consent.Visibility
	// Places is where they show themselves to the viewer, narrowest first.
	Places []string
}

// Earner is oneself, or an earner whose grant for coaching the viewer has.
func (s *Service) Earner(ctx context.Context, id string) (*Earner, error) {
	found, err := s.EarnersByID(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	if found[id] == nil {
		return nil, problem.New(problem.NotFound, "there is no earner %q", id).Spanish("no hay ninguna persona %q", id).At("id")
	}
	return found[id], nil
}

// EarnersByID gives those of the earners that the viewer may see.
func (s *Service) EarnersByID(ctx context.Context, ids []string) (map[string]*Earner, error) {
	rows, err := s.read(ctx, s.DB.Earner.Query().Where(earner.IDIn(ids...), s.visible(ctx)))
	if err != nil {
		return nil, err
	}
	out := make(map[string]*Earner, len(rows))
	for _, row := range rows {
		out[row.ID] = row
	}
	return out, nil
}

// Earners lists the earners whose grants for coaching the viewer has, in the
// order in which their records were made.
func (s *Service) Earners(ctx context.Context, args page.Args) (page.Page[*Earner], error) {
	none := page.Page[*Earner]{}
	if err := auth.Require(ctx, auth.ViewConsentedEarners); err != nil {
		return none, err
	}
	if err := args.Check(); err != nil {
		return none, err
	}
	scope := auth.From(ctx).Key() + " earners"
	where := []predicate.Earner{s.granted(ctx), earner.ErasedAtIsNil()}
	if args.After != "" {
		at, err := s.Cursors.OpenPosition(scope, args.After, 1)
		if err != nil {
			return none, err
		}
		where = append(where, earner.IDGT(at[0]))
	}
	rows, err := s.read(ctx, s.DB.Earner.Query().Where(where...).Order(earner.ByID()).Limit(args.Limit()))
	if err != nil {
		return none, err
	}
	return page.Cut(rows, args, s.Cursors, scope, func(e *Earner) []string { return []string{e.ID} }), nil
}

func (s *Service) read(ctx context.Context, q *db.EarnerQuery) ([]*Earner, error) {
	rows, err := q.WithGrants().WithBlocks().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load earners: %w", err)
	}
	people := make([]dossier.Dossier, len(rows))
	for i, row := range rows {
		people[i] = dossier.Dossier{Earner: row, Subject: dossier.Subject(row)}
	}
	places, err := dossier.Places(ctx, s.DB, people)
	if err != nil {
		return nil, err
	}
	viewer := auth.From(ctx)
	out := make([]*Earner, len(people))
	for i, p := range people {
		out[i] = s.seen(p, viewer, places)
	}
	return out, nil
}

// seen is an earner as the viewer may see them. Nothing is opened that the
// earner did not name.
func (s *Service) seen(p dossier.Dossier, viewer auth.Viewer, places map[string]*db.Place) *Earner {
	e := &Earner{Earner: p.Earner, Self: viewer.ActingEarner() == p.Earner.ID}
	opens := func(f consent.Field) bool {
		return e.Self || p.Subject.Opens(f, consent.Coaching, viewer.Organization(), viewer.Account, s.Now())
	}
	if e.Self {
		e.Visibility = &p.Earner.Visibility
	}
	if opens(consent.Name) {
		e.Name = &p.Earner.Name
	}
	switch {
	case e.Self && p.Earner.PlaceID != nil:
		e.Places = []string{*p.Earner.PlaceID}
	case opens(consent.Place):
		e.Places = slices.Clone(dossier.Chain(p.Earner, places))
	}
	return e
}

// visible keeps oneself, and whoever granted the viewer coaching.
func (s *Service) visible(ctx context.Context) predicate.Earner {
	viewer := auth.From(ctx)
	any := []predicate.Earner{earner.IDEQ(viewer.ActingEarner())}
	if auth.Can(ctx, auth.ViewConsentedEarners) {
		any = append(any, s.granted(ctx))
	}
	return earner.And(earner.ErasedAtIsNil(), earner.Or(any...))
}

func (s *Service) granted(ctx context.Context) predicate.Earner {
	viewer := auth.From(ctx)
	return earner.And(
		earner.HasGrantsWith(dossier.GrantTo(viewer.Organization(), viewer.Account, consent.Coaching, s.Now())),
		earner.Not(earner.HasBlocksWith(block.OrganizationID(viewer.Organization()))),
	)
}

// Place is where the earner shows themselves to the viewer; nil for nowhere.
func (e *Earner) Place() *string {
	if len(e.Places) == 0 {
		return nil
	}
	return &e.Places[0]
}
