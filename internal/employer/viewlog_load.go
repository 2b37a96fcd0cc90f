package employer

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/spoolposition"
	"github.com/stackmatch/stackmatch/ent/db/viewlogline"
	"github.com/stackmatch/stackmatch/internal/spool"
	"github.com/stackmatch/stackmatch/internal/store"
)

// loadAtOnce is about how many bytes of the spool one transaction loads.
const loadAtOnce = 256 << 10

// Load brings what was noted before the call into the records. Lines and position
// are written in one transaction: whenever it is killed, each is loaded once.
func (l *ViewLog) Load(ctx context.Context) error {
	end := l.Spool.End()
	l.loading.Lock()
	defer l.loading.Unlock()
	at, known, err := l.position(ctx)
	if err != nil {
		return err
	}
	for !known || at.Before(end) {
		records, next, err := l.Spool.Read(at, loadAtOnce)
		if err != nil {
			return fmt.Errorf("read the view log: %w", err)
		}
		if known && next == at {
			break
		}
		sums, err := sum(records)
		if err != nil {
			return err
		}
		err = store.InTx(ctx, l.DB, func(ctx context.Context, tx *db.Client) error {
			if err := l.move(ctx, tx, known, at, next); err != nil {
				return err
			}
			return write(ctx, tx, sums)
		})
		if err != nil {
			return err
		}
		at, known = next, true
	}
	return l.Spool.Drop(at)
}

// position is how far the records have the spool; not known before the first time.
func (l *ViewLog) position(ctx context.Context) (at spool.Position, known bool, err error) {
	row, err := l.DB.SpoolPosition.Query().Where(spoolposition.Spool(l.Spool.ID())).Only(ctx)
	if db.IsNotFound(err) {
		return at, false, nil
	}
	if err != nil {
		return at, false, fmt.Errorf("read how far the view log is loaded: %w", err)
	}
	return spool.Position{Segment: row.Segment, Offset: row.Offset}, true, nil
}

// move moves the position, if it is still where it was.
func (l *ViewLog) move(ctx context.Context, tx *db.Client, known bool, from, to spool.Position) error {
	if !known {
		err := tx.SpoolPosition.Create().SetSpool(l.Spool.ID()).SetSegment(to.Segment).SetOffset(to.Offset).Exec(ctx)
		if err != nil {
			return fmt.Errorf("write how far the view log is loaded: %w", err)
		}
		return nil
	}
	n, err := tx.SpoolPosition.Update().
		Where(spoolposition.Spool(l.Spool.ID()), spoolposition.Segment(from.Segment), spoolposition.Offset(from.Offset)).
		SetSegment(to.Segment).SetOffset(to.Offset).Save(ctx)
	if err != nil {
		return fmt.Errorf("write how far the view log is loaded: %w", err)
	}
	if n == 0 {
		return fmt.Errorf("somebody else loads the view log of %s: no two servers share a data directory", l.Spool.ID())
	}
	return nil
}

// lineKey is what there is one line of.
type lineKey struct {
	earner, organization, posting string
	day                           time.Time
}

// lineSum is what a line gains.
type lineSum struct {
	times  int
	fields []string
	last   time.Time
}

// sum counts by line.
func sum(records [][]byte) (map[lineKey]lineSum, error) {
	sums := map[lineKey]lineSum{}
	for _, text := range records {
		var record noted
		if err := json.Unmarshal(text, &record); err != nil {
			return nil, fmt.Errorf("read a record of the view log: %w", err)
		}
		for _, shown := range record.Shown {
			for _, earner := range shown.Earners {
				key := lineKey{earner, shown.Organization, shown.Posting, record.At.UTC().Truncate(24 * time.Hour)}
				sums[key] = sums[key].and(lineSum{1, shown.Fields, record.At})
			}
		}
	}
	return sums, nil
}

func (s lineSum) and(more lineSum) lineSum {
	out := lineSum{times: s.times + more.times, fields: slices.Concat(s.fields, more.fields), last: s.last}
	slices.Sort(out.fields)
	out.fields = slices.Compact(out.fields)
	if more.last.After(s.last) {
		out.last = more.last
	}
	return out
}

// write adds sums to the lines of the earners who are still there.
func write(ctx context.Context, tx *db.Client, sums map[lineKey]lineSum) error {
	var earners []string
	for key := range sums {
		earners = append(earners, key.earner)
	}
	slices.Sort(earners)
	earners = slices.Compact(earners)
	// Loaders of several servers, and who erases an earner, follow one another.
	if err := store.LockAll(ctx, earners); err != nil {
		return err
	}
	there, err := tx.Earner.Query().Where(earner.IDIn(earners...), earner.ErasedAtIsNil()).IDs(ctx)
	if err != nil {
		return fmt.Errorf("load earners: %w", err)
	}
	slices.Sort(there)
	keys := slices.SortedFunc(maps.Keys(sums), lineKey.compare)
	keys = slices.DeleteFunc(keys, func(key lineKey) bool {
		_, is := slices.BinarySearch(there, key.earner)
		return !is
	})
	for some := range slices.Chunk(keys, linesAtOnce) {
		if err := writeLines(ctx, tx, some, sums); err != nil {
			return err
		}
	}
	return nil
}

// linesAtOnce bounds the parameters of a statement.
const linesAtOnce = 300

func writeLines(ctx context.Context, tx *db.Client, keys []lineKey, sums map[lineKey]lineSum) error {
	before, err := linesOf(ctx, tx, keys)
	if err != nil {
		return err
	}
	rows := make([]*db.ViewLogLine, len(keys))
	for i, key := range keys {
		gained := before[key].and(sums[key])
		rows[i] = &db.ViewLogLine{
			EarnerID: key.earner, OrganizationID: key.organization, PostingID: key.posting, On: key.day,
			Times: gained.times, Fields: gained.fields, LastAt: gained.last,
		}
	}
	err = store.Upsert(ctx, tx, rows,
		viewlogline.FieldEarnerID, viewlogline.FieldOn, viewlogline.FieldOrganizationID, viewlogline.FieldPostingID)
	if err != nil {
		return fmt.Errorf("write the view log: %w", err)
	}
	return nil
}

// linesOf are the lines that are there of keys, and perhaps others.
func linesOf(ctx context.Context, tx *db.Client, keys []lineKey) (map[lineKey]lineSum, error) {
	var earners []string
	var days []time.Time
	for _, key := range keys {
		earners, days = append(earners, key.earner), append(days, key.day)
	}
	rows, err := tx.ViewLogLine.Query().
		Where(viewlogline.EarnerIDIn(slices.Compact(earners)...), viewlogline.OnIn(distinctDays(days)...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the view log: %w", err)
	}
	out := make(map[lineKey]lineSum, len(rows))
	for _, row := range rows {
		out[lineKey{row.EarnerID, row.OrganizationID, row.PostingID, row.On.UTC()}] = lineSum{row.Times, row.Fields, row.LastAt}
	}
	return out, nil
}

func distinctDays(days []time.Time) []time.Time {
	slices.SortFunc(days, time.Time.Compare)
	return slices.CompactFunc(days, time.Time.Equal)
}

func (k lineKey) compare(other lineKey) int {
	return cmp.Or(strings.Compare(k.earner, other.earner), k.day.Compare(other.day),
		strings.Compare(k.organization, other.organization), strings.Compare(k.posting, other.posting))
}
