package credential

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/issueridentity"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// keepAward makes an accepted badge an award of the earner, renews the award that it
// is a newer issue of, or finds the one that it is already.
func (s *Service) keepAward(ctx context.Context, tx *db.Client, holder *db.Earner, a accepted) (*db.Award, error) {
	if err := lockIdentity(ctx, tx, a.identity(holder.ID)); err != nil {
		return nil, err
	}
	there, err := s.alreadyHeld(ctx, tx, holder.ID, a)
	if err != nil {
		return nil, err
	}
	if there == nil {
		if err := s.checkNew(a); err != nil {
			return nil, err
		}
		if err := checkRoom(ctx, tx, holder.ID); err != nil {
			return nil, err
		}
		row := &db.Award{
			ID: s.IDs.Mint(id.Award), CreatedAt: s.Now(), EarnerID: &holder.ID, Source: enum.SourceImported,
			Status: enum.AwardActive, Shown: true, OwnPairs: true, URI: &a.uri,
		}
		return s.placeAward(ctx, tx, row, a, "award.import")
	}
	switch {
	case there.EarnerID == nil || *there.EarnerID != holder.ID:
		// The viewer has just shown that the badge is theirs: this tells them
		// nothing of others'.
		return nil, refusal(problem.New(problem.Conflict, "this badge is in another record already; sign in with the account that imported it").
			Spanish("esta insignia ya está en otro expediente; inicie sesión con la cuenta que la importó"))
	case there.Source != enum.SourceImported:
		return loadAward(ctx, tx, there.ID) // our own issue, which nothing from outside changes
	}
	return s.again(ctx, tx, there, a)
}

// checkNew refuses to make an award of a badge that was issued here: it has one
// already, and a second would outlive what its issuer says of the first.
func (s *Service) checkNew(a accepted) error {
	if _, own := s.ownSigner(a.content.Issuer.ID); own && a.proven() {
		return refusal(problem.New(problem.Conflict, "the award that this badge is of is not here any more").
			Spanish("el logro al que corresponde esta insignia ya no está aquí"))
	}
	return nil
}

// maxImported is how many imported awards an earner may have.
const maxImported = 2_000

func checkRoom(ctx context.Context, tx *db.Client, earner string) error {
	n, err := tx.Award.Query().Where(award.EarnerID(earner), award.SourceEQ(enum.SourceImported)).Count(ctx)
	if err != nil {
		return fmt.Errorf("count awards: %w", err)
	}
	if n >= maxImported {
		return refusal(problem.New(problem.Limit, "a record holds at most %d imported badges", maxImported).
			Spanish("un expediente contiene como máximo %d insignias importadas", maxImported))
	}
	return nil
}

// again decides what another issue of an award's badge does.
func (s *Service) again(ctx context.Context, tx *db.Client, there *db.Award, a accepted) (*db.Award, error) {
	held, err := lastIssued(ctx, tx, there.ID)
	if err != nil {
		return nil, err
	}
	issued := issuedAt(a.content)
	moved, err := s.unprovenNoMore(ctx, tx, there, a)
	switch {
	case err != nil:
		return nil, err
	case issued.Before(held):
		return nil, refusal(problem.New(problem.Conflict, "a newer issue of this badge, of %s, is kept already", held.Format(time.DateOnly)).
			Spanish("ya se guarda una emisión más reciente de esta insignia, del %s", held.Format(time.DateOnly)).With(there))
	case issued.After(held):
		renewed := *there
		renewed.Status, renewed.RevokedAt, renewed.RevokedReason = enum.AwardActive, nil, ""
		renewed.SuspendedAt, renewed.SuspendedReason = nil, ""
		return s.placeAward(ctx, tx, &renewed, a, "award.renew")
	case moved:
		return s.placeAward(ctx, tx, there, a, "award.import")
	}
	if err := s.conclude(ctx, tx, there, enum.CauseImport, a.examined); err != nil {
		return nil, err
	}
	return loadAward(ctx, tx, there.ID)
}

// placeAward writes an award as its badge has it, and keeps the badge.
func (s *Service) placeAward(ctx context.Context, tx *db.Client, row *db.Award, a accepted, action audit.Action) (*db.Award, error) {
	if err := s.writeAward(ctx, tx, row, a, enum.CauseImport); err != nil {
		return nil, err
	}
	if err := s.keepOriginal(ctx, tx, *row.EarnerID, &row.ID, a.original); err != nil {
		return nil, err
	}
	if err := audit.Write(ctx, tx, s.Now(), action, enum.SubjectAward, row.ID); err != nil {
		return nil, err
	}
	return loadAward(ctx, tx, row.ID)
}

