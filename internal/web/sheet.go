package web

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/internal/credential"
)

// sheetPage is what somebody can do, on one page, for employers without an account.
type sheetPage struct {
	page
	Holder string
	AsOf   day
	// Until is when the page ends; nil where it does not.
	Until *day
	Lines []sheetLine
	Code  code
}

// sheetLine is an award on a sheet.
type sheetLine struct {
	Title, Can said
	Href       string
	Issuer     string
	Standing   standing
	// Dates say when it was earned and how long it lasts.
	Dates []string
}

// Size is how a sheet is set in print, so that it fits on a page: the more lines,
// the closer.
func (p sheetPage) Size() string {
	switch n := len(p.Lines); {
	case n <= 6:
		return "airy"
	case n <= 12:
		return "close"
	case n <= 24:
		return "tight"
	default:
		return "dense"
	}
}

func (s *Site) sheetView(ctx context.Context, token, language string) (any, error) {
	sheet, err := s.Credentials.PublicSheet(ctx, token)
	if err != nil {
		return nil, err
	}
	now := s.Credentials.Now()
	v := sheetPage{Holder: sheet.Name, AsOf: minuteOf(now, language)}
	title := phrases["sheet"].in(language)
	if v.Holder != "" {
		if title, err = say(language, "sheet of %s", v.Holder); err != nil {
			return nil, err
		}
	}
	v.page = page{Language: language, Path: "/" + sheets + "/" + token, Title: said{Text: title}, Private: true}
	for _, a := range sheet.Awards {
		v.Lines = append(v.Lines, lineOf(a, now, language))
	}
	if sheet.Until != nil {
		last := dayOf(*sheet.Until, language)
		v.Until = &last
	}
	v.Code, err = newCode(sheet.URL)
	return v, err
}

func lineOf(a *credential.PublicAward, now time.Time, language string) sheetLine {
	of := definitionOf(a.Version, language)
	return sheetLine{
		Title: of.Title, Can: of.Can, Href: a.URL, Issuer: a.Issuer.Name,
		Standing: standingOf(a, now, language), Dates: datesOf(a, now, language),
	}
}

func datesOf(a *credential.PublicAward, now time.Time, language string) []string {
	about := func(key string, d day) string { return fmt.Sprintf(phrases[key].in(language), d.Text) }
	out := []string{about("line earned", monthOf(a.Award.EarnedAt, language))}
	key, on := howItStands(a, now)
	switch until := a.Award.ExpiresAt; {
	case key == "revoked":
		out = append(out, about("line revoked", dayOf(*on, language)))
	case until != nil && until.After(now):
		out = append(out, about("line until", dayOf(*until, language)))
	case until != nil:
		out = append(out, about("line ended", dayOf(*until, language)))
	}
	return out
}
