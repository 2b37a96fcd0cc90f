package catalog

import (
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
)

// dayOf is the day of an instant, as days are stored: its first instant in UTC.
func dayOf(t time.Time) time.Time {
	y, m, d := t.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// dayOrNil is dayOf for a day that may be missing.
func dayOrNil(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	day := dayOf(*t)
	return &day
}

// sortedByStart sorts offerings: at any time first, then by day; ties by id.
func sortedByStart(rows []*db.Offering) []*db.Offering {
	start := func(row *db.Offering) time.Time {
		if row.StartsOn == nil {
			return time.Time{}
		}
		return *row.StartsOn
	}
	slices.SortFunc(rows, func(a, b *db.Offering) int {
		if c := start(a).Compare(start(b)); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return rows
}
