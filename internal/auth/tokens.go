package auth

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// TokenLifetime is how long a token of our own lasts unless it is told.
const TokenLifetime = 12 * time.Hour

// LocalIssuer is the issuer, and the audience, of our own tokens. It is no URL:
// no provider can be configured under it.
const LocalIssuer = "stackmatch"

// localAlgorithm is the only one of our own tokens.
const localAlgorithm = "EdDSA"

// Tokens mints and checks our own bearer tokens, for demo and development. Who
// holds the secret can be anybody.
type Tokens struct {
	key    ed25519.PrivateKey
	keyID  string
	now    func() time.Time
	random io.Reader
	parser *jwt.Parser
	window *jwt.Validator
}

var _ Verifier = (*Tokens)(nil)

// NewTokens returns the mint with this signing secret.
func NewTokens(secret [32]byte, now func() time.Time, random io.Reader) *Tokens {
	key := ed25519.NewKeyFromSeed(secret[:])
	digest := sha256.Sum256(key[ed25519.SeedSize:])
	return &Tokens{
		key:    key,
		keyID:  base64.RawURLEncoding.EncodeToString(digest[:9]),
		now:    now,
		random: random,
		parser: jwt.NewParser(jwt.WithValidMethods([]string{localAlgorithm}), jwt.WithStrictDecoding(), jwt.WithoutClaimsValidation()),
		window: window(LocalIssuer, []string{LocalIssuer}, defaultSkew, now),
	}
}

// TokenRequest says for whom to mint a token.
type TokenRequest struct {
	// Account is the account's id.
	Account string
	// Acting is the membership that the token acts as, or AsEarner; empty
	// leaves it to X-Acting-For.
	Acting string
	// Lifetime is TokenLifetime if zero.
	Lifetime time.Duration
}

type localClaims struct {
	jwt.RegisteredClaims
	Acting string `json:"acting,omitempty"`
}

// Mint signs a token.
func (t *Tokens) Mint(in TokenRequest) (string, error) {
	if in.Account == "" || len(in.Account) > maxSubject {
		return "", errors.New("mint a token: no account")
	}
	if in.Lifetime < 0 {
		return "", fmt.Errorf("mint a token: lifetime %s", in.Lifetime)
	}
	if in.Lifetime == 0 {
		in.Lifetime = TokenLifetime
	}
	id := make([]byte, 16)
	if _, err := io.ReadFull(t.random, id); err != nil {
		return "", fmt.Errorf("mint a token: %w", err)
	}
	now := t.now()
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, localClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer:    LocalIssuer,
			Audience:  jwt.ClaimStrings{LocalIssuer},
			Subject:   in.Account,
			IssuedAt:  jwt.NewNumericDate(now),
			NotBefore: jwt.NewNumericDate(now),
			ExpiresAt: jwt.NewNumericDate(now.Add(in.Lifetime)),
			ID:        base64.RawURLEncoding.EncodeToString(id),
		},
		Acting: in.Acting,
	})
	token.Header["kid"] = t.keyID
	signed, err := token.SignedString(t.key)
	if err != nil {
		return "", fmt.Errorf("mint a token: %w", err)
	}
	return signed, nil
}

// Issuer is LocalIssuer.
func (t *Tokens) Issuer() string { return LocalIssuer }

// Verify checks a token that Mint made with the same secret.
func (t *Tokens) Verify(_ context.Context, token string) (Subject, error) {
	seen, err := inspect(token)
	if err != nil {
		return Subject{}, err
	}
	switch {
	case seen.Algorithm != localAlgorithm:
		return Subject{}, refused("it is not signed by %s", localAlgorithm)
	case seen.KeyID != t.keyID:
		return Subject{}, refused("it was signed with the key of another data directory")
	}
	var claims localClaims
	if _, err := t.parser.ParseWithClaims(token, &claims, func(*jwt.Token) (any, error) {
		return t.key.Public(), nil
	}); err != nil {
		return Subject{}, refused("its signature does not match")
	}
	if err := checkClaims(t.window, claims.RegisteredClaims); err != nil {
		return Subject{}, err
	}
	return Subject{Account: claims.Subject, Issuer: LocalIssuer, ID: claims.Subject, Acting: claims.Acting, IssuedAt: issuedAt(claims)}, nil
}