// writeAward has an award be what its badge says: by whom, of what, until when, what it
// shows, and whether it counts.
func (s *Service) writeAward(ctx context.Context, tx *db.Client, row *db.Award, a accepted, cause enum.CheckCause) error {
	by, err := s.issuerOf(ctx, tx, *row.EarnerID, a)
	if err != nil {
		return err
	}
	of, err := s.microCredentialOf(ctx, tx, by, a.content)
	if err != nil {
		return err
	}
	before := db.Award{EarnerID: row.EarnerID, MicroCredentialID: row.MicroCredentialID}
	row.IssuerID, row.MicroCredentialID, row.VersionID = by.organization.ID, of.ID, *of.CurrentVersionID
	row.EarnedAt, row.ExpiresAt = earnedAt(a.content, s.Now()), a.content.ValidUntil
	row.Verification = enum.Unverified
	// Over the row as a whole: a renewal may be of another version, which no
	// update of an award may change.
	if err := store.Upsert(ctx, tx, []*db.Award{row}, award.FieldID); err != nil {
		return fmt.Errorf("write award: %w", err)
	}
	if err := s.alignAward(ctx, tx, row, a.content); err != nil {
		return err
	}
	detail := Detail{Evidence: a.content.Evidence, Results: a.content.Results}
	if err := s.keepDetail(ctx, tx, *row.EarnerID, row.ID, detail); err != nil {
		return err
	}
	if err := s.conclude(ctx, tx, row, cause, a.examined); err != nil {
		return err
	}
	if before.MicroCredentialID == row.MicroCredentialID {
		return nil
	}
	return s.followStacks(ctx, tx, &before) // another issue of a badge may be of something else
}

// alreadyHeld is the award of the same badge: by the same issuer, or imported by
// the same earner before the issuer was proven.
func (s *Service) alreadyHeld(ctx context.Context, tx *db.Client, earner string, a accepted) (*db.Award, error) {
	names := []string{unproven(earner, a.content.Issuer.ID)}
	if a.proven() {
		names = append(names, a.content.Issuer.ID)
	}
	identities, err := tx.IssuerIdentity.Query().Where(issueridentity.URIIn(names...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up issuer: %w", err)
	}
	var issuers []string
	for _, i := range identities {
		issuers = append(issuers, i.OrganizationID)
	}
	same := award.URI(a.uri)
	if own := s.ownIssuer(a.content.Issuer.ID); own != "" && a.proven() {
		issuers = append(issuers, own)
		if this, is := s.sameAward(a.uri); is {
			same = award.Or(same, this) // recorded here, it has no URI of its own
		}
	}
	rows, err := tx.Award.Query().Where(award.IssuerIDIn(issuers...), same).Order(award.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up award: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil //nolint:nilnil // no award is the usual case
	}
	for _, row := range rows {
		if row.EarnerID != nil && *row.EarnerID == earner {
			return row, nil
		}
	}
	return rows[0], nil
}

// unprovenNoMore tells whether an award was kept under an issuer that was not
// proven, and is now.
func (s *Service) unprovenNoMore(ctx context.Context, tx *db.Client, there *db.Award, a accepted) (bool, error) {
	if !a.proven() {
		return false, nil
	}
	is, err := tx.IssuerIdentity.Query().
		Where(issueridentity.OrganizationID(there.IssuerID), issueridentity.URI(unproven(*there.EarnerID, a.content.Issuer.ID))).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("look up issuer: %w", err)
	}
	return is, nil
}

func loadAward(ctx context.Context, client *db.Client, id string) (*db.Award, error) {
	row, err := client.Award.Query().Where(award.ID(id)).WithPairs().Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("load award: %w", err)
	}
	return row, nil
}

// earnedAt is when a badge was earned, as far as it says so, and never ahead.
func earnedAt(c badge.Credential, now time.Time) time.Time {
	for _, at := range []*time.Time{c.AwardedAt, c.ValidFrom} {
		if at != nil && !at.After(now) && (c.ValidUntil == nil || at.Before(*c.ValidUntil)) {
			return *at
		}
	}
	return now
}

// issuedAt decides which of two issues of a badge is the newer.
func issuedAt(c badge.Credential) time.Time {
	switch {
	case c.ValidFrom != nil:
		return c.ValidFrom.UTC()
	case c.AwardedAt != nil:
		return c.AwardedAt.UTC()
	}
	return time.Time{}
}
