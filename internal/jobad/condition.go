package jobad

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// pattern finds conditions of a kind. Without a kind it finds what is neither a
// condition nor a skill: "competitive salary".
type pattern struct {
	kind Kind
	// hints are what it cannot be found without any of, in lower case: they are looked
	// for first, as that is quicker.
	hints []string
	find  *regexp.Regexp
	// read makes sense of the groups found; false where it is no condition after all.
	read func(in *lexicon, m []string, sentence string, c *Condition) bool
}

// conditions are a sentence's, in its order; spans are of the sentence. What has no
// kind is left out of the ad, and is no phrase either.
func (in *lexicon) conditions(sentence string, said cues) []Condition {
	var out []Condition
	lower := strings.ToLower(sentence)
	for _, p := range in.patterns {
		if !p.hinted(lower) {
			continue
		}
		for _, at := range p.find.FindAllStringSubmatchIndex(sentence, maxFound) {
			c := Condition{Span: trimmed(sentence, Span{at[0], at[1]}), Kind: p.kind, Importance: said.importanceOf(Span{at[0], at[1]})}
			if c.Start >= c.End || slices.ContainsFunc(out, func(o Condition) bool { return o.overlaps(c.Span) }) {
				continue
			}
			if p.read != nil && !p.read(in, groups(sentence, at), sentence, &c) {
				continue
			}
			c.inOrder()
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b Condition) int { return cmp.Compare(a.Start, b.Start) })
	claimed := in.claimed.MatchString(sentence)
	for i := range out {
		out[i].Claimed = claimed && out[i].Kind != Pay
	}
	return out
}

// inOrder leaves out a maximum that is below the minimum: they are of two things.
func (c *Condition) inOrder() {
	least, _ := strconv.ParseFloat(c.Minimum, 64)
	if most, err := strconv.ParseFloat(c.Maximum, 64); err == nil && most < least {
		c.Maximum = ""
	}
}

func (p pattern) hinted(lower string) bool {
	return len(p.hints) == 0 || slices.ContainsFunc(p.hints, func(hint string) bool { return strings.Contains(lower, hint) })
}

// hints takes them apart.
func hints(list string) []string { return strings.Split(list, "|") }

// maxFound bounds the conditions of a kind in one sentence.
const maxFound = 10

func groups(s string, at []int) []string {
	out := make([]string, len(at)/2)
	for i := range out {
		if at[2*i] >= 0 {
			out[i] = s[at[2*i]:at[2*i+1]]
		}
	}
	return out
}

// number reads digits or a number written out; 0 where it is neither.
func (in *lexicon) number(s string) float64 {
	s = strings.ToLower(strings.TrimSpace(s))
	n, err := strconv.ParseFloat(cmp.Or(in.numbers[s], s), 64)
	if err != nil {
		return 0
	}
	return n
}

// bounds fills in the first two groups as numbers.
func bounds(unit string) func(in *lexicon, m []string, sentence string, c *Condition) bool {
	return func(in *lexicon, m []string, _ string, c *Condition) bool {
		c.Unit = unit
		c.Minimum, c.Maximum = in.decimal(m[1]), in.decimal(m[2])
		return true
	}
}

func (in *lexicon) decimal(s string) string {
	if n := in.number(s); n > 0 {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return ""
}

// working are words beside a time that was spent at work.
var working = regexp.MustCompile(`(?i)experience|experiencia|background|worked|working|\bas an?\b|trabaj|practice|industry`)

func inExperience(sentence string) bool { return working.MatchString(sentence) }

// lately begins what happened lately: "in the last three years".
var lately = regexp.MustCompile(`(?i)(?:last|past|previous|next|every|[úu]ltimos|cada|pr[óo]ximos)\s+$`)

// experience is in years, or months.
func experience(in *lexicon, m []string, sentence string, c *Condition) bool {
	if !inExperience(sentence) || lately.MatchString(sentence[:c.Start]) {
		return false
	}
	c.Unit = "years"
	if strings.HasPrefix(strings.ToLower(m[3]), "m") {
		c.Unit = "months"
	}
	c.Minimum, c.Maximum = in.decimal(m[1]), in.decimal(m[2])
	return c.Minimum+c.Maximum != ""
}

// age is in years, of somebody who may work.
func age(in *lexicon, m []string, _ string, c *Condition) bool {
	for _, group := range m[1:] {
		if n := in.number(group); n >= 14 && n <= 30 {
			c.Minimum, c.Unit = in.decimal(group), "years"
			return true
		}
	}
	return false
}

// traveling is a share of the time, where the ad says it.
func traveling(in *lexicon, m []string, _ string, c *Condition) bool {
	for _, group := range m[1:] {
		if n := in.number(group); n > 0 && n <= 100 {
			c.Maximum, c.Unit = in.decimal(group), "percent"
		}
	}
	return true
}

var (
	aboutPay = regexp.MustCompile(`(?i)\b(?:pay|paid|pays|salary|wages?|compensation|rate|base|earn|ote|remuneration|salario|sueldo|paga|pago|remuneraci[oó]n)`)
	// noPay follows amounts that are no pay: "$5 million in sales".
	noPay = regexp.MustCompile(`(?i)^\s*(?:m\b|mm\b|mil\b|million|billion|bn\b|b\b|\+?\s*(?:in|of|worth|de)\b)`)
)

// pay is "$15.50 - $18 per hour", in words about pay or with a period.
func pay(_ *lexicon, m []string, sentence string, c *Condition) bool {
	period := payPeriod(strings.ToLower(m[6]))
	if period == "" && !aboutPay.MatchString(sentence) || noPay.MatchString(sentence[c.End:]) {
		return false
	}
	least, most := amount(m[2], m[3]), amount(m[4], m[5])
	if most > 0 && least < 1000 && most >= 1000 && m[5] != "" {
		least *= 1000 // "40 - 50k"
	}
	if most > 0 && least >= 1000 && most < 1000 {
		most *= 1000 // "40k - 55"
	}
	if least == 0 {
		return false
	}
	c.Minimum = strconv.FormatFloat(least, 'f', -1, 64)
	if most > 0 {
		c.Maximum = strconv.FormatFloat(most, 'f', -1, 64)
	}
	c.Unit = currency(m[1])
	if period != "" {
		c.Unit += " per " + period
	}
	return true
}

// euros is "1.350 - 1.500 € al mes", as Spain writes it.
func euros(in *lexicon, m []string, sentence string, c *Condition) bool {
	plain := strings.NewReplacer(".", "")
	return pay(in, []string{"", "€", plain.Replace(m[1]), "", plain.Replace(m[2]), "", m[3]}, sentence, c)
}

func currency(sign string) string {
	switch sign {
	case "€":
		return "EUR"
	case "£":
		return "GBP"
	}
	return "USD"
}

func payPeriod(word string) string {
	switch {
	case strings.HasPrefix(word, "h"):
		return "hour"
	case strings.HasPrefix(word, "d"):
		return "day"
	case strings.HasPrefix(word, "w"), strings.HasPrefix(word, "s"):
		return "week"
	case strings.HasPrefix(word, "m"):
		return "month"
	case word != "":
		return "year"
	}
	return ""
}

// amount reads "45,000.50", or "45" thousands.
func amount(digits, thousands string) float64 {
	n, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimRight(digits, ".,"), ",", ""), 64)
	if err != nil {
		return 0
	}
	if thousands != "" {
		n *= 1000
	}
	return n
}
