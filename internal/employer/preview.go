package employer

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/search"
)

// Preview is an earner as an employer sees them now, shown to themselves.
type Preview struct {
	Organization *db.Organization
	// Shown tells whether the employer may list them at all, HiddenBecause why not.
	// Of who is not shown, nothing that follows is told.
	Shown           bool
	HiddenBecause   []HiddenBecause
	Alias           *string
	Name            *string
	Email, Phone    *string
	Place           *db.Place
	Remote          *bool
	Awards          []CandidateAward
	CompletedStacks []*db.Stack
	Claims          []*db.MicroCredential
}

// HiddenBecause is why an earner is not shown to an employer.
type HiddenBecause string

// The reasons.
const (
	BecauseHidden     HiddenBecause = "HIDDEN"
	BecauseBlocked    HiddenBecause = "BLOCKED"
	BecauseGuardian   HiddenBecause = "GUARDIAN"
	BecauseNotGranted HiddenBecause = "NOT_GRANTED"
	BecauseNotVouched HiddenBecause = "NOT_VOUCHED"
	BecauseNothing    HiddenBecause = "NOTHING_COUNTS"
)

// Preview shows the viewer, an earner, to themselves as an organization's members see
// them: it asks in their place, on the same path. Nobody else is shown anything, and
// nobody is noted to have looked.
func (s *Service) Preview(ctx context.Context, of, language string) (*Preview, error) {
	if err := auth.Require(ctx, auth.GiveConsent); err != nil {
		return nil, err
	}
	self := auth.From(ctx).ActingEarner()
	org, err := s.DB.Organization.Query().Where(organization.ID(of), organization.Listed(true)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no organization %q", of).
			Spanish("no hay ninguna organización %q", of).At("organization")
	}
	if err != nil {
		return nil, fmt.Errorf("load organization: %w", err)
	}
	ctx = inPlaceOf(ctx, org)
	a, err := s.asker(ctx, language)
	if err != nil {
		return nil, err
	}
	people, err := dossier.Load(ctx, s.DB, a.catalog, []string{self})
	if err != nil {
		return nil, fmt.Errorf("load earner: %w", err)
	}
	if len(people) == 0 {
		return nil, problem.New(problem.NotFound, "there is no earner %q", self).Spanish("no hay ninguna persona %q", self)
	}
	withoutSite(org)
	out := &Preview{Organization: org, HiddenBecause: a.hides(people[0], org)}
	out.Shown = len(out.HiddenBecause) == 0
	if !out.Shown {
		return out, nil
	}
	return out, s.fillPreview(ctx, a, people[0], out)
}

// inPlaceOf has the context's viewer be a member of an employer's.
func inPlaceOf(ctx context.Context, org *db.Organization) context.Context {
	kinds := make([]string, len(org.Kinds))
	for i, k := range org.Kinds {
		kinds[i] = string(k)
	}
	return auth.With(ctx, auth.Viewer{Acting: &auth.Membership{
		Organization: org.ID, Role: auth.Employer, Kinds: kinds, Vouched: org.VouchedByID != nil,
	}})
}

// hides lists why the employer does not see the person.
func (a asker) hides(p dossier.Dossier, org *db.Organization) (why []HiddenBecause) {
	if org.VouchedByID == nil {
		why = append(why, BecauseNotVouched)
	}
	if slices.Contains(p.Subject.Blocked, org.ID) {
		why = append(why, BecauseBlocked)
	}
	if v := p.Subject.Visibility; v == consent.Hidden || v == "" {
		why = append(why, BecauseHidden)
	}
	if p.Subject.NeedsGuardian(a.asOf) {
		why = append(why, BecauseGuardian)
	}
	if len(why) == 0 && !p.Subject.ShownTo(org.ID, a.kinds(), a.asOf) {
		why = append(why, BecauseNotGranted)
	}
	if len(p.Counting(a.asOf)) == 0 {
		why = append(why, BecauseNothing)
	}
	return why
}

// fillPreview fills in what a row of the employer's has.
func (s *Service) fillPreview(ctx context.Context, a asker, p dossier.Dossier, out *Preview) error {
	pending, err := s.Ranker.Barrier(ctx)
	if err != nil {
		return fmt.Errorf("wait for the index: %w", err)
	}
	places, err := s.Ranker.ShownPlaces(ctx, a.viewer.Organization(), a.kinds(), []string{p.Earner.ID}, pending)
	if err != nil {
		return fmt.Errorf("find where candidates are shown: %w", err)
	}
	r := row{hit: search.Hit{Place: places[p.Earner.ID]}, person: p}
	r.match.Stacks = a.catalog.Completed(p.Counting(a.asOf))
	records, err := s.recordsOf(ctx, &ranked{rows: []row{r}, counts: &search.Result{}})
	if err != nil {
		return err
	}
	q := &question{asker: a}
	if out.Awards, _, err = q.awards(p, records); err != nil {
		return err
	}
	alias := a.mask.name(p.Earner.ID)
	out.Alias, out.Name, out.Remote = &alias, q.name(p), &p.Earner.Remote
	out.Email, out.Phone = q.reach(p, records)
	out.Place, out.Claims = records.places[r.hit.Place], claims(p, records)
	for _, stack := range r.match.Stacks {
		if found := records.stacks[stack]; found != nil {
			out.CompletedStacks = append(out.CompletedStacks, found)
		}
	}
	return nil
}
