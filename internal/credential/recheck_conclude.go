package credential

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/awardcheck"
	"github.com/stackmatch/stackmatch/ent/db/issueridentity"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/id"
)

// statusReason is what the earner reads of an award that its issuer took back.
const statusReason = "the issuer's status list says so"

// standing is what follows for an award from a verification of its badge.
type standing struct {
	verification enum.Verification
	status       enum.AwardStatus
	// decided tells that the checks came to an end, good or bad.
	decided bool
	// next is when to verify again; zero for never.
	next time.Time
}

// circumstances are what a verification is weighed with.
type circumstances struct {
	now time.Time
	// known tells whether the issuer's valid badges count.
	known bool
	// failing is since when the checks could not be made; zero if they could.
	failing time.Time
	// until is when what was found out is no longer good; zero for no such time.
	until time.Time
}

// stand decides what follows. A status list that takes the badge back decides the
// status, whatever else is found; its dates are the award's own; what could not be
// checked changes nothing for some days; all else that fails is a failure.
func stand(row *db.Award, r badge.Report, c circumstances) standing {
	to := standing{verification: row.Verification, status: row.Status, decided: true, next: c.now.Add(checkEvery)}
	status := r.Check(badge.CheckStatus)
	switch {
	case row.Status == enum.AwardRevoked || status.Outcome == badge.Fail && status.Reason == badge.ReasonRevoked:
		to.status, to.next = enum.AwardRevoked, time.Time{} // for good (Bitstring Status List 1.0 §2.2)
	case status.Outcome == badge.Fail && status.Reason == badge.ReasonSuspended:
		to.status = enum.AwardSuspended
	case r.Verdict == badge.Valid:
		to.status, to.verification = enum.AwardActive, enum.Unverified
		if c.known {
			to.verification = enum.Verified
		}
		to.next = sooner(to.next, c)
	case r.Verdict == badge.Indeterminate:
		to.decided, to.next = false, c.now.Add(retryAfter(row.FailedChecks+1))
		if row.Verification == enum.Verified && c.now.Sub(c.failing) >= graceOfChecks {
			to.verification = enum.Unverified
		}
	case expiredOnly(r):
		to.next = time.Time{}
	default:
		to.verification = enum.VerificationFailed
	}
	return to
}

// sooner is an earlier time to verify again, if what was found out is good for
// less than a day; not sooner than an hour, whatever a list says.
func sooner(next time.Time, c circumstances) time.Time {
	if c.until.IsZero() || !c.until.Before(next) {
		return next
	}
	if soonest := c.now.Add(checkSoonest); c.until.Before(soonest) {
		return soonest
	}
	return c.until
}

// expiredOnly tells of a badge that holds but for its end.
func expiredOnly(r badge.Report) bool {
	for _, c := range r.Deciding() {
		if c.Name != badge.CheckValidity || c.Reason != badge.ReasonExpired {
			return false
		}
	}
	return len(r.Deciding()) > 0
}

// conclude keeps a verification of an award's badge, and has the award stand as it
// says, in one transaction: the feed moves its earner's ranks.
func (s *Service) conclude(ctx context.Context, tx *db.Client, row *db.Award, cause enum.CheckCause, found examined) error {
	known, err := s.knows(ctx, tx, row, found)
	if err != nil {
		return err
	}
	c := circumstances{now: s.Now(), known: known, until: goodUntil(found, s.Now())}
	if found.report.Verdict == badge.Indeterminate {
		if c.failing, err = failingSince(ctx, tx, row.ID, c.now); err != nil {
			return err
		}
	}
	content, err := keptReportOf(found)
	if err != nil {
		return err
	}
	err = tx.AwardCheck.Create().
		SetID(s.IDs.Mint(id.AwardCheck)).SetCreatedAt(c.now).SetAwardID(row.ID).
		SetCause(cause).SetVerdict(enum.Verdict(found.report.Verdict)).SetReport(content).Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep a verification: %w", err)
	}
	to := stand(row, found.report, c)
	if err := s.settle(ctx, tx, row, to); err != nil {
		return err
	}
	same := to.status == row.Status && to.verification == row.Verification
	if cause == enum.CauseImport || !same {
		if err := s.followStacks(ctx, tx, row); err != nil {
			return err
		}
	}
	if cause == enum.CauseImport {
		return nil
	}
	if ends(row, to) {
		if err := s.tell(ctx, tx, row, enum.NoticeAwardEnded); err != nil {
			return err
		}
	}
	if same {
		return nil
	}
	return audit.Write(ctx, tx, c.now, "award.verify", enum.SubjectAward, row.ID)
}

