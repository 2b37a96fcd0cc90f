package outbox

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/recognition"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/store"
)

// ScanDue tells the feed whom time alone has changed since the last scan: an
// award has expired, a grant has ended, a guardian is needed no longer, a
// recognition holds or ends. It reads the records themselves, so that there is no
// calendar to keep, and tells how many.
func (o *Outbox) ScanDue(ctx context.Context, now time.Time) (told int, err error) {
	// Most of the time nothing is due: then nothing is written, nobody waits, and
	// the next scan looks at the same stretch again.
	found, err := o.dueBy(ctx, o.store.Client, now)
	if err != nil || found.none() {
		return 0, err
	}
	err = store.InTx(ctx, o.store.Client, func(ctx context.Context, tx *db.Client) error {
		found, err := o.dueBy(ctx, tx, now)
		if err != nil || found.none() {
			return err
		}
		told = len(found.earners) + len(found.awards) + len(found.recognitions)
		if err := store.Changed(ctx, enum.SubjectEarner, found.earners...); err != nil {
			return err
		}
		if err := store.Changed(ctx, enum.SubjectAward, found.awards...); err != nil {
			return err
		}
		if err := store.Changed(ctx, enum.SubjectRecognition, found.recognitions...); err != nil {
			return err
		}
		return tx.FeedState.UpdateOneID(stateID).SetDueAt(now).Exec(ctx)
	})
	if err != nil {
		return 0, fmt.Errorf("tell what is due: %w", err)
	}
	return told, nil
}

// due lists subjects, some more than once.
type due struct{ earners, awards, recognitions []string }

func (d due) none() bool { return len(d.earners)+len(d.awards)+len(d.recognitions) == 0 }

// dueBy finds what changed from the last scan until just before now: what falls
// on now itself is over for certain only afterwards.
func (o *Outbox) dueBy(ctx context.Context, client *db.Client, now time.Time) (due, error) {
	var found due
	state, err := client.FeedState.Get(ctx, stateID)
	if err != nil {
		return found, fmt.Errorf("read the feed's state: %w", err)
	}
	from := state.DueAt
	for _, find := range []func() ([]string, error){
		func() ([]string, error) { return holders(ctx, client, from, now) },
		func() ([]string, error) { return ended(ctx, client, from, now) },
		func() ([]string, error) { return ofAge(ctx, client, from, now) },
	} {
		ids, err := find()
		if err != nil {
			return due{}, fmt.Errorf("find who is due: %w", err)
		}
		found.earners = append(found.earners, ids...)
	}
	// Of an award, its issuer is told too, and who waits for it to be claimed.
	if found.awards, err = client.Award.Query().Where(expired(from, now)...).IDs(ctx); err != nil {
		return due{}, fmt.Errorf("find which awards are due: %w", err)
	}
	if found.recognitions, err = recognized(ctx, client, from, now); err != nil {
		return due{}, fmt.Errorf("find which recognitions are due: %w", err)
	}
	return found, nil
}

func expired(from, to time.Time) []predicate.Award {
	return []predicate.Award{award.ExpiresAtGTE(from), award.ExpiresAtLT(to)}
}

func holders(ctx context.Context, client *db.Client, from, to time.Time) ([]string, error) {
	return client.Award.Query().Where(expired(from, to)...).Where(award.EarnerIDNotNil()).
		Unique(true).Select(award.FieldEarnerID).Strings(ctx)
}

func ended(ctx context.Context, client *db.Client, from, to time.Time) ([]string, error) {
	return client.Grant.Query().Where(grant.UntilGTE(from), grant.UntilLT(to)).
		Unique(true).Select(grant.FieldEarnerID).Strings(ctx)
}

func ofAge(ctx context.Context, client *db.Client, from, to time.Time) ([]string, error) {
	return client.Earner.Query().Where(earner.GuardianUntilGTE(from), earner.GuardianUntilLT(to)).IDs(ctx)
}

// recognized also finds the last days that are over: a recognition holds through
// its last day, or until it is ended.
func recognized(ctx context.Context, client *db.Client, from, to time.Time) ([]string, error) {
	const day = 24 * time.Hour
	return client.Recognition.Query().Where(recognition.Or(
		recognition.And(recognition.ValidFromGTE(from), recognition.ValidFromLT(to)),
		recognition.And(recognition.ValidUntilGTE(from.Add(-day)), recognition.ValidUntilLT(to.Add(-day))),
		recognition.And(recognition.EndedAtGTE(from), recognition.EndedAtLT(to)),
	)).IDs(ctx)
}
