package keys

import (
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"math/big"
	"slices"
)

// The field and the constant of Edwards 25519 (RFC 8032 §5.1). Big integers
// serve, as everything here is public.
var (
	fieldPrime = fromHex("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed")
	edwardsD   = fromHex("52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3")
	one        = big.NewInt(1)
)

func fromHex(s string) *big.Int {
	n, _ := new(big.Int).SetString(s, 16)
	return n
}

// smallOrder has the y of the points whose order divides 8, least byte first:
// with such a key, one signature fits nearly any message.
var smallOrder = []string{
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000000",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
}

// checkEd25519 wants the canonical encoding of a point on the curve that is of
// large order (RFC 8032 §5.1.3); Go's Verify lets the first and last pass.
func checkEd25519(key ed25519.PublicKey) error {
	if len(key) != ed25519.PublicKeySize {
		return fmt.Errorf("%w Ed25519 key: %d bytes", ErrMalformed, len(key))
	}
	y := edwardsY(key)
	if y.Cmp(fieldPrime) >= 0 {
		return fmt.Errorf("%w Ed25519 key: not canonical", ErrMalformed)
	}
	masked := slices.Clone(key)
	masked[31] &= 0x7f
	if slices.Contains(smallOrder, hex.EncodeToString(masked)) {
		return fmt.Errorf("%w: Ed25519 point of small order", ErrWeak)
	}
	// x² = (y²-1) / (dy²+1) has to be a square. A quotient is one if the product
	// is, and the divisor is never 0, as -1/d is no square.
	square := new(big.Int).Mul(y, y)
	above := new(big.Int).Sub(square, one)
	below := new(big.Int).Mul(square, edwardsD)
	below.Add(below, one)
	above.Mul(above, below).Mod(above, fieldPrime)
	if big.Jacobi(above, fieldPrime) != 1 {
		return fmt.Errorf("%w Ed25519 key: not on the curve", ErrMalformed)
	}
	return nil
}

// x25519 is the key of the same secret on the Montgomery curve:
// u = (1+y) / (1-y) (RFC 7748 §4.1). y is not 1, which has small order.
func x25519(key ed25519.PublicKey) []byte {
	y := edwardsY(key)
	above := new(big.Int).Add(one, y)
	below := new(big.Int).Sub(one, y)
	below.Mod(below, fieldPrime).ModInverse(below, fieldPrime)
	above.Mul(above, below).Mod(above, fieldPrime)
	u := above.FillBytes(make([]byte, ed25519.PublicKeySize))
	slices.Reverse(u)
	return u
}

// edwardsY is the encoded y, without the sign of x.
func edwardsY(key ed25519.PublicKey) *big.Int {
	bytes := slices.Clone(key)
	slices.Reverse(bytes)
	bytes[0] &= 0x7f
	return new(big.Int).SetBytes(bytes)
}
