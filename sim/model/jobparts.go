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
	*p = JobParts{}
	if len(j.legs) == 1 && !j.kept {
		if r := j.legs[0].request; r.Placed == r.Granted && r.Returned == r.Freed { // nothing else to sum up
			p.Wait, p.Hold = r.Placed.Sub(r.Asked), r.Returned.Sub(r.Granted)
			p.Between = now.Sub(j.arrived) - p.Wait - p.Hold
			return
		}
	}
	if j.kept {
		p.Parts = j.spent
	}
	for i := range j.legs {
		r := j.legs[i].request
		if r.Owner != j.number {
			continue // leaked: its time is in spent
		}
		hold := p.Hold
		p.Add(r, now)
		if j.class.nests && j.nests(int32(i)) {
			p.Hold = hold // its own is in spent
		}
	}
	p.Between = now.Sub(j.arrived) - p.Sum()
}

// keep adds up what requests do not tell at the end of the job: the time of an acquire of which nothing remains, because it is
// made again or its connection was leaked.
func (j *job) keep(i int32, r *pool.Request) {
	p := j.keeping()
	hold := p.Hold
	p.Add(r, j.m.engine.Now())
	if r.Granted >= 0 && j.nests(int32(i)) {
		p.Hold = hold
	}
}

// keepHold adds the hold of a step whose nested step begins.
func (j *job) keepHold(r *pool.Request) { j.keeping().Hold += j.m.engine.Now().Sub(r.Granted) }

// keeping returns the sum, which is 0 at first.
func (j *job) keeping() *pool.Parts {
	if !j.kept {
		j.kept, j.spent = true, pool.Parts{}
	}
	return &j.spent
}

// nests reports whether the step after step i is nested in it.
func (j *job) nests(i int32) bool {
	return int(i)+1 < len(j.legs) && j.class.steps[j.legs[i+1].step].nested
}
