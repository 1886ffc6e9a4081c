package workload

import (
	"math"
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
	"poolsim/sim/portable"
)

// Sinusoidal is a Poisson process whose rate goes up and down, mean·(1 + amplitude·sin(2πt/period)): the course of a day.
// It starts at the mean, on the way up.
type Sinusoidal struct {
	mean, amplitude float64 // mean in jobs per second
	period          time.Duration
}

var (
	_ OpenArrivals = (*Sinusoidal)(nil)
	_ Scalable     = (*Sinusoidal)(nil)
)

var sinusoidalSpec = param.Spec{
	Name:   "sinusoidal",
	Help:   "independent arrivals at a rate that goes up and down like a sine, such as that of a day",
	Source: "Lewis & Shedler, Simulation of nonhomogeneous Poisson processes by thinning, Naval Research Logistics Quarterly 26(3), 1979",
	Params: []param.Param{
		{Name: "mean_rate", Kind: param.Rate, Required: true, Help: "mean number of jobs per unit of time; 0/s never arrives", Max: maxRate},
		{Name: "amplitude", Kind: param.Number, Required: true, Help: "by which part of the mean the rate goes up and down", Max: 1},
		{Name: "period", Kind: param.Duration, Required: true, Help: "from one peak of the rate to the next", MinOpen: true, Max: maxSeconds},
	},
}

func init() {
	registerArrivals(ArrivalsSpec{
		Spec: sinusoidalSpec,
		New: func(v param.Values, _ func(string) ([]byte, error)) (Arrivals, error) {
			return process(NewSinusoidal(v.Float("mean_rate"), v.Float("amplitude"), v.Duration("period")))
		},
	})
}

// NewSinusoidal returns the process of that mean rate in jobs per second, 0 <= mean <= 1e9, 0 <= amplitude <= 1,
// 0 < period <= 1e9 s.
func NewSinusoidal(mean, amplitude float64, period time.Duration) (*Sinusoidal, error) {
	if err := check(&sinusoidalSpec, arg{"mean_rate", mean}, arg{"amplitude", amplitude}, arg{"period", period.Seconds()}); err != nil {
		return nil, err
	}
	return &Sinusoidal{mean: mean, amplitude: amplitude, period: period}, nil
}

// MeanRate returns the mean over a period, in jobs per second.
func (p *Sinusoidal) MeanRate() float64 { return p.mean }

// Scaled multiplies the mean rate, and so the swing; the period stays.
func (p *Sinusoidal) Scaled(load float64) (Arrivals, error) {
	return process(NewSinusoidal(p.mean*load, p.amplitude, p.period))
}

// Schedule starts the process anew.
func (p *Sinusoidal) Schedule() Schedule {
	return &sinusoidalSchedule{process: p, candidates: poissonSchedule{gap: 1e9 / (p.mean * (1 + p.amplitude))}}
}

type sinusoidalSchedule struct {
	process    *Sinusoidal
	candidates poissonSchedule // at the rate of the peak
}

// Next returns the next instant by thinning: of the arrivals of a Poisson process at the peak's rate, each is kept with the
// probability rate(t)/peak, which is exact (Lewis & Shedler 1979, theorem 1). At least half of them are.
func (s *sinusoidalSchedule) Next(r *rand.Rand) (at time.Duration, jobs int, ok bool) {
	p := s.process
	for {
		at, _, ok = s.candidates.Next(r)
		if !ok {
			return 0, 0, false
		}
		turn := float64(at%p.period) / float64(p.period)
		if r.Float64()*(1+p.amplitude) < 1+float64(p.amplitude*portable.Sin(2*math.Pi*turn)) {
			return at, 1, true
		}
	}
}
