package outcome_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/outcome"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestTheProtectedStoreKeepsUnknownApartFromNo(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	s := &outcome.Service{DB: w.DB(), Now: w.Clock.Now}
	college := w.Organization(t, "College", nil, enum.OrgCollege)
	said, silent := w.Earner(t), w.Earner(t)
	on := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	feed := outbox.New(w.Store)
	before := world.Must(feed.Head(w.Ctx))(t)
	err := s.Record(w.Ctx, []outcome.Attributes{
		{Earner: said, BirthYear: world.Ptr(1990), Gender: "Female", PellEligible: world.Ptr(false), Source: "a form"}, {Earner: silent},
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Enroll(w.Ctx, []outcome.Enrollment{
		{Earner: said, Organization: college.ID, EnrolledOn: &on, Baseline: &outcome.Baseline{On: on, Source: "a form", WageCents: world.Ptr(int64(1250)), Benefits: []string{"health"}}},
		{Earner: silent, Organization: college.ID, Baseline: &outcome.Baseline{On: on}},
		{Earner: silent, Organization: college.ID},
	})
	if err != nil {
		t.Fatal(err)
	}
	people := world.Must(w.DB().ProtectedAttributes.Query().All(w.Ctx))(t)
	if len(people) != 2 || *people[0].BirthYear != 1990 || *people[0].PellEligible || people[0].LowIncome != nil || people[1].BirthYear != nil || people[1].PellEligible != nil {
		t.Errorf("kept %v", people)
	}
	enrolled := world.Must(w.DB().ProtectedEnrollment.Query().All(w.Ctx))(t)
	if len(enrolled) != 3 || *enrolled[0].WageCents != 1250 || enrolled[0].WageCurrency != "USD" || enrolled[1].WageCents != nil || enrolled[1].WageCurrency != "" || enrolled[2].BaselineOn != nil {
		t.Errorf("kept %v", enrolled)
	}
	if after := world.Must(feed.Head(w.Ctx))(t); after != before {
		t.Error("the feed tells that something protected has changed")
	}
}

func TestWhatIsRecordedTwiceOrOfNobodyIsRefusedWhole(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	s := &outcome.Service{DB: w.DB(), Now: w.Clock.Now}
	earner := w.Earner(t)
	for name, people := range map[string][]outcome.Attributes{
		"twice": {{Earner: earner}, {Earner: earner}}, "nobody": {{Earner: earner}, {Earner: "ern_none"}},
	} {
		if err := s.Record(w.Ctx, people); err == nil {
			t.Errorf("%s is recorded", name)
		}
	}
	if err := s.Enroll(w.Ctx, []outcome.Enrollment{{Earner: earner, Organization: "org_none"}}); err == nil {
		t.Error("an enrollment nowhere is recorded")
	}
	if n := world.Must(w.DB().ProtectedAttributes.Query().Count(w.Ctx))(t); n != 0 {
		t.Errorf("%d are kept", n)
	}
}

func TestTheProtectedStoreIsForTheService(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	s := &outcome.Service{DB: w.DB(), Now: w.Clock.Now}
	college := w.Organization(t, "College", nil, enum.OrgCollege)
	for want, ctx := range map[string]context.Context{
		"UNAUTHENTICATED": t.Context(), "FORBIDDEN": w.Member(t, auth.Analyst, college),
	} {
		for _, err := range []error{s.Record(ctx, nil), s.Enroll(ctx, nil)} {
			if diff := cmp.Diff([]string{want}, world.Problems(t, err)); diff != "" {
				t.Error(diff)
			}
		}
	}
}
