package workload

import (
	"math"
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
)

// Distribution draws durations, all of them at least 0.
type Distribution interface {
	// Sample draws one duration. It allocates nothing, and uses no randomness but r's.
	Sample(r *rand.Rand) time.Duration

	// Mean returns the expectation in seconds, exact for the parameters (rounding to nanoseconds left aside).
	Mean() float64

	// CV returns the coefficient of variation, standard deviation over mean: 0 for a constant, 1 for an exponential,
	// +Inf where the variance is infinite.
	CV() float64
}

// DistributionSpec is a law that a scenario can name: `{ dist = "NAME", ... }`.
type DistributionSpec struct {
	param.Spec

	// New makes the distribution from values that passed the Spec's own ranges. Faults that show only when several
	// values are seen together are returned as *param.Problem.
	New func(v param.Values) (Distribution, error)
}

// Distributions is the table of all laws.
var Distributions param.Registry[DistributionSpec]

func registerDistribution(s DistributionSpec) { Distributions.Register(s.Name, s) }

// nanos converts seconds to a duration, rounded to the nearest nanosecond and kept within what int64 nanoseconds can
// say (292 years). NaN becomes 0.
func nanos(seconds float64) time.Duration {
	ns := float64(seconds * 1e9) // rounded: package portable says why
	switch {
	case ns >= math.MaxInt64:
		return math.MaxInt64
	case ns > 0:
		return time.Duration(ns + 0.5)
	}
	return 0
}
