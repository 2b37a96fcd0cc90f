package employer

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/address"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
)

// opens tells whether an earner, by accepting a contact, has opened a field to the
// viewer's organization, and has not closed it since.
func (a asker) opens(p dossier.Dossier, f consent.Field) bool {
	return p.Subject.Opens(f, consent.Contact, a.viewer.Organization(), a.viewer.Account, a.asOf)
}

// addressed is where an account is reached.
type addressed struct{ email, phone string }

// reachOf loads where those earners are reached who opened that to the viewer's
// organization, by account. For nobody, which is most pages, nothing is asked.
func (s *Service) reachOf(ctx context.Context, people []dossier.Dossier) (map[string]addressed, error) {
	a := asker{viewer: auth.From(ctx), asOf: s.Now()}
	var accounts []string
	for _, p := range people {
		if p.Earner.AccountID != nil && a.opens(p, consent.Addresses) {
			accounts = append(accounts, *p.Earner.AccountID)
		}
	}
	if len(accounts) == 0 {
		return nil, nil //nolint:nilnil // nobody is reached
	}
	rows, err := s.DB.Address.Query().Where(
		address.AccountIDIn(accounts...), address.VerifiedAtNotNil(),
		address.Or(address.LapsesAtIsNil(), address.LapsesAtGT(a.asOf)),
	).Order(db.Desc(address.FieldPreferred), address.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load addresses: %w", err)
	}
	out := map[string]addressed{}
	for _, row := range rows {
		at := out[row.AccountID]
		switch {
		case row.Kind == enum.AddressEmail && at.email == "":
			at.email = row.Value
		case row.Kind == enum.AddressPhone && at.phone == "":
			at.phone = row.Value
		}
		out[row.AccountID] = at
	}
	return out, nil
}

// reach is where a candidate likes to be reached, as far as they opened that.
func (q *question) reach(p dossier.Dossier, records *records) (email, phone *string) {
	if p.Earner.AccountID == nil || !q.opens(p, consent.Addresses) {
		return nil, nil
	}
	at := records.reach[*p.Earner.AccountID]
	return optional(at.email), optional(at.phone)
}

// unmasked adds to an award what its earner opened of it: its public page and days,
// and that the evidence which they published may be read.
func (q *question) unmasked(p dossier.Dossier, row *db.Award, shown *CandidateAward, records *records) {
	if row.PublicToken != nil && records.base != nil && q.opens(p, consent.Awards) {
		page := records.base() + "/awards/" + *row.PublicToken
		shown.PublicURL = &page
	}
	if q.opens(p, consent.Dates) {
		shown.EarnedOn = &row.EarnedAt
		if row.ExpiresAt != nil {
			last := row.ExpiresAt.Add(-time.Microsecond)
			shown.ExpiresOn = &last
		}
	}
	if q.opens(p, consent.Evidence) {
		shown.record = row.ID
	}
}

// Evidenced is the award whose published evidence the viewer may read; empty where
// the earner has not opened it.
func (a CandidateAward) Evidenced() string { return a.record }
