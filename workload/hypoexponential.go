package workload

import (
	"math"
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
	"poolsim/sim/portable"
)

// Hypoexponential is the sum of independent exponential phases of any means: a quick query, then a slow one, then a
// commit. Its coefficient of variation is at most 1.
type Hypoexponential struct {
	means []float64 // seconds
}

var _ Distribution = (*Hypoexponential)(nil)

var hypoexponentialSpec = param.Spec{
	Name:   "hypoexponential",
	Help:   "sum of exponential phases of any means, one after another; cv at most 1",
	Source: "Bolch, Greiner, de Meer & Trivedi, Queueing Networks and Markov Chains, 2nd ed. 2006, section 1.2.1",
	Params: []param.Param{
		{Name: "means", Kind: param.Durations, Required: true, Help: "mean of each phase", MinOpen: true, Max: maxSeconds},
	},
}

func init() {
	registerDistribution(DistributionSpec{Spec: hypoexponentialSpec, New: func(v param.Values) (Distribution, error) {
		return law(NewHypoexponential(v.Durations("means")))
	}})
}

// NewHypoexponential returns the sum of exponentials with those means, 0 < means[i] <= 1e9 s, 1 to 1000 of them.
func NewHypoexponential(means []time.Duration) (*Hypoexponential, error) {
	switch {
	case len(means) == 0:
		return nil, param.Problemf("means", "must not be empty")
	case len(means) > maxPhases:
		return nil, param.Problemf("means", "must have at most %d elements, has %d", maxPhases, len(means))
	}
	h := &Hypoexponential{means: make([]float64, len(means))}
	for i, m := range means {
		h.means[i] = m.Seconds()
		if err := check(&hypoexponentialSpec, arg{"means", h.means[i]}); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// Sample draws one duration.
func (h *Hypoexponential) Sample(r *rand.Rand) time.Duration {
	sum := 0.0
	for _, m := range h.means {
		sum += float64(m * portable.Exponential(r))
	}
	return nanos(sum)
}

// Mean returns the expectation in seconds, the sum of the means.
func (h *Hypoexponential) Mean() float64 {
	sum := 0.0
	for _, m := range h.means {
		sum += m
	}
	return sum
}

// CV returns the coefficient of variation: the variance is the sum of the squares of the means.
func (h *Hypoexponential) CV() float64 {
	squares := 0.0
	for _, m := range h.means {
		squares += float64(m * m)
	}
	return math.Sqrt(squares) / h.Mean()
}
