package account

import (
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
)

// MatchingSettings is what an earner decided is shown for matching.
type MatchingSettings struct {
	Place           *string
	Precision       enum.PlacePrecision
	Remote          bool
	Languages       []string
	ShowNonCounting bool
	Reach           consent.Reach
	ChoseAt         *time.Time
	// GuardianUntil is nil where no guardian is needed, and so is GuardianAgreed.
	GuardianUntil  *time.Time
	GuardianAgreed *bool
}

// Matching is what the earner decided; nil for everybody but themselves.
func (s *Service) Matching(e *Earner) *MatchingSettings {
	if !e.Self {
		return nil
	}
	row := e.Earner
	out := &MatchingSettings{
		Place: row.PlaceID, Precision: row.PlacePrecision, Remote: row.Remote, Languages: row.Languages,
		ShowNonCounting: row.ShowNonCounting, Reach: row.Reach, ChoseAt: row.ChoseAt,
	}
	if row.GuardianUntil != nil && s.Now().Before(*row.GuardianUntil) {
		agreed := !dossier.Subject(row).NeedsGuardian(s.Now())
		out.GuardianUntil, out.GuardianAgreed = row.GuardianUntil, &agreed
	}
	return out
}

// ExportURL is where a copy is fetched; nil where there is none.
func (s *Service) ExportURL(file, job string) *string {
	if file == "" {
		return nil
	}
	to := s.Base() + "/exports/" + job
	return &to
}
