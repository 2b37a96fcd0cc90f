package credential_test

import (
	"context"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
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

func TestAHostedBadgeOfOurOwnIsTheAwardThatItCameFrom(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	college := f.Organization(t, "College", nil, enum.OrgIssuer, enum.OrgDeveloper)
	id := f.Award(t, f.ana, f.MicroCredential(t, college, "Forklift", map[string]int{"weld": 2}))
	row := world.Must(f.Credentials.PublishAward(f.asAna, credential.PublishAwardInput{ID: id}))(t)
	address := *f.Credentials.PublicURL(row) + "/ob2.json"
	world.Must(f.Credentials.Badge(f.asAna, id, credential.FormOpenBadge2))(t) // signed at first need
	before := f.records(t)
	got := world.Must(f.Credentials.ImportBadge(f.asAna, credential.BadgeSource{URL: &address}))(t)
	if got.Report.Verdict != badge.Valid || got.Award == nil || got.Award.ID != id {
		t.Errorf("%s: it is %v", got.Report.Verdict, got.Award)
	}
	if diff := cmp.Diff(before, f.records(t)); diff != "" {
		t.Errorf("it left (-before +after):\n%s", diff)
	}
}

func TestABadgeOfOurOwnForNoAwardOfOursIsRefused(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	college := f.Organization(t, "College", nil, enum.OrgIssuer, enum.OrgDeveloper)
	id := f.Award(t, f.ana, f.MicroCredential(t, college, "Forklift", map[string]int{"weld": 2}))
	file := world.Must(f.Credentials.Badge(f.asAna, id, credential.FormJSON))(t)
	// Its id is of this service, its award of another: as after a restored backup.
	f.Tx(t, func(ctx context.Context, tx *db.Client) error {
		for _, remove := range []func(context.Context) (int, error){
			tx.IssuedBadge.Delete().Exec, tx.StatusEntry.Delete().Exec, tx.AwardPair.Delete().Exec, tx.Award.Delete().Where(award.ID(id)).Exec,
		} {
			if _, err := remove(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	_, err := f.Credentials.ImportBadge(f.asAna, credential.BadgeSource{File: file})
	if diff := cmp.Diff([]string{"CONFLICT badge"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}

func TestALearnerRecordOfOurOwnHoldsWhereItWasMade(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	f.Credentials.Base = &url.URL{Scheme: "http", Host: "localhost:8080"} // where the fetcher goes for nobody
	college := f.Organization(t, "College", nil, enum.OrgIssuer, enum.OrgDeveloper)
	id := f.Award(t, f.ana, f.MicroCredential(t, college, "Forklift", map[string]int{"weld": 2}))
	file := world.Must(f.Credentials.LearnerRecord(f.asAna, credential.FormJSON))(t)
	got := world.Must(f.Credentials.ImportBadge(f.asAna, credential.BadgeSource{File: file}))(t)
	if got.Report.Verdict != badge.Valid || outcome(*got.Report, badge.CheckIssuerTrust) != "PASS" {
		t.Errorf("the record: %+v", got.Report)
	}
	if len(got.Parts) != 1 || got.Parts[0].Award == nil || got.Parts[0].Award.ID != id {
		t.Errorf("its parts: %+v", got.Parts)
	}
}
