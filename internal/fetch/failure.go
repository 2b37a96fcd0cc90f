package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"net"

	"github.com/stackmatch/stackmatch/internal/badge"
)

// refusal is why a URL is not fetched, for a person: the URL is "it".
type refusal string

// Error is error.
func (r refusal) Error() string { return string(r) }

// failure is why nothing usable came, for a person: the host is "it".
type failure string

// Error is error.
func (f failure) Error() string { return string(f) }

// asDocument tells an error as the answer, in a few fixed phrases: the network's
// own words have addresses in them.
func asDocument(err error) badge.Document {
	if why, ok := errors.AsType[refusal](err); ok {
		return badge.Document{Blocked: string(why)}
	}
	return badge.Document{Err: explain(err)}
}

func explain(err error) string {
	if why, ok := errors.AsType[failure](err); ok {
		return string(why)
	}
	if errors.Is(err, context.Canceled) {
		return "it was not waited for"
	}
	if slow, ok := errors.AsType[net.Error](err); errors.Is(err, context.DeadlineExceeded) || ok && slow.Timeout() {
		return "it did not answer in time"
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return "its host was not found"
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "its certificate is not trusted"
	}
	return "the connection failed"
}
