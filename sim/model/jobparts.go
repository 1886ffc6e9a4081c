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

// parts finds out where the time of a job went that ends now, having completed.
func (j *job) parts(now sim.Time, p *JobParts) {
	p.Parts = pool.Parts{}
	if j.kept {
		p.Parts = j.spent
	}
	for i := range j.steps {
		r := j.requests[i]
		if r.Owner != j.number {
			continue // leaked: its time is in spent
		}
		hold := p.Hold
		p.Add(r, now)
		if j.class.nests && j.nests(i) {
			p.Hold = hold // its own is in spent
		}
	}
	p.Between = now.Sub(j.arrived) - p.Sum()
}

// keep adds up what requests do not tell at the end of the job: the time of an acquire of which nothing remains, because it is
// made again or its connection was leaked.
func (j *job) keep(i int, r *pool.Request) {
	p := j.keeping()
	hold := p.Hold
	p.Add(r, j.class.m.engine.Now())
	if r.Granted >= 0 && j.nests(i) {
		p.Hold = hold
	}
}

// keepHold adds the hold of a step whose nested step begins.
func (j *job) keepHold(r *pool.Request) { j.keeping().Hold += j.class.m.engine.Now().Sub(r.Granted) }

// keeping returns the sum, which is 0 at first.
func (j *job) keeping() *pool.Parts {
	if !j.kept {
		j.kept, j.spent = true, pool.Parts{}
	}
	return &j.spent
}

// nests reports whether the step after step i is nested in it.
func (j *job) nests(i int) bool {
	return i+1 < len(j.steps) && j.class.steps[j.steps[i+1]].nested
}
