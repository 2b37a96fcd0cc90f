package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/awardpair"
	"github.com/stackmatch/stackmatch/ent/db/requirement"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

// world writes two of most things, so that changes have somebody to be about.
func world(t testing.TB, s *store.Store) {
	t.Helper()
	at := testkit.Start
	write(t, s, func(ctx context.Context, tx *db.Client) error {
		return firstOf(
			func() error { return newOrganization(ctx, tx, "org_1", "College") },
			func() error { return newOrganization(ctx, tx, "org_2", "Employer") },
			func() error {
				return tx.Framework.Create().SetID("frm_1").SetCreatedAt(at).SetCode("nace").SetName("NACE").SetPublisher("NACE").Exec(ctx)
			},
			func() error { return skills(ctx, tx) },
			func() error {
				return tx.MicroCredential.Create().SetID("mcr_1").SetCreatedAt(at).SetKind(enum.KindMicroCredential).
					SetName("Forklift").SetDeveloperID("org_1").AddIssuerIDs("org_1", "org_2").Exec(ctx)
			},
			func() error {
				return tx.MicroCredentialVersion.Create().SetID("ver_1").SetCreatedAt(at).SetMicroCredentialID("mcr_1").
					SetNumber(1).SetTitle(text.En("Forklift")).SetLanguages([]string{"en"}).
					SetDelivery([]enum.Delivery{enum.DeliveryHybrid}).SetPublishedAt(at).Exec(ctx)
			},
			func() error { return earners(ctx, tx) },
		)
	})
}

