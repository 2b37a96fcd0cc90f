package fetch

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge"
)

// fetch goes to the network and remembers what came of it.
func (f *Fetcher) fetch(ctx context.Context, key string, at *url.URL, want Want) badge.Document {
	within, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	select {
	case f.slots <- struct{}{}:
		defer func() { <-f.slots }()
	case <-within.Done(): // says nothing about the host either
		return asDocument(failure("too much else was being fetched"))
	}
	doc, lasts, err := f.pursue(within, at, want)
	if err == nil {
		err = within.Err() // a body that ended because we went away is no body
	}
	if err != nil {
		f.log.InfoContext(ctx, "fetch", slog.String("host", at.Host), slog.Any("error", err))
		doc, lasts = asDocument(err), errorLasts
	}
	if ctx.Err() == nil { // what was given up says nothing about the host
		f.memory.keep(key, doc, lasts)
	}
	return doc
}

// pursue asks, following redirects: each of them is a new URL of a stranger.
func (f *Fetcher) pursue(ctx context.Context, at *url.URL, want Want) (badge.Document, time.Duration, error) {
	doc, location, lasts, err := f.ask(ctx, at, want)
	for hops := 0; err == nil && location != ""; hops++ {
		if hops == maxRedirects {
			return badge.Document{}, 0, failure("it redirects too often")
		}
		if at, err = follow(at, location); err != nil {
			return badge.Document{}, 0, afterRedirect(err)
		}
		doc, location, lasts, err = f.ask(ctx, at, want)
		doc.FinalURL, lasts, err = at.String(), min(lasts, redirectLasts), afterRedirect(err)
	}
	if err != nil {
		return badge.Document{}, 0, err
	}
	return doc, lasts, nil
}

// afterRedirect says of a refusal that the URL itself was not what is refused.
func afterRedirect(err error) error {
	if why, ok := errors.AsType[refusal](err); ok {
		return fmt.Errorf("%w: %w", "after a redirect, "+why, err)
	}
	return err
}

// ask makes one request and returns the document, or where it has moved to.
func (f *Fetcher) ask(ctx context.Context, at *url.URL, want Want) (
	doc badge.Document, location string, lasts time.Duration, err error,
) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return doc, "", 0, fmt.Errorf("ask: %w", err)
	}
	request.Header.Set("User-Agent", f.userAgent)
	request.Header.Set("Accept", accepted(want))
	request.Header.Set("Accept-Encoding", "gzip")
	// A transport, not a client: no cookies, no Referer, no redirects unseen.
	answer, err := f.transport.RoundTrip(request)
	if err != nil {
		return doc, "", 0, fmt.Errorf("ask: %w", err)
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	if location = answer.Header.Get("Location"); location != "" && isRedirect(answer.StatusCode) {
		return doc, location, 0, nil
	}
	doc, err = f.read(answer, want)
	return doc, "", lasting(answer, doc.Body), err
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// read checks kind and size before it reads, and reads within bounds. What an
// error page says is left out, unless it is a document: a hosted badge that was
// revoked is one, with status 410 (Open Badges 2.0, "Revoking hosted badges").
func (f *Fetcher) read(answer *http.Response, want Want) (badge.Document, error) {
	doc := badge.Document{Status: answer.StatusCode, ContentType: answer.Header.Get("Content-Type")}
	body, err := f.body(answer, want)
	switch {
	case err == nil:
		doc.Body = body
	case answer.StatusCode < 300:
		return badge.Document{}, err
	}
	return doc, nil
}

func (f *Fetcher) body(answer *http.Response, want Want) ([]byte, error) {
	if answer.ContentLength == 0 || answer.StatusCode == http.StatusNoContent {
		return nil, nil
	}
	if !allowed(answer.Header.Get("Content-Type"), want) {
		return nil, errKind
	}
	if answer.ContentLength > int64(f.maxBytes) {
		return nil, errTooLarge
	}
	// Both the wire and what it unpacks to are bounded: an endless row of empty
	// gzip members unpacks to nothing.
	var source io.Reader = &bounded{answer.Body, f.maxBytes}
	switch encoding := strings.ToLower(answer.Header.Get("Content-Encoding")); encoding {
	case "", "identity":
	case "gzip", "x-gzip":
		unpacked, err := gzip.NewReader(source)
		if err != nil {
			return nil, unreadable(err)
		}
		source = &bounded{unpacked, f.maxBytes}
	default:
		return nil, failure("it sent an encoding that was not asked for")
	}
	body, err := io.ReadAll(source)
	if err != nil {
		return nil, unreadable(err)
	}
	return body, nil
}

// unreadable tells damaged content from a broken connection.
func unreadable(err error) error {
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	if corrupt || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) {
		return failure("it sent damaged content")
	}
	return fmt.Errorf("read the body: %w", err)
}

const (
	errTooLarge = failure("it sent too much")
	errKind     = failure("it sent another kind of content")
)

// bounded reads up to left bytes, and fails where there are more.
type bounded struct {
	from io.Reader
	left int
}

// Read is io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	if len(p) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.from.Read(p)
	if b.left -= n; b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}
