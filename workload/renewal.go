package workload

import (
	"math"
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
)

// Renewal is a process whose times between arrivals are independent and of one law, whatever it is: more regular than
// Poisson where its coefficient of variation is below 1, burstier where it is above. The first job arrives after one such
// time, like all others: the process starts as if a job had just arrived.
type Renewal struct {
	gap Distribution
}

var (
	_ OpenArrivals = (*Renewal)(nil)
	_ Scalable     = (*Renewal)(nil)
)

var renewalSpec = param.Spec{
	Name:   "renewal",
	Help:   "independent times between arrivals of any law: more regular than Poisson (cv below 1), or burstier (above)",
	Source: "Cox, Renewal Theory, 1962, chapter 2 (ordinary renewal process)",
	Params: []param.Param{
		{Name: "interarrival", Kind: param.Sampler, Required: true, Help: "time from one arrival to the next, and to the first"},
	},
}

func init() {
	registerArrivals(ArrivalsSpec{
		Spec: renewalSpec,
		New: func(v param.Values, _ func(string) ([]byte, error)) (Arrivals, error) {
			return process(NewRenewal(v["interarrival"].(Distribution)))
		},
	})
}

// NewRenewal returns the process with that law of times between arrivals. Its mean must be at least 1 ns, the resolution
// of the clock: otherwise all jobs would arrive at once.
func NewRenewal(interarrival Distribution) (*Renewal, error) {
	if !(interarrival.Mean() >= 1e-9) {
		return nil, param.Problemf("interarrival", "must have a mean of at least 1ns")
	}
	return &Renewal{gap: interarrival}, nil
}

// MeanRate returns the long-run rate in jobs per second, one over the mean (Cox 1962, section 4.1).
func (p *Renewal) MeanRate() float64 { return 1 / p.gap.Mean() }

// Scaled divides the times between arrivals, the same draws, by load.
func (p *Renewal) Scaled(load float64) (Arrivals, error) {
	return process(NewRenewal(slower{law: p.gap, factor: 1 / load}))
}

// Schedule starts the process anew.
func (p *Renewal) Schedule() Schedule { return &renewalSchedule{gap: p.gap} }

// CV returns the coefficient of variation of the times between arrivals.
func (p *Renewal) CV() float64 { return p.gap.CV() }

type renewalSchedule struct {
	gap   Distribution
	at    time.Duration // of the last arrival
	ended bool
}

// Next returns the next instant.
func (s *renewalSchedule) Next(r *rand.Rand) (at time.Duration, jobs int, ok bool) {
	if s.ended {
		return 0, 0, false
	}
	gap := s.gap.Sample(r)
	if gap > math.MaxInt64-s.at {
		s.ended = true // beyond the end of time, for good
		return 0, 0, false
	}
	s.at += gap
	return s.at, 1, true
}
