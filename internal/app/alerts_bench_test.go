package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit"
	"github.com/stackmatch/stackmatch/seed"
)

// What alerts are to keep up with: so many saved searches over so many earners, and
// so many changes a second.
const (
	benchSearches = 10_000
	benchEarners  = 20_000
	benchChanges  = 2_000
	benchRate     = 100.0
)

// BenchmarkAlerts measures how many changes of people a second are held against
// 10,000 saved searches, and fails where that is less than 100.
func BenchmarkAlerts(b *testing.B) {
	a, err := app.Open(b.Context(), app.Config{Where: app.Where{Data: b.TempDir(), Demo: true}, Index: app.OwnIndex, Careless: true})
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	if _, err := seed.Populate(b.Context(), a.Store.Client, benchEarners, 1, a.Store.Now(), nil); err != nil {
		b.Fatal(err)
	}
	if _, err := a.CatchUp(b.Context()); err != nil {
		b.Fatal(err)
	}
	w := &alerted{App: a, ctx: a.System(b.Context()), random: rand.New(rand.NewPCG(1, 2))}
	w.drain(b)
	before := heap()
	w.save(b, benchSearches)
	w.drain(b)
	perSearch := float64(heap()-before) / benchSearches / 1024
	for b.Loop() {
		b.StopTimer()
		w.change(b, benchChanges)
		b.StartTimer()
		w.drain(b)
	}
	rate := benchChanges * float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(rate, "changes/s")
	b.ReportMetric(perSearch, "KiB/search")
	b.ReportMetric(float64(a.Store.Client.SavedSearchMatch.Query().CountX(w.ctx))/float64(b.N), "told/op")
	if rate < benchRate {
		b.Errorf("%.0f changes a second, want at least %.0f", rate, benchRate)
	}
}

// alerted is a service with saved searches.
type alerted struct {
	*app.App
	ctx    context.Context
	random *rand.Rand
}

func (w *alerted) drain(b *testing.B) {
	b.Helper()
	for {
		more, err := w.Alerts().Once(w.ctx)
		if err != nil {
			b.Fatal(err)
		}
		if !more {
			return
		}
	}
}

// save writes searches of one to three micro-credentials or of a skill at a level,
// for what postings ask of the catalog.
func (w *alerted) save(b *testing.B, n int) {
	b.Helper()
	client := w.Store.Client
	members := client.Membership.Query().Where(membership.RoleEQ(enum.RoleEmployer)).AllX(w.ctx)
	versions := client.VersionCompetency.Query().AllX(w.ctx)
	credentials := client.MicroCredential.Query().Where(microcredential.StatusEQ(enum.Published), microcredential.CurrentVersionIDNotNil()).IDsX(w.ctx)
	rows := make([]*db.SavedSearch, n)
	for i := range rows {
		var asked []employer.RequirementInput
		seen := map[string]bool{}
		for len(asked) < 2+w.random.IntN(3) {
			in := employer.RequirementInput{Importance: enum.Required, Weight: 10}
			key := credentials[w.random.IntN(len(credentials))]
			if w.random.IntN(2) == 0 {
				key = versions[w.random.IntN(len(versions))].SkillID
				in.Ask.Skill = &employer.SkillAskInput{Skill: key}
			} else {
				in.Ask.AnyOf = []string{key}
			}
			if !seen[key] {
				seen[key], asked = true, append(asked, in)
			}
		}
		text, err := json.Marshal(asked)
		if err != nil {
			b.Fatal(err)
		}
		m, now := members[i%len(members)], w.Store.Now()
		rows[i] = &db.SavedSearch{
			ID: testkit.IDs(testkit.NewClock()).Mint(id.SavedSearch) + fmt.Sprint(i), CreatedAt: now, UpdatedAt: now, Revision: 1, Name: "Search",
			OrganizationID: m.OrganizationID, AccountID: m.AccountID, MembershipID: m.ID,
			Tier: []string{"QUALIFIED", "QUALIFIED", "NEAR"}[i%3], Requirements: text, Filter: json.RawMessage("null"),
		}
	}
	w.write(b, func(ctx context.Context, tx *db.Client) error { return store.Insert(ctx, tx, rows) })
}

// change gives people one more award each, ten in a transaction.
func (w *alerted) change(b *testing.B, n int) {
	b.Helper()
	client := w.Store.Client
	earners, versions := client.Earner.Query().Limit(benchEarners).IDsX(w.ctx), client.MicroCredential.Query().AllX(w.ctx)
	for range n / 10 {
		var given []credential.NewAward
		for range 10 {
			of := versions[w.random.IntN(len(versions))]
			if of.CurrentVersionID == nil {
				continue
			}
			given = append(given, credential.NewAward{
				Earner: earners[w.random.IntN(len(earners))], Version: *of.CurrentVersionID, Issuer: of.DeveloperID,
				Source: enum.SourceIssued, Verified: enum.Verified, EarnedAt: w.Store.Now().Add(-time.Hour),
			})
		}
		if _, err := w.Credentials.Record(w.ctx, given); err != nil {
			b.Fatal(err)
		}
	}
}

func (w *alerted) write(b *testing.B, do func(ctx context.Context, tx *db.Client) error) {
	b.Helper()
	if err := store.InTx(w.ctx, w.Store.Client, do); err != nil {
		b.Fatal(err)
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
