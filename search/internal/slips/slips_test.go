package slips_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/search/internal/slips"
)

func TestASlipIsALetterOrTwoNeighborsSwapped(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		most int
		want bool
	}{
		{"weld", "weld", 0, true},
		{"weld", "wold", 0, false},
		{"weld", "wold", 1, true},
		{"weld", "welds", 1, true},
		{"weld", "eld", 1, true},
		{"weld", "wled", 1, true},
		{"weld", "dlew", 2, false},
		{"niño", "nino", 1, true},
		{"", "ab", 1, false},
		{"", "ab", 2, true},
	} {
		if got := slips.Within(tt.a, tt.b, tt.most); got != tt.want {
			t.Errorf("%q and %q within %d: %v", tt.a, tt.b, tt.most, got)
		}
	}
}
