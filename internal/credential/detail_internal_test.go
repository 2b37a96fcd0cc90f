package credential

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge"
)

func TestADetailIsReadAsItWasKept(t *testing.T) {
	t.Parallel()
	d := Detail{
		Evidence: []badge.Evidence{{ID: "i", Name: "n", Description: "d", Narrative: "r", Genre: "g", Audience: "a"}},
		Results: []badge.Result{{
			Name: "n", Value: "v", Status: "s", AchievedLevel: "l", Level: 3,
			Alignments: []badge.Alignment{{
				TargetType: "t", Name: "n", Description: "d", Framework: "f", Code: "c", URL: "u", Kind: badge.AlignsSkill,
			}},
		}},
		Public: []int{0},
	}
	if diff := cmp.Diff(&d, keptOf(d).detail()); diff != "" {
		t.Error(diff)
	}
}

func TestWhatABadgeSaysIsKeptAsItCanBeShown(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Welding":                       "Welding",
		" a \n b\t":                     "a b",
		"nul\x00 and bell\x07":          "nul and bell",
		"right\u202eto left":            "rightto left",
		"not \xff text":                 "not \uFFFD text",
		"Soldadura ñ ® ’":               "Soldadura ñ ® ’",
		strings.Repeat("ñ", maxLine+50): strings.Repeat("ñ", maxLine-1) + "…",
	} {
		if got := line(in); got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
	for _, bad := range []string{"a b", "a\x00b", "a\nb", "\xff", strings.Repeat("x", maxIdentifier+1)} {
		if got := identifier(bad); got != "" {
			t.Errorf("%q is kept as the identifier %q", bad, got)
		}
	}
	if got := clip(strings.Repeat("ñ", 12), 10); utf8.RuneCountInString(got) != 10 {
		t.Errorf("clipped to %q", got)
	}
}

func TestAWaitDoublesUpToADay(t *testing.T) {
	t.Parallel()
	for failed, want := range map[int]string{1: "15m0s", 2: "30m0s", 7: "16h0m0s", 8: "24h0m0s", 1000: "24h0m0s"} {
		if got := retryAfter(failed).String(); got != want {
			t.Errorf("after %d failures: %s, want %s", failed, got, want)
		}
	}
}
