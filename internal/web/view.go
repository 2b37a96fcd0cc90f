package web

import (
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/credential"
)

// page is what every page has.
type page struct {
	Language string
	// Path is the page's own, without a language; "" where it has none.
	Path  string
	Title said
	// Private pages are for whoever was given their address.
	Private bool
	// Document is the same for programs, with its media type.
	Document, DocumentType string
}

// Other is the page in the other language. It is named as a file, so that the link
// works on every host.
func (p page) Other() link {
	for _, language := range languages {
		if language != p.Language {
			return link{Href: p.Path + "/" + pageFile(language), Language: language}
		}
	}
	return link{}
}

// link leads to a page in a language.
type link struct{ Href, Language string }

// said is a text, and its language where that is not the page's: readers aloud have
// to know.
type said struct{ Text, Lang string }

// saidIn is a text in the language nearest to that of a page.
func saidIn(l text.Localized, language string) said {
	words, in := l.In(language)
	base, _, _ := strings.Cut(in, "-")
	if base == language || words == "" {
		in = ""
	}
	return said{strings.TrimSpace(words), in}
}

// skill is what is proven: an ability, at a level.
type skill struct {
	Name  said
	Level int
	// Words say the level.
	Words string
	// Framework is where the skill is defined.
	Framework string
}

func skillsOf(held []credential.PublicCompetency, language string) []skill {
	out := make([]skill, len(held))
	for i, c := range held {
		out[i] = skill{Name: labelOf(c.Skill, language), Level: c.Level, Words: levelWords[c.Level].in(language)}
		if of := c.Skill.Edges.Framework; of != nil {
			out[i].Framework = of.Name
		}
	}
	return out
}

// labelOf is what a skill is called in a language.
func labelOf(row *db.Skill, language string) said {
	labels := text.Localized{}
	for _, l := range row.Edges.Labels {
		labels[l.Language] = l.Text
	}
	if found := saidIn(labels, language); found.Text != "" {
		return found
	}
	return said{Text: row.Name}
}

// Bars are the level as bars, of which the first ones are full: a picture beside
// the words.
func (s skill) Bars() [4]bool {
	var bars [4]bool
	for i := range bars {
		bars[i] = i < s.Level
	}
	return bars
}

// definition is what an award is an award of.
type definition struct {
	Kind     string
	Title    said
	Can      said
	About    said
	Criteria said
	Href     string
	Image    string
}

func definitionOf(row *db.MicroCredentialVersion, language string) definition {
	of := row.Edges.MicroCredential
	d := definition{
		Kind: kindWords[of.Kind].in(language), Title: saidIn(row.Title, language), Can: saidIn(row.HolderCan, language),
		About: saidIn(row.Description, language), Criteria: saidIn(row.Criteria, language),
	}
	if d.Can.Text == "" {
		d.Can, d.About = d.About, said{} // the next best in plain words
	}
	if of.Status != enum.Draft && of.Edges.Developer.Listed {
		d.Href = "/" + achievements + "/" + row.ID
		d.Image = d.Href + "/image.svg"
	}
	return d
}

// issuerLine is an organization that issues.
type issuerLine struct {
	Name  string
	Href  string // of its page, if it has one
	Known bool
}

func issuerOf(row *db.Organization) issuerLine {
	line := issuerLine{Name: row.Name, Known: row.Listed}
	if row.Listed {
		line.Href = "/" + issuers + "/" + row.ID
	}
	return line
}

// download is a file, and what it is for.
type download struct{ Href, Name, For string }
