package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/stackmatch/stackmatch/internal/catalog"
)

// pathways are served as pages for people and, to who asks for JSON-LD, in CTDL.
const pathwaysPath = "/pathways/"

// pathwayPage is a published pathway.
type pathwayPage struct {
	page
	Owner       string
	Goal, About said
	Lines       []pathwayLine
}

// pathwayLine is a step.
type pathwayLine struct {
	Number      int
	Title, Note said
	Href        string
	Optional    bool
	Facts       []string
}

// Other is the page in the other language, at the same path.
func (p pathwayPage) Other() link { return linkPage{page: p.page}.Other() }

// Size is how a pathway is set in print.
func (p pathwayPage) Size() string { return sheetPage{Lines: make([]sheetLine, len(p.Lines))}.Size() }

// pathway answers with a published pathway.
func (s *Site) pathway(ctx context.Context, q question) (answer, error) {
	key, named := strings.CutSuffix(strings.TrimPrefix(q.path, pathwaysPath), ".jsonld")
	p, err := s.Catalog.PublicPathway(ctx, key)
	if nothing(err) {
		return nothingHere(q)
	}
	if err != nil {
		return answer{}, err
	}
	if named || choose([]form{{media: mediaLD}, {media: mediaHTML}}, q.accept)[0].media == mediaLD {
		content, err := p.CTDL(s.Credentials.Base.String())
		return answer{status: http.StatusOK, media: mediaLD, content: content, varies: "Accept"}, err
	}
	content, err := render("pathway", q.language, pathwayView(p, q.language))
	return answer{
		status: http.StatusOK, media: mediaHTML, content: content, language: q.language, varies: "Accept, Accept-Language",
	}, err
}

func pathwayView(p *catalog.PathwayWithSteps, language string) pathwayPage {
	path := pathwaysPath + p.Row.ID
	v := pathwayPage{
		page:  page{Language: language, Path: path, Title: saidIn(p.Row.Title, language), Document: path + ".jsonld", DocumentType: mediaLD},
		Owner: p.Row.Edges.Owner.Name, Goal: saidIn(p.Goal, language), About: saidIn(p.Row.Description, language),
	}
	for i, step := range p.Steps {
		line := pathwayLine{Number: i + 1, Title: saidIn(step.Title, language), Note: saidIn(step.Row.Note, language), Optional: step.Row.Optional}
		if step.Version != nil {
			line.Href = "/" + achievements + "/" + step.Version.ID
			if m := step.Version.EffortMinutes; m != nil {
				line.Facts = append(line.Facts, fmt.Sprintf(phrases["step hours"].in(language), hours(int64(*m))))
			}
			if step.Version.PriceCents != nil {
				line.Facts = append(line.Facts, priceOf(step.Version.PriceCents, step.Version.PriceCurrency, language))
			}
		} else {
			line.Facts = append(line.Facts, phrases["step stack"].in(language))
		}
		v.Lines = append(v.Lines, line)
	}
	return v
}
