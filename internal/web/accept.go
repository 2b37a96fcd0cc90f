package web

import (
	"cmp"
	"mime"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

// The media types that are chosen among.
const (
	mediaHTML    = "text/html"
	mediaJSON    = "application/json"
	mediaProblem = "application/problem+json"
	mediaVC      = "application/vc"
	mediaLD      = "application/ld+json"
	mediaDID     = "application/did+json"
	mediaToken   = "application/vc+jwt"
	mediaPNG     = "image/png"
	mediaSVG     = "image/svg+xml"
)

// alsoKnownAs lists the other types under which programs ask for a document of a
// type. The bytes are the same: it is answered as what it was asked for.
var alsoKnownAs = map[string][]string{
	mediaVC:      {mediaLD, mediaJSON, "application/vc+ld+json"},
	mediaLD:      {mediaJSON},
	mediaDID:     {"application/did", "application/did+ld+json", mediaLD, mediaJSON},
	mediaToken:   {"application/jwt"},
	mediaProblem: {mediaJSON},
}

// wish is one media range of an Accept header.
type wish struct {
	media  string
	weight float64
}

// wishes reads an Accept header (RFC 9110 §12.5.1). What cannot be read is no wish.
func wishes(accept string) []wish {
	var all []wish
	for part := range strings.SplitSeq(accept, ",") {
		media, parameters, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		all = append(all, wish{media, weight(parameters["q"])})
	}
	return all
}

func weight(q string) float64 {
	if q == "" {
		return 1
	}
	w, err := strconv.ParseFloat(q, 64)
	if err != nil || w < 0 || w > 1 {
		return 0
	}
	return w
}

// liking is how much a client likes a type: by the weight of the range that fits
// it closest, and how close that is.
type liking struct {
	weight float64
	close  int // 3 the type itself, 2 its family, 1 anything, 0 not named
}

func (l liking) over(other liking) bool {
	return l.weight > other.weight || (l.weight == other.weight && l.close > other.close)
}

func likingOf(all []wish, media string) liking {
	family, _, _ := strings.Cut(media, "/")
	var found liking
	for _, w := range all {
		here := liking{weight: w.weight}
		switch w.media {
		case media:
			here.close = 3
		case family + "/*":
			here.close = 2
		case "*/*":
			here.close = 1
		}
		if here.close > found.close || (here.close == found.close && here.weight > found.weight) {
			found = here
		}
	}
	if found.close == 0 {
		return liking{}
	}
	return found
}

// offer is a form, and the type to answer it with.
type offer struct {
	form
	as    string
	likes liking
}

// choose puts forms into the order in which a client likes them, and among equals
// into ours. Browsers name text/html; who names nothing, or anything, is a program,
// and gets what comes first. So does who likes nothing that there is (RFC 9110
// §12.4.1 leaves that to us): an answer in another type helps more than none.
func choose(forms []form, accept string) []offer {
	all := wishes(accept)
	var out []offer
	for _, f := range forms {
		if f.aside {
			continue
		}
		as, likes := f.answeredAs(all)
		if likes.weight == 0 {
			as = f.media
		}
		out = append(out, offer{f, as, likes})
	}
	slices.SortStableFunc(out, func(a, b offer) int {
		return -cmp.Or(cmp.Compare(a.likes.weight, b.likes.weight), cmp.Compare(a.likes.close, b.likes.close))
	})
	return out
}

// answeredAs is the type to answer a form with: its own, unless another name of it
// is liked better.
func (f form) answeredAs(all []wish) (string, liking) {
	media, most := f.media, likingOf(all, f.media)
	for _, other := range alsoKnownAs[f.media] {
		// Only by its very name: the family fits the form's own type too.
		if l := likingOf(all, other); l.close == 3 && l.over(most) {
			media, most = other, l
		}
	}
	return media, most
}

// The languages of pages, by what their files are called.
const (
	english = "en"
	spanish = "es"
)

var languages = []string{english, spanish}

var matcher = language.NewMatcher([]language.Tag{language.English, language.Spanish})

// languageOf picks the language of a page: the one asked for by its address, else
// the one that the reader's browser prefers.
func languageOf(asked, acceptLanguage string) string {
	for _, known := range languages {
		if asked == known {
			return known
		}
	}
	_, index := language.MatchStrings(matcher, acceptLanguage)
	return languages[index]
}
