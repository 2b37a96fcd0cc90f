package coaching

import (
	"time"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// Grade is how well it is evidenced.
func (r GapRequirement) Grade() matching.Grade { return r.Match.Grade }

// Credit is 0 to 1.
func (r GapRequirement) Credit() float64 { return float64(r.Match.Credit) / float64(fullCredit) }

// LevelHeld is the level of the best proof; nil where none is stated.
func (r GapRequirement) LevelHeld() *int { return level(r.Match.LevelHeld) }

// LevelAsked is nil where any will do.
func (r GapRequirement) LevelAsked() *int { return level(r.Ask.Level) }

// Reason says in a language why it has its credit.
func (r GapRequirement) Reason(language matching.Language) string {
	return r.Match.Reason.Sentence(language)
}

// Progress is the share of a stack that is completed, in whole tenths; nil for others.
func (r GapRequirement) Progress() *float64 {
	if r.Ask.Stack == "" {
		return nil
	}
	share := float64(r.Match.Progress) / 10
	return &share
}

// ExpiresOn is when the credit falls; nil where it does not.
func (r GapRequirement) ExpiresOn() *time.Time {
	if r.Match.ExpiresAt.IsZero() {
		return nil
	}
	return &r.Match.ExpiresAt
}

func level(l matching.Level) *int {
	if l == 0 {
		return nil
	}
	n := int(l)
	return &n
}

// Modules is in how many parts it is worked through; nil where unknown.
func (o Option) Modules() *int {
	if o.Offering == nil {
		return nil
	}
	return o.Offering.Modules
}

// DownloadKib is the size of all materials; nil where unknown.
func (o Option) DownloadKib() *int {
	if o.Offering == nil {
		return nil
	}
	return o.Offering.DownloadKib
}
