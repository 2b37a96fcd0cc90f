package credential

import (
	"crypto/sha256"
	"image"
	"image/color"
	"math"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// emblem is the picture of a micro-credential: figures over each other. It says
// what kind it is by its outline, and is told from others by color and sign. The
// same micro-credential has the same picture, for ever and on every machine.
type emblem []figure

// figure is a polygon, its corners in sixteenths of a pixel.
type figure struct {
	fill   color.RGBA
	points []image.Point
}

// The drawing's size, and the unit of its corners.
const (
	emblemSize   = 400
	emblemUnit   = 16
	emblemMiddle = emblemSize / 2
)

// inks are dark enough for white signs on them (contrast of at least 4.5).
var inks = []color.RGBA{
	{0x0b, 0x3c, 0x5d, 0xff},
	{0x1d, 0x55, 0x4d, 0xff},
	{0x5b, 0x2a, 0x86, 0xff},
	{0x8a, 0x1c, 0x4a, 0xff},
	{0x7a, 0x3b, 0x0c, 0xff},
	{0x2f, 0x4b, 0x1f, 0xff},
	{0x1f, 0x3a, 0x93, 0xff},
	{0x70, 0x1f, 0x1f, 0xff},
	{0x0f, 0x5e, 0x6b, 0xff},
	{0x4a, 0x3f, 0x6b, 0xff},
	{0x3d, 0x3d, 0x3d, 0xff},
	{0x5c, 0x4a, 0x00, 0xff},
}

var paper = color.RGBA{0xff, 0xff, 0xff, 0xff}

// drawEmblem draws the picture of a micro-credential.
func drawEmblem(microCredential string, kind enum.CredentialKind) emblem {
	traits := sha256.Sum256([]byte("emblem of " + microCredential))
	ink := inks[int(traits[0])%len(inks)]
	light := tint(ink)
	e := emblem{
		{ink, outline(kind, 192)}, {light, outline(kind, 176)}, {ink, outline(kind, 166)},
	}
	for _, points := range sign(traits[1], traits[2]) {
		e = append(e, figure{paper, points})
	}
	return e
}

// tint is a light shade of a color.
func tint(c color.RGBA) color.RGBA {
	half := func(v uint8) uint8 { return uint8((int(v) + 2*0xff) / 3) }
	return color.RGBA{half(c.R), half(c.G), half(c.B), 0xff}
}

// outline is the shape of a kind, of a size.
func outline(kind enum.CredentialKind, radius float64) []image.Point {
	switch kind {
	case enum.KindCertification:
		return star(24, radius, radius*0.93, 0)
	case enum.KindLicense:
		return shield(radius)
	case enum.KindCourseCompletion:
		return ring(8, radius, math.Pi/8)
	case enum.KindCertificate:
		return ring(4, radius*1.05, math.Pi/4)
	case enum.KindDegree:
		return ring(72, radius, 0)
	default:
		return ring(6, radius, 0)
	}
}

// sign is what stands in the middle: bars on each other, a star, chevrons, dots in
// a circle, or rays, each in several ways.
func sign(which, how byte) [][]image.Point {
	n := int(how % 4)
	switch which % 5 {
	case 0:
		return bars(3+n, how&4 != 0)
	case 1:
		return [][]image.Point{star(5+n, 96, 44, 0)}
	case 2:
		return chevrons(2 + n)
	case 3:
		return around(5+n, func(angle float64) []image.Point { return circle(at(angle, 72), 22) })
	default:
		return append(around(6+2*n, ray), circle(point{emblemMiddle, emblemMiddle}, 40))
	}
}

func bars(n int, tapering bool) [][]image.Point {
	var out [][]image.Point
	height := 168.0 / float64(2*n-1)
	for i := range n {
		half := 84.0
		if tapering {
			half = 36 + 48*float64(i)/float64(n-1)
		}
		top := emblemMiddle - 84 + 2*height*float64(i)
		out = append(out, corners(
			point{emblemMiddle - half, top}, point{emblemMiddle + half, top},
			point{emblemMiddle + half, top + height}, point{emblemMiddle - half, top + height},
		))
	}
	return out
}

func chevrons(n int) [][]image.Point {
	var out [][]image.Point
	step := 132.0 / float64(n)
	for i := range n {
		y := emblemMiddle - 44 + step*float64(i)
		thick := step * 0.55
		out = append(out, corners(
			point{emblemMiddle - 84, y}, point{emblemMiddle, y - 40}, point{emblemMiddle + 84, y},
			point{emblemMiddle + 84, y + thick}, point{emblemMiddle, y + thick - 40}, point{emblemMiddle - 84, y + thick},
		))
	}
	return out
}

func ray(angle float64) []image.Point {
	const half = 0.09
	return corners(at(angle-half, 58), at(angle-half/2, 100), at(angle+half/2, 100), at(angle+half, 58))
}

// around repeats a figure at n angles.
func around(n int, draw func(angle float64) []image.Point) [][]image.Point {
	out := make([][]image.Point, n)
	for i := range n {
		out[i] = draw(2 * math.Pi * float64(i) / float64(n))
	}
	return out
}

// shield is straight on top and pointed below.
func shield(radius float64) []image.Point {
	points := []point{{emblemMiddle - radius*0.86, emblemMiddle - radius*0.9}, {emblemMiddle + radius*0.86, emblemMiddle - radius*0.9}}
	for i := range 17 {
		angle := math.Pi / 2 * float64(i) / 16
		points = append(points, point{emblemMiddle + radius*0.86*math.Cos(angle), emblemMiddle + radius*math.Sin(angle)})
	}
	for i := range 16 {
		angle := math.Pi / 2 * float64(15-i) / 16
		points = append(points, point{emblemMiddle - radius*0.86*math.Cos(angle), emblemMiddle + radius*math.Sin(angle)})
	}
	return corners(points...)
}

// ring has n corners at a distance from the middle, the first on top.
func ring(n int, radius, turned float64) []image.Point { return star(n, radius, 0, turned) }

// star has n corners outside and, if there is an inner distance, n inside.
func star(n int, outer, inner, turned float64) []image.Point {
	var points []point
	for i := range n {
		angle := turned + 2*math.Pi*float64(i)/float64(n)
		points = append(points, at(angle, outer))
		if inner > 0 {
			points = append(points, at(angle+math.Pi/float64(n), inner))
		}
	}
	return corners(points...)
}

func circle(middle point, radius float64) []image.Point {
	var points []point
	for i := range 36 {
		angle := 2 * math.Pi * float64(i) / 36
		points = append(points, point{middle.x + radius*math.Sin(angle), middle.y - radius*math.Cos(angle)})
	}
	return corners(points...)
}

type point struct{ x, y float64 }

// at is the point in a direction from the middle: 0 is up.
func at(angle, distance float64) point {
	return point{emblemMiddle + distance*math.Sin(angle), emblemMiddle - distance*math.Cos(angle)}
}

// corners rounds points to the unit: from here on all is whole numbers, which are
// the same on every machine.
func corners(points ...point) []image.Point {
	out := make([]image.Point, len(points))
	for i, p := range points {
		out[i] = image.Pt(int(math.Round(p.x*emblemUnit)), int(math.Round(p.y*emblemUnit)))
	}
	return out
}
