package app

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/stackmatch/stackmatch/internal/fetch"
	"github.com/stackmatch/stackmatch/internal/notify"
)

// Mail is how messages leave. The password is in the environment, as
// STACKMATCH_SMTP_PASSWORD, or in a file: on the command line, every user of the
// machine would read it.
type Mail struct {
	SMTP         string `name:"smtp" env:"STACKMATCH_SMTP" placeholder:"HOST:PORT" help:"Mail server that takes our e-mail. Default: none, and messages wait for one."`
	User         string `name:"smtp-user" env:"STACKMATCH_SMTP_USER" placeholder:"NAME" help:"User to sign in to the mail server as; the password is in STACKMATCH_SMTP_PASSWORD or --smtp-password-file. Default: nobody signs in."`
	PasswordFile string `name:"smtp-password-file" env:"STACKMATCH_SMTP_PASSWORD_FILE" type:"existingfile" placeholder:"FILE" help:"File with the password for the mail server."`
	TLS          string `name:"smtp-tls" env:"STACKMATCH_SMTP_TLS" enum:"starttls,implicit,none" default:"starttls" placeholder:"HOW" help:"How the way to the mail server is encrypted: starttls, implicit (port 465), or none (${default})."`
	CA           string `name:"smtp-ca" env:"STACKMATCH_SMTP_CA" type:"existingfile" placeholder:"FILE" help:"Certificates (PEM) of the authority that vouches for the mail server. Default: the system's."`
	From         string `name:"mail-from" env:"STACKMATCH_MAIL_FROM" placeholder:"ADDRESS" help:"Sender of our e-mail, such as 'Stackmatch <no-reply@example.org>'. Needed with --smtp."`
	SMSCommand   string `name:"sms-command" env:"STACKMATCH_SMS_COMMAND" placeholder:"COMMAND" help:"Program that sends a text message: its last argument is the number, its input the text; it exits with 0 when sent, with 1 when the number never gets one. Default: none, and text messages wait."`
}

// passwordName is the variable that holds the password.
const passwordName = "STACKMATCH_SMTP_PASSWORD"

// carriers are who takes e-mail and text messages; nil where nobody does.
func (c Mail) carriers() (mail, sms notify.Carrier, err error) {
	if c.SMTP != "" {
		if mail, err = c.server(); err != nil {
			return nil, nil, err
		}
	}
	if c.SMSCommand != "" {
		if sms, err = notify.NewSMSCommand(c.SMSCommand); err != nil {
			return nil, nil, err
		}
	}
	return mail, sms, nil
}

func (c Mail) server() (notify.Carrier, error) {
	host, text, err := net.SplitHostPort(c.SMTP)
	if err != nil {
		return nil, fmt.Errorf("--smtp: %w", err)
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		return nil, fmt.Errorf("--smtp: %q is no port", text)
	}
	if c.From == "" {
		return nil, errors.New("--smtp needs --mail-from")
	}
	password, err := c.password()
	if err != nil {
		return nil, err
	}
	trust, err := c.trust(host)
	if err != nil {
		return nil, err
	}
	return notify.NewSMTP(notify.SMTP{
		Host: host, Port: port, User: c.User, Password: password, From: c.From, TLS: notify.TLSUse(c.TLS), Trust: trust,
	})
}

func (c Mail) password() (string, error) {
	if c.PasswordFile == "" {
		return os.Getenv(passwordName), nil
	}
	text, err := os.ReadFile(c.PasswordFile)
	if err != nil {
		return "", fmt.Errorf("the password for the mail server: %w", err)
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

func (c Mail) trust(host string) (*tls.Config, error) {
	if c.CA == "" {
		return nil, nil //nolint:nilnil // nil is the system's authorities
	}
	text, err := os.ReadFile(c.CA)
	if err != nil {
		return nil, fmt.Errorf("--smtp-ca: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("--smtp-ca: %s holds no certificate", c.CA)
	}
	return &tls.Config{RootCAs: pool, ServerName: host, MinVersion: tls.VersionTLS12}, nil
}

// sendEvery is how often messages that are due are looked for.
const sendEvery = 2 * time.Second

// send sends what waits, until the context ends.
func (a *App) send(ctx context.Context) error {
	return a.every(ctx, sendEvery, "send messages", func(ctx context.Context) error {
		_, err := a.Notify.SendOnce(a.System(ctx))
		return err
	})
}

// mailEvery is how often what people are to be told is looked at.
const mailEvery = 15 * time.Second

// write has people written to about what they are told, until the context ends.
func (a *App) write(ctx context.Context) error {
	mailer := notify.Mailer{Service: a.Notify}
	return a.every(ctx, mailEvery, "write to people", func(ctx context.Context) error {
		return mailer.Once(a.System(ctx))
	})
}

// tellEvery is how often the feed is looked at for webhooks.
const tellEvery = 2 * time.Second

// tellWebhooks has webhooks be told what happens, until the context ends.
func (a *App) tellWebhooks(ctx context.Context) error {
	return a.every(ctx, tellEvery, "tell webhooks", func(ctx context.Context) error {
		for more := true; more; {
			var err error
			if more, err = a.Notify.FanOutOnce(a.System(ctx)); err != nil {
				return err
			}
		}
		return a.Notify.DeliverOnce(a.System(ctx))
	})
}

// poster reaches webhooks, behind the guard.
func (a *App) poster() notify.Poster {
	return fetch.New(fetch.Config{Now: a.Store.Now, UserAgent: "stackmatch/" + a.config.Version, Log: a.config.Log})
}

// measureMessages adds the queues of messages to the metrics.
func (a *App) measureMessages(ctx context.Context, registry *prometheus.Registry) error {
	for _, gauge := range []struct {
		name, help string
		count      func(context.Context) (waiting, dead int, err error)
	}{
		{"stackmatch_messages", "E-mails and text messages, by state.", a.Notify.Waiting},
		{"stackmatch_webhook_deliveries", "Deliveries to webhooks, by state.", a.Notify.WebhooksWaiting},
	} {
		for i, state := range []string{"waiting", "dead"} {
			err := registry.Register(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
				Name: gauge.name, Help: gauge.help, ConstLabels: prometheus.Labels{"state": state},
			}, func() float64 {
				waiting, dead, err := gauge.count(ctx)
				if err != nil {
					return -1
				}
				return float64([]int{waiting, dead}[i])
			}))
			if err != nil {
				return fmt.Errorf("metrics: %w", err)
			}
		}
	}
	return nil
}
