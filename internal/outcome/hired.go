package outcome

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/id"
)

// employerSource is who said so, of what came of a contact here.
const employerSource = "the employer"

// EmployerTold records, in the transaction that is under way, that an employer
// interviewed, made an offer to, or hired an earner on a day, with the awards that it
// rests on. It is nobody's own record: the employer learns nothing by it, and cannot
// take it away.
func (s *Service) EmployerTold(ctx context.Context, tx *db.Client, kind enum.OutcomeKind, of, employer string, on time.Time, awards []string) error {
	program, err := programBehind(ctx, tx, of, awards)
	if err != nil {
		return err
	}
	made, err := tx.ProtectedOutcome.Create().SetID(s.IDs.Mint(id.Outcome)).SetCreatedAt(s.Now()).
		SetEarnerID(of).SetKind(kind).SetOn(day(on)).SetOrganizationID(employer).
		SetNillableProgramID(program).SetSource(employerSource).Save(ctx)
	if err != nil {
		return fmt.Errorf("write outcome: %w", err)
	}
	rests := make([]*db.ProtectedOutcomeAward, len(awards))
	for i, one := range awards {
		rests[i] = &db.ProtectedOutcomeAward{OutcomeID: made.ID, AwardID: one}
	}
	if err := insertAwards(ctx, tx, rests); err != nil {
		return err
	}
	return audit.Write(ctx, tx, s.Now(), "outcome.record", enum.SubjectEarner, of)
}

// programBehind is whose program counts what rests on awards: that of the newest
// enrollment for what one of them is of, else the issuer of the newest of them, else
// the one in which the earner enrolled last; nil for none.
func programBehind(ctx context.Context, tx *db.Client, of string, awards []string) (*string, error) {
	rows, err := tx.Award.Query().Where(award.IDIn(awards...), award.EarnerID(of)).
		Order(db.Desc(award.FieldEarnedAt, award.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load awards: %w", err)
	}
	if len(rows) == 0 {
		return enrolledAt(ctx, tx, of)
	}
	credentials := make([]string, len(rows))
	for i, row := range rows {
		credentials[i] = row.MicroCredentialID
	}
	enrolled, err := tx.Enrollment.Query().
		Where(enrollment.EarnerID(of), enrollment.MicroCredentialIDIn(credentials...)).
		Order(db.Desc(enrollment.FieldCreatedAt, enrollment.FieldID)).First(ctx)
	switch {
	case err == nil:
		return &enrolled.IssuerID, nil
	case !db.IsNotFound(err):
		return nil, fmt.Errorf("load enrollment: %w", err)
	}
	return &rows[0].IssuerID, nil
}