// ends tells whether an award that was to be verified again counts no more by what
// that says: taken back at its issuer's end, no longer verified, or found past its end.
func ends(row *db.Award, to standing) bool {
	switch {
	case to.status != row.Status:
		return to.status != enum.AwardActive
	case row.Status != enum.AwardActive || row.Verification != enum.Verified:
		return false
	}
	// What has expired is verified no more; until then there is a next time.
	return to.verification != enum.Verified || to.next.IsZero() && row.NextCheckAt != nil
}

// settle writes what follows for an award.
func (s *Service) settle(ctx context.Context, tx *db.Client, row *db.Award, to standing) error {
	now := s.Now()
	update := tx.Award.UpdateOneID(row.ID).SetVerification(to.verification).SetStatus(to.status)
	if to.decided {
		update.SetVerifiedAt(now).SetFailedChecks(0)
	} else {
		update.SetFailedChecks(row.FailedChecks + 1)
	}
	if to.next.IsZero() {
		update.ClearNextCheckAt()
	} else {
		update.SetNextCheckAt(to.next)
	}
	if to.status != row.Status {
		switch to.status {
		case enum.AwardRevoked:
			update.SetRevokedAt(now).SetRevokedReason(statusReason)
		case enum.AwardSuspended:
			update.SetSuspendedAt(now).SetSuspendedReason(statusReason)
		default:
			update.ClearSuspendedAt().ClearSuspendedReason()
		}
	}
	if err := update.Exec(ctx); err != nil {
		return fmt.Errorf("write what a verification says: %w", err)
	}
	return nil
}

// knows tells whether the badges of an award's issuer count now, after asking the
// registries' answers: who is on a list is trusted, who was on one and is on none
// any more is not.
func (s *Service) knows(ctx context.Context, tx *db.Client, row *db.Award, found examined) (bool, error) {
	if !found.proven() {
		return false, nil
	}
	uri := found.says().Issuer.ID
	if s.ownIssuer(uri) == row.IssuerID {
		return true, nil
	}
	identity, err := tx.IssuerIdentity.Query().
		Where(issueridentity.URI(uri), issueridentity.OrganizationID(row.IssuerID)).Only(ctx)
	if db.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look up issuer: %w", err)
	}
	byRegistry := identity.TrustedByID == nil && identity.Note == registryNote
	switch {
	case identity.TrustedAt == nil && listedByRegistry(found.report):
		_, err = s.trust(ctx, tx, identity, trusting{note: registryNote})
		return true, err
	case identity.TrustedAt != nil && byRegistry && len(found.report.Registries) > 0 && listedByNone(found.report):
		_, err = s.distrust(ctx, tx, identity)
		return false, err
	}
	return identity.TrustedAt != nil, nil
}

// failingSince is when the checks of an award that cannot be made now could not be
// made first.
func failingSince(ctx context.Context, tx *db.Client, of string, now time.Time) (time.Time, error) {
	var after time.Time
	last, err := tx.AwardCheck.Query().
		Where(awardcheck.AwardID(of), awardcheck.VerdictNEQ(enum.Indeterminate)).
		Order(db.Desc(awardcheck.FieldCreatedAt, awardcheck.FieldID)).First(ctx)
	if err != nil && !db.IsNotFound(err) {
		return now, fmt.Errorf("load verifications: %w", err)
	}
	if last != nil {
		after = last.CreatedAt
	}
	first, err := tx.AwardCheck.Query().
		Where(awardcheck.AwardID(of), awardcheck.CreatedAtGTE(after), awardcheck.VerdictEQ(enum.Indeterminate)).
		Order(awardcheck.ByCreatedAt(), awardcheck.ByID()).First(ctx)
	if db.IsNotFound(err) {
		return now, nil
	}
	if err != nil {
		return now, fmt.Errorf("load verifications: %w", err)
	}
	return first.CreatedAt, nil
}
