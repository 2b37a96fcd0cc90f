package credential

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"slices"
)

// png draws the emblem in pixels, on nothing.
func (e emblem) png() ([]byte, error) {
	canvas := image.NewRGBA(image.Rect(0, 0, emblemSize, emblemSize))
	for _, f := range e {
		mask := f.mask()
		draw.DrawMask(canvas, mask.Rect, image.NewUniform(f.fill), image.Point{}, mask, mask.Rect.Min, draw.Over)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, canvas); err != nil {
		return nil, fmt.Errorf("draw emblem: %w", err)
	}
	return out.Bytes(), nil
}

// svg draws the emblem in lines, with a title for who cannot see it.
func (e emblem) svg(title string) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">`,
		emblemSize, emblemSize, emblemSize, emblemSize)
	out.WriteString("<title>")
	_ = xml.EscapeText(&out, []byte(title)) // a buffer takes everything
	out.WriteString("</title>")
	for _, f := range e {
		fmt.Fprintf(&out, `<polygon fill="#%02x%02x%02x" points="`, f.fill.R, f.fill.G, f.fill.B)
		for i, p := range f.points {
			if i > 0 {
				out.WriteByte(' ')
			}
			fmt.Fprintf(&out, "%s,%s", decimal(p.X), decimal(p.Y))
		}
		out.WriteString(`"/>`)
	}
	out.WriteString("</svg>\n")
	return out.Bytes()
}

// decimal writes sixteenths in hundredths.
func decimal(sixteenths int) string {
	hundredths := sixteenths * 100 / emblemUnit
	return fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
}

// linesPerPixel is how often each row of pixels is cut: edges are smooth.
const linesPerPixel = 4

// mask says how much of each pixel the figure covers.
func (f figure) mask() *image.Alpha {
	mask := image.NewAlpha(f.bounds())
	var crossings []int
	covered := make([]int, emblemSize) // of a row, in linesPerPixel*emblemUnit-ths
	for row := mask.Rect.Min.Y; row < mask.Rect.Max.Y; row++ {
		clear(covered)
		for line := range linesPerPixel {
			// In the middle of the strip, in halves of the unit's quarter: no corner
			// lies there.
			y := (row*linesPerPixel+line)*2*emblemUnit/linesPerPixel + emblemUnit/linesPerPixel
			crossings = f.crossings(crossings[:0], y)
			for i := 0; i+1 < len(crossings); i += 2 {
				cover(covered, crossings[i], crossings[i+1])
			}
		}
		for x := mask.Rect.Min.X; x < mask.Rect.Max.X; x++ {
			mask.Pix[mask.PixOffset(x, row)] = uint8(covered[x] * 0xff / (linesPerPixel * emblemUnit))
		}
	}
	return mask
}

// bounds are the pixels that the figure touches.
func (f figure) bounds() image.Rectangle {
	low, high := f.points[0], f.points[0]
	for _, p := range f.points {
		low, high = image.Pt(min(low.X, p.X), min(low.Y, p.Y)), image.Pt(max(high.X, p.X), max(high.Y, p.Y))
	}
	touched := image.Rect(low.X/emblemUnit, low.Y/emblemUnit, high.X/emblemUnit+1, high.Y/emblemUnit+1)
	return touched.Intersect(image.Rect(0, 0, emblemSize, emblemSize))
}

// crossings are where the figure's edges cross a line, in order; y is in halves of
// the unit.
func (f figure) crossings(into []int, y int) []int {
	for i, a := range f.points {
		b := f.points[(i+1)%len(f.points)]
		top, bottom := a, b
		if top.Y > bottom.Y {
			top, bottom = bottom, top
		}
		if y < 2*top.Y || y >= 2*bottom.Y {
			continue
		}
		into = append(into, top.X+(bottom.X-top.X)*(y-2*top.Y)/(2*(bottom.Y-top.Y)))
	}
	slices.Sort(into)
	return into
}

// cover adds a span of a line to the pixels that it runs through.
func cover(covered []int, from, to int) {
	from, to = max(from, 0), min(to, emblemSize*emblemUnit)
	for x := from / emblemUnit; x*emblemUnit < to; x++ {
		covered[x] += min(to, (x+1)*emblemUnit) - max(from, x*emblemUnit)
	}
}
