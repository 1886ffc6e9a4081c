package workload

import (
	"math"
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
	"poolsim/sim/portable"
)

// Poisson is the process of independent arrivals at a constant rate: many people who do not know of each other.
type Poisson struct {
	rate float64 // jobs per second
}

var (
	_ OpenArrivals = (*Poisson)(nil)
	_ Scalable     = (*Poisson)(nil)
)

var poissonSpec = param.Spec{
	Name:   "poisson",
	Help:   "independent arrivals at a constant rate: many people who do not know of each other",
	Source: "Law, Simulation Modeling and Analysis, 5th ed. 2015, sections 6.12.1 and 8.6.1",
	Params: []param.Param{required(rateParam())},
}

func init() {
	registerArrivals(ArrivalsSpec{
		Spec: poissonSpec,
		New: func(v param.Values, _ func(string) ([]byte, error)) (Arrivals, error) {
			return process(NewPoisson(v.Float("rate")))
		},
	})
}

// NewPoisson returns the Poisson process of that rate in jobs per second, 0 <= rate <= 1e9; at 0 nobody ever arrives.
func NewPoisson(rate float64) (*Poisson, error) {
	if err := check(&poissonSpec, arg{"rate", rate}); err != nil {
		return nil, err
	}
	return &Poisson{rate: rate}, nil
}

// MeanRate returns the rate in jobs per second.
func (p *Poisson) MeanRate() float64 { return p.rate }

// Scaled multiplies the rate: the gaps are the same draws, divided by load.
func (p *Poisson) Scaled(load float64) (Arrivals, error) { return process(NewPoisson(p.rate * load)) }

// Schedule starts the process anew.
func (p *Poisson) Schedule() Schedule { return &poissonSchedule{gap: 1e9 / p.rate} }

type poissonSchedule struct {
	gap float64 // mean time between arrivals in nanoseconds; +Inf when nobody arrives
	clock
}

// Next returns the next instant: exponential times between arrivals make the process (Law 2015, section 8.6.1).
func (s *poissonSchedule) Next(r *rand.Rand) (at time.Duration, jobs int, ok bool) {
	if math.IsInf(s.gap, 1) {
		return 0, 0, false
	}
	if !s.advance(s.gap * portable.Exponential(r)) {
		s.gap = math.Inf(1) // beyond the end of time, for good
		return 0, 0, false
	}
	return s.at, 1, true
}
