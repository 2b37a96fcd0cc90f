package notify

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"github.com/stackmatch/stackmatch/internal/courier"
)

// TLSUse says how a connection to a mail server is kept private.
type TLSUse string

// The ways.
const (
	// TLSRequired upgrades the connection (STARTTLS), or does not send.
	TLSRequired TLSUse = "starttls"
	// TLSFromStart has TLS from the first byte on, as at port 465.
	TLSFromStart TLSUse = "implicit"
	// TLSNone is for a server on the same machine.
	TLSNone TLSUse = "none"
)

// SMTP is a mail server.
type SMTP struct {
	Host string
	Port int
	// User and Password sign in; without a user nobody does.
	User, Password string
	// From is the sender's address, with a name if wanted.
	From string
	TLS  TLSUse
	// Trust is how the server is known; nil is by the system's authorities.
	Trust *tls.Config

	domain  string // the sender's
	options []mail.Option
}

// autoSubmitted keeps vacation programs from answering (RFC 3834 §5).
const autoSubmitted mail.Header = "Auto-Submitted"

// mailTimeout bounds each step of a conversation.
const mailTimeout = 20 * time.Second

// NewSMTP checks the settings. It asks nobody: a server that is away now may be
// there when a message is due.
func NewSMTP(c SMTP) (*SMTP, error) {
	from, err := netmail.ParseAddress(c.From)
	if err != nil {
		return nil, fmt.Errorf("the sender's address: %w", err)
	}
	c.domain = from.Address[strings.LastIndexByte(from.Address, '@')+1:]
	c.options = []mail.Option{mail.WithPort(c.Port), mail.WithTimeout(mailTimeout), mail.WithHELO(c.domain)}
	switch c.TLS {
	case TLSRequired, "":
		c.options = append(c.options, mail.WithTLSPolicy(mail.TLSMandatory))
	case TLSFromStart:
		c.options = append(c.options, mail.WithSSL())
	case TLSNone:
		c.options = append(c.options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		return nil, fmt.Errorf("%q is no way to use TLS", c.TLS)
	}
	if c.Trust != nil {
		c.options = append(c.options, mail.WithTLSConfig(c.Trust))
	}
	if c.User != "" {
		c.options = append(c.options, mail.WithSMTPAuth(c.auth()), mail.WithUsername(c.User), mail.WithPassword(c.Password))
	}
	if _, err := mail.NewClient(c.Host, c.options...); err != nil {
		return nil, fmt.Errorf("the mail server: %w", err)
	}
	return &c, nil
}

// auth finds out how to sign in; without TLS, only on the same machine.
func (c *SMTP) auth() mail.SMTPAuthType {
	if c.TLS == TLSNone {
		return mail.SMTPAuthPlainNoEnc
	}
	return mail.SMTPAuthAutoDiscover
}

// Carry sends a message. Its Message-ID is made of the key: who gets it twice, as the
// process was killed before it could note that it was sent, has a program that can
// tell.
func (c *SMTP) Carry(ctx context.Context, key string, m courier.Message) error {
	letter := mail.NewMsg()
	if err := errors.Join(letter.From(c.From), letter.To(m.To)); err != nil {
		return Refused("its address is none")
	}
	letter.Subject(oneLine(m.Subject))
	letter.SetDate()
	letter.SetMessageIDWithValue(key + "@" + c.domain)
	letter.SetGenHeader(autoSubmitted, "auto-generated")
	if m.Unsubscribe != "" {
		letter.SetGenHeader(mail.HeaderListUnsubscribe, "<"+m.Unsubscribe+">")
	}
	if strings.HasPrefix(m.Unsubscribe, "https:") {
		letter.SetGenHeader(mail.HeaderListUnsubscribePost, oneClickName+"="+oneClick)
	}
	letter.SetBodyString(mail.TypeTextPlain, m.Text)
	client, err := mail.NewClient(c.Host, c.options...)
	if err != nil {
		return errors.New("the mail server's settings are wrong")
	}
	if err := client.DialAndSendWithContext(ctx, letter); err != nil && !letter.IsDelivered() {
		return told(err)
	}
	return nil // whatever went wrong once it was taken over
}

// told says what went wrong without an address, which the library's own words have
// in them; and whether it is for good: the recipient or the letter was refused.
func told(err error) error {
	failed, ok := errors.AsType[*mail.SendError](err)
	if !ok {
		if errors.Is(err, context.DeadlineExceeded) {
			return errors.New("the mail server did not answer in time")
		}
		return errors.New("the mail server could not be reached, or did not let us in")
	}
	code := failed.ErrorCode()
	of := failed.Reason
	if code >= 500 && (of == mail.ErrSMTPRcptTo || of == mail.ErrSMTPData || of == mail.ErrSMTPDataClose) {
		return Refused(fmt.Sprintf("the mail server refused it (%d)", code))
	}
	return fmt.Errorf("the mail server did not take it (%d)", code)
}

// oneLine keeps a header from becoming two.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
