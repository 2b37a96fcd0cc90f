package employer

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/search/skillindex"
)

// token is a word of a phrase or of a skill's name.
type token struct {
	written  string // as it stands
	stem     string // what it is compared by
	singular string
	light    bool // it says little by itself: "manage", "use", "skills"
	// place is where it stands, by words that count: a preposition before it counts as
	// several, as what stands behind one is another thing.
	place int
}

// tokens are the words of a text that say something, in order.
func tokens(text string, language skillindex.Language) []token {
	var out []token
	place := 0
	for _, written := range strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("+#'’&", r)
	}) {
		written = strings.Trim(written, "'’&")
		form := skillindex.Fold(written)
		switch {
		case form == "":
			continue
		case prepositions[form]:
			place += 3
			continue
		case smallWords[form]:
			continue
		}
		out = append(out, token{written, skillindex.Stem(form, language), singularOf(form), len(out) == 0 && lightFirst[form], place})
		place++
	}
	if n := len(out) - 1; n > 0 {
		out[n].light = lightLast[skillindex.Fold(out[n].written)]
	}
	return out
}

// leastSingular is what stays of a plural at least, in bytes.
const leastSingular = 3

// singularOf takes the ending of a plural off.
func singularOf(form string) string {
	if head, found := strings.CutSuffix(form, "es"); found && len(head) > leastSingular {
		return head
	}
	return strings.TrimSuffix(form, "s")
}

func setOfWords(words string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		out[word] = true
	}
	return out
}

var (
	smallWords = setOfWords(`a an the of and or to in for with on at by from as is are be been into through within across under over up out about that which who
		this these those its it their our your his her my we you they all any other others some such so no not s etc per via both each more most very will can may
		de del la el los las un una y e o u en para con por a al que se su sus lo le es son como mas muy sin sobre entre desde hasta este esta estos estas`)
	prepositions = setOfWords(`to for from by with at into through that which who para por con desde hasta que sin sobre`)
	// lightFirst are what the names of many skills begin with, lightLast what they end with.
	lightFirst = setOfWords(`use using manage managing provide providing perform performing apply applying conduct conducting carry carrying execute executing ensure ensuring
		maintain maintaining handle handling have having understand understanding do work working utilize utilizing
		utilizar usar gestionar realizar proporcionar prestar aplicar ejecutar garantizar asegurar mantener llevar cabo manejar tener comprender hacer trabajar operar`)
	lightLast = setOfWords(`skill skills knowledge ability abilities principle principles technique techniques method methods software procedure procedures process processes activity activities
		task tasks tool tools system systems
		habilidad habilidades conocimiento conocimientos principio principios tecnica tecnicas metodo metodos programa programas procedimiento procedimientos proceso procesos
		actividad actividades tarea tareas herramienta herramientas sistema sistemas`)
)

// shared is what a phrase and the name of a skill have in common.
type shared struct {
	// words are those of the name that say something by themselves, or all where none
	// does; said is how many of them the phrase has.
	words, said int
	// spread is how many words of the phrase those stand among, rest how many others
	// the phrase has.
	spread, rest int
	// cased is that its words are said in the case that the name has: Go, LESS; same
	// that they are the same words, but for a plural.
	cased, same bool
	// turned is that they stand in another order.
	turned bool
	// at are the places in the phrase of the words that are said.
	at []int
}

// heavy has all words count.
func heavy(name []token) []token {
	out := slices.Clone(name)
	for i := range out {
		out[i].light = false
	}
	return out
}

// sharedOf compares a phrase with a name, but for the words of the name that say little.
func sharedOf(phrase, name []token) shared {
	m := shared{cased: true, same: true}
	weighty := 0
	for _, t := range name {
		if !t.light {
			weighty++
		}
	}
	var at [][]int
	for _, t := range name {
		if t.light && weighty > 0 {
			continue
		}
		m.words++
		var places []int
		cased, same := false, false
		for i, p := range phrase {
			if p.stem == t.stem {
				places = append(places, i)
				cased = cased || casedAs(p.written, t.written)
				same = same || p.singular == t.singular
			}
		}
		if places != nil {
			m.said++
			at = append(at, places)
			m.cased, m.same = m.cased && cased, m.same && same
		}
	}
	m.same = m.same && m.said == m.words
	apart := len(name) > 0 && name[len(name)-1].place-name[0].place > len(name)-1 // the name has prepositions of its own
	m.spread, m.at = tightest(at, phrase, apart)
	m.turned = !slices.IsSorted(m.at)
	for i, p := range phrase {
		if !p.light && !slices.Contains(m.at, i) {
			m.rest++
		}
	}
	return m
}

// casedAs tells whether a word is written as a name is: of a name like "Java" or
// "logistics" any case will do, of one like "LESS" or "JavaScript" only its own.
func casedAs(written, name string) bool {
	_, n := utf8.DecodeRuneInString(name)
	return written == name || utf8.RuneCountInString(name) > 1 && !capital(name[n:])
}

func capital(word string) bool { return strings.IndexFunc(word, unicode.IsUpper) >= 0 }

// tightest is the shortest stretch of a phrase that has a place of each list: its
// length, and those places.
func tightest(lists [][]int, phrase []token, apart bool) (spread int, at []int) {
	for _, list := range lists {
		for _, start := range list {
			near := make([]int, len(lists))
			for i, other := range lists {
				near[i] = slices.MinFunc(other, func(a, b int) int { return cmp.Compare(max(a-start, start-a), max(b-start, start-b)) })
			}
			low, high := slices.Min(near), slices.Max(near)
			long := high - low + 1
			if !apart {
				long = phrase[high].place - phrase[low].place + 1
			}
			if at == nil || long < spread {
				spread, at = long, near
			}
		}
	}
	return spread, at
}

// joined are single words with nothing but "and" or "or" between: "Python or R".
var joined = regexp.MustCompile(`^[^\s,/]+(?:\s*(?:,|/|&|\s(?:and|or|y|e|o|u)\s)\s*[^\s,/]+){1,4}$`)
