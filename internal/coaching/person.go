package coaching

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// person is whom a question is about, as far as who asks may know: the earner
// themselves, or their coach. Nobody in particular is a person without an id.
type person struct {
	id string
	// own says that the earner asks.
	own bool
	row *db.Earner
	// awards are all that bear on what is asked, and rows their records, by id.
	awards []matching.Award
	rows   map[string]*db.Award
	// enrolled are what they work on, by micro-credential, and submitted what is being
	// assessed.
	enrolled  map[string]*db.Enrollment
	submitted map[string]bool
	// home is where they live; nil where that is unknown, or not opened.
	home *db.Place
}

// known tells whether the person is somebody.
func (p *person) known() bool { return p.id != "" }

// held lists the micro-credentials, and the stacks that stand completed, that count.
func (p *person) held(catalog *matching.Catalog, asOf time.Time) []string {
	var counting []matching.Held
	var ids []string
	for _, a := range p.awards {
		if a.State(asOf) == matching.Counting {
			counting, ids = append(counting, a.Held), append(ids, a.Credential)
		}
	}
	return append(ids, catalog.Completed(counting)...)
}

// person loads whom a question is about: the earner asked about, else the viewer as
// the earner that they are, else nobody.
func (s *Service) person(ctx context.Context, catalog *matching.Catalog, asked *string) (*person, error) {
	id := auth.From(ctx).ActingEarner()
	if asked != nil {
		id = *asked
	}
	if id == "" {
		return &person{}, nil
	}
	row, own, err := s.follows(ctx, id)
	if err != nil {
		return nil, err
	}
	p := &person{id: id, own: own, row: row}
	if err := s.loadAwards(ctx, catalog, p); err != nil {
		return nil, err
	}
	if err := s.loadProgress(ctx, p); err != nil {
		return nil, err
	}
	if at := row.PlaceID; at != nil && s.opens(ctx, row, own, consent.Place) {
		if p.home, err = s.DB.Place.Query().Where(place.ID(*at)).Only(ctx); err != nil {
			return nil, fmt.Errorf("load place: %w", err)
		}
	}
	return p, nil
}

// follows loads an earner who is the viewer, or who has opened their awards to the
// viewer for coaching. Anybody else's is not there.
func (s *Service) follows(ctx context.Context, id string) (row *db.Earner, own bool, err error) {
	own = auth.Can(ctx, auth.ViewOwnAwards) && auth.From(ctx).ActingEarner() == id
	row, err = s.DB.Earner.Query().Where(earner.ID(id), earner.ErasedAtIsNil()).WithGrants().WithBlocks().Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, false, fmt.Errorf("load earner: %w", err)
	}
	if err != nil || !s.opens(ctx, row, own, consent.Awards) {
		return nil, false, noEarner(id)
	}
	return row, own, nil
}

// opens tells whether the viewer may know a field of an earner, now. The record must
// have its grants and blocks loaded.
func (s *Service) opens(ctx context.Context, row *db.Earner, own bool, field consent.Field) bool {
	viewer := auth.From(ctx)
	return own || viewer.System || auth.Can(ctx, auth.FollowCases) &&
		dossier.Subject(row).Opens(field, consent.Coaching, viewer.Organization(), viewer.Account, s.Now())
}

func noEarner(id string) error {
	return problem.New(problem.NotFound, "there is no earner %q who has opened their awards to you", brief(id)).
		Spanish("no hay ninguna persona %q que le haya abierto sus logros", brief(id)).At("earner")
}

func (s *Service) loadAwards(ctx context.Context, catalog *matching.Catalog, p *person) error {
	q := s.DB.Award.Query().Where(award.EarnerID(p.id), award.Or(award.RevocationIsNil(), award.RevocationNEQ(enum.RevokedInError)))
	if !p.own {
		q.Where(award.Shown(true))
	}
	rows, err := q.WithPairs().Order(award.ByEarnedAt(), award.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load awards: %w", err)
	}
	p.rows = make(map[string]*db.Award, len(rows))
	for _, row := range rows {
		p.rows[row.ID] = row
		p.awards = append(p.awards, dossier.Award(row, catalog))
	}
	done, err := dossier.Completions(ctx, s.DB, catalog, []string{p.id})
	if err != nil {
		return err
	}
	p.awards = append(p.awards, catalog.Kept(done[p.id], p.awards)...)
	return nil
}

// loadProgress reads what the person works on already.
func (s *Service) loadProgress(ctx context.Context, p *person) error {
	enrolled, err := s.DB.Enrollment.Query().
		Where(enrollment.EarnerID(p.id), enrollment.StatusEQ(enum.EnrollmentActive)).WithOffering().All(ctx)
	if err != nil {
		return fmt.Errorf("load enrollments: %w", err)
	}
	p.enrolled = make(map[string]*db.Enrollment, len(enrolled))
	for _, row := range enrolled {
		p.enrolled[row.MicroCredentialID] = row
	}
	assessed, err := s.DB.Submission.Query().
		Where(submission.EarnerID(p.id), submission.StateIn(enum.SubmissionSubmitted, enum.SubmissionClaimed)).
		Select(submission.FieldMicroCredentialID).Strings(ctx)
	if err != nil {
		return fmt.Errorf("load submissions: %w", err)
	}
	p.submitted = make(map[string]bool, len(assessed))
	for _, credential := range assessed {
		p.submitted[credential] = true
	}
	return nil
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}
