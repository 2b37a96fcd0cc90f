package account

import (
	"net/mail"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// reach is where a person is reached: an e-mail address or a telephone number, as
// it is kept.
type reach struct {
	kind  enum.AddressKind
	value string
}

// subject names the address in links.
func (r reach) subject() string { return string(r.kind) + " " + r.value }

// channel is how messages travel there.
func (r reach) channel() enum.MessageChannel {
	if r.kind == enum.AddressPhone {
		return enum.ChannelSMS
	}
	return enum.ChannelEmail
}

// mailbox is where it ends up: what follows a + is for the reader's own sorting.
func (r reach) mailbox() reach {
	if local, domain, ok := strings.Cut(r.value, "@"); ok {
		local, _, _ = strings.Cut(local, "+")
		r.value = local + "@" + domain
	}
	return r
}

// school tells whether the address is a college's, which outlives nobody's studies.
func (r reach) school() bool {
	return r.kind == enum.AddressEmail && strings.HasSuffix(r.value, ".edu")
}

// reachOf reads the subject of a link.
func reachOf(subject string) (r reach, rest string) {
	kind, value, _ := strings.Cut(subject, " ")
	value, rest, _ = strings.Cut(value, " ")
	return reach{enum.AddressKind(kind), value}, rest
}

const (
	// maxEmail is RFC 5321's.
	maxEmail = 254
	// homeRegion is where a number without a country's code is dialed.
	homeRegion = "US"
)

// readAddress reads an address as somebody typed it: with an @ it is an e-mail
// address, else a telephone number.
func readAddress(typed string) (reach, error) {
	typed = strings.TrimSpace(typed)
	if strings.Contains(typed, "@") {
		return readEmail(typed)
	}
	number, err := phonenumbers.Parse(typed, homeRegion)
	if err != nil || !phonenumbers.IsValidNumber(number) {
		return reach{}, problem.New(problem.Invalid, "give an e-mail address, or a telephone number such as (912) 555-0123 or +52 55 1234 5678").
			Spanish("dé un correo electrónico, o un número de teléfono como (912) 555-0123 o +52 55 1234 5678").At("address")
	}
	return reach{enum.AddressPhone, phonenumbers.Format(number, phonenumbers.E164)}, nil
}

// readEmail takes addresses in ASCII only, as providers' are: lower-casing folds
// letters of other alphabets into ours.
func readEmail(typed string) (reach, error) {
	parsed, err := mail.ParseAddress(typed)
	other := func(r rune) bool { return r > unicode.MaxASCII || r <= ' ' }
	if err != nil || parsed.Address != typed || len(typed) > maxEmail || strings.ContainsFunc(typed, other) ||
		!strings.Contains(typed[strings.LastIndex(typed, "@"):], ".") {
		return reach{}, problem.New(problem.Invalid, "this is no e-mail address such as name@example.org").
			Spanish("esto no es un correo electrónico como nombre@example.org").At("address")
	}
	return reach{enum.AddressEmail, strings.ToLower(typed)}, nil
}
