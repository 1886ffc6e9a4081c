package workload

import (
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
)

// Burst is a number of jobs at one instant, and none before or after it: a cron job, a restart, a retry storm.
type Burst struct {
	Jobs int           // how many, at least 1
	At   time.Duration // when, counted from the start of the run; not negative
}

var (
	_ OpenArrivals = (*Burst)(nil)
	_ Scalable     = (*Burst)(nil)
)

var burstSpec = param.Spec{
	Name:   "burst",
	Help:   "a number of jobs at one instant, and none before or after it",
	Source: "by definition",
	Params: []param.Param{
		{Name: "jobs", Kind: param.Count, Help: "number of jobs", Required: true, Min: 1, Max: maxJobs},
		{
			Name: "at", Kind: param.Duration, Help: "instant, counted from the start of the run", Max: maxSeconds,
			Default: time.Duration(0),
		},
	},
}

func init() {
	registerArrivals(ArrivalsSpec{
		Spec: burstSpec,
		New: func(v param.Values, _ func(string) ([]byte, error)) (Arrivals, error) {
			return &Burst{Jobs: int(v.Int("jobs")), At: v.Duration("at")}, nil
		},
	})
}

// MeanRate returns 0: in the long run nobody arrives.
func (b *Burst) MeanRate() float64 { return 0 }

// Scaled multiplies the number of jobs, rounds it and makes it at least 1.
func (b *Burst) Scaled(load float64) (Arrivals, error) {
	jobs, err := scaledCount(&burstSpec, "jobs", b.Jobs, load)
	return process(&Burst{Jobs: jobs, At: b.At}, err)
}

// Schedule starts the process anew.
func (b *Burst) Schedule() Schedule { return &burstSchedule{burst: b} }

type burstSchedule struct {
	burst *Burst
	done  bool
}

// Next returns the burst once.
func (s *burstSchedule) Next(*rand.Rand) (at time.Duration, jobs int, ok bool) {
	if s.done {
		return 0, 0, false
	}
	s.done = true
	return s.burst.At, s.burst.Jobs, true
}
