package consent_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/consent"
)

var now = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

func TestAudienceNamesOnlyWhomTheEarnerAllowed(t *testing.T) {
	t.Parallel()
	org := consent.Grant{Organization: "org_a", Purpose: consent.Matching}
	kind := consent.Grant{Kind: "COLLEGE", Purpose: consent.Matching}
	over := consent.Grant{Organization: "org_b", Purpose: consent.Matching, Until: now}
	withdrawn := consent.Grant{Organization: "org_c", Purpose: consent.Matching, WithdrawnAt: now}
	contact := consent.Grant{Organization: "org_d", Purpose: consent.Contact}
	guardian := consent.Grant{Purpose: consent.Guardian}
	tests := []struct {
		name    string
		subject consent.Subject
		want    []string
	}{
		{"nothing said", consent.Subject{}, nil},
		{"hidden wins over grants", consent.Subject{Visibility: consent.Hidden, Reach: consent.Granted, Grants: []consent.Grant{org}}, nil},
		{"everyone", consent.Subject{Visibility: consent.Anonymous, Reach: consent.Everyone}, []string{"all"}},
		{"granted only", consent.Subject{Visibility: consent.Open, Reach: consent.Granted, Grants: []consent.Grant{kind, org, over, withdrawn, contact, org}}, []string{"kind:COLLEGE", "org:org_a"}},
		{"minor without a guardian", consent.Subject{Visibility: consent.Open, Reach: consent.Everyone, GuardianUntil: now.AddDate(1, 0, 0)}, nil},
		{"minor with a guardian", consent.Subject{Visibility: consent.Open, Reach: consent.Everyone, GuardianUntil: now.AddDate(1, 0, 0), Grants: []consent.Grant{guardian}}, []string{"all"}},
		{"of age today", consent.Subject{Visibility: consent.Open, Reach: consent.Everyone, GuardianUntil: now}, []string{"all"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, tt.subject.Audience(now)); diff != "" {
				t.Errorf("audience (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBlockWinsOverEveryGrant(t *testing.T) {
	t.Parallel()
	s := consent.Subject{
		Visibility: consent.Open, Reach: consent.Everyone, Blocked: []string{"org_a"},
		Grants: []consent.Grant{{Organization: "org_a", Purpose: consent.Contact, Fields: []consent.Field{consent.Name}}},
	}
	if s.ShownTo("org_a", nil, now) {
		t.Error("a blocked organization is shown the earner")
	}
	if s.Opens(consent.Name, consent.Contact, "org_a", "", now) {
		t.Error("a blocked organization is told the name")
	}
	if !s.ShownTo("org_b", nil, now) {
		t.Error("another organization is not shown the earner")
	}
}

func TestNextChangeIsTheNearestInstantAhead(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	s := consent.Subject{GuardianUntil: now.Add(3 * day), Grants: []consent.Grant{{Until: now.Add(-day)}, {Until: now.Add(2 * day)}}}
	if got, want := s.NextChange(now), now.Add(2*day); !got.Equal(want) {
		t.Errorf("next change %v, want %v", got, want)
	}
	if got := s.NextChange(now.Add(3 * day)); !got.IsZero() {
		t.Errorf("next change %v, want none", got)
	}
}
