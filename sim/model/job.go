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
//
// Its fields are in the order in which they are needed, so that an event of a job with a single step reads two cache lines: what
// a job was about when its hold began has long left the nearest cache when the hold ends.
type job struct {
	legs    []leg // one for each step that it takes
	class   *class
	m       *Model
	at      int32      // the step it is in, an index into legs; -1 before the first
	base    int32      // legs[base:opened] hold a connection or wait for one
	opened  int32      //
	cancels sim.Posted // the moment at which its client goes away; -1 if that is not pending
	user    int32      // of a closed class; -1 otherwise
	phase   phase
	turn    bool // it has waited for its turn on the event loop
	failed  bool
	gone    bool // its client has gone away

	only    [1]leg // the array of legs where there is but one
	arrived sim.Time
	number  int64 // in order of arrival, over all classes
	id      int32 // of the record, in Model.jobs
	kept    bool  // something in spent

	process int32
	pending sim.Posted // the event that it waits for by itself
	work    sim.Posted // the end of its hold in the clock of work, under contention
	tries   int32      // how often its present acquire was made again
	spent   pool.Parts // of its time, what its requests do not tell at its end
}

// leg is a step of a job, with the times that were drawn for it.
type leg struct {
	request *pool.Request
	hold    time.Duration
	before  time.Duration
	after   time.Duration
	step    int32 // an index into the class's steps
	end     workload.End
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
	j := &job{class: c, m: m, id: int32(len(m.jobs)), cancels: -1}
	m.jobs = append(m.jobs, j)
	if j.legs = j.only[:0]; len(c.steps) > len(j.only) {
		j.legs = make([]leg, 0, len(c.steps))
	}
	for i := range c.steps {
		j.addStep(int32(i))
	}
	return j
}

// addStep makes room for one more step.
func (j *job) addStep(step int32) {
	i := len(j.legs)
	if i < cap(j.legs) {
		j.legs = j.legs[:i+1] // it may have a request from an earlier job
	} else {
		j.legs = append(j.legs, leg{})
	}
	j.legs[i] = leg{step: step, request: j.legs[i].request}
	if j.legs[i].request == nil {
		j.adopt(int32(i))
	}
}

// adopt gives a step a request that no job has.
func (j *job) adopt(i int32) {
	r := j.m.newRequest()
	r.Client, r.Step = j, i
	j.legs[i].request = r
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
	e := j.m.engine
	j.phase = p
	j.pending = e.Post(e.Now().Add(d), j.m.jobKind, j.id)
}

// begin starts the job, at once or when the event loop of its process has its turn for it.
func (j *job) begin() {
	j.phase = starting
	if j.m.loops != nil && j.turnLater() {
		return
	}
	j.advance()
}

// turnLater lets the job wait for its turn while the event loop of its process is occupied.
func (j *job) turnLater() bool {
	m := j.m
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
	case int(j.at) == len(j.legs):
		j.end()
	case j.legs[j.at].before > 0:
		j.after(j.legs[j.at].before, pausing)
	default:
		j.acquire()
	}
}

// acquire asks for the connection of the present step.
func (j *job) acquire() {
	leg := &j.legs[j.at]
	s := &j.class.steps[leg.step]
	if !s.nested {
		j.base = j.at
	}
	j.opened = j.at + 1
	j.phase = asking
	r := leg.request
	r.Owner, r.Label = j.number, s.label
	j.m.pools[j.process][s.pool].Acquire(r)
}

// Granted starts the hold: a time, or work that others can stretch.
func (j *job) Granted(*pool.Request) {
	j.tries = 0
	if w := j.m.workshop; w != nil {
		j.phase = holding
		w.begin(j, int64(j.legs[j.at].hold))
		return
	}
	j.after(j.legs[j.at].hold, holding)
}

// held ends a hold: the connection stays where the next step is nested, else all that are held go back.
func (j *job) held() {
	switch {
	case !j.class.nests:
		j.giveBack()
	case j.nests(j.at):
		j.keepHold(j.legs[j.at].request)
		j.advance()
	default:
		j.unwind()
	}
}

// unwind gives back what the job holds, the innermost connection first, and goes on when nothing is left.
func (j *job) unwind() {
	if i := j.opened - 1; i >= j.base {
		if i < j.at && !j.failed && j.legs[i].after > 0 {
			j.after(j.legs[i].after, lingering)
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
	leg := &j.legs[j.opened-1]
	r := leg.request
	r.End, r.Plain = leg.end, j.class.steps[leg.step].plain
	j.phase = returning
	r.Of.Release(r)
}

// Released goes on with the next connection that is to be given back.
func (j *job) Released(r *pool.Request) {
	j.opened--
	if r.End == workload.EndRelease && !j.class.nests && !j.failed {
		j.advance()
		return
	}
	if r.End == workload.EndLeak {
		j.m.leaked = append(j.m.leaked, r)
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
