// Package cephes has the quantiles of Student's t distribution and of the normal one, the same to the last bit on all processors. It is
// what gonum.org/v1/gonum v0.17.0 has in mathext/internal/cephes, translated there from Moshier's Cephes library
// (LICENSE-gonum), with package portable's functions, and with every product that is added to something rounded.
package cephes

import (
	"math"

	"poolsim/sim/portable"
)

// machEp is the share of a number below which nothing is added to it, maxLog that beyond which e^x is infinite.
const (
	paramOutOfBounds = "cephes: parameter out of bounds"

	machEp = 1.0 / (1 << 53)
	maxLog = 1024 * math.Ln2
	minLog = -1075 * math.Ln2 // that below which it is 0
)

// TQuantile returns the quantile of Student's t distribution with so many degrees of freedom, more than 0, at p, from 0 to 1
// (Abramowitz and Stegun, Handbook of Mathematical Functions, 1964, equation 26.7.1).
func TQuantile(degrees, p float64) float64 {
	switch {
	case p == 0.5:
		return 0
	case p > 0.5:
		t := Incbi(degrees/2, 0.5, 2*(1-p))
		return math.Sqrt(degrees * (1 - t) / t)
	}
	t := Incbi(degrees/2, 0.5, 2*p)
	return -math.Sqrt(degrees * (1 - t) / t)
}

// lbeta returns the logarithm of the complete beta function, of arguments more than 0.
func lbeta(a, b float64) float64 {
	la, _ := portable.Lgamma(a)
	lb, _ := portable.Lgamma(b)
	lab, _ := portable.Lgamma(a + b)
	return la + lb - lab
}
