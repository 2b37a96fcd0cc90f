package jobad

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// bullet begins a line that is one of a list.
const bullet = "• "

var (
	tag        = regexp.MustCompile(`(?i)</?(?:p|br|div|ul|ol|li|h[1-6]|span|strong|b|em|i|u|table|tr|td|th|section|article|html|body|a|hr|font|tbody|dl|dt|dd)\b[^<>]*>`)
	escapedTag = regexp.MustCompile(`(?i)&(?:amp;)*lt;/?(?:p|br|div|ul|ol|li|h[1-6]|span|strong|b|em|i|u|table|tr|td|a)\b`)
	entity     = regexp.MustCompile(`&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d?);`)
)

// maxEscapes is how often a text may have been escaped on its way here.
const maxEscapes = 4

// Plain is the plain text of a text or of HTML, however often it was escaped: one
// line for each block, list items begun by a bullet, no control characters, spaces
// made one. It reads the first MaxText bytes.
func Plain(source string) string {
	if len(source) > MaxText {
		source = strings.ToValidUTF8(source[:MaxText], "")
	}
	source = strings.ToValidUTF8(source, "\uFFFD")
	for range maxEscapes {
		if tag.MatchString(source) || !escapedTag.MatchString(source) {
			break
		}
		source = html.UnescapeString(source)
	}
	if tag.MatchString(source) {
		source = blocks(source)
	}
	for range maxEscapes {
		if !entity.MatchString(source) {
			break
		}
		source = html.UnescapeString(source)
	}
	return tidy(source)
}

// blocks is the text of HTML with a line for each of its blocks.
func blocks(source string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(source))
	hidden := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.String()
		case html.TextToken:
			if hidden == 0 {
				out.WriteString(oneLine(string(z.Text())))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			switch a := atom.Lookup(name); {
			case a == atom.Script || a == atom.Style:
				hidden++
			case a == atom.Li || a == atom.Dd:
				out.WriteString("\n" + bullet)
			case isBlock(a):
				out.WriteString("\n")
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch a := atom.Lookup(name); {
			case a == atom.Script || a == atom.Style:
				hidden = max(0, hidden-1)
			case isBlock(a):
				out.WriteString("\n")
			}
		case html.CommentToken, html.DoctypeToken:
		}
	}
}

// blockElements are those that begin a line.
var blockElements = []atom.Atom{
	atom.P, atom.Br, atom.Div, atom.Ul, atom.Ol, atom.Li, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
	atom.Table, atom.Tr, atom.Td, atom.Th, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Hr,
	atom.Blockquote, atom.Pre, atom.Dl, atom.Dt, atom.Dd,
}

func isBlock(a atom.Atom) bool { return slices.Contains(blockElements, a) }

// oneLine has spaces for the ends of lines, which mean nothing in HTML.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return ' '
		}
		return r
	}, s)
}

// tidy has one space for several, no control characters, no blank lines, and the
// same sign for all bullets.
func tidy(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	var out strings.Builder
	for line := range strings.Lines(s) {
		line = strings.Join(strings.FieldsFunc(line, func(r rune) bool {
			return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u200b' || r == '\ufeff'
		}), " ")
		if rest, is := bulleted(line); is {
			line = bullet + rest
		}
		if line == "" || line == strings.TrimSpace(bullet) {
			continue
		}
		if out.Len() > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(line)
	}
	return out.String()
}

var numbered = regexp.MustCompile(`^(?:\(?\d{1,2}[.)]|[a-z]\)|o|»|>) +`)

// bulleted tells what follows the bullet of a line.
func bulleted(line string) (rest string, is bool) {
	r, n := utf8.DecodeRuneInString(line)
	if strings.ContainsRune("•·●▪■◦‣∙*–—-✓✔➢►", r) {
		return strings.TrimLeft(line[n:], "•·●▪■◦‣∙*–—-✓✔➢► "), true
	}
	if m := numbered.FindString(line); m != "" {
		return line[len(m):], true
	}
	return line, false
}
