package stat

import "math/bits"

// Sum adds up whole numbers of at least 0, exactly and in any order: nanoseconds, say. It wraps around at 2^128. The zero
// Sum is 0.
type Sum struct{ s uint128 }

// Add adds x, which must not be negative.
func (s *Sum) Add(x int64) {
	var carry uint64
	s.s.lo, carry = bits.Add64(s.s.lo, uint64(x), 0)
	s.s.hi += carry
}

// Merge adds another sum.
func (s *Sum) Merge(o Sum) {
	var carry uint64
	s.s.lo, carry = bits.Add64(s.s.lo, o.s.lo, 0)
	s.s.hi += o.s.hi + carry
}

// Float returns the sum, rounded to float64 only here.
func (s Sum) Float() float64 { return s.s.float() }
