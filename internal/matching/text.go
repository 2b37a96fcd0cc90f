package matching

import "math/bits"

// textHalf is the k of the text ratio b / (b + k), in millionths: what b earns
// half of the part. One rare word has about 6; two common ones have as much.
const textHalf = 6_000_000

// text is the employer's words compiled: Okapi BM25 with k1 = 1.2 and b = 0.
// Long catalog texts are not worse ones, and without length normalization no
// score depends on what else is indexed.
type text struct {
	words []word
	// ofVersion has the words' counts of each version that has one of them.
	ofVersion map[string]*wordCounts
}

// word is a search word that the catalog knows.
type word struct {
	text string
	idf  int64 // in millionths
}

// wordCounts are the words of a version: a counting one is a part of its holder's text
// once, however many awards of it there are.
type wordCounts struct {
	counts []wordCount
}

type wordCount struct {
	word  int
	count int64
}

// maxWordCount bounds what one version can say of a word.
const maxWordCount = 1_000_000

func compileText(p Posting, c *Catalog) text {
	t := text{ofVersion: map[string]*wordCounts{}}
	for _, w := range uniqueSorted(p.Words) {
		counts := map[*Version]int{}
		for _, v := range c.ofWord[w] {
			counts[v] = v.Words[w]
		}
		t.add(w, counts, c.worded)
	}
	for _, sought := range p.Sought {
		counts := map[*Version]int{}
		for id, n := range sought.Counts {
			if v := c.versions[id]; v != nil && len(v.Words) > 0 && n > 0 {
				counts[v] = n
			}
		}
		t.add(sought.Text, counts, c.worded)
	}
	return t
}

// add compiles a word by the versions that have it; without any it says nothing.
func (t *text) add(w string, having map[*Version]int, versions int) {
	if len(having) == 0 {
		return
	}
	for v, n := range having {
		counts := t.ofVersion[v.ID]
		if counts == nil {
			counts = &wordCounts{}
			t.ofVersion[v.ID] = counts
		}
		counts.counts = append(counts.counts, wordCount{len(t.words), int64(min(n, maxWordCount))})
	}
	t.words = append(t.words, word{w, idf(versions, len(having))})
}

// idf is ln(1 + (n - with + 1/2) / (with + 1/2)) in millionths, for a word that
// is in so many of n versions.
func idf(n, with int) int64 {
	return lnMillionths(uint64(2*n+2), uint64(2*with+1))
}

// weight is a word's BM25 in millionths for its count in a holder's text.
func (w word) weight(count int64) int64 {
	return w.idf * 11 * count / (5*count + 6)
}

// textPoints are the points of a BM25 sum.
func (p *Plan) textPoints(b int64) int64 {
	return mulDiv(p.possible.Text, b, b+textHalf)
}

// maxTextPoints is what no text can pass: a word's weight stays below 11/5 of
// its idf.
func (p *Plan) maxTextPoints() int64 {
	b := int64(0)
	for _, w := range p.text.words {
		b += w.idf*11/5 + 1
	}
	return p.textPoints(b)
}

// lnMillionths is the natural logarithm of a/b in millionths, rounded, for a >= b > 0
// and a below 2^62. Integers only: every machine finds the same.
func lnMillionths(a, b uint64) int64 {
	const fraction = 44 // bits of the binary logarithm after its point
	whole := 0
	for a >= 2*b {
		b *= 2
		whole++
	}
	// x is a/b in [1, 2), with 62 bits after the point.
	x, _ := bits.Div64(a>>2, a<<62, b)
	log2 := uint64(whole)
	for range fraction {
		hi, lo := bits.Mul64(x, x)
		x = hi<<2 | lo>>62
		log2 <<= 1
		if x >= 1<<63 {
			log2 |= 1
			x >>= 1
		}
	}
	const ln2 = 726_817_498_003 // ln 2 in millionths, times 2^20
	// The high word is the product over 2^(44+20), its lower neighbor the fraction.
	hi, lo := bits.Mul64(log2, ln2)
	return int64(hi + lo>>63)
}
