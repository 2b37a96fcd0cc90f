package coaching_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/stackmatch/stackmatch/ent/db/migrate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// checksum is of all that the database holds.
func (o *office) checksum(t testing.TB) string {
	t.Helper()
	sum := ""
	for _, table := range migrate.Tables {
		sum += table.Name + " " + o.contents(t, table.Name) + "\n"
	}
	return sum
}

func (o *office) contents(t testing.TB, table string) string {
	t.Helper()
	rows := world.Must(o.DB().QueryContext(o.Ctx, `SELECT * FROM "`+table+`"`))(t)
	defer func() { _ = rows.Close() }()
	columns := world.Must(rows.Columns())(t)
	var all []string
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprintln(values...))
	}
	slices.Sort(all)
	return strings.Join(all, "")
}

func TestAWhatIfTellsWhatWouldOpenMostAndWritesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	maker := o.Organization(t, "Maker", nil, enum.OrgEmployer)
	weld, drive := o.MicroCredential(t, o.other, "Weld", map[string]int{"weld": 0}), o.MicroCredential(t, o.other, "Drive", map[string]int{"drive": 0})
	var welders []string
	for i := range 3 {
		welders = append(welders, o.posting(t, maker, fmt.Sprint("Welder ", i), "weld"))
	}
	both := o.posting(t, maker, "Both", "weld", "drive")
	o.posting(t, maker, "Three", "weld", "drive", "bake")
	ana, bea := o.agrees(t, "Ana"), o.agrees(t, "Bea")
	for _, earner := range []string{ana, bea} {
		o.opens(t, earner)
	}
	o.opens(t, o.agrees(t, "Cy", consent.Name)) // shares no awards: plays no part
	o.Award(t, ana, drive)
	before := o.checksum(t)
	ctx, count := store.Count(o.coach)
	got := world.Must(o.Coaching.WhatIf(ctx, coaching.WhatIfInput{Add: 2, Limit: 5}))(t)
	if count.Statements() > 40 {
		t.Errorf("it takes %d statements", count.Statements())
	}
	if o.checksum(t) != before {
		t.Error("a what-if wrote something")
	}
	want := &coaching.WhatIf{
		Earners: 2, Postings: 5, Pairs: 10, Within: 8, Additions: []coaching.Addition{
			// Ana: three welders and both. Bea: three, and both with both.
			{MicroCredentials: []string{weld.ID, drive.ID}, Pairs: 8, Earners: 2, Postings: 4, Examples: append(append([]string{}, welders...), both)},
			{MicroCredentials: []string{weld.ID}, Pairs: 7, Earners: 2, Postings: 4, Examples: append(append([]string{}, welders...), both)},
		},
	}
	// Within an instant, ids are in no order.
	anyOrder := cmpopts.SortSlices(func(a, b string) bool { return a < b })
	if diff := cmp.Diff(want, got, anyOrder); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	self := world.Must(o.Coaching.WhatIf(o.Self(t, ana), coaching.WhatIfInput{Add: 1, Limit: 5}))(t)
	if len(self.Additions) != 1 || self.Additions[0].Pairs != 4 || self.Earners != 1 {
		t.Errorf("to Ana it says %+v", self)
	}
}

func TestAWhatIfIsOfWhoSharesTheirAwardsAlone(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ana, cy := o.agrees(t, "Ana"), o.agrees(t, "Cy", consent.Name)
	ask := func(earners ...string) []string {
		_, err := o.Coaching.WhatIf(o.coach, coaching.WhatIfInput{Earners: earners, Add: 1, Limit: 1})
		return world.Problems(t, err)
	}
	if got := ask(ana); len(got) != 0 {
		t.Errorf("of who shares: %v", got)
	}
	if got := ask(ana, cy); len(got) != 1 {
		t.Errorf("of who shares a name only: %v", got)
	}
	o.withdraws(t, ana)
	if got := ask(ana); len(got) != 1 {
		t.Errorf("after a withdrawal: %v", got)
	}
}

func TestAWhatIfKeepsToItsRegionAndLanguages(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	maker := o.Organization(t, "Maker", nil, enum.OrgEmployer)
	o.MicroCredential(t, o.other, "Weld", map[string]int{"weld": 0}) // online, in English
	near, far := o.Place(t, enum.PlaceCounty, "13001", 32, -81, ""), o.Place(t, enum.PlaceCounty, "13003", 40, -81, "")
	o.postingAt(t, maker, "Near", &near, "weld")
	o.postingAt(t, maker, "Far", &far, "weld")
	o.opens(t, o.agrees(t, "Ana"))
	ask := func(in coaching.WhatIfInput) *coaching.WhatIf {
		in.Add, in.Limit = 1, 5
		return world.Must(o.Coaching.WhatIf(o.coach, in))(t)
	}
	if got := ask(coaching.WhatIfInput{Region: &coaching.Region{Place: near, WithinKm: 40}}); got.Postings != 1 || len(got.Additions) != 1 {
		t.Errorf("near: %+v", got)
	}
	if got := ask(coaching.WhatIfInput{OnlineOnly: true}); len(got.Additions) != 1 || got.Additions[0].Pairs != 2 {
		t.Errorf("online: %+v", got)
	}
	if got := ask(coaching.WhatIfInput{Languages: []string{"es"}}); len(got.Additions) != 0 {
		t.Errorf("in Spanish: %+v", got)
	}
}

// BenchmarkWhatIfOfACaseload asks for 200 earners and 500 postings, in the service.
func BenchmarkWhatIfOfACaseload(b *testing.B) {
	o := newOffice(b)
	maker := o.Organization(b, "Maker", nil, enum.OrgEmployer)
	var labels []string
	for i := range 60 {
		label := fmt.Sprint("skill ", i)
		labels = append(labels, label)
		o.MicroCredential(b, o.other, "Course "+label, map[string]int{label: 0, fmt.Sprint("skill ", (i+7)%60): 0})
	}
	for i := range 500 {
		o.posting(b, maker, fmt.Sprint("Work ", i), labels[i%60], labels[(i*7+3)%60], labels[(i*13+11)%60])
	}
	courses := o.DB().MicroCredential.Query().AllX(o.Ctx)
	for i := range 200 {
		earner := o.agrees(b, fmt.Sprint("Somebody ", i))
		o.opens(b, earner)
		for j := range 4 {
			o.Award(b, earner, courses[(i*11+j*17)%len(courses)])
		}
	}
	in := coaching.WhatIfInput{Add: 2, Limit: 10}
	world.Must(o.Coaching.WhatIf(o.coach, in))(b)
	start := time.Now()
	n := 0
	for b.Loop() {
		world.Must(o.Coaching.WhatIf(o.coach, in))(b)
		n++
	}
	b.ReportMetric(float64(time.Since(start).Milliseconds())/float64(n), "ms/what-if")
}
