package assessment_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

const (
	// queueLength is of how many submissions a queue is read, queueRatio how many
	// times as long as the bare query a page may take.
	queueLength = 10_000
	queueRatio  = 3.0
	// queueRuns is how often each is measured, in turn: the medians are compared.
	queueRuns = 201
)

// crowded has a queue of so many submissions, each of an earner of its own.
func crowded(t testing.TB, n int) *panel {
	t.Helper()
	p := newPanel(t)
	p.Tx(t, func(ctx context.Context, tx *db.Client) error {
		earners, rows := make([]*db.Earner, n), make([]*db.Submission, n)
		for i := range n {
			at := p.Clock.Now().Add(time.Duration(i) * time.Minute)
			earners[i] = &db.Earner{
				ID: fmt.Sprintf("ern_q%07d", i), CreatedAt: at, Name: "Somebody", PlacePrecision: enum.PrecisionNone,
				Visibility: consent.Hidden, Reach: consent.Everyone, Language: "en",
			}
			rows[i] = &db.Submission{
				ID: fmt.Sprintf("sub_q%07d", (i*7919)%n), CreatedAt: at, EarnerID: earners[i].ID, MicroCredentialID: p.of.ID,
				VersionID: *p.of.CurrentVersionID, IssuerID: p.college.ID, OrganizationID: p.college.ID,
				Mode: enum.ModePortfolio, Language: []string{"en", "es"}[i%2], State: enum.SubmissionSubmitted, Attempt: 1, Revision: 1,
				SubmittedAt: &at, DueAt: at.Add(days(20)),
			}
		}
		if err := store.Insert(ctx, tx, earners); err != nil {
			return err
		}
		return store.Insert(ctx, tx, rows)
	})
	return p
}

// bare reads the rows of a page as plain SQL does, each with all its columns.
func (p *panel) bare(ctx context.Context, limit int) (int, error) {
	place := "?, ?, ?"
	if p.Store.Dialect == store.Postgres {
		place = "$1, $2, $3"
	}
	var a, b, c string
	_, _ = fmt.Sscanf(place, "%s %s %s", &a, &b, &c)
	rows, err := p.DB().QueryContext(ctx, "SELECT * FROM submissions WHERE organization_id = "+a[:len(a)-1]+
		" AND state = "+b[:len(b)-1]+" ORDER BY due_at, id LIMIT "+c, p.college.ID, "SUBMITTED", limit)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	n := 0
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return 0, err
		}
		n++
	}
	return n, rows.Err()
}

func (p *panel) timed(t testing.TB, run func() (int, error), want int) time.Duration {
	t.Helper()
	began := time.Now()
	n, err := run()
	took := time.Since(began)
	if err != nil || n != want {
		t.Fatalf("read %d rows, want %d: %v", n, want, err)
	}
	return took
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// BenchmarkQueue reads a page of 20 of a queue of 10,000 and the same rows by a bare
// indexed query, in turn. It reports both medians and how many times as long the
// page takes.
func BenchmarkQueue(b *testing.B) {
	p := crowded(b, queueLength)
	measureQueue(b, p)
	for b.Loop() {
		world.Must(p.Assessments.Queue(p.rita, assessment.QueueFilter{}, page.Args{First: 20}))(b)
	}
}

func measureQueue(b *testing.B, p *panel) {
	b.Helper()
	first := page.Args{First: 20}
	deep := world.Must(p.Assessments.Queue(p.rita, assessment.QueueFilter{}, page.Args{First: 100}))(b)
	for name, tt := range map[string]struct {
		filter assessment.QueueFilter
		args   page.Args
	}{
		"the whole queue": {assessment.QueueFilter{}, first},
		"to be claimed":   {assessment.QueueFilter{Unclaimed: true}, first},
		"a later page":    {assessment.QueueFilter{}, page.Args{First: 20, After: deep.Cursors[99]}},
		"in Spanish":      {assessment.QueueFilter{Language: world.Ptr("es")}, first},
	} {
		var bare, paged []time.Duration
		for range queueRuns {
			bare = append(bare, p.timed(b, func() (int, error) { return p.bare(p.Ctx, 21) }, 21))
			paged = append(paged, p.timed(b, func() (int, error) {
				found, err := p.Assessments.Queue(p.rita, tt.filter, tt.args)
				return len(found.Items), err
			}, 20))
		}
		ratio := float64(median(paged)) / float64(median(bare))
		b.Logf("%s: a page of 20 of %d takes %v, the bare query %v: %.2f times; the fastest of each %.2f times",
			name, queueLength, median(paged), median(bare), ratio, float64(slices.Min(paged))/float64(slices.Min(bare)))
		if ratio >= queueRatio {
			b.Errorf("%s: a page takes %.2f times as long as the bare query, want less than %.0f", name, ratio, queueRatio)
		}
	}
}
