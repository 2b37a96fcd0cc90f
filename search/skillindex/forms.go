package skillindex

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// form is a word of the labels as it stands.
type form struct {
	text    string
	count   int32
	term    int32  // none for a small word
	letters uint32 // which it has
}

// noTerm is the term of small words.
const noTerm = -1

// forms are the words of the labels as they stand.
type forms struct {
	all     []form
	numbers map[string]int32
	begin   map[rune][]int32 // by their first letter, the most frequent first
	sorted  []int32          // by their text
}

func (f *forms) add(text string) int32 {
	number, known := f.numbers[text]
	if !known {
		number = int32(len(f.all))
		f.numbers[text] = number
		f.all = append(f.all, form{text: text, term: noTerm, letters: lettersOf(text)})
	}
	f.all[number].count++
	return number
}

func (f *forms) sort() {
	f.sorted = make([]int32, len(f.all))
	for i := range f.all {
		f.sorted[i] = int32(i)
		first, _ := utf8.DecodeRuneInString(f.all[i].text)
		f.begin[first] = append(f.begin[first], int32(i))
	}
	slices.SortFunc(f.sorted, func(a, b int32) int { return strings.Compare(f.all[a].text, f.all[b].text) })
	for _, list := range f.begin {
		slices.SortFunc(list, func(a, b int32) int { return cmp.Or(cmp.Compare(f.all[b].count, f.all[a].count), cmp.Compare(a, b)) })
	}
}

// has says whether some label has a word.
func (f *forms) has(text string) bool {
	_, known := f.numbers[text]
	return known
}

// beginning are the words that begin with a text.
func (f *forms) beginning(text string) []int32 {
	from, _ := slices.BinarySearchFunc(f.sorted, text, func(n int32, text string) int { return strings.Compare(f.all[n].text, text) })
	to, _ := slices.BinarySearchFunc(f.sorted[from:], text, func(n int32, text string) int {
		if strings.HasPrefix(f.all[n].text, text) {
			return -1
		}
		return 1
	})
	return f.sorted[from : from+to]
}

// sameFirst are the words with the first letter of a text, the most frequent first.
func (f *forms) sameFirst(text string) []int32 {
	first, _ := utf8.DecodeRuneInString(text)
	return f.begin[first]
}

// lettersOf has a bit for each letter that a word has: words that are few slips
// apart have few other bits.
func lettersOf(text string) uint32 {
	letters := uint32(0)
	for i := range len(text) {
		letters |= 1 << (text[i] & 31)
	}
	return letters
}
