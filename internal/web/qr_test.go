package web

import (
	"fmt"
	"strings"
	"testing"

	"rsc.io/qr"
)

func TestTheDrawnCodeIsTheEncodedOne(t *testing.T) {
	t.Parallel()
	const address = "https://portal.example.org/awards/mzxw6ytboi4dsnbqgezdgnjugy3tqojq"
	drawn := mustCode(t, address)
	want, err := qr.Encode(address, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	dark := map[[2]int]bool{}
	for stroke := range strings.SplitSeq(strings.TrimSuffix(drawn.Path, "z"), "z") {
		var x, y, w, back int
		if _, err := fmt.Sscanf(stroke, "M%d %dh%dv1h-%d", &x, &y, &w, &back); err != nil || w != back {
			t.Fatalf("stroke %q: %v", stroke, err)
		}
		for i := range w {
			dark[[2]int{x + i, y}] = true
		}
	}
	for y := range drawn.Side {
		for x := range drawn.Side {
			if dark[[2]int{x, y}] != want.Black(x-quiet, y-quiet) {
				t.Fatalf("module %d, %d is wrong", x, y)
			}
		}
	}
}

func TestWhatIsTooLongForACodeIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := newCode(strings.Repeat("x", 5000)); err == nil {
		t.Error("5000 characters were drawn")
	}
}
