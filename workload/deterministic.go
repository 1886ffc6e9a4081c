package workload

import (
	"math"
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
)

// Deterministic is a process as regular as a clock: the n-th job arrives n intervals after 0.
type Deterministic struct {
	rate     float64       // jobs per second
	interval time.Duration // exact, when that is how the process was given; else 0
}

var (
	_ OpenArrivals = (*Deterministic)(nil)
	_ Scalable     = (*Deterministic)(nil)
)

var deterministicSpec = param.Spec{
	Name:   "deterministic",
	Help:   "as regular as a clock; the first job after one interval",
	Source: "by definition: the n-th job arrives at n intervals",
	Params: []param.Param{
		rateParam(),
		{Name: "interval", Kind: param.Duration, Help: "time between arrivals", MinOpen: true, Max: maxSeconds},
	},
	Forms: [][]string{{"rate"}, {"interval"}},
}

func init() {
	registerArrivals(ArrivalsSpec{
		Spec: deterministicSpec,
		New: func(v param.Values, _ func(string) ([]byte, error)) (Arrivals, error) {
			if v.Has("interval") {
				return process(NewDeterministicInterval(v.Duration("interval")))
			}
			return process(NewDeterministic(v.Float("rate")))
		},
	})
}

// NewDeterministic returns the regular process of that rate in jobs per second, 0 <= rate <= 1e9; at 0 nobody ever
// arrives.
func NewDeterministic(rate float64) (*Deterministic, error) {
	if err := check(&deterministicSpec, arg{"rate", rate}); err != nil {
		return nil, err
	}
	return &Deterministic{rate: rate}, nil
}

// NewDeterministicInterval returns the regular process with that time between arrivals, 0 < interval <= 1e9 s.
func NewDeterministicInterval(interval time.Duration) (*Deterministic, error) {
	if err := check(&deterministicSpec, arg{"interval", interval.Seconds()}); err != nil {
		return nil, err
	}
	return &Deterministic{rate: 1e9 / float64(interval), interval: interval}, nil
}

// MeanRate returns the rate in jobs per second.
func (d *Deterministic) MeanRate() float64 { return d.rate }

// Scaled multiplies the rate. An interval stays exact where its part is a whole number of nanoseconds that an interval may
// have, and becomes a rate elsewhere, so that rounding does not add up.
func (d *Deterministic) Scaled(load float64) (Arrivals, error) {
	if interval := float64(d.interval) / load; interval >= 1 && interval == math.Trunc(interval) && interval <= maxSeconds*1e9 {
		return process(NewDeterministicInterval(time.Duration(interval)))
	}
	return process(NewDeterministic(d.rate * load))
}

// Schedule starts the process anew.
func (d *Deterministic) Schedule() Schedule { return &deterministicSchedule{process: d} }

type deterministicSchedule struct {
	process *Deterministic
	at      time.Duration // of the last arrival
	n       float64       // arrivals so far; exact up to 2^53, 104 days at the highest rate
}

// Next returns the next instant. With a rate it is computed from the number of the job and not from the instant before
// it, so that rounding does not add up: 3/s puts every third job at a whole second.
func (s *deterministicSchedule) Next(*rand.Rand) (at time.Duration, jobs int, ok bool) {
	if s.process.interval > 0 {
		if s.at > math.MaxInt64-s.process.interval {
			return 0, 0, false
		}
		s.at += s.process.interval
		return s.at, 1, true
	}
	next := (s.n + 1) * 1e9 / s.process.rate // +Inf at rate 0
	if next >= math.MaxInt64 {
		return 0, 0, false
	}
	s.n++
	s.at = time.Duration(math.Round(next))
	return s.at, 1, true
}
