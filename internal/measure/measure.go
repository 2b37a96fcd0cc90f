// Package measure is what a report may say of people: counts and rates that give
// nobody away. It hides what is too small and, with it, whatever else would let one
// compute it. It refuses to know whom it counts.
//
// One table at a time: who publishes two tables of the same people, or one of the
// same people twice, gives away their difference.
package measure

// Floor is the smallest size that counts can be held to. Of a cell hidden under a
// smaller one, everybody would know that it is 1.
const Floor = 3

// Count is one cell as it is shown.
type Count struct {
	// N is nil where the cell is hidden.
	N *int
	// Hidden says that there are people whom the cell does not tell of.
	Hidden bool
}

// Groups says what of the sizes of groups, which have nobody in common, can be
// shown. With total, the sum of all is shown too, as a last cell. What is shown
// does not determine what is hidden, even for one who knows this rule:
//
//   - A group of 1 up to least-1 is hidden. None is shown as 0.
//   - Without a total that is all.
//   - With one, the hidden groups' sum can be computed. Two or more groups hidden
//     by their size are left at that if the sum is least or more, and does not
//     force each to be the smallest or the largest that it can be.
//   - Otherwise the smallest group of the others is hidden too, and every other
//     group of that very size: which of the hidden ones is the larger stays open.
//   - Where there is no such group, the total is hidden instead.
//
// A least below Floor is taken as Floor, and a count below 0 as 0.
func Groups(counts []int, total bool, least int) []Count {
	least = max(least, Floor)
	var small, sum, all int // groups hidden by their size, and who is in them
	next := 0               // the smallest of the other groups; 0 while there is none
	for _, n := range counts {
		n = max(n, 0)
		all += n
		switch {
		case few(n, least):
			small++
			sum += n
		case n > 0 && (next == 0 || n < next):
			next = n
		}
	}
	open := small == 0 || !total || small >= 2 && sum >= least && sum > small && sum < small*(least-1)
	shown := make([]Count, 0, len(counts)+1)
	for _, n := range counts {
		n = max(n, 0)
		shown = append(shown, cell(n, few(n, least) || !open && n > 0 && n == next))
	}
	if total {
		shown = append(shown, cell(all, !open && next == 0))
	}
	return shown
}

func few(n, least int) bool { return n > 0 && n < least }

func cell(n int, hidden bool) Count {
	if hidden {
		return Count{Hidden: true}
	}
	return Count{N: &n}
}

// Ratio is a share of people.
type Ratio struct{ Yes, Of int }

// Float is the ratio as a number from 0 to 1.
func (r Ratio) Float() float64 {
	if r.Of == 0 {
		return 0
	}
	return float64(r.Yes) / float64(r.Of)
}

// Rate gives the share of those who do among all of a group, false where it is
// hidden: where the group has fewer than least, or where those who do or those who
// do not are some, but fewer than least. None and all are shown: of a group that
// is large enough they single nobody out.
func Rate(yes, of, least int) (Ratio, bool) {
	least = max(least, Floor)
	if yes < 0 || yes > of || of < least || few(yes, least) || few(of-yes, least) {
		return Ratio{}, false
	}
	return Ratio{Yes: yes, Of: of}, true
}
