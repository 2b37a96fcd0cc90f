package web

import (
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/credential"
)

func TestAnAwardStandsAsItsIssuerAndItsChecksSay(t *testing.T) {
	t.Parallel()
	before, after := noon.AddDate(0, 0, -1), noon.AddDate(0, 0, 1)
	verdict := func(v badge.Verdict) *badge.Report { return &badge.Report{Verdict: v} }
	active := db.Award{Status: enum.AwardActive}
	for name, c := range map[string]struct {
		award  db.Award
		report *badge.Report
		counts bool
		want   string
	}{
		"all holds":                     {active, verdict(badge.Valid), true, "valid"},
		"before its end":                {db.Award{Status: enum.AwardActive, ExpiresAt: &after}, verdict(badge.Valid), true, "valid"},
		"an issuer whom nobody trusts":  {active, verdict(badge.Valid), false, "unknown issuer"},
		"what could not be checked":     {active, verdict(badge.Indeterminate), false, "undecided"},
		"what could be checked before":  {active, verdict(badge.Indeterminate), true, "held before"},
		"a check failed":                {active, verdict(badge.Invalid), false, "invalid"},
		"no badge, on record":           {active, nil, true, "recorded"},
		"no badge, nothing known":       {active, nil, false, "undecided"},
		"after its end":                 {db.Award{Status: enum.AwardActive, ExpiresAt: &before}, verdict(badge.Invalid), false, "expired"},
		"at its end":                    {db.Award{Status: enum.AwardActive, ExpiresAt: &noon}, verdict(badge.Valid), true, "expired"},
		"suspended":                     {db.Award{Status: enum.AwardSuspended}, verdict(badge.Invalid), false, "suspended"},
		"revoked":                       {db.Award{Status: enum.AwardRevoked, RevokedAt: &before}, verdict(badge.Invalid), false, "revoked"},
		"revoked, whatever a cache has": {db.Award{Status: enum.AwardRevoked, RevokedAt: &before}, verdict(badge.Valid), false, "revoked"},
		"revoked and expired":           {db.Award{Status: enum.AwardRevoked, RevokedAt: &before, ExpiresAt: &before}, nil, false, "revoked"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, on := howItStands(&credential.PublicAward{Award: &c.award, Report: c.report, Counts: c.counts}, noon)
			if got != c.want {
				t.Errorf("stands as %q, want %q", got, c.want)
			}
			if dated := got == "revoked" || got == "expired"; dated != (on != nil) {
				t.Errorf("%q has the day %v", got, on)
			}
		})
	}
}

func TestOnlyWhatHoldsHasTheGoodMark(t *testing.T) {
	t.Parallel()
	for key, s := range standings {
		if holds := key == "valid" || key == "recorded"; holds != (s.mark == markGood) {
			t.Errorf("%q has the mark %q", key, s.mark)
		}
	}
	for _, known := range []bool{true, false} {
		lines := checksOf(checkedReport(), known, spanish)
		for _, c := range lines[:len(lines)-1] {
			if c.Name == "" || c.Outcome == "" || c.Sentence != "En español." {
				t.Errorf("a check is shown as %+v", c)
			}
		}
		if last := lines[len(lines)-1]; known != (last.Mark == markGood) || known != (last.Sentence == phrases["known"].es) {
			t.Errorf("known is %v, and said as %+v", known, last)
		}
	}
	revoked := standingOf(&credential.PublicAward{Award: &db.Award{Status: enum.AwardRevoked, RevokedAt: new(noon)}}, noon.Add(time.Hour), spanish)
	if revoked.Sentence != "Su emisor lo retiró el 2 de marzo de 2026. Ya no cuenta." || revoked.Short != "Revocado" {
		t.Errorf("revoked is said as %+v", revoked)
	}
}
