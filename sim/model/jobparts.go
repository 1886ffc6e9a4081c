package model

import (
	"time"

	"poolsim/sim"
	"poolsim/sim/pool"
)

// JobParts is where the time of a job went. A job waits for one thing at a time, so every instant from its arrival to its
// end is in one part, and they add up to its response time, to the nanosecond. Those of pool.Parts are sums over its
// acquires, the failed ones that it made again included; the hold of a step with nested steps is its own, without theirs.
type JobParts struct {
	pool.Parts
	Between time.Duration // outside them: before and after of steps, delays of retries, turns on the event loop
}

// parts returns where the time of a job went that ends now, having completed.
func (j *job) parts(now sim.Time) JobParts {
	p := JobParts{Parts: j.spent}
	for i := range j.steps {
		r := j.requests[i]
		if r.Owner != j.number {
			continue // leaked: its time is spent
		}
		q := r.Parts(now)
		if j.nests(i) {
			q.Hold = 0 // its own was spent when the next step began
		}
		p.Parts = p.Add(q)
	}
	p.Between = now.Sub(j.arrived) - p.Sum()
	return p
}

// spend keeps the time of an acquire of which nothing remains: one that is made again, or whose connection was leaked.
func (j *job) spend(i int, r *pool.Request) {
	q := r.Parts(j.class.m.engine.Now())
	if r.Granted >= 0 && j.nests(i) {
		q.Hold = 0
	}
	j.spent = j.spent.Add(q)
}

// nests reports whether the step after step i is nested in it.
func (j *job) nests(i int) bool {
	return i+1 < len(j.steps) && j.class.steps[j.steps[i+1]].nested
}
