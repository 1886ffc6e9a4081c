package workload

import (
	"math"
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
	"poolsim/sim/portable"
)

// Lognormal is the law whose logarithm is normal: many short durations and a long tail, the usual shape of a measured
// response time.
type Lognormal struct {
	mu, sigma float64 // of the logarithm of the duration in seconds
}

var _ Distribution = (*Lognormal)(nil)

// z99 is the 0.99 quantile of the standard normal law, the root of erfc(x/sqrt 2)/2 = 0.01.
const z99 = 2.3263478740408411

var lognormalSpec = param.Spec{
	Name:   "lognormal",
	Help:   "many short ones and a long tail; the usual shape of a measured time",
	Source: "Law, Simulation Modeling and Analysis, 5th ed. 2015, section 6.2.2",
	Params: []param.Param{
		meanParam(),
		cvParam(),
		{Name: "p50", Kind: param.Duration, Help: "median", MinOpen: true, Max: maxSeconds},
		{Name: "p99", Kind: param.Duration, Help: "99th percentile, above p50", MinOpen: true, Max: maxSeconds},
		// At mu ±20 the median is 15 years or 2 ns; at sigma 0.001 and 4 cv is 0.001 and 2981.
		{Name: "mu", Kind: param.Number, Help: "mean of the logarithm of the duration in seconds", Min: -20, Max: 20},
		{Name: "sigma", Kind: param.Number, Help: "standard deviation of that logarithm", Min: 1e-3, Max: 4},
	},
	Forms: [][]string{{"mean", "cv"}, {"p50", "p99"}, {"mu", "sigma"}},
}

func init() {
	registerDistribution(DistributionSpec{Spec: lognormalSpec, New: func(v param.Values) (Distribution, error) {
		switch {
		case v.Has("p50"):
			return law(NewLognormalQuantiles(v.Duration("p50"), v.Duration("p99")))
		case v.Has("mu"):
			return law(NewLognormalLog(v.Float("mu"), v.Float("sigma")))
		}
		return law(NewLognormal(v.Duration("mean"), v.Float("cv")))
	}})
}

// NewLognormal returns the lognormal law of that mean and coefficient of variation, 0 < mean <= 1e9 s,
// 0.001 <= cv <= 1000: sigma² = ln(1+cv²) and mu = ln mean - sigma²/2, from the moments in Law 2015, section 6.2.2.
func NewLognormal(mean time.Duration, cv float64) (*Lognormal, error) {
	if err := check(&lognormalSpec, arg{"mean", mean.Seconds()}, arg{"cv", cv}); err != nil {
		return nil, err
	}
	variance := portable.Log1p(cv * cv)
	return &Lognormal{mu: portable.Log(mean.Seconds()) - float64(variance/2), sigma: math.Sqrt(variance)}, nil
}

// NewLognormalQuantiles returns the lognormal law with that median and 99th percentile, 0 < p50 < p99 <= 1e9 s: the
// q quantile is exp(mu + sigma z) where z is the q quantile of the standard normal law.
func NewLognormalQuantiles(p50, p99 time.Duration) (*Lognormal, error) {
	if err := check(&lognormalSpec, arg{"p50", p50.Seconds()}, arg{"p99", p99.Seconds()}); err != nil {
		return nil, err
	}
	if p99 <= p50 {
		return nil, param.Problemf("p99", "must exceed p50 (%v)", p50)
	}
	mu := portable.Log(p50.Seconds())
	return &Lognormal{mu: mu, sigma: (portable.Log(p99.Seconds()) - mu) / z99}, nil
}

// NewLognormalLog returns the lognormal law of durations whose logarithm, of the duration in seconds, has mean mu and
// standard deviation sigma, -20 <= mu <= 20, 0.001 <= sigma <= 4.
func NewLognormalLog(mu, sigma float64) (*Lognormal, error) {
	if err := check(&lognormalSpec, arg{"mu", mu}, arg{"sigma", sigma}); err != nil {
		return nil, err
	}
	return &Lognormal{mu: mu, sigma: sigma}, nil
}

// Sample draws one duration.
func (l *Lognormal) Sample(r *rand.Rand) time.Duration {
	return nanos(portable.Exp(l.mu + float64(l.sigma*portable.Normal(r))))
}

// Mean returns the expectation in seconds, exp(mu + sigma²/2).
func (l *Lognormal) Mean() float64 { return portable.Exp(l.mu + float64(l.sigma*l.sigma/2)) }

// CV returns the coefficient of variation, sqrt(exp(sigma²) - 1).
func (l *Lognormal) CV() float64 { return math.Sqrt(portable.Expm1(l.sigma * l.sigma)) }
