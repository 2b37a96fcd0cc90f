package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
)

// ContactCandidate is the earner of a contact as its employer may see them: under
// their alias, and beside it whatever they opened.
type ContactCandidate struct {
	ID    string
	Alias string
	Name  *string
	// Email and Phone are where they like to be reached.
	Email  *string
	Phone  *string
	Place  *db.Place
	Awards []CandidateAward
}

// contactFields are what is read of a candidate by way of a contact.
var contactFields = []string{"id", "alias", "name", "email", "phone", "place", "awards"}

// CandidatesByContact gives the candidates of contacts of the viewer's organization:
// while they show themselves to it, or while it may read what a contact opened. The
// contacts' postings need not be open. Fields are what is read of them, for the view log; all by default.
func (s *Service) CandidatesByContact(ctx context.Context, contacts []string, fields ...string) (map[string]*ContactCandidate, error) {
	if !auth.Can(ctx, auth.ContactCandidates) {
		return map[string]*ContactCandidate{}, nil
	}
	if len(fields) == 0 {
		fields = contactFields
	}
	a, err := s.asker(ctx, defaultLanguage)
	if err != nil {
		return nil, err
	}
	rows, err := s.DB.ContactRequest.Query().Where(
		contactrequest.IDIn(contacts...), contactrequest.OrganizationID(a.viewer.Organization()),
	).Order(contactrequest.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load contacts: %w", err)
	}
	people, err := s.contacted(ctx, a, rows)
	if err != nil {
		return nil, err
	}
	records, err := s.contactRecords(ctx, people)
	if err != nil {
		return nil, err
	}
	out := make(map[string]*ContactCandidate, len(rows))
	for _, row := range rows {
		person, ok := people[row.EarnerID]
		if !ok {
			continue
		}
		if err := s.shown(ctx, row.PostingID, fields, row.EarnerID); err != nil {
			return nil, err
		}
		if out[row.ID], err = (&question{asker: a}).contactCandidate(person, records); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// contacted are the earners of contacts whom the viewer's organization may see now.
func (s *Service) contacted(ctx context.Context, a asker, rows []*db.ContactRequest) (map[string]dossier.Dossier, error) {
	earners := set{}
	for _, row := range rows {
		earners.add(row.EarnerID)
	}
	people, err := dossier.Load(ctx, s.DB, a.catalog, earners.ids())
	if err != nil {
		return nil, fmt.Errorf("load candidates: %w", err)
	}
	out := make(map[string]dossier.Dossier, len(people))
	for _, p := range people {
		if a.shownTo(p) || a.opens(p, consent.Name) {
			out[p.Earner.ID] = p
		}
	}
	return out, nil
}

// shownTo tells whether an earner shows themselves to the viewer's organization.
func (a asker) shownTo(p dossier.Dossier) bool {
	return p.Subject.ShownTo(a.viewer.Organization(), a.kinds(), a.asOf)
}

// contactRecords are the public records that candidates of contacts name.
func (s *Service) contactRecords(ctx context.Context, people map[string]dossier.Dossier) (*records, error) {
	need := newIDs()
	var all []dossier.Dossier
	for _, p := range people {
		all = append(all, p)
		for _, row := range p.Rows {
			need.credentials.add(row.MicroCredentialID)
			need.organizations.add(row.IssuerID)
		}
	}
	records, err := s.load(ctx, need)
	if err != nil {
		return nil, err
	}
	if records.places, err = dossier.Places(ctx, s.DB, all); err != nil {
		return nil, err
	}
	records.base = s.Base
	records.reach, err = s.reachOf(ctx, all)
	return records, err
}

func (q *question) contactCandidate(p dossier.Dossier, records *records) (*ContactCandidate, error) {
	id, err := q.mask.candidate(p.Earner.ID)
	if err != nil {
		return nil, err
	}
	out := &ContactCandidate{ID: id, Alias: q.mask.name(p.Earner.ID), Name: q.name(p)}
	out.Email, out.Phone = q.reach(p, records)
	if q.opens(p, consent.Place) {
		if chain := dossier.Chain(p.Earner, records.places); len(chain) > 0 {
			out.Place = records.places[chain[0]]
		}
	}
	if q.shownTo(p) || q.opens(p, consent.Awards) {
		out.Awards, _, err = q.awards(p, records)
	}
	return out, err
}
