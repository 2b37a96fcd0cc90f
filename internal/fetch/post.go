package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
)

// maxAnswer bounds what is read of an answer to Post, which nobody looks at.
const maxAnswer = 64 << 10

// CheckURL says why a URL would be refused, by its text alone, for a person: the URL
// is "it". Its host's addresses are checked whenever it is called.
func CheckURL(address string) (blocked string) {
	if _, err := locate(address); err != nil {
		return asDocument(err).Blocked
	}
	return ""
}

// Post sends a body to a URL, behind the same guard as Fetch, and gives the status of
// the answer. It follows no redirects: whoever moves says so to whom it concerns. An
// error is why there was no answer, for a person, without an address of ours.
func (f *Fetcher) Post(ctx context.Context, address string, header http.Header, body []byte) (status int, err error) {
	at, err := locate(address)
	if err == nil {
		status, err = f.post(ctx, at, header, body)
	}
	if err != nil {
		f.log.InfoContext(ctx, "post", slog.Any("error", err))
		told := asDocument(err)
		return 0, errors.New(told.Blocked + told.Err)
	}
	return status, nil
}

func (f *Fetcher) post(ctx context.Context, at *url.URL, header http.Header, body []byte) (status int, err error) {
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	select {
	case f.slots <- struct{}{}:
		defer func() { <-f.slots }()
	case <-ctx.Done():
		return 0, failure("too much else was being fetched")
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, at.String(), bytes.NewReader(body))
	if err != nil {
		return 0, fmt.Errorf("post: %w", err)
	}
	request.Header = header.Clone()
	request.Header.Set("User-Agent", f.userAgent)
	answer, err := f.transport.RoundTrip(request)
	if err != nil {
		return 0, fmt.Errorf("post: %w", err)
	}
	// What it says is of no interest, but that it says so to its end is polite.
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxAnswer))
	return answer.StatusCode, answer.Body.Close()
}
