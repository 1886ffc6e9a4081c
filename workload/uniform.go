package workload

import (
	"math"
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
)

// Uniform is a duration that is equally likely anywhere between two bounds.
type Uniform struct {
	min, width float64 // seconds
}

var _ Distribution = (*Uniform)(nil)

var uniformSpec = param.Spec{
	Name:   "uniform",
	Help:   "equally likely anywhere from min to max",
	Source: "Law, Simulation Modeling and Analysis, 5th ed. 2015, section 6.2.2",
	Params: []param.Param{
		{Name: "min", Kind: param.Duration, Help: "shortest duration", Required: true, Max: maxSeconds},
		{Name: "max", Kind: param.Duration, Help: "longest duration, at least min", Required: true, Max: maxSeconds},
	},
}

func init() {
	registerDistribution(DistributionSpec{Spec: uniformSpec, New: func(v param.Values) (Distribution, error) {
		return law(NewUniform(v.Duration("min"), v.Duration("max")))
	}})
}

// NewUniform returns the uniform law from lo to hi, 0 <= lo <= hi <= 1e9 s.
func NewUniform(lo, hi time.Duration) (*Uniform, error) {
	if err := check(&uniformSpec, arg{"min", lo.Seconds()}, arg{"max", hi.Seconds()}); err != nil {
		return nil, err
	}
	if hi < lo {
		return nil, param.Problemf("max", "must be at least min (%v)", lo)
	}
	return &Uniform{min: lo.Seconds(), width: (hi - lo).Seconds()}, nil
}

// Sample draws one duration.
func (u *Uniform) Sample(r *rand.Rand) time.Duration {
	return nanos(u.min + float64(u.width*r.Float64()))
}

// Mean returns the middle of the bounds, in seconds.
func (u *Uniform) Mean() float64 { return u.min + float64(u.width/2) }

// CV returns the coefficient of variation; the variance is width²/12. It is 0 when both bounds are 0.
func (u *Uniform) CV() float64 {
	if u.width == 0 {
		return 0
	}
	return u.width / (math.Sqrt(12) * u.Mean())
}
