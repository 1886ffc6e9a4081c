package workload

import (
	"math"
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
	"poolsim/sim/portable"
)

// Hyperexponential is a mixture of exponentials: each duration is drawn from one of several kinds, such as the quick
// queries and the rare slow ones. Its coefficient of variation is at least 1.
type Hyperexponential struct {
	phases   []phase
	mean, cv float64
}

// phase is one of the kinds that are mixed.
type phase struct {
	upTo float64 // probability of this phase or one before it; 1 for the last
	mean float64 // seconds
}

var _ Distribution = (*Hyperexponential)(nil)

// sumTolerance is by how much probabilities may miss 1, so that 0.1 + 0.2 + 0.7 may be written.
const sumTolerance = 1e-9

// maxPhases bounds the search for a phase, which is linear.
const maxPhases = 1000

var hyperexponentialSpec = param.Spec{
	Name: "hyperexponential",
	Help: "mixture of exponentials, such as quick queries and rare slow ones; cv at least 1",
	Source: "Whitt, Approximating a point process by a renewal process I, Operations Research 30(1), 1982; " +
		"Tijms, A First Course in Stochastic Models, 2003, appendix B",
	Params: []param.Param{
		{Name: "probs", Kind: param.Numbers, Help: "probability of each exponential; together 1", Max: 1},
		{Name: "means", Kind: param.Durations, Help: "mean of each exponential", MinOpen: true, Max: maxSeconds},
		meanParam(),
		{
			Name: "cv", Kind: param.Number, Min: 1, Max: maxCV,
			Help: "coefficient of variation; two exponentials with balanced means are chosen",
		},
	},
	Forms: [][]string{{"probs", "means"}, {"mean", "cv"}},
}

func init() {
	registerDistribution(DistributionSpec{Spec: hyperexponentialSpec, New: func(v param.Values) (Distribution, error) {
		if v.Has("probs") {
			return law(NewHyperexponential(v.Floats("probs"), v.Durations("means")))
		}
		return law(NewHyperexponentialBalanced(v.Duration("mean"), v.Float("cv")))
	}})
}

// NewHyperexponential returns the mixture in which the i-th exponential has probability probs[i] and mean means[i],
// 0 < means[i] <= 1e9 s. The probabilities must add up to 1 within 1e-9; what is missing is shared out in proportion.
func NewHyperexponential(probs []float64, means []time.Duration) (*Hyperexponential, error) {
	switch {
	case len(probs) == 0:
		return nil, param.Problemf("probs", "must not be empty")
	case len(probs) > maxPhases:
		return nil, param.Problemf("probs", "must have at most %d elements, has %d", maxPhases, len(probs))
	case len(means) != len(probs):
		return nil, param.Problemf("means", "must have as many elements as probs (%d), has %d", len(probs), len(means))
	}
	sum := 0.0
	seconds := make([]float64, len(means))
	for i, p := range probs {
		seconds[i] = means[i].Seconds()
		if err := check(&hyperexponentialSpec, arg{"probs", p}, arg{"means", seconds[i]}); err != nil {
			return nil, err
		}
		sum += p
	}
	if math.Abs(sum-1) > sumTolerance {
		return nil, param.Problemf("probs", "must add up to 1, they add up to %.10g", sum)
	}
	shares := make([]float64, len(probs))
	for i, p := range probs {
		shares[i] = p / sum
	}
	return mix(shares, seconds), nil
}

// NewHyperexponentialBalanced returns the mixture of two exponentials that has that mean and coefficient of variation,
// 0 < mean <= 1e9 s, 1 <= cv <= 1000, and balanced means: both contribute half of the mean, p1·m1 = p2·m2 (Whitt 1982;
// Tijms 2003, appendix B). With c = cv, p1 = (1 + sqrt((c²-1)/(c²+1)))/2 and m1 = mean/(2·p1).
func NewHyperexponentialBalanced(mean time.Duration, cv float64) (*Hyperexponential, error) {
	if err := check(&hyperexponentialSpec, arg{"mean", mean.Seconds()}, arg{"cv", cv}); err != nil {
		return nil, err
	}
	root := math.Sqrt((float64(cv*cv) - 1) / (float64(cv*cv) + 1))
	p1 := (1 + root) / 2
	p2 := 1 / ((float64(cv*cv) + 1) * (1 + root)) // 1-p1, in a form that loses no digits when p1 is close to 1
	half := mean.Seconds() / 2
	return mix([]float64{p1, p2}, []float64{half / p1, half / p2}), nil
}

// mix makes the mixture of exponentials with those shares, which add up to 1, and means in seconds. The moments are
// E X = sum p·m and E X² = sum 2p·m².
func mix(shares, means []float64) *Hyperexponential {
	h := &Hyperexponential{phases: make([]phase, 0, len(shares))}
	upTo, square := 0.0, 0.0
	for i, p := range shares {
		if p == 0 {
			continue // never drawn, also not by a rounding in the sum
		}
		upTo += p
		h.phases = append(h.phases, phase{upTo: upTo, mean: means[i]})
		h.mean += float64(p * means[i])
		square += float64(2 * p * means[i] * means[i])
	}
	h.phases[len(h.phases)-1].upTo = 1
	h.cv = math.Sqrt(math.Max(square/(h.mean*h.mean)-1, 0))
	return h
}

// Sample draws one duration.
func (h *Hyperexponential) Sample(r *rand.Rand) time.Duration {
	u := r.Float64()
	for i := range h.phases {
		if p := &h.phases[i]; u < p.upTo {
			return nanos(p.mean * portable.Exponential(r))
		}
	}
	panic("workload: (*Hyperexponential).Sample: no phases; use NewHyperexponential")
}

// Mean returns the expectation in seconds.
func (h *Hyperexponential) Mean() float64 { return h.mean }

// CV returns the coefficient of variation.
func (h *Hyperexponential) CV() float64 { return h.cv }
