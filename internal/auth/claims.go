package auth

import (
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Clocks of honest machines differ; more than maxSkew is no difference, it is a
// wrong clock, and accepting it would stretch every token's life.
const (
	defaultSkew = time.Minute
	maxSkew     = 5 * time.Minute
)

// maxSubject is OpenID Connect's own bound (Core §2).
const maxSubject = 255

// window says which claims are acceptable of tokens with a good signature.
func window(issuer string, audiences []string, skew time.Duration, now func() time.Time) *jwt.Validator {
	return jwt.NewValidator(
		jwt.WithIssuer(issuer),
		jwt.WithAudience(audiences...),
		jwt.WithExpirationRequired(),
		jwt.WithIssuedAt(),
		jwt.WithLeeway(skew),
		jwt.WithTimeFunc(now),
	)
}

// checkClaims turns what is wrong with the claims into a problem that says so.
func checkClaims(v *jwt.Validator, claims jwt.Claims) error {
	subject, err := claims.GetSubject()
	if err != nil || subject == "" || len(subject) > maxSubject {
		return refused("it names nobody")
	}
	err = v.Validate(claims)
	for _, known := range []struct {
		err  error
		text string
	}{
		{jwt.ErrTokenExpired, "it has expired: sign in again"},
		{jwt.ErrTokenNotValidYet, "it is not valid yet"},
		{jwt.ErrTokenUsedBeforeIssued, "it is issued in the future"},
		{jwt.ErrTokenInvalidAudience, "it is meant for another service"},
		{jwt.ErrTokenInvalidIssuer, "it has another issuer"},
	} {
		if errors.Is(err, known.err) {
			return refused("%s", known.text)
		}
	}
	if err != nil {
		return refused("it lacks its issuer, audience or expiry")
	}
	return nil
}

// issuedAt is when a token says that it was made; zero where it does not.
func issuedAt(claims jwt.Claims) time.Time {
	at, err := claims.GetIssuedAt()
	if err != nil || at == nil {
		return time.Time{}
	}
	return at.Time
}
