package submission_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/submission"
)

func TestWhatUnmasksAPersonIsFoundAndMasked(t *testing.T) {
	t.Parallel()
	maria := []string{"María-José García López"}
	for _, c := range []struct {
		name  string
		names []string
		text  string
		want  string
	}{
		{"nothing", maria, "I welded two plates in 2023.", "I welded two plates in 2023."},
		{"a first name", maria, "Here Maria welds.", "Here [name] welds."},
		{"case and accents", maria, "MARIA, garcia; López! LÓPEZ", "[name], [name]; [name]! [name]"},
		{"accents that are marks of their own", maria, "Garci\u0301a welds", "[name] welds"},
		{"a full name is one", maria, "by María-José García López, welder", "by [name], welder"},
		{"half of a double name", maria, "Jose and Maria-Jose and mariajose", "[name] and [name] and [name]"},
		{"possessives", maria, "Maria's seam, García’s plate", "[name]'s seam, [name]’s plate"},
		{"an address of a page", maria, "see https://example.org/in/garcia-lopez-42", "see https://example.org/in/[name]-42"},
		{"names run together", maria, "see /in/GarciaLopez and @garcialopez", "see /in/[name] and @[name]"},
		{"a part of a word is none", maria, "Marian and Garciaz", "Marian and Garciaz"},
		{"digits and underscores end a word", maria, "img_maria_01.jpg maria95", "img_[name]_01.jpg [name]95"},
		{"letters of no width", maria, "Ma\u200bria, Mar\u00adia", "[name], [name]"},
		{"initials are not looked for", maria, "M. G. L. welds", "M. G. L. welds"},
		{"an initial in the name goes with it", []string{"Ann B. Lee"}, "Ann B. Lee, B. and Ann", "[name], B. and [name]"},
		{"short words beside others", []string{"Ludwig van de Bo"}, "Ludwig van de Bo went van Bo de la mer", "[name] went [name] la mer"},
		{"a short word alone", []string{"Li Wang"}, "Li Wang, Wang Li; li", "[name], [name]; li"},
		{"apostrophes", []string{"Sean O'Brien"}, "O'Brien, O’Brien's, OBrien, Brien", "[name], [name]'s, [name], [name]"},
		{"letters without a plain form", []string{"Łukasz Strauß Ødegård"}, "lukasz Strauss ODEGARD STRAUß", "[name]"},
		{"other scripts", []string{"Мария Иванова"}, "МАРИЯ и иванова", "[name] и [name]"},
		{"no names", nil, "Maria welds.", "Maria welds."},
		{"empty names", []string{"", " ", "-", "'"}, "- 'x' Maria", "- 'x' Maria"},
		{"e-mail", nil, "Write to m.garcia+x@mail.example.org, or a@b.", "Write to [email], or a@b."},
		{"e-mail at the end", nil, "garcía@exámple.mx.", "[email]."},
		{"no e-mail", nil, "@ a@ @b a@b 2@home x@.com", "@ a@ @b a@b 2@home x@.com"},
		{"two at one", nil, "a@b@c.org", "a@[email]"},
		{"a name in an address is the address", maria, "maria@example.org", "[email]"},
	} {
		if got := submission.Mask(c.text, submission.Names(c.text, c.names)); got != c.want {
			t.Errorf("%s: %q: got %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

func TestTelephoneNumbersAreToldFromOtherNumbers(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"555-123-4567", "(555) 123-4567", "555.123.4567", "5551234567", "1-555-123-4567", "1 (555) 123 4567", "15551234567",
		"+1 555 123 4567", "+34 600 123 456", "+(52) 55 1234 5678", "+4915112345678", "55 1234 5678", "123-4567", "555 1234567",
		"+52-55-1234-5678", "+44 (0)20 7946 0958",
	} {
		for _, around := range []string{"%", "Call % now.", "tel:%", "(%)", "no. %, please", "Tel.%;"} {
			whole := strings.ReplaceAll(around, "%", text)
			want := strings.ReplaceAll(around, "%", "[phone]")
			got := submission.Mask(whole, submission.Names(whole, nil))
			// A parenthesis before the number goes with it.
			if got != want && got != strings.Replace(want, "([phone]", "[phone]", 1) {
				t.Errorf("%q: got %q, want %q", whole, got, want)
			}
		}
	}
	for _, text := range []string{
		"2024-05-12", "12/05/2024", "12.05.2024 14:30", "2019-2023", "2024-05-12 14", "10,000,000", "3.14159", "1200 1300 1400",
		"900 1000", "12345", "123456789012345678", "192.168.10.254", "x5551234567", "5551234567x", "scores 90 95 100 85 70",
		"+1 234", "25 555-123-456", "ISO 9001-2015", "25551234567",
	} {
		if spans := submission.Names(text, nil); len(spans) > 0 {
			t.Errorf("%q: got %+v, want nothing", text, spans)
		}
	}
}

func TestSpansCountBytes(t *testing.T) {
	t.Parallel()
	text := "Señora García: +1 555 123 4567, g@ñu.mx"
	want := []submission.Span{
		{Kind: submission.NameSpan, Start: 8, End: 15},
		{Kind: submission.PhoneSpan, Start: 17, End: 32},
		{Kind: submission.EmailSpan, Start: 34, End: 42},
	}
	if diff := cmp.Diff(want, submission.Names(text, []string{"Ana García"})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMaskPassesOverWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	spans := []submission.Span{
		{Kind: submission.NameSpan, Start: 1, End: 2},
		{Kind: submission.NameSpan, Start: 1, End: 3},
		{Kind: submission.NameSpan, Start: 3, End: 2},
		{Kind: submission.NameSpan, Start: -1, End: 4},
		{Kind: submission.NameSpan, Start: 3, End: 9},
	}
	if got, want := submission.Mask("abcd", spans), "a[name]cd"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Were any of these looked at from each place anew, the test would not come to its
// end: each is a quarter of a megabyte long.
func TestHostileTextsTakeNoLongerThanOthers(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{
		"a@", "a.b-c@", "@a.", "1 ", "555-", "+1(", "((((", "García ", "a-", "'", "de la ", "\u0301", "\u200b", "\xff", "1-555-123-456 ", "Garcia-",
	} {
		text := strings.Repeat(unit, (1<<18)/len(unit))
		spans := submission.Names(text, []string{"Ana de la García"})
		if masked := submission.Mask(text, spans); len(masked) == 0 {
			t.Errorf("%q: nothing is left", unit)
		}
	}
}

// FuzzNames holds that spans are in order, within the text, apart, on the borders
// of runes, and that a name that stands alone is always found.
func FuzzNames(f *testing.F) {
	f.Add("Here Maria welds: +1 555 123 4567, m@example.org", "María García")
	f.Add("O’Brien's\u200b 123-4567 a@b@c.de", "Sean O'Brien")
	f.Add("\xff\xfe@\xff.aa ((((1", "\xff Ł-'")
	f.Add("ﷺ ǅ İ ﬁ", "İﬁ ﷺ")
	f.Fuzz(func(t *testing.T, text, name string) {
		spans := submission.Names(text, []string{name})
		at := 0
		for _, s := range spans {
			if s.Start < at || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("%+v of %q after %d", s, text, at)
			}
			if s.Start < len(text) && utf8.ValidString(text) && !utf8.RuneStart(text[s.Start]) {
				t.Fatalf("%+v of %q starts within a rune", s, text)
			}
			at = s.End
		}
		submission.Mask(text, spans)
		if word := "Xochitl" + letters(name); !slices.ContainsFunc(submission.Names("by "+word+".", []string{word}), func(s submission.Span) bool {
			return s.Kind == submission.NameSpan && s.Start <= 3 && s.End >= len("by "+word)
		}) {
			t.Fatalf("%q is not found", word)
		}
	})
}

// letters are the ASCII letters of a text.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 'A' || r > 'z' || r > 'Z' && r < 'a' {
			return -1
		}
		return r
	}, s)
}
