package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/internal/coaching"
)

// planPage is a plan on one page, to be printed. It is for the earner and for who
// coaches them.
type planPage struct {
	page
	Whose string
	Goal  said
	AsOf  day
	// Facts are the sums, in words.
	Facts []string
	// Outdated says that it no longer holds as it was saved, Cut that texts are not
	// there in full.
	Outdated, Cut bool
	Lines         []planLine
}

// planLine is a step.
type planLine struct {
	Number int
	Title  said
	// Mark is good for what is held, open for what is worked on, else none.
	Mark, Stands string
	Facts        []string
	Needs        []said
}

// Other is the page in the other language, at the same path.
func (p planPage) Other() link { return linkPage{page: p.page}.Other() }

// Size is how a plan is set in print, so that it fits on a page: the more steps, the
// closer. A step has more to say than a line of a sheet.
func (p planPage) Size() string {
	switch n := len(p.Lines); {
	case n <= 3:
		return "airy few"
	case n <= 5:
		return "airy"
	case n <= 12:
		return "close"
	case n <= 24:
		return "tight"
	case n <= 32:
		return "dense"
	case n <= 60:
		return "tiny"
	default:
		return "tiny bare"
	}
}

// plan makes the page of a plan.
func (p *Private) plan(ctx context.Context, r *http.Request) (opened, error) {
	sheet, err := p.Coaching.PrintPlan(ctx, r.PathValue("id"))
	if err != nil {
		return opened{}, err
	}
	language := languageOf(r.URL.Query().Get("lang"), r.Header.Get("Accept-Language"))
	content, err := fitted(sheet, p.Coaching.Now(), language)
	return opened{content: whole{bytes.NewReader(content)}, mediaType: mediaHTML + "; charset=utf-8", language: language}, err
}

// plan is the page, with texts that are no longer than they may be.
func (c *cutter) plan(sheet *coaching.PlanSheet, now time.Time, language string) planPage {
	v := planPage{
		page:  page{Language: language, Path: "/plans/" + sheet.ID, Title: said{Text: sheet.Name}, Private: true},
		Whose: sheet.Whose, Goal: saidIn(sheet.Goal, language), AsOf: dayOf(now, language), Outdated: len(sheet.Outdated) > 0,
	}
	about := func(key string, args ...any) string { return fmt.Sprintf(phrases[key].in(language), args...) }
	v.Facts = []string{about("plan done", sheet.Done, len(sheet.Lines))}
	if minutes := sheet.MinutesLeft(); minutes > 0 {
		v.Facts = append(v.Facts, about("plan hours", hours(minutes)), about("plan pace", sheet.HoursPerWeek))
	}
	if cents := sheet.CentsLeft(); cents > 0 {
		v.Facts = append(v.Facts, about("plan price", priceOf(&cents, "USD", language)))
	}
	for i, line := range sheet.Lines {
		v.Lines = append(v.Lines, c.line(i+1, line, language))
	}
	v.Cut = c.cut
	return v
}

// stepMarks are how the states of steps are drawn and said.
var stepMarks = map[coaching.StepProgress]struct{ mark, phrase string }{
	coaching.StepDone: {"good", "step done"}, coaching.StepInProgress: {"open", "step begun"}, coaching.StepOpen: {"none", "step open"},
}

func (c *cutter) line(n int, line coaching.SheetLine, language string) planLine {
	as := stepMarks[line.Progress]
	out := planLine{Number: n, Title: c.title(saidIn(line.Title, language)), Mark: as.mark, Stands: phrases[as.phrase].in(language)}
	put := func(key string, args ...any) {
		out.Facts = append(out.Facts, fmt.Sprintf(phrases[key].in(language), args...))
	}
	if line.StartsOn != nil {
		put("step from", dayOf(*line.StartsOn, language).Text)
	}
	if line.FinishesOn != nil {
		put("step until", dayOf(*line.FinishesOn, language).Text)
	}
	if line.Minutes != nil {
		put("step hours", hours(*line.Minutes))
	}
	switch {
	case line.PriceCents == nil:
	case *line.PriceCents == 0:
		put("step free")
	default:
		put("step price", priceOf(line.PriceCents, line.PriceCurrency, language))
	}
	out.Facts = append(out.Facts, c.where(line, language)...)
	out.Needs = c.needs(line.Needs, language)
	return out
}

// where says how, by whom and in which language a step is taught.
func (c *cutter) where(line coaching.SheetLine, language string) []string {
	at := line.Edges.Offering
	switch {
	case line.Prior:
		return []string{phrases["step prior"].in(language)}
	case line.Completes:
		return []string{phrases["step earned"].in(language)}
	case at == nil:
		return []string{phrases["step own"].in(language)}
	}
	schedule, _ := at.Schedule.In(language)
	out := []string{c.text(line.Provider), deliveryWords[at.Delivery].in(language), c.text(line.Place), c.text(schedule), languageName(at.Language, language)}
	return slices.DeleteFunc(out, func(words string) bool { return words == "" })
}

// hours are minutes in hours, to the tenth.
func hours(minutes int64) string {
	text := strconv.FormatFloat(float64(minutes)/60, 'f', 1, 64)
	return strings.TrimSuffix(text, ".0")
}
