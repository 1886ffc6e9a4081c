package model

import (
	"time"

	"poolsim/sim"
	"poolsim/sim/pool"
)

// job is one arriving request of a class, while it runs its steps. Its record is used again by later jobs of the class.
// Everything that happens to it is timed on one slot: at any instant it waits for one thing only.
type job struct {
	class   *class
	id      int32 // of the record, in Model.jobs
	user    int32 // of a closed class; -1 otherwise
	process int32
	slot    sim.Slot
	number  int64 // in order of arrival, over all classes
	arrived sim.Time

	at     int // the step it is in, an index into steps; -1 before the first
	base   int // requests[base:opened] hold a connection or wait for one
	opened int
	phase  phase
	failed bool

	steps    []int32 // the class's steps that it takes
	holds    []time.Duration
	befores  []time.Duration
	requests []*pool.Request // one for each step
}

// phase is what the job's own timer is for. While the pool works on its request, the pool uses the slot.
type phase uint8

const (
	pausing phase = iota // without a connection, before it asks
	holding
)

var _ pool.Client = (*job)(nil)

// newJob returns a record, a new one only when more jobs of the class run at once than ever before.
func (c *class) newJob() *job {
	if n := len(c.free); n > 0 {
		j := c.free[n-1]
		c.free = c.free[:n-1]
		return j
	}
	m := c.m
	j := &job{class: c, id: int32(len(m.jobs))}
	if c.schedule != nil {
		j.slot = m.engine.NewSlot()
	}
	m.jobs = append(m.jobs, j)
	j.holds = make([]time.Duration, len(c.steps))
	j.befores = make([]time.Duration, len(c.steps))
	for i := range c.steps {
		j.steps = append(j.steps, int32(i))
		j.addRequest()
	}
	return j
}

func (j *job) addRequest() {
	r := &pool.Request{Client: j, Owner: j.id, Step: int32(len(j.requests))}
	j.class.m.requests.Add(r)
	j.requests = append(j.requests, r)
}

// jobEvents fires when a job's own timer ends.
type jobEvents Model

// Fire goes on with the job.
func (h *jobEvents) Fire(id int32) {
	j := h.jobs[id]
	if j.phase == pausing {
		j.acquire()
		return
	}
	j.held()
}

// after sets the job's timer.
func (j *job) after(d time.Duration, p phase) {
	e := j.class.m.engine
	j.phase = p
	e.Schedule(j.slot, e.Now().Add(d), j.class.m.jobKind, j.id)
}

// advance goes to the next step, or ends the job.
func (j *job) advance() {
	j.at++
	switch {
	case j.at == len(j.steps):
		j.end()
	case j.befores[j.at] > 0:
		j.after(j.befores[j.at], pausing)
	default:
		j.acquire()
	}
}

// acquire asks for the connection of the present step.
func (j *job) acquire() {
	s := &j.class.steps[j.steps[j.at]]
	if !s.nested {
		j.base = j.at
	}
	j.opened = j.at + 1
	r := j.requests[j.at]
	r.Slot = j.slot
	r.Label = s.label
	j.class.m.pools[j.process][s.pool].Acquire(r)
}

// Granted starts the hold.
func (j *job) Granted(*pool.Request) { j.after(j.holds[j.at], holding) }

// held ends a hold: the connection stays where the next step is nested, else all that are held go back.
func (j *job) held() {
	if next := j.at + 1; next < len(j.steps) && j.class.steps[j.steps[next]].nested {
		j.advance()
		return
	}
	j.unwind()
}

// unwind gives back what the job holds, the innermost connection first, and goes on when nothing is left.
func (j *job) unwind() {
	if j.opened > j.base {
		r := j.requests[j.opened-1]
		j.class.m.pools[j.process][r.Pool].Release(r)
		return
	}
	if j.failed {
		j.end()
		return
	}
	j.base = j.opened
	j.advance()
}

// Released goes on with the next connection that is to be given back.
func (j *job) Released(*pool.Request) {
	j.opened--
	j.unwind()
}

// Failed ends the job: what it still holds is given back at once.
func (j *job) Failed(*pool.Request) {
	j.failed = true
	j.opened--
	j.unwind()
}

// end ends the job. Its record is free for the next one, its user begins to think.
func (j *job) end() {
	c := j.class
	now := c.m.engine.Now()
	j.opened, j.base = 0, 0
	if f := c.m.observer.Ended; f != nil {
		f(c.index, now, !j.failed, now.Sub(j.arrived))
	}
	u := j.user
	c.free = append(c.free, j)
	if u >= 0 {
		c.thinks(u)
	}
}
