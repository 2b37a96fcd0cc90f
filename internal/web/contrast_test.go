package web

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// WCAG 2.2 §1.4.3 asks for 4.5 between text and what is behind it.
const leastContrast = 4.5

func TestTextStandsOutInLightAndInDark(t *testing.T) {
	t.Parallel()
	blocks := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(css, 2)
	if len(blocks) != 2 {
		t.Fatal("no colors for light and dark")
	}
	for i, scheme := range []string{"light", "dark"} {
		colors := map[string]string{}
		for _, c := range regexp.MustCompile(`--(\w+): (#[0-9a-f]{3,6});`).FindAllStringSubmatch(blocks[i][1], -1) {
			colors[c[1]] = c[2]
		}
		for _, text := range []string{"ink", "soft", "link", "good", "bad", "ended", "open", "none"} {
			for _, behind := range []string{"paper", "ground"} {
				if got := contrast(t, colors[text], colors[behind]); got < leastContrast {
					t.Errorf("%s: %s on %s has a contrast of %.2f", scheme, text, behind, got)
				}
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, color string) float64 {
	t.Helper()
	digits := strings.TrimPrefix(color, "#")
	if len(digits) == 3 {
		digits = strings.Repeat(digits[:1], 2) + strings.Repeat(digits[1:2], 2) + strings.Repeat(digits[2:], 2)
	}
	rgb, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || len(digits) != 6 {
		t.Fatalf("%q is no color", color)
	}
	channel := func(shift uint) float64 {
		c := float64(rgb>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}
