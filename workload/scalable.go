package workload

import (
	"math"
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
)

// Scalable are arrivals of which there can be more, or fewer, by one factor. All processes of this package are.
type Scalable interface {
	Arrivals

	// Scaled returns a new process with load times as many arrivals, load more than 0. It makes of the same random numbers what
	// this one makes of them, so that two loads see the same jobs, closer together (common random numbers); MMPP says where
	// that ends. At 1 it is the same process. The error, a *param.Problem, says which parameter leaves its range.
	Scaled(load float64) (Arrivals, error)
}

// scaledCount returns a number of users or jobs times load, rounded to the nearest and at least 1.
func scaledCount(spec *param.Spec, name string, n int, load float64) (int, error) {
	x := math.Max(1, math.Round(float64(n)*load))
	if err := check(spec, arg{name, x}); err != nil {
		return 0, err
	}
	return int(x), nil
}

// scaledRates returns rates times load; the constructors check them.
func scaledRates(rates []float64, load float64) []float64 {
	out := make([]float64, len(rates))
	for i, rate := range rates {
		out[i] = rate * load
	}
	return out
}

// slower is a law whose durations are those of another, times a factor.
type slower struct {
	law    Distribution
	factor float64 // more than 0
}

var _ Distribution = slower{}

// Sample draws one duration, with the randomness that the other law takes.
func (s slower) Sample(r *rand.Rand) time.Duration {
	return nanos(s.law.Sample(r).Seconds() * s.factor)
}

// Mean returns the expectation in seconds.
func (s slower) Mean() float64 { return s.law.Mean() * s.factor }

// CV returns that of the other law: a factor does not change it.
func (s slower) CV() float64 { return s.law.CV() }
