package workload

import (
	"math"
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
	"poolsim/sim/portable"
)

// Shapes of a gamma law: 1/cv² for the coefficients of variation that are allowed.
const (
	minShape = 1 / (maxCV * maxCV)
	maxShape = 1 / (minCV * minCV)
)

// Gamma is the law that takes any coefficient of variation without a heavy tail: exponential at shape 1, towards normal
// as the shape grows.
type Gamma struct {
	shape, scale float64 // scale in seconds

	d, c  float64 // constants of the sampler, see sampleAboveOne
	boost float64 // 1/shape where the shape is below 1, else 0
}

var _ Distribution = (*Gamma)(nil)

var gammaSpec = param.Spec{
	Name:   "gamma",
	Help:   "any spread without a heavy tail; exponential at cv 1, near normal at small cv",
	Source: "Law, Simulation Modeling and Analysis, 5th ed. 2015, section 6.2.2; Marsaglia & Tsang, ACM TOMS 26(3), 2000",
	Params: []param.Param{
		meanParam(),
		cvParam(),
		{Name: "shape", Kind: param.Number, Help: "shape, 1/cv²", Min: minShape, Max: maxShape},
		{Name: "scale", Kind: param.Duration, Help: "scale, mean over shape", MinOpen: true, Max: maxSeconds},
	},
	Forms: [][]string{{"mean", "cv"}, {"shape", "scale"}},
}

func init() {
	registerDistribution(DistributionSpec{Spec: gammaSpec, New: func(v param.Values) (Distribution, error) {
		if v.Has("shape") {
			return law(NewGammaShape(v.Float("shape"), v.Duration("scale")))
		}
		return law(NewGamma(v.Duration("mean"), v.Float("cv")))
	}})
}

// NewGamma returns the gamma law of that mean and coefficient of variation, 0 < mean <= 1e9 s, 0.001 <= cv <= 1000:
// shape 1/cv² and scale mean·cv².
func NewGamma(mean time.Duration, cv float64) (*Gamma, error) {
	if err := check(&gammaSpec, arg{"mean", mean.Seconds()}, arg{"cv", cv}); err != nil {
		return nil, err
	}
	g := makeGamma(1/(cv*cv), mean.Seconds()*cv*cv)
	return &g, nil
}

// NewGammaShape returns the gamma law of that shape and scale, 1e-6 <= shape <= 1e6, 0 < scale <= 1e9 s.
func NewGammaShape(shape float64, scale time.Duration) (*Gamma, error) {
	if err := check(&gammaSpec, arg{"shape", shape}, arg{"scale", scale.Seconds()}); err != nil {
		return nil, err
	}
	g := makeGamma(shape, scale.Seconds())
	return &g, nil
}

// makeGamma prepares the sampler; scale is in seconds.
func makeGamma(shape, scale float64) Gamma {
	g := Gamma{shape: shape, scale: scale}
	if shape < 1 {
		g.boost = 1 / shape
		shape++
	}
	g.d = shape - 1.0/3
	g.c = 1 / math.Sqrt(9*g.d)
	return g
}

// Sample draws one duration. A shape below 1 is reached from the shape above it: if X is gamma of shape a+1 and U is
// uniform, X·U^(1/a) is gamma of shape a (Marsaglia & Tsang 2000, section 6). -ln U is exponential, so U^(1/a) is taken
// as exp(-E/a), which costs one Exp and cannot meet ln 0.
func (g *Gamma) Sample(r *rand.Rand) time.Duration {
	x := g.sampleAboveOne(r)
	if g.boost != 0 {
		x *= portable.Exp(-g.boost * portable.Exponential(r))
	}
	return nanos(g.scale * x)
}

// sampleAboveOne draws from the gamma law of scale 1 whose shape a >= 1 went into d = a - 1/3 and c = 1/sqrt(9d).
//
// Marsaglia & Tsang 2000: d(1+cx)³ for a normal x is nearly gamma, and rejection makes it exact. A candidate is kept
// when ln U < x²/2 + d - dv + d ln v, v = (1+cx)³; the squeeze 1 - 0.0331x⁴ lies below that bound and keeps more than
// 9 of 10 candidates without a logarithm.
func (g *Gamma) sampleAboveOne(r *rand.Rand) float64 {
	for {
		x := portable.Normal(r)
		v := 1 + float64(g.c*x)
		if v <= 0 {
			continue
		}
		v = float64(v * v * v)
		u := r.Float64()
		xx := float64(x * x)
		if u < 1-float64(0.0331*xx*xx) || portable.Log(u) < float64(xx/2)+float64(g.d*(1-v+portable.Log(v))) {
			return g.d * v
		}
	}
}

// Mean returns the expectation in seconds, shape times scale.
func (g *Gamma) Mean() float64 { return g.shape * g.scale }

// CV returns the coefficient of variation, 1/sqrt(shape).
func (g *Gamma) CV() float64 { return 1 / math.Sqrt(g.shape) }
