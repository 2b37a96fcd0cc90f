package main

import (
	"context"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/notification"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/app"
)

// alertRecords are what is kept of whom saved searches found.
type alertRecords struct {
	bySearch map[string][]*db.SavedSearchMatch
	// notices and deliveries count, by the match that they tell of.
	notices, deliveries map[string]int
}

func recordsOfAlerts(ctx context.Context, a *app.App) (*alertRecords, error) {
	r := &alertRecords{map[string][]*db.SavedSearchMatch{}, map[string]int{}, map[string]int{}}
	matches, err := a.Store.Client.SavedSearchMatch.Query().All(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range matches {
		r.bySearch[m.SearchID] = append(r.bySearch[m.SearchID], m)
	}
	notices, err := a.Store.Client.Notification.Query().Where(notification.KindEQ(enum.NoticeSearchMatched)).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, n := range notices {
		r.notices[n.Subject]++
	}
	deliveries, err := a.Store.Client.WebhookDelivery.Query().All(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range deliveries {
		r.deliveries[d.Subject]++
	}
	return r, nil
}

// compare says how many a search told, who must be all that reach it now and did not
// when it was saved: those whom the same search lists that was saved last.
func (r *alertRecords) compare(t *testing.T, before, now string) (told int) {
	t.Helper()
	reach, found := map[string]bool{}, map[string]int{}
	for _, m := range r.bySearch[now] {
		reach[m.EarnerID] = true
	}
	for _, m := range r.bySearch[before] {
		found[m.EarnerID]++
		want := 0
		if m.Told {
			told++
			want = 1
		}
		if !reach[m.EarnerID] || found[m.EarnerID] > 1 {
			t.Errorf("search %s found %s %d times, who reaches it: %t", before, m.EarnerID, found[m.EarnerID], reach[m.EarnerID])
		}
		if r.notices[m.ID] != want || r.deliveries[m.ID] != want {
			t.Errorf("match %s: %d notifications and %d deliveries, want %d", m.ID, r.notices[m.ID], r.deliveries[m.ID], want)
		}
	}
	for who := range reach {
		if found[who] == 0 {
			t.Errorf("search %s did not find %s, who reaches it", before, who)
		}
	}
	return told
}
