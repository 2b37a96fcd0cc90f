package web

import (
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/coaching"
)

// mostPacked is how many bytes the page of a plan may have, compressed: it is read
// where a connection is slow, and paid by the byte.
const mostPacked = 14_500

// fits are how many characters the texts of a step may have, each of them and its
// title: the first that fits is taken. The last always does.
var fits = []struct{ text, title int }{{600, 200}, {300, 200}, {150, 150}, {80, 80}, {60, 70}, {40, 60}, {20, 60}, {0, 60}, {0, 24}, {0, 12}}

// fitted is the page of a plan with as much of the texts as fits into it.
func fitted(sheet *coaching.PlanSheet, now time.Time, language string) (content []byte, err error) {
	for _, fit := range fits {
		c := &cutter{textMost: fit.text, titleMost: fit.title}
		if content, err = render("plan", language, c.plan(sheet, now, language)); err != nil {
			return nil, err
		}
		if n, err := packed(content); n <= mostPacked || err != nil {
			return content, err
		}
	}
	return content, nil
}

// packed is how many bytes a text has when it is compressed.
func packed(content []byte) (int, error) {
	var n counter
	w := gzip.NewWriter(&n)
	if _, err := w.Write(content); err != nil {
		return 0, fmt.Errorf("compress: %w", err)
	}
	if err := w.Close(); err != nil {
		return 0, fmt.Errorf("compress: %w", err)
	}
	return int(n), nil
}

// counter counts what is written to it.
type counter int

var _ io.Writer = (*counter)(nil)

// Write counts, and keeps nothing.
func (n *counter) Write(some []byte) (int, error) {
	*n += counter(len(some))
	return len(some), nil
}

// cutter cuts the texts of steps, and remembers whether it had to.
type cutter struct {
	textMost, titleMost int
	cut                 bool
}

func (c *cutter) title(title said) said {
	title.Text = c.to(title.Text, c.titleMost)
	return title
}

// needs are the notes that there is room for: all of a step's together are one text.
func (c *cutter) needs(notes []*db.ReadinessNote, language string) (out []said) {
	room := c.textMost
	for _, note := range notes {
		need := saidIn(note.Note, language)
		if need.Text = c.to(need.Text, room); need.Text == "" {
			break
		}
		room -= utf8.RuneCountInString(need.Text)
		out = append(out, need)
	}
	return out
}

func (c *cutter) text(words string) string { return c.to(words, c.textMost) }

// to cuts a text to so many characters, the last of which says so.
func (c *cutter) to(words string, most int) string {
	if utf8.RuneCountInString(words) <= most {
		return words
	}
	c.cut = true
	if most < 2 {
		return ""
	}
	return string([]rune(words)[:most-1]) + "…"
}
