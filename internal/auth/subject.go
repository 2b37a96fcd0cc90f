package auth

import (
	"context"
	"time"
)

// AsEarner is the value of X-Acting-For, and of a token's acting claim, by
// which an account acts as the earner that it is.
const AsEarner = "earner"

// Subject is whom a checked token names.
type Subject struct {
	// Account is the account's id if the token is one of our own, else empty.
	Account string
	// Issuer and ID name the person at a provider: the pair is unique, the ID
	// alone is not.
	Issuer, ID string
	// Email is an address that the provider says it verified, in lower case;
	// empty where it says nothing or says no.
	Email string
	// Acting is the membership, or AsEarner, that the token was made for;
	// empty where it doesn't say.
	Acting string
	// IssuedAt is when the token was made: who signs out everywhere has older ones
	// refused.
	IssuedAt time.Time
}

// Person is what is on record of a Subject.
type Person struct {
	Account     string
	Earner      string // the account's own earner record, if it has one
	Memberships []Membership
}

// Resolver finds the person behind a checked token. Where there is no account it
// answers with a NotFound problem.
type Resolver interface {
	ResolveAccount(ctx context.Context, subject Subject) (Person, error)
}

// Verifier checks the tokens of one issuer. A token that is not to be trusted is
// an Unauthenticated problem; one that could not be checked (the provider is
// unreachable) is an Unavailable one.
type Verifier interface {
	Issuer() string
	Verify(ctx context.Context, token string) (Subject, error)
}
