package queueing

import (
	"math"

	"poolsim/sim/portable"
)

// ErlangBReal returns Erlang's B for a number of servers c >= 0 that need not be whole, by Fortet's integral, 1/B(c, a) =
// a times the integral of exp(-a t) (1 + t)^c over t > 0, which is an incomplete gamma function (Jagerman, Bell System
// Technical Journal 53 (1974) 525-551, theorem 3); a is the offered load in erlangs. NaN for a negative argument.
func ErlangBReal(c, a float64) float64 {
	if !(c >= 0) || !(a >= 0) || math.IsInf(c, 0) || math.IsInf(a, 0) {
		return math.NaN()
	}
	if a == 0 {
		if c == 0 {
			return 1
		}
		return 0
	}
	whole := math.Floor(c)
	x := c - whole
	b := erlangBBelowOne(x, a)
	for k := 1; k <= int(whole); k++ {
		b = a * b / (x + float64(k) + float64(a*b))
	}
	return b
}

// erlangBBelowOne returns B(x, a) for 0 <= x < 1: 1/B = a^-x e^a Gamma(x+1, a).
func erlangBBelowOne(x, a float64) float64 {
	if x == 0 {
		return 1
	}
	s := x + 1
	if a > s+1 {
		return upperGamma(s, a) / a
	}
	// Gamma(s, a) = Gamma(s) - a^s e^-a (1/s + a/(s(s+1)) + ...) (DLMF 8.7.1).
	sum, term := 0.0, 1/s
	for n := 1; term > 1e-17*sum; n++ {
		sum += term
		term *= a / (s + float64(n))
	}
	inverse := float64(portable.Exp(a-float64(x*portable.Log(a)))*portable.Gamma(s)) - float64(a*sum)
	return 1 / inverse
}

// upperGamma returns a^s e^-a / Gamma(s, a) for a > s + 1, by Legendre's continued fraction (DLMF 8.9.2) with the modified
// Lentz method (Press et al., Numerical Recipes, 3rd ed., section 6.2).
func upperGamma(s, a float64) float64 {
	const tiny = 1e-300
	b := a + 1 - s
	c, d := 1/tiny, 1/b
	h := d
	for i := 1; i < 10_000; i++ {
		an := -float64(i) * (float64(i) - s)
		b += 2
		d = float64(an*d) + b
		if math.Abs(d) < tiny {
			d = tiny
		}
		c = b + an/c
		if math.Abs(c) < tiny {
			c = tiny
		}
		d = 1 / d
		h *= d * c
		if math.Abs(float64(d*c)-1) < 1e-16 {
			break
		}
	}
	return 1 / h
}

// ErlangBServers returns the smallest number of servers whose blocking does not exceed the target, for an offered load
// of a erlangs; -1 unless 0 < target <= 1 and 0 <= a < 1e9, which bounds the time that it takes, O(c).
func ErlangBServers(a, target float64) int {
	if !(target > 0 && target <= 1) || !(a >= 0 && a < 1e9) {
		return -1
	}
	c, b := 0, 1.0
	for b > target {
		c++
		b = a * b / (float64(c) + float64(a*b))
	}
	return c
}

// ErlangBServersReal returns the real number of servers whose blocking is exactly the target, the inverse of ErlangBReal:
// 0 for a target of 1, and NaN where ErlangBServers has no answer or the load is 0.
func ErlangBServersReal(a, target float64) float64 {
	n := ErlangBServers(a, target)
	switch {
	case n < 0 || a == 0:
		return math.NaN()
	case n == 0:
		return 0
	}
	lo, hi := float64(n-1), float64(n)
	for range 60 {
		mid := lo + float64((hi-lo)/2)
		if mid <= lo || mid >= hi {
			break
		}
		if ErlangBReal(mid, a) > target {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// ErlangCServers returns the smallest number of servers with which at most the target share of arrivals waits in M/M/c;
// -1 unless 0 < target <= 1 and 0 <= a < 1e9. One server more than the load needs is the least with a steady state.
func ErlangCServers(a, target float64) int {
	if !(target > 0 && target <= 1) || !(a >= 0 && a < 1e9) {
		return -1
	}
	b := 1.0
	for c := 1; ; c++ {
		n := float64(c)
		b = a * b / (n + float64(a*b))
		if a < n && b/(1-float64(a/n*(1-b))) <= target {
			return c
		}
	}
}
