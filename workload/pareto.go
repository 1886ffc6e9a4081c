package workload

import (
	"math"
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
	"poolsim/sim/portable"
)

// Pareto is the law of the heavy tail, P(X > x) = (min/x)^alpha above min. Where it has a cap, all that would be longer
// lasts exactly as long as the cap, as a statement timeout would have it.
type Pareto struct {
	alpha, min float64 // min in seconds
	cap        float64 // seconds; +Inf is none
	power      float64 // 1/alpha
}

var _ Distribution = (*Pareto)(nil)

var paretoSpec = param.Spec{
	Name:   "pareto",
	Help:   "heavy tail, P(X > x) = (min/x)^alpha; what is longer than cap lasts as long as cap",
	Source: "Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 1, 2nd ed. 1994, chapter 20",
	Params: []param.Param{
		{
			Name: "alpha", Kind: param.Number, Help: "weight of the tail, heavier when smaller; above 1 unless there is a cap",
			Required: true, Min: 0.01, Max: 1000,
		},
		{Name: "min", Kind: param.Duration, Help: "shortest duration", Required: true, MinOpen: true, Max: maxSeconds},
		{Name: "cap", Kind: param.Duration, Help: "longest duration, above min; none when absent", MinOpen: true, Max: maxSeconds},
	},
}

func init() {
	registerDistribution(DistributionSpec{Spec: paretoSpec, New: func(v param.Values) (Distribution, error) {
		if v.Has("cap") {
			return law(NewParetoCapped(v.Float("alpha"), v.Duration("min"), v.Duration("cap")))
		}
		return law(NewPareto(v.Float("alpha"), v.Duration("min")))
	}})
}

// NewPareto returns the Pareto law without a cap, 1 < alpha <= 1000, 0 < lo <= 1e9 s. Its mean is infinite at alpha 1
// and below, which no statistic of a run could ever settle to, so it is refused.
func NewPareto(alpha float64, lo time.Duration) (*Pareto, error) {
	if err := check(&paretoSpec, arg{"alpha", alpha}, arg{"min", lo.Seconds()}); err != nil {
		return nil, err
	}
	if alpha <= 1 {
		return nil, param.Problemf("alpha", "must be greater than 1 where no cap is given: the mean would be infinite")
	}
	return &Pareto{alpha: alpha, min: lo.Seconds(), cap: math.Inf(1), power: 1 / alpha}, nil
}

// NewParetoCapped returns the Pareto law with a cap, 0.01 <= alpha <= 1000, 0 < lo < hi <= 1e9 s.
func NewParetoCapped(alpha float64, lo, hi time.Duration) (*Pareto, error) {
	if err := check(&paretoSpec, arg{"alpha", alpha}, arg{"min", lo.Seconds()}, arg{"cap", hi.Seconds()}); err != nil {
		return nil, err
	}
	if hi <= lo {
		return nil, param.Problemf("cap", "must exceed min (%v)", lo)
	}
	return &Pareto{alpha: alpha, min: lo.Seconds(), cap: hi.Seconds(), power: 1 / alpha}, nil
}

// Sample draws one duration by inversion, min·U^(-1/alpha) (Johnson, Kotz & Balakrishnan 1994, section 20.1); -ln U is
// exponential, so U^(-1/alpha) is taken as exp(E/alpha), which costs one Exp and cannot meet a division by 0.
func (p *Pareto) Sample(r *rand.Rand) time.Duration {
	return nanos(min(p.min*portable.Exp(p.power*portable.Exponential(r)), p.cap))
}

// Mean returns the expectation in seconds: min·alpha/(alpha-1) without a cap; with one, the integral of P(X > x) from 0
// to the cap.
func (p *Pareto) Mean() float64 {
	if math.IsInf(p.cap, 1) {
		return p.min * p.alpha / (p.alpha - 1)
	}
	return p.min * (1 + p.integral(1-p.alpha))
}

// CV returns the coefficient of variation. Without a cap its square is 1/(alpha(alpha-2)), infinite for alpha at most 2.
// With one the variance is that of Y = X/min - 1: E Y² is the integral of 2y·P(Y > y) up to the cap.
func (p *Pareto) CV() float64 {
	if math.IsInf(p.cap, 1) {
		if p.alpha <= 2 {
			return math.Inf(1)
		}
		return 1 / math.Sqrt(p.alpha*(p.alpha-2))
	}
	first := p.integral(1 - p.alpha)
	second := 2 * (p.integral(2-p.alpha) - first)
	return math.Sqrt(math.Max(second-float64(first*first), 0)) / (1 + first)
}

// integral returns the integral of x^(t-1) from 1 to cap/min.
func (p *Pareto) integral(t float64) float64 {
	span := portable.Log(p.cap / p.min)
	if t == 0 {
		return span
	}
	return portable.Expm1(t*span) / t
}
