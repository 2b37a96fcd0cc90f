package web

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// code is a QR code, drawn as the path of an SVG.
type code struct {
	// Address is what it says.
	Address string
	// Side is its length in modules, with the quiet zone.
	Side int
	Path string
}

// quiet is how many empty modules are around a code (ISO/IEC 18004 §6.3.8).
const quiet = 4

// newCode draws an address. Level M still reads with a seventh of it smudged,
// which a printed sheet may be.
func newCode(address string) (code, error) {
	drawn, err := qr.Encode(address, qr.M)
	if err != nil {
		return code{}, fmt.Errorf("draw QR code: %w", err)
	}
	var path strings.Builder
	for y := range drawn.Size {
		for x := 0; x < drawn.Size; x++ {
			from := x
			for x < drawn.Size && drawn.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	return code{address, drawn.Size + 2*quiet, path.String()}, nil
}
