package workload

import (
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
	"poolsim/sim/portable"
)

// Exponential is the law without memory: how long it has lasted says nothing about how long it will.
type Exponential struct {
	mean float64 // seconds
}

var _ Distribution = (*Exponential)(nil)

var exponentialSpec = param.Spec{
	Name:   "exponential",
	Help:   "without memory, cv 1: the M of queueing theory",
	Source: "Law, Simulation Modeling and Analysis, 5th ed. 2015, section 6.2.2",
	Params: []param.Param{required(meanParam())},
}

func init() {
	registerDistribution(DistributionSpec{Spec: exponentialSpec, New: func(v param.Values) (Distribution, error) {
		return law(NewExponential(v.Duration("mean")))
	}})
}

// NewExponential returns the exponential law of that mean, 0 < mean <= 1e9 s.
func NewExponential(mean time.Duration) (*Exponential, error) {
	if err := check(&exponentialSpec, arg{"mean", mean.Seconds()}); err != nil {
		return nil, err
	}
	return &Exponential{mean: mean.Seconds()}, nil
}

// Sample draws one duration.
func (e *Exponential) Sample(r *rand.Rand) time.Duration {
	return nanos(e.mean * portable.Exponential(r))
}

// Mean returns the expectation in seconds.
func (e *Exponential) Mean() float64 { return e.mean }

// CV returns 1.
func (e *Exponential) CV() float64 { return 1 }
