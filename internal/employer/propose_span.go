package employer

import (
	"unicode/utf16"

	"github.com/stackmatch/stackmatch/internal/jobad"
)

// units count a text in UTF-16 code units, by bytes.
type units struct {
	text string
	at   map[int]int
}

func newUnits(ad jobad.Ad) units {
	u := units{ad.Text, map[int]int{}}
	for _, p := range ad.Phrases {
		u.at[p.Start], u.at[p.End] = 0, 0
	}
	for _, c := range ad.Conditions {
		u.at[c.Start], u.at[c.End] = 0, 0
	}
	n := 0
	for i, r := range ad.Text {
		if _, wanted := u.at[i]; wanted {
			u.at[i] = n
		}
		n += utf16.RuneLen(r)
	}
	if _, wanted := u.at[len(ad.Text)]; wanted {
		u.at[len(ad.Text)] = n
	}
	return u
}

func (u units) span(s jobad.Span) TextSpan {
	return TextSpan{u.at[s.Start], u.at[s.End], s.Of(u.text)}
}
