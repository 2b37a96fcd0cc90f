package credential_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestABadgeOfOurOwnIsTheAwardThatItCameFrom(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	college := f.Organization(t, "College", nil, enum.OrgIssuer, enum.OrgDeveloper)
	id := f.Award(t, f.ana, f.MicroCredential(t, college, "Forklift", map[string]int{"weld": 2}))
	for _, form := range []credential.Form{credential.FormJSON, credential.FormJWT, credential.FormPNG} {
		file := world.Must(f.Credentials.Badge(f.asAna, id, form))(t)
		before := f.records(t)
		verified := world.Must(f.Credentials.VerifyBadge(t.Context(), credential.BadgeSource{File: file}))(t)
		if verified.Report.Verdict != badge.Valid || outcome(verified.Report, badge.CheckIssuerTrust) != "PASS" {
			t.Errorf("%s: %+v", form, verified.Report)
		}
		got := world.Must(f.Credentials.ImportBadge(f.asAna, credential.BadgeSource{File: file}))(t)
		if got.Award == nil || got.Award.ID != id || got.Award.Source != enum.SourceIssued {
			t.Errorf("%s: it is %v", form, got.Award)
		}
		_, err := f.Credentials.ImportBadge(f.asBen, credential.BadgeSource{File: file})
		if diff := cmp.Diff([]string{"INVALID badge"}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s, by another: %s", form, diff)
		}
		if diff := cmp.Diff(before, f.records(t)); diff != "" {
			t.Errorf("%s left (-before +after):\n%s", form, diff)
		}
	}
	if len(f.web.asked) != 0 {
		t.Errorf("we asked the network for %v", f.web.asked)
	}
}
