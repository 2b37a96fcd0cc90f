package coaching

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// position is where a case stands in an order, as texts that sort as it does: first
// who shares something, then by the order, then by id.
func (o CaseloadOrder) position(c *Case) []string {
	if !c.Shared {
		return []string{"1", "", c.ID}
	}
	return []string{"0", o.key(c), c.ID}
}

func (o CaseloadOrder) key(c *Case) string {
	switch o {
	case OrderLeastRecent:
		return earliest(c.LastActivityAt)
	case OrderMostRecent:
		return latest(c.LastActivityAt)
	case OrderLeastContact:
		return earliest(c.ContactedAt)
	case OrderName:
		// Who does not share a name comes after those who do.
		if c.name == "" {
			return "\U0010FFFF"
		}
		return strings.ToLower(c.name)
	case OrderStage:
		return fmt.Sprintf("%02d", slices.Index(enum.CaseStage("").Values(), string(*c.Stage)))
	case OrderOpened:
		return sortable(c.CreatedAt)
	default:
		if c.NextTask == nil {
			return sortable(dueNever)
		}
		return sortable(dueOf(c.NextTask.CaseTask))
	}
}

// dueNever sorts cases without a task behind those whose tasks have no day.
var dueNever = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

const sortableLayout = "2006-01-02T15:04:05.000000000"

func sortable(t time.Time) string { return t.UTC().Format(sortableLayout) }

// earliest has what never was come first.
func earliest(t *time.Time) string {
	if t == nil {
		return ""
	}
	return sortable(*t)
}

// latest turns the order around: each digit is replaced by what it lacks to 9; what
// never was comes last.
func latest(t *time.Time) string {
	if t == nil {
		return "~"
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0' + '9' - r
		}
		return r
	}, sortable(*t))
}
