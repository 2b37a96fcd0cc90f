package web

import (
	"net/http"

	linked "github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// linkPage is the page of a single-use link: a question, or what came of it.
type linkPage struct {
	page
	Question *linked.Question
	Outcome  *linked.Outcome
	// Problems are what keeps the answer from being taken.
	Problems []string
	// Try is where the outcome's token may be tried out.
	Try string
}

// Other is the page in the other language, at the same path.
func (p linkPage) Other() link {
	for _, language := range languages {
		if language != p.Language {
			return link{Href: "?lang=" + language, Language: language}
		}
	}
	return link{}
}

// refused makes it the page of a link that nothing can be done with.
func (p *linkPage) refused(told []*problem.Problem) {
	p.Title = said{Text: phrases["link refused"].in(p.Language)}
	p.Problems = sentences(told, p.Language)
	p.Path = "" // in the other language there is no more to it
}

// typed keeps what was typed and ticked, where the question is asked again.
func (p *linkPage) typed(r *http.Request) {
	for i, field := range p.Question.Fields {
		p.Question.Fields[i].Value = r.PostForm.Get(field.Name)
	}
}
