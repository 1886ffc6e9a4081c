package workload

import (
	"math"

	"poolsim/sim/param"
)

// Closed is a fixed number of users, each of whom thinks, sends one job, waits for its end and thinks again: consumers
// of a queue, a worker's loop. A slow system slows them down.
type Closed struct {
	Users int          // how many, at least 1
	Think Distribution // time between the end of a user's job and the arrival of the next; nil is none
}

var (
	_ Arrivals = (*Closed)(nil)
	_ Scalable = (*Closed)(nil)
)

var closedSpec = param.Spec{
	Name:   "closed",
	Help:   "a fixed number of users, each waits for the end of its job, thinks, and sends the next",
	Source: "Lazowska et al., Quantitative System Performance, 1984, chapter 4 (terminal and batch workloads)",
	Params: []param.Param{
		{Name: "users", Kind: param.Count, Help: "number of users", Required: true, Min: 1, Max: maxJobs},
		{Name: "think", Kind: param.Sampler, Help: "time from the end of a user's job to its next; none when absent"},
	},
}

func init() {
	registerArrivals(ArrivalsSpec{
		Spec: closedSpec,
		New: func(v param.Values, _ func(string) ([]byte, error)) (Arrivals, error) {
			c := &Closed{Users: int(v.Int("users"))}
			if v.Has("think") {
				c.Think = v["think"].(Distribution)
			}
			return c, nil
		},
	})
}

// MeanRate returns NaN: the rate depends on how fast the jobs are served.
func (c *Closed) MeanRate() float64 { return math.NaN() }

// Scaled multiplies the number of users, rounds it and makes it at least 1. Their times to think stay.
func (c *Closed) Scaled(load float64) (Arrivals, error) {
	users, err := scaledCount(&closedSpec, "users", c.Users, load)
	return process(&Closed{Users: users, Think: c.Think}, err)
}
