package stat

import "math/bits"

// uint128 is a whole number of 128 bits: sums of products of counts, which 64 bits do not hold.
type uint128 struct{ hi, lo uint64 }

// addProduct adds x y. The sum wraps around at 2^128: with 2^48 values in each replication, that is 2^32 replications.
func (a *uint128) addProduct(x, y uint64) {
	hi, lo := bits.Mul64(x, y)
	var carry uint64
	a.lo, carry = bits.Add64(a.lo, lo, 0)
	a.hi += hi + carry
}

// float returns the number, rounded to float64 only here.
func (a uint128) float() float64 { return float64(float64(a.hi)*0x1p64) + float64(a.lo) }