func skills(ctx context.Context, tx *db.Client) error {
	for _, id := range []string{"skl_1", "skl_2"} {
		err := tx.Skill.Create().SetID(id).SetCreatedAt(testkit.Start).SetFrameworkID("frm_1").SetURI(id).SetName(id).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

func earners(ctx context.Context, tx *db.Client) error {
	for _, id := range []string{"ern_1", "ern_2"} {
		if err := tx.Earner.Create().SetID(id).SetCreatedAt(testkit.Start).SetName("Somebody").Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

func firstOf(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func newAward(tx *db.Client, id string) *db.AwardCreate {
	return tx.Award.Create().SetID(id).SetCreatedAt(testkit.Start).SetVersionID("ver_1").SetMicroCredentialID("mcr_1").
		SetIssuerID("org_1").SetSource(enum.SourceIssued).SetVerification(enum.Verified).SetEarnedAt(testkit.Start)
}

func TestEveryWriteTellsWhomItChanges(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	world(t, s)
	seen := len(feed(t, s))
	for _, step := range feedSteps {
		write(t, s, step.do)
		all := feed(t, s)
		if diff := cmp.Diff(step.want, append([]string(nil), all[seen:]...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.name, diff)
		}
		seen = len(all)
	}
}

// feedSteps build on one another, in order.
var feedSteps = []struct {
	name string
	do   func(ctx context.Context, tx *db.Client) error
	want []string
}{
	{"an unclaimed award is nobody's yet but its own", func(ctx context.Context, tx *db.Client) error {
		return newAward(tx, "awd_1").Exec(ctx)
	}, []string{"award awd_1"}},
	{"claimed", func(ctx context.Context, tx *db.Client) error {
		return tx.Award.UpdateOneID("awd_1").SetEarnerID("ern_1").Exec(ctx)
	}, []string{"earner ern_1", "award awd_1"}},
	{"given to another: both change", func(ctx context.Context, tx *db.Client) error {
		return tx.Award.UpdateOneID("awd_1").SetEarnerID("ern_2").Exec(ctx)
	}, []string{"earner ern_1", "earner ern_2", "award awd_1"}},
	{"pairs lead to the award's earner", func(ctx context.Context, tx *db.Client) error {
		return tx.AwardPair.Create().SetAwardID("awd_1").SetSkillID("skl_1").SetLevel(3).Exec(ctx)
	}, []string{"earner ern_2"}},
	{"pairs deleted by a predicate", func(ctx context.Context, tx *db.Client) error {
		_, err := tx.AwardPair.Delete().Where(awardpair.SkillID("skl_1")).Exec(ctx)
		return err
	}, []string{"earner ern_2"}},
	{"awards updated by a predicate that then matches nothing", func(ctx context.Context, tx *db.Client) error {
		return tx.Award.Update().Where(award.StatusEQ(enum.AwardActive)).SetStatus(enum.AwardRevoked).Exec(ctx)
	}, []string{"earner ern_2", "award awd_1"}},
	{"nothing matched, nothing told", func(ctx context.Context, tx *db.Client) error {
		return tx.Award.Update().Where(award.StatusEQ(enum.AwardActive)).SetStatus(enum.AwardRevoked).Exec(ctx)
	}, nil},
	{"award deleted", func(ctx context.Context, tx *db.Client) error {
		return tx.Award.DeleteOneID("awd_1").Exec(ctx)
	}, []string{"earner ern_2", "award awd_1"}},
	{"grant and block", func(ctx context.Context, tx *db.Client) error {
		return firstOf(
			func() error {
				return tx.Grant.Create().SetID("grt_1").SetCreatedAt(testkit.Start).SetEarnerID("ern_1").
					SetOrganizationID("org_2").SetPurpose(consent.Matching).Exec(ctx)
			},
			func() error {
				return tx.Block.Create().SetID("blk_1").SetCreatedAt(testkit.Start).SetEarnerID("ern_2").SetOrganizationID("org_2").Exec(ctx)
			})
	}, []string{"earner ern_1", "earner ern_2"}},
	{"a relation changes both skills", func(ctx context.Context, tx *db.Client) error {
		return tx.SkillRelation.Create().SetFromID("skl_1").SetToID("skl_2").SetKind(enum.RelationBroader).Exec(ctx)
	}, []string{"skill skl_1", "skill skl_2"}},
	{"a competency changes its micro-credential", func(ctx context.Context, tx *db.Client) error {
		return tx.VersionCompetency.Create().SetVersionID("ver_1").SetSkillID("skl_1").Exec(ctx)
	}, []string{"micro_credential mcr_1"}},
	{"many at once", func(ctx context.Context, tx *db.Client) error {
		return tx.SkillLabel.CreateBulk(
			tx.SkillLabel.Create().SetSkillID("skl_1").SetLanguage("en").SetKind(enum.LabelPreferred).SetText("a"),
			tx.SkillLabel.Create().SetSkillID("skl_2").SetLanguage("en").SetKind(enum.LabelPreferred).SetText("b"),
			tx.SkillLabel.Create().SetSkillID("skl_1").SetLanguage("es").SetKind(enum.LabelPreferred).SetText("c"),
		).Exec(ctx)
	}, []string{"skill skl_1", "skill skl_2"}},
	{"a posting with a requirement", func(ctx context.Context, tx *db.Client) error {
		return firstOf(
			func() error {
				return tx.Posting.Create().SetID("pst_1").SetCreatedAt(testkit.Start).SetEmployerID("org_2").SetTitle("Operator").
					SetDescription("").SetOpenedAt(testkit.Start).SetUpdatedAt(testkit.Start).Exec(ctx)
			},
			func() error {
				return tx.Requirement.Create().SetID("req_1").SetPostingID("pst_1").SetPosition(0).
					SetImportance(enum.Required).AddCredentialIDs("mcr_1").Exec(ctx)
			})
	}, []string{"posting pst_1"}},
	{"requirements deleted", func(ctx context.Context, tx *db.Client) error {
		_, err := tx.Requirement.Delete().Where(requirement.PostingID("pst_1")).Exec(ctx)
		return err
	}, []string{"posting pst_1"}},
	{"places are one subject", func(ctx context.Context, tx *db.Client) error {
		return tx.Place.Create().SetID("plc_1").SetKind(enum.PlaceState).SetCode("13").SetName("Georgia").
			SetState("GA").SetLatitude(32.6).SetLongitude(-83.4).Exec(ctx)
	}, []string{"places all"}},
	{"who somebody is is never told", func(ctx context.Context, tx *db.Client) error {
		return tx.ProtectedAttributes.Create().SetEarnerID("ern_1").SetBirthYear(1990).SetRecordedAt(testkit.Start).Exec(ctx)
	}, nil},
	{"accounts are never told", func(ctx context.Context, tx *db.Client) error {
		return tx.Account.Create().SetID("acc_1").SetCreatedAt(testkit.Start).SetDisplayName("Somebody").Exec(ctx)
	}, nil},
}

func TestGrantsAreGivenToExactlyOne(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	world(t, s)
	for name, grant := range map[string]func(*db.GrantCreate) *db.GrantCreate{
		"to nobody": func(g *db.GrantCreate) *db.GrantCreate { return g },
		"to two": func(g *db.GrantCreate) *db.GrantCreate {
			return g.SetOrganizationID("org_1").SetOrganizationKind(enum.OrgEmployer)
		},
	} {
		err := store.InTx(t.Context(), s.Client, func(ctx context.Context, tx *db.Client) error {
			return grant(tx.Grant.Create().SetID("grt_1").SetCreatedAt(testkit.Start).SetEarnerID("ern_1").SetPurpose(consent.Matching)).Exec(ctx)
		})
		if err == nil {
			t.Errorf("a grant %s was accepted", name)
		}
	}
}

// On PostgreSQL a transaction that got the lower number may commit last: its
// change row would appear behind the back of a reader that has seen the higher
// one. So the second waits until the first has committed.
func TestLateCommitsAreNotLost(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	if s.Dialect != store.Postgres {
		t.Skip("SQLite has one writer at a time: run scripts/postgres.sh go test")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	numbered, first := make(chan struct{}), make(chan error)
	go func() {
		first <- store.InTx(ctx, s.Client, func(ctx context.Context, tx *db.Client) error {
			// As InTx does just before it commits.
			_, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", store.FeedLock)
			if err == nil {
				_, err = tx.ExecContext(ctx, "INSERT INTO changes (kind, subject, at) VALUES ('skill', 'skl_first', now())")
			}
			close(numbered)
			return firstOf(func() error { return err }, func() error { return waitForWaiter(ctx, tx) })
		})
	}()
	<-numbered
	write(t, s, func(ctx context.Context, tx *db.Client) error { return newOrganization(ctx, tx, "org_second", "x") })
	if diff := cmp.Diff([]string{"skill skl_first", "organization org_second"}, feed(t, s)); diff != "" {
		t.Errorf("feed when the second has committed (-want +got):\n%s", diff)
	}
	if err := <-first; err != nil {
		t.Fatal(err)
	}
}

// waitForWaiter returns once somebody waits for an advisory lock.
func waitForWaiter(ctx context.Context, tx *db.Client) error {
	for {
		rows, err := tx.QueryContext(ctx, `SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database
			WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`)
		if err != nil {
			return err
		}
		waiting := rows.Next()
		if err := rows.Close(); err != nil || waiting {
			return err
		}
	}
}

// Writers whose change rows overlap: whoever reads from a cursor on sees all.
func TestAReaderThatFollowsTheFeedMissesNothing(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	const writers, each = 8, 25
	errs := make(chan error, writers)
	for w := range writers {
		go func() { errs <- writeMany(t.Context(), s, w, each) }()
	}
	seen, cursor := 0, int64(0)
	for done := 0; done < writers || seen < writers*each; {
		select {
		case err := <-errs:
			if err != nil {
				t.Fatal(err)
			}
			done++
		default:
		}
		finished := done == writers
		changes, err := s.Client.Change.Query().Where(afterSeq(cursor)).Order(byID).All(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range changes {
			cursor, seen = c.ID, seen+1
		}
		if finished && len(changes) == 0 {
			break
		}
	}
	if seen != writers*each {
		t.Errorf("followed %d changes, want %d", seen, writers*each)
	}
}
