package workload

import (
	"math"
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
	"poolsim/sim/portable"
)

// Weibull is a power of an exponential: at shape 1 it is exponential, below 1 its tail is longer than that, above 1
// shorter.
type Weibull struct {
	shape, scale float64 // scale in seconds
	power        float64 // 1/shape
}

var _ Distribution = (*Weibull)(nil)

var weibullSpec = param.Spec{
	Name:   "weibull",
	Help:   "a power of an exponential; shape below 1 has the longer tail, above 1 the shorter",
	Source: "Law, Simulation Modeling and Analysis, 5th ed. 2015, sections 6.2.2 and 8.3.5",
	Params: []param.Param{
		// At 0.1 the mean is 10! times the scale and cv 429; at 1000 cv is 0.0013.
		{Name: "shape", Kind: param.Number, Help: "shape; 1 is exponential", Min: 0.1, Max: 1000},
		{Name: "scale", Kind: param.Duration, Help: "scale, the 63rd percentile", MinOpen: true, Max: maxSeconds},
		meanParam(),
	},
	Forms: [][]string{{"shape", "scale"}, {"mean", "shape"}},
}

func init() {
	registerDistribution(DistributionSpec{Spec: weibullSpec, New: func(v param.Values) (Distribution, error) {
		if v.Has("mean") {
			return law(NewWeibullMean(v.Duration("mean"), v.Float("shape")))
		}
		return law(NewWeibull(v.Float("shape"), v.Duration("scale")))
	}})
}

// NewWeibull returns the Weibull law of that shape and scale, 0.1 <= shape <= 1000, 0 < scale <= 1e9 s:
// P(X > x) = exp(-(x/scale)^shape).
func NewWeibull(shape float64, scale time.Duration) (*Weibull, error) {
	if err := check(&weibullSpec, arg{"shape", shape}, arg{"scale", scale.Seconds()}); err != nil {
		return nil, err
	}
	return &Weibull{shape: shape, scale: scale.Seconds(), power: 1 / shape}, nil
}

// NewWeibullMean returns the Weibull law of that mean and shape, 0 < mean <= 1e9 s, 0.1 <= shape <= 1000.
func NewWeibullMean(mean time.Duration, shape float64) (*Weibull, error) {
	if err := check(&weibullSpec, arg{"mean", mean.Seconds()}, arg{"shape", shape}); err != nil {
		return nil, err
	}
	return &Weibull{shape: shape, scale: mean.Seconds() / portable.Gamma(1+1/shape), power: 1 / shape}, nil
}

// Sample draws one duration by inversion, scale·(-ln U)^(1/shape) (Law 2015, section 8.3.5); -ln U is drawn as the
// exponential that it is. The power is taken by logarithms, which is quicker than math.Pow; ln 0 gives the right answer 0.
func (w *Weibull) Sample(r *rand.Rand) time.Duration {
	return nanos(w.scale * portable.Exp(w.power*portable.Log(portable.Exponential(r))))
}

// Mean returns the expectation in seconds, scale·Γ(1+1/shape).
func (w *Weibull) Mean() float64 { return w.scale * portable.Gamma(1+w.power) }

// CV returns the coefficient of variation; its square is Γ(1+2/shape)/Γ(1+1/shape)² - 1. In logarithms that difference
// stays exact for large shapes, where the ratio comes close to 1.
func (w *Weibull) CV() float64 {
	first, _ := portable.Lgamma(1 + w.power)
	second, _ := portable.Lgamma(1 + 2*w.power)
	return math.Sqrt(portable.Expm1(second - 2*first))
}
