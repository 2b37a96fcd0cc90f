package graph_test

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
)

// askOfWork has two people ask of work what lies at the two ends of a step.
func (w *world) askOfWork(t *testing.T, self, other map[string]any) {
	t.Helper()
	for viewer, in := range map[string]map[string]any{"self": self, "other_earner": other} {
		w.done(t, viewer, `mutation($in: SetWorkConditionsInput!) { setWorkConditions(input: $in) { problems { message code } } }`, map[string]any{"in": in})
	}
	w.done(t, "other_earner", `mutation { setVisibility(input: {visibility: OPEN}) { problems { message code } } }`, nil)
}

// posts opens a posting of Maker's, with more than its title and what it asks for.
func (w *world) posts(t *testing.T, more map[string]any) string {
	t.Helper()
	w.clock.Advance(time.Minute)
	in := map[string]any{"title": "Driver", "requirements": []any{map[string]any{"ask": map[string]any{"skill": map[string]any{"skill": w.skills["Drive a forklift"]}}}}}
	maps.Copy(in, more)
	made := w.done(t, "employer", `mutation($in: CreatePostingInput!) { createPosting(input: $in) { posting { id } problems { message code path } } }`, map[string]any{"in": in})
	return made.text("createPosting", "posting", "id")
}

func TestPostingsOfAnyHoursTellNoHoursWithinTheirStep(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		self, other map[string]any
		bound       string
		hours       []float64 // by what the posting says
		met         func(hours float64) bool
	}{
		"at least": {
			map[string]any{"hoursAtLeast": 21},
			map[string]any{"hoursAtLeast": 25},
			"maximum",
			[]float64{20, 20.99, 21, 22.5, 24.99, 25, 25.01, 40},
			func(h float64) bool { return h >= 25 },
		},
		"at most": {
			map[string]any{"hoursAtMost": 35},
			map[string]any{"hoursAtMost": 39},
			"minimum",
			[]float64{20, 34.99, 35, 35.01, 36, 38, 39, 39.01, 40},
			func(h float64) bool { return h <= 35 },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.askOfWork(t, c.self, c.other)
			for _, hours := range c.hours {
				about := fmt.Sprintf("with %v hours at the %s", hours, c.bound)
				id := w.posts(t, map[string]any{"hoursPerWeek": map[string]any{c.bound: hours}})
				if first, second := w.listed(t, id, about); first != c.met(hours) || second != c.met(hours) {
					t.Errorf("%s it lists %v, %v; want both as %v", about, first, second, c.met(hours))
				}
			}
			if first, second := w.listed(t, w.posts(t, nil), "without hours"); !first || !second {
				t.Errorf("without hours it lists %v, %v; want both", first, second)
			}
		})
	}
}

func TestPostingsAtAnyDistanceTellNoMinutesWithinTheirStep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.askOfWork(t, map[string]any{"travelMinutes": 30}, map[string]any{"travelMinutes": 44})
	// 30 minutes are 24 km from the ZIP that both show; 44 would be 35.
	const kmPerDegree = 111.195
	for i, c := range []struct {
		km   float64
		want bool
	}{{0, true}, {12, true}, {23.9, true}, {24.1, false}, {26, false}, {28, false}, {31, false}, {35.1, false}, {60, false}} {
		at, err := w.app.Catalog.AddPlaces(w.ctx, []catalog.PlaceInput{{
			Kind: enum.PlaceZIP, Code: fmt.Sprintf("3149%d", i), Name: fmt.Sprintf("3149%d", i), State: "GA", FIPS: "13051",
			Latitude: 32.07 + c.km/kmPerDegree, Longitude: -81.09, Parent: ptr(w.places["Chatham County"]),
		}})
		must(t, err)
		about := fmt.Sprintf("%v km away", c.km)
		if first, second := w.listed(t, w.posts(t, map[string]any{"place": at[0]}), about); first != c.want || second != c.want {
			t.Errorf("%s it lists %v, %v; want both as %v", about, first, second, c.want)
		}
	}
}
