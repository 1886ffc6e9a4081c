package model

import (
	"time"

	"poolsim/sim"
	"poolsim/sim/pool"
	"poolsim/workload"
)

// job is one arriving request of a class, while it runs its steps. Its record is used again by later jobs of the class.
// Everything that happens to it is one event: at any instant it waits for one thing only. Only the moment at which its client goes
// away is another one.
type job struct {
	class   *class
	id      int32 // of the record, in Model.jobs
	user    int32 // of a closed class; -1 otherwise
	process int32
	pending sim.Posted // the event that it waits for by itself
	cancels sim.Posted // the moment at which its client goes away; -1 if that is not pending
	work    sim.Posted // the end of its hold in the clock of work, under contention
	tries   int        // how often its present acquire was made again
	kept    bool       // something in spent
	spent   pool.Parts // of its time, what its requests do not tell at its end
	number  int64      // in order of arrival, over all classes
	arrived sim.Time

	at     int // the step it is in, an index into steps; -1 before the first
	base   int // requests[base:opened] hold a connection or wait for one
	opened int
	phase  phase
	turn   bool // it has waited for its turn on the event loop
	failed bool
	gone   bool // its client has gone away

	steps    []int32 // the class's steps that it takes
	holds    []time.Duration
	befores  []time.Duration
	afters   []time.Duration
	ends     []workload.End
	requests []*pool.Request // one for each step
}

// phase is what the job waits for.
type phase uint8

const (
	starting  phase = iota // its turn on the event loop
	pausing                // time without a connection, before it asks
	holding                // the end of a hold
	lingering              // the time after nested steps, before it gives a connection back
	retrying               // the time until it asks again after a failure
	asking                 // the pool, for a connection
	returning              // the pool, for the end of a return
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
	j := &job{class: c, id: int32(len(m.jobs)), cancels: -1}
	m.jobs = append(m.jobs, j)
	j.reserve(len(c.steps))
	for i := range c.steps {
		j.addStep(int32(i))
	}
	return j
}

// reserve makes room for n steps at once.
func (j *job) reserve(n int) {
	j.steps = make([]int32, 0, n)
	times := make([]time.Duration, 3*n)
	j.holds, j.befores, j.afters = times[:0:n], times[n:n:2*n], times[2*n:2*n]
	j.ends = make([]workload.End, 0, n)
	j.requests = make([]*pool.Request, 0, n)
}

// addStep makes room for one more step.
func (j *job) addStep(step int32) {
	j.steps = append(j.steps, step)
	j.holds = append(j.holds, 0)
	j.befores = append(j.befores, 0)
	j.afters = append(j.afters, 0)
	j.ends = append(j.ends, workload.EndRelease)
	if len(j.requests) < len(j.steps) {
		j.requests = append(j.requests, nil)
		j.adopt(len(j.requests) - 1)
	}
}

// adopt gives a step a request that no job has.
func (j *job) adopt(i int) {
	r := j.class.m.newRequest()
	r.Client, r.Step = j, int32(i)
	j.requests[i] = r
}

// jobEvents fires when what a job waits for by itself is there.
type jobEvents Model

// Fire goes on with the job.
func (h *jobEvents) Fire(id int32) {
	j := h.jobs[id]
	if h.loops != nil && j.turnLater() {
		return
	}
	switch j.phase {
	case starting:
		j.advance()
	case pausing, retrying:
		j.acquire()
	case holding:
		j.held()
	case lingering:
		j.giveBack()
	}
}

// after sets the job's timer.
func (j *job) after(d time.Duration, p phase) {
	e := j.class.m.engine
	j.phase = p
	j.pending = e.Post(e.Now().Add(d), j.class.m.jobKind, j.id)
}

// begin starts the job, at once or when the event loop of its process has its turn for it.
func (j *job) begin() {
	j.phase = starting
	if j.class.m.loops != nil && j.turnLater() {
		return
	}
	j.advance()
}

// turnLater lets the job wait for its turn while the event loop of its process is occupied.
func (j *job) turnLater() bool {
	m := j.class.m
	until, busy := m.loops[j.process].Busy()
	if !busy || j.turn {
		j.turn = false
		return false
	}
	j.turn = true
	j.pending = m.engine.Post(until, m.jobKind, j.id)
	return true
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
	j.phase = asking
	r := j.requests[j.at]
	r.Owner, r.Label = j.number, s.label
	j.class.m.pools[j.process][s.pool].Acquire(r)
}

// Granted starts the hold: a time, or work that others can stretch.
func (j *job) Granted(*pool.Request) {
	j.tries = 0
	if w := j.class.m.workshop; w != nil {
		j.phase = holding
		w.begin(j, int64(j.holds[j.at]))
		return
	}
	j.after(j.holds[j.at], holding)
}

// held ends a hold: the connection stays where the next step is nested, else all that are held go back.
func (j *job) held() {
	if j.nests(j.at) {
		j.keepHold(j.requests[j.at])
		j.advance()
		return
	}
	j.unwind()
}

// unwind gives back what the job holds, the innermost connection first, and goes on when nothing is left.
func (j *job) unwind() {
	if i := j.opened - 1; i >= j.base {
		if i < j.at && !j.failed && j.afters[i] > 0 {
			j.after(j.afters[i], lingering)
			return
		}
		j.giveBack()
		return
	}
	if j.failed {
		j.end()
		return
	}
	j.base = j.opened
	j.advance()
}

// giveBack gives the innermost connection back.
func (j *job) giveBack() {
	i := j.opened - 1
	r := j.requests[i]
	r.End, r.Plain = j.ends[i], j.class.steps[j.steps[i]].plain
	j.phase = returning
	r.Of.Release(r)
}

// Released goes on with the next connection that is to be given back.
func (j *job) Released(r *pool.Request) {
	j.opened--
	if r.End == workload.EndLeak {
		j.class.m.leaked = append(j.class.m.leaked, r)
		j.keep(j.opened, r)
		j.adopt(j.opened)
	}
	j.unwind()
}

// Failed ends the job, unless the class tries again: what it still holds is given back at once.
func (j *job) Failed(r *pool.Request) {
	j.opened--
	if d, again := j.class.retry(j); again {
		j.keep(j.opened, r)
		j.after(d, retrying)
		return
	}
	j.failed = true
	j.unwind()
}

// end ends the job. Its record is free for the next one, its user begins to think.
func (j *job) end() {
	c := j.class
	now := c.m.engine.Now()
	j.opened, j.base = 0, 0
	if j.cancels >= 0 {
		c.m.engine.Withdraw(j.cancels)
		j.cancels = -1
	}
	outcome := j.outcome()
	if f := c.m.observer.Completed; f != nil && outcome == Completed {
		j.parts(now, &c.m.parts)
		f(c.index, &c.m.parts)
	}
	if f := c.m.observer.Ended; f != nil {
		f(c.index, now, outcome, now.Sub(j.arrived))
	}
	u := j.user
	c.free = append(c.free, j)
	if u >= 0 {
		c.thinks(u)
	}
}

// JobOutcome says how a job ended.
type JobOutcome uint8

// The outcomes of a job.
const (
	Completed JobOutcome = iota
	Failed               // one of its requests timed out or got no connection
	Cancelled            // its client went away before its end
)

func (j *job) outcome() JobOutcome {
	switch {
	case j.gone:
		return Cancelled
	case j.failed:
		return Failed
	}
	return Completed
}
