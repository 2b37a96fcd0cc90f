package graph

import "context"

// Request is what the edge knows of the HTTP request behind an operation.
type Request struct {
	// ID is quoted in INTERNAL errors and in the log.
	ID string
	// Language is "en" or "es", from Accept-Language.
	Language string
	// Caller is whom the rate is counted for: an account, or an address when
	// nobody signed in.
	Caller string
	// Anonymous callers get no field suggestions and a smaller rate.
	Anonymous bool
}

type requestKey struct{}

// WithRequest puts the request into the context.
func WithRequest(ctx context.Context, request Request) context.Context {
	return context.WithValue(ctx, requestKey{}, request)
}

// RequestOf is the request that the context belongs to. Outside of one it is
// an anonymous caller who reads English.
func RequestOf(ctx context.Context) Request {
	if request, ok := ctx.Value(requestKey{}).(Request); ok {
		return request
	}
	return Request{Language: "en", Anonymous: true}
}
