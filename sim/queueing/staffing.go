package queueing

import (
	"math"

	"poolsim/sim/portable"
)

// HalfinWhitt returns the probability of waiting in M/M/c with c = a + beta sqrt(a) servers for a large load of a
// erlangs, [1 + beta Phi(beta)/phi(beta)]^-1 with the normal distribution and density (Halfin and Whitt, Operations
// Research 29 (1981) 567-588, equation 2.3); 1 for beta <= 0.
func HalfinWhitt(beta float64) float64 {
	switch {
	case math.IsNaN(beta):
		return beta
	case beta <= 0:
		return 1
	}
	density := portable.Exp(-beta*beta/2) / math.Sqrt(2*math.Pi)
	return density / (density + float64(beta*0.5*portable.Erfc(-beta/math.Sqrt2)))
}

// HalfinWhittBeta returns the beta with which the share that waits is the target, the inverse of HalfinWhitt; NaN unless
// 0 < target <= 1.
func HalfinWhittBeta(target float64) float64 {
	if !(target > 0 && target <= 1) {
		return math.NaN()
	}
	lo, hi := 0.0, 40.0
	for range 200 {
		mid := lo + float64((hi-lo)/2)
		if mid <= lo || mid >= hi {
			break
		}
		if HalfinWhitt(mid) > target {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// SquareRootServers returns the servers that the square root rule asks for, the load of a erlangs and beta sqrt(a) more,
// rounded up; -1 unless both are at least 0 and the answer is below 2^53.
func SquareRootServers(a, beta float64) int {
	c := math.Ceil(a + float64(beta*math.Sqrt(a)))
	if !(a >= 0) || !(beta >= 0) || !(c < 1<<53) {
		return -1
	}
	return int(c)
}
