package workload

import (
	"math/rand/v2"
	"slices"
	"time"

	"poolsim/sim/param"
	"poolsim/sim/portable"
)

// maxSegments bounds the segments of a piecewise process: every minute of a week is 10,080.
const maxSegments = 100_000

// Piecewise is a Poisson process whose rate is constant within segments of time: a campaign that begins at noon, a day
// counted by the hour. The last segment lasts for ever.
type Piecewise struct {
	from  []time.Duration // where each segment begins, the first at 0
	rates []float64       // jobs per second
}

var (
	_ OpenArrivals = (*Piecewise)(nil)
	_ Scalable     = (*Piecewise)(nil)
)

var piecewiseSpec = param.Spec{
	Name:   "piecewise",
	Help:   "independent arrivals at a rate that changes at given instants",
	Source: "Law, Simulation Modeling and Analysis, 5th ed. 2015, section 8.6.2 (nonstationary Poisson processes)",
	Params: []param.Param{
		{Name: "from", Kind: param.Durations, Required: true, Help: "where each segment begins, the first at 0s; the last one lasts for ever", Max: maxSeconds},
		{Name: "rates", Kind: param.Rates, Required: true, Help: "jobs per unit of time in each segment", Max: maxRate},
	},
}

func init() {
	registerArrivals(ArrivalsSpec{
		Spec: piecewiseSpec,
		New: func(v param.Values, _ func(string) ([]byte, error)) (Arrivals, error) {
			return process(NewPiecewise(v.Durations("from"), v.Floats("rates")))
		},
	})
}

// NewPiecewise returns the process whose rate is rates[i] jobs per second from the instant from[i] to the next one,
// 0 <= rates[i] <= 1e9, from[0] = 0, from ascending and at most 1e9 s, both of the same length.
func NewPiecewise(from []time.Duration, rates []float64) (*Piecewise, error) {
	switch {
	case len(from) == 0:
		return nil, param.Problemf("from", "must not be empty")
	case len(from) > maxSegments:
		return nil, param.Problemf("from", "must have at most %d elements, has %d", maxSegments, len(from))
	case len(rates) != len(from):
		return nil, param.Problemf("rates", "must have as many elements as from (%d), has %d", len(from), len(rates))
	case from[0] != 0:
		return nil, param.Problemf("from", "must begin with 0s, not %v", from[0])
	}
	for i := range from {
		if err := check(&piecewiseSpec, arg{"from", from[i].Seconds()}, arg{"rates", rates[i]}); err != nil {
			return nil, err
		}
		if i > 0 && from[i] <= from[i-1] {
			return nil, param.Problemf("from", "must ascend: %v does not come after %v", from[i], from[i-1])
		}
	}
	return &Piecewise{from: slices.Clone(from), rates: slices.Clone(rates)}, nil
}

// MeanRate returns the long-run rate in jobs per second: that of the last segment.
func (p *Piecewise) MeanRate() float64 { return p.rates[len(p.rates)-1] }

// Scaled multiplies the rates; the segments stay where they are.
func (p *Piecewise) Scaled(load float64) (Arrivals, error) {
	return process(NewPiecewise(p.from, scaledRates(p.rates, load)))
}

// Schedule starts the process anew.
func (p *Piecewise) Schedule() Schedule { return &piecewiseSchedule{process: p} }

type piecewiseSchedule struct {
	process *Piecewise
	segment int
	clock
	ended bool
}

// Next returns the next instant. A gap that would reach beyond its segment is drawn anew from the segment's end on, which
// is exact because an exponential has no memory.
func (s *piecewiseSchedule) Next(r *rand.Rand) (at time.Duration, jobs int, ok bool) {
	p := s.process
	for ; s.segment+1 < len(p.from); s.segment++ {
		gap := 1e9 / p.rates[s.segment] * portable.Exponential(r) // +Inf at rate 0
		end := p.from[s.segment+1]
		if gap < s.until(end) && s.advance(gap) {
			return s.at, 1, true
		}
		s.jump(end)
	}
	if s.ended || !s.advance(1e9/p.rates[s.segment]*portable.Exponential(r)) {
		s.ended = true // beyond the end of time, for good
		return 0, 0, false
	}
	return s.at, 1, true
}
