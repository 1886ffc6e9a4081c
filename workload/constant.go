package workload

import (
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
)

// Constant is a duration that is always the same. It must not be negative; 0 is allowed.
type Constant time.Duration

var _ Distribution = Constant(0)

var constantSpec = param.Spec{
	Name:   "constant",
	Help:   "always the same duration; a plain duration means the same",
	Source: "by definition",
	Params: []param.Param{
		{Name: "value", Kind: param.Duration, Help: "the duration", Required: true, Max: maxSeconds},
	},
}

func init() {
	registerDistribution(DistributionSpec{Spec: constantSpec, New: func(v param.Values) (Distribution, error) {
		return Constant(v.Duration("value")), nil
	}})
}

// Sample returns the duration and uses no randomness.
func (c Constant) Sample(*rand.Rand) time.Duration { return time.Duration(c) }

// Mean returns the duration in seconds.
func (c Constant) Mean() float64 { return time.Duration(c).Seconds() }

// CV returns 0.
func (c Constant) CV() float64 { return 0 }
