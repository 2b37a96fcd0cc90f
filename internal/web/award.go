package web

import (
	"context"
	"net/url"
	"slices"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/credential"
)

// awardPage is what everybody may read of an award that its earner published.
type awardPage struct {
	page
	Of     definition
	Issuer issuerLine
	// Holder is the earner's name; empty unless they wish it shown.
	Holder string
	Earned day
	// Until is its last day; nil where it does not expire. Ended says that it has.
	Until *day
	Ended bool
	// Revoked is when it was taken back: then it is valid until nothing.
	Revoked  *day
	Standing standing
	Skills   []skill
	Evidence []evidence
	Checks   []checkLine
	Checked  day
	Files    []download
	Code     code
}

// evidence is a piece of the earner's work.
type evidence struct {
	Name string
	// Texts tell of it, in the earner's own words.
	Texts []string
	// Href leads to it, where it is on the web.
	Href string
}

func (s *Site) awardView(ctx context.Context, token, language string) (any, error) {
	a, err := s.Credentials.PublicAward(ctx, token)
	if err != nil {
		return nil, err
	}
	path := "/" + awards + "/" + token
	v := awardPage{
		Of: definitionOf(a.Version, language), Issuer: issuerOf(a.Issuer), Holder: a.Name,
		Earned: dayOf(a.Award.EarnedAt, language), Standing: standingOf(a, s.Credentials.Now(), language),
		Skills: skillsOf(a.Competencies, language), Evidence: evidenceOf(a.Evidence),
		Checks: checksOf(a.Report, a.Issuer.Listed, language), Checked: minuteOf(a.CheckedAt, language), Files: filesOf(path, a.Forms, language),
	}
	v.page = page{Language: language, Path: path, Title: v.Of.Title, Private: true}
	if slices.Contains(a.Forms, credential.FormJSON) {
		v.Document, v.DocumentType = path+"/badge.json", mediaVC
	}
	if until := a.Award.ExpiresAt; until != nil {
		last := dayOf(*until, language)
		v.Until, v.Ended = &last, !until.After(s.Credentials.Now())
	}
	if on := a.Award.RevokedAt; on != nil && a.Award.Status == enum.AwardRevoked {
		taken := dayOf(*on, language)
		v.Revoked = &taken
	}
	v.Code, err = newCode(a.URL)
	return v, err
}

func evidenceOf(all []badge.Evidence) []evidence {
	out := make([]evidence, len(all))
	for i, e := range all {
		out[i] = evidence{Name: e.Name, Href: onTheWeb(e.ID)}
		for _, text := range []string{e.Description, e.Narrative} {
			if text != "" && !slices.Contains(out[i].Texts, text) {
				out[i].Texts = append(out[i].Texts, text)
			}
		}
	}
	return out
}

// onTheWeb is an address that a reader may follow, else "".
func onTheWeb(address string) string {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil {
		return ""
	}
	return u.String()
}

// fileWords say what a file is; they are names, the same in both languages, and
// their endings tell the rest.
var fileWords = map[credential.Form]struct {
	file, name string
	use        phrase
}{
	credential.FormJSON:       {"badge.json", "Open Badges 3.0", phrase{"signed JSON", "JSON firmado"}},
	credential.FormJWT:        {"badge.jwt", "VC-JWT", phrase{"signed token", "token firmado"}},
	credential.FormPNG:        {"badge.png", "PNG", phrase{"picture with the badge in it", "imagen que lleva la insignia"}},
	credential.FormSVG:        {"badge.svg", "SVG", phrase{"picture with the badge in it", "imagen que lleva la insignia"}},
	credential.FormOpenBadge2: {"ob2.json", "Open Badges 2.0", phrase{"for older backpacks", "para mochilas antiguas"}},
}

func filesOf(path string, forms []credential.Form, language string) []download {
	out := make([]download, len(forms))
	for i, form := range forms {
		w := fileWords[form]
		out[i] = download{path + "/" + w.file, w.name, w.use.in(language)}
	}
	return out
}
