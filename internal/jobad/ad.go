// Package jobad reads what an employer wrote about a job: its plain text, what it
// asks people to know or do, word by word, and the conditions that are no skill. It
// refuses to know of skills: which one a phrase means is for whoever asks an index.
package jobad

import "strings"

// Ad is a job ad as read.
type Ad struct {
	// Text is the plain text; every Span is of its bytes.
	Text string
	// Language is the language of the text: "en" or "es".
	Language string
	// Phrases are what it asks for, in its order.
	Phrases []Phrase
	// Conditions are what it says that is no skill, in its order.
	Conditions []Condition
}

// Span is a part of a text, in bytes, from Start up to End.
type Span struct{ Start, End int }

// Of is the part of a text.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// in is a part of a part, where that stands in the whole.
func (s Span) in(whole Span) Span { return Span{whole.Start + s.Start, whole.Start + s.End} }

func (s Span) overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Importance is how much an ad wants something.
type Importance int

// From the least to the most.
const (
	// NiceToHave is said of what is "a plus".
	NiceToHave Importance = iota
	// Wanted is what is asked for, without a word about how much.
	Wanted
	// Must is said of what nobody can do without.
	Must
)

// Phrase is a part of a sentence that may ask for a skill.
type Phrase struct {
	Span
	// Sentence is where it stands.
	Sentence Span
	// Importance is what its sentence says, or else its section.
	Importance Importance
	// Level is the proficiency that its sentence asks for, 1 to 4; 0 where none is said.
	Level int
	// Years are the years of experience asked for; 0 where none is said.
	Years float64
	// Duty is whether it tells what is done in the job, not what is asked of people.
	Duty bool
}

// Kind is what a condition is about, as postings call it.
type Kind string

// The kinds of condition that are read.
const (
	Pay             Kind = "PAY"
	Shift           Kind = "SHIFT"
	Hours           Kind = "HOURS"
	Travel          Kind = "TRAVEL"
	MinimumAge      Kind = "MINIMUM_AGE"
	DrivingLicense  Kind = "DRIVING_LICENSE"
	BackgroundCheck Kind = "BACKGROUND_CHECK"
	Education       Kind = "EDUCATION"
	Experience      Kind = "EXPERIENCE"
)

// Condition is what an ad says that is no skill.
type Condition struct {
	Span
	Kind Kind
	// Minimum and Maximum are decimals, with what they count in Unit; empty where
	// the ad names none.
	Minimum, Maximum, Unit string
	// Claimed is whether the ad says that a law, rule or regulation asks for it:
	// then it should name which.
	Claimed bool
	// Importance is how much it is wanted.
	Importance Importance
}

// MaxText is how many bytes of an ad are read.
const MaxText = 100_000

// Read reads an ad, given as plain text or HTML. An empty language is guessed.
func Read(source, language string) Ad {
	ad := Ad{Text: Plain(source), Language: language}
	if words(ad.Language) == nil {
		ad.Language = guess(ad.Text)
	}
	in := words(ad.Language)
	section := section{about: asking, importance: Wanted}
	count := 0
	for _, line := range lines(ad.Text) {
		for _, s := range sentences(ad.Text, line.Span) {
			if count++; count > maxSentences {
				return ad
			}
			if next, rest, ok := in.heading(ad.Text, s, line.bullet); ok {
				section = next
				s = rest
			}
			if s.Start < s.End {
				ad.read(in, s, section)
			}
		}
	}
	return ad
}

// read adds what a sentence says.
func (ad *Ad) read(in *lexicon, sentence Span, of section) {
	text := sentence.Of(ad.Text)
	said := in.cues(text, of)
	apart := in.conditions(text, said)
	for i, c := range apart {
		if c.Kind != "" && len(ad.Conditions) < maxConditions {
			if c.Kind == Experience {
				c.Span = in.told(text, apart[i:])
			}
			c.Span = c.in(sentence)
			ad.Conditions = append(ad.Conditions, c)
		}
	}
	if of.about == offering || in.talk.of(text, strings.ToLower(text)) {
		return
	}
	for _, c := range in.clauses(text, apart) {
		if len(ad.Phrases) == maxPhrases {
			return
		}
		ad.Phrases = append(ad.Phrases, Phrase{
			Span: c.words.in(sentence), Sentence: sentence, Duty: of.about == doing,
			Importance: said.importanceOf(c.whole), Level: said.levelOf(c.whole), Years: said.yearsOf(c.whole),
		})
	}
}

// What is read of one ad at most.
const (
	maxSentences  = 5000
	maxPhrases    = 1000
	maxConditions = 200
)
