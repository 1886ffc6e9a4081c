package workload

import (
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
	"poolsim/sim/portable"
)

// Erlang is the sum of k independent exponential phases of the same mean: k round trips, one after another.
type Erlang struct {
	phases int
	gamma  Gamma // the same law: gamma of shape k
}

var _ Distribution = (*Erlang)(nil)

var erlangSpec = param.Spec{
	Name:   "erlang",
	Help:   "sum of k exponential phases, cv 1/sqrt(k)",
	Source: "Law, Simulation Modeling and Analysis, 5th ed. 2015, sections 6.2.2 (gamma) and 8.3.3 (m-Erlang)",
	Params: []param.Param{
		{Name: "k", Kind: param.Count, Help: "number of phases", Required: true, Min: 1, Max: maxShape},
		required(meanParam()),
	},
}

func init() {
	registerDistribution(DistributionSpec{Spec: erlangSpec, New: func(v param.Values) (Distribution, error) {
		return law(NewErlang(v.Int("k"), v.Duration("mean")))
	}})
}

// NewErlang returns the Erlang law of k phases that last mean together, 1 <= k <= 1e6, 0 < mean <= 1e9 s.
func NewErlang(k int64, mean time.Duration) (*Erlang, error) {
	if err := check(&erlangSpec, arg{"k", float64(k)}, arg{"mean", mean.Seconds()}); err != nil {
		return nil, err
	}
	return &Erlang{phases: int(k), gamma: makeGamma(float64(k), mean.Seconds()/float64(k))}, nil
}

// fewPhases is up to where adding phases is faster than sampling the gamma law, whose cost does not depend on k
// (BenchmarkSample).
const fewPhases = 3

// Sample draws one duration.
func (e *Erlang) Sample(r *rand.Rand) time.Duration {
	if e.phases > fewPhases {
		return e.gamma.Sample(r)
	}
	sum := 0.0
	for range e.phases {
		sum += portable.Exponential(r)
	}
	return nanos(e.gamma.scale * sum)
}

// Mean returns the expectation of the sum, in seconds.
func (e *Erlang) Mean() float64 { return e.gamma.Mean() }

// CV returns the coefficient of variation, 1/sqrt(k).
func (e *Erlang) CV() float64 { return e.gamma.CV() }
