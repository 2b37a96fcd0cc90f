package credential

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/rosterrow"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/roster"
)

// rowTaken is what came of a row: now, if this import took it, and the code of an
// award that waits.
type rowTaken struct {
	row  *db.RosterRow
	now  bool
	code *ClaimCode
}

// importRow takes a row in a transaction of its own: its award, and that it was taken,
// stand together or not at all. Of two that take it at the same time, the indexes of
// rows refuse one, which then finds what the other has written.
func (s *Service) importRow(ctx context.Context, of *db.Roster, f *finder, row roster.Row) (rowTaken, error) {
	p, err := f.placing(ctx, row)
	if err == nil {
		var made rowTaken
		made, err = s.once(ctx, of, row.Line, func(ctx context.Context, tx *db.Client, made *rowTaken) error {
			return s.takeRow(ctx, tx, of, row, p, made)
		})
		if problem.As(err) == nil {
			return made, err
		}
		err = faulty{roster.RecipientUnknown} // erased meanwhile
	}
	code, is := codeOf(err)
	if !is {
		return rowTaken{}, err
	}
	return s.once(ctx, of, row.Line, func(ctx context.Context, tx *db.Client, made *rowTaken) (err error) {
		made.row, err = s.writeRow(ctx, tx, of, row.Line, s.rowKey(of, "line", strconv.Itoa(row.Line)), enum.RowFailed, code, nil)
		return err
	})
}

// once takes a line that no import has taken, or finds what came of it.
func (s *Service) once(
	ctx context.Context, of *db.Roster, line int, take func(ctx context.Context, tx *db.Client, made *rowTaken) error,
) (made rowTaken, err error) {
	err = s.retrying(ctx, func(ctx context.Context, tx *db.Client) error {
		there, err := tx.RosterRow.Query().Where(rosterrow.RosterID(of.ID), rosterrow.Line(line)).Only(ctx)
		if !db.IsNotFound(err) {
			made = rowTaken{row: there}
			return err
		}
		made = rowTaken{now: true}
		return take(ctx, tx, &made)
	})
	return made, err
}

// takeRow makes a row's award, unless the row has made one in another file, or the
// earner has it already.
func (s *Service) takeRow(ctx context.Context, tx *db.Client, of *db.Roster, row roster.Row, p placing, made *rowTaken) error {
	key := s.rowKey(of, p.of.MicroCredentialID, whose(p), row.EarnedOn.Format(time.DateOnly))
	unchanged := func(award *string) (err error) {
		made.row, err = s.writeRow(ctx, tx, of, row.Line, key, enum.RowUnchanged, "", award)
		return err
	}
	before, err := tx.RosterRow.Query().
		Where(rosterrow.OrganizationID(of.OrganizationID), rosterrow.Key(key), rosterrow.OutcomeEQ(enum.RowCreated)).Only(ctx)
	switch {
	case err == nil:
		return unchanged(before.AwardID)
	case !db.IsNotFound(err):
		return fmt.Errorf("look for the same row: %w", err)
	}
	awarded, err := s.placeOnce(ctx, tx, p)
	if there := conflicting(err); there != nil {
		return unchanged(&there.ID)
	}
	if err != nil {
		return err
	}
	if p.unclaimed != nil {
		made.code = &ClaimCode{
			Line: row.Line, AwardID: awarded.Award.ID, Name: line(p.unclaimed.Name), Reference: line(p.unclaimed.Reference), Value: awarded.ClaimCode,
		}
	}
	made.row, err = s.writeRow(ctx, tx, of, row.Line, key, enum.RowCreated, "", &awarded.Award.ID)
	return err
}

// conflicting is the award that is there already, by the problem that says so.
func conflicting(err error) *db.Award {
	for _, p := range problem.As(err) {
		if there, is := p.Current.(*db.Award); is && p.Kind == problem.Conflict {
			return there
		}
	}
	return nil
}

// whose tells the recipients of an issuer's rows apart.
func whose(p placing) string {
	if p.unclaimed == nil {
		return p.Earner
	}
	return "reference " + strings.ToLower(line(p.unclaimed.Reference))
}

// rowKey is what makes two rows the same. It is no plain hash: of the few numbers
// that an issuer gives, one could try all.
func (s *Service) rowKey(of *db.Roster, parts ...string) string {
	return hex.EncodeToString(s.Vault.Tag("roster row of "+of.OrganizationID, []byte(strings.Join(parts, "\x00"))))
}

func (s *Service) writeRow(
	ctx context.Context, tx *db.Client, of *db.Roster, line int, key string, outcome enum.RowOutcome, code roster.Code, award *string,
) (*db.RosterRow, error) {
	return tx.RosterRow.Create().SetRosterID(of.ID).SetOrganizationID(of.OrganizationID).SetLine(line).SetKey(key).
		SetOutcome(outcome).SetCode(string(code)).SetNillableAwardID(award).Save(ctx)
}
