package catalog

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // read
	"image/png"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// The bounds of a picture: of the file in bytes, of what is read and of what is
// kept in pixels a side.
const (
	// MaxPicture is how many bytes a picture's file may have.
	MaxPicture  = 2 << 20
	maxSide     = 4_096
	maxScans    = 100
	keptSide    = 512
	leastSide   = 16
	opaqueColor = 0xffff
)

// startOfScan begins a scan of a JPEG (ITU T.81 §B.2.3). Each goes over the whole
// picture, and takes few bytes: a file of many would be read for hours.
var startOfScan = []byte{0xff, 0xda}

// drawing is a picture as it is kept.
type drawing struct {
	png           []byte
	width, height int
}

// redraw reads a PNG or JPEG and draws it anew, smaller where it is large. Its size
// is asked before its pixels: a small file may claim to be a huge picture.
func redraw(file []byte) (drawing, error) {
	if len(file) > MaxPicture {
		return drawing{}, problem.New(problem.Limit, "a picture's file has at most %d bytes", MaxPicture).
			Spanish("el archivo de una imagen tiene como máximo %d bytes", MaxPicture).At("file")
	}
	about, format, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil || (format != "png" && format != "jpeg") {
		return drawing{}, unreadable()
	}
	if about.Width > maxSide || about.Height > maxSide || about.Width < leastSide || about.Height < leastSide {
		return drawing{}, problem.New(problem.Invalid, "a picture has %d to %d pixels a side", leastSide, maxSide).
			Spanish("una imagen tiene de %d a %d píxeles por lado", leastSide, maxSide).At("file")
	}
	if bytes.Count(file, startOfScan) > maxScans {
		return drawing{}, unreadable()
	}
	picture, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return drawing{}, unreadable()
	}
	small := shrink(picture)
	var out bytes.Buffer
	if err := png.Encode(&out, small); err != nil {
		return drawing{}, fmt.Errorf("write picture: %w", err)
	}
	return drawing{png: out.Bytes(), width: small.Rect.Dx(), height: small.Rect.Dy()}, nil
}

func unreadable() error {
	return problem.New(problem.Invalid, "this is no picture in PNG or JPEG").
		Spanish("esto no es una imagen en PNG o JPEG").At("file")
}

// shrink draws a picture so that no side is longer than is kept: each of its pixels
// is the mean of those that it covers. The same picture is the same everywhere.
func shrink(from image.Image) *image.NRGBA {
	b := from.Bounds()
	longer := max(b.Dx(), b.Dy())
	width, height := b.Dx(), b.Dy()
	if longer > keptSide {
		width, height = max(1, width*keptSide/longer), max(1, height*keptSide/longer)
	}
	out := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			out.SetNRGBA(x, y, mean(from, image.Rect(
				b.Min.X+x*b.Dx()/width, b.Min.Y+y*b.Dy()/height,
				b.Min.X+(x+1)*b.Dx()/width, b.Min.Y+(y+1)*b.Dy()/height,
			)))
		}
	}
	return out
}

// mean is the color of an area, which is not empty.
func mean(from image.Image, area image.Rectangle) color.NRGBA {
	var r, g, b, a uint64 // premultiplied: what is not seen has no color
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			pr, pg, pb, pa := from.At(x, y).RGBA()
			r, g, b, a = r+uint64(pr), g+uint64(pg), b+uint64(pb), a+uint64(pa)
		}
	}
	if a == 0 {
		return color.NRGBA{}
	}
	n := uint64(area.Dx() * area.Dy())
	part := func(v uint64) uint8 { return uint8(min(v*opaqueColor/a, opaqueColor) >> 8) } // min keeps it within 16 bits
	return color.NRGBA{part(r), part(g), part(b), uint8(a / n >> 8)}
}
