package credential

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/statusentry"
	"github.com/stackmatch/stackmatch/ent/db/statuslist"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/status"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
)

// listSize is how many entries a list has, and listRoom how many of them awards
// take: a list is left half empty, so that random draws find a free place.
const (
	listSize = status.MinEntries
	listRoom = listSize / 2
)

// purposes are those of an issuer's lists, in the order in which their rows are
// locked: two writers never wait for each other.
var purposes = []struct {
	of enum.StatusPurpose
	// word is the purpose in a badge; set is the status of the awards whose entries
	// are set.
	word string
	set  enum.AwardStatus
}{
	{enum.StatusRevocation, issue.Revocation, enum.AwardRevoked},
	{enum.StatusSuspension, issue.Suspension, enum.AwardSuspended},
}

// takePlaces gives an award its places in its issuer's lists, which are random and
// stay the same.
func (s *Service) takePlaces(ctx context.Context, tx *db.Client, row *db.Award) error {
	for _, p := range purposes {
		if err := s.takePlace(ctx, tx, row, p.of); err != nil {
			return fmt.Errorf("take a place in a status list: %w", err)
		}
	}
	// Read when the lists are locked: whoever changes the award's status meanwhile
	// finds the new places, and else it is seen here.
	now, err := tx.Award.Get(ctx, row.ID)
	if err != nil {
		return fmt.Errorf("load award: %w", err)
	}
	if now.Status != enum.AwardActive {
		return touchLists(ctx, tx, now)
	}
	return nil
}

func (s *Service) takePlace(ctx context.Context, tx *db.Client, row *db.Award, purpose enum.StatusPurpose) error {
	list, err := s.roomyList(ctx, tx, row.IssuerID, purpose)
	if err != nil {
		return err
	}
	taken, err := tx.StatusEntry.Query().Where(statusentry.AwardID(row.ID), ofPurpose(purpose)).Exist(ctx)
	if err != nil || taken {
		return err
	}
	for {
		position, err := s.draw(listSize)
		if err != nil {
			return err
		}
		taken, err := tx.StatusEntry.Query().Where(statusentry.ListID(list), statusentry.Position(position)).Exist(ctx)
		if err != nil {
			return err
		}
		if taken {
			continue // at least every second is free
		}
		if err := tx.StatusEntry.Create().SetListID(list).SetAwardID(row.ID).SetPosition(position).Exec(ctx); err != nil {
			return err
		}
		return tx.StatusList.UpdateOneID(list).AddUsed(1).Exec(ctx)
	}
}

func ofPurpose(purpose enum.StatusPurpose) predicate.StatusEntry {
	return statusentry.HasListWith(statuslist.PurposeEQ(purpose))
}

// roomyList is an issuer's list with room, locked until the transaction ends. It is
// made where there is none.
func (s *Service) roomyList(ctx context.Context, tx *db.Client, issuer string, purpose enum.StatusPurpose) (string, error) {
	for {
		// In one statement: transactions that see the same lists make the same next one.
		rows, err := tx.StatusList.Query().
			Where(statuslist.OrganizationID(issuer), statuslist.PurposeEQ(purpose)).
			Select(statuslist.FieldID, statuslist.FieldUsed).All(ctx)
		if err != nil {
			return "", err
		}
		list := ""
		for _, row := range rows {
			if row.Used < listRoom {
				list = row.ID
			}
		}
		if list == "" {
			if list, err = s.makeList(ctx, tx, issuer, purpose, len(rows)+1); err != nil {
				return "", err
			}
		}
		locked, err := lockList(ctx, tx, list, statuslist.UsedLT(listRoom))
		if err != nil || locked {
			return list, err
		}
		// Others have filled it meanwhile.
	}
}

// lockList has other writers of a list wait for this transaction: PostgreSQL's do,
// SQLite's wait anyway. It tells whether the list is still as asked for.
func lockList(ctx context.Context, tx *db.Client, list string, still ...predicate.StatusList) (bool, error) {
	n, err := tx.StatusList.Update().Where(append(still, statuslist.ID(list))...).AddUsed(0).Save(ctx)
	if err != nil {
		return false, fmt.Errorf("lock status list: %w", err)
	}
	return n == 1, nil
}

// makeList makes an issuer's list of a number. Its id follows from whose it is and
// its number: of two that are made at the same time one is kept.
func (s *Service) makeList(ctx context.Context, tx *db.Client, issuer string, purpose enum.StatusPurpose, number int) (string, error) {
	sum := sha256.Sum256([]byte(string(purpose) + " list of " + issuer + " " + strconv.Itoa(number)))
	row := &db.StatusList{
		ID: id.Encode(id.StatusList, [16]byte(sum[:16])), CreatedAt: s.Now(),
		OrganizationID: issuer, Purpose: purpose, Size: listSize,
	}
	return row.ID, store.InsertMissing(ctx, tx, []*db.StatusList{row})
}

// draw gives a random number below n, which is a power of 2.
func (s *Service) draw(n int) (int, error) {
	var random [8]byte
	if _, err := io.ReadFull(s.Random, random[:]); err != nil {
		return 0, fmt.Errorf("draw a place: %w", err)
	}
	return int(binary.BigEndian.Uint64(random[:]) % uint64(n)), nil
}

// touchLists has the lists that an award's change of status concerns signed anew
// when they are next asked for: those that have its places, and those where a
// place for it is being taken right now.
func touchLists(ctx context.Context, tx *db.Client, row *db.Award) error {
	for _, p := range purposes {
		err := tx.StatusList.Update().Where(
			statuslist.OrganizationID(row.IssuerID), statuslist.PurposeEQ(p.of),
			statuslist.Or(statuslist.UsedLT(listRoom), statuslist.HasEntriesWith(statusentry.AwardID(row.ID))),
		).ClearDocument().ClearSignedAt().Exec(ctx)
		if err != nil {
			return fmt.Errorf("have status lists signed anew: %w", err)
		}
	}
	return nil
}

// marked lists the set places of a list, in order.
func marked(ctx context.Context, client *db.Client, list *db.StatusList) ([]int, error) {
	var set enum.AwardStatus
	for _, p := range purposes {
		if p.of == list.Purpose {
			set = p.set
		}
	}
	places, err := client.StatusEntry.Query().
		Where(statusentry.ListID(list.ID), statusentry.HasAwardWith(award.StatusEQ(set))).
		Order(statusentry.ByPosition()).Select(statusentry.FieldPosition).Ints(ctx)
	if err != nil {
		return nil, fmt.Errorf("load status list: %w", err)
	}
	return places, nil
}
