package jobad

import (
	"strings"
	"testing"
)

// BenchmarkRead reads an ad of a thousand words.
func BenchmarkRead(b *testing.B) {
	sentence := "Must have 3+ years of experience with network troubleshooting, web development tools such as SQL and JavaScript, and strong communication skills.\n"
	ad := strings.Repeat(sentence, 1000/len(strings.Fields(sentence)))
	Read(ad, "en")
	for b.Loop() {
		Read(ad, "en")
	}
}
